/** webhook-intake.json: what another system gets for its text. */
import assert from 'node:assert/strict';
import { contentId, shortLink } from '../../../tools/sandbox/links.mts';
import { fetchWhenThere } from '../../../tools/wait.mts';
import type { Scenario } from '../../../tools/n8n/report.mts';
import { readExample, withCredentials } from '../../../tools/n8n/examples.mts';

interface Answer {
	links?: Array<{ share_url: string; redirect_url: string; video_id: string | null }>;
	failed?: Array<{ share_url: string | null; reason: string; retryable: boolean; billed: boolean | null }>;
	reason?: string;
	advice?: string;
}

const KEY = 'a-long-random-text';

export const webhookIntake: Scenario = {
	name: 'example: webhook intake',
	newestOnly: true,
	async run({ rest, n8n, credential, sandbox, counts }) {
		const header = await rest.createCredential('httpHeaderAuth', { name: 'X-Intake-Key', value: KEY });
		const example = withCredentials(readExample('webhook-intake'), {
			justOneApi: credential,
			httpHeaderAuth: header,
		});
		await rest.activate(await rest.importWorkflow(example));

		const post = async (body: unknown, key: string) => {
			const headers = { 'content-type': 'application/json', 'X-Intake-Key': key };
			const init = { method: 'POST', headers, body: JSON.stringify(body) };
			return await fetchWhenThere(async () => await fetch(`${n8n.url}/webhook/douyin-resolve`, init));
		};
		const ask = async (text: string, status: number) => {
			const response = await post({ text }, KEY);
			assert.equal(response.status, status, text);
			return (await response.json()) as Answer;
		};

		assert.equal((await post({ text: shortLink('video', 'stranger') }, 'wrong')).status, 403);
		assert.equal(sandbox.stats().calls, 0, 'a stranger cannot spend anything');

		const { links: [link] = [], failed = [] } = await ask(`看看 ${shortLink('video', 'hook')} 复制`, 200);
		assert.equal(link?.video_id, contentId('video-hook'));
		assert.match(link.redirect_url, /^https:\/\/www\.iesdouyin\.com\/share\/video\//);
		assert.deepEqual(failed, []);

		const gone = await ask(shortLink('c201', 'hook'), 422);
		assert.equal(gone.reason, 'no_content');
		assert.match(gone.advice ?? '', /Open the link in the Douyin app/);
		assert.deepEqual(
			gone.failed?.map(({ retryable, billed }) => [retryable, billed]),
			[[false, true]],
		);
		assert.equal((await ask('no link', 422)).reason, 'no_link');
		const empty = await post({}, KEY);
		assert.equal(empty.status, 422, 'a body without text');

		const mixed = await ask(`${shortLink('video', 'both')} ${shortLink('c201', 'both')}`, 200);
		assert.deepEqual(
			mixed.links?.map(({ video_id }) => video_id),
			[contentId('video-both')],
		);
		assert.deepEqual(
			mixed.failed?.map(({ reason }) => reason),
			['no_content'],
		);
		return counts(5, 2, 4, ['one row holds a good link and a bad one: the answer has both']);
	},
};
