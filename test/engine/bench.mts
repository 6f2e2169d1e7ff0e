import { readFileSync } from 'node:fs';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';

import { loadEngine, type Engine, type RunResult, type WorkflowJson } from '../../tools/engine/engine.mts';
import { startSandbox, TOKENS, type Sandbox } from '../../tools/sandbox/server.mts';

/** What a run changes in a workflow file. */
export interface Changes {
	/** Parameters of the Resolve node. */
	parameters?: IDataObject;
	/** Its collection 'Options'. */
	options?: IDataObject;
	/** Its settings (`retryOnFail` and the like). */
	node?: IDataObject;
	/** Null takes the credential away; a string points to one that does not exist. */
	credential?: Partial<ICredentialDataDecryptedObject> | null | string;
	signal?: AbortSignal;
	/** Changes the items that come in. */
	item?: (item: INodeExecutionData) => INodeExecutionData;
	/** Changes the workflow, after all of the above. */
	workflow?: (workflow: WorkflowJson) => void;
}

export interface Bench {
	engine: Engine;
	sandbox: Sandbox;
	/** Runs a workflow file with rows through n8n's engine against the sandbox. */
	run(file: string, rows: IDataObject[], changes?: Changes): Promise<RunResult>;
	/** The node type as n8n loaded it. */
	nodeType: INodeType;
	/** One row a text. */
	texts(...texts: unknown[]): IDataObject[];
	close(): Promise<void>;
}

export const RESOLVE = 'Resolve';
export const GOOD = 0;
export const BAD = 1;

/** The engine and a sandbox of its own, for one test file. */
export async function startBench(): Promise<Bench> {
	const sandbox = await startSandbox();
	const engine = await loadEngine({ packageDir: '.' });
	const account = { token: TOKENS.accepted, region: 'custom', baseUrl: sandbox.url };
	return {
		engine,
		sandbox,
		nodeType: engine.nodeTypes.getByNameAndVersion('n8n-nodes-justoneapi.justOneApi'),
		texts: (...texts) => texts.map((text, index) => ({ id: `row ${index}`, text }) as IDataObject),
		async run(file, rows, changes = {}) {
			const { parameters, options, node, credential, signal, item = (same) => same } = changes;
			const text = readFileSync(`test/engine/workflows/${file}.workflow.json`, 'utf8');
			const workflow = JSON.parse(text) as WorkflowJson;
			const resolve = workflow.nodes.find(({ name }) => name === RESOLVE);
			if (!resolve) throw new Error(`No node ${RESOLVE} in ${file}`);
			const base = resolve.parameters?.options as IDataObject;
			resolve.parameters = {
				...resolve.parameters,
				options: { ...base, ...options },
				...parameters,
			} as typeof resolve.parameters;
			Object.assign(resolve, node);
			if (credential === null) delete resolve.credentials;
			if (typeof credential === 'string')
				resolve.credentials = { justOneApi: { id: credential, name: 'Gone' } };
			const data = typeof credential === 'object' ? { ...account, ...credential } : account;
			changes.workflow?.(workflow);
			return await engine.run(workflow, {
				items: rows.map((json) => item({ json })),
				credentials: { account: { type: 'justOneApi', data: data as ICredentialDataDecryptedObject } },
				signal,
			});
		},
		async close() {
			await sandbox.close();
			await engine.close();
		},
	};
}

export const link = (code: string): string => `https://v.douyin.com/${code}/`;
export const details = (json: IDataObject): IDataObject => json.details as IDataObject;

/** The On Error modes, as the workflow files name them. */
export const MODES = ['stop', 'continue', 'error-output'] as const;

/** Does something while the node has no custom operations: n8n's routing, and with it the pagination hook, then runs every row. */
export async function throughRouting<T>({ nodeType }: Bench, work: () => Promise<T>): Promise<T> {
	const { customOperations } = nodeType;
	nodeType.customOperations = undefined;
	try {
		return await work();
	} finally {
		nodeType.customOperations = customOperations;
	}
}
