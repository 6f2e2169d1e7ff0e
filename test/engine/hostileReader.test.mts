/** What a hostile reader found: rows, money and time that were lost at the edges of runs. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { postId } from '../../tools/sandbox/ids.mts';
import { GOOD, link, RESOLVE, startBench, type Bench } from './bench.mts';

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
	const result = await bench.run('stop', texts, { parameters: get, options: { maxBilledCalls: 1 } });
	expect(bench.sandbox.stats().calls).toBe(0);
});
