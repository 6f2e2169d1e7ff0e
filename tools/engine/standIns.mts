import type {
	EngineRequest,
	EngineResponse,
	GenericValue,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	ITaskData,
	NodeConnectionType,
} from 'n8n-workflow';

import type { Runtime } from './runtime.mts';

/** A tool as n8n-core builds it from a connected node (a langchain DynamicStructuredTool). */
interface Tool {
	name: string;
	description: string;
	schema: unknown;
	metadata?: { sourceNodeName?: string };
	invoke(toolArguments: IDataObject): Promise<string>;
}

/** How an agent runs a tool: Agent node 3 asks the engine to run the node, everything older calls it directly. */
export type ToolRoute = 'engine' | 'direct';

/** A node that hands on its items, to stand in for a node type that a workflow under test needs around ours. */
export function passThrough(name: string, group: 'trigger' | 'transform' = 'transform'): INodeType {
	const inputs: NodeConnectionType[] = group === 'trigger' ? [] : ['main'];
	return {
		...describe(name, group, inputs, []),
		async execute() {
			return [this.getInputData()];
		},
	};
}

/** The node types every engine knows besides those of the loaded package. */
export function createStandIns(runtime: Runtime): Record<string, INodeType> {
	return {
		'n8n-nodes-base.manualTrigger': passThrough('manualTrigger', 'trigger'),
		'n8n-nodes-base.noOp': passThrough('noOp'),
		'standIn.evaluate': evaluate,
		'standIn.agent': createAgent(runtime),
	};
}

/** Puts the value of one expression into `json.value`: per item, or once for all of them. */
const evaluate: INodeType = {
	...describe('evaluate', 'transform', ['main'], [text('expression'), choice('mode', 'item', 'all')]),
	async execute() {
		const items = this.getInputData();
		const once = this.getNodeParameter('mode', 0) === 'all';
		const results = (once ? items.slice(0, 1) : items).map((_, item): INodeExecutionData => {
			try {
				const value = this.getNodeParameter('expression', item) as GenericValue;
				return { json: { value }, pairedItem: { item } };
			} catch (error) {
				if (!this.continueOnFail()) throw error;
				return { json: { error: (error as Error).message }, pairedItem: { item } };
			}
		});
		return [results];
	},
};

/**
 * An agent whose model is the parameter `calls`, a JSON array with the arguments of each tool call. Each output
 * item holds the tool as the model sees it, the arguments, and the text the model reads as the answer.
 *
 * Route `engine` mirrors Agent 3 (createEngineRequests.js and buildSteps.js in
 * @n8n/n8n-nodes-langchain/dist/utils/agent-execution), route `direct` the Tool Executor, which runs a tool like
 * Agent 1 and 2 and the MCP trigger do (@n8n/n8n-nodes-langchain/dist/nodes/ToolExecutor).
 */
function createAgent(runtime: Runtime): INodeType {
	const describeTool = ({ name, description, schema }: Tool, call: IDataObject) => ({
		tool: { name, description, parameters: runtime.toJsonSchema(schema) },
		arguments: call,
	});
	return {
		...describe(
			'agent',
			'transform',
			['main', 'ai_tool'],
			[text('calls'), choice('route', 'engine', 'direct')],
		),
		async execute(this: IExecuteFunctions, response?: EngineResponse) {
			const calls = JSON.parse(this.getNodeParameter('calls', 0) as string) as IDataObject[];
			const [tool] = (await this.getInputConnectionData('ai_tool', 0)) as Tool[];
			const answer = (call: IDataObject, text: string, failed: boolean): INodeExecutionData => ({
				json: { ...describeTool(tool, call), text, failed },
				pairedItem: { item: 0 },
			});

			if (this.getNodeParameter('route', 0) === 'direct') {
				const answers: INodeExecutionData[] = [];
				for (const call of calls) {
					answers.push(
						await tool.invoke(call).then(
							(text) => answer(call, text, false),
							(error: Error) => answer(call, error.message, true),
						),
					);
				}
				return [answers];
			}
			if (!response?.actionResponses.length) return requestToolRuns(tool, calls);
			return [
				calls.map((call, index) => {
					const run = response.actionResponses.find(({ action }) => action.id === callId(index));
					return answer(call, observation(run?.data), run?.data.error !== undefined);
				}),
			];
		},
	};
}

const callId = (index: number) => `call-${index}`;

function requestToolRuns(tool: Tool, calls: IDataObject[]): EngineRequest {
	return {
		actions: calls.map((input, index) => ({
			actionType: 'ExecutionNodeAction',
			nodeName: tool.metadata?.sourceNodeName ?? '',
			input,
			type: 'ai_tool',
			id: callId(index),
			metadata: { itemIndex: 0, toolName: tool.name },
		})),
		metadata: {},
	};
}

function observation(run?: ITaskData): string {
	const answers = run?.data?.ai_tool?.[0]?.map(({ json }) => json) ?? [];
	if (answers.length > 0) return JSON.stringify(answers);
	if (run?.error) return JSON.stringify({ error: run.error.message, errorType: run.error.name });
	return JSON.stringify('');
}

function describe(
	name: string,
	group: 'trigger' | 'transform',
	inputs: NodeConnectionType[],
	properties: INodeProperties[],
): INodeType {
	return {
		description: {
			displayName: name,
			name,
			group: [group],
			version: 1,
			description: '',
			defaults: { name },
			inputs,
			outputs: ['main'],
			properties,
		},
	};
}

function text(name: string): INodeProperties {
	return { displayName: name, name, type: 'string', default: '' };
}

function choice(name: string, ...values: string[]): INodeProperties {
	const options = values.map((value) => ({ name: value, value }));
	return { displayName: name, name, type: 'options', options, default: values[0] };
}
