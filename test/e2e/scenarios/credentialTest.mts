/** The button "Test" of the credential: it passes for a token that works, and for nothing else. */
import assert from 'node:assert/strict';
import { TOKENS } from '../../../tools/sandbox/server.mts';
import { CREDENTIAL_TYPE } from '../../../tools/n8n/bench.mts';
import { freePort } from '../../../tools/n8n/processes.mts';
import type { Scenario } from '../../../tools/n8n/report.mts';
import type { Json } from '../../../tools/n8n/rest.mts';

export const credentialTest: Scenario = {
	name: 'credential test',
	async run({ rest, credentialData, sandbox, counts }) {
		const nobody = `http://127.0.0.1:${await freePort()}`;
		const cases: Array<[name: string, changes: Json, ok: boolean, message: RegExp]> = [
			['a token that works', {}, true, /successful/i],
			['with blanks around it', { token: ` ${TOKENS.accepted}\n` }, true, /successful/i],
			['no balance left', { token: TOKENS.poor }, true, /successful/i],
			['an unknown token', { token: 'not-a-token' }, false, /did not accept the token/],
			['an inactive token', { token: TOKENS.inactive }, false, /did not accept the token/],
			['a token without permission', { token: TOKENS.forbidden }, false, /may not use this endpoint/],
			['a web page', { token: TOKENS.html }, false, /does not answer like the Just One API/],
			['an unknown code', { token: TOKENS.strange }, false, /code that is not documented/],
			[
				'a path that is not the API',
				{ baseUrl: `${sandbox.url}/elsewhere` },
				false,
				/does not answer like the Just One API/,
			],
			['a host that nobody answers', { baseUrl: nobody }, false, /./],
			['no address at all', { baseUrl: 'example' }, false, /Base URL/],
		];
		let good = 0;
		for (const [name, changes, ok, message] of cases) {
			const data = credentialData(changes);
			const stored = await rest.createCredential(CREDENTIAL_TYPE, data, name);
			const answer = await rest.testCredential(CREDENTIAL_TYPE, stored, data);
			assert.equal(answer.status, ok ? 'OK' : 'Error', `${name}: ${answer.message}`);
			assert.match(answer.message, message, name);
			assert(!answer.message.includes(String(data.token)), name);
			if (ok) good += 1;
		}
		assert.equal(sandbox.stats().calls, 0, 'a test costs nothing');
		return counts(cases.length, good, cases.length - good);
	},
};
