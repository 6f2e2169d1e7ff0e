import { resolve } from 'node:path';

import type {
	ExecutionError,
	ExecutionStatus,
	IConnections,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeType,
	IRun,
	ITaskData,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
	IWorkflowSettings,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { CredentialsHelper, type CredentialStore } from './credentials.mts';
import { NodeTypes } from './nodeTypes.mts';
import { loadRuntime, type Runtime } from './runtime.mts';
import { createStandIns } from './standIns.mts';

export type { CredentialStore } from './credentials.mts';
export { passThrough, type ToolRoute } from './standIns.mts';

export interface EngineOptions {
	/** Folder of the package under test; its package.json lists the compiled nodes and credentials. */
	packageDir: string;
	/** Folder from which n8n-core is found; default is the current one. */
	resolveFrom?: string;
	/** More node types, by full name. */
	nodes?: Record<string, INodeType>;
}

/** A node as workflow JSON has it; id, position, version and parameters may be left out. */
export type NodeJson = Pick<INode, 'name' | 'type'> & Partial<INode>;

export interface WorkflowJson {
	id?: string;
	name?: string;
	nodes: NodeJson[];
	connections?: IConnections;
	/** By default those of a new workflow (execution order v1). */
	settings?: IWorkflowSettings;
}

export interface RunOptions {
	/** What the start node emits; one empty item by default, as a click on "Execute workflow" gives. */
	items?: INodeExecutionData[];
	credentials?: CredentialStore;
	/** Cancels the run as the Stop button does. */
	signal?: AbortSignal;
}

export interface RunResult {
	status: ExecutionStatus;
	/** Set when the run as a whole failed or was cancelled. */
	error?: ExecutionError;
	/** Everything n8n would store. */
	data: IRun;
	/** Items that left a node by one of its outputs, all runs of the node in a row. */
	output(nodeName: string, branch?: number): INodeExecutionData[];
	/** The `json` of these items. */
	json(nodeName: string, branch?: number): IDataObject[];
	/** For each of these items, the index of the input item it is linked to. */
	pairedInputs(nodeName: string, branch?: number): Array<number | undefined>;
	/** The runs of a node, with timing and error. */
	runs(nodeName: string): ITaskData[];
}

export interface Engine {
	readonly runtime: Runtime;
	readonly nodeTypes: NodeTypes;
	/** Every line n8n logged in this process, level debug included. */
	readonly logs: string[];
	/** Runs a workflow to its end. Rejects only if there is no such node type or no start node. */
	run(workflow: WorkflowJson, options?: RunOptions): Promise<RunResult>;
	/** Frees what the process holds for this engine; call it at the end of a test file. */
	close(): Promise<void>;
}

/** Loads n8n's engine (once per process) and the package to run in it. */
export async function loadEngine(options: EngineOptions): Promise<Engine> {
	const runtime = loadRuntime(options.resolveFrom ?? process.cwd());
	await runtime.startExpressionEngine();
	const loader = new runtime.core.PackageDirectoryLoader(resolve(options.packageDir));
	await loader.loadAll();
	const nodeTypes = new NodeTypes(runtime, loader, { ...createStandIns(runtime), ...options.nodes });

	return {
		runtime,
		nodeTypes,
		logs: runtime.logs,
		run: async (workflow, runOptions = {}) => await runWorkflow(runtime, nodeTypes, workflow, runOptions),
		close: runtime.close,
	};
}

/** Mirrors runMainProcess in n8n/dist/workflow-runner.js. */
async function runWorkflow(
	runtime: Runtime,
	nodeTypes: NodeTypes,
	json: WorkflowJson,
	options: RunOptions,
): Promise<RunResult> {
	const { WorkflowExecute, WorkflowHasIssuesError } = runtime.core;
	const workflow = createWorkflow(runtime, nodeTypes, json);
	const startNode = workflow.getStartNode();
	if (!startNode) throw new runtime.workflow.UserError('No node to start the workflow from could be found');

	// As n8n does for a trigger that fired: its items are the input of the start node.
	const items = structuredClone(options.items ?? [{ json: {} }]);
	const runData = runtime.workflow.createRunExecutionData({
		executionData: {
			nodeExecutionStack: [{ node: startNode, data: { main: [items] }, source: null }],
		},
	});
	const additionalData = createAdditionalData(runtime, nodeTypes, options.credentials);
	// The hooks only hand this on to handlers of the server.
	additionalData.hooks = new runtime.core.ExecutionLifecycleHooks(
		MODE,
		additionalData.executionId ?? '',
		{} as IWorkflowBase,
	);

	try {
		const execution = new WorkflowExecute(additionalData, MODE, runData).processRunExecutionData(workflow);
		const cancel = () => execution.cancel();
		options.signal?.addEventListener('abort', cancel, { once: true });
		if (options.signal?.aborted) cancel();
		const run = await execution.finally(() => options.signal?.removeEventListener('abort', cancel));
		return createResult(execution.isCanceled ? { ...run, finished: false } : run);
	} catch (error) {
		// Invalid parameters: n8n stores an execution that failed before it began.
		if (!(error instanceof WorkflowHasIssuesError)) throw error;
		return createResult(createFailedRun(runtime, error));
	}
}

function createWorkflow(runtime: Runtime, nodeTypes: NodeTypes, json: WorkflowJson): Workflow {
	const { nodes, connections, settings } = structuredClone(json);
	return new runtime.workflow.Workflow({
		id: json.id ?? 'workflow',
		name: json.name ?? 'Workflow',
		nodes: nodes.map((node, index) => ({
			id: `node-${index}`,
			typeVersion: 1,
			position: [index * 200, 0],
			parameters: {},
			...node,
		})),
		connections: connections ?? {},
		active: false,
		nodeTypes,
		settings: settings ?? { executionOrder: 'v1' },
	});
}

/** As a click on "Execute workflow". */
const MODE: WorkflowExecuteMode = 'manual';

let executions = 0;

/** Mirrors getBase in n8n/dist/workflow-execute-additional-data.js; what needs the server throws. */
export function createAdditionalData(
	runtime: Runtime,
	nodeTypes: NodeTypes,
	credentials: CredentialStore = {},
): IWorkflowExecuteAdditionalData {
	const url = 'http://localhost:5678';
	const needsServer = async (): Promise<never> => {
		throw new runtime.workflow.UnexpectedError('This needs the n8n server, which is not part of this engine');
	};
	return {
		currentNodeExecutionIndex: 0,
		credentialsHelper: new CredentialsHelper(runtime, nodeTypes, credentials),
		executionId: String(++executions),
		executeWorkflow: needsServer,
		getRunExecutionData: needsServer,
		getRuntimeCredential: needsServer,
		startRunnerTask: needsServer,
		restApiUrl: `${url}/rest`,
		instanceBaseUrl: `${url}/`,
		formBaseUrl: `${url}/form`,
		formWaitingBaseUrl: `${url}/form-waiting`,
		formTestBaseUrl: `${url}/form-test`,
		webhookBaseUrl: `${url}/webhook`,
		webhookWaitingBaseUrl: `${url}/webhook-waiting`,
		webhookTestBaseUrl: `${url}/webhook-test`,
		mcpBaseUrl: `${url}/mcp`,
		mcpTestBaseUrl: `${url}/mcp-test`,
		variables: {},
		externalSecretsProxy: runtime.container.get(runtime.core.ExternalSecretsProxy),
		logAiEvent: () => {},
	};
}

/** Mirrors n8n/dist/executions/failed-run-factory.js. */
function createFailedRun(runtime: Runtime, error: Error): IRun {
	const { message, stack } = error;
	const failure = { ...error, message, stack } as ExecutionError;
	const now = new Date();
	return {
		data: runtime.workflow.createRunExecutionData({ resultData: { error: failure, runData: {} } }),
		finished: false,
		mode: MODE,
		startedAt: now,
		stoppedAt: now,
		status: 'error',
		storedAt: 'db',
	};
}

function createResult(run: IRun): RunResult {
	const { error, runData } = run.data.resultData;
	const runs = (nodeName: string) => runData[nodeName] ?? [];
	const output = (nodeName: string, branch = 0) =>
		runs(nodeName).flatMap(({ data }) => data?.main?.[branch] ?? []);
	return {
		status: run.status,
		error,
		data: run,
		output,
		json: (nodeName, branch) => output(nodeName, branch).map(({ json }) => json),
		pairedInputs: (nodeName, branch) => output(nodeName, branch).map(firstPairedItem),
		runs,
	};
}

function firstPairedItem({ pairedItem }: INodeExecutionData): number | undefined {
	const first = Array.isArray(pairedItem) ? pairedItem[0] : pairedItem;
	return typeof first === 'object' ? first.item : first;
}
