/** The price before paying, a cap that holds over a loop, and what is left: two of them free. */
import assert from 'node:assert/strict';
import { shortLink } from '../../../tools/sandbox/links.mts';
import { NODE_TYPE } from '../../../tools/n8n/bench.mts';
import { failureOf } from '../../../tools/n8n/failure.mts';
import type { Scenario } from '../../../tools/n8n/report.mts';
import { manualTrigger, node, resolve, RESOLVE, rowsNode, workflow } from '../../../tools/n8n/workflow.mts';

const LONG = 'https://www.douyin.com/video/7412345678901234567';
const ROWS = [...['a', 'b', 'c', 'a', 'd', 'e'].map((tail) => shortLink('video', tail)), LONG, 'no link'].map(
	(share_text) => ({ share_text }),
);
const CAP = 3;
const EXTRACT = 'Extract';
const BALANCE = 'Balance';
const LOOP = 'Loop Over Items';

const FREE = workflow(
	'Price',
	[
		manualTrigger(),
		rowsNode(ROWS),
		node(
			EXTRACT,
			NODE_TYPE,
			1,
			{ operation: 'extract', shareUrl: '={{ $json.share_text }}', options: {} },
			{ onError: 'continueErrorOutput' },
		),
	],
	[
		['Start', 'Rows'],
		['Rows', EXTRACT],
	],
);

const CAPPED = workflow(
	'Cap in a loop',
	[
		manualTrigger(),
		rowsNode(ROWS),
		node(LOOP, 'n8n-nodes-base.splitInBatches', 3, { batchSize: 2, options: {} }),
		resolve('continueRegularOutput', { maxBilledCalls: CAP }),
		node(BALANCE, NODE_TYPE, 1, { resource: 'account', operation: 'getBalance', options: {} }),
	],
	[
		['Start', 'Rows'],
		['Rows', LOOP],
		[LOOP, BALANCE, 0],
		[LOOP, RESOLVE, 1],
		[RESOLVE, LOOP],
	],
);

export const price: Scenario = {
	name: 'price, cap and balance',
	async run({ rest, runWorkflow, sandbox, counts }) {
		// No credential anywhere in this workflow.
		const free = await rest.runManually(await rest.importWorkflow(FREE));
		assert.equal(free.status, 'success');
		const found = free.rows(EXTRACT, 0);
		assert.equal(found.length, 7);
		const different = new Map(found.map((row) => [row.share_url, Number(row.calls_to_resolve)]));
		const expected = [...different.values()].reduce((sum, calls) => sum + calls, 0);
		assert.equal(expected, 5);
		assert.equal(failureOf(free.rows(EXTRACT, 1)[0] ?? {}).reason, 'no_link');
		assert.equal(sandbox.stats().calls, 0, 'knowing the price costs nothing');

		const capped = await runWorkflow(CAPPED);
		assert.equal(capped.status, 'success');
		assert.equal(sandbox.stats().billed, CAP, 'the cap holds over the rounds of the loop');
		const rows = [0, 1, 2, 3].flatMap((run) => capped.rows(RESOLVE, 0, run));
		const refused = rows.filter(
			(row) => row.error !== undefined && failureOf(row).reason === 'max_calls_reached',
		);
		assert.equal(refused.length, expected - CAP);
		const balances = capped.rows(BALANCE, 0);
		assert.equal(balances.length, ROWS.length);
		assert.deepEqual(balances[0], { balance: 12.34, currency: 'CNY' });
		return counts(2 * ROWS.length, found.length + rows.length - refused.length - 1, refused.length + 2);
	},
};
