import { failureOf } from '../../../nodes/JustOneApi/failure/failure.ts';
import { failureRecord, withoutDetails } from '../../../nodes/JustOneApi/failure/failureRecord.ts';
import { withOwnColumns } from '../../../nodes/JustOneApi/n8n/ownColumns.ts';

const RECORD = failureRecord(failureOf('timeout', { apiMessage: 'a (b) (reason: x, calls: 1)' }), null, {
	attempts: 2,
	billed: null,
});

describe('The columns of a row beside an item', () => {
	it.each<[string, object, object, object]>([
		['stand before it', { id: 1 }, { title: 'b' }, { id: 1, title: 'b' }],
		[
			'have another name where the item has theirs',
			{ title: 'a' },
			{ title: 'b' },
			{ input_title: 'a', title: 'b' },
		],
		[
			'and one more where the row has that, too',
			{ title: 'a', input_title: 'c' },
			{ title: 'b' },
			{ input_input_title: 'a', input_title: 'c', title: 'b' },
		],
		[
			'also where two columns would get it',
			{ title: 'a', input_title: 'c' },
			{ title: 'b', input_title: 'd' },
			{ input_input_title: 'a', input_input_input_title: 'c', title: 'b', input_title: 'd' },
		],
		['are never called error', { error: 'a' }, { title: 'b' }, { input_error: 'a', title: 'b' }],
		[
			'of the same names as a failure are kept',
			{ error: 'a', message: 'b', details: { reason: 'mine' } },
			{ title: 'c' },
			{ input_error: 'a', message: 'b', details: { reason: 'mine' }, title: 'c' },
		],
		[
			'may be called as what every object inherits',
			{ toString: 'a' },
			{ title: 'b' },
			{ toString: 'a', title: 'b' },
		],
	])('%s', (_, row, item, expected) => {
		const before = structuredClone(row);
		const columns = withOwnColumns(row as Record<string, unknown>, item);
		expect(Object.entries(columns)).toEqual(Object.entries(expected));
		expect(row).toEqual(before);
	});

	it('beside the record of a failed row have other names as well', () => {
		expect(withOwnColumns({ message: 'a', title: 'b' }, RECORD)).toEqual({
			input_message: 'a',
			title: 'b',
			...RECORD,
		});
	});

	it('may be called `__proto__`', () => {
		const row = JSON.parse('{"__proto__":{"a":1}}') as Record<string, unknown>;
		expect(JSON.stringify(withOwnColumns(row, { b: 2 }))).toBe('{"__proto__":{"a":1},"b":2}');
	});
});

describe('What a failure of an earlier run left in the row is not kept', () => {
	it.each<[string, object]>([
		['a whole record', RECORD],
		['one of two keys', withoutDetails(RECORD)],
	])('%s', (_, left) => {
		for (const item of [{ title: 'a' }, RECORD]) {
			expect(withOwnColumns({ id: 1, ...left }, item)).toEqual({ id: 1, ...item });
		}
	});

	it.each([
		'(reason: timeout, calls: 2) and more',
		'(reason: mine, calls: 2)',
		'(reason: timeout, calls: 2',
		'reason: timeout, calls: 2)',
		'(reason: timeout, billed: (yes), calls: 2)',
		'(reason: timeout, calls: x)',
	])('A message of ones own is: %s', (message) => {
		expect(withOwnColumns({ error: 'a', message }, {})).toEqual({ input_error: 'a', message });
	});
});
