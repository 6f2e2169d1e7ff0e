import { keysOfRecord } from '../failure/failureRecord';

/** Put before the name of a column that the item has too, as often as it takes. */
const PREFIX = 'input_';
/** n8n takes any item with it for a failed one. */
const FAILURE = 'error';

/**
 * An item with the columns of its row before it. A column whose name the item has, or that is called `error`, is kept as
 * `input_<name>`; what a failure of an earlier run of this node left in the row is not.
 *
 * @param item an item, or the record of a failed row
 */
export function withOwnColumns(
	row: Readonly<Record<string, unknown>>,
	item: object,
): Record<string, unknown> {
	const left = keysOfRecord(row);
	const names = new Set([...Object.keys(row), ...Object.keys(item)]);
	const columns = Object.entries(row).filter(([name]) => !left.includes(name));
	const kept = columns.map(([name, value]) => {
		let free = name;
		if (name === FAILURE || Object.hasOwn(item, name)) while (names.has(free)) free = PREFIX + free;
		names.add(free);
		return [free, value] as const;
	});
	return { ...Object.fromEntries(kept), ...item };
}
