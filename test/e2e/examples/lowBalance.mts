/** low-balance.json: a message when there is little left, and none otherwise. Telegram is a stand-in. */
import assert from 'node:assert/strict';
import { TOKENS } from '../../../tools/sandbox/server.mts';
import type { Scenario } from '../../../tools/n8n/report.mts';
import { readExample, withCredentials, withParameters } from '../../../tools/n8n/examples.mts';
import { startStandIns } from '../../../tools/n8n/standIns.mts';

export const lowBalance: Scenario = {
	name: 'example: low balance',
	newestOnly: true,
	async run({ rest, credential, credentialData, sandbox, counts }) {
		const standIns = await startStandIns();
		try {
			const telegramApi = await rest.createCredential('telegramApi', {
				accessToken: '1:x',
				baseUrl: standIns.url,
			});
			const example = withParameters(readExample('low-balance'), 'Tell me', { chatId: '42' });
			const messagesWith = async (justOneApi: typeof credential) => {
				const before = standIns.requests().length;
				const id = await rest.importWorkflow(withCredentials(example, { justOneApi, telegramApi }));
				const run = await rest.runManually(id);
				assert.equal(run.status, 'success', run.error?.message);
				return standIns.requests().slice(before).map(({ body }) => body);
			};
			assert.deepEqual(await messagesWith(credential), [], 'enough is left');
			const poor = await rest.createCredential('justOneApi', credentialData({ token: TOKENS.poor }));
			const [little, ...more] = await messagesWith(poor);
			assert.match(little ?? '', /Just One API: 0 CNY are left/);
			assert.deepEqual(more, []);
			const wrong = await rest.createCredential('justOneApi', credentialData({ token: TOKENS.inactive }));
			assert.match((await messagesWith(wrong))[0] ?? '', /Just One API: .*token/);
			assert.equal(sandbox.stats().billed, 0);
		} finally {
			await standIns.close();
		}
		return counts(3, 2, 1, ['the balance is asked for without cost; a token that is refused is told too']);
	},
};
