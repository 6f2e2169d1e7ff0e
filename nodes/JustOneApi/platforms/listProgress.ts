import type { Cursor, Listed, Page } from './list';

/**
 * Texts that were seen. A set is never changed, since a page may be read again in a further try: a larger one shares the
 * sets of the smaller. Sets of like size are joined, so there are few of them (log n), and adding costs log n a text.
 */
type Seen = ReadonlyArray<ReadonlySet<string>>;

const has = (seen: Seen, word: string) => seen.some((words) => words.has(word));

function withAll(seen: Seen, words: readonly string[]): Seen {
	const [last] = seen;
	if (words.length === 0) return seen;
	if (last === undefined || last.size > 2 * words.length) return [new Set(words), ...seen];
	return withAll(seen.slice(1), [...last, ...words]);
}

/** How far a list has been read. */
export interface ListProgress {
	/** IDs of the items that came. */
	ids: Seen;
	/** Cursors that were sent. */
	cursors: Seen;
}

/** Before the first page. */
export const NOTHING_READ: ListProgress = { ids: [], cursors: [] };

/**
 * Why a list ends at a page. `complete`: the API says that there is no more. The others end it although the API promises
 * more: it gives no cursor, or one that was sent before; the page is empty, or brings nothing new.
 */
export type ListEnd = 'complete' | 'no_cursor' | 'same_cursor' | 'empty_page' | 'nothing_new';

/** What a page adds to a list. */
export interface PageStep<Fields> {
	/** The items that no earlier page brought, each once, in the API's order. */
	items: Array<Listed<Fields>>;
	progress: ListProgress;
	/** Asks for the next page; null where the list ends here. */
	next: Cursor | null;
	/** Null where it goes on. */
	end: ListEnd | null;
}

/** A cursor as one text, whatever the order of its parameters. */
const keyOf = (cursor: Cursor) => JSON.stringify(Object.entries(cursor).sort());

function endOf<Fields>(page: Page<Fields>, isNew: boolean, sent: Seen): ListEnd | null {
	if (!page.hasMore) return 'complete';
	if (page.items.length === 0) return 'empty_page';
	if (!isNew) return 'nothing_new';
	if (page.next === null) return 'no_cursor';
	return has(sent, keyOf(page.next)) ? 'same_cursor' : null;
}

/**
 * Adds a page to a list, and says whether the list ends there. So that a list ends: each page that is followed by another
 * has brought an item that was not there before, and was asked for by a cursor that was not sent before. A list that has
 * no end of its own, since new items keep coming, ends by a limit.
 *
 * The platforms answer pages that are empty, or repeat the last, with a promise of more: they are billed, and those behind
 * them have been seen to be no better, so the first one ends the list.
 *
 * @param before how far the list was read before this page
 * @param sent the cursor that was sent for this page, or the parameters of the first page; null where there were none
 */
export function addPage<Fields>(
	before: ListProgress,
	page: Page<Fields>,
	sent: Cursor | null,
): PageStep<Fields> {
	const inPage = new Set<string>();
	const items = page.items.filter(({ id }) => {
		const isNew = !inPage.has(id) && !has(before.ids, id);
		inPage.add(id);
		return isNew;
	});
	const cursors = sent === null ? before.cursors : withAll(before.cursors, [keyOf(sent)]);
	const end = endOf(page, items.length > 0, cursors);
	const ids = withAll(
		before.ids,
		items.map(({ id }) => id),
	);
	return { items, progress: { ids, cursors }, next: end === null ? page.next : null, end };
}

/**
 * The first items, as many as a limit allows. An item that does not count comes along behind one that does: replies
 * behind their comment.
 *
 * @param counts whether an item counts
 * @param limit how many that count are still wanted
 * @returns the items, and how many that count are wanted after them
 */
export function upToLimit<Item>(
	items: readonly Item[],
	limit: number,
	counts: (item: Item) => boolean,
): { items: Item[]; left: number } {
	let left = limit;
	const end = items.findIndex((item) => {
		if (!counts(item)) return false;
		left -= 1;
		return left < 0;
	});
	return { items: end < 0 ? [...items] : items.slice(0, end), left: Math.max(0, left) };
}
