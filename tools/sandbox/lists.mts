/**
 * The endpoints of lists and authors. A list may be of any length, and in any of the ways in which lists go wrong:
 * `ListTraits`. What an ID or the words of a search name chooses (`authorId('douyin', 'repeats')`, `repeats-Ab12`); the
 * setting `lists` chooses for all lists, or for each by its subject.
 */
import { avToBv } from '../../nodes/JustOneApi/platforms/bilibili/bvid.ts';
import { isAuthorId, isPostId, nameIn, nameInAuthor, NAMES } from './ids.mts';
import {
	AUTHOR_SHAPES,
	jsonOf,
	LIST_SHAPES,
	searchId,
	shape,
	type Item,
	type ListShape,
} from './listShapes.mts';
import {
	codeAnswer,
	isEverywhere,
	leads,
	row,
	SCENARIOS,
	type Answer,
	type Call,
	type Scenario,
} from './scenarios.mts';

/** How long a list is, and what is wrong with it. */
export interface ListTraits {
	/** Items, replies not counted. */
	length: number;
	/** Items on a page; the platform's number where null. */
	pageSize: number | null;
	/** A page that is empty although more is promised. */
	emptyPage: number | null;
	/** How many items of the page before each page repeats. */
	repeats: number;
	/** How many items stand in front, pinned, older than all others. Of Bilibili's comments one at most. */
	pinned: number;
	/** How many newer items there are at each further call for the list. */
	grows: number;
	/** How many entries of a page of a search are no posts. */
	cards: number;
	/** Whether a list without entries is null instead of empty. */
	isNull: boolean;
	/** The code within Bilibili's data. */
	innerCode: number;
	/** Whether cursors are beyond 2^53 where they are numbers, and 4,000 characters long where they are not. */
	isHuge: boolean;
	/** Whether each page is the first one again, with the same cursor behind it. */
	isStuck: boolean;
	/** A page that fails, and its code. */
	failPage: number | null;
	failCode: number;
	account: 'open' | 'private' | 'deleted';
	/** Bytes of no use in each page. */
	padding: number;
}

const ORDINARY: ListTraits = {
	length: 45,
	pageSize: null,
	emptyPage: null,
	repeats: 0,
	pinned: 0,
	grows: 0,
	cards: 0,
	isNull: false,
	innerCode: 0,
	isHuge: false,
	isStuck: false,
	failPage: null,
	failCode: 301,
	account: 'open',
	padding: 0,
};

/** What a name in an ID or in the words of a search stands for. */
const NAMED: Readonly<Record<string, { about: string; traits: Partial<ListTraits> }>> = {
	video: { about: 'a list of 45 items; so is any ID that names nothing', traits: {} },
	one: { about: 'a list of one item', traits: { length: 1 } },
	many: { about: 'a list of 1,000 items', traits: { length: 1000 } },
	empty: { about: 'a list without items', traits: { length: 0 } },
	nulllist: { about: 'a list that is null', traits: { length: 0, isNull: true } },
	emptypage: { about: 'the second page is empty, and more is promised', traits: { emptyPage: 2 } },
	repeats: { about: 'each page begins with the last three items of the page before', traits: { repeats: 3 } },
	pinned: { about: 'two older items stand in front, pinned', traits: { pinned: 2 } },
	grows: { about: 'three newer items at each further call', traits: { grows: 3 } },
	cards: { about: 'two entries of each page of a search are no posts', traits: { cards: 2 } },
	inner: { about: "Bilibili's own code is -352", traits: { innerCode: -352 } },
	huge: { about: 'cursors beyond 2^53, or 4,000 characters long', traits: { isHuge: true } },
	stuck: { about: 'each page is the first one again', traits: { isStuck: true } },
	breaks: { about: 'the third page fails with code 301', traits: { length: 200, failPage: 3 } },
	big: { about: 'pages of 1.5 MB', traits: { padding: 1_450_000 } },
	private: { about: 'an account that only its followers see', traits: { account: 'private' } },
	deleted: { about: 'an account that was deleted', traits: { account: 'deleted' } },
};

/** Traits for all lists, or for each by its subject. */
export type ListSettings = Partial<ListTraits> | ((subject: string) => Partial<ListTraits>);

/** Seconds since 1970 at which the newest item of a list was made, 2026-09-08. */
const NEWEST = 1_788_800_000;
/** Seconds between two items. */
const STEP = 3_600;

/** Lists that were asked for, since a page needs the whole of its list. */
const lists = new Map<string, readonly Item[]>();

/**
 * The items of a list in the API's order, as its pages bring them: pinned ones first, then from the newest to the oldest.
 * Replies are not among them.
 *
 * @param subject as the list's parameter has it
 * @param grown how many newer ones there are by now
 */
export function itemsOf(
	path: string,
	subject: string,
	given: Partial<ListTraits> = {},
	grown = 0,
): readonly Item[] {
	const list = LIST_SHAPES.find((entry) => entry.path === path);
	if (!list) throw new Error(`There is no list at ${path}`);
	const { length, pinned } = { ...ORDINARY, ...given };
	const front = list.pins ? Math.min(pinned, length) : 0;
	const key = [path, length, front, grown, subject].join(' ');
	const known = lists.get(key);
	if (known) return known;
	const items = Array.from({ length: grown + length }, (_, position): Item => {
		const index = position - grown;
		const seconds = NEWEST - index * STEP;
		return {
			index,
			subject,
			id: list.idOf(subject, index, seconds),
			seconds,
			isPinned: index >= length - front,
		};
	});
	const made = [...items.slice(items.length - front), ...items.slice(0, items.length - front)];
	if (lists.size > 500) lists.clear();
	lists.set(key, made);
	return made;
}

/** A cursor longer than any number. */
const enlarged = (cursor: string) =>
	/^\d+$/.test(cursor) ? `9007${cursor.padStart(15, '0')}` : cursor + 'x'.repeat(4000);

/** The position behind each cursor of a list, which is kept as long as the list. */
const positions = new WeakMap<readonly Item[], ReadonlyMap<string, number>>();

function positionBehind(
	cursor: string,
	items: readonly Item[],
	cursorOf: (item: Item) => string,
): number | undefined {
	const known =
		positions.get(items) ?? new Map(items.map((item, position) => [cursorOf(item), position + 1]));
	positions.set(items, known);
	const usual = cursor.replace(/x{4000}$/, '').replace(/^9007(?=\d{15}$)0*/, '');
	return known.get(cursor) ?? known.get(usual);
}

/** Where the asked page begins; undefined where the API never gave such a cursor. */
function startOf(
	{ cursorParameter }: ListShape,
	items: readonly Item[],
	cursorOf: (item: Item) => string,
	cursor: string | null,
	size: number,
): number | undefined {
	if (cursor === null || cursor === '0') return 0;
	if (cursorParameter !== 'page') return positionBehind(cursor, items, cursorOf);
	return /^[1-9]\d{0,6}$/.test(cursor) ? (Number(cursor) - 1) * size : undefined;
}

/** A page of a list. */
function pageOf(list: ListShape, traits: ListTraits, { params, nth, shareUrl: subject }: Call): Answer {
	if (traits.account !== 'open' && list.account) return { code: 0, data: list.account(traits.account) };
	const size = traits.pageSize ?? list.pageSize;
	const items = itemsOf(list.path, subject, traits, traits.grows * (nth - 1));
	const { cursorOf = () => '' } = list;
	const cursor = traits.isStuck ? null : params.get(list.cursorParameter);
	const start = startOf(list, items, cursorOf, cursor, size);
	if (start === undefined) return codeAnswer(400);
	const page = Math.floor(start / size) + 1;
	if (page === traits.failPage) return codeAnswer(traits.failCode);

	const end = Math.min(items.length, start + size);
	// A page of Douyin that does not name the search it belongs to is paid for nothing.
	const isLost =
		list.path.includes('/douyin/search') && start > 0 && params.get('searchId') !== searchId(subject);
	const isEmpty = page === traits.emptyPage || isLost;
	const shown = isEmpty ? [] : items.slice(start === 0 ? 0 : Math.max(0, start - traits.repeats), end);
	const data = shape(list.file);
	const first = JSON.stringify(list.first(data));
	const entries = shown.map((item) => {
		const entry = JSON.parse(first);
		list.edit(entry, item);
		return entry;
	});
	if (list.card && shown.length > 0) {
		entries.splice(1, 0, ...Array.from({ length: traits.cards }, () => list.card));
	}
	list.put(data, traits.isNull && shown.length === 0 ? null : entries, shown);
	const last = items[end - 1];
	const usual = last ? cursorOf(last) : '0';
	const nextCursor = traits.isHuge ? enlarged(usual) : usual;
	list.close(data, {
		hasMore: !isLost && (traits.isStuck || end < items.length),
		cursor: nextCursor,
		page,
		pages: Math.ceil(items.length / size),
		subject,
		isHuge: traits.isHuge,
	});
	if (list.platform === 'bilibili') data.code = traits.innerCode;
	if (traits.padding > 0) data.filler = '样'.repeat(traits.padding / 3);
	return { code: 0, dataText: jsonOf(data) };
}

const traitsFor = (named: Partial<ListTraits>, settings: ListSettings, subject: string): ListTraits => ({
	...ORDINARY,
	...(typeof settings === 'function' ? settings(subject) : settings),
	...named,
});

/** Failures that every endpoint can play, and data without a list. */
const FAILURES: readonly Scenario[] = [
	...[
		{ name: 'nulldata', data: null },
		{ name: 'emptydata', data: {} },
	].map(({ name, data }) =>
		row(name, `data is ${JSON.stringify(data)}`, { reason: 'no_content', retryable: false }, true, () => ({
			code: 0,
			data,
		})),
	),
	...SCENARIOS.filter(isEverywhere).filter(({ name }) => !/^(?:null|empty)(?:data|url)$/.test(name)),
];

/** The scenarios of a list. */
const playedBy = (list: ListShape): Scenario[] => [
	...Object.entries(NAMED).map(([name, { about, traits }]) =>
		leads(name, about, 'list', (call) => pageOf(list, traitsFor(traits, call.lists, call.shareUrl), call)),
	),
	...FAILURES,
];

/** A search names a scenario with a word and a dash in front. */
const nameInWords = (words: string): string => /^([a-z]\w*)-/.exec(words)?.[1] ?? 'video';

/** What an ID or the words of a search name, as the code of a scenario; undefined where the API refuses them. */
function codeIn(list: ListShape, value: string): string | undefined {
	if (list.of === 'keyword') return value === '' ? undefined : `${nameInWords(value)}-${value}`;
	if (list.of === 'author') {
		return isAuthorId(list.platform, value) ? `${nameInAuthor(list.platform, value)}-${value}` : undefined;
	}
	const id = list.parameter === 'aid' ? (avToBv(value) ?? '') : value;
	return isPostId(list.platform, id) ? `${nameIn(list.platform, id)}-${id}` : undefined;
}

/** The endpoints of lists and authors. */
export const LISTS: ReadonlyArray<{
	path: string;
	parameter: string;
	codeIn: (value: string) => string | undefined;
	scenarios: readonly Scenario[];
}> = [
	...LIST_SHAPES.map((list) => ({
		path: list.path,
		parameter: list.parameter,
		codeIn: (value: string) => codeIn(list, value),
		scenarios: playedBy(list),
	})),
	...AUTHOR_SHAPES.map(({ platform, path, parameter, file, edit, deleted }) => ({
		path,
		parameter,
		codeIn: (value: string) =>
			isAuthorId(platform, value) ? `${nameInAuthor(platform, value)}-${value}` : undefined,
		scenarios: [
			leads('video', 'an author', 'author', ({ shareUrl }) => {
				const data = shape(file);
				edit(data, shareUrl);
				return { code: 0, dataText: jsonOf(data) };
			}),
			row('deleted', 'an account that was deleted', { reason: 'no_content', retryable: false }, true, () => ({
				code: 0,
				data: deleted,
			})),
			...FAILURES,
		],
	})),
];

/** Names of lists that an ID can name; each stands in NAMES. */
export const LIST_NAMES: readonly string[] = NAMES.filter((name) => name in NAMED);
