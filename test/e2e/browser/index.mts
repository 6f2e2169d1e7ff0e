/** The editor in a browser: what a user sees and clicks, with assertions on what is visible. */
import { startSandbox, type Sandbox } from '../../../tools/sandbox/server.mts';
import type { Bench } from '../../../tools/n8n/bench.mts';
import { installPackage } from '../../../tools/n8n/install.mts';
import { startN8n } from '../../../tools/n8n/n8n.mts';
import { tempFolder } from '../../../tools/n8n/processes.mts';
import type { Scenario } from '../../../tools/n8n/report.mts';
import { Rest } from '../../../tools/n8n/rest.mts';
import { bill } from './bill.mts';
import { withPage } from '../../../tools/browser/chromium.mts';
import { Editor } from '../../../tools/browser/editor.mts';
import { errorBranch } from './errorBranch.mts';
import { examplePictures } from './examplePictures.mts';
import { firstUse } from './firstUse.mts';

export interface Desk {
	editor: Editor;
	rest: Rest;
	sandbox: Sandbox;
	/** The sandbox accepts it. */
	token: string;
}

/** The port that the sandbox's README names, for pictures that look the same each time; any other if it is taken. */
async function ownSandbox(token: string): Promise<Sandbox> {
	return await startSandbox({ tokens: [token], port: 4040 }).catch(
		async () => await startSandbox({ tokens: [token] }),
	);
}

/** An n8n that nobody has used yet: no credential, no workflow. */
async function withDesk(bench: Bench, work: (desk: Desk) => Promise<void>): Promise<Sandbox['stats']> {
	const { install, tarball, postgres, token } = bench;
	const userFolder = tempFolder('browser');
	await installPackage(tarball, userFolder);
	const database = await postgres.createDatabase('browser');
	const n8n = await startN8n({ install, userFolder, database, name: 'n8n-browser' });
	const sandbox = await ownSandbox(token);
	try {
		const rest = new Rest(n8n.url);
		await rest.setupOwner();
		await withPage(async (page) => {
			const editor = new Editor(page, n8n.url);
			await editor.signIn(rest.owner);
			await work({ editor, rest, sandbox, token });
		});
		return sandbox.stats;
	} finally {
		await sandbox.close();
		await n8n.stop();
	}
}

/** One scenario, because the second part builds on the credential of the first. */
const browser: Scenario = {
	name: 'editor in a browser',
	newestOnly: true,
	async run(bench) {
		const stats = await withDesk(bench, async (desk) => {
			await firstUse(desk);
			await errorBranch(desk);
			await bill(desk);
			await examplePictures(desk);
		});
		const { calls, billed } = stats();
		// One row by itself, then three rows twice: the first time one of them ends the run. Then four with their cost.
		return { rows: 11, good: 5, failed: 4, calls, billed };
	},
};

export const browserScenarios: Scenario[] = [browser];
