import fc from 'fast-check';

import { addPage, NOTHING_READ, upToLimit } from '../../../nodes/JustOneApi/platforms/listProgress.ts';
import type { ListProgress, PageStep } from '../../../nodes/JustOneApi/platforms/listProgress.ts';
import type { Cursor, Page } from '../../../nodes/JustOneApi/platforms/list.ts';

const page = (ids: readonly string[], next: Cursor | null, hasMore = true): Page<null> => ({
	ok: true,
	items: ids.map((id) => ({ id, fields: null, raw: null })),
	hasMore,
	next,
});
const ids = ({ items }: { items: ReadonlyArray<{ id: string }> }) => items.map(({ id }) => id);
const at = (cursor: number | string): Cursor => ({ page: String(cursor) });

describe('A list', () => {
	const first = addPage(NOTHING_READ, page(['a', 'b'], at(2)), at(1));

	it('goes on where a page brings something, and a new cursor', () => {
		expect(first).toMatchObject({ end: null, next: { page: '2' } });
		expect(ids(first)).toEqual(['a', 'b']);
	});

	it.each<[string, Page<null>]>([
		['complete', page(['c'], null, false)],
		['complete', page([], null, false)],
		['no_cursor', page(['c'], null)],
		['empty_page', page([], at(3))],
		['nothing_new', page(['b', 'a'], at(3))],
		['same_cursor', page(['c'], at(2))],
		['same_cursor', page(['c'], at(1))],
	])('ends: %s', (end, second) => {
		expect(addPage(first.progress, second, at(2))).toMatchObject({ end, next: null });
	});

	it('ends at its first page for the same reasons', () => {
		const end = (only: Page<null>, sent: Cursor | null) => addPage(NOTHING_READ, only, sent).end;
		expect(end(page([], at(2)), null)).toBe('empty_page');
		expect(end(page(['a'], { maxCursor: '0' }), { maxCursor: '0' })).toBe('same_cursor');
		expect(end(page(['a'], at(2)), null)).toBeNull();
	});

	it('knows a cursor whatever the order of its parameters, and by all of them', () => {
		const sent = { page: '2', searchId: 's' };
		expect(addPage(NOTHING_READ, page(['a'], { searchId: 's', page: '2' }), sent).end).toBe('same_cursor');
		expect(addPage(NOTHING_READ, page(['a'], { searchId: 's', page: '3' }), sent).end).toBeNull();
	});

	it('has what a page repeats once, in the order of the API', () => {
		const second = addPage(first.progress, page(['b', 'd', 'c', 'd'], at(3)), at(2));
		expect(ids(second)).toEqual(['d', 'c']);
	});

	it('can be read twice from the same place', () => {
		const read = () => addPage(first.progress, page(['c'], at(3)), at(2));
		expect(read()).toEqual(read());
		const other = addPage(first.progress, page(['x'], at(9)), at(2));
		expect(ids(addPage(other.progress, page(['c'], at(3)), at(9)))).toEqual(['c']);
	});
});

it('Whatever pages come: what is new comes once and in order, and the list ends after as many pages as it has items', () => {
	fc.assert(
		fc.property(
			fc.array(
				fc.record({
					ids: fc.array(fc.nat(30).map(String), { maxLength: 6 }),
					cursor: fc.option(fc.nat(20)),
					hasMore: fc.boolean(),
				}),
				{ minLength: 1, maxLength: 80 },
			),
			(answers) => {
				const got: string[] = [];
				const expected = new Set<string>();
				let progress: ListProgress = NOTHING_READ;
				let sent: Cursor | null = null;
				let read = 0;
				for (;;) {
					const answer = answers[read % answers.length];
					if (answer === undefined) throw new Error('no answer');
					read += 1;
					const next = answer.cursor === null ? null : at(answer.cursor);
					const step: PageStep<null> = addPage(progress, page(answer.ids, next, answer.hasMore), sent);
					answer.ids.forEach((id) => expected.add(id));
					got.push(...ids(step));
					expect(step.next === null).toBe(step.end !== null);
					if (step.next === null) break;
					({ progress } = step);
					sent = step.next;
				}
				expect(got).toEqual([...expected]);
				// One more page than there are items, at most: each but the last brought one.
				expect(read).toBeLessThanOrEqual(expected.size + 1);
			},
		),
	);
});

it('A list of 100,000 items in 10,000 pages knows each of them', () => {
	let progress: ListProgress = NOTHING_READ;
	let count = 0;
	for (let number = 0; number < 10_000; number += 1) {
		const own = Array.from({ length: 10 }, (_, index) => String(number * 10 + index));
		const step = addPage(
			progress,
			page([...own, String(number), String(number * 5)], at(number + 1)),
			at(number),
		);
		({ progress } = step);
		count += step.items.length;
		// Sets grow with their logarithm, so that a page costs little behind many.
		expect(progress.ids.length).toBeLessThan(20);
	}
	expect(count).toBe(100_000);
});

describe('Up to a limit', () => {
	const cut = (words: string, limit: number) => {
		const { items, left } = upToLimit([...words], limit, (letter) => letter !== letter.toLowerCase());
		return [items.join(''), left];
	};

	it.each<[string, number, string, number]>([
		['ABC', 2, 'AB', 0],
		['ABC', 3, 'ABC', 0],
		['ABC', 5, 'ABC', 2],
		['AbbBcc', 1, 'Abb', 0],
		['AbbBcc', 2, 'AbbBcc', 0],
		['bbA', 0, 'bb', 0],
		['', 3, '', 3],
		['ABC', Infinity, 'ABC', Infinity],
	])('%s, %d: %s, and %d are left', (words, limit, items, left) => {
		expect(cut(words, limit)).toEqual([items, left]);
	});
});
