import type { IDataObject } from 'n8n-workflow';

import { contentId } from '../../tools/sandbox/links.mts';
import { BAD, details, GOOD, link, RESOLVE, startBench, type Bench } from './bench.mts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(async () => {
	// A call that "Stop" aborted may still be on its way to the sandbox.
	await new Promise((resolve) => setTimeout(resolve, 50));
	bench.sandbox.reset();
});

const many = (count: number) => Array.from({ length: count }, (_, index) => link(`many${index}x`));

describe('"Continue (using error output)"', () => {
	it('gives the error branch the row with its own columns and exactly three more', async () => {
		const rows: IDataObject[] = [{ id: 7, text: link('c201-x'), account: 'Lin' }];
		const result = await bench.run('error-output', rows);
		const [failed] = result.json(RESOLVE, BAD);
		expect(Object.keys(failed)).toEqual(['id', 'text', 'account', 'error', 'message', 'details']);
		expect(failed).toMatchObject({ id: 7, account: 'Lin' });
		expect(Object.keys(details(failed))).toEqual([
			'reason',
			'code',
			'http_status',
			'retryable',
			'billed',
			'attempts',
			'share_url',
			'request_id',
			'step',
			'platform',
		]);
	});

	it('keeps the item links on both branches, and $input works on both', async () => {
		const result = await bench.run(
			'item-links',
			bench.texts(link('first'), 'no link', `${link('twoA')} ${link('twoB')}`, link('c201-x')),
		);
		const values = (node: string) => result.json(node).map(({ value }) => value);
		expect(values('Row of resolved')).toEqual(['row 0', 'row 2', 'row 2']);
		expect(values('Row of failed')).toEqual(['row 1', 'row 3']);
		expect(values('All resolved')).toEqual([3]);
		expect(values('All failed')).toEqual(['no_link,no_content']);
		expect(values('First failed')).toEqual(['row 1']);
	});

	it('sends one text with a good and a bad link to both branches, linked to one row', async () => {
		const result = await bench.run('error-output', bench.texts(`${link('good')} and ${link('c201-x')}`));
		expect(result.pairedInputs(RESOLVE, GOOD)).toEqual([0]);
		expect(result.pairedInputs(RESOLVE, BAD)).toEqual([0]);
	});

	it.each([
		['no credential', null, 'No Just One API credential is selected'],
		['a deleted credential', 'gone', 'The Just One API credential could not be read'],
		['a credential without a token', { token: '' }, 'The credential holds no token'],
		['a custom region without a base URL', { baseUrl: '' }, 'The base URL in the credential is not usable'],
		[
			'a base URL with a query',
			{ baseUrl: 'https://api.example.com/?x=1' },
			'The base URL in the credential is not usable',
		],
	])('sends no row that needs a call to the success branch with %s', async (_, credential, title) => {
		const result = await bench.run('error-output', bench.texts(link('aaa'), 'no link', link('bbb')), {
			credential,
		});
		expect(result.json(RESOLVE, GOOD)).toEqual([]);
		expect(result.json(RESOLVE, BAD).map((json) => details(json).reason)).toEqual([
			'credential_missing',
			'no_link',
			'credential_missing',
		]);
		expect(result.json(RESOLVE, BAD)[0].error).toBe(`${title}: ${link('aaa')}`);
		expect(bench.sandbox.stats().calls).toBe(0);
	});

	it.each([
		['={{ $json.nothing.deeper }}', 'no_text'],
		['={{ $json.missing }}', 'no_text'],
	])('makes no call where the expression %s has no value', async (shareUrl, reason) => {
		const result = await bench.run('error-output', bench.texts(link('aaa')), { parameters: { shareUrl } });
		expect(result.json(RESOLVE, GOOD)).toEqual([]);
		expect(result.json(RESOLVE, BAD)).toMatchObject([
			{ id: 'row 0', details: { reason, attempts: 0, billed: false } },
		]);
		expect(bench.sandbox.stats().calls).toBe(0);
	});
});

describe("an expression in 'Share URL' that fails for one row", () => {
	it('sends that row to the error branch, with its columns and its link, and no other', async () => {
		const shareUrl = '={{ $itemIndex === 1 ? $("No such node").item.json.text : $json.text }}';
		const result = await bench.run('error-output', bench.texts(link('aaa'), link('bbb'), link('ccc')), {
			parameters: { shareUrl },
		});
		expect(result.pairedInputs(RESOLVE, GOOD)).toEqual([0, 2]);
		expect(result.pairedInputs(RESOLVE, BAD)).toEqual([1]);
		expect(result.json(RESOLVE, BAD)).toMatchObject([
			{
				id: 'row 1',
				text: link('bbb'),
				error: "The expression in 'Share URL' could not be evaluated",
				details: { reason: 'no_link', attempts: 0, billed: false },
			},
		]);
	});
});

describe('"Continue"', () => {
	it('gives the same record with its row on the one output', async () => {
		const result = await bench.run('continue', bench.texts(link('aaa'), link('c201-x')));
		const [good, bad] = result.json(RESOLVE);
		expect(good).toMatchObject({ video_id: contentId('aaa') });
		expect(Object.keys(bad)).toEqual(['id', 'text', 'error', 'message', 'details']);
		expect(bad).toMatchObject({ id: 'row 1', details: { reason: 'no_content' } });
		expect(result.pairedInputs(RESOLVE)).toEqual([0, 1]);
	});
});

describe('"Stop"', () => {
	it('names the link and the item, says what to do, and spends no more calls than were in flight', async () => {
		const rows = bench.texts(link('aaa'), link('c201-x'), ...many(30));
		const result = await bench.run('stop', rows, { options: { maxConcurrentRequests: 3 } });
		expect(result.status).toBe('error');
		expect(result.error?.message).toBe(`Nothing was found behind the link: ${link('c201-x')} [item 1]`);
		expect(result.error?.description).toContain('Open the link in its app.');
		expect((result.error as unknown as { context: IDataObject }).context.itemIndex).toBe(1);
		// Rows 0 to 2 were in flight; row 3 may have taken the slot of row 0.
		expect(bench.sandbox.stats().calls).toBeLessThanOrEqual(4);
	});

	it('makes no call after the first failed answer when calls go one by one', async () => {
		await bench.run('stop', bench.texts(link('home-x'), ...many(5)), {
			options: { maxConcurrentRequests: 1 },
		});
		expect(bench.sandbox.stats().calls).toBe(1);
	});

	it('names the row that ended the run, not one that it ended', async () => {
		const waiting = Array.from({ length: 5 }, (_, index) => link(`c301-${index}`));
		const result = await bench.run('stop', bench.texts(...waiting, link('c201-x')));
		expect(result.error?.message).toBe(`Nothing was found behind the link: ${link('c201-x')} [item 5]`);
		const noLink = await bench.run('stop', bench.texts(link('aaa'), link('bbb'), 'no link here'));
		expect(noLink.error?.message).toBe('No share link in this text [item 2]');
	});

	it('calls for no row where n8n refuses the expression of another', async () => {
		const shareUrl = `={{ $itemIndex === 3 ? $("No such node").item.json.text : $json.text }}`;
		const result = await bench.run('stop', bench.texts(...many(4)), { parameters: { shareUrl } });
		expect(result.status).toBe('error');
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect(bench.sandbox.stats().calls).toBe(0);
	});

	it('resolves the first row where n8n executes the node once', async () => {
		const result = await bench.run('stop', bench.texts(...many(3)), { node: { executeOnce: true } });
		expect(result.status).toBe('success');
		expect(result.json(RESOLVE)).toHaveLength(1);
	});

	it('loses no row where n8n runs the node again', async () => {
		// The first row waits for its repeat when the second one ends the first try.
		const result = await bench.run('stop', bench.texts(link('c301x1-more'), link('c400x1-more')), {
			node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
		});
		expect(result.status).toBe('success');
		expect(result.json(RESOLVE)).toHaveLength(2);
	});

	it('passes when every row is good', async () => {
		const result = await bench.run('stop', bench.texts(...many(5)));
		expect(result.status).toBe('success');
		expect(result.json(RESOLVE)).toHaveLength(5);
	});
});

describe('a cancelled execution', () => {
	it('stops calling', async () => {
		bench.sandbox.configure({ latencyMs: 400 });
		const abort = new AbortController();
		const run = bench.run('error-output', bench.texts(...many(40)), {
			options: { maxConcurrentRequests: 2 },
			signal: abort.signal,
		});
		await until(() => bench.sandbox.stats().calls >= 2);
		abort.abort();
		const result = await run;
		const { calls } = bench.sandbox.stats();
		expect(result.status).toBe('canceled');
		// The two in flight, and at most two that were leaving at that moment.
		expect(calls).toBeLessThanOrEqual(4);
		await new Promise((resolve) => setTimeout(resolve, 1000));
		expect(bench.sandbox.stats().calls).toBe(calls);
		bench.sandbox.configure({ latencyMs: 0 });
	});
});

describe("n8n's own Retry On Fail", () => {
	it('does not pay again for what was billed', async () => {
		const rows = bench.texts(link('c201-x'), link('cut-x'), link('goodA'), link('c400-x'));
		const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
		const result = await bench.run('error-output', rows, { node });
		expect(result.json(RESOLVE, GOOD)).toHaveLength(1);
		expect(result.json(RESOLVE, BAD).map((json) => [details(json).attempts, details(json).billed])).toEqual([
			[1, true],
			[1, null],
			[3, false],
		]);
		// The bad row, first of the output, makes n8n run the node three times: only the free call is repeated.
		expect(bench.sandbox.stats().calls).toBe(3 + 3);
	});
});

async function until(condition: () => boolean): Promise<void> {
	while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
