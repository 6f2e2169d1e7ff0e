import type { IDataObject } from 'n8n-workflow';

import { link, RESOLVE, startBench, type Bench, type Changes } from './bench.mts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => bench.sandbox.reset());

const FREE = 'https://www.douyin.com/video/7458784447774619122';
const goods = Array.from({ length: 60 }, (_, index) => link(`stop${index}x`));

describe('A row that fails without a call ends the run unpaid', () => {
	it.each<[string, unknown, Changes]>([
		['no link', 'no link', {}],
		['a short host that the API does not document', 'https://jx.douyin.com/4qqhgjiY/', {}],
		['such a link beside a good one', `${link('beside')} https://jx.douyin.com/4qqhgjiY/`, {}],
		['no base URL for the last row', link('last'), { credential: { baseUrl: '={{ $json.base }}' } }],
		['no credential', link('last'), { credential: null }],
		['a deleted credential', link('last'), { credential: 'gone' }],
		['a timeout that is none', link('last'), { parameters: { requestOptions: { timeout: 'abc' } } }],
		[
			'a timeout that is none, for the last row alone',
			link('last'),
			{ parameters: { requestOptions: { timeout: '={{ $itemIndex === 60 ? -1 : 5000 }}' } } },
		],
		[
			'a text that cannot be evaluated',
			link('last'),
			{ parameters: { shareUrl: '={{ $itemIndex === 60 ? $("Nope").item.json.x : $json.text }}' } },
		],
	])('%s', async (_, text, changes) => {
		const rows = bench.texts(...goods, text).map((row, index) => ({
			...row,
			base: index === 60 ? '' : bench.sandbox.url,
		}));
		const result = await bench.run('stop', rows, changes);
		expect(result.status).toBe('error');
		expect(bench.sandbox.stats().calls).toBe(0);
	});

	it('but links that need no call need no credential', async () => {
		const result = await bench.run('stop', bench.texts(FREE, FREE), { credential: null });
		expect(result.json(RESOLVE)).toHaveLength(2);
	});
});

describe('A failure that was carried over from an earlier try', () => {
	it.each(['c201-carried', 'cut-carried'])('ends the run before any call: %s', async (code) => {
		const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
		const options = { maxConcurrentRequests: 1 };
		const result = await bench.run('stop', bench.texts(link(code), ...goods), { node, options });
		expect(result.status).toBe('error');
		expect(result.error?.message).toContain(link(code));
		expect(bench.sandbox.stats().calls).toBe(1);
	});

	it('that was surely not billed is tried again', async () => {
		const node = { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 };
		const result = await bench.run('stop', bench.texts(link('c301x1-carried')), {
			node,
			options: { maxRetries: 0 },
		});
		expect(result.status).toBe('success');
		expect(bench.sandbox.stats().calls).toBe(2);
	});
});

describe('Calls under way when a row fails', () => {
	it('are aborted before the run ends', async () => {
		const result = await bench.run('stop', bench.texts(link('hang-stop'), link('c400-stop')));
		expect(result.error?.message).toContain(link('c400-stop'));
		expect(bench.sandbox.stats()).toMatchObject({ calls: 2 });
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(bench.sandbox.stats()).toMatchObject({ calls: 2, unanswered: 1 });
	});

	it('are awaited with Retry On Fail, so that the next try has their answers', async () => {
		const node = { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 };
		const result = await bench.run('stop', bench.texts(link('slow300-stop'), link('c400x1-stop')), { node });
		expect(result.status).toBe('success');
		expect(bench.sandbox.stats()).toMatchObject({ calls: 3, billed: 2, unanswered: 0 });
	});
});

describe('What ends the run', () => {
	it.each(['ENOENT', 'ECONNREFUSED', 'ETIMEDOUT', 'ENOTFOUND'])(
		'keeps its words where a link has %s in it',
		async (word) => {
			const result = await bench.run('stop', bench.texts(link(`c201-${word}`)));
			expect(result.error?.message).toBe(
				`Nothing was found behind the link: ${link(`c201-${word}`)} [item 0]`,
			);
			expect(result.error?.description).toContain('Open the link in its app.');
			const unsent = await bench.run('stop', bench.texts(`https://jx.douyin.com/${word}/`));
			expect(unsent.error?.message).toContain(`https://jx.douyin.com/${word}/ [item 0]`);
		},
	);

	it.each([
		[link('c201-class'), 'NodeApiError', '200'],
		['no link', 'NodeOperationError', undefined],
	])('is an error of n8n, with the row: %s', async (text, name, httpCode) => {
		const result = await bench.run('stop', bench.texts(FREE, text));
		expect(result.error?.name).toBe(name);
		const { context, httpCode: code } = result.error as unknown as {
			context: IDataObject;
			httpCode?: string;
		};
		expect(context.itemIndex).toBe(1);
		expect(code ?? undefined).toBe(httpCode);
	});
});
