/**
 * What really leaves n8n: the built node in n8n's own engine, and nock on the wire.
 *
 * @jest-environment ./tools/engine/jestEnvironment.mts
 */
import { ClientRequest } from 'node:http';
import { join } from 'node:path';

import type Nock from 'nock';
import type { IDataObject } from 'n8n-workflow';

import { testCredential } from '../../tools/engine/credentialTest.mts';
import { loadEngine, type Engine, type RunResult } from '../../tools/engine/engine.mts';
import type { OutsideOfJest } from '../../tools/engine/runtime.mts';

// nock must come from where the engine comes from; and it is an ES module, which jest does not load.
const { createRequire } = (globalThis as unknown as { outsideOfJest: OutsideOfJest }).outsideOfJest;
const { default: nock } = createRequire(join(process.cwd(), 'package.json'))('nock') as {
	default: typeof Nock;
};

const GLOBAL = 'https://api.justoneapi.com';
const MAINLAND = 'http://47.117.133.51:30015';
const ENDPOINT = '/api/douyin/share-url-transfer/v1';
const TOKEN = 'tok-5f2c9a';
const VIDEO_ID = '7579132723441323298';
const REDIRECT_URL = `https://www.iesdouyin.com/share/video/${VIDEO_ID}/?from_ssr=1&mid=7579132714545318675`;
const SUCCESS = JSON.stringify({ code: 0, data: { redirect_url: REDIRECT_URL } });

type Reply = Nock.ReplyFnResult;

let engine: Engine;
let calls: Request[] = [];
let strays: string[] = [];

/** Answers every GET to an origin, and keeps what was asked. */
function serve(origin: string, ...replies: Reply[]): void {
	// No regular expression here: nock knows only those of its own realm.
	const every = nock(origin)
		.persist()
		.get(() => true)
		.query(true);
	every.reply((request: Request) => {
		calls.push(request);
		return replies[Math.min(calls.length, replies.length) - 1];
	});
}

interface Options {
	link?: string;
	credential?: IDataObject;
	parameters?: IDataObject;
}

async function resolve({
	link = 'https://v.douyin.com/AbC12/',
	credential,
	parameters,
}: Options = {}): Promise<RunResult> {
	return await engine.run(
		{
			nodes: [
				{ name: 'Rows', type: 'n8n-nodes-base.manualTrigger' },
				{
					name: 'Resolve',
					type: 'n8n-nodes-justoneapi.justOneApi',
					onError: 'continueErrorOutput',
					parameters: {
						resource: 'shareLink',
						operation: 'resolve',
						shareUrl: '={{ $json.link }}',
						...parameters,
					},
					credentials: { justOneApi: { id: 'c1', name: 'Just One API' } },
				},
			],
			connections: { Rows: { main: [[{ node: 'Resolve', type: 'main', index: 0 }]] } },
		},
		{
			items: [{ json: { link } }],
			credentials: {
				c1: { type: 'justOneApi', data: { token: TOKEN, region: 'global', ...credential } as never },
			},
		},
	);
}

const good = (result: RunResult) => result.json('Resolve', 0);
const details = (result: RunResult) => result.json('Resolve', 1)[0].details as IDataObject;

beforeAll(async () => {
	nock.disableNetConnect();
	nock.emitter.on('no match', (request: Request) => strays.push(request.url));
	engine = await loadEngine({ packageDir: '.' });
}, 60_000);

beforeEach(() => {
	nock.cleanAll();
	calls = [];
	strays = [];
});

afterEach(() => {
	expect(strays).toEqual([]);
});

afterAll(async () => {
	nock.restore();
	await engine.close();
});

describe('the call', () => {
	it.each<[string, IDataObject, string]>([
		['the global region', { region: 'global' }, GLOBAL],
		['no region at all', { region: undefined }, GLOBAL],
		['Mainland China', { region: 'cn' }, MAINLAND],
		['a custom base URL', { region: 'custom', baseUrl: 'https://proxy.test' }, 'https://proxy.test'],
		['a slash at its end', { region: 'custom', baseUrl: 'https://proxy.test/' }, 'https://proxy.test'],
		[
			'a path prefix',
			{ region: 'custom', baseUrl: 'http://proxy.test:8080/just/one' },
			'http://proxy.test:8080/just/one',
		],
		[
			'a path prefix and slashes',
			{ region: 'custom', baseUrl: ' http://proxy.test/one// ' },
			'http://proxy.test/one',
		],
		['a base URL left over from another region', { region: 'global', baseUrl: 'https://evil.test' }, GLOBAL],
	])('goes to the documented endpoint: %s', async (_, credential, base) => {
		serve(new URL(base).origin, [200, SUCCESS]);
		const result = await resolve({ credential });
		expect(calls.map(({ method, url }) => [method, url.split('?')[0]])).toEqual([['GET', base + ENDPOINT]]);
		expect(good(result)).toMatchObject([
			{ video_id: VIDEO_ID, redirect_url: REDIRECT_URL, resolved_by: 'api' },
		]);
	});

	it.each([
		[TOKEN, 'https://v.douyin.com/AbC12/', 'https://v.douyin.com/AbC12/'],
		['a b+c/d=e&f?g#h%i', 'https://v.douyin.com/-qf6Ca1e_/', 'https://v.douyin.com/-qf6Ca1e_/'],
		['tökén中', 'HTTP://V.DOUYIN.COM:443/AbC12?from=singlemessage#top', 'https://v.douyin.com/AbC12/'],
		[`  ${TOKEN}\n`, '7.43 pda:/ 看看 v.douyin.com/AbC12复制此链接', 'https://v.douyin.com/AbC12/'],
	])(
		'carries the token and the short link, encoded, and nothing else: %j %j',
		async (token, link, shareUrl) => {
			serve(GLOBAL, [200, SUCCESS]);
			await resolve({ link, credential: { token } });
			const [{ url }] = calls;
			expect([...new URL(url).searchParams].sort()).toEqual([
				['shareUrl', shareUrl],
				['token', token.trim()],
			]);
			expect(url.split('?')[1]).toMatch(/^[\w.~%&=-]+$/);
		},
	);

	it('has no body, and shows the token nowhere but in the query', async () => {
		serve(GLOBAL, [200, SUCCESS]);
		await resolve();
		const [{ headers, body }] = calls;
		expect(body).toBeNull();
		expect([...headers].flat().join('\n')).not.toContain(TOKEN);
		expect(headers.has('authorization')).toBe(false);
	});

	it('is the same when it is repeated', async () => {
		serve(GLOBAL, [200, '{"code":301}'], [200, SUCCESS]);
		const result = await resolve({ parameters: { options: { maxRetries: 1 } } });
		expect(calls.map(({ url }) => url)).toEqual([calls[0].url, calls[0].url]);
		expect(good(result)).toHaveLength(1);
	});

	it.each([
		['120 s by default', {}, 120_000],
		['what the user sets', { requestOptions: { timeout: 4321 } }, 4321],
		['120 s with other request options', { requestOptions: { allowUnauthorizedCerts: true } }, 120_000],
	])('may take %s', async (_, parameters, timeout) => {
		serve(GLOBAL, [200, SUCCESS]);
		const setTimeouts = jest.spyOn(ClientRequest.prototype, 'setTimeout');
		await resolve({ parameters: parameters as IDataObject });
		const asked = setTimeouts.mock.calls.map(([milliseconds]) => milliseconds);
		setTimeouts.mockRestore();
		expect(calls).toHaveLength(1);
		expect(asked).toContain(timeout);
		expect(asked.filter((milliseconds) => milliseconds !== timeout)).toEqual([]);
	});
});

describe('the answer', () => {
	it.each([301, 302, 303, 307, 308])(
		'is not looked for elsewhere: HTTP %i to another host',
		async (status) => {
			serve(GLOBAL, [status, '', { Location: 'https://evil.test/?again' }]);
			serve('https://evil.test', [200, SUCCESS]);
			const result = await resolve();
			expect(calls.map(({ url }) => new URL(url).host)).toEqual(['api.justoneapi.com']);
			expect(details(result)).toMatchObject({
				reason: 'bad_response',
				http_status: status,
				attempts: 1,
				billed: null,
			});
		},
	);

	it.each([
		[401, 100, 'invalid_token'],
		[403, 600, 'permission_denied'],
		[400, 400, 'invalid_parameters'],
	])('with HTTP %i and code %i is asked for once', async (status, code, reason) => {
		serve(GLOBAL, [status, JSON.stringify({ code, message: null, data: null, requestId: 'r-1' })]);
		const result = await resolve();
		expect(calls).toHaveLength(1);
		expect(details(result)).toMatchObject({
			reason,
			code,
			http_status: status,
			request_id: 'r-1',
			attempts: 1,
		});
	});

	it('keeps every digit of a 19-digit number, and the redirect URL as it came', async () => {
		const redirectUrl = `https://www.iesdouyin.com/share/video/${VIDEO_ID}/?u=0®ion=CN&t=1×tamp=2`;
		const body = `{"code":"0","data":{"aweme_id":${VIDEO_ID},"redirect_url":${JSON.stringify(redirectUrl)}}}`;
		serve(GLOBAL, [200, body, { 'Content-Type': 'application/json;charset=UTF-8' }]);
		const [item] = good(await resolve({ parameters: { output: 'raw' } }));
		expect(item).toMatchObject({
			redirect_url: redirectUrl,
			video_id: VIDEO_ID,
			raw: { aweme_id: VIDEO_ID, redirect_url: redirectUrl },
		});
	});
});

describe('no call leaves', () => {
	it.each([
		['a link that carries its ID', `https://www.douyin.com/video/${VIDEO_ID}`, undefined],
		['a short link of another host', 'https://jx.douyin.com/AbC12/', 'invalid_parameters'],
		['a text without a link', '看海', 'no_link'],
		['a link of another site', 'https://vm.tiktok.com/ZM85YMY5y/', 'other_site'],
		['an empty text', '', 'no_text'],
		['an ID', VIDEO_ID, 'only_id'],
	])('for %s', async (_, link, reason) => {
		const result = await resolve({ link });
		expect(calls).toEqual([]);
		expect(result.json('Resolve', 1).map((json) => (json.details as IDataObject).reason)).toEqual(
			reason ? [reason] : [],
		);
	});

	it.each<[string, IDataObject, string]>([
		['without a token', { token: ' ' }, 'credential_missing'],
		['with a base URL that is none', { region: 'custom', baseUrl: 'ftp://proxy.test' }, 'credential_missing'],
		[
			'with a base URL that holds a password',
			{ region: 'custom', baseUrl: 'https://a:b@proxy.test' },
			'credential_missing',
		],
		[
			'that n8n allows for other domains only',
			{ allowedHttpRequestDomains: 'domains', allowedDomains: 'other.test' },
			'network',
		],
	])('with a credential %s', async (_, credential, reason) => {
		serve(GLOBAL, [200, SUCCESS]);
		const result = await resolve({ credential });
		expect(calls).toEqual([]);
		expect(details(result)).toMatchObject({ reason, billed: false, retryable: false });
	});
});

describe('the credential test', () => {
	it.each<[string, IDataObject, string]>([
		['the global region', { region: 'global' }, GLOBAL],
		['Mainland China', { region: 'cn' }, MAINLAND],
		['a custom base URL', { region: 'custom', baseUrl: 'https://proxy.test/one/' }, 'https://proxy.test/one'],
	])('asks for the balance, and for nothing that costs: %s', async (_, credential, base) => {
		serve(new URL(base).origin, [200, '{"code":0,"data":{"balance":12.34,"currency":"CNY"}}']);
		const verdict = await testCredential(engine, 'justOneApi', { token: TOKEN, ...credential } as never);
		expect(calls.map(({ method, url }) => [method, url])).toEqual([
			['GET', `${base}/user/get-balance?token=${TOKEN}`],
		]);
		expect(verdict.status).toBe('OK');
	});

	it('does not take the token to another host', async () => {
		serve(GLOBAL, [302, '', { Location: 'https://evil.test/' }]);
		serve('https://evil.test', [200, '{"code":0,"data":{"balance":1}}']);
		const verdict = await testCredential(engine, 'justOneApi', { token: TOKEN, region: 'global' });
		expect(calls.map(({ url }) => new URL(url).host)).toEqual(['api.justoneapi.com']);
		expect(verdict.status).toBe('Error');
	});
});
