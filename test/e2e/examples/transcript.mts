/** transcript.json: a video's file and what is said in it. The file and the speech service are stand-ins. */
import assert from 'node:assert/strict';
import { contentId, shortLink } from '../../../tools/sandbox/links.mts';
import type { Scenario } from '../../../tools/n8n/report.mts';
import { tableRows } from '../../../tools/n8n/dataTables.mts';
import { readExample, withCredentials, withParameters } from '../../../tools/n8n/examples.mts';
import { startStandIns } from '../../../tools/n8n/standIns.mts';
import { until } from '../../../tools/wait.mts';
import { postForm } from './form.mts';
import { makeTable, SOCIAL_POSTS } from './socialPosts.mts';

export const transcript: Scenario = {
	name: 'example: transcript',
	newestOnly: true,
	async run({ rest, n8n, credential, counts }) {
		const standIns = await startStandIns();
		try {
			const openAiApi = await rest.createCredential('openAiApi', { apiKey: 'x', url: `${standIns.url}/v1` });
			const example = withCredentials(readExample('transcript'), { justOneApi: credential, openAiApi });
			assert.equal(
				example.nodes.find(({ name }) => name === 'Fetch the file')?.parameters.url,
				'={{ $json.video_url }}',
			);
			const gone = contentId('video-file-gone');
			const here = withParameters(example, 'Fetch the file', {
				url: `={{ '${standIns.url}' + ($json.video_url && $json.post_id === '${gone}' ? '/gone.mp4' : '/video.mp4') }}`,
			});
			const id = await rest.importWorkflow(here);
			await makeTable(rest, id);
			await rest.activate(id);
			const ask = async (text: string, rows: number) => {
				await postForm(n8n, 'transcribe', [text]);
				await until(`${rows} rows`, async () => (await tableRows(rest, SOCIAL_POSTS)).length === rows);
			};
			await ask(`看看 ${shortLink('video', 'speech')}`, 1);
			await ask(shortLink('video', 'file-gone'), 2);
			await ask(shortLink('c201', 'speech'), 3);
			const rows = await tableRows(rest, SOCIAL_POSTS);
			assert.deepEqual(
				rows.map(({ status, post_id, transcript: said, reason }) => [status, post_id, said, reason]),
				[
					['ok', contentId('video-speech'), 'what is said in the video', null],
					['failed', gone, null, 'no_transcript'],
					['failed', null, null, 'no_content'],
				],
			);
			assert.match(String(rows[1]?.error), /403|Forbidden/);
			const sent = standIns.requests().filter(({ path }) => path.endsWith('/audio/transcriptions'));
			assert.equal(sent.length, 1);
			assert.match(sent[0]?.body ?? '', /not really a video/, 'the file itself was sent');
		} finally {
			await standIns.close();
		}
		return counts(3, 1, 2, ['a file that is refused leaves the post in the table, with the reason']);
	},
};
