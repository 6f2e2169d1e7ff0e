import type { IDataObject } from 'n8n-workflow';

import type { RunResult } from '../../tools/engine/engine.mts';
import { BAD, details, GOOD, link, RESOLVE, startBench, type Bench } from './bench.mts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => bench.sandbox.reset());

const highlighted = (result: RunResult) => result.data.data.resultData.metadata;
const LONG = 'https://www.douyin.com/video/7458784447774619122';

describe('The bill', () => {
	const rows = () => bench.texts(link('aaa'), link('c301x1-a'), link('aaa'), LONG, 'no link', link('c201-x'));
	const run = {
		rows: 6,
		links: 4,
		calls: 4,
		billed: 3,
		billed_unknown: 0,
		retries: 1,
		reused: 1,
		free: 1,
		failed: 2,
		no_link: 1,
		no_content: 1,
	};

	it('stands on each item where the user wants it: what the row cost, and the whole run', async () => {
		const result = await bench.run('error-output', rows(), { options: { addCost: true } });
		expect(result.json(RESOLVE, GOOD).map(({ cost }) => cost)).toEqual([
			{ attempts: 1, billed: true, billed_calls: 1, billed_unknown: 0, reused: false, run },
			{ attempts: 2, billed: true, billed_calls: 1, billed_unknown: 0, reused: false, run },
			{ attempts: 0, billed: false, billed_calls: 0, billed_unknown: 0, reused: true, run },
			{ attempts: 0, billed: false, billed_calls: 0, billed_unknown: 0, reused: false, run },
		]);
		expect(result.json(RESOLVE, BAD).map((json) => details(json).cost)).toEqual([
			{ attempts: 0, billed: false, billed_calls: 0, billed_unknown: 0, reused: false, run },
			{ attempts: 1, billed: true, billed_calls: 1, billed_unknown: 0, reused: false, run },
		]);
		expect(run.calls).toBe(bench.sandbox.stats().calls);
		expect(run.billed).toBe(bench.sandbox.stats().billed);
	});

	it('does not stand on items otherwise', async () => {
		const result = await bench.run('error-output', rows());
		expect(result.json(RESOLVE, GOOD)[0]).not.toHaveProperty('cost');
		expect(details(result.json(RESOLVE, BAD)[0])).not.toHaveProperty('cost');
	});

	it("is one line in the execution's highlighted data", async () => {
		expect(highlighted(await bench.run('error-output', rows()))).toEqual({
			cost_Resolve:
				'6 rows, 4 links, 4 calls, 3 billed, 0 billed_unknown, 1 retries, 1 reused, 1 free, 2 failed, 1 no_link, 1 no_content',
		});
	});

	it('is there too where the run stops on a failure', async () => {
		const result = await bench.run('stop', bench.texts(link('aaa'), link('c201-x')), {
			options: { maxConcurrentRequests: 1 },
		});
		expect(result.status).toBe('error');
		expect(highlighted(result)?.cost_Resolve).toContain('2 calls, 2 billed');
	});

	it('counts what was paid once where n8n runs the node again', async () => {
		const result = await bench.run('stop', bench.texts(link('aaa'), link('c301x1-a')), {
			options: { maxRetries: 0 },
			node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
		});
		expect(result.status).toBe('success');
		expect(bench.sandbox.stats()).toMatchObject({ calls: 3, billed: 2 });
		expect(highlighted(result)?.cost_Resolve).toContain('2 rows, 2 links, 3 calls, 2 billed');
	});
});

describe('Results of earlier runs', () => {
	const resolve = async (options: IDataObject, code = 'kept') =>
		await bench.run('error-output', bench.texts(link(code)), { options: { addCost: true, ...options } });

	it('are paid for again by default', async () => {
		await resolve({}, 'default');
		await resolve({}, 'default');
		expect(bench.sandbox.stats().billed).toBe(2);
	});

	it('are reused where the user wants it, and say so', async () => {
		const first = await resolve({ reuseHours: 1 });
		const second = await resolve({ reuseHours: 1 });
		expect(bench.sandbox.stats().calls).toBe(1);
		const [{ cost: _, ...before }] = first.json(RESOLVE, GOOD);
		const [{ cost, ...after }] = second.json(RESOLVE, GOOD);
		expect(after).toEqual(before);
		expect(cost).toMatchObject({ attempts: 0, billed: false, reused: true, run: { calls: 0, reused: 1 } });
	});

	it('hold the data of the answer, for Output set to Raw', async () => {
		const parameters = { output: 'raw' };
		const options = { reuseHours: 1 };
		const texts = bench.texts(link('whole'));
		const first = await bench.run('error-output', texts, { parameters, options });
		const second = await bench.run('error-output', texts, { parameters, options });
		expect(second.json(RESOLVE, GOOD)).toEqual(first.json(RESOLVE, GOOD));
		expect(bench.sandbox.stats().calls).toBe(1);
	});

	it('are no failures, and not those of another account', async () => {
		await resolve({ reuseHours: 1 }, 'c201-x');
		await resolve({ reuseHours: 1 }, 'c201-x');
		expect(bench.sandbox.stats().calls).toBe(2);
		await resolve({ reuseHours: 1 }, 'mine');
		const other = await bench.run('error-output', bench.texts(link('mine')), {
			options: { reuseHours: 1 },
			credential: { token: 'sandbox-token-inactive' },
		});
		expect(details(other.json(RESOLVE, BAD)[0]).reason).toBe('invalid_token');
	});
});

describe("A column that 'Share URL' is mapped to", () => {
	const texts = [
		link('aaa'),
		`看 ${link('bbb')} 复制`,
		'',
		null,
		7,
		[link('ccc')],
		{ a: { b: link('ddd') } },
		'={{ 1 }}',
	];
	const expressions = [
		'={{ $json.text }}',
		'={{$json.text}}',
		'={{ $json["text"] }}',
		"={{ $json[ 'text' ] }}",
	];

	it.each(expressions)('gives what n8n makes of it: %s', async (shareUrl) => {
		const evaluated = await bench.run('error-output', bench.texts(...texts), {
			parameters: { shareUrl: '={{ [$json][0].text }}' },
		});
		const read = await bench.run('error-output', bench.texts(...texts), { parameters: { shareUrl } });
		for (const branch of [GOOD, BAD]) {
			const told = (result: RunResult) =>
				result.json(RESOLVE, branch).map(({ details: why, ...json }) => [json, (why as IDataObject)?.reason]);
			expect(told(read)).toEqual(told(evaluated));
		}
		expect(read.json(RESOLVE, GOOD)).toHaveLength(4);
	});
});

describe('A row with very many links', () => {
	it('makes no call above 10,000', async () => {
		const text = Array.from({ length: 10_001 }, (_, index) => link(`n${index}n`)).join(' ');
		const result = await bench.run('error-output', bench.texts(text));
		expect(result.json(RESOLVE, BAD)).toMatchObject([
			{
				error: 'The text holds more than 10,000 links',
				details: { reason: 'invalid_parameters', billed: false },
			},
		]);
		expect(bench.sandbox.stats().calls).toBe(0);
	});
});
