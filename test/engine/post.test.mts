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
		parameters: { ...POST, ...parameters },
	});

const good = (result: RunResult) => result.json(RESOLVE, GOOD);
const bad = (result: RunResult) => result.json(RESOLVE, BAD);

const FIELDS = [
	...['platform', 'post_id', 'content_type', 'title', 'text', 'author_name', 'author_id', 'author_handle'],
	...['published_at', 'duration_seconds', 'like_count', 'comment_count', 'share_count', 'collect_count'],
	...['play_count', 'hashtags', 'cover_url', 'video_url', 'image_urls', 'music_title', 'canonical_url'],
	...['share_url', 'fetched_at'],
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
