import type { IDataObject } from 'n8n-workflow';

import type { Engine, NodeJson, RunOptions, RunResult, ToolRoute } from './engine.mts';

export interface ToolCallOptions extends RunOptions {
	/** The tool node; its type ends in `Tool`, its parameters may hold `$fromAI` expressions. */
	node: NodeJson;
	/** The arguments of each call the model makes. */
	calls: IDataObject[];
	/** `engine` by default: how the current Agent node runs its tools. */
	route?: ToolRoute;
}

export interface ToolAnswer {
	/** What the model was told about the tool: name, description and JSON schema of the parameters. */
	tool: { name: string; description: string; parameters: IDataObject };
	arguments: IDataObject;
	/** What the model reads. On route `direct`, the message of the error the agent gets if `failed`. */
	text: string;
	/** Whether n8n counts the call as failed. */
	failed: boolean;
}

export interface ToolCallResult {
	/** Empty if a tool that is set to stop the workflow did so. */
	answers: ToolAnswer[];
	run: RunResult;
}

/** Calls a tool node as an agent would and tells what the model gets to read. */
export async function callTool(engine: Engine, options: ToolCallOptions): Promise<ToolCallResult> {
	const { node, calls, route = 'engine', ...runOptions } = options;
	const run = await engine.run(
		{
			nodes: [
				{ name: 'When asked', type: 'n8n-nodes-base.manualTrigger' },
				{ name: 'Agent', type: 'standIn.agent', parameters: { calls: JSON.stringify(calls), route } },
				node,
			],
			connections: {
				'When asked': { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
				[node.name]: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
			},
		},
		runOptions,
	);
	return { answers: run.json('Agent') as unknown as ToolAnswer[], run };
}
