/** What a scenario works with: one n8n with the packed package, one sandbox, one credential. */
import { randomBytes } from 'node:crypto';
import { startSandbox, TOKENS, type Sandbox } from '../sandbox/server.mts';
import { installPackage, type Install } from './install.mts';
import { startN8n, type N8n, type N8nOptions } from './n8n.mts';
import { freePort, tempFolder } from './processes.mts';
import { Rest, type CredentialRef, type Execution, type Json, type WorkflowJson } from './rest.mts';
import type { Counts } from './report.mts';
import type { Database, Postgres } from './services.mts';

export const NODE_TYPE = 'n8n-nodes-justoneapi.justOneApi';
export const CREDENTIAL_TYPE = 'justOneApi';

export interface Bench {
	install: Install;
	/** The packed package. */
	tarball: string;
	postgres: Postgres;
	n8n: N8n;
	rest: Rest;
	/** n8n's own database. */
	database: Database;
	sandbox: Sandbox;
	/** The sandbox accepts it. Made for this run, so that it can be searched for afterwards. */
	token: string;
	/** Data of a credential that works; give a part of it to change that. */
	credentialData(changes?: Json): Json;
	/** A stored credential that works. */
	credential: CredentialRef;
	/** Imports a workflow, the credential set on every node of this package, and runs it by hand. */
	runWorkflow(workflow: WorkflowJson, trigger?: string): Promise<Execution>;
	/** Counts for the report: calls and bills of the sandbox since its last reset. */
	counts(rows: number, good: number, failed: number, notes?: string[]): Counts;
	/** Starts n8n again, at the same address and with the same data: `rest` stays signed in. */
	restart(): Promise<void>;
	stop(): Promise<void>;
}

const TOKEN = `e2e-token-${randomBytes(12).toString('hex')}`;

/**
 * Starts n8n with an owner, the package and a credential.
 *
 * @param more how n8n is started, besides what every scenario needs
 */
export async function startBench(
	install: Install,
	tarball: string,
	postgres: Postgres,
	more: Pick<N8nOptions, 'nodeOptions' | 'env'> = {},
): Promise<Bench> {
	const sandbox = await startSandbox({ tokens: [TOKENS.accepted, TOKEN] });
	const userFolder = tempFolder(`n8n-${install.version}`);
	await installPackage(tarball, userFolder);
	const database = await postgres.createDatabase(`n8n_${install.version.replaceAll('.', '_')}`);
	const port = await freePort();
	const start = async () => await startN8n({ install, userFolder, database, port, ...more });
	let n8n = await start();
	const rest = new Rest(n8n.url);
	await rest.setupOwner();
	const credentialData = (changes: Json = {}) => ({
		token: TOKEN,
		region: 'custom',
		baseUrl: sandbox.url,
		...changes,
	});
	const credential = await rest.createCredential(CREDENTIAL_TYPE, credentialData(), 'Sandbox');
	return {
		install,
		tarball,
		postgres,
		get n8n() {
			return n8n;
		},
		rest,
		database,
		sandbox,
		token: TOKEN,
		credentialData,
		credential,
		runWorkflow: async (workflow, trigger) =>
			await rest.runManually(await rest.importWorkflow(workflow, credential), trigger),
		counts: (rows, good, failed, notes) => {
			const { calls, billed } = sandbox.stats();
			return { rows, good, failed, calls, billed, ...(notes ? { notes } : {}) };
		},
		restart: async () => {
			await n8n.stop();
			n8n = await start();
		},
		stop: async () => {
			await n8n.stop();
			await sandbox.close();
		},
	};
}
