/** table-of-texts.json: a CSV of texts becomes a table of posts; a second run pays for nothing. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { postId } from '../../../tools/sandbox/ids.mts';
import { contentId, shortLink } from '../../../tools/sandbox/links.mts';
import { PROJECT } from '../../../tools/n8n/install.mts';
import type { Scenario } from '../../../tools/n8n/report.mts';
import { dropTable, importCsv, insertRows, tableRows } from '../../../tools/n8n/dataTables.mts';
import { readExample, withCredentials } from '../../../tools/n8n/examples.mts';
import { SOCIAL_POSTS } from './socialPosts.mts';

export const tableOfTexts: Scenario = {
	name: 'example: table of texts',
	newestOnly: true,
	async run({ rest, credential, sandbox, counts }) {
		const csv = readFileSync(join(PROJECT, 'examples/social-posts.csv'), 'utf8');
		await dropTable(rest, SOCIAL_POSTS);
		const types = await importCsv(rest, SOCIAL_POSTS, csv);
		assert.deepEqual(
			[types.post_id, types.link, types.like_count, types.next_at, types.retryable],
			['string', 'string', 'number', 'date', 'boolean'],
			'the types that n8n proposes',
		);
		const bv = postId('bilibili', 'video', 'texts');
		const texts = [
			`7.43 复制打开抖音，看看【…】 ${shortLink('video', 'texts1')} 复制此链接`,
			`${shortLink('video', 'texts2')} 和 ${shortLink('c201', 'texts2')}`,
			shortLink('c301', 'texts'),
			'没有链接',
			bv,
			`https://www.bilibili.com/video/${postId('bilibili', 'video', 'texts3')}/`,
			shortLink('video', 'texts1'),
		];
		await insertRows(
			rest,
			SOCIAL_POSTS,
			texts.map((share_text) => ({ share_text })),
		);
		const workflow = withCredentials(readExample('table-of-texts'), { justOneApi: credential });
		const id = await rest.importWorkflow(workflow);
		const run = async () => {
			const execution = await rest.runManually(id, 'Start by hand');
			assert.equal(execution.status, 'success', execution.error?.message);
			const rows = await tableRows(rest, SOCIAL_POSTS);
			return rows.map(({ id: row, share_text, status, post_id, reason }) => [
				row,
				texts.indexOf(String(share_text)),
				status,
				post_id ?? reason,
			]);
		};
		const expected = [
			[1, -1, 'example', null],
			[2, 0, 'ok', contentId('video-texts1')],
			[3, 1, 'ok', contentId('video-texts2')],
			[4, 2, 'failed', 'collection_failed'],
			[5, 3, 'failed', 'no_link'],
			[6, 4, 'ok', bv],
			[7, 5, 'ok', postId('bilibili', 'video', 'texts3')],
			[8, 6, 'ok', contentId('video-texts1')],
			[9, 1, 'failed', 'no_content'],
		];
		assert.deepEqual(await run(), expected);
		const { billed, calls } = sandbox.stats();
		assert.equal(billed, 2 + 2 + 1 + 1 + 1, 'the link that two rows hold is paid for once');
		for (const { advice, status } of await tableRows(rest, SOCIAL_POSTS))
			assert.equal(typeof advice === 'string', status === 'failed');

		assert.deepEqual(await run(), expected, 'a second run changes nothing');
		assert.equal(sandbox.stats().calls, calls, 'and asks for nothing');

		// A link that the table holds already is not asked for, in whichever text it comes back.
		await insertRows(rest, SOCIAL_POSTS, [{ share_text: `看看 ${shortLink('video', 'texts2')}` }]);
		assert.deepEqual((await run()).slice(0, expected.length), expected);
		assert.equal(sandbox.stats().calls, calls);
		return counts(texts.length, 5, 3, ['a second run made no call, nor did a new row with a known link']);
	},
};
