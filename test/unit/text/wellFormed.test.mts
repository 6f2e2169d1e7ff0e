import fc from 'fast-check';

import { sliceWhole, wellFormed } from '../../../nodes/JustOneApi/text/wellFormed.ts';

/** Whether PostgreSQL takes it, said without the code under test. */
const isStorable = (value: unknown) => !/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(value));

describe('A text', () => {
	it.each([
		['whole', 'a👉抖', 'a👉抖'],
		['with the first half of a character', 'a\ud83d', 'a\ufffd'],
		['with the second half', '\udc49b', '\ufffdb'],
		['with two first halves', '\ud83d\ud83d\udc49', '\ufffd👉'],
		['with halves in the wrong order', '\udc49\ud83d', '\ufffd\ufffd'],
		['with NUL', 'a\0b\0', 'ab'],
	])('%s', (_, text, mended) => {
		expect(wellFormed(text)).toBe(mended);
	});
});

it('Keys are mended as values are, however deep', () => {
	expect(wellFormed({ 'a\0': [{ 'b\ud83d': 'c\udc49' }] })).toEqual({ a: [{ 'b\ufffd': 'c\ufffd' }] });
});

it('A key that becomes another one gives way to it', () => {
	expect(wellFormed({ 'a\0': 1, a: 2, '\0a': 3 })).toEqual({ a: 2 });
});

it('Only what holds damage is copied', () => {
	const [whole, date, buffer] = [{ a: ['b'] }, new Date(0), Buffer.from('a\0')];
	expect(wellFormed(whole)).toBe(whole);
	const damaged = { whole, date, buffer, list: [whole, '\0'], none: null, zero: -0 };
	const mended = wellFormed(damaged);
	expect(mended).toEqual({ ...damaged, list: [whole, ''] });
	expect([mended.whole, mended.date, mended.buffer, mended.list[0]]).toEqual([whole, date, buffer, whole]);
	expect(mended.whole).toBe(whole);
	expect(mended.date).toBe(date);
	expect(mended.buffer).toBe(buffer);
	expect(mended.list[0]).toBe(whole);
	expect(damaged.list[1]).toBe('\0');
});

it('What stands in two places is mended in both, at any depth below it', () => {
	const shared = { text: '\ud83d' };
	const mended = wellFormed({ first: shared, deep: { deeper: [shared] } });
	expect(mended).toEqual({ first: { text: '\ufffd' }, deep: { deeper: [{ text: '\ufffd' }] } });
	expect(mended.first).toBe(mended.deep.deeper[0]);
});

it('A cycle stays one', () => {
	const row: Record<string, unknown> = { text: 'a\0' };
	row.self = [row];
	const mended = wellFormed(row) as { text: string; self: unknown[] };
	expect(mended.text).toBe('a');
	expect(mended.self[0]).toBe(mended);
});

it('`__proto__` is a key like others', () => {
	const mended = wellFormed(JSON.parse('{"__proto__":{"a":"\\u0000"}}') as object);
	expect(Object.keys(mended)).toEqual(['__proto__']);
	expect(Object.getPrototypeOf(mended)).toBe(Object.prototype);
	expect(JSON.stringify(mended)).toBe('{"__proto__":{"a":""}}');
});

it('Values are mended however deep they stand', () => {
	let value: unknown = '\ud83d';
	for (let level = 0; level < 200_000; level += 1) value = level % 2 ? [value] : { a: value };
	let inner = wellFormed(value);
	while (typeof inner === 'object') inner = Object.values(inner as object)[0];
	expect(inner).toBe('\ufffd');
});

it('Any JSON value is storable then, and is itself where it was before', () => {
	const text = fc.string({ unit: fc.constantFrom('a', '\0', '\ud83d', '\udc49', '👉', '抖', '"', '\\') });
	const { value } = fc.letrec((tie) => ({
		value: fc.oneof(
			{ maxDepth: 4 },
			text,
			fc.constantFrom(null, true, 0, 1.5),
			fc.array(tie('value'), { maxLength: 4 }),
			fc.dictionary(text, tie('value'), { maxKeys: 4 }),
		),
	}));
	fc.assert(
		fc.property(value, (before) => {
			const after = wellFormed(before);
			expect(isStorable(after)).toBe(true);
			expect(after === before).toBe(isStorable(before));
			expect(wellFormed(after)).toBe(after);
		}),
		{ numRuns: 2000 },
	);
});

it('A slice ends between characters, and begins where it is told to', () => {
	expect(sliceWhole('ab👉c', 1, 3)).toBe('b');
	expect(sliceWhole('ab👉c', 1, 4)).toBe('b👉');
	expect(sliceWhole('ab👉c', 0, 99)).toBe('ab👉c');
	expect(sliceWhole('ab\ud83dc', 0, 3)).toBe('ab\ud83d');
	expect(sliceWhole('👉', 0, 0)).toBe('');
});
