/** The data table that the templates share. */
import assert from 'node:assert/strict';
import type { Rest } from '../../../tools/n8n/rest.mts';
import { dropTable } from '../../../tools/n8n/dataTables.mts';

export const SOCIAL_POSTS = 'social_posts';

/** Makes an empty table by the template's own way, a run by hand. */
export async function makeTable(rest: Rest, workflowId: string): Promise<void> {
	await dropTable(rest, SOCIAL_POSTS);
	const run = await rest.runManually(workflowId, 'Once: by hand');
	assert.equal(run.status, 'success', run.error?.message);
}
