/** Author → Get in n8n's engine, and the ways in which an author is named. */
import type { IDataObject } from 'n8n-workflow';

import type { RunResult } from '../../tools/engine/engine.mts';
import { authorId, postId } from '../../tools/sandbox/ids.mts';
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
	bench.sandbox.configure({ lists: {}, atEndpoint: {} });
	bench.sandbox.reset();
});

const PLATFORMS = ['bilibili', 'douyin', 'kuaishou', 'xiaohongshu'] as const;
const COLUMNS = [
	...['platform', 'author_id', 'author_name', 'author_handle', 'bio', 'location', 'follower_count'],
	...['following_count', 'like_count', 'post_count', 'avatar_url', 'canonical_url', 'fetched_at'],
];
const PAGES: Record<string, (id: string) => string> = {
	bilibili: (id) => `https://space.bilibili.com/${id}?spm_id_from=333`,
	douyin: (id) => `https://www.douyin.com/user/${id}`,
	kuaishou: (id) => `https://www.kuaishou.com/profile/${id}`,
	xiaohongshu: (id) => `https://www.xiaohongshu.com/user/profile/${id}?xsec_token=AB`,
};

const run = async (rows: IDataObject[], { parameters, ...changes }: Changes = {}): Promise<RunResult> =>
	await bench.run('error-output', rows, {
		...changes,
		parameters: {
			...{ resource: 'author', operation: 'get', author: '={{ $json.text }}', output: 'all' },
			platform: '={{ $json.platform || "detect" }}',
			...parameters,
		},
	});
const good = (result: RunResult) => result.json(RESOLVE, GOOD);
const bad = (result: RunResult) => result.json(RESOLVE, BAD);
const reasons = (result: RunResult) => bad(result).map((json) => details(json).reason);

describe.each(PLATFORMS)('An author of %s', (platform) => {
	const id = authorId(platform, 'plain');

	it.each(['custom operation', 'routing'])(
		'is got by ID and by the link of the profile (%s)',
		async (way) => {
			const rows = [{ text: id, platform }, { text: PAGES[platform]?.(id) }];
			const work = async () => await run(rows);
			const result = way === 'routing' ? await throughRouting(bench, work) : await work();
			expect(bad(result)).toEqual([]);
			expect(good(result)).toMatchObject([{ platform, author_id: id }, { author_id: id }]);
			for (const item of good(result)) expect(Object.keys(item)).toEqual(COLUMNS);
			// One execution pays once.
			expect(bench.sandbox.stats()).toMatchObject({ calls: 1, billed: 1 });
		},
	);

	it('has ten fields, and the raw object beside them, where that is asked for', async () => {
		const simplified = good(await run([{ text: id, platform }], { parameters: { output: 'simplified' } }))[0];
		expect(Object.keys(simplified ?? {})).toHaveLength(10);
		const raw = good(await run([{ text: id, platform }], { parameters: { output: 'raw' } }))[0];
		expect(Object.keys(raw ?? {}).slice(0, -1)).toEqual(Object.keys(simplified ?? {}));
		expect(typeof raw?.raw).toBe('object');
	});

	it('has a follower count, on Bilibili by a second call', async () => {
		const [without] = good(await run([{ text: id, platform }]));
		bench.sandbox.reset();
		const [item] = good(await run([{ text: id, platform }], { options: { includeFollowerCount: true } }));
		expect(typeof item?.follower_count).toBe('number');
		expect(bench.sandbox.stats().calls).toBe(platform === 'bilibili' ? 2 : 1);
		expect(without?.follower_count === null).toBe(platform === 'bilibili');
	});

	it('that was deleted fails the row, and says so', async () => {
		const result = await run([{ text: authorId(platform, 'deleted'), platform }]);
		expect(good(result)).toEqual([]);
		expect(bad(result)).toMatchObject([
			{
				details: {
					platform,
					step: 'author',
					billed: true,
					attempts: 1,
					reason: expect.stringMatching(/no_content|author_not_found/),
				},
			},
		]);
	});

	it('is the author of a post whose link is given: one call more, and the post is paid once', async () => {
		const post = postId(platform, 'video');
		const link =
			(platform === 'kuaishou' && `https://www.kuaishou.com/short-video/${post}`) ||
			(platform === 'bilibili' && `https://www.bilibili.com/video/${post}`) ||
			(platform === 'douyin' && `https://www.douyin.com/video/${post}`) ||
			`https://www.xiaohongshu.com/explore/${post}`;
		const result = await run([{ text: link }, { text: link }]);
		const paths = bench.sandbox.calls().map(({ path }) => path);
		expect(paths).toHaveLength(2);
		expect(paths[0]).toMatch(/detail/);
		const asked = String(bench.sandbox.calls()[1]?.shareUrl);
		for (const item of good(result)) expect(item.author_id).toBe(asked);
		expect([...good(result), ...bad(result)]).toHaveLength(2);
	});
});

describe('A row', () => {
	it('of digits alone says that they may be two platforms, without a call', async () => {
		const result = await run([{ text: '1052294368' }, { text: '1052294368', platform: 'Bilibili' }]);
		expect(bad(result)).toMatchObject([
			{ error: expect.stringContaining('1052294368'), details: { reason: 'ambiguous_id', attempts: 0 } },
		]);
		expect(good(result)).toMatchObject([{ platform: 'bilibili', author_id: '1052294368' }]);
	});

	it('may hold several IDs, each once', async () => {
		const ids = [authorId('douyin', 'a'), authorId('xiaohongshu', 'b')];
		const result = await run([{ text: [...ids, ...ids].join('\n') }, { text: ids }]);
		expect(good(result).map((json) => json.author_id)).toEqual([...ids, ...ids]);
		expect(bench.sandbox.stats().calls).toBe(2);
	});

	it.each([
		['nothing', '', 'no_text'],
		['words', 'somebody', 'no_author'],
		['a number that was rounded', 9007199254740993000, 'rounded_id'],
		['a collection', 'https://www.douyin.com/collection/7458784447774619122', 'no_author'],
		['another site', 'https://youtu.be/abc', 'other_site'],
		['a short host that is not sent', 'https://bili2233.cn/7BD0VXa', 'invalid_parameters'],
	])('with %s fails without a call', async (_, text, reason) => {
		const result = await run([{ text }]);
		expect(reasons(result)).toEqual([reason]);
		expect(bench.sandbox.stats().calls).toBe(0);
	});

	it('with a platform that there is not fails without a call', async () => {
		const result = await run([{ text: authorId('douyin', 'a'), platform: 'vimeo' }]);
		expect(reasons(result)).toEqual(['invalid_settings']);
		expect(bench.sandbox.stats().calls).toBe(0);
	});

	it('of an item of any operation can be mapped: platform and author_id', async () => {
		for (const platform of PLATFORMS) {
			const [author] = good(await run([{ text: authorId(platform, 'x'), platform }]));
			const again = await run([author ?? {}], { parameters: { author: '={{ $json.author_id }}' } });
			expect(good(again)).toMatchObject([{ author_id: author?.author_id }]);
		}
	});

	it('whose short link leads to a profile costs one call more; under a cap the price is known', async () => {
		const text = 'https://v.douyin.com/user-Ab12/';
		const result = await run([{ text }]);
		expect(bench.sandbox.stats().calls).toBe(2);
		expect([...good(result), ...bad(result)]).toHaveLength(1);
		bench.sandbox.reset();
		const capped = await run([{ text: 'https://v.douyin.com/user-Ab13/' }], {
			options: { maxBilledCalls: 1 },
		});
		expect(reasons(capped)).toEqual(['max_calls_reached']);
		expect(bench.sandbox.stats().calls).toBe(0);
	});

	it('whose link is one of a post has the price of two calls', async () => {
		const text = `https://www.douyin.com/video/${postId('douyin', 'video')}`;
		const capped = await run([{ text }], { options: { maxBilledCalls: 1 } });
		expect(reasons(capped)).toEqual(['max_calls_reached']);
		expect(bench.sandbox.stats().calls).toBe(0);
	});

	it("keeps what was paid for where Bilibili's second call fails", async () => {
		bench.sandbox.configure({ atEndpoint: { '/api/bilibili/get-user-relation-stat/v1': 600 } });
		const result = await run([{ text: authorId('bilibili', 'x'), platform: 'bilibili' }], {
			options: { includeFollowerCount: true },
		});
		expect(good(result)).toMatchObject([{ follower_count: null }]);
		expect(bad(result)).toMatchObject([{ details: { reason: 'permission_denied', attempts: 2 } }]);
	});
});
