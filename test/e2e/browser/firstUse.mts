/** From the panel of nodes to the first result. */
import assert from 'node:assert/strict';
import { contentId, shortLink } from '../../../tools/sandbox/links.mts';
import type { Editor } from '../../../tools/browser/editor.mts';
import type { Desk } from './index.mts';
import { screenshot } from '../../../tools/browser/screenshots.mts';
import { sees } from '../../../tools/browser/sees.mts';

const NODE = 'Resolve share URL';
const LINK = shortLink('video', 'kTZRspBf');
const SHARE_TEXT = `7.43 pda:/ 复制打开抖音，看看【青屿小厨的作品】家常回锅肉 ${LINK} 复制此链接`;
const FIELDS = [
	'share_url',
	'redirect_url',
	'video_id',
	'content_type',
	'content_id',
	'canonical_url',
	'resolved_by',
	'platform',
	'created_at',
];

export async function firstUse(desk: Desk): Promise<void> {
	const { editor } = desk;
	await editor.newWorkflow();
	await addNode(editor);
	await readForm(editor);
	await previewFields(editor);
	await makeCredential(desk);
	await run(editor);
}

async function addNode(editor: Editor): Promise<void> {
	const { page } = editor;
	await page.getByTestId('canvas-add-button').click();
	const found = await editor.search('douyin');
	await sees(
		found,
		'Just One API',
		'Resolve share links of Douyin, Kuaishou, Bilibili and Xiaohongshu, and get the posts behind them',
	);
	assert.equal(await found.count(), 1, 'only this node is about Douyin');
	await found.click();
	const panel = page.getByTestId('node-creator');
	await sees(panel, 'Actions (4)', NODE);
	await panel.getByText(NODE).click();
	await editor.form.waitFor();
}

async function readForm(editor: Editor): Promise<void> {
	const { page } = editor;
	const form = page.getByTestId('node-parameters');
	await sees(form, 'Credential', 'Resource', 'Operation', 'Share URL', 'Output', 'Options');
	assert.equal(await page.getByTestId('node-credentials-slot').count(), 1);
	assert.equal(await editor.chosen('resource'), 'Share Link');
	await editor.choose('operation', 'Resolve Share URL');
	assert.equal(await editor.chosen('operation'), 'Resolve Share URL');
	const addOption = form.getByTestId('collection-parameter-add').first();
	await addOption.click();
	for (const option of [
		'Include Input Fields',
		'Max Concurrent Requests',
		'Max Retries',
		'Retry Unanswered Calls',
	]) {
		await page
			.getByTestId('collection-parameter-option')
			.filter({ hasText: option, visible: true })
			.waitFor();
	}
	await addOption.click();
}

/** A node after this one knows its fields before anything ran. */
async function previewFields(editor: Editor): Promise<void> {
	const { page } = editor;
	await editor.fillText('shareUrl', 'x');
	await editor.closeNode();
	assert.match((await editor.warning(NODE)) ?? '', /Credentials for '?Just One API'? are not set/);
	await editor.node(NODE).getByTestId('canvas-handle-plus').click();
	await (await editor.search('Edit Fields')).first().click();
	await editor.form.waitFor();
	const input = page.getByTestId('ndv-input-panel');
	await sees(input, ...FIELDS);
	await editor.closeNode();
	await editor.openNode(NODE);
}

async function makeCredential({ editor, sandbox, token }: Desk): Promise<void> {
	const { page, credential } = editor;
	await page.getByTestId('node-credentials-empty-state').getByRole('button').click();
	await sees(credential, 'Just One API', 'Token', 'Region');
	assert.equal(await editor.chosen('region'), 'Global');

	await editor.choose('region', 'Mainland China');
	await sees(credential, 'This route is plain HTTP', 'can read the token');
	await editor.choose('region', 'Custom');
	assert.equal(await credential.getByText('This route is plain HTTP').count(), 0);

	await editor.fillText('baseUrl', sandbox.url);
	await editor.fillText('token', 'a-token-nobody-knows');
	await editor.saveCredential();
	await sees(credential, 'Couldn’t connect with these settings');
	await credential.getByText('More details').click();
	await sees(credential, 'The API did not accept the token');

	await editor.fillText('token', token);
	await editor.saveCredential();
	await credential.waitFor({ state: 'hidden' }); // a new credential that works closes its dialog
	await page.getByTestId('credential-edit-button').click();
	await sees(credential, 'Connection tested successfully', 'Retry');
	await screenshot(page, 'credential', {
		show: [page.locator('.el-dialog').filter({ has: page.getByTestId('credential-edit-dialog') })],
		height: 700,
	});
	await editor.closeCredential();
}

async function run(editor: Editor): Promise<void> {
	const { page, output } = editor;
	await editor.fillText('shareUrl', SHARE_TEXT);
	await page.getByTestId('tab-params').click(); // out of the field
	await editor.executeStep();
	await sees(output, '1 item');
	await editor.showAs('json');
	await sees(output, LINK, contentId('video-kTZRspBf'), 'video', 'api');
	await editor.showAs('schema');
	await sees(output, ...FIELDS);
	await screenshot(page, 'result', { show: [editor.form], height: 575 });
	await editor.closeNode();
	assert.equal(await editor.warning(NODE), null);
}
