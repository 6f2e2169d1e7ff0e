/** Lists and authors in n8n's engine: what comes out, what it costs, and how a list breaks off and goes on. */
import type { IDataObject } from 'n8n-workflow';

import type { RunResult } from '../../tools/engine/engine.mts';
import { authorId, postId } from '../../tools/sandbox/ids.mts';
import { TOKENS } from '../../tools/sandbox/server.mts';
import {
	BAD,
	details,
	GOOD,
	RESOLVE,
	startBench,
	throughRouting,
	type Bench,
	type Changes,
} from './bench.mts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.sandbox.configure({ lists: {}, atEndpoint: {}, tokens: [TOKENS.accepted] });
	bench.sandbox.reset();
});

const PLATFORMS = ['bilibili', 'douyin', 'kuaishou', 'xiaohongshu'] as const;
type Platform = (typeof PLATFORMS)[number];

const OPERATIONS = {
	authorPosts: {
		resource: 'author',
		operation: 'getPosts',
		author: '={{ $json.text }}',
		platform: '={{ $json.platform }}',
	},
	comments: { resource: 'post', operation: 'getComments', post: '={{ $json.text }}' },
	search: {
		resource: 'post',
		operation: 'search',
		keyword: '={{ $json.text }}',
		platform: '={{ $json.platform }}',
	},
} as const;
type Kind = keyof typeof OPERATIONS;
const KINDS = Object.keys(OPERATIONS) as Kind[];
const EVERY = KINDS.flatMap((kind) => PLATFORMS.map((platform) => [kind, platform] as const));

/** What a list is asked for by: the ID of an author or a post, or words, that name a scenario. */
const subjectOf = (kind: Kind, platform: Platform, name = 'video'): string =>
	kind === 'search'
		? `${name}-words`
		: kind === 'comments'
			? postId(platform, name)
			: authorId(platform, name);

const row = (kind: Kind, platform: Platform, name?: string): IDataObject => ({
	text: subjectOf(kind, platform, name),
	platform,
});

const run = async (
	kind: Kind,
	rows: IDataObject[],
	{ parameters, file = 'error-output', ...changes }: Changes & { file?: string } = {},
): Promise<RunResult> =>
	await bench.run(file, rows, {
		...changes,
		parameters: { ...OPERATIONS[kind], returnAll: true, output: 'all', ...parameters },
	});

const good = (result: RunResult) => result.json(RESOLVE, GOOD);
const bad = (result: RunResult) => result.json(RESOLVE, BAD);
const idOf = (item: IDataObject) => String(item.comment_id ?? item.post_id);
/** Items that count for a limit. */
const firstLevel = (items: IDataObject[]) =>
	items.filter((item) => (item.parent_comment_id ?? null) === null);
const hints = (result: RunResult) =>
	result
		.runs(RESOLVE)
		.flatMap(({ hints: all }) => all ?? [])
		.map(({ message }) => message)
		.join();

const POST_COLUMNS = [
	...['platform', 'post_id', 'content_type', 'title', 'text', 'author_name', 'author_id', 'author_handle'],
	...['published_at', 'duration_seconds', 'like_count', 'comment_count', 'share_count', 'collect_count'],
	...['play_count', 'hashtags', 'cover_url', 'video_url', 'image_urls', 'music_title', 'canonical_url'],
	...['share_url', 'fetched_at', 'created_at', 'is_pinned', 'is_text_cut'],
];
const COLUMNS: Record<Kind, string[]> = {
	authorPosts: POST_COLUMNS,
	search: POST_COLUMNS,
	comments: [
		...['platform', 'post_id', 'comment_id', 'parent_comment_id', 'text', 'author_name', 'author_id'],
		...['author_handle', 'like_count', 'reply_count', 'published_at', 'location', 'image_urls', 'is_pinned'],
		...['canonical_url', 'fetched_at'],
	],
};
const TENS: Record<Kind, string[]> = {
	authorPosts: [
		...['platform', 'post_id', 'title', 'text', 'author_name', 'published_at', 'like_count'],
		...['comment_count', 'share_count', 'canonical_url'],
	],
	get search() {
		return this.authorPosts;
	},
	comments: [
		...['platform', 'post_id', 'comment_id', 'parent_comment_id', 'text', 'author_name', 'like_count'],
		...['reply_count', 'published_at', 'location'],
	],
};

describe.each(EVERY)('%s of %s', (kind, platform) => {
	it.each(['custom operation', 'routing'])('come out whole, once each, a call a page (%s)', async (way) => {
		const work = async () => await run(kind, [row(kind, platform)]);
		const result = way === 'routing' ? await throughRouting(bench, work) : await work();
		const items = good(result);
		expect(firstLevel(items)).toHaveLength(45);
		expect(new Set(items.map(idOf)).size).toBe(items.length);
		for (const item of items) expect(Object.keys(item)).toEqual(COLUMNS[kind]);
		const odd = items.flatMap((item) =>
			Object.values(item).filter((value) => typeof value === 'object' && value !== null),
		);
		expect(odd).toEqual([]);
		expect(bad(result)).toEqual([]);
		expect(new Set(result.pairedInputs(RESOLVE, GOOD))).toEqual(new Set([0]));
		const { calls, billed } = bench.sandbox.stats();
		expect(billed).toBe(calls);
		expect(calls).toBeLessThanOrEqual(Math.ceil(45 / 7) + 1);
	});

	it('end at the limit, without a further page', async () => {
		const first = good(
			await run(kind, [row(kind, platform)], { parameters: { returnAll: false, limit: 3 } }),
		);
		expect(firstLevel(first)).toHaveLength(3);
		expect(bench.sandbox.stats().calls).toBe(1);
	});

	it('have ten fields unless more are asked for, and the raw object beside them', async () => {
		const one = { returnAll: false, limit: 1 };
		const item = async (parameters: IDataObject) =>
			good(await run(kind, [row(kind, platform)], { parameters: { ...one, ...parameters } }))[0] ?? {};
		expect(Object.keys(await item({ output: 'simplified' }))).toEqual(TENS[kind]);
		const raw = await item({ output: 'raw' });
		expect(Object.keys(raw)).toEqual([...TENS[kind], 'raw']);
		expect(typeof raw.raw).toBe('object');
		expect(raw.raw).not.toBe(null);
		expect(Object.keys(await item({ output: 'selected', outputFields: ['text', 'post_id'] }))).toEqual(
			TENS[kind].filter((name) => ['text', 'post_id'].includes(name)),
		);
	});

	it('that are empty are no failure, and the line says so', async () => {
		const result = await run(kind, [row(kind, platform, 'empty')]);
		expect([good(result), bad(result)]).toEqual([[], []]);
		expect(hints(result)).toContain('1 list brought nothing.');
		expect(result.status).toBe('success');
	});

	it('that break off leave what was paid for, and go on from the cursor without paying twice', async () => {
		const rows = [row(kind, platform, 'breaks')];
		const result = await run(kind, rows, { options: { maxRetries: 0 } });
		const [failed] = bad(result);
		expect(details(failed ?? {})).toMatchObject({
			reason: 'collection_failed',
			step: 'list',
			platform,
			attempts: 3,
		});
		const cursor = String(details(failed ?? {}).next_cursor);
		const before = bench.sandbox.calls();
		expect(before).toHaveLength(3);

		// The same list without the failure.
		bench.sandbox.configure({ lists: { length: 200 } });
		const plain = [row(kind, platform)];
		bench.sandbox.reset();
		const broken = await run(kind, plain, { options: { maxBilledCalls: 2 } });
		const next = String(details(bad(broken)[0] ?? {}).next_cursor);
		expect(next).toMatch(/^list1\.[\w-]+$/);
		expect(cursor).toMatch(/^list1\.[\w-]+$/);
		const rest = await run(kind, plain, { options: { startFromCursor: next } });
		const requests = bench.sandbox.calls().map(({ query }) => JSON.stringify(query));
		expect(new Set(requests).size).toBe(requests.length);
		const all = [...good(broken), ...good(rest)].map(idOf);
		expect(new Set(all).size).toBe(all.length);
		expect(firstLevel([...good(broken), ...good(rest)])).toHaveLength(200);
		expect(bad(rest)).toEqual([]);
	});
});

describe('A page that fails', () => {
	it('ends a run in Stop mode, and the error says what is lost and where to go on', async () => {
		const result = await run('authorPosts', [row('authorPosts', 'douyin', 'breaks')], {
			file: 'stop',
			options: { maxRetries: 0 },
		});
		expect(result.status).toBe('error');
		expect(result.error?.description).toContain('2 billed calls of this row came to nothing');
		expect(JSON.stringify(result.data)).toContain('list1.');
	});

	it('does not end it in Stop mode where the cap is what ended the list: the line gives the cursor', async () => {
		const result = await run('authorPosts', [row('authorPosts', 'douyin', 'many')], {
			file: 'stop',
			options: { maxBilledCalls: 2 },
		});
		expect(result.status).toBe('success');
		expect(good(result)).toHaveLength(40);
		expect(hints(result)).toMatch(
			/1 list was cut and can be read on with 'Start From Cursor': list1\.[\w-]+$/,
		);
		expect(hints(result)).not.toContain('failed');
		expect(bench.sandbox.stats().calls).toBe(2);
	});

	it('is no page of this list: a cursor of another one fails without a call', async () => {
		bench.sandbox.configure({ lists: { length: 200 } });
		const broken = await run('comments', [row('comments', 'xiaohongshu')], {
			options: { maxBilledCalls: 1 },
		});
		const startFromCursor = String(details(bad(broken)[0] ?? {}).next_cursor);
		bench.sandbox.reset();
		const others: Array<[Kind, IDataObject, RegExp]> = [
			['comments', row('comments', 'douyin'), /another platform/],
			['comments', row('comments', 'xiaohongshu', 'one'), /another list/],
			['search', row('search', 'xiaohongshu'), /another operation/],
		];
		for (const [kind, other, words] of others) {
			const result = await run(kind, [other], { options: { startFromCursor } });
			expect(bad(result)).toMatchObject([
				{ error: expect.stringMatching(words), details: { reason: 'invalid_settings' } },
			]);
		}
		const junk = await run('search', [row('search', 'douyin')], {
			options: { startFromCursor: '{"page":"2"}' },
		});
		expect(bad(junk)).toMatchObject([{ details: { reason: 'invalid_settings' } }]);
		expect(bench.sandbox.stats().calls).toBe(0);
	});

	it('may be any: each row reads its own cursor', async () => {
		bench.sandbox.configure({ lists: { length: 60 } });
		const rows = [row('authorPosts', 'douyin', 'a'), row('authorPosts', 'bilibili', 'b')];
		const broken = await run('authorPosts', rows, { options: { maxBilledCalls: 2 } });
		const next = bad(broken).map((json) => details(json).next_cursor as string);
		expect(next).toHaveLength(2);
		const both = rows.map((one, index) => ({ ...one, next: next[index] ?? '' }));
		const rest = await run('authorPosts', [...both, row('authorPosts', 'douyin', 'one')], {
			options: { startFromCursor: '={{ $json.next }}' },
		});
		expect(rest.pairedInputs(RESOLVE, GOOD).filter((index) => index === 0)).toHaveLength(40);
		expect(rest.pairedInputs(RESOLVE, GOOD).filter((index) => index === 1)).toHaveLength(40);
		expect(rest.pairedInputs(RESOLVE, GOOD).filter((index) => index === 2)).toHaveLength(1);
	});
});

describe('How much a list may cost', () => {
	it('is 100 calls a row without a cap, and the failure says where to go on', async () => {
		bench.sandbox.configure({ lists: { length: 1000, pageSize: 5 } });
		const result = await run('authorPosts', [row('authorPosts', 'douyin')]);
		expect(bench.sandbox.stats().calls).toBe(100);
		expect(good(result)).toHaveLength(500);
		expect(bad(result)).toMatchObject([
			{
				error: expect.stringContaining('after 100 calls'),
				details: { reason: 'max_calls_reached', next_cursor: expect.any(String) },
			},
		]);
	});

	it('is what a cap says, beyond 100 calls too', async () => {
		bench.sandbox.configure({ lists: { length: 1000, pageSize: 5 } });
		const result = await run('authorPosts', [row('authorPosts', 'douyin')], {
			options: { maxBilledCalls: 120 },
		});
		expect(bench.sandbox.stats().calls).toBe(120);
		expect(good(result)).toHaveLength(600);
	});

	it('is held over all rows, page by page', async () => {
		const rows = PLATFORMS.map((platform) => row('authorPosts', platform, 'many'));
		const result = await run('authorPosts', rows, { options: { maxBilledCalls: 9 } });
		expect(bench.sandbox.stats().calls).toBe(9);
		expect(bad(result)).toHaveLength(4);
		const reasons = bad(result).map((json) => details(json).reason);
		expect(new Set(reasons)).toEqual(new Set(['max_calls_reached']));
	});

	it('ends with a page that is empty or the same again, and the line says so', async () => {
		for (const [name, calls] of [
			['emptypage', 2],
			['stuck', 2],
		] as const) {
			bench.sandbox.reset();
			const result = await run('authorPosts', [row('authorPosts', 'douyin', name)]);
			expect(good(result)).toHaveLength(20);
			expect(bench.sandbox.stats().calls).toBe(calls);
			expect(hints(result)).toContain('1 list ended early, though the API promised more.');
		}
	});
});

describe('The traps', () => {
	it.each(['huge', 'repeats', 'pinned', 'nulllist', 'cards'])(
		'of a list that is %s lose and double nothing',
		async (name) => {
			for (const [kind, platform] of EVERY) {
				const result = await run(kind, [row(kind, platform, name)]);
				expect(bad(result)).toEqual([]);
				const ids = good(result).map(idOf);
				expect(new Set(ids).size).toBe(ids.length);
				expect([kind, platform, firstLevel(good(result)).length]).toEqual([
					kind,
					platform,
					name === 'nulllist' ? 0 : 45,
				]);
			}
		},
	);

	it("of Bilibili's own code are failures that say what it said", async () => {
		for (const kind of KINDS) {
			const result = await run(kind, [row(kind, 'bilibili', 'inner')]);
			expect(bad(result)).toMatchObject([{ details: { reason: 'no_content', billed: true } }]);
		}
	});

	it.each(['private', 'deleted'])('of an account that is %s lose no row', async (name) => {
		for (const platform of PLATFORMS) {
			const rows = [row('authorPosts', platform, name), row('authorPosts', platform, 'one')];
			const result = await run('authorPosts', rows);
			expect(result.pairedInputs(RESOLVE, GOOD)).toEqual([1]);
		}
	});

	it('of a token in a cursor are not passed on, in whatever form', async () => {
		const cursorOf = (result: RunResult) =>
			Buffer.from(
				String(details(bad(result)[0] ?? {}).next_cursor).slice('list1.'.length),
				'base64url',
			).toString();
		const rows = [row('comments', 'kuaishou')];
		const plain = cursorOf(await run('comments', rows, { options: { maxBilledCalls: 1 } }));
		// A token that the API happens to send as a part of its cursor.
		const token = /V2#([^#"]{12})/.exec(plain)?.[1] ?? '';
		expect(token).toHaveLength(12);
		bench.sandbox.configure({ tokens: [token] });
		const result = await run('comments', rows, { options: { maxBilledCalls: 1 }, credential: { token } });
		expect(cursorOf(result)).toContain('"operation":"post.getComments"');
		expect(cursorOf(result)).not.toContain(token);
		expect(cursorOf(result)).toContain('[token]');
	});

	it('of what a platform does not offer fail without a call', async () => {
		const cases: Array<[Kind, Platform, IDataObject]> = [
			['search', 'kuaishou', { sortBy: 'newest' }],
			['search', 'bilibili', { publishedWithin: 'week' }],
			['search', 'douyin', { sortBy: 'nonsense' }],
			['comments', 'douyin', { sortBy: 'likes' }],
		];
		for (const [kind, platform, options] of cases) {
			const result = await run(kind, [row(kind, platform)], { options });
			expect(bad(result)).toMatchObject([{ details: { reason: 'invalid_settings', attempts: 0 } }]);
		}
		expect(bench.sandbox.stats().calls).toBe(0);
	});

	it('of what it offers are sent as it names them', async () => {
		await run('search', [row('search', 'xiaohongshu')], {
			options: { sortBy: '={{ "likes" }}', publishedWithin: 'week' },
			parameters: { returnAll: false, limit: 1 },
		});
		expect(bench.sandbox.calls()[0]?.query).toMatchObject({
			sortType: 'popularity_descending',
			timeFilter: 'ONE_WEEK',
			page: '1',
		});
	});
});
