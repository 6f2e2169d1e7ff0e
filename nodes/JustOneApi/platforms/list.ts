import { at, list, text } from './json';
import type { PostFields } from './post';
import type { CommentFields } from './comment';

/**
 * The query parameters that ask for a further page: names of the endpoint, values as the API gave them. They are text
 * and pass unchanged: cursors are JSON, base64, times printed as a float (`1.7E12`), and hold `#`.
 */
export type Cursor = Readonly<Record<string, string>>;

/** Orders of a list, as they are named in the node. */
export const SORT_LABELS = {
	relevance: 'Relevance',
	newest: 'Newest',
	likes: 'Most Likes',
	comments: 'Most Comments',
	saves: 'Most Saves',
	plays: 'Most Plays',
	danmaku: 'Most Danmaku',
	normal: 'Normal',
} as const;
export type SortBy = keyof typeof SORT_LABELS;

/** Spans of time before now, as they are named in the node. */
export const PERIOD_LABELS = {
	any: 'Any Time',
	day: 'Past Day',
	week: 'Past Week',
	halfYear: 'Past Six Months',
} as const;
export type Period = keyof typeof PERIOD_LABELS;

/** What a list is asked for. */
export interface ListQuery {
	/** An author's ID, a post's ID, or the words of a search. */
	subject: string;
	/** The API's own order where left out. */
	sortBy?: SortBy;
	/** Any time where left out. */
	publishedWithin?: Period;
}

/** An item of a list. */
export interface Listed<Fields> {
	/** Tells the items of a list apart. */
	id: string;
	fields: Fields;
	/** The API's own object, integers beyond 2^53 as text. */
	raw: unknown;
}

/** A page of a list, as the API answered it. */
export interface Page<Fields> {
	ok: true;
	/** In the API's order. They may repeat those of an earlier page, or each other. */
	items: ReadonlyArray<Listed<Fields>>;
	/** Whether the API promises more, in whichever of its forms. */
	hasMore: boolean;
	/** Asks for the next page. Null where there is no more, and where the API promises more and does not say how. */
	next: Cursor | null;
}

/** Why data with code 0 are no page. `refused`: the platform's own code says so. `absent`: there is no list in them. */
export interface NoPage {
	ok: false;
	why: 'refused' | 'absent';
	/** The platform's own code, as text; null where it gave none. */
	code: string | null;
	/** The platform's own words; empty where it gave none. */
	said: string;
}

/** How a list of one platform is asked for and read. */
export interface ListEndpoint<Fields> {
	request: { method: 'GET'; url: string };
	/** The query parameter that takes the subject. */
	subjectParameter: string;
	/** The subject in the form that the endpoint takes. As it stands, where left out. */
	subjectOf?(subject: string): string;
	/** The parameters of the first page, where there are any. */
	firstPage?: Cursor;
	/** The parameters that a cursor consists of. */
	cursorParameters: readonly string[];
	/** What is sent for each order that the list offers. */
	sorts?: Partial<Readonly<Record<SortBy, Cursor>>>;
	/** What is sent for each span of time that the list offers. */
	periods?: Partial<Readonly<Record<Period, Cursor>>>;
	/** The fewest and the most items that a page brings while there is more. The API has no parameter for it. */
	pageSize: readonly [fewest: number, most: number];
	/**
	 * Reads the `data` of an answer with code 0. Never throws: a field that is missing or of another type is null, an
	 * entry that is no post or comment is left out.
	 *
	 * @param data the envelope's data, integers beyond 2^53 as text
	 * @param cursor what was sent for this page; null for the first
	 */
	readPage(data: unknown, query: ListQuery, cursor: Cursor | null): Page<Fields> | NoPage;
}

/** A post in a list: the fields of a post by itself, and two that only a list has. */
export interface ListedPost extends PostFields {
	/** Whether the author pinned it in front of the list. Null where the list does not say. */
	is_pinned: boolean | null;
	/** Whether the API cut the text, or may have. Null where that is not known. */
	is_text_cut: boolean | null;
}

/** The lists of one platform. */
export interface PlatformLists {
	/** What an author posted. The subject is the author's ID. */
	authorPosts: ListEndpoint<ListedPost>;
	/** Comments of a post, with the replies that a page brings behind their comment. The subject is the post's ID. */
	comments: ListEndpoint<CommentFields>;
	/** Posts that a search finds. The subject is the words. */
	search: ListEndpoint<ListedPost>;
}

/** The request for a page. @param cursor null for the first page */
export function pageRequest(
	endpoint: ListEndpoint<unknown>,
	query: ListQuery,
	cursor: Cursor | null,
): { method: 'GET'; url: string; qs: Record<string, string> } {
	const { request, subjectParameter, subjectOf, firstPage, sorts, periods } = endpoint;
	const { subject, sortBy, publishedWithin } = query;
	const qs = {
		[subjectParameter]: subjectOf ? subjectOf(subject) : subject,
		...(sortBy && sorts?.[sortBy]),
		...(publishedWithin && periods?.[publishedWithin]),
		...(cursor ?? firstPage),
	};
	return { ...request, qs };
}

/** The part of a query that the endpoint does not offer; null where it offers all. */
export function notOffered(
	{ sorts, periods }: ListEndpoint<unknown>,
	{ sortBy, publishedWithin }: ListQuery,
): 'sortBy' | 'publishedWithin' | null {
	if (sortBy !== undefined && !Object.hasOwn(sorts ?? {}, sortBy)) return 'sortBy';
	return publishedWithin !== undefined && !Object.hasOwn(periods ?? {}, publishedWithin)
		? 'publishedWithin'
		: null;
}

/** Whether a cursor consists of the endpoint's parameters, and of nothing else. */
export function isCursorOf({ cursorParameters }: ListEndpoint<unknown>, cursor: Cursor): boolean {
	const parameters = Object.entries(cursor);
	return (
		parameters.length === cursorParameters.length &&
		parameters.every(([name, value]) => cursorParameters.includes(name) && value !== '')
	);
}

/** A cursor's value as text: a text as it stands, a number with all its digits and without an exponent. */
export function cursorText(value: unknown): string | null {
	if (typeof value === 'string') return value === '' ? null : value;
	if (typeof value !== 'number' || !Number.isFinite(value)) return null;
	return Number.isInteger(value) ? String(BigInt(value)) : String(value);
}

/** The number of the page that was asked for. */
export function pageNumber(cursor: Cursor | null): number {
	return /^\d{1,9}$/.test(cursor?.page ?? '') ? Number(cursor?.page) : 1;
}

/** What a mark such as `has_more` says: 1 and true, 0 and false, also as text. Undefined where it says neither. */
export function saysMore(mark: unknown): boolean | undefined {
	if (mark === 1 || mark === true || mark === '1' || mark === 'true') return true;
	return mark === 0 || mark === false || mark === '0' || mark === 'false' ? false : undefined;
}

/** The platform's own code where it is another than the one for success. It may be left out. */
export function refusal(code: unknown, success: number, message: unknown): NoPage | null {
	const written = cursorText(code);
	if (code === undefined || code === null || written === String(success)) return null;
	return { ok: false, why: 'refused', code: written, said: text(message) ?? '' };
}

/** The entries that have an ID, in order; a search card that is no post has none. */
export function listed<Fields>(
	entries: unknown,
	idOf: (entry: unknown) => string | null,
	fieldsOf: (entry: unknown, id: string) => Fields,
): Array<Listed<Fields>> {
	return list(entries).flatMap((raw) => {
		const id = idOf(raw);
		return id === null ? [] : [{ id, fields: fieldsOf(raw, id), raw }];
	});
}

/** What tells a comment of one platform from others, and what an answer says of it. */
interface CommentReader {
	idOf: (comment: unknown) => string | null;
	/** @param parent the comment that this one is a reply to; null for one of the first level */
	fieldsOf: (comment: unknown, id: string, parent: string | null) => CommentFields;
	/** The replies that came with a comment. */
	repliesTo: (comment: unknown, id: string) => unknown;
}

/** The comments of a page, each with the replies that came with it behind it. */
export function listedComments(
	entries: unknown,
	{ idOf, fieldsOf, repliesTo }: CommentReader,
): Array<Listed<CommentFields>> {
	return listed(entries, idOf, (comment, id) => fieldsOf(comment, id, null)).flatMap((comment) => [
		comment,
		...listed(repliesTo(comment.raw, comment.id), idOf, (reply, id) => fieldsOf(reply, id, comment.id)),
	]);
}

interface PageParts<Fields> {
	/** What stands in the place of the list. */
	entries: unknown;
	items: ReadonlyArray<Listed<Fields>>;
	/** What the API says of a next page; undefined where it says nothing. */
	more: boolean | undefined;
	next: Cursor | null;
	/** What the platform's own code says. */
	refused: NoPage | null;
}

/**
 * A page from its parts. A list that is null is empty, and so is one that is left out where the API says that there is
 * no more. Where the API says nothing of more, a page with items and a cursor has a next one.
 */
export function pageOf<Fields>({
	entries,
	items,
	more,
	next,
	refused,
}: PageParts<Fields>): Page<Fields> | NoPage {
	if (items.length === 0 && refused) return refused;
	const isList = Array.isArray(entries) || entries === null || (entries === undefined && more === false);
	if (!isList) return { ok: false, why: 'absent', code: null, said: '' };
	const hasMore = more ?? (items.length > 0 && next !== null);
	return { ok: true, items, hasMore, next: hasMore ? next : null };
}

/** A cursor of one parameter; null where it has no value. */
export function cursorOf(name: string, value: unknown): Cursor | null {
	const written = cursorText(value);
	return written === null ? null : { [name]: written };
}

/** `IP属地：河南` as `河南`. */
export function place(value: unknown): string | null {
	return text(text(value)?.replace(/^IP属地[：:]\s*/, ''));
}

/** The last entry of a list. */
export const lastOf = (entries: unknown): unknown => at(list(entries), list(entries).length - 1);
