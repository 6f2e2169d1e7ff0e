/** webhook.json: another system hands in texts, and comes back for the posts. */
import assert from 'node:assert/strict';
import { contentId, shortLink } from '../../../tools/sandbox/links.mts';
import { fetchWhenThere, until } from '../../../tools/wait.mts';
import type { Scenario } from '../../../tools/n8n/report.mts';
import type { Json } from '../../../tools/n8n/rest.mts';
import { readExample, withCredentials } from '../../../tools/n8n/examples.mts';
import { makeTable } from './socialPosts.mts';

const KEY = 'a-long-random-text';

export const webhook: Scenario = {
	name: 'example: webhook',
	newestOnly: true,
	async run({ rest, n8n, credential, sandbox, counts }) {
		const header = await rest.createCredential('httpHeaderAuth', { name: 'X-Intake-Key', value: KEY });
		const example = withCredentials(readExample('webhook'), {
			justOneApi: credential,
			httpHeaderAuth: header,
		});
		const id = await rest.importWorkflow(example);
		await makeTable(rest, id);
		await rest.activate(id);

		const url = `${n8n.url}/webhook/posts`;
		const post = async (body: unknown, key = KEY) => {
			const headers = { 'content-type': 'application/json', 'X-Intake-Key': key };
			const init = { method: 'POST', headers, body: JSON.stringify(body) };
			return (await fetchWhenThere(async () => await fetch(url, init))).status;
		};
		const ask = async (ref: string, key = KEY) =>
			await fetchWhenThere(
				async () => await fetch(`${url}?ref=${ref}`, { headers: { 'X-Intake-Key': key } }),
			);
		const results = async (ref: string, count: number): Promise<Json[]> =>
			await until(`${ref} has ${count} rows`, async () => {
				const response = await ask(ref);
				assert.equal(response.status, 200);
				const rows = (await response.json()) as Json[];
				assert(Array.isArray(rows), 'always a list');
				return rows.length === count && rows;
			});

		assert.equal(await post({ ref: 'x', text: shortLink('video', 'stranger') }, 'wrong'), 403);
		assert.equal((await ask('x', 'wrong')).status, 403);
		assert.equal(sandbox.stats().calls, 0, 'a stranger cannot spend anything');

		await results('unknown', 0);
		assert.equal(await post({ ref: 'a', text: `看看 ${shortLink('video', 'hook')} 复制` }), 202);
		assert.equal(await post({ ref: 'b', text: `${shortLink('c201', 'hook')} ${shortLink('video', 'hook2')}` }), 202);
		assert.equal(await post({ ref: 'c', text: 'no link' }), 202);
		assert.equal(await post({ ref: 'd' }), 202, 'a body without text');
		const [a] = await results('a', 1);
		assert.equal(a?.post_id, contentId('video-hook'));
		const b = await results('b', 2);
		assert.deepEqual(
			b.map(({ status, reason, post_id }) => [status, reason, post_id]),
			[
				['failed', 'no_content', null],
				['ok', null, contentId('video-hook2')],
			],
		);
		for (const [ref, reason] of Object.entries({ c: 'no_link', d: 'no_text' }))
			assert.equal((await results(ref, 1))[0]?.reason, reason);
		return counts(4, 2, 3, ['one text holds a good link and a bad one']);
	},
};
