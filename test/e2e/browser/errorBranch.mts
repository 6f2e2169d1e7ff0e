/** Rows of which some fail: first with the setting that n8n comes with, then with an error output. */
import assert from 'node:assert/strict';
import { contentId, shortLink } from '../../../tools/sandbox/links.mts';
import { manualTrigger, node, resolve, RESOLVE, rowsNode, workflow } from '../../../tools/n8n/workflow.mts';
import type { Desk } from './index.mts';
import { screenshot } from '../../../tools/browser/screenshots.mts';
import { sees } from '../../../tools/browser/sees.mts';

const GOOD = shortLink('video', 'Wm3Yq8Ls');
const GONE = shortLink('c201', 'Df3Xs');
const ROWS = [
	{ row: 1, topic: '回锅肉', share_text: `post is gone: ${GONE}` },
	{ row: 2, topic: '骑行', share_text: `5.12 复制打开抖音，看看【南山骑行的作品】 ${GOOD}` },
	{ row: 3, topic: '看海', share_text: '周末骑行去看海' },
];

export async function errorBranch({ editor, rest }: Desk): Promise<void> {
	const { page, output } = editor;
	const [credential] = await rest.call<Array<{ id: string; name: string }>>('GET', '/rest/credentials');
	const noOp = (name: string) => node(name, 'n8n-nodes-base.noOp', 1);
	const sheet = workflow(
		'Share texts',
		[manualTrigger(), rowsNode(ROWS), resolve('stopWorkflow'), noOp('Resolved'), noOp('Failed')],
		[
			['Start', 'Rows'],
			['Rows', RESOLVE],
			[RESOLVE, 'Resolved'],
		],
	);
	for (const [index, position] of POSITIONS.entries()) {
		const placed = sheet.nodes[index];
		if (placed) placed.position = position;
	}
	await editor.openWorkflow(await rest.importWorkflow(sheet, credential));

	// On Error: Stop Workflow. The row that failed first is told; that is the one that needs no call.
	await editor.executeWorkflow();
	const title = 'No share link in this text [item 2]';
	await sees(page.locator('.el-notification'), RESOLVE, title);
	await editor.openNode(RESOLVE);
	await sees(page.getByTestId('node-error-message'), title);
	await sees(
		page.getByTestId('node-error-description'),
		'Give the link that the app copies, or the whole text around it.',
	);

	await editor.setOnError('Continue (using error output)');
	await editor.closeNode();
	await editor.connect(RESOLVE, 1, 'Failed');
	await editor.executeWorkflow();
	await sees(page.getByTestId('edge-label').filter({ hasText: '2 items' }), '2 items');
	await page.getByTestId('canvas').click({ position: { x: 60, y: 60 } }); // nothing is selected

	await editor.openNode(RESOLVE);
	await sees(output, 'Success Branch (1 item)', 'Error Branch (2 items)');
	await editor.showAs('json');
	await sees(output, contentId('video-Wm3Yq8Ls'));
	await output.getByText('Error Branch').click();
	// The rows' own columns, and the record.
	await sees(output, '回锅肉', '看海', 'no_content', 'no_link', 'No share link in this text');
	await screenshot(page, 'error-branch', { show: [output], height: 590 });
	assert.equal(await output.getByText('骑行的作品').count(), 0, 'the good row is not there');
	await editor.closeNode();
}

const POSITIONS: Array<[number, number]> = [
	[0, 0],
	[220, 0],
	[440, 0],
	[700, -100],
	[700, 100],
];
