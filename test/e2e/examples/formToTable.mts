/** form-to-table.json: a person pastes links, and a data table of n8n holds the posts. */
import assert from 'node:assert/strict';
import { postId } from '../../../tools/sandbox/ids.mts';
import { contentId, shortLink } from '../../../tools/sandbox/links.mts';
import type { Scenario } from '../../../tools/n8n/report.mts';
import { tableRows } from '../../../tools/n8n/dataTables.mts';
import { readExample, withCredentials } from '../../../tools/n8n/examples.mts';
import { submitForm } from './form.mts';
import { makeTable, SOCIAL_POSTS } from './socialPosts.mts';

export const formToTable: Scenario = {
	name: 'example: form to table',
	newestOnly: true,
	async run({ rest, n8n, credential, sandbox, counts }) {
		const workflow = withCredentials(readExample('form-to-table'), { justOneApi: credential });
		const id = await rest.importWorkflow(workflow);
		await makeTable(rest, id);
		await rest.activate(id);
		const ask = async (text: string) => await submitForm(n8n, 'save-post', [text]);

		const good = await ask(`7.43 pda:/ 复制打开抖音，看看【…】 ${shortLink('video', 'form')} 复制此链接`);
		assert.equal(good.title, 'Saved');
		assert.match(good.message, new RegExp(contentId('video-form')));

		const gone = await ask(shortLink('c201', 'form'));
		assert.equal(gone.title, 'Not found');
		assert.match(gone.message, /Open the link in/);
		assert.equal((await ask('没有链接')).title, 'Not found');
		const noteId = postId('xiaohongshu', 'video', 'form');
		assert.equal((await ask(noteId)).title, 'Saved');
		const mixed = await ask(`${shortLink('video', 'form2')} ${shortLink('c201', 'form2')}`);
		assert.equal(mixed.title, 'Saved');
		assert.match(mixed.message, /Open the link/, 'the page tells of both');
		await ask(shortLink('video', 'form'));

		const rows = await tableRows(rest, SOCIAL_POSTS);
		assert.deepEqual(
			rows.map(({ link, status, platform, post_id, reason, billed }) => [
				link,
				status,
				platform,
				post_id,
				reason,
				billed,
			]),
			[
				[shortLink('video', 'form'), 'ok', 'douyin', contentId('video-form'), null, null],
				[shortLink('c201', 'form'), 'failed', null, null, 'no_content', true],
				['没有链接', 'failed', null, null, 'no_link', false],
				[noteId, 'ok', 'xiaohongshu', noteId, null, null],
				[shortLink('video', 'form2'), 'ok', 'douyin', contentId('video-form2'), null, null],
				[shortLink('c201', 'form2'), 'failed', null, null, 'no_content', true],
			],
			'one row a link; the link that came twice kept its row',
		);
		const [first] = rows;
		assert.equal(typeof first?.like_count, 'number');
		assert.match(String(first?.published_at), /^\d{4}-\d\d-\d\dT/);
		for (const row of rows) assert.equal(row.status === 'failed', typeof row.advice === 'string');
		assert.equal(sandbox.stats().byCode['0'], 7, 'two calls a short link, one for an ID');
		return counts(6, 4, 3, ['one text holds a good link and a bad one']);
	},
};
