/** The sandbox's lists and authors, and that the node's readers read what it sends: all items, once, in order. */
import axios from 'axios';
import fc from 'fast-check';

import { readEnvelope } from '../../nodes/JustOneApi/call/envelope.ts';
import type { CommentFields } from '../../nodes/JustOneApi/platforms/comment.ts';
import { platforms } from '../../nodes/JustOneApi/platforms/index.ts';
import { pageRequest } from '../../nodes/JustOneApi/platforms/list.ts';
import type {
	Cursor,
	ListedPost,
	ListEndpoint,
	NoPage,
	Page,
} from '../../nodes/JustOneApi/platforms/list.ts';
import { addPage, NOTHING_READ } from '../../nodes/JustOneApi/platforms/listProgress.ts';
import type { ListEnd } from '../../nodes/JustOneApi/platforms/listProgress.ts';
import { authorId, isAuthorId, nameInAuthor, NAMES, postId } from '../../tools/sandbox/ids.mts';
import { AUTHOR_SHAPES, hasReply, LIST_SHAPES, replyId } from '../../tools/sandbox/listShapes.mts';
import { itemsOf, LIST_NAMES, LISTS, type ListTraits } from '../../tools/sandbox/lists.mts';
import { startSandbox, TOKENS, type Sandbox } from '../../tools/sandbox/server.mts';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
});

beforeEach(() => {
	sandbox.configure({ lists: {} });
	sandbox.reset();
});

afterAll(async () => {
	await sandbox.close();
});

const http = axios.create({
	validateStatus: () => true,
	responseType: 'text',
	transformResponse: (body: string) => body,
	proxy: false,
});

async function envelopeOf(path: string, params: object) {
	const query = { token: TOKENS.accepted, ...params };
	const { data } = await http.get<string>(sandbox.url + path, { params: query });
	const envelope = readEnvelope(data);
	if (!envelope) throw new Error('no envelope');
	return { ...envelope, body: data };
}

type Fields = ListedPost | CommentFields;
type Endpoint = ListEndpoint<Fields>;

/** Each list of each platform, with the subject that a name stands for. */
const ALL = platforms.flatMap(({ name: platform, lists }) =>
	Object.entries<ListEndpoint<ListedPost> | ListEndpoint<CommentFields>>({ ...lists }).map(
		([kind, endpoint]) => ({
			title: `${platform} ${kind}`,
			platform,
			kind,
			endpoint: endpoint as Endpoint,
			subject: (name: string, tail = 'Ab12') =>
				({
					authorPosts: authorId(platform, name, tail),
					comments: postId(platform, name, tail),
					search: `${name}-${tail} 小炒#&=+`,
				})[kind] ?? '',
		}),
	),
);
type List = (typeof ALL)[0];

async function pageFor(
	{ endpoint }: List,
	subject: string,
	cursor: Cursor | null,
): Promise<Page<Fields> | NoPage | number> {
	const { url, qs } = pageRequest(endpoint, { subject }, cursor);
	const { code, data } = await envelopeOf(url, qs);
	return code === 0 ? endpoint.readPage(data, { subject }, cursor) : code;
}

interface WholeList {
	items: Array<{ id: string; fields: Fields }>;
	pages: number;
	/** Why it ended: an end, a code, or what a platform refused. */
	end: ListEnd | number | string;
	/** The cursor of the page that failed. */
	at: Cursor | null;
}

/** Reads a list to its end. */
async function wholeList(list: List, subject: string, from: Cursor | null = null): Promise<WholeList> {
	const items: WholeList['items'] = [];
	let progress = NOTHING_READ;
	let cursor = from;
	for (let pages = 1; ; pages += 1) {
		if (pages > 100) throw new Error('The list does not end');
		const page = await pageFor(list, subject, cursor);
		if (typeof page === 'number') return { items, pages, end: page, at: cursor };
		if (!page.ok) return { items, pages, end: `${page.why} ${page.code}`, at: cursor };
		const step = addPage(progress, page, cursor ?? list.endpoint.firstPage ?? null);
		items.push(...step.items);
		if (step.end !== null) return { items, pages, end: step.end, at: null };
		({ progress, next: cursor } = step);
	}
}

/** The IDs of a list, replies included. */
function idsOf({ endpoint }: List, subject: string, traits: Partial<ListTraits> = {}, grown = 0): string[] {
	const { request, subjectOf } = endpoint;
	const items = itemsOf(request.url, subjectOf ? subjectOf(subject) : subject, traits, grown);
	const hasReplies = request.url === '/api/kuaishou/get-video-comment/v1';
	return items.flatMap((item) => (hasReplies && hasReply(item) ? [item.id, replyId(item)] : [item.id]));
}

const ids = ({ items }: WholeList) => items.map(({ id }) => id);
const sizeOf = ({ endpoint }: List) =>
	LIST_SHAPES.find(({ path }) => path === endpoint.request.url)?.pageSize ?? 0;
/** Kuaishou's search says nothing of a last page: one more is asked for, and is empty. */
const pagesOf = (list: List, length: number, size = sizeOf(list)) =>
	Math.max(1, Math.ceil(length / size)) + (list.title === 'kuaishou search' && length > 0 ? 1 : 0);

it('There is an endpoint for each that the node has, and no other', () => {
	const authors = platforms.flatMap(({ author }) => [
		author,
		...(author.followers ? [author.followers] : []),
	]);
	const known = [...ALL.map(({ endpoint }) => endpoint), ...authors].map(({ request }) => request.url).sort();
	expect(LISTS.map(({ path }) => path).sort()).toEqual(known);
	for (const { endpoint } of ALL) {
		const [fewest, most] = endpoint.pageSize;
		const { pageSize = 0, parameter } = LIST_SHAPES.find(({ path }) => path === endpoint.request.url) ?? {};
		expect([pageSize >= fewest, pageSize <= most, parameter]).toEqual([
			true,
			true,
			endpoint.subjectParameter,
		]);
	}
});

describe.each(ALL)('$title', (list) => {
	it('of any length, in pages of any size: all items come once, in order, for one call a page', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.nat(60),
				fc.integer({ min: 3, max: 25 }),
				fc.string(),
				async (length, size, tail) => {
					sandbox.configure({ lists: { length, pageSize: size } });
					sandbox.reset();
					const subject = list.subject('video', tail);
					const whole = await wholeList(list, subject);
					expect(ids(whole)).toEqual(idsOf(list, subject, { length }));
					expect([whole.end, whole.pages]).toEqual(['complete', pagesOf(list, length, size)]);
					expect(sandbox.stats()).toMatchObject({ calls: whole.pages, billed: whole.pages });
				},
			),
			{ numRuns: 8 },
		);
	});

	it('has the page size of its platform, and items that differ', async () => {
		const { items, pages } = await wholeList(list, list.subject('video'));
		expect(pages).toBe(pagesOf(list, 45));
		const texts = items.map(({ fields }) => JSON.stringify(fields));
		expect(new Set(texts).size).toBe(items.length);
		const first = items.filter(({ fields }) => !('parent_comment_id' in fields) || !fields.parent_comment_id);
		const times = first.map(({ fields }) => fields.published_at ?? '');
		expect([...times].sort().reverse()).toEqual(times);
		if (list.kind === 'authorPosts') {
			expect(new Set(items.map(({ fields }) => fields.author_id))).toEqual(new Set([list.subject('video')]));
		}
	});

	it.each(['empty', 'nulllist'])('that is %s ends without items', async (name) => {
		expect(await wholeList(list, list.subject(name))).toEqual({
			items: [],
			pages: 1,
			end: 'complete',
			at: null,
		});
	});

	it('ends at a page that is empty although more is promised', async () => {
		const traits = { length: 100, emptyPage: 2, pageSize: 10 };
		sandbox.configure({ lists: traits });
		const subject = list.subject('video');
		const whole = await wholeList(list, subject);
		const all = idsOf(list, subject, traits);
		const missing = itemsOf(
			list.endpoint.request.url,
			list.endpoint.subjectOf?.(subject) ?? subject,
			traits,
		)[10];
		expect(ids(whole)).toEqual(all.slice(0, all.indexOf(missing?.id ?? '')));
		// An empty page is the way in which Kuaishou's search ends.
		expect([whole.pages, whole.end]).toEqual([
			2,
			list.title === 'kuaishou search' ? 'complete' : 'empty_page',
		]);
	});

	it('has what pages repeat once', async () => {
		const subject = list.subject('repeats');
		const whole = await wholeList(list, subject);
		expect(ids(whole)).toEqual(idsOf(list, subject));
		expect(whole.end).toBe('complete');
		const size = sizeOf(list);
		const cursor = (await pageFor(list, subject, null)) as Page<Fields>;
		const second = (await pageFor(list, subject, cursor.next)) as Page<Fields>;
		expect(second.items.length).toBeGreaterThan(Math.min(size, 45 - size));
	});

	it('may have pinned items in front', async () => {
		const subject = list.subject('pinned');
		const whole = await wholeList(list, subject);
		expect(ids(whole)).toEqual(idsOf(list, subject, { pinned: 2 }));
		const pinned = whole.items.filter(({ fields }) => fields.is_pinned).length;
		const marks: Record<string, number> = {
			'douyin authorPosts': 2,
			'douyin comments': 2,
			'xiaohongshu authorPosts': 2,
			'bilibili comments': 1,
		};
		expect(pinned).toBe(marks[list.title] ?? 0);
	});

	it('may grow while it is read, and still has each item once', async () => {
		const subject = list.subject('grows');
		const whole = await wholeList(list, subject);
		expect(ids(whole)).toEqual(idsOf(list, subject));
		expect(whole.pages).toBeGreaterThan(1);
	});

	it('ends where each page is the first one again', async () => {
		const subject = list.subject('stuck');
		const whole = await wholeList(list, subject);
		expect(whole.pages).toBeLessThanOrEqual(2);
		expect(['nothing_new', 'same_cursor']).toContain(whole.end);
		expect(ids(whole).length).toBeGreaterThan(0);
	});

	it('may break off at a page, and goes on from its cursor', async () => {
		const subject = list.subject('video');
		sandbox.configure({ lists: { failPage: 3, failCode: 601, length: 100 } });
		const broken = await wholeList(list, subject);
		expect([broken.pages, broken.end]).toEqual([3, 601]);
		sandbox.configure({ lists: { length: 100 } });
		const rest = await wholeList(list, subject, broken.at);
		expect([...ids(broken), ...ids(rest)]).toEqual(idsOf(list, subject, { length: 100 }));
		expect(rest.end).toBe('complete');
		expect(sandbox.stats().billed).toBe(pagesOf(list, 100));
	});

	it('breaks at its third page where its name says so', async () => {
		expect(await wholeList(list, list.subject('breaks'))).toMatchObject({ pages: 3, end: 301 });
	});

	it('may have cursors beyond 2^53, or very long ones', async () => {
		const subject = list.subject('huge');
		const whole = await wholeList(list, subject);
		expect(ids(whole)).toEqual(idsOf(list, subject));
		const { data, body } = await envelopeOf(
			list.endpoint.request.url,
			pageRequest(list.endpoint, { subject }, null).qs,
		);
		if (list.title === 'douyin authorPosts') {
			expect(body).toMatch(/"max_cursor":9007\d{15}[,}]/);
			expect(data).toMatchObject({ max_cursor: expect.stringMatching(/^9007/) });
		}
	});

	it('gives its pages for its own cursors alone', async () => {
		const subject = list.subject('video');
		const first = (await pageFor(list, subject, null)) as Page<Fields>;
		const odd = (change: (value: string) => string) =>
			Object.fromEntries(Object.entries(first.next ?? {}).map(([name, value]) => [name, change(value)]));
		if (list.endpoint.cursorParameters.includes('page')) {
			expect(await pageFor(list, subject, { ...first.next, page: 'x' })).toBe(400);
		} else {
			expect(
				await pageFor(
					list,
					subject,
					odd((value) => `${value}0`),
				),
			).toBe(400);
			expect(
				await pageFor(
					list,
					subject,
					odd((value) => value.slice(0, -1)),
				),
			).toBe(400);
		}
	});

	it('fails by the names of failures, for the first calls only where they say so', async () => {
		expect(await pageFor(list, list.subject('c303'), null)).toBe(303);
		const subject = list.subject('c301x2');
		const codes = [];
		for (let nth = 0; nth < 3; nth += 1) {
			const page = await pageFor(list, subject, null);
			codes.push(typeof page === 'number' ? page : 0);
		}
		expect(codes).toEqual([301, 301, 0]);
		for (const name of ['nulldata', 'emptydata']) {
			expect(await pageFor(list, list.subject(name), null)).toMatchObject({ ok: false, why: 'absent' });
		}
	});
});

it.each(ALL.filter(({ platform }) => platform === 'bilibili'))(
	'$title may be refused within its data',
	async (list) => {
		expect(await wholeList(list, list.subject('inner'))).toMatchObject({ items: [], end: 'refused -352' });
	},
);

it.each(ALL.filter(({ kind }) => kind === 'search'))('$title leaves out what is no post', async (list) => {
	sandbox.configure({ lists: { cards: 3 } });
	const subject = list.subject('video');
	expect(ids(await wholeList(list, subject))).toEqual(idsOf(list, subject));
	const { url, qs } = pageRequest(list.endpoint, { subject }, null);
	const { body } = await envelopeOf(url, qs);
	expect(body).toMatch(/user_list|living|ketang|hot_query/);
});

it('A page of a search of Douyin that names another search is paid for nothing', async () => {
	const search = ALL.find(({ title }) => title === 'douyin search') as List;
	const cursors: Cursor[] = [{ page: '2' }, { page: '2', searchId: 'LOG0000000000000000000' }];
	for (const cursor of cursors) {
		expect(await pageFor(search, 'x', cursor)).toMatchObject({ items: [], hasMore: false });
	}
	expect(sandbox.stats().billed).toBe(2);
});

it("Kuaishou's cursor is a time that is printed as a float", async () => {
	const posts = ALL.find(({ title }) => title === 'kuaishou authorPosts') as List;
	const subject = posts.subject('video');
	const { next } = (await pageFor(posts, subject, null)) as Page<Fields>;
	expect(next?.pcursor).toMatch(/^\d\.\d+E12$/);
	expect(await pageFor(posts, subject, { pcursor: String(Number(next?.pcursor)) })).toBe(400);
});

it('Pages can be as large as the largest known ones', async () => {
	const { body } = await envelopeOf('/api/douyin/get-user-video-list/v1', {
		secUid: authorId('douyin', 'big'),
	});
	expect(Buffer.byteLength(body)).toBeGreaterThan(1_400_000);
	expect(Buffer.byteLength(body)).toBeLessThan(1_600_000);
});

it('The setting may differ from list to list', async () => {
	const posts = ALL.find(({ title }) => title === 'xiaohongshu authorPosts') as List;
	const [one, two] = [posts.subject('video', '1'), posts.subject('video', '2')];
	sandbox.configure({ lists: (subject) => ({ length: subject === one ? 3 : 5 }) });
	expect(ids(await wholeList(posts, one))).toHaveLength(3);
	expect(ids(await wholeList(posts, two))).toHaveLength(5);
});

describe.each(platforms)('Authors of $name', ({ name: platform, author }) => {
	const read = async (id: string) => {
		const { code, data } = await envelopeOf(author.request.url, { [author.idParameter]: id });
		return code === 0 ? author.readAuthor(data, id) : code;
	};

	it('have IDs that name scenarios', () => {
		for (const name of ['video', ...NAMES]) {
			const id = authorId(platform, name);
			expect([isAuthorId(platform, id), nameInAuthor(platform, id)]).toEqual([true, name]);
			expect(authorId(platform, name, 'other')).not.toBe(id);
		}
		expect(LIST_NAMES.length).toBeGreaterThan(10);
	});

	it('are read', async () => {
		const id = authorId(platform, 'video');
		expect(await read(id)).toMatchObject({ ok: true, fields: { author_id: id } });
		expect(await read(authorId(platform, 'c404'))).toBe(404);
		expect(await read('!')).toBe(400);
		const { followers } = author;
		if (!followers) return;
		const { data } = await envelopeOf(followers.request.url, { [followers.idParameter]: id });
		expect(followers.readFollowers(data)).toMatchObject({ ok: true, fields: { follower_count: 4369753 } });
	});

	it('who are gone or private are no lost row: no items, or words', async () => {
		expect(await read(authorId(platform, 'deleted'))).toMatchObject({ ok: false });
		const posts = ALL.find(({ title }) => title === `${platform} authorPosts`) as List;
		for (const name of ['private', 'deleted']) {
			const { items, pages, end } = await wholeList(posts, posts.subject(name));
			expect([items, pages]).toEqual([[], 1]);
			expect(end).toMatch(/^(?:complete|absent|refused)/);
		}
	});

	it('are asked for by the parameter of their platform', () => {
		const shapes = AUTHOR_SHAPES.filter((shape) => shape.platform === platform);
		expect(shapes.map(({ parameter }) => parameter)).toEqual(
			[author, author.followers].flatMap((endpoint) => (endpoint ? [endpoint.idParameter] : [])),
		);
	});
});
