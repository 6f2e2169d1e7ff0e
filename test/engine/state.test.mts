import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { RunResult, WorkflowJson } from '../../tools/engine/engine.mts';
import type { OutsideOfJest } from '../../tools/engine/runtime.mts';
import { callTool } from '../../tools/engine/tool.mts';
import { TOKENS } from '../../tools/sandbox/server.mts';
import { BAD, details, GOOD, link, RESOLVE, startBench, throughRouting, type Bench } from './bench.mts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => bench.sandbox.reset());

const calls = () => bench.sandbox.stats().calls;
const bill = (result: RunResult, node = RESOLVE) => result.data.data.resultData.metadata?.[`cost_${node}`];

/** Puts a second Resolve node behind the first, on the branch of good or of failed rows. */
const again =
	(name: 'Resolved' | 'Failed', shareUrl: string, parameters: IDataObject = {}) =>
	(workflow: WorkflowJson) => {
		const first = workflow.nodes.find((node) => node.name === RESOLVE);
		const second = workflow.nodes.find((node) => node.name === name);
		if (!first || !second) throw new Error('The workflow is another one now');
		Object.assign(second, first, { name, parameters: { ...first.parameters, shareUrl, ...parameters } });
	};

describe('A link is paid for once in an execution', () => {
	it('over two nodes on one account, with the raw data in one and not in the other', async () => {
		const result = await bench.run('error-output', bench.texts(link('twoNodes')), {
			workflow: again('Resolved', '={{ $json.share_url }}', { output: 'raw', options: { addCost: true } }),
		});
		expect(calls()).toBe(1);
		expect(result.json(RESOLVE, GOOD)[0]).not.toHaveProperty('raw');
		expect(result.json('Resolved', GOOD)).toMatchObject([
			{ raw: { redirect_url: expect.any(String) }, cost: { attempts: 0, billed: false, reused: true } },
		]);
		expect(bill(result)).toContain('1 calls, 1 billed');
		expect(bill(result, 'Resolved')).toContain('0 calls, 0 billed');
	});

	it('also where n8n routes every row by itself', async () => {
		await throughRouting(
			bench,
			async () =>
				await bench.run('error-output', bench.texts(link('twoRouted'), link('twoRouted')), {
					workflow: again('Resolved', '={{ $json.share_url }}'),
				}),
		);
		expect(calls()).toBe(1);
	});

	it('but not where the account is another', async () => {
		const token = "={{ $json.resolved_by ? 'second-token' : 'first-token' }}";
		bench.sandbox.configure({ tokens: ['first-token', 'second-token'] });
		await bench.run('error-output', bench.texts(link('twoAccounts')), {
			credential: { token },
			workflow: again('Resolved', '={{ $json.share_url }}'),
		});
		bench.sandbox.configure({ tokens: [TOKENS.accepted] });
		expect(calls()).toBe(2);
	});

	it('and again in the next execution', async () => {
		await bench.run('error-output', bench.texts(link('twice')));
		await bench.run('error-output', bench.texts(link('twice')));
		expect(calls()).toBe(2);
	});
});

describe('What failed', () => {
	const failing = () => bench.texts(link('c201-later'), link('c400-later'), link('cut-later'));

	it('is called again in a later run, unless it was billed', async () => {
		const result = await bench.run('error-output', failing(), {
			workflow: again('Failed', '={{ $json.text }}'),
		});
		expect(result.json('Failed', BAD).map((json) => [details(json).reason, details(json).attempts])).toEqual([
			['no_content', 0],
			['invalid_parameters', 1],
			['network', 1],
		]);
		expect(calls()).toBe(3 + 2);
	});

	it('is called again in a further try of the run only where it was surely not billed', async () => {
		const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
		const result = await bench.run('error-output', failing(), { node, options: { addCost: true } });
		expect(calls()).toBe(3 + 2);
		expect(result.json(RESOLVE, BAD).map((json) => details(json).attempts)).toEqual([1, 3, 1]);
		expect(bill(result)).toContain('3 rows, 3 links, 5 calls, 1 billed, 1 billed_unknown, 2 retries');
		expect(details(result.json(RESOLVE, BAD)[0]).cost).toMatchObject({ run: { calls: 5 } });
	});
});

describe('The bill of an execution', () => {
	it('counts each call once, also where n8n runs the node again: 8 calls are 8', async () => {
		const goods = Array.from({ length: 4 }, (_, index) => link(`eight${index}`));
		const node = { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 };
		const result = await bench.run('continue', bench.texts(link('c301-eight'), ...goods), {
			node,
			options: { maxRetries: 1 },
		});
		expect(calls()).toBe(8);
		expect(bill(result)).toContain('5 rows, 5 links, 8 calls, 4 billed, 0 billed_unknown, 3 retries');
	});
});

describe('An agent that asks twice', () => {
	const ask = async (route: 'engine' | 'direct', ...texts: string[]) => {
		const data = { token: TOKENS.accepted, region: 'custom', baseUrl: bench.sandbox.url };
		return await callTool(bench.engine, {
			node: {
				name: 'Resolve',
				type: 'n8n-nodes-justoneapi.justOneApiTool',
				parameters: {
					resource: 'shareLink',
					operation: 'resolve',
					shareUrl: "={{ $fromAI('Share_URL', 'The share text', 'string') }}",
				},
				credentials: { justOneApi: { id: 'account', name: 'Just One API' } },
				onError: 'continueRegularOutput',
			},
			calls: texts.map((Share_URL) => ({ Share_URL })),
			credentials: { account: { type: 'justOneApi', data } },
			route,
		});
	};

	it.each(['engine', 'direct'] as const)('pays once for results and billed failures (%s)', async (route) => {
		await ask(route, link('agent'), link('agent'), link('c201-agent'), link('c201-agent'));
		expect(calls()).toBe(2);
	});

	it.each(['engine', 'direct'] as const)(
		'asks again for what is unknown or was not billed (%s)',
		async (route) => {
			await ask(route, link('cut-agent'), link('cut-agent'), link('c400-agent'), link('c400-agent'));
			// Called directly, a question cannot be told from a further try: what may have been billed is not called again.
			expect(calls()).toBe(route === 'engine' ? 4 : 3);
		},
	);

	it.each(['engine', 'direct'] as const)('has one bill, each question a row of it (%s)', async (route) => {
		const { run } = await ask(route, link('bill'), link('bill'), link('billB'));
		expect(bill(run)).toContain('3 rows, 3 links, 2 calls, 2 billed, 0 billed_unknown, 0 retries, 1 reused');
	});
});

describe('The state of an execution', () => {
	it('is forgotten when the execution ends', async () => {
		const { createRequire } = (globalThis as unknown as { outsideOfJest: OutsideOfJest }).outsideOfJest;
		const load = createRequire(`${process.cwd()}/package.json`);
		const { beginRun } = load('./dist/nodes/JustOneApi/run/execution.js') as {
			beginRun(id: string, now: number): { paid: Map<string, unknown> };
		};
		const operations = bench.nodeType.customOperations?.shareLink as unknown as Record<
			string,
			(this: IExecuteFunctions) => Promise<unknown>
		>;
		const { resolve } = operations;
		const sizes: number[] = [];
		const ids: string[] = [];
		operations.resolve = async function () {
			const result = await resolve.call(this);
			ids.push(this.getExecutionId());
			sizes.push(beginRun(this.getExecutionId(), performance.now()).paid.size);
			return result;
		};
		await bench.run('error-output', bench.texts(link('forgotten')));
		operations.resolve = resolve;
		expect(sizes).toEqual([1]);
		expect(beginRun(ids[0], performance.now()).paid.size).toBe(0);
	});
});
