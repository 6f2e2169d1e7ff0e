/** An example as it stands in the repository, and what a user fills in by hand. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './bench.mts';
import { PROJECT } from './install.mts';
import {
	RestError,
	type CredentialRef,
	type Json,
	type Rest,
	type WorkflowJson,
	type WorkflowNode,
} from './rest.mts';
import type { Database } from './services.mts';

/** In the order of what people do most. */
export const EXAMPLES = [
	'form-to-table',
	'table-of-texts',
	'sheet-to-postgres',
	'scheduled',
	'transcript',
	'webhook',
	'agent-and-mcp',
	'low-balance',
	'large-sheet',
] as const;
export type ExampleName = (typeof EXAMPLES)[number];

export const readExample = (name: ExampleName): WorkflowJson =>
	JSON.parse(readFileSync(join(PROJECT, 'examples', `${name}.json`), 'utf8')) as WorkflowJson;

export const exampleSchema = (): string => readFileSync(join(PROJECT, 'examples', 'schema.sql'), 'utf8');

/** Credentials by the type that a node asks for. */
export type Credentials = Partial<Record<string, CredentialRef>>;

/** The credential type by the type of the node. */
const CREDENTIALS: Readonly<Record<string, string>> = {
	'n8n-nodes-justoneapi.justOneApi': 'justOneApi',
	'n8n-nodes-justoneapi.justOneApiTool': 'justOneApi',
	'n8n-nodes-base.postgres': 'postgres',
	'n8n-nodes-base.telegram': 'telegramApi',
	'@n8n/n8n-nodes-langchain.openAi': 'openAiApi',
	'@n8n/n8n-nodes-langchain.lmChatOpenAi': 'openAiApi',
};

/** The credential type that a node of an example needs, if any. */
export function credentialTypeOf({ type, parameters }: WorkflowNode): string | undefined {
	// It makes no call.
	if (parameters.operation === 'extract') return undefined;
	const known = CREDENTIALS[type];
	if (known !== undefined) return known;
	if (parameters.authentication === 'headerAuth') return 'httpHeaderAuth';
	if (parameters.authentication === 'bearerAuth') return 'httpBearerAuth';
	return undefined;
}

/** What step "select your credential" of the sticky notes does. */
export function withCredentials(workflow: WorkflowJson, credentials: Credentials): WorkflowJson {
	const nodes = workflow.nodes.map((node) => {
		const type = credentialTypeOf(node);
		const credential = type === undefined ? undefined : credentials[type];
		return type && credential ? { ...node, credentials: { [type]: credential } } : node;
	});
	return { ...workflow, nodes };
}

/** Changes the parameters of one node, as a user would in the editor. */
export function withParameters(workflow: WorkflowJson, node: string, parameters: Json): WorkflowJson {
	if (!workflow.nodes.some(({ name }) => name === node)) throw new Error(`There is no node named ${node}`);
	const nodes = workflow.nodes.map((one) =>
		one.name === node ? { ...one, parameters: { ...one.parameters, ...parameters } } : one,
	);
	return { ...workflow, nodes };
}

/** A database with the tables of the examples. */
export async function exampleDatabase(bench: Bench, name: string): Promise<Database> {
	const database = await bench.postgres.createDatabase(
		`${name}_${bench.install.version.replaceAll('.', '_')}`,
	);
	await database.query(exampleSchema());
	return database;
}

/** Puts texts into the inbox of *Scheduled* and *Large sheet*; `more` sets further columns, each by an SQL expression. */
export async function insertTexts(
	database: Database,
	texts: string[],
	more: Record<string, string> = {},
): Promise<void> {
	const columns = ['share_text', ...Object.keys(more)].join(', ');
	const values = ['text', ...Object.values(more)].join(', ');
	await database.query(
		`INSERT INTO douyin_inbox (${columns}) SELECT ${values} FROM unnest($1::text[]) AS text`,
		[texts],
	);
}

/** The data of n8n's Postgres credential for a database. */
export const postgresCredential = ({ host, port, user, password, name }: Database): Json => ({
	host,
	port,
	user,
	password,
	database: name,
	ssl: 'disable',
	maxConnections: 20,
	sshTunnel: false,
});

/** Credentials for a workflow that stores into this database. */
export async function storingCredentials(bench: Bench, database: Database): Promise<Credentials> {
	const postgres = await bench.rest.createCredential('postgres', postgresCredential(database), database.name);
	return { justOneApi: bench.credential, postgres };
}

/** Ends its triggers; the counterpart of Rest.activate(). */
export async function deactivate(rest: Rest, id: string): Promise<void> {
	try {
		await rest.call('POST', `/rest/workflows/${id}/deactivate`, {});
	} catch (error) {
		if (!(error instanceof RestError && error.httpStatus === 404)) throw error;
		const { versionId } = await rest.workflow(id);
		await rest.call('PATCH', `/rest/workflows/${id}`, { active: false, versionId });
	}
}
