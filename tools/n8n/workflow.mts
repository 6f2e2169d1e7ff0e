/** Workflows in a few lines. */
import { NODE_TYPE } from './bench.mts';
import type { Json, WorkflowJson, WorkflowNode } from './rest.mts';

export type OnError = 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';

/** The bench's Resolve node is always called this. */
export const RESOLVE = 'Resolve';

/** From a node to another: by its first output unless told otherwise. */
export type Edge = [from: string, to: string, output?: number];

export function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: Json = {},
	more: Json = {},
): WorkflowNode {
	return { name, type, typeVersion, parameters, position: [0, 0], ...more };
}

/** Joins nodes by their main outputs; a workflow needs a name to be found again. */
export function workflow(name: string, nodes: WorkflowNode[], edges: Edge[], type = 'main'): WorkflowJson {
	const outputs: Record<string, Array<Array<{ node: string; type: string; index: number }>>> = {};
	for (const [from, to, output = 0] of edges) {
		const branches = (outputs[from] ??= []);
		while (branches.length <= output) branches.push([]);
		branches[output]?.push({ node: to, type, index: 0 });
	}
	const connections = Object.fromEntries(
		Object.entries(outputs).map(([from, branches]) => [from, { [type]: branches }]),
	);
	const placed = nodes.map((one, index) => ({ ...one, position: [index * 220, 0] as [number, number] }));
	return { name, nodes: placed, connections, settings: { executionOrder: 'v1' } };
}

export const manualTrigger = (): WorkflowNode => node('Start', 'n8n-nodes-base.manualTrigger', 1);

/** A Code node that runs once for all items, or once for each. */
export function code(name: string, jsCode: string, mode = 'runOnceForAllItems'): WorkflowNode {
	return node(name, 'n8n-nodes-base.code', 2, { mode, jsCode });
}

/** A Code node called Rows that gives these rows. */
export const rowsNode = (rows: Json[]): WorkflowNode =>
	code('Rows', `return ${JSON.stringify(rows)}.map((json) => ({ json }));`);

/** The node under test, reading the column share_text. */
export function resolve(onError: OnError, options: Json = {}, more: Json = {}): WorkflowNode {
	const parameters = { shareUrl: '={{ $json.share_text }}', options };
	return node(RESOLVE, NODE_TYPE, 1, parameters, { onError, ...more });
}

/** An Edit Fields node: field names and expressions, each read as text. */
export function editFields(name: string, fields: Record<string, string>): WorkflowNode {
	const assignments = Object.entries(fields).map(([field, value]) => ({
		id: field,
		name: field,
		type: 'string',
		value,
	}));
	return node(name, 'n8n-nodes-base.set', 3.4, { assignments: { assignments }, options: {} });
}
