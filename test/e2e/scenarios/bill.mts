/** What docs/costs.md says of reading the bill: what later nodes see of it, and what n8n stores. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shortLink } from '../../../tools/sandbox/links.mts';
import type { Scenario } from '../../../tools/n8n/report.mts';
import {
	code,
	editFields,
	manualTrigger,
	resolve,
	RESOLVE,
	rowsNode,
	workflow,
} from '../../../tools/n8n/workflow.mts';

const ROWS = [
	{ share_text: shortLink('video', 'bill1') },
	{ share_text: shortLink('c301x1', 'bill2') },
	{ share_text: 'no link' },
];
const RUN = {
	rows: 3,
	links: 2,
	calls: 3,
	billed: 2,
	billed_unknown: 0,
	retries: 1,
	reused: 0,
	free: 0,
	failed: 1,
	no_link: 1,
};
const LINE = Object.entries(RUN)
	.map(([count, number]) => `${number} ${count}`)
	.join(', ');

/** The page's expression, for the node's name here. */
function expressionOfThePage(): string {
	const page = readFileSync(join(import.meta.dirname, '../../../docs/costs.md'), 'utf8');
	const expression = /```\n(\{\{ .+ \}\})\n```/.exec(page)?.[1];
	assert(expression, 'docs/costs.md has no expression any more');
	return `=${expression.replaceAll('Resolve Share URL', RESOLVE)}`;
}

export const bill: Scenario = {
	name: 'the bill of a run',
	newestOnly: true,
	async run({ runWorkflow, rest, counts }) {
		const execution = await runWorkflow(
			workflow(
				'Bill',
				[
					manualTrigger(),
					rowsNode(ROWS),
					resolve('continueErrorOutput', { addCost: true }),
					code('Line', `return [{ json: { line: $execution.customData.get('cost_${RESOLVE}') ?? null } }];`),
					editFields('Message', {
						bill: expressionOfThePage(),
						line: `={{ $execution.customData.get('cost_${RESOLVE}') }}`,
					}),
				],
				[
					['Start', 'Rows'],
					['Rows', RESOLVE],
					[RESOLVE, 'Line'],
					[RESOLVE, 'Message'],
				],
			),
		);
		const [message] = execution.rows('Message');
		assert.deepEqual(JSON.parse(String(message?.bill)), RUN);
		assert.deepEqual(execution.rows('Line'), [{ line: LINE }], 'a Code node reads the line');
		assert.equal(message?.line, null, 'expressions can read the line now: docs/costs.md should say so');
		const path = `/rest/executions/${execution.summary.id}`;
		const { customData } = await rest.call<{ customData: Record<string, string> }>('GET', path);
		assert.deepEqual(customData, { [`cost_${RESOLVE}`]: LINE }, 'n8n stores the line without a licence');
		return counts(RUN.rows, 2, RUN.failed, [`highlighted data: ${LINE}`]);
	},
};
