/** What a run cost: on each item, and beside the execution, summed over the runs of a node in a loop. */
import assert from 'node:assert/strict';
import { shortLink } from '../../../tools/sandbox/links.mts';
import type { Scenario } from '../../../tools/n8n/report.mts';
import { manualTrigger, node, resolve, RESOLVE, rowsNode, workflow } from '../../../tools/n8n/workflow.mts';

const ROWS = ['a', 'b', 'a', 'c', 'd'].map((tail) => ({ share_text: shortLink('video', `cost-${tail}`) }));
const LOOP = 'Loop Over Items';

/** Two rows at a time. */
const LOOPED = workflow(
	'Cost in a loop',
	[
		manualTrigger(),
		rowsNode([...ROWS, { share_text: 'no link' }]),
		node(LOOP, 'n8n-nodes-base.splitInBatches', 3, { batchSize: 2, options: {} }),
		resolve('continueErrorOutput', { addCost: true }),
		node('Done', 'n8n-nodes-base.noOp', 1),
	],
	[
		['Start', 'Rows'],
		['Rows', LOOP],
		[LOOP, 'Done', 0],
		[LOOP, RESOLVE, 1],
		[RESOLVE, LOOP, 0],
		[RESOLVE, LOOP, 1],
	],
);

export const billInLoop: Scenario = {
	name: 'the bill of a node in a loop',
	newestOnly: true,
	async run({ runWorkflow, sandbox, database, counts }) {
		const execution = await runWorkflow(LOOPED);
		assert.equal(execution.status, 'success');
		const { calls, billed } = sandbox.stats();

		const runs = [0, 1, 2].map((run) => execution.rows(RESOLVE, 0, run).map((row) => row.cost));
		const bills = runs.map(([first]) => (first as { run: Record<string, number> }).run);
		assert.deepEqual(
			bills.map(({ rows, links, failed }) => ({ rows, links, failed })),
			[
				{ rows: 2, links: 2, failed: 0 },
				{ rows: 2, links: 2, failed: 0 },
				{ rows: 2, links: 1, failed: 1 },
			],
		);
		assert.equal(
			bills.reduce((sum, bill) => sum + (bill.calls ?? NaN), 0),
			calls,
			'the bills add up to the calls that the API saw',
		);

		const highlighted = await database.query<{ key: string; value: string }>(
			`SELECT key, value FROM execution_metadata WHERE "executionId" = ${Number(execution.summary.id)}`,
		);
		assert.deepEqual(highlighted, [
			{
				key: `cost_${RESOLVE}`,
				value: `6 rows, 5 links, ${calls} calls, ${billed} billed, 0 billed_unknown, 0 retries, 1 reused, 0 free, 1 failed, 1 no_link`,
			},
		]);
		return counts(6, 5, 1, [highlighted[0]?.value ?? '']);
	},
};
