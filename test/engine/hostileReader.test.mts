/** What a hostile reader found: rows, money and time that were lost at the edges of runs. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { postId } from '../../tools/sandbox/ids.mts';
import { BAD, details, GOOD, link, RESOLVE, startBench, type Bench } from './bench.mts';

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
const batches = { batching: { batch: { batchSize: 1, batchInterval: 300 } } };

/** A value as a webhook may bring it: JSON.parse takes any depth. */
const nested = (depth: number): unknown => JSON.parse('{"a":'.repeat(depth) + '1' + '}'.repeat(depth));

it('Rows that never began give their permits back to the next try', async () => {
	const result = await bench.run('stop', bench.texts(link('c301x4-a'), link('leakB'), link('leakC')), {
		parameters: { requestOptions: batches },
		options: { maxBilledCalls: 3, maxRetries: 0 },
		node: { retryOnFail: true, maxTries: 5, waitBetweenTries: 0 },
		signal: AbortSignal.timeout(15_000),
	});
	expect(result.status).toBe('success');
}, 30_000);

type Hook = (this: IExecuteFunctions) => Promise<unknown>;

describe('A row that is nested too deep to be copied', () => {
	/** As from a webhook: the bench itself cannot pass it on. */
	const withDeepRow = async (mode: string, options: IDataObject) => {
		const operations = bench.nodeType.customOperations?.shareLink as unknown as Record<string, Hook>;
		const { resolve } = operations;
		operations.resolve = async function () {
			const [first, ...others] = this.getInputData();
			const rows = [{ ...first, json: { ...first?.json, deep: nested(20_000) } }, ...others];
			const context = new Proxy(this, {
				get(target, name) {
					if (name === 'getInputData') return () => rows;
					const value = target[name as keyof IExecuteFunctions] as unknown;
					return typeof value === 'function' ? value.bind(target) : value;
				},
			});
			return await resolve.call(context);
		};
		try {
			const texts = bench.texts(mode === 'continue' ? 'no link here' : link('deepX'), link('deepY'));
			return await bench.run(mode, texts, { options });
		} finally {
			operations.resolve = resolve;
		}
	};

	it('fails as every row does', async () => {
		const result = await withDeepRow('continue', {});
		expect(result.json(RESOLVE, GOOD)).toMatchObject([
			{ text: 'no link here', error: expect.any(String), deep: expect.anything() },
			{ share_url: link('deepY') },
		]);
	});

	it('keeps what was paid for', async () => {
		const result = await withDeepRow('error-output', { includeInputFields: true });
		const good = result.json(RESOLVE, GOOD);
		expect(good.map((json) => json.share_url)).toEqual([link('deepX'), link('deepY')]);
		expect(good[0]?.deep).toBeDefined();
	});
});

it('Rows that wait for a permit take what another row has paid for meanwhile', async () => {
	const texts = bench.texts(link('c301-y'), link('sharedX'), link('sharedX'));
	const result = await bench.run('error-output', texts, { options: { maxBilledCalls: 1, maxRetries: 0 } });
	expect(result.pairedInputs(RESOLVE, GOOD)).toEqual([1, 2]);
});

it('Items of one row do not share what describes its files', async () => {
	const result = await bench.run('error-output', bench.texts(`${link('binA')} ${link('binB')}`), {
		item: (row) => ({ ...row, binary: { file: { data: 'aGk=', mimeType: 'text/plain' } } }),
	});
	const [one, other] = result.output(RESOLVE, GOOD);
	expect(one?.binary?.file).not.toBe(other?.binary?.file);
});

it('One note at two endpoints counts twice before a run in Stop mode begins', async () => {
	const id = postId('xiaohongshu', 'video');
	const texts = bench.texts(
		`https://www.xiaohongshu.com/explore/${id}`,
		`https://www.xiaohongshu.com/explore/${id}?type=video`,
	);
	await bench.run('stop', texts, { parameters: get, options: { maxBilledCalls: 1 } });
	expect(bench.sandbox.stats().calls).toBe(0);
});

it('What the rows cost adds up to what the run cost, also where a further try is refused', async () => {
	const texts = bench.texts('no link', link('c301-sum'), link('c301-sum2'), link('sumGood'));
	const result = await bench.run('error-output', texts, {
		options: { addCost: true, maxBilledCalls: 1, maxRetries: 0 },
		node: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
	});
	const costs = [
		...result.json(RESOLVE, GOOD).map((json) => json.cost),
		...result.json(RESOLVE, BAD).map((json) => details(json).cost),
	] as Array<{ attempts: number; run: { calls: number } }>;
	const attempts = costs.reduce((sum, cost) => sum + cost.attempts, 0);
	expect(attempts).toBe(costs[0]?.run.calls);
	expect(attempts).toBe(bench.sandbox.stats().calls);
});
