/** The sandbox stands for the API in all other tests, so it has to keep the vendor's contract itself. */
import axios from 'axios';

import { readAnswer } from '../../nodes/JustOneApi/resources/redirect.ts';
import type { Answer } from '../../nodes/JustOneApi/resources/redirect.ts';
import { readTransportFailure } from '../../nodes/JustOneApi/failure/transportFailure.ts';
import { findShareLinks } from '../../nodes/JustOneApi/link/shareLink.ts';
import { douyin } from '../../nodes/JustOneApi/platforms/douyin/index.ts';
import { contentId, musicId, shortLink } from '../../tools/sandbox/links.mts';
import { CODES, SCENARIOS } from '../../tools/sandbox/scenarios.mts';
import { startSandbox, TOKENS, type Sandbox, type SandboxSettings } from '../../tools/sandbox/server.mts';

let sandbox: Sandbox;

const SETTINGS: Partial<SandboxSettings> = {
	latencyMs: 0,
	ratePerSecond: 0,
	balance: null,
	faultRate: {},
	httpStatusStyle: 'always200',
};

beforeAll(async () => {
	sandbox = await startSandbox();
});

beforeEach(() => {
	sandbox.configure(SETTINGS);
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

const get = async (path: string, params: object = {}, timeout = 0) => {
	const { status, headers, data } = await http.get<string>(sandbox.url + path, { params, timeout });
	return { status, headers: headers as Record<string, unknown>, body: data };
};

/** Any parameter can be left out. */
const call = async (params: { token?: string; shareUrl?: string }, timeout?: number) =>
	await get('/api/douyin/share-url-transfer/v1', params, timeout);

const callLink = async (shareUrl: string, token: string = TOKENS.accepted) => await call({ token, shareUrl });

const codeOf = async (answer: Promise<{ body: string }>) =>
	(JSON.parse((await answer).body) as { code: unknown }).code;

/** A call as our node makes it, down to what is left of a mishap on the socket. */
async function answerTo(shareUrl: string, timeout = 0): Promise<Answer> {
	try {
		const { status, headers, body } = await call({ token: TOKENS.accepted, shareUrl }, timeout);
		return readAnswer({ statusCode: status, headers, body }, douyin, Date.now());
	} catch (error) {
		return readTransportFailure(error);
	}
}

describe('The endpoint', () => {
	it('answers with an envelope around the shape of the sample', async () => {
		const { status, headers, body } = await callLink('https://v.douyin.com/AbC12/');
		expect(status).toBe(200);
		expect(headers['content-type']).toMatch(/^application\/json/);
		const envelope = JSON.parse(body);
		expect(envelope).toEqual({
			code: 0,
			message: null,
			data: { redirect_url: expect.any(String) },
			recordTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
			requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
		});
		const url = new URL(envelope.data.redirect_url);
		expect(url.origin + url.pathname).toMatch(/^https:\/\/www\.iesdouyin\.com\/share\/video\/\d{19}\/$/);
	});

	// The parameters of the vendor's sample, written out.
	const SAMPLE =
		'from_ssr video_share_track_ver did mid ts share_track_info region share_sign tt_from with_sec_did from_aid titleType utm_source ' +
		'utm_medium activity_info timestamp share_version ug_share_id u_code iid utm_campaign app';

	it("puts the sample's parameters into the query, in the sample's order, and none of its own", async () => {
		const { data } = JSON.parse((await callLink('https://v.douyin.com/AbC12/')).body);
		const names = [...new URL(data.redirect_url).searchParams.keys()];
		expect(names).toEqual(SAMPLE.split(' ').filter((name) => names.includes(name)));
		expect(names).toEqual(expect.arrayContaining(['did', 'mid', 'region', 'timestamp', 'iid']));
	});

	it('tells the video from the music: both 19 digits, seconds apart, both beyond what a number holds', async () => {
		const { data } = JSON.parse((await callLink('https://v.douyin.com/AbC12/')).body);
		const [id, mid] = [contentId('AbC12'), musicId('AbC12')];
		expect(data.redirect_url).toContain(`/share/video/${id}/?`);
		expect(data.redirect_url).toContain(`&mid=${mid}&`);
		expect(Number(BigInt(id) >> 32n) - Number(BigInt(mid) >> 32n)).toBe(2);
		expect(String(Number(id))).not.toBe(id);
	});

	it('gives the same link the same IDs, and another link others', async () => {
		const urls = await Promise.all(
			['AbC12', 'AbC12', 'DeF34'].map(
				async (code) => JSON.parse((await callLink(`https://v.douyin.com/${code}/`)).body).data.redirect_url,
			),
		);
		expect(urls[0]).toBe(urls[1]);
		expect(urls[0]).not.toBe(urls[2]);
	});

	it.each<[string, { token?: string; shareUrl?: string }, number]>([
		['no token', { shareUrl: 'https://v.douyin.com/AbC12/' }, 100],
		['an empty token', { token: '', shareUrl: 'https://v.douyin.com/AbC12/' }, 100],
		['a wrong token', { token: 'wrong', shareUrl: 'https://v.douyin.com/AbC12/' }, 100],
		['a wrong token and no link', { token: 'wrong' }, 100],
		['no link', { token: TOKENS.accepted }, 400],
		['an empty link', { token: TOKENS.accepted, shareUrl: '' }, 400],
		[
			'a long link',
			{ token: TOKENS.accepted, shareUrl: 'https://www.douyin.com/video/7579132723441323298' },
			400,
		],
		['a short link with http', { token: TOKENS.accepted, shareUrl: 'http://v.douyin.com/AbC12/' }, 400],
		['a bare short link', { token: TOKENS.accepted, shareUrl: 'v.douyin.com/AbC12/' }, 400],
		['another short host', { token: TOKENS.accepted, shareUrl: 'https://jx.douyin.com/AbC12/' }, 400],
		['a whole text', { token: TOKENS.accepted, shareUrl: '看看 https://v.douyin.com/AbC12/' }, 400],
		['a look-alike', { token: TOKENS.accepted, shareUrl: 'https://v.douyin.com.evil.net/AbC12/' }, 400],
		[
			'a link without a slash at its end',
			{ token: TOKENS.accepted, shareUrl: 'https://v.douyin.com/AbC12' },
			0,
		],
		[
			'a link with a query',
			{ token: TOKENS.accepted, shareUrl: 'https://v.douyin.com/AbC12?from=singlemessage' },
			0,
		],
	])('%s is answered with the right code', async (_, params, code) => {
		expect(await codeOf(call(params))).toBe(code);
	});

	it.each([
		[TOKENS.inactive, 100, 100],
		[TOKENS.forbidden, 600, 600],
		[TOKENS.poor, 601, 0],
		[TOKENS.quota, 303, 0],
		[TOKENS.strange, 777, 777],
	])('The token %s gets %i for a link and %i for the balance', async (token, forLink, forBalance) => {
		expect(await codeOf(callLink('https://v.douyin.com/AbC12/', token))).toBe(forLink);
		expect(await codeOf(get('/user/get-balance', { token }))).toBe(forBalance);
	});

	it('is no other version, page or method', async () => {
		const params = { token: TOKENS.accepted, shareUrl: 'https://v.douyin.com/AbC12/' };
		for (const path of ['/api/douyin/share-url-transfer/v2', '/api/bilibili/share-url-transfer/v2', '/']) {
			expect(await get(path, params)).toMatchObject({ status: 404, body: expect.stringContaining('<html>') });
		}
		const { status } = await http.post(`${sandbox.url}/api/douyin/share-url-transfer/v1`, null, { params });
		expect(status).toBe(404);
	});
});

describe('The business codes', () => {
	it.each<[number, string]>([
		[100, 'Invalid or Inactive Token'],
		[301, 'Collection Failed. Please Retry.'],
		[302, 'Rate Limit Exceeded'],
		[303, 'Daily Quota Exceeded'],
		[400, 'Invalid Parameters'],
		[500, 'Internal Server Error'],
		[600, 'Permission Denied'],
		[601, 'Insufficient Balance'],
	])("%i is in the vendor's words: %s", async (code, message) => {
		expect(JSON.parse((await callLink(shortLink(`c${code}`))).body)).toMatchObject({
			code,
			message,
			data: null,
		});
	});

	it('are those of the page, the OpenAPI and the guides, and no others', () => {
		const known = [100, 101, 201, 202, 300, 301, 302, 303, 400, 404, 500, 503, 600, 601, 602];
		expect(Object.keys(CODES).map(Number)).toEqual(known);
	});

	it.each([
		[100, 401],
		[302, 429],
		[400, 400],
		[500, 500],
		[503, 503],
		[600, 403],
		[601, 200],
	])('%i comes with HTTP 200, or with HTTP %i where the OpenAPI is asked for', async (code, status) => {
		expect((await callLink(shortLink(`c${code}`))).status).toBe(200);
		expect((await callLink(shortLink(`c${code}h`))).status).toBe(status);
		sandbox.configure({ httpStatusStyle: 'openapi' });
		expect((await callLink(shortLink(`c${code}`))).status).toBe(status);
	});

	it('can be played for the first calls of a link only', async () => {
		const codes = [];
		for (let nth = 0; nth < 3; nth += 1) codes.push(await codeOf(callLink(shortLink('c301x2'))));
		expect(codes).toEqual([301, 301, 0]);
		expect(await codeOf(callLink(shortLink('c301x2', 'another')))).toBe(301);
	});
});

describe('The other routes', () => {
	it('tell the balance for nothing', async () => {
		const { body } = await get('/user/get-balance', { token: TOKENS.accepted });
		expect(JSON.parse(body)).toMatchObject({ code: 0, data: { balance: 12.34, currency: 'CNY' } });
		expect(sandbox.stats()).toMatchObject({ calls: 0, billed: 0 });
		expect(await codeOf(get('/user/get-balance'))).toBe(100);
		expect(await codeOf(get('/user/get-balance', { token: 'wrong' }))).toBe(100);
	});

	it('show a balance that falls by what is billed', async () => {
		sandbox.configure({ balance: 10 });
		const balance = async () =>
			JSON.parse((await get('/user/get-balance', { token: TOKENS.accepted })).body).data.balance;
		expect(await balance()).toBe(1);
		await callLink(shortLink('video'));
		await callLink(shortLink('c301'));
		expect(await balance()).toBe(0.9);
	});
});

describe('What is billed and counted', () => {
	it('is what the vendor bills: success and 201, nothing else', async () => {
		const names = [
			'video',
			'c201',
			'nulldata',
			'c100',
			'c301',
			'c302',
			'c303',
			'c400',
			'c500',
			'c503',
			'c600',
			'c601',
			'http502',
			'html',
		];
		for (const name of names) await callLink(shortLink(name));
		await callLink('https://v.douyin.com/AbC12/', 'wrong');
		expect(
			sandbox
				.calls()
				.filter(({ billed }) => billed)
				.map(({ shareUrl }) => shareUrl),
		).toEqual(['video', 'c201', 'nulldata'].map((name) => shortLink(name)));
		expect(sandbox.stats()).toMatchObject({
			calls: names.length + 1,
			billed: 3,
			byCode: { 0: 2, 201: 1, 100: 2, 301: 1, none: 2 },
		});
	});

	it('tells different links from calls, and never holds a token', async () => {
		for (const code of ['AbC12', 'AbC12', 'DeF34']) await callLink(`https://v.douyin.com/${code}/`);
		expect(sandbox.stats()).toMatchObject({
			calls: 3,
			distinctLinks: 2,
			maxInFlight: 1,
		});
		expect(JSON.stringify([sandbox.stats(), sandbox.calls()])).not.toContain(TOKENS.accepted);
	});

	it('starts again with a reset', async () => {
		await callLink(shortLink('c301x1'));
		sandbox.reset();
		expect(sandbox.stats()).toMatchObject({ calls: 0, billed: 0, byCode: {}, distinctLinks: 0 });
		expect(await codeOf(callLink(shortLink('c301x1')))).toBe(301);
	});

	it('tells which calls came after a code had been sent', async () => {
		for (const name of ['video', 'c601', 'c301']) await callLink(shortLink(name));
		expect(sandbox.stats().byCodeAfterFirst).toEqual({ 0: { 601: 1, 301: 1 }, 601: { 301: 1 } });
	});
});

describe('The limits', () => {
	const codes = async (...links: string[]) => {
		const answers = [];
		for (const link of links) answers.push(await codeOf(callLink(link)));
		return answers;
	};
	const links = ['a', 'b', 'c'].map((name) => shortLink('video', name));

	it('Beyond the balance there is 601; what is not billed does not use it up', async () => {
		sandbox.configure({ balance: 2 });
		expect(await codes(shortLink('c301'), ...links)).toEqual([301, 0, 0, 601]);
	});

	it('Beyond the rate there is 302', async () => {
		sandbox.configure({ ratePerSecond: 0.001 });
		expect(await codes(...links)).toEqual([0, 302, 302]);
	});

	it('Faults by chance are the same each time', async () => {
		const play = async () => {
			sandbox.reset();
			sandbox.configure({ faultRate: { 301: 0.3, 500: 0.3 } });
			return await codes(...Array.from({ length: 40 }, (_, index) => shortLink('video', `n${index}`)));
		};
		const first = await play();
		expect(new Set(first)).toEqual(new Set([0, 301, 500]));
		expect(await play()).toEqual(first);
	});

	it('Calls may lose their connection, or get no answer', async () => {
		sandbox.configure({ faultRate: { cut: 1 } });
		expect(await answerTo(links[0]!)).toMatchObject({ billed: null, kind: { reason: 'network' } });
		sandbox.configure({ faultRate: { hang: 1 } });
		expect(await answerTo(links[0]!, 50)).toMatchObject({ billed: null, kind: { reason: 'timeout' } });
		expect(sandbox.stats()).toMatchObject({ calls: 2, billed: 0, byCode: { none: 2 } });
	});

	it('A setting that does not exist is refused', () => {
		expect(() => sandbox.configure({ rate: 20 } as never)).toThrow('rate');
	});
});

describe('Every scenario is read by the node as its row says', () => {
	it.each(SCENARIOS.map((scenario) => [scenario.name, scenario]))(
		'%s',
		async (name, { example, expect: expected, billed, times }) => {
			const link = shortLink(name === 'slow<ms>' ? 'slow20' : example);
			expect(findShareLinks(link)).toMatchObject([{ url: link, apiAccepts: true }]);
			// A scenario of the first calls only is read after them.
			for (let nth = 0; nth < (times ?? 0); nth += 1)
				expect(await answerTo(link)).toMatchObject({ ok: false });
			const answer = await answerTo(link, name === 'hang' ? 300 : 0);
			if ('content_type' in expected) {
				expect(answer).toMatchObject({ ok: true, target: { contentType: expected.content_type } });
				expect(billed).toBe(true);
			} else {
				const { reason, retryable } = expected;
				expect(answer).toMatchObject({
					ok: false,
					kind: { reason },
					retryable,
					billed,
					unanswered: ['hang', 'cut', 'cutbody', 'http500', 'http502', 'http503', 'http504'].includes(name),
				});
			}
		},
	);

	it('the Retry-After that it asks for is read', async () => {
		expect(await answerTo(shortLink('retryafter7'))).toMatchObject({
			ok: false,
			code: 302,
			httpStatus: 429,
			retryAfterMs: 7000,
		});
	});

	it('the posts among them carry the right ID, not that of the music', async () => {
		for (const name of [
			'video',
			'note',
			'slides',
			'webvideo',
			'mangled',
			'dataurl',
			'keyurl',
			'keyredirecturl',
			'strcode',
			'idnumber',
			'echotoken',
		]) {
			expect(await answerTo(shortLink(name))).toMatchObject({
				ok: true,
				target: { contentId: contentId(`${name}-Ab12`) },
			});
		}
	});

	it('names are told apart, and none stands twice', () => {
		const names = SCENARIOS.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
	});
});
