import type { IDataObject } from 'n8n-workflow';

import { DETAILS } from '../../tools/sandbox/details.mts';
import { NAMES, postId, postIdBehind } from '../../tools/sandbox/ids.mts';
import { shortLink } from '../../tools/sandbox/links.mts';
import { sisterLink } from '../../tools/sandbox/sisters.mts';
import { callTool } from '../../tools/engine/tool.mts';
import type { RunResult } from '../../tools/engine/engine.mts';
import { TOKENS } from '../../tools/sandbox/server.mts';
import { BAD, details, GOOD, RESOLVE, startBench, type Bench, type Changes } from './bench.mts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => bench.sandbox.reset());

const POST = { resource: 'post', operation: 'get', post: '={{ $json.text }}' };

/** Runs Post → Get over one row a text. */
const get = async (texts: unknown[], { parameters, ...changes }: Changes = {}): Promise<RunResult> =>
	await bench.run('error-output', bench.texts(...texts), {
		...changes,
		parameters: { ...POST, output: 'all', ...parameters },
	});

const good = (result: RunResult) => result.json(RESOLVE, GOOD);
const bad = (result: RunResult) => result.json(RESOLVE, BAD);

const FIELDS = [
	...['platform', 'post_id', 'content_type', 'title', 'text', 'author_name', 'author_id', 'author_handle'],
	...['published_at', 'duration_seconds', 'like_count', 'comment_count', 'share_count', 'collect_count'],
	...['play_count', 'hashtags', 'cover_url', 'video_url', 'image_urls', 'music_title', 'canonical_url'],
	...['share_url', 'fetched_at', 'created_at'],
];

const isPlain = (value: unknown) => value === null || typeof value === 'string' || typeof value === 'number';

describe('A post', () => {
	it.each([
		['a Douyin short link', shortLink('video'), 'douyin', postIdBehind('douyin', 'video-Ab12'), 2],
		[
			'a Kuaishou short link',
			sisterLink('kuaishou', 'video'),
			'kuaishou',
			postIdBehind('kuaishou', 'video-Ab12'),
			2,
		],
		[
			'a Bilibili short link',
			sisterLink('bilibili', 'video'),
			'bilibili',
			postIdBehind('bilibili', 'video-Ab12'),
			2,
		],
		[
			'a Xiaohongshu short link',
			sisterLink('xiaohongshu', 'video'),
			'xiaohongshu',
			postIdBehind('xiaohongshu', 'video-Ab12'),
			2,
		],
		[
			'a share text',
			`7.43 复制打开抖音 ${shortLink('video')} 看看`,
			'douyin',
			postIdBehind('douyin', 'video-Ab12'),
			2,
		],
		[
			'a long link',
			'https://www.bilibili.com/video/BV1UQQgBFEub/?vd_source=x',
			'bilibili',
			'BV1UQQgBFEub',
			1,
		],
		['an av link', 'https://www.bilibili.com/video/av170001', 'bilibili', 'BV17x411w7KC', 1],
		['an ID of 19 digits', postId('douyin', 'video'), 'douyin', postId('douyin', 'video'), 1],
		['a Kuaishou ID', postId('kuaishou', 'video'), 'kuaishou', postId('kuaishou', 'video'), 1],
		['a BV ID', 'BV1UQQgBFEub', 'bilibili', 'BV1UQQgBFEub', 1],
		['an av number', 'av170001', 'bilibili', 'BV17x411w7KC', 1],
		['a note ID', postId('xiaohongshu', 'video'), 'xiaohongshu', postId('xiaohongshu', 'video'), 1],
	])('is found by %s', async (_, text, platform, id, calls) => {
		const result = await get([text]);
		const [item] = good(result);
		expect(item).toMatchObject({ platform, post_id: id });
		expect(Object.keys(item ?? {})).toEqual(FIELDS);
		expect(Object.entries(item ?? {}).filter(([, value]) => !isPlain(value))).toEqual([]);
		expect(bench.sandbox.stats()).toMatchObject({ calls, billed: calls });
	});
});

describe('A row', () => {
	it('may hold links of all platforms: one item each, in order', async () => {
		const text = [
			shortLink('video'),
			sisterLink('bilibili', 'video'),
			sisterLink('xiaohongshu', 'note'),
			sisterLink('kuaishou', 'note'),
		].join(' 和 ');
		const result = await get([text]);
		expect(good(result).map(({ platform, content_type: type }) => [platform, type])).toEqual([
			['douyin', 'video'],
			['bilibili', 'video'],
			['xiaohongshu', 'note'],
			['kuaishou', 'note'],
		]);
		expect(result.pairedInputs(RESOLVE, GOOD)).toEqual([0, 0, 0, 0]);
		expect(bench.sandbox.stats()).toMatchObject({ calls: 8, billed: 8 });
	});

	it('may hold a list of IDs, as a list or as text', async () => {
		const ids = [postId('douyin', 'video'), 'BV1UQQgBFEub'];
		const result = await get([ids, ids.join('\n'), ids.join('，')]);
		expect(good(result).map((json) => json.post_id)).toEqual([...ids, ...ids, ...ids]);
		expect(bench.sandbox.stats().calls).toBe(2);
	});

	it('with IDs beside links has both', async () => {
		const result = await get([['BV1UQQgBFEub', sisterLink('kuaishou', 'video'), 7641186371542041559]]);
		expect(good(result).map((json) => json.platform)).toEqual(['bilibili', 'kuaishou']);
		expect(bad(result).map((json) => details(json).reason)).toEqual(['rounded_id']);
	});

	it('keeps an ID to the last digit, whatever the JSON holds', async () => {
		const id = postId('douyin', 'video');
		expect(String(Number(id))).not.toBe(id);
		const result = await get([id], { parameters: { output: 'raw' } });
		expect(good(result)[0]?.post_id).toBe(id);
		// The answer has the ID as a bare number too.
		expect(JSON.stringify(good(result)[0]?.raw)).toContain(`"comment_gid":"${id}"`);
	});
});

describe('Without a call', () => {
	it.each([
		['a number beyond 2^53', 7641186371542041559, 'rounded_id', /rounded/],
		['a number as a sheet shows it', '7.6E+18', 'rounded_id', /rounded/],
		['with a comma', '7,58E+18', 'rounded_id', /rounded/],
		['a number with zeros behind the point', '7641186371542041600.0', 'rounded_id', /rounded/],
		['a list with such a number', [7641186371542041559], 'rounded_id', /rounded/],
		['a profile', 'https://www.kuaishou.com/profile/3xx3ia7zbffkase', 'no_post', /a profile, not to a post/],
		['a live room', 'https://live.bilibili.com/95753992', 'no_post', /a live room, not to a post/],
		['a collection', 'https://www.douyin.com/collection/7458784447774619122', 'no_post', /a collection/],
		['an episode', 'https://b23.tv/ep864741', 'no_post', /another page/],
		[
			'a short host that is not sent',
			'https://bili2233.cn/7BD0VXa',
			'invalid_parameters',
			/does not document/,
		],
		['no link', 'hello', 'no_link', /No share link/],
		['nothing', '', 'no_text', /The text is empty/],
		['the ID of an author', 'author_id: 7641186371542041559', 'no_post', /'author_id'/],
		['a link of another site', 'https://vm.tiktok.com/ZM85YMY5y/', 'other_site', /TikTok/],
		['half a link', 'https://v.douyin.com/AbC%', 'damaged_link', /damaged/],
	])('%s fails', async (_, text, reason, title) => {
		const result = await get([text]);
		expect(bad(result)).toHaveLength(1);
		expect(bad(result)[0]?.error).toMatch(title);
		expect(details(bad(result)[0] as IDataObject)).toMatchObject({
			reason,
			attempts: 0,
			billed: false,
			step: null,
		});
		expect(bench.sandbox.stats().calls).toBe(0);
	});
});

/** What the table says of the faults of each endpoint, except those that end a run or are not answered. */
const SKIPPED = /^(?:c100|c303|c600|c601|c602|hang|cut|cutbody|slow.*)$/;

describe.each(Object.entries(DETAILS))('Each answer of %s', (path, { platform, scenarios }) => {
	const played = scenarios.filter(({ name }) => NAMES.includes(name) && !SKIPPED.test(name));
	const isV6 = path.endsWith('/v6');
	const linkOf = (id: string) => (isV6 ? `https://www.xiaohongshu.com/explore/${id}?type=video` : id);

	it('leaves by the branch that its row of the sandbox says, with step and platform', async () => {
		const ids = played.map(({ name }) => postId(platform, name));
		const result = await get(ids.map(linkOf), { options: { maxRetries: 0, includeInputFields: true } });
		expect(result.status).toBe('success');
		expect(good(result).length + bad(result).length).toBe(played.length);
		for (const [index, { name, expect: expected, billed }] of played.entries()) {
			const row = [...good(result), ...bad(result)].find(({ id }) => id === `row ${index}`) ?? {};
			if ('content_type' in expected) {
				expect(row).toMatchObject({ platform, post_id: ids[index] });
			} else {
				const share_url = isV6 ? linkOf(ids[index] ?? '') : null;
				expect([name, details(row)]).toEqual([
					name,
					expect.objectContaining({ ...expected, billed, attempts: 1, step: 'details', platform, share_url }),
				]);
				expect(String(row.error)).toContain(ids[index]);
			}
		}
		expect(bench.sandbox.stats().calls).toBe(played.length);
	});
});

describe('A short link that fails', () => {
	it('says at which call, and what both cost', async () => {
		const texts = [
			sisterLink('kuaishou', 'c201'),
			sisterLink('kuaishou', 'gone'),
			sisterLink('bilibili', 'dc404'),
			sisterLink('xiaohongshu', 'user'),
			sisterLink('bilibili', 'sister'),
			sisterLink('xiaohongshu', 'dead'),
			shortLink('dc301x1'),
		];
		const result = await get(texts);
		expect(bad(result).map(details)).toMatchObject([
			{ reason: 'no_content', code: 201, step: 'resolve', platform: 'kuaishou', attempts: 1, billed: true },
			{ reason: 'no_content', code: 0, step: 'details', platform: 'kuaishou', attempts: 2, billed: true },
			{ reason: 'no_content', code: 404, step: 'details', platform: 'bilibili', attempts: 2, billed: true },
			{ reason: 'no_post', step: 'resolve', platform: 'xiaohongshu', attempts: 1, billed: true },
			{ reason: 'no_target', step: 'resolve', platform: 'bilibili', attempts: 1, billed: true },
			{ reason: 'no_target', step: 'resolve', platform: 'xiaohongshu', attempts: 1, billed: true },
		]);
		expect(good(result).map((json) => json.platform)).toEqual(['douyin']);
	});

	it("quotes the platform's own reason", async () => {
		const result = await get([postId('bilibili', 'private')]);
		expect(bad(result)[0]?.message).toContain('The API said: "访问权限不足"');
	});

	it('whose answer is lost is not repeated, and its bill is unknown', async () => {
		const result = await get([postId('kuaishou', 'cut'), sisterLink('kuaishou', 'dhang')], {
			parameters: { requestOptions: { timeout: 500 } },
		});
		expect(bad(result).map(details)).toMatchObject([
			{ reason: 'network', step: 'details', attempts: 1, billed: null },
			{ reason: 'timeout', step: 'details', attempts: 2, billed: true },
		]);
	});

	it.each([
		['c100', 'invalid_token'],
		['c601', 'insufficient_balance'],
		['c602', 'token_limit_reached'],
	])('with %s ends the run: %s for every row that needs a call', async (name, reason) => {
		const result = await get(
			[postId('bilibili', name), shortLink('video'), sisterLink('kuaishou', 'video')],
			{
				options: { maxConcurrentRequests: 1 },
			},
		);
		expect(bad(result).map((json) => details(json).reason)).toEqual([reason, reason, reason]);
		expect(bad(result).map((json) => details(json).platform)).toEqual(['bilibili', 'douyin', 'kuaishou']);
		expect(bench.sandbox.stats().calls).toBe(1);
	});
});

/** A run with Resolve Share URL, or what `first` makes of it, then Post → Get over the same texts. */
async function resolveThenGet(
	texts: string[],
	parameters: IDataObject = {},
	first: IDataObject = {},
): Promise<RunResult> {
	const node = (name: string, more: IDataObject) => ({
		name,
		type: 'n8n-nodes-justoneapi.justOneApi',
		parameters: { options: { includeInputFields: true, addCost: true }, ...more },
		credentials: { justOneApi: { id: 'account', name: 'Just One API' } },
		onError: 'continueRegularOutput' as const,
	});
	return await bench.engine.run(
		{
			nodes: [
				{ name: 'Rows', type: 'n8n-nodes-base.manualTrigger' },
				node('Resolve', {
					...{ resource: 'shareLink', operation: 'resolve', shareUrl: '={{ $json.text }}' },
					...first,
				}),
				node('Get', { ...POST, ...parameters }),
			],
			connections: {
				Rows: { main: [[{ node: 'Resolve', type: 'main', index: 0 }]] },
				Resolve: { main: [[{ node: 'Get', type: 'main', index: 0 }]] },
			},
		},
		{
			items: texts.map((text) => ({ json: { text } })),
			credentials: {
				account: {
					type: 'justOneApi',
					data: { token: TOKENS.accepted, region: 'custom', baseUrl: bench.sandbox.url },
				},
			},
		},
	);
}

describe('An execution', () => {
	it('pays once for a short link that both operations read, and for a post that several links lead to', async () => {
		const link = sisterLink('bilibili', 'video');
		const id = postIdBehind('bilibili', 'video-Ab12');
		const result = await resolveThenGet([link, link, `https://www.bilibili.com/video/${id}`, id]);
		const posts = result.json('Get');
		// The bare ID is no link, and fails in the first node.
		expect(posts.map((json) => json.post_id)).toEqual([id, id, id, id]);
		expect(bench.sandbox.stats()).toMatchObject({ calls: 2, billed: 2 });
		expect((posts[0]?.cost as IDataObject).run).toMatchObject({ rows: 4, calls: 1, billed: 1 });
	});

	it.each([
		// The first node has dropped the raw object: the second asks again for the post, not for the link.
		['in the second node', 'simplified', 'raw', 3],
		['in the first', 'raw', 'all', 2],
		['in both', 'raw', 'raw', 2],
	])('gives the raw object where it is wanted: %s', async (_, first, second, calls) => {
		const result = await resolveThenGet(
			[sisterLink('bilibili', 'twoGets')],
			{ output: second, post: '={{ $json.input_text }}', options: {} },
			{ ...POST, output: first },
		);
		for (const [node, output] of [
			['Resolve', first],
			['Get', second],
		] as const) {
			const [post] = result.json(node);
			expect(post).toMatchObject({
				platform: 'bilibili',
				...(output === 'raw' ? { raw: { bvid: post?.post_id } } : {}),
			});
			expect('raw' in (post ?? {})).toBe(output === 'raw');
		}
		expect(bench.sandbox.stats()).toMatchObject({ calls, billed: calls });
	});

	it('that runs again fetches again: media links die', async () => {
		const text = postId('douyin', 'video');
		await get([text], { options: { reuseHours: 5 } });
		await get([text], { options: { reuseHours: 5 } });
		expect(bench.sandbox.stats().calls).toBe(2);
	});
});

describe('The raw object', () => {
	it('stands beside the item with Output set to Raw, and nowhere else; the rest of the answer does not', async () => {
		const id = postId('bilibili', 'big');
		const short = await get([id]);
		const whole = await get([id], { parameters: { output: 'raw' } });
		expect(good(short)[0]).not.toHaveProperty('raw');
		expect(good(whole)[0]).toMatchObject({ raw: { bvid: id } });
		expect(JSON.stringify(good(short)).length).toBeLessThan(5_000);
		expect(Object.keys(good(whole)[0] ?? {})).toHaveLength(11);
		// 400 kB of the answer are other videos.
		expect(JSON.stringify(good(whole)).length).toBeLessThan(10_000);
	});
});

describe('As a tool', () => {
	it.each(['engine', 'direct'] as const)(
		'it gives the model the post, and says what failed (%s)',
		async (route) => {
			const id = postId('xiaohongshu', 'note');
			const { answers } = await callTool(bench.engine, {
				node: {
					name: 'Get post',
					type: 'n8n-nodes-justoneapi.justOneApiTool',
					parameters: {
						...POST,
						post: "={{ $fromAI('post', 'link or ID', 'string') }}",
						options: {},
					},
					credentials: { justOneApi: { id: 'account', name: 'Just One API' } },
				},
				route,
				calls: [{ post: id }, { post: postId('xiaohongshu', 'gone') }],
				credentials: {
					account: {
						type: 'justOneApi',
						data: { token: TOKENS.accepted, region: 'custom', baseUrl: bench.sandbox.url },
					},
				},
			});
			expect(answers[0]?.text).toContain(`"post_id":"${id}"`);
			expect(answers[1]?.failed).toBe(true);
			expect(answers[1]?.text).toContain('The API has no such post');
		},
	);
});
