import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import { failureKinds } from '../../nodes/JustOneApi/failure/failureTable.ts';
import { callTool } from '../../tools/engine/tool.mts';
import { BAD, details, GOOD, link, RESOLVE, startBench, throughRouting, type Bench } from './bench.mts';

const TOKEN = 'balance-token-4711';
const GET_BALANCE = { resource: 'account', operation: 'getBalance' };
const WAYS = ['custom operation', 'routing'] as const;

let bench: Bench;
let baseUrl: string;
/** Answers in turn; the last one for all further calls. */
let answers: string[] = [];
const seen: string[] = [];
const server = createServer(({ url, method }, response) => {
	seen.push(`${method} ${url}`);
	const code = /token=code-(\d+)$/.exec(String(url))?.[1];
	const next = () => (answers.length > 1 ? answers.shift() : answers[0]);
	const answer = code === undefined ? next() : says(Number(code), { echo: `code-${code}` });
	if (answer === 'cut') response.destroy();
	else response.end(answer);
});
const says = (code: number, data: unknown = null) => JSON.stringify({ code, message: null, data });

beforeAll(async () => {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	bench = await startBench();
});
afterAll(async () => {
	await bench.close();
	server.close();
	server.closeAllConnections();
});
beforeEach(() => {
	seen.length = 0;
	answers = [says(0, { balance: 12.34, currency: 'CNY' })];
});

const run = async (
	way: (typeof WAYS)[number],
	{ rows = 1, mode = 'error-output', parameters = {} as IDataObject, ...changes } = {},
) => {
	const work = async () =>
		await bench.run(mode, bench.texts(...Array.from({ length: rows }, () => 'any')), {
			parameters: { ...GET_BALANCE, ...parameters },
			credential: { token: TOKEN, baseUrl },
			...changes,
		});
	return way === 'routing' ? await throughRouting(bench, work) : await work();
};

describe.each(WAYS)('Get Balance (%s)', (way) => {
	it('gives the balance as a number, and asks with nothing but the token', async () => {
		const result = await run(way);
		expect(result.json(RESOLVE, GOOD)).toEqual([{ balance: 12.34, currency: 'CNY' }]);
		expect(seen).toEqual([`GET /user/get-balance?token=${TOKEN}`]);
	});

	it.each([
		['123.4500', 123.45],
		['0.00', 0],
		[-3.5, -3.5],
	])('reads %j', async (balance, number) => {
		answers = [says(0, { balance })];
		expect((await run(way)).json(RESOLVE, GOOD)).toEqual([{ balance: number, currency: null }]);
	});

	// Side by side, since some of them are repeated after a pause; each with a token, so an account, of its own.
	it('fails with every code as the table says, unbilled, with the columns of the row and without the token', async () => {
		const codes = failureKinds.flatMap(({ code }) => (code === null || code === 302 ? [] : [code]));
		expect(codes.length).toBeGreaterThanOrEqual(9);
		const inTurn =
			way === 'routing' ? throughRouting : async (_: Bench, work: () => Promise<void>) => await work();
		await inTurn(bench, async () => {
			const results = codes.map(
				async (code) =>
					[
						code,
						await run('custom operation', { credential: { baseUrl, token: `code-${code}` } } as object),
					] as const,
			);
			for (const [code, result] of await Promise.all(results)) {
				const [record] = result.json(RESOLVE, BAD);
				const kind = failureKinds.find((one) => one.code === code);
				expect(record).toMatchObject({ id: 'row 0', text: 'any' });
				expect(details(record)).toMatchObject({
					reason: kind?.reason,
					code,
					billed: false,
					retryable: kind?.retryable,
				});
				expect(`${String(record.error)} ${String(record.message)}`).not.toMatch(/link|billed/i);
				expect(JSON.stringify(result.data)).not.toContain(`code-${code}`);
			}
		});
	});

	it.each([
		['no balance', says(0, {}), 'bad_response'],
		['a balance that is no number', says(0, { balance: 'plenty' }), 'bad_response'],
		['a code that is not documented', says(777), 'unknown_code'],
		['a web page', '<html></html>', 'bad_response'],
	])('fails with %s', async (_, answer, reason) => {
		answers = [answer];
		const [record] = (await run(way)).json(RESOLVE, BAD);
		expect(details(record)).toMatchObject({ reason, billed: false, attempts: 1 });
	});

	it('repeats a call whose answer was lost: none is billed', async () => {
		answers = ['cut', says(0, { balance: 1 })];
		expect((await run(way)).json(RESOLVE, GOOD)).toEqual([{ balance: 1, currency: null }]);
		expect(seen).toHaveLength(2);
	});

	it('keeps the columns of its row where the user wants them', async () => {
		const result = await run(way, { parameters: { options: { includeInputFields: true } } });
		expect(result.json(RESOLVE, GOOD)).toEqual([
			{ id: 'row 0', text: 'any', balance: 12.34, currency: 'CNY' },
		]);
	});

	it('asks for its credential', async () => {
		const result = await run(way, { mode: 'stop', credential: null } as object);
		expect(result.error?.message).toMatch(/credential/i);
		expect(seen).toEqual([]);
	});

	it('sends what is declared', async () => {
		const operations = bench.nodeType.description.properties.filter(({ name }) => name === 'operation');
		const option = operations
			.flatMap(({ options }) => options ?? [])
			.find((one) => 'value' in one && one.value === 'getBalance') as INodePropertyOptions;
		const declared = option.routing?.request as unknown as { url: string };
		const { url } = declared;
		declared.url = '/user/changed';
		await run(way);
		declared.url = url;
		expect(seen).toEqual([`GET /user/changed?token=${TOKEN}`]);
	});
});

describe('The call', () => {
	it('is shared by all rows of a run, and made once for each account', async () => {
		const result = await run('custom operation', {
			rows: 5,
			credential: { baseUrl, token: "={{ $json.id === 'row 3' ? 'other-token' : 'balance-token-4711' }}" },
		} as object);
		expect(result.json(RESOLVE, GOOD)).toHaveLength(5);
		expect(result.pairedInputs(RESOLVE, GOOD)).toEqual([0, 1, 2, 3, 4]);
		expect(seen).toHaveLength(2);
	});

	it('shows in the line of the run, where nothing is billed', async () => {
		const result = await run('custom operation');
		expect(result.data.data.resultData.metadata?.[`cost_${RESOLVE}`]).toContain('1 calls, 0 billed');
	});

	it.each(['engine', 'direct'] as const)('is made anew each time an agent asks (%s)', async (route) => {
		answers = [says(0, { balance: 2 }), says(0, { balance: 1 })];
		const { answers: told } = await callTool(bench.engine, {
			node: {
				name: 'Balance',
				type: 'n8n-nodes-justoneapi.justOneApiTool',
				parameters: GET_BALANCE,
				credentials: { justOneApi: { id: 'account', name: 'Just One API' } },
			},
			calls: [{}, {}],
			credentials: { account: { type: 'justOneApi', data: { token: TOKEN, region: 'custom', baseUrl } } },
			route,
		});
		expect(told.map(({ text }) => JSON.parse(text) as unknown)).toEqual(
			[2, 1].map((balance) => [{ balance, currency: null }]),
		);
	});
});

it('The sandbox has the route too, and counts it among no billed calls', async () => {
	const result = await bench.run('error-output', bench.texts(link('beside')), { parameters: GET_BALANCE });
	expect(result.json(RESOLVE, GOOD)).toEqual([{ balance: 12.34, currency: 'CNY' }]);
	expect(bench.sandbox.stats().calls).toBe(0);
});
