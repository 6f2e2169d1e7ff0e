/** What a run cost: on the items, and in n8n's list of executions. */
import assert from 'node:assert/strict';
import { shortLink } from '../../../tools/sandbox/links.mts';
import { manualTrigger, resolve, RESOLVE, rowsNode, workflow } from '../../../tools/n8n/workflow.mts';
import type { Desk } from './index.mts';
import { screenshot } from '../../../tools/browser/screenshots.mts';
import { sees } from '../../../tools/browser/sees.mts';

const ROWS = [
	{ share_text: shortLink('webvideo', 'Rk5Tn') },
	{ share_text: shortLink('webvideo', 'Rk5Tn') },
	{ share_text: shortLink('c301x1', 'Vb8Lw') },
	{ share_text: '周末骑行去看海' },
];

export async function bill({ editor, rest }: Desk): Promise<void> {
	const { page, output } = editor;
	const [credential] = await rest.call<Array<{ id: string; name: string }>>('GET', '/rest/credentials');
	const sheet = workflow(
		'What it cost',
		[manualTrigger(), rowsNode(ROWS), resolve('continueErrorOutput', { addCost: true })],
		[
			['Start', 'Rows'],
			['Rows', RESOLVE],
		],
	);
	const id = await rest.importWorkflow(sheet, credential);
	await editor.openWorkflow(id);
	await editor.executeWorkflow();
	await editor.openNode(RESOLVE);
	await sees(output, 'Success Branch (3 items)');
	await editor.showAs('json');
	await sees(output, 'billed_unknown', 'attempts');
	await screenshot(page, 'cost', { show: [output], height: 710 });
	await editor.closeNode();

	// The highlighted data: n8n stores it, and an instance without a licence has no button for it.
	await page.getByTestId('radio-button-executions').click();
	await page.getByTestId(/^execution-preview-details/).waitFor();
	assert.equal(
		await page.getByTestId('execution-preview-ellipsis-button').count(),
		0,
		'n8n shows the highlighted data now: docs/costs.md should say so, with a picture',
	);
}
