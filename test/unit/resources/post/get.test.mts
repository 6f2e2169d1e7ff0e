import { readFileSync } from 'node:fs';

import type { Failure } from '../../../../nodes/JustOneApi/failure/failure.ts';
import { get } from '../../../../nodes/JustOneApi/resources/post/get.ts';
import { resolve } from '../../../../nodes/JustOneApi/resources/shareLink/resolve.ts';
import type { ApiRequest, CallApi, Found, Job } from '../../../../nodes/JustOneApi/run/operation.ts';

const BV = 'BV1UQQgBFEub';
const NOTE = '6a511e8200000000210231d7';
const ANSWERS: Readonly<Record<string, string>> = {
	'/api/bilibili/get-video-detail/v2': readFileSync(
		'tools/sandbox/answers/bilibili-video-detail.json',
		'utf8',
	),
	'/api/xiaohongshu/get-note-detail/v6': readFileSync(
		'tools/sandbox/answers/xiaohongshu-video-note-detail-v6.json',
		'utf8',
	),
	'/api/bilibili/share-url-transfer/v1': JSON.stringify({
		code: 0,
		data: { redirect_url: `https://www.bilibili.com/video/${BV}?mid=1&p=2` },
	}),
	'/api/xiaohongshu/share-url-transfer/v1': JSON.stringify({
		code: 0,
		data: { redirect_url: `https://www.xiaohongshu.com/discovery/item/${NOTE}?type=video&xsec_token=AB_x=` },
	}),
};

/** Answers calls from files, and notes them and what is kept of them. */
function fakeApi(answers: Readonly<Record<string, string>> = ANSWERS, token = 'none') {
	const requests: ApiRequest[] = [];
	const kept: unknown[] = [];
	const call: CallApi = async (request, read) => {
		requests.push(request);
		const clean = <V,>(value: V): V => JSON.parse(JSON.stringify(value).replaceAll(token, '[token]')) as V;
		const body = answers[request.url] ?? '{"code":201,"message":"No Content"}';
		const result = read({ statusCode: 200, headers: {}, body }, clean);
		kept.push(result);
		return await Promise.resolve(result);
	};
	return { call, requests, kept };
}

const settings = { simplify: true };
const only = (jobs: readonly Job[]): Job => {
	expect(jobs).toHaveLength(1);
	return jobs[0] as Job;
};
async function run(job: Job, api = fakeApi()): Promise<Found | Failure> {
	return 'known' in job ? job.known : await job.perform(api.call);
}

it('An ID is asked for directly', async () => {
	const api = fakeApi();
	const result = await run(only(get.read(BV, settings)), api);
	expect(api.requests).toEqual([
		{ method: 'GET', url: '/api/bilibili/get-video-detail/v2', qs: { bvid: BV } },
	]);
	expect(result).toMatchObject({ ok: true, item: { platform: 'bilibili', post_id: BV, share_url: null } });
});

it('A short link is resolved first, by the very request of Resolve Share URL', async () => {
	const link = 'https://b23.tv/AbC12';
	const [mine, other] = [fakeApi(), fakeApi()];
	const result = await run(only(get.read(link, settings)), mine);
	await run(only(resolve.read(link, settings)), other);
	expect(mine.requests).toHaveLength(2);
	expect(mine.requests[0]).toEqual(other.requests[0]);
	expect(result).toMatchObject({
		ok: true,
		item: { post_id: BV, share_url: link, canonical_url: `https://www.bilibili.com/video/${BV}/?p=2` },
	});
});

it('A note that its link calls a video is asked for at v6, once, and keeps the token of its page', async () => {
	const api = fakeApi();
	const result = await run(only(get.read('http://xhslink.com/o/AbC12', settings)), api);
	expect(api.requests.map(({ url }) => url)).toEqual([
		'/api/xiaohongshu/share-url-transfer/v1',
		'/api/xiaohongshu/get-note-detail/v6',
	]);
	expect(result).toMatchObject({
		item: { post_id: NOTE, canonical_url: `https://www.xiaohongshu.com/explore/${NOTE}?xsec_token=AB_x=` },
	});
});

it('Of an answer only the item is kept, and the whole of it with Simplify off', async () => {
	const [short, whole] = [fakeApi(), fakeApi()];
	await run(only(get.read(BV, settings)), short);
	const found = await run(only(get.read(BV, { simplify: false })), whole);
	expect(JSON.stringify(short.kept).length).toBeLessThan(2_000);
	expect(short.kept).toMatchObject([{ envelope: null }]);
	expect(found).toMatchObject({ envelope: { code: 0 } });
});

it('A failure says which call, and whose post', async () => {
	const nothing = fakeApi({});
	expect(await run(only(get.read('https://b23.tv/AbC12', settings)), nothing)).toMatchObject({
		ok: false,
		step: 'resolve',
		platform: 'bilibili',
	});
	expect(await run(only(get.read(BV, settings)), nothing)).toMatchObject({
		ok: false,
		step: 'details',
		platform: 'bilibili',
		title: `The API has no such post: ${BV}`,
	});
	expect(nothing.requests).toHaveLength(2);
});

it('An ID that looks rounded is asked for, and if nothing is found the advice says so', async () => {
	const failure = await run(only(get.read('7641186371542040000', settings)), fakeApi({}));
	expect(failure).toMatchObject({ ok: false, advice: expect.stringMatching(/store IDs as text\.$/) });
	const other = await run(only(get.read('7641186371542041559', settings)), fakeApi({}));
	expect(other).not.toHaveProperty('advice');
});

it('A token that the API echoes is in no field', async () => {
	const echo = (ANSWERS['/api/bilibili/get-video-detail/v2'] ?? '').replace(
		/"title": "[^"]*"/,
		'"title": "secret"',
	);
	const api = fakeApi({ '/api/bilibili/get-video-detail/v2': echo }, 'secret');
	const found = await run(only(get.read(BV, { simplify: false })), api);
	expect(found).toMatchObject({ item: { title: '[token]', post_id: BV } });
	expect(JSON.stringify(found)).not.toContain('secret');
});

it.each([
	['a number', 12, 'no_link'],
	['an object', { id: 1 }, 'no_link'],
	['nothing', undefined, 'no_text'],
	['an empty list', [], 'no_text'],
	['a list of nothing', ['', ''], 'no_text'],
	['the ID of an author', 'author_id: 7641186371542041559', 'no_post'],
	['a rounded ID', '7.6E+18', 'rounded_id'],
	['a link of another site', 'https://youtu.be/abc', 'other_site'],
	['a damaged link', 'https://v.douyin.com/AbC%', 'damaged_link'],
])('%s gives one failure, without a call', async (_, value, reason) => {
	expect(only(get.read(value, settings))).toMatchObject({ known: { kind: { reason } } });
});

it('An ID and links in a cell are asked for in their order, and each failure names its link', () => {
	const jobs = get.read(`${BV}\nhttps://www.bilibili.com/video/av170001\nhttps://youtu.be/abc`, settings);
	expect(jobs).toMatchObject([
		{ link: null, platform: 'bilibili' },
		{ link: 'https://www.bilibili.com/video/av170001', platform: 'bilibili' },
		{ link: 'https://youtu.be/abc', known: { kind: { reason: 'other_site' } } },
	]);
});

it.each([
	['beside an ID', `${BV}?p=3`, `https://www.bilibili.com/video/${BV}/?p=3`],
	['of the landing', 'https://b23.tv/AbC12?p=3', `https://www.bilibili.com/video/${BV}/?p=2`],
])('The part of a video %s is in the address of its page', async (_, value, url) => {
	expect(await run(only(get.read(value, settings)))).toMatchObject({
		ok: true,
		item: { canonical_url: url },
	});
});

it('More than 10,000 IDs in a row are not asked for', () => {
	const ids = Array.from({ length: 10_001 }, (_, index) =>
		String(7_641_186_371_542_000_000n + BigInt(index)),
	);
	expect(get.read(ids.slice(1), settings)).toHaveLength(10_000);
	expect(only(get.read(ids, settings))).toMatchObject({ known: { kind: { reason: 'invalid_parameters' } } });
});
