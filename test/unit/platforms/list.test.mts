/** What the lists of all platforms have in common: the marks of "there is more", and cursors. */
import { parseJson } from '../../../nodes/JustOneApi/call/envelope.ts';
import {
	cursorText,
	isCursorOf,
	notOffered,
	pageNumber,
	pageOf,
	pageRequest,
	PERIOD_LABELS,
	place,
	refusal,
	saysMore,
	SORT_LABELS,
} from '../../../nodes/JustOneApi/platforms/list.ts';
import type { CommentFields } from '../../../nodes/JustOneApi/platforms/comment.ts';
import type { ListedPost, ListEndpoint } from '../../../nodes/JustOneApi/platforms/list.ts';
import { platforms } from '../../../nodes/JustOneApi/platforms/index.ts';

const endpoints = platforms.flatMap(({ name, lists }) =>
	Object.entries<ListEndpoint<ListedPost> | ListEndpoint<CommentFields>>({ ...lists }).map(
		([list, endpoint]) => ({ name: `${name} ${list}`, endpoint }),
	),
);

it.each<[unknown, boolean | undefined]>([
	[1, true],
	['1', true],
	[true, true],
	['true', true],
	[0, false],
	['0', false],
	[false, false],
	['false', false],
	[undefined, undefined],
	[null, undefined],
	[2, undefined],
	['', undefined],
	[[1], undefined],
	[{ toString: 1, valueOf: 1 }, undefined],
])('The mark %j says %s', (mark, more) => {
	expect(saysMore(mark)).toBe(more);
});

it.each<[string, string | null]>([
	['"1.785234151251E12"', '1.785234151251E12'],
	['"V2#a#dph#30#1_42"', 'V2#a#dph#30#1_42'],
	['" {\\"a\\":\\"\\\\u0000 \\"} "', ' {"a":"\\u0000 "} '],
	['1786527341000', '1786527341000'],
	['7641186371542041559', '7641186371542041559'],
	['1.785234151251E12', '1785234151251'],
	['1e21', '1000000000000000000000'],
	['0', '0'],
	['1.5', '1.5'],
	['1e999', null],
	['""', null],
	['null', null],
	['true', null],
	['{"toString":1}', null],
])('A cursor that stands as %s is sent as %s', (json, written) => {
	expect(cursorText(parseJson(json))).toBe(written);
});

it.each<[string, number]>([
	['2', 2],
	['12', 12],
	['', 1],
	['-1', 1],
	['1e3', 1],
])('The cursor of page %j is that of page %i', (page, number) => {
	expect(pageNumber({ page })).toBe(number);
});

it('The first page has the number 1', () => {
	expect(pageNumber(null)).toBe(1);
	expect(pageNumber({ lastCursor: '7' })).toBe(1);
});

describe('A page', () => {
	const item = { id: '1', fields: {}, raw: {} };
	const page = (changes: object) =>
		pageOf({ entries: [{}], items: [item], more: true, next: { page: '2' }, refused: null, ...changes });

	it('has a next one where the API says so', () => {
		expect(page({})).toEqual({ ok: true, items: [item], hasMore: true, next: { page: '2' } });
		expect(page({ more: false })).toMatchObject({ hasMore: false, next: null });
		expect(page({ next: null })).toMatchObject({ hasMore: true, next: null });
	});

	it('of which the API says nothing has a next one where it has items and a cursor', () => {
		expect(page({ more: undefined })).toMatchObject({ hasMore: true });
		expect(page({ more: undefined, items: [] })).toMatchObject({ hasMore: false, next: null });
		expect(page({ more: undefined, next: null })).toMatchObject({ hasMore: false });
	});

	it('is one where there is a list, be it null, or word that there is no more', () => {
		const empty = { items: [] };
		expect(page({ ...empty, entries: null })).toMatchObject({ ok: true, hasMore: true });
		expect(page({ ...empty, entries: undefined, more: false })).toMatchObject({ ok: true });
		for (const [entries, more] of [
			[undefined, undefined],
			[undefined, true],
			['odd', true],
			[{}, false],
		]) {
			expect(page({ ...empty, entries, more })).toEqual({ ok: false, why: 'absent', code: null, said: '' });
		}
	});

	it('is refused by a code of the platform, unless it has items', () => {
		const refused = refusal(-352, 0, ' \u0000 ');
		expect(page({ items: [], refused })).toBe(refused);
		expect(page({ refused })).toMatchObject({ ok: true });
	});
});

it.each<[unknown, object | null]>([
	[undefined, null],
	[null, null],
	[0, null],
	['0', null],
	[-404, { code: '-404', said: '啥都木有' }],
	[1, { code: '1' }],
	['', { code: null }],
	[{ toString: 1 }, { code: null }],
])('The code %j of a platform', (code, refused) => {
	const read = refusal(code, 0, '啥都木有');
	if (refused === null) expect(read).toBeNull();
	else expect(read).toMatchObject({ ok: false, why: 'refused', ...refused });
});

it.each<[unknown, string | null]>([
	['IP属地：河南', '河南'],
	['IP属地: 河南', '河南'],
	['广东', '广东'],
	['IP属地：', null],
	['', null],
	[7, null],
])('The place %j is %j', (value, name) => {
	expect(place(value)).toBe(name);
});

describe.each(endpoints)('$name', ({ endpoint }) => {
	it('is another path than any other list', () => {
		const paths = endpoints.map(({ endpoint: { request } }) => request.url);
		expect(paths.filter((path) => path === endpoint.request.url)).toHaveLength(1);
		expect(endpoint.request.method).toBe('GET');
	});

	it('takes its cursor beside the subject, and no other parameter', () => {
		const cursor = Object.fromEntries(endpoint.cursorParameters.map((name) => [name, '#{"a":1}']));
		expect(isCursorOf(endpoint, cursor)).toBe(true);
		expect(isCursorOf(endpoint, { ...cursor, token: 'x' })).toBe(false);
		expect(isCursorOf(endpoint, {})).toBe(false);
		const [name = ''] = endpoint.cursorParameters;
		expect(isCursorOf(endpoint, { ...cursor, [name]: '' })).toBe(false);
		expect(endpoint.cursorParameters).not.toContain(endpoint.subjectParameter);
		const { qs } = pageRequest(endpoint, { subject: 'x' }, cursor);
		expect(qs).toEqual({ [endpoint.subjectParameter]: 'x', ...cursor });
	});

	it('begins with a page that a cursor could ask for', () => {
		for (const name of Object.keys(endpoint.firstPage ?? {})) {
			expect(endpoint.cursorParameters).toContain(name);
		}
	});

	it('sends something of its own for each order and span of time that it offers', () => {
		for (const [offered, labels, option] of [
			[endpoint.sorts ?? {}, SORT_LABELS, 'sortBy'],
			[endpoint.periods ?? {}, PERIOD_LABELS, 'publishedWithin'],
		] as const) {
			const sent = Object.values(offered).map((parameters) => JSON.stringify(parameters));
			expect(new Set(sent).size).toBe(sent.length);
			for (const value of Object.keys(labels)) {
				const query = { subject: 'x', [option]: value };
				expect(notOffered(endpoint, query)).toBe(value in offered ? null : option);
			}
		}
	});
});

it('Searches offer relevance and any time on each platform, so that these can be the defaults', () => {
	for (const { lists } of platforms) {
		const query = { subject: 'x', sortBy: 'relevance', publishedWithin: 'any' } as const;
		expect(notOffered(lists.search, query)).toBeNull();
	}
	expect(notOffered(platforms[0].lists.search, { subject: 'x', sortBy: 'toString' as 'likes' })).toBe(
		'sortBy',
	);
});
