/** The table of coming-from-http-request.md is what a real n8n does. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compare, comparison, ROWS } from '../../../tools/compare/measure.mts';
import { withComparison } from '../../../tools/compare/page.mts';
import { PROJECT } from '../../../tools/n8n/install.mts';
import type { Scenario } from '../../../tools/n8n/report.mts';

export const comingFrom: Scenario = {
	name: 'example: coming from HTTP Request',
	newestOnly: true,
	async run(bench) {
		const [http, ours] = await compare(bench);
		const page = readFileSync(join(PROJECT, 'examples/coming-from-http-request.md'), 'utf8');
		assert.equal(page, withComparison(page, comparison([http, ours])), 'run npm run compare');
		// What the page says of this package besides.
		assert.deepEqual([ours.faultsAsGood, ours.lost, ours.lines, ours.tokenFiles], [0, 0, 0, 0]);
		assert(http.faultsAsGood > 0 && http.lost > 0);
		return { rows: ROWS, good: ours.posts, failed: ROWS - ours.posts, calls: 0, billed: ours.billed };
	},
};
