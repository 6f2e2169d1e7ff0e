import { failureOf } from '../failure/failure';
import type { Failure } from '../failure/failure';
import type { RowParameter } from '../run/plan';
import { holdsExpression } from './host';
import type { NodeHost } from './host';

/** `={{ $json.column }}` or `={{ $json["column"] }}`, the way a sheet is mapped. */
const COLUMN = /^=\{\{\s*\$json(?:\.([A-Za-z_]\w*)|\[\s*(["'])([^"'\\]+)\2\s*\])\s*\}\}$/;
/** No mapping to one column is longer; a longer expression is left to n8n. */
const LONGEST_MAPPING = 1000;

/** The column that a parameter is mapped to; null where it holds anything else. */
function columnOf(raw: unknown): string | null {
	const text = String(raw ?? '');
	const match = text.length > LONGEST_MAPPING ? null : COLUMN.exec(text);
	return match ? (match[1] ?? match[3]) : null;
}

/** In the place of a value: its expression failed. */
class Unreadable {
	readonly failure: Failure;

	constructor(failure: Failure) {
		this.failure = failure;
	}
}

/**
 * Reads a parameter row by row, or once where it holds no expression. A text in a column of its own is read without n8n's
 * expression engine, which takes about half a millisecond a row.
 */
function valueReader(host: NodeHost, parameter: RowParameter): (row: number) => unknown {
	const { name, label, byDefault = '', unreadable = 'invalid_settings' } = parameter;
	const raw = host.parameter(name, 0, byDefault, true);
	if (!holdsExpression(raw)) return () => raw;
	const column = columnOf(raw);
	return (row) => {
		const cell = column === null ? undefined : host.rows[row].json[column];
		if (typeof cell === 'string') return cell;
		try {
			return host.parameter(name, row, byDefault);
		} catch {
			return new Unreadable(
				failureOf(unreadable, {
					title: `The expression in '${label}' could not be evaluated`,
					advice: `Open the node and check the expression in '${label}' for this row.`,
				}),
			);
		}
	};
}

/** Reads the parameters of an operation row by row. */
export function valuesReader(
	host: NodeHost,
	parameters: readonly RowParameter[],
): (row: number) => { values: Record<string, unknown> } | Failure {
	const readers = parameters.map((parameter) => [parameter.name, valueReader(host, parameter)] as const);
	return (row) => {
		const values: Record<string, unknown> = {};
		for (const [name, read] of readers) {
			const value = read(row);
			if (value instanceof Unreadable) return value.failure;
			values[name] = value;
		}
		return { values };
	};
}
