import type { IExecutePaginationFunctions, INodeExecutionData } from 'n8n-workflow';

import { failureOf } from '../failure/failure';
import type { Failure } from '../failure/failure';
import type { Operation, Operations } from '../run/operation';
import type { Door } from './door';
import { runOperation } from './runOperation';

function doorOf(context: IExecutePaginationFunctions): Door {
	return {
		context,
		node: context.getNode(),
		rows: [context.getInputData()],
		firstIndex: context.getItemIndex(),
		parameter: (name, _, byDefault, raw = false) =>
			context.getNodeParameter(name, byDefault, { rawExpressions: raw }),
		credential: async () => await context.getCredentials('justOneApi'),
	};
}

/** As n8n finds a custom operation: by the names as they stand, never by an expression. */
function operationOf(operations: Operations, door: Door): Operation | Failure {
	const [resource, operation] = ['resource', 'operation'].map((name) =>
		String(door.parameter(name, 0, '', true)),
	);
	return (
		operations[resource]?.[operation] ??
		failureOf('invalid_settings', {
			title: 'The node has no such operation',
			advice:
				"No call was made. Open the node and choose 'Resource' and 'Operation' from their lists; an expression, or Custom API Call, does not work here.",
		})
	);
}

/**
 * Door 2: the declared routing's pagination function, the one declarative hook that wraps request and answer. n8n calls
 * it once a row, for the tools of older agents and of the MCP Server Trigger, and for whatever it finds no custom
 * operation for.
 */
export function toolDoor(operations: Operations) {
	return async function (this: IExecutePaginationFunctions): Promise<INodeExecutionData[]> {
		const open = () => doorOf(this);
		return (await runOperation(this, open, (door) => operationOf(operations, door))).items;
	};
}
