import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';

import { selfSigned } from '../../tools/sandbox/certificate.mts';
import {
	BAD,
	details,
	GOOD,
	link,
	MODES,
	RESOLVE,
	startBench,
	throughRouting,
	type Bench,
} from './bench.mts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => bench.sandbox.reset());

const WAYS = ['custom operation', 'routing'] as const;
const through = async <T,>(way: (typeof WAYS)[number], work: () => Promise<T>): Promise<T> =>
	way === 'routing' ? await throughRouting(bench, work) : await work();
const addressOf = (server: Server) => `127.0.0.1:${(server.address() as AddressInfo).port}`;
const listen = async (server: Server) =>
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

const FREE = 'https://www.douyin.com/video/7458784447774619122';
const ENVELOPE = JSON.stringify({ code: 0, data: { redirect_url: FREE } });

const resolve = async (
	way: (typeof WAYS)[number],
	requestOptions: unknown,
	texts: unknown[] = [link('set')],
	credential: IDataObject = {},
) =>
	await through(
		way,
		async () =>
			await bench.run('error-output', bench.texts(...texts), {
				parameters: { requestOptions } as IDataObject,
				credential: credential as never,
			}),
	);

describe('The timeout', () => {
	it.each([
		['custom operation', 300],
		['custom operation', '300'],
		['custom operation', '={{ 200 + 100 }}'],
		['routing', 300],
		['routing', '300'],
	] as const)('ends a call (%s, %j)', async (way, timeout) => {
		const result = await resolve(way, { timeout }, [link('hang-x')]);
		expect(result.json(RESOLVE, BAD)).toMatchObject([{ details: { reason: 'timeout', billed: null } }]);
	});

	it.each([
		['custom operation', -5],
		['custom operation', 1e12],
		['custom operation', 'abc'],
		['custom operation', ' '],
		['custom operation', 2 ** 31],
		['custom operation', '={{ -1 }}'],
		['routing', -5],
		['routing', 1e12],
		['routing', 'abc'],
	] as const)('says so where no call can keep it (%s, %j)', async (way, timeout) => {
		const result = await resolve(way, { timeout }, [link('set'), FREE]);
		expect(result.json(RESOLVE, BAD)).toMatchObject([
			{
				id: 'row 0',
				error: `The timeout in 'Request Options' is not usable: ${link('set')}`,
				details: { reason: 'invalid_settings', billed: false, attempts: 0 },
			},
		]);
		expect(result.json(RESOLVE, GOOD)).toHaveLength(1);
		expect(bench.sandbox.stats().calls).toBe(0);
	});

	it.each([undefined, 0, '', null])('is our own where none is set: %j', async (timeout) => {
		expect((await resolve('custom operation', { timeout })).json(RESOLVE, GOOD)).toHaveLength(1);
	});
});

describe('The proxy', () => {
	const seen: Array<{ url: string; login: string }> = [];
	const proxy = createServer(({ url, headers }: IncomingMessage, response) => {
		const login = String(headers['proxy-authorization'] ?? '').replace('Basic ', '');
		seen.push({ url: String(url), login: Buffer.from(login, 'base64').toString() });
		response.end(ENVELOPE);
	});
	beforeAll(async () => await listen(proxy));
	afterAll(() => void proxy.close());
	beforeEach(() => void seen.splice(0));

	it.each([
		['custom operation', 'user:p%40ss', 'user:p@ss'],
		['custom operation', 'user:p@ss:word', 'user:p@ss:word'],
		['routing', 'user:pass', 'user:pass'],
	] as const)('gets the call, and its password (%s, %s)', async (way, login, sent) => {
		const result = await resolve(way, { proxy: `http://${login}@${addressOf(proxy)}` });
		expect(result.json(RESOLVE, GOOD)).toHaveLength(1);
		expect(seen).toEqual([{ url: expect.stringContaining(bench.sandbox.url), login: sent }]);
		expect(bench.sandbox.stats().calls).toBe(0);
		expect(JSON.stringify(result.data)).not.toContain('p@ss:word"');
	});

	it.each([
		'proxy.corp:3128',
		'nonsense',
		'http://proxy.corp',
		'http://proxy.corp:99999',
		'http://:80',
		'//a:80',
	])('says so where it is none: %s', async (address) => {
		const result = await resolve('custom operation', { proxy: address }, [link('set'), FREE]);
		expect(result.pairedInputs(RESOLVE, BAD)).toEqual([0]);
		expect(result.json(RESOLVE, BAD)).toMatchObject([
			{
				id: 'row 0',
				error: `The proxy in 'Request Options' is not usable: ${link('set')}`,
				details: { reason: 'invalid_settings', attempts: 0 },
			},
		]);
		expect(result.json(RESOLVE, GOOD)).toHaveLength(1);
		expect(bench.sandbox.stats().calls).toBe(0);
	});
});

describe('A certificate that nobody signed', () => {
	const server = createSecureServer(selfSigned(), (_, response) => response.end(ENVELOPE));
	beforeAll(async () => await listen(server));
	afterAll(() => void server.close());
	const credential = () => ({ baseUrl: `https://${addressOf(server)}` });

	it.each(WAYS)('is named, with the option that helps, and not tried again (%s)', async (way) => {
		const result = await resolve(way, {}, [link('set')], credential());
		expect(result.json(RESOLVE, BAD)).toMatchObject([
			{
				error: `The API's certificate cannot be trusted: ${link('set')}`,
				message: expect.stringContaining("'Ignore SSL Issues'"),
				details: { reason: 'network', retryable: false, billed: false, attempts: 1 },
			},
		]);
	});

	it.each(WAYS)('is taken with Ignore SSL Issues (%s)', async (way) => {
		const result = await resolve(way, { allowUnauthorizedCerts: true }, [link('set')], credential());
		expect(result.json(RESOLVE, GOOD)).toHaveLength(1);
	});
});

describe('Batching', () => {
	it.each(WAYS)('pauses before each batch but the first (%s)', async (way) => {
		const batching = { batch: { batchSize: 2, batchInterval: 150 } };
		const texts = ['batA', 'batB', 'batC', 'batD', 'batE'].map(link);
		const result = await resolve(way, { batching }, texts);
		expect(result.json(RESOLVE, GOOD)).toHaveLength(5);
		const at = bench.sandbox.calls().map((call) => call.at);
		// In batches of two; only that pauses are not shorter is asserted.
		for (const index of [2, 4]) expect(at[index] - at[index - 1]).toBeGreaterThanOrEqual(100);
	});

	it.each([
		{},
		{ batch: {} },
		{ batch: { batchSize: 'x', batchInterval: 'y' } },
		{ batch: { batchSize: -1, batchInterval: 0 } },
		null,
		7,
	])('of no use is none: %j', async (batching) => {
		const result = await resolve('custom operation', { batching }, ['noneA', 'noneB'].map(link));
		expect(result.json(RESOLVE, GOOD)).toHaveLength(2);
	});
});

describe('An expression in the Request Options that fails', () => {
	const FAILS = '={{ $itemIndex === 1 ? $("No such node").item.json.x : 5000 }}';

	it('fails its row, with its columns and its link', async () => {
		const texts = [link('exprA'), link('exprB'), FREE, link('exprC')];
		const result = await resolve('custom operation', { timeout: FAILS }, texts);
		expect(result.pairedInputs(RESOLVE, GOOD)).toEqual([0, 2, 3]);
		expect(result.pairedInputs(RESOLVE, BAD)).toEqual([1]);
		expect(result.json(RESOLVE, BAD)).toMatchObject([
			{
				id: 'row 1',
				error: `An expression in 'Request Options' could not be evaluated: ${link('exprB')}`,
				details: { reason: 'invalid_settings', billed: false },
			},
		]);
	});

	it('fails every row that needs a call where it fails for all', async () => {
		const texts = [link('exprA'), FREE, link('exprB')];
		const result = await resolve(
			'custom operation',
			{ timeout: '={{ $("No such node").item.json.x }}' },
			texts,
		);
		expect(result.pairedInputs(RESOLVE, GOOD)).toEqual([1]);
		expect(result.json(RESOLVE, BAD)).toMatchObject([{ id: 'row 0' }, { id: 'row 2' }]);
		expect(bench.sandbox.stats().calls).toBe(0);
	});
});

describe('An expression in Output or the Options that fails', () => {
	it.each([{ output: '={{ $("Nope").item }}' }, { options: { maxRetries: '={{ $("Nope").item }}' } }])(
		'fails all rows, with their columns: %j',
		async (parameters) => {
			const result = await bench.run('error-output', bench.texts(link('a'), FREE), {
				parameters: parameters as IDataObject,
			});
			expect(result.json(RESOLVE, GOOD)).toEqual([]);
			expect(result.json(RESOLVE, BAD)).toMatchObject([{ id: 'row 0' }, { id: 'row 1' }]);
			expect(details(result.json(RESOLVE, BAD)[0])).toMatchObject({ reason: 'invalid_settings' });
		},
	);
});

describe('The domains that the credential allows', () => {
	it.each(WAYS)('hold for our calls: another host is not called (%s)', async (way) => {
		const credential = { allowedHttpRequestDomains: 'domains', allowedDomains: 'api.example.com' };
		const result = await resolve(way, {}, [link('set'), FREE], credential);
		expect(result.json(RESOLVE, BAD)).toMatchObject([
			{
				error: `n8n cannot call this address: ${link('set')}`,
				message: expect.stringContaining("'Allowed HTTP Request Domains'"),
				details: { reason: 'network', billed: false, retryable: false },
			},
		]);
		expect(result.json(RESOLVE, GOOD)).toHaveLength(1);
		expect(bench.sandbox.stats().calls).toBe(0);
	});

	it.each([
		[
			'a list with the host',
			{ allowedHttpRequestDomains: 'domains', allowedDomains: 'a.example, 127.0.0.1' },
		],
		['all', { allowedHttpRequestDomains: 'all', allowedDomains: 'left.example' }],
		['none, which is meant for the HTTP Request node', { allowedHttpRequestDomains: 'none' }],
	])('let calls pass: %s', async (_, credential) => {
		for (const way of WAYS) {
			expect((await resolve(way, {}, [link('set')], credential)).json(RESOLVE, GOOD)).toHaveLength(1);
		}
	});

	it('fail the row where the list is empty', async () => {
		const credential = { allowedHttpRequestDomains: 'domains', allowedDomains: ' ' };
		const result = await resolve('custom operation', {}, [link('set'), FREE], credential);
		expect(result.json(RESOLVE, BAD)).toMatchObject([
			{ id: 'row 0', error: `The credential allows no domain: ${link('set')}` },
		]);
		expect(bench.sandbox.stats().calls).toBe(0);
	});
});

describe('A credential that cannot be used', () => {
	it.each([
		['half a character', { token: 'abcd\ud83d' }, 'The token in the credential is damaged'],
		[
			'an expression that n8n refuses',
			{ token: '={{ $env.JOA }}' },
			'An expression in the Just One API credential could not be evaluated',
		],
	])('fails each row that needs a call: %s', async (_, credential, title) => {
		for (const mode of MODES) {
			const result = await bench.run(mode, bench.texts(FREE, link('set')), {
				credential: credential as never,
			});
			if (mode === 'stop') expect(result.error?.message).toBe(`${title}: ${link('set')} [item 1]`);
			else expect(result.pairedInputs(RESOLVE, GOOD)[0]).toBe(0);
			if (mode === 'error-output')
				expect(result.json(RESOLVE, BAD)[0].error).toBe(`${title}: ${link('set')}`);
		}
		expect(bench.sandbox.stats().calls).toBe(0);
	});
});
