import { SCENARIOS } from '../../tools/sandbox/scenarios.mts';
import { contentId, shortLink } from '../../tools/sandbox/links.mts';
import { BAD, details, GOOD, RESOLVE, startBench, type Bench } from './bench.mts';

// Codes that concern the account or the endpoint end a run for all its rows; they have runs of their own.
const ENDS_THE_RUN = /^c(?:100|300|303|600|601|602)$/;
const scenarios = SCENARIOS.filter(({ name }) => !ENDS_THE_RUN.test(name) && !/^(?:hang|slow)/.test(name));

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());

describe('every scenario of the sandbox, one row each, in one run', () => {
	it('leaves by the branch and with the words that the table gives it', async () => {
		const rows = scenarios.map(({ name, example }) => ({
			name,
			text: `看看 ${shortLink(example)} 复制此链接`,
		}));
		const result = await bench.run('error-output', rows, {
			options: { maxRetries: 1, includeInputFields: true },
		});
		const good = result.json(RESOLVE, GOOD);
		const bad = result.json(RESOLVE, BAD);

		expect(result.status).toBe('success');
		expect(good.length + bad.length).toBe(scenarios.length);
		for (const { name, example, expect: expected, billed } of scenarios) {
			const row = [...good, ...bad].find((json) => json.name === name);
			if ('content_type' in expected) {
				expect(row).toMatchObject({
					name,
					share_url: shortLink(example),
					content_type: expected.content_type,
					resolved_by: 'api',
				});
				expect(row).not.toHaveProperty('error');
			} else {
				expect(row).toMatchObject({ name, details: { ...expected, billed, share_url: shortLink(example) } });
				expect(typeof row?.error).toBe('string');
				expect(typeof row?.message).toBe('string');
				expect(bad).toContain(row);
			}
		}
	});

	it('repeats only what may be repeated', async () => {
		bench.sandbox.reset();
		const rows = scenarios.map(({ name, example }) => ({ name, text: shortLink(`${example}`, 'Zz9') }));
		const result = await bench.run('error-output', rows, { options: { maxRetries: 1 } });
		for (const json of result.json(RESOLVE, BAD)) {
			const { retryable, billed } = details(json);
			// What may have been billed is not repeated, save code 503 inside the envelope.
			const isRepeated = retryable === true && (billed === false || details(json).code === 503);
			expect({ name: json.name, attempts: details(json).attempts }).toEqual({
				name: json.name,
				attempts: isRepeated ? 2 : 1,
			});
		}
	});
});

describe('codes that concern the account', () => {
	it.each([
		['c100', 'invalid_token'],
		['c300', 'endpoint_disabled'],
		['c303', 'daily_quota_exceeded'],
		['c600', 'permission_denied'],
		['c601', 'insufficient_balance'],
		['c602', 'token_limit_reached'],
		['c100h', 'invalid_token'],
		['c600h', 'permission_denied'],
	])('%s ends the run: %s for every row that still needs a call', async (code, reason) => {
		bench.sandbox.reset();
		const rows = bench.texts(
			shortLink(code),
			...Array.from({ length: 20 }, (_, index) => shortLink(`video-${index}`)),
			'https://www.douyin.com/video/7458784447774619122',
		);
		const result = await bench.run('error-output', rows, { options: { maxConcurrentRequests: 1 } });
		const bad = result.json(RESOLVE, BAD);

		expect(bad).toHaveLength(21);
		expect(bad.map((json) => details(json).reason)).toEqual(Array(21).fill(reason));
		expect(bad.map((json) => details(json).attempts)).toEqual([1, ...Array(20).fill(0)]);
		expect(bench.sandbox.stats().calls).toBe(1);
		// A link that says its ID itself needs no account.
		expect(result.json(RESOLVE, GOOD)).toMatchObject([
			{ video_id: '7458784447774619122', resolved_by: 'link' },
		]);
	});
});

describe('codes with the HTTP status that the OpenAPI pairs with them', () => {
	it('are judged by the code, and each call is sent once', async () => {
		bench.sandbox.reset();
		const rows = bench.texts(
			shortLink('c400h'),
			shortLink('c302hx1'),
			shortLink('c500hx1'),
			shortLink('c503hx1'),
			shortLink('c301hx1'),
		);
		const result = await bench.run('error-output', rows);
		expect(result.json(RESOLVE, GOOD)).toHaveLength(4);
		expect(result.json(RESOLVE, BAD)).toMatchObject([
			{ details: { reason: 'invalid_parameters', code: 400, http_status: 400, attempts: 1 } },
		]);
		expect(bench.sandbox.stats().calls).toBe(9);
	});
});

describe('a call that is not answered', () => {
	it.each([
		['hang', 'timeout'],
		['cut', 'network'],
		['cutbody', 'network'],
	])('%s is not repeated, and whether it was billed is unknown', async (code, reason) => {
		bench.sandbox.reset();
		const result = await bench.run('error-output', bench.texts(shortLink(code)), {
			parameters: { requestOptions: { timeout: 500 } },
		});
		expect(result.json(RESOLVE, BAD)).toMatchObject([
			{ details: { reason, billed: null, attempts: 1, retryable: true } },
		]);
		expect(bench.sandbox.stats().calls).toBe(1);
	});

	it.each(['hangx1', 'cutx1', 'cutbodyx1'])('%s is repeated where the user asks for it', async (code) => {
		const result = await bench.run('error-output', bench.texts(shortLink(code, 'Again')), {
			parameters: { requestOptions: { timeout: 500 } },
			options: { retryUnanswered: true },
		});
		expect(result.json(RESOLVE, GOOD)).toMatchObject([{ video_id: contentId(`${code}-Again`) }]);
	});

	it('is repeated by itself where it never reached the server', async () => {
		const result = await bench.run('error-output', bench.texts(shortLink('video')), {
			credential: { baseUrl: 'http://127.0.0.1:1' },
			options: { maxRetries: 2 },
		});
		expect(result.json(RESOLVE, BAD)).toMatchObject([
			{ details: { reason: 'network', billed: false, attempts: 3, retryable: true } },
		]);
	});
});
