import { readFileSync } from 'node:fs';

import { failureOf } from '../../../../nodes/JustOneApi/failure/failure.ts';
import type { Failure } from '../../../../nodes/JustOneApi/failure/failure.ts';
import { get } from '../../../../nodes/JustOneApi/resources/post/get.ts';
import { resolve } from '../../../../nodes/JustOneApi/resources/shareLink/resolve.ts';
import { isCall, priceOf } from '../../../../nodes/JustOneApi/run/plan.ts';
import type { ApiRequest, Found, Plan } from '../../../../nodes/JustOneApi/run/plan.ts';
import { billedOf } from '../../../../nodes/JustOneApi/run/totals.ts';

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
class FakeApi {
	readonly requests: ApiRequest[] = [];

	readonly kept: unknown[] = [];

	private readonly answers: Readonly<Record<string, string>>;

	private readonly token: string;

	constructor(answers: Readonly<Record<string, string>> = ANSWERS, token = 'none') {
		this.answers = answers;
		this.token = token;
	}

	/** Carries a plan out; each call is billed. */
	run({ step }: Plan): Found | Failure {
		while (isCall(step)) {
			this.requests.push(step.request);
			const clean = <V,>(value: V): V =>
				JSON.parse(JSON.stringify(value).replaceAll(this.token, '[token]')) as V;
			const body = this.answers[step.request.url] ?? '{"code":201,"message":"No Content"}';
			const result = step.read({ statusCode: 200, headers: {}, body }, clean);
			this.kept.push(result);
			const billed = billedOf(this.requests.slice(1).map(() => true));
			step = result.ok ? step.next(result) : (step.onFailure?.(result, billed) ?? result);
		}
		return step;
	}
}

const plansOf = (post: unknown, output = 'all') => get.plans({ post, output });
const only = (plans: readonly Plan[]): Plan => {
	expect(plans).toHaveLength(1);
	return plans[0] as Plan;
};
const run = (post: unknown, api = new FakeApi(), output = 'all') => api.run(only(plansOf(post, output)));

it('An ID is asked for directly', () => {
	const api = new FakeApi();
	const result = run(BV, api);
	expect(api.requests).toEqual([
		{ method: 'GET', url: '/api/bilibili/get-video-detail/v2', qs: { bvid: BV } },
	]);
	expect(result).toMatchObject({
		ok: true,
		items: [{ platform: 'bilibili', post_id: BV, share_url: null }],
	});
});

it('A short link is resolved first, by the very request of Resolve Share URL', () => {
	const link = 'https://b23.tv/AbC12';
	const [mine, other] = [new FakeApi(), new FakeApi()];
	const result = run(link, mine);
	other.run(only(resolve.plans({ shareUrl: link, output: 'simplified' })));
	expect(mine.requests).toHaveLength(2);
	expect(mine.requests[0]).toEqual(other.requests[0]);
	expect(mine.kept[0]).toEqual(other.kept[0]);
	expect(result).toMatchObject({
		ok: true,
		items: [{ post_id: BV, share_url: link, canonical_url: `https://www.bilibili.com/video/${BV}/?p=2` }],
	});
});

it('A note that its link calls a video is asked for at v6, once, and keeps the token of its page', () => {
	const api = new FakeApi();
	const result = run('http://xhslink.com/o/AbC12', api);
	expect(api.requests.map(({ url }) => url)).toEqual([
		'/api/xiaohongshu/share-url-transfer/v1',
		'/api/xiaohongshu/get-note-detail/v6',
	]);
	expect(result).toMatchObject({
		items: [{ post_id: NOTE, canonical_url: `https://www.xiaohongshu.com/explore/${NOTE}?xsec_token=AB_x=` }],
	});
});

describe('The plan of a post', () => {
	const LONG = `https://www.bilibili.com/video/${BV}/`;
	const stepOf = (post: unknown, output = 'all') => {
		const { step } = only(plansOf(post, output));
		if (!isCall(step)) throw new Error('no call');
		return step;
	};

	it('costs two calls for a short link, one for a long one or an ID, none where there is no post', () => {
		const prices = ['https://b23.tv/AbC12', LONG, BV, 'https://www.bilibili.com/', 'text'].map((post) =>
			priceOf(only(plansOf(post))),
		);
		expect(prices).toEqual([2, 1, 1, 0, 0]);
	});

	it('needs the endpoint of the post from its first call on', () => {
		expect(stepOf('https://b23.tv/AbC12')).toMatchObject({
			cost: 2,
			needs: ['/api/bilibili/get-video-detail/v2'],
		});
	});

	it('names its platform and its link, or none for an ID', () => {
		expect(only(plansOf(LONG))).toMatchObject({ link: LONG, platform: 'bilibili' });
		expect(only(plansOf(BV))).toMatchObject({ link: null, platform: 'bilibili' });
	});

	it('pays once for a post, by its ID, its link and each endpoint; for no other one', () => {
		const video = `https://www.xiaohongshu.com/explore/${NOTE}?type=video`;
		const note = `https://www.xiaohongshu.com/explore/${NOTE}`;
		const [first, ...others] = [BV, LONG, video, note, NOTE].map((post) => stepOf(post));
		expect(others[0]?.identity).toBe(first?.identity);
		expect(new Set(others.slice(1).map(({ identity }) => identity)).size).toBe(1);
		expect(others[1]?.identity).not.toBe(first?.identity);
		expect(others[1]?.request.url).not.toBe(others[2]?.request.url);
	});

	it('takes an answer of five minutes, since counts change', () => {
		expect(stepOf(BV).maxAge).toBe(300_000);
		expect(stepOf('https://b23.tv/AbC12').maxAge).toBeUndefined();
	});

	it('takes what has all that it needs: the raw object with Output set to Raw, the video where it asks for one', () => {
		const read = (post: unknown, output: string) => {
			const step = stepOf(post, output);
			const body = ANSWERS[step.request.url] ?? '';
			const answer = step.read({ statusCode: 200, headers: {}, body }, (value) => value);
			if (!answer.ok) throw new Error('no post');
			return answer;
		};
		const [short, whole] = [read(BV, 'all'), read(BV, 'raw')];
		const accepts = (post: unknown, output: string, known: typeof short) =>
			stepOf(post, output).accepts?.(known);
		expect(['all', 'raw'].map((output) => accepts(BV, output, short))).toEqual([true, false]);
		expect(['all', 'raw'].map((output) => accepts(BV, output, whole))).toEqual([true, true]);
		const video = `https://www.xiaohongshu.com/explore/${NOTE}?type=video`;
		const full = read(video, 'all');
		const lacking = { ...full, lacksVideo: true };
		expect([full, lacking].map((known) => accepts(video, 'all', known))).toEqual([true, false]);
		expect([full, lacking].map((known) => accepts(NOTE, 'all', known))).toEqual([true, true]);
	});
});

it('Of an answer only the item is kept, and the raw object with Output set to Raw', () => {
	const [short, whole] = [new FakeApi(), new FakeApi()];
	run(BV, short);
	const found = run(BV, whole, 'raw');
	expect(JSON.stringify(short.kept).length).toBeLessThan(2_000);
	expect(short.kept).toMatchObject([{ raw: null }]);
	expect(found).toMatchObject({ items: [{ raw: { bvid: BV } }] });
});

it('A failure says which call, and whose post', () => {
	const nothing = new FakeApi({});
	expect(run('https://b23.tv/AbC12', nothing)).toMatchObject({
		ok: false,
		step: 'resolve',
		platform: 'bilibili',
	});
	expect(run(BV, nothing)).toMatchObject({
		ok: false,
		step: 'details',
		platform: 'bilibili',
		title: `The API has no such post: ${BV}`,
	});
	expect(nothing.requests).toHaveLength(2);
});

it.each([
	[true, 'and billed'],
	[null, 'and may have been billed'],
	[false, null],
])('A post that was not asked for says that its link was resolved, billed %s', (billed, words) => {
	const { step } = only(plansOf(`https://www.bilibili.com/video/${BV}/`));
	if (!isCall(step)) throw new Error('no call');
	const uncalled = failureOf('permission_denied', { uncalled: true });
	const failure = step.onFailure?.(uncalled, billed) as Failure;
	expect(failure.advice ?? null).toBe(
		words && `${uncalled.kind.advice} The link was resolved ${words}; the post was not asked for.`,
	);
	const called = step.onFailure?.(failureOf('no_content'), true) as Failure;
	expect(called.advice ?? '').not.toContain('was not asked for');
});

it('An ID that looks rounded is asked for, and if nothing is found the advice says so', () => {
	const failure = run('7641186371542040000', new FakeApi({}));
	expect(failure).toMatchObject({ ok: false, advice: expect.stringMatching(/store IDs as text\.$/) });
	const other = run('7641186371542041559', new FakeApi({}));
	expect(JSON.stringify(other)).not.toContain('store IDs as text');
});

it('A token that the API echoes is in no field', () => {
	const echo = (ANSWERS['/api/bilibili/get-video-detail/v2'] ?? '').replace(
		/"title": "[^"]*"/,
		'"title": "secret"',
	);
	const api = new FakeApi({ '/api/bilibili/get-video-detail/v2': echo }, 'secret');
	const found = run(BV, api, 'raw');
	expect(found).toMatchObject({ items: [{ title: '[token]', post_id: BV }] });
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
])('%s gives one failure, without a call', (_, value, reason) => {
	expect(only(plansOf(value))).toMatchObject({ step: { kind: { reason } } });
});

it('An ID and links in a cell are asked for in their order, and each failure names its link', () => {
	const plans = plansOf(`${BV}\nhttps://www.bilibili.com/video/av170001\nhttps://youtu.be/abc`);
	expect(plans).toMatchObject([
		{ link: null, platform: 'bilibili' },
		{ link: 'https://www.bilibili.com/video/av170001', platform: 'bilibili' },
		{ link: 'https://youtu.be/abc', step: { kind: { reason: 'other_site' } } },
	]);
});

it.each([
	['beside an ID', `${BV}?p=3`, `https://www.bilibili.com/video/${BV}/?p=3`],
	['of the landing', 'https://b23.tv/AbC12?p=3', `https://www.bilibili.com/video/${BV}/?p=2`],
])('The part of a video %s is in the address of its page', (_, value, url) => {
	expect(run(value)).toMatchObject({
		ok: true,
		items: [{ canonical_url: url }],
	});
});

it('More than 10,000 IDs in a row are not asked for', () => {
	const ids = Array.from({ length: 10_001 }, (_, index) =>
		String(7_641_186_371_542_000_000n + BigInt(index)),
	);
	expect(plansOf(ids.slice(1))).toHaveLength(10_000);
	expect(only(plansOf(ids))).toMatchObject({ step: { kind: { reason: 'invalid_parameters' } } });
});
