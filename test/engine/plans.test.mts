/** What a row's plan does in n8n's engine: calls of which nothing could come, runs and tries, n8n's two flags. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { callTool } from '../../tools/engine/tool.mts';
import { postId } from '../../tools/sandbox/ids.mts';
import { TOKENS } from '../../tools/sandbox/server.mts';
import { BAD, details, GOOD, link, RESOLVE, startBench, throughRouting, type Bench } from './bench.mts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.sandbox.configure({ atEndpoint: {}, latencyMs: 0 });
	bench.sandbox.reset();
});

const get = { resource: 'post', operation: 'get', post: '={{ $json.text }}' };
const RESOLVE_PATH = '/api/douyin/share-url-transfer/v1';
const DETAILS_PATH = '/api/douyin/get-video-detail/v2';
const callsAt = (path: string) => bench.sandbox.calls().filter((call) => call.path === path).length;
const links = (count: number, name: string) =>
	Array.from({ length: count }, (_, row) => link(`${name}${row}`));

type Hook = (this: IExecuteFunctions) => Promise<unknown>;

/** Runs with what n8n gives the node changed: `changes` replace methods of its context. */
async function withContext<T>(changes: Partial<IExecuteFunctions>, work: () => Promise<T>): Promise<T> {
	const operations = bench.nodeType.customOperations?.shareLink as unknown as Record<string, Hook>;
	const { resolve } = operations;
	operations.resolve = async function () {
		const context = new Proxy(this, {
			get: (target, name) =>
				Object.hasOwn(changes, name)
					? changes[name as keyof IExecuteFunctions]
					: typeof target[name as keyof IExecuteFunctions] === 'function'
						? (target[name as keyof IExecuteFunctions] as () => unknown).bind(target)
						: target[name as keyof IExecuteFunctions],
		});
		return await resolve.call(context);
	};
	try {
		return await work();
	} finally {
		operations.resolve = resolve;
	}
}

describe('An endpoint that is closed', () => {
	it('ends the calls whose answer it would have needed, and each row says what was done for it', async () => {
		bench.sandbox.configure({ atEndpoint: { [DETAILS_PATH]: 600 }, latencyMs: 5 });
		const result = await bench.run('error-output', bench.texts(...links(200, 'closed')), { parameters: get });
		const resolved = callsAt(RESOLVE_PATH);
		expect(resolved).toBeLessThan(40);
		expect(callsAt(DETAILS_PATH)).toBeGreaterThan(0);
		const failed = result.json(RESOLVE, BAD);
		expect(failed).toHaveLength(200);
		expect(new Set(failed.map((json) => details(json).reason))).toEqual(new Set(['permission_denied']));
		const billed = failed.filter((json) => details(json).billed === true);
		expect(billed).toHaveLength(resolved);
		const asked = billed.filter((json) => details(json).attempts === 2);
		expect(asked).toHaveLength(callsAt(DETAILS_PATH));
		for (const json of billed) {
			const wasAsked = asked.includes(json);
			expect(String(json.message).includes('resolved and billed; the post was not asked for')).toBe(
				!wasAsked,
			);
		}
		for (const json of failed.filter((one) => details(one).attempts === 0)) {
			expect(String(json.message)).toContain('This row was not called.');
			expect(details(json).billed).toBe(false);
		}
	});

	it('is told apart from one that only the rows with IDs need', async () => {
		bench.sandbox.configure({ atEndpoint: { [RESOLVE_PATH]: 600 } });
		const texts = bench.texts(link('needsBoth'), postId('douyin', 'video'));
		const result = await bench.run('error-output', texts, { parameters: get });
		expect(result.json(RESOLVE, GOOD)).toHaveLength(1);
		expect(result.pairedInputs(RESOLVE, BAD)).toEqual([0]);
	});
});

describe("n8n's two flags for errors", () => {
	it('continue where either does: failed rows are items on the regular output', async () => {
		const node = { continueOnFail: true, onError: 'stopWorkflow' };
		const result = await bench.run('stop', bench.texts('no link', link('flag')), { node });
		expect(result.status).toBe('success');
		expect(result.json(RESOLVE, GOOD)).toMatchObject([
			{ text: 'no link', error: expect.any(String), details: { billed: false } },
			{ share_url: link('flag') },
		]);
	});
});

describe('The context that n8n keeps for the node', () => {
	const fails = () => {
		throw new Error('No such context');
	};

	it('is not needed without a cap', async () => {
		const result = await withContext(
			{ getContext: fails as never },
			async () => await bench.run('error-output', bench.texts(link('noContext'))),
		);
		expect(result.json(RESOLVE, GOOD)).toHaveLength(1);
	});

	it('is needed to count under a cap: no call is made without it', async () => {
		const result = await withContext(
			{ getContext: fails as never },
			async () =>
				await bench.run('error-output', bench.texts(link('noCount')), { options: { maxBilledCalls: 5 } }),
		);
		expect(bench.sandbox.stats().calls).toBe(0);
		expect(result.json(RESOLVE, BAD)).toMatchObject([{ details: { reason: 'node_fault', billed: false } }]);
	});

	const context: Record<string, IDataObject> = { node: {}, flow: {} };
	const runAs = async (id: string | undefined, code: string, maxBilledCalls = 2) =>
		await withContext(
			{
				getContext: ((type: string) => context[type]) as never,
				getExecutionId: (() => id) as never,
				getExecuteData: (() => ({})) as never,
				// Each run is an execution of its own for the engine here.
				onExecutionFinish: (() => {}) as never,
			},
			async () =>
				await bench.run('error-output', bench.texts(...links(2, code)), { options: { maxBilledCalls } }),
		);

	it("begins at zero in n8n's Retry, which copies the data into another execution", async () => {
		expect((await runAs('retried-1', 'retryA')).json(RESOLVE, GOOD)).toHaveLength(2);
		expect((await runAs('retried-1', 'retryB')).json(RESOLVE, GOOD)).toHaveLength(0);
		expect((await runAs('retried-2', 'retryC')).json(RESOLVE, GOOD)).toHaveLength(2);
	});

	it('wins over what the process knows: another worker may have gone on', async () => {
		const id = 'moved-1';
		await runAs(id, 'moveA', 4);
		const stored = context.node?.justOneApiTotals as { before: IDataObject; run: IDataObject };
		const copy = structuredClone(stored);
		context.node = { justOneApiTotals: { ...copy, before: { ...copy.before, billed: 1 } } };
		expect((await runAs(id, 'moveB', 4)).json(RESOLVE, GOOD)).toHaveLength(1);
	});

	it('without an ID, equals no other execution by its absence, and the same one by its flow', async () => {
		context.flow = {};
		expect((await runAs(undefined, 'flowA')).json(RESOLVE, GOOD)).toHaveLength(2);
		expect((await runAs(undefined, 'flowA')).json(RESOLVE, GOOD)).toHaveLength(2);
		expect(bench.sandbox.stats().calls).toBe(2);
		expect((await runAs(undefined, 'flowB')).json(RESOLVE, GOOD)).toHaveLength(0);
		context.flow = {};
		expect((await runAs(undefined, 'flowC')).json(RESOLVE, GOOD)).toHaveLength(2);
	});
});

it('A tool with Retry On Fail, called directly, does not call again for what may have been billed', async () => {
	const data = { token: TOKENS.accepted, region: 'custom', baseUrl: bench.sandbox.url };
	const ask = async () =>
		await callTool(bench.engine, {
			node: {
				name: 'Resolve',
				type: 'n8n-nodes-justoneapi.justOneApiTool',
				parameters: {
					resource: 'shareLink',
					operation: 'resolve',
					shareUrl: "={{ $fromAI('Share_URL', 'The share text', 'string') }}",
				},
				credentials: { justOneApi: { id: 'account', name: 'Just One API' } },
				retryOnFail: true,
				maxTries: 3,
				waitBetweenTries: 0,
			},
			calls: [{ Share_URL: link('cut-direct') }],
			credentials: { account: { type: 'justOneApi', data } },
			route: 'direct',
		});
	const { answers } = await ask();
	expect(bench.sandbox.stats().calls).toBe(1);
	expect(answers[0]?.text).toContain('It was not called again');
});

describe('Items share nothing', () => {
	it.each(['custom operation', 'routing'])('nested values and files are copies (%s)', async (way) => {
		const item = (row: { json: IDataObject }) => ({
			...row,
			json: { ...row.json, nested: { value: 1 } },
			binary: { file: { data: 'aGk=', mimeType: 'text/plain' } },
		});
		const run = async () =>
			await bench.run('error-output', bench.texts(`${link('sharedA')} ${link('sharedB')}`), {
				parameters: { output: 'raw' },
				options: { includeInputFields: true },
				item,
			});
		const result = way === 'routing' ? await throughRouting(bench, run) : await run();
		const [one, other] = result.output(RESOLVE, GOOD);
		expect(one?.json.nested).toEqual({ value: 1 });
		expect(one?.json.nested).not.toBe(other?.json.nested);
		expect(one?.binary).toEqual(other?.binary);
		expect(one?.binary).not.toBe(other?.binary);
	});
});

describe('A run in Stop mode that cannot fit', () => {
	it('says what it may need, and what is left', async () => {
		const id = postId('douyin', 'video');
		const result = await bench.run('stop', bench.texts(link('fits'), id), {
			parameters: get,
			options: { maxBilledCalls: 2 },
		});
		expect(bench.sandbox.stats().calls).toBe(0);
		expect(result.error?.message).toContain('may need more billed calls');
		expect(result.error?.description).toContain(
			'may need up to 3 billed calls, 2 are left; no call was made',
		);
	});
});
