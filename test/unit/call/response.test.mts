import { readRetryAfter } from '../../../nodes/JustOneApi/call/response.ts';
import { readAnswer } from '../../../nodes/JustOneApi/resources/redirect.ts';
import { failureOf } from '../../../nodes/JustOneApi/failure/failure.ts';
import { failureKind } from '../../../nodes/JustOneApi/failure/failureTable.ts';
import { douyin } from '../../../nodes/JustOneApi/platforms/douyin/index.ts';

const ID = '7579132723441323298';
const REDIRECT_URL = `https://www.iesdouyin.com/share/video/${ID}/?from_ssr=1&mid=7579132714545318675`;
const NOW = Date.parse('2026-11-22T12:00:00Z');

const read = (body: unknown, statusCode = 200, headers: Record<string, unknown> = {}) =>
	readAnswer(
		{ statusCode, headers, body: typeof body === 'string' ? body : JSON.stringify(body) },
		douyin,
		NOW,
	);

describe('Success', () => {
	it.each<[string, unknown]>([
		['as documented', { code: 0, data: { redirect_url: REDIRECT_URL } }],
		['with a code as text', { code: '0', message: null, data: { redirect_url: REDIRECT_URL } }],
		['with the URL as data', { code: 0, data: REDIRECT_URL }],
		['with another key', { code: 0, data: { redirectUrl: REDIRECT_URL } }],
		[
			'with a 19-digit number beside the URL',
			`{"code":0,"data":{"aweme_id":7579132714545318675,"redirect_url":"${REDIRECT_URL}"}}`,
		],
	])('%s', (_, body) => {
		expect(read(body)).toMatchObject({
			ok: true,
			redirectUrl: REDIRECT_URL,
			target: { contentType: 'video', contentId: ID, canonicalUrl: `https://www.douyin.com/video/${ID}` },
			envelope: { code: 0 },
		});
	});

	it.each([200, 201, 400, 401, 429, 500, 503])('is what the body says, even with HTTP %i', (status) => {
		expect(read({ code: 0, data: REDIRECT_URL }, status)).toMatchObject({
			ok: true,
			target: { contentId: ID },
		});
	});

	it('passes the redirect URL on as it came, damage included', () => {
		const damaged = `${REDIRECT_URL}®ion=CN×tamp=1764666326&extra_params={"a":"b"}`;
		expect(read({ code: 0, data: { redirect_url: damaged } })).toMatchObject({
			ok: true,
			redirectUrl: damaged,
		});
	});

	it.each<[string, unknown, string]>([
		['no data', null, 'The API returned no redirect URL'],
		['no URL in the data', {}, 'The API returned no redirect URL'],
		['an empty URL', { redirect_url: '' }, 'The API returned no redirect URL'],
		['the home page', 'https://www.douyin.com/', 'The link leads to no post, user or page'],
		['another site', 'https://www.ixigua.com/7579132723441323298', 'The link leads to another site'],
		[
			'the short link again',
			'https://v.douyin.com/AbC12/',
			'The API returned the short link instead of its target',
		],
	])('without a target is none, and billed: %s', (_, data, title) => {
		expect(read({ code: 0, data, requestId: 'r-1' })).toMatchObject({
			ok: false,
			kind: failureKind('no_target'),
			code: 0,
			httpStatus: 200,
			billed: true,
			retryable: false,
			unanswered: false,
			requestId: 'r-1',
			title,
		});
	});
});

describe('A business code', () => {
	it.each([
		[100, 401, 'invalid_token'],
		[201, 200, 'no_content'],
		[301, 200, 'collection_failed'],
		[302, 429, 'rate_limited'],
		[303, 429, 'daily_quota_exceeded'],
		[400, 400, 'invalid_parameters'],
		[500, 500, 'server_error'],
		[503, 503, 'service_unavailable'],
		[600, 403, 'permission_denied'],
		[601, 200, 'insufficient_balance'],
		[602, 200, 'token_limit_reached'],
		[300, 200, 'endpoint_disabled'],
		[202, 200, 'unknown_code'],
		[1, 200, 'unknown_code'],
		[-1, 500, 'unknown_code'],
	] as const)('%i counts, whether it comes with HTTP 200 or %i', (code, status, reason) => {
		const { billed, retryable } = failureKind(reason);
		for (const httpStatus of [200, status]) {
			expect(
				read({ code, message: 'Words', data: { redirect_url: REDIRECT_URL }, requestId: 'r-1' }, httpStatus),
			).toMatchObject({
				ok: false,
				kind: { reason },
				code,
				httpStatus,
				billed,
				retryable,
				unanswered: false,
				requestId: 'r-1',
				apiMessage: 'Words',
			});
		}
	});

	it('as text counts like a number', () => {
		expect(read({ code: '302' })).toMatchObject({
			kind: { reason: 'rate_limited' },
			code: 302,
			apiMessage: '',
			requestId: null,
		});
	});

	it('beats the HTTP status', () => {
		expect(read({ code: 301 }, 429)).toMatchObject({
			kind: { reason: 'collection_failed' },
			httpStatus: 429,
		});
	});
});

/** Statuses that come to the same. */
const table = (statuses: number[], reason: string, judgement: object) =>
	statuses.map((status) => [status, reason, judgement] as const);

describe('A body that is no envelope', () => {
	it.each([
		...table([429], 'rate_limited', { billed: false, retryable: true, unanswered: false }),
		...table([521, 523, 525, 526, 530], 'service_unavailable', {
			billed: false,
			retryable: true,
			unanswered: false,
		}),
		...table([500], 'server_error', { billed: null, retryable: true, unanswered: true }),
		...table([408, 501, 502, 503, 504, 507, 520, 522, 524, 527, 599], 'service_unavailable', {
			billed: null,
			retryable: true,
			unanswered: true,
		}),
		...table([401, 403, 407, 451], 'bad_response', {
			billed: null,
			retryable: false,
			unanswered: false,
			advice: expect.stringMatching(/Proxy.*network/),
		}),
		...table([200, 204, 302, 400, 404, 410, 418], 'bad_response', {
			billed: null,
			retryable: false,
			unanswered: false,
		}),
	])('is judged by HTTP %i: %s', (status, reason, judgement) => {
		for (const body of ['<html>gateway</html>', '', '[]', '{"message":"no code"}']) {
			expect(read(body, status)).toMatchObject({
				ok: false,
				kind: { reason },
				code: null,
				httpStatus: status,
				...judgement,
			});
		}
	});
});

describe('Retry-After', () => {
	it.each<[unknown, number | null]>([
		['0', 0],
		['2', 2000],
		[' 30 ', 30_000],
		['86400', 86_400_000],
		['Sun, 22 Nov 2026 12:00:10 GMT', 10_000],
		['Sun, 22 Nov 2026 11:00:00 GMT', 0],
		['soon', null],
		['5 s', null],
		['in 5', null],
		['1.5', null],
		['Sun Nov 22 12:00:10 2026', null],
		['', null],
		[undefined, null],
		[null, null],
		[5, null],
		[['5'], null],
	])('%j asks for %j ms', (header, wait) => {
		expect(readRetryAfter(header, NOW)).toBe(wait);
	});

	it('is read from an envelope and from a page alike', () => {
		for (const body of [{ code: 302 }, '<html>']) {
			expect(read(body, 429, { 'retry-after': '7' })).toMatchObject({
				kind: { reason: 'rate_limited' },
				retryAfterMs: 7000,
			});
			expect(read(body, 429)).toMatchObject({ retryAfterMs: null });
		}
	});
});

describe('A failure', () => {
	it('is as its row of the table says, unless more is known', () => {
		expect(failureOf('collection_failed')).toEqual({
			ok: false,
			kind: failureKind('collection_failed'),
			code: 301,
			httpStatus: null,
			billed: false,
			retryable: true,
			unanswered: false,
			requestId: null,
			apiMessage: '',
			retryAfterMs: null,
			step: null,
			platform: null,
		});
		expect(failureOf(failureKind('network'), { billed: null, unanswered: true, title: 'T' })).toMatchObject({
			kind: { reason: 'network' },
			billed: null,
			unanswered: true,
			title: 'T',
		});
	});
});
