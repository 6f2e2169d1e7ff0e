/** No credential, and one that was deleted: no row may pass as resolved, whatever the node does on failures. */
import assert from 'node:assert/strict';
import { shortLink } from '../../../tools/sandbox/links.mts';
import { CREDENTIAL_TYPE, type Bench } from '../../../tools/n8n/bench.mts';
import { failureOf } from '../../../tools/n8n/failure.mts';
import type { Counts, Scenario } from '../../../tools/n8n/report.mts';
import type { CredentialRef, Execution } from '../../../tools/n8n/rest.mts';
import {
	manualTrigger,
	resolve,
	RESOLVE,
	rowsNode,
	workflow,
	type OnError,
} from '../../../tools/n8n/workflow.mts';

const LONG_ID = '7412345678901234567';
const ROWS = [
	{ row: 1, share_text: shortLink('video', 'g1') },
	{ row: 2, share_text: `https://www.douyin.com/video/${LONG_ID}` }, // needs no call, so no credential
	{ row: 3, share_text: shortLink('video', 'g3') },
];

const MODES: OnError[] = ['continueErrorOutput', 'continueRegularOutput', 'stopWorkflow'];

/** Runs the rows in each mode and judges them. The title says which kind of absence it must be. */
async function check(bench: Bench, title: RegExp, run: (mode: OnError) => Promise<Execution>): Promise<void> {
	for (const mode of MODES) {
		const execution = await run(mode);
		const [first, second] = [execution.rows(RESOLVE, 0), execution.rows(RESOLVE, 1)];
		const judge = (row: Record<string, unknown> | undefined, number: number) => {
			assert.equal(row?.row, number, mode);
			assert.match(String(row?.error), title, mode);
			assert.equal(failureOf(row ?? {}).reason, 'credential_missing', mode);
		};
		if (mode === 'continueErrorOutput') {
			assert.deepEqual(
				first.map(({ video_id }) => video_id),
				[LONG_ID],
			);
			assert.equal(second.length, 2);
			judge(second[0], 1);
			judge(second[1], 3);
		} else if (mode === 'continueRegularOutput') {
			assert.equal(first.length, 3);
			judge(first[0], 1);
			assert.equal(first[1]?.video_id, LONG_ID);
			judge(first[2], 3);
		} else {
			assert.deepEqual([first, second], [[], []], 'a run that stopped has no output');
			assert.match(execution.error?.message ?? '', title);
			assert.match(execution.error?.message ?? '', /\[item 0\]$/);
			assert.equal(execution.error?.context?.itemIndex, 0);
			assert(execution.error?.description, 'it says what to do');
		}
		assert.equal(execution.status, mode === 'stopWorkflow' ? 'error' : 'success', mode);
	}
	assert.equal(bench.sandbox.stats().calls, 0, 'nothing was called');
}

const built = (mode: OnError, credential?: CredentialRef) =>
	workflow(
		`Credential gone, ${mode}`,
		[
			manualTrigger(),
			rowsNode(ROWS),
			resolve(mode, {}, credential ? { credentials: { justOneApi: credential } } : {}),
		],
		[
			['Start', 'Rows'],
			['Rows', RESOLVE],
		],
	);

/** Over both Continue modes; the third mode has no output. */
const result = ({ counts }: Bench): Counts => counts(ROWS.length * 3, 2, 4 + 1);

export const credentialMissing: Scenario = {
	name: 'credential missing',
	async run(bench) {
		const { rest } = bench;
		await check(
			bench,
			/^No Just One API credential is selected/,
			async (mode) => await rest.runManually(await rest.importWorkflow(built(mode))),
		);
		return result(bench);
	},
};

export const credentialDeleted: Scenario = {
	name: 'credential deleted',
	async run(bench) {
		const { rest, sandbox } = bench;
		const credential = await rest.createCredential(CREDENTIAL_TYPE, bench.credentialData(), 'Soon gone');
		const workflows = new Map<OnError, string>();
		for (const mode of MODES) workflows.set(mode, await rest.importWorkflow(built(mode, credential)));
		const idOf = (mode: OnError) => workflows.get(mode) ?? assert.fail();

		const before = await rest.runManually(idOf('continueErrorOutput'));
		assert.equal(before.items(RESOLVE, 0).length, 3, 'it works before');
		sandbox.reset();
		await rest.deleteCredential(credential.id);
		await check(
			bench,
			/^The Just One API credential could not be read/,
			async (mode) => await rest.runManually(idOf(mode)),
		);
		return result(bench);
	},
};
