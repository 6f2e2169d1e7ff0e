import type { IExecutePaginationFunctions, INodeExecutionData } from 'n8n-workflow';

import { failureOf } from '../failure/failure';
import type { Failure } from '../failure/failure';
import type { Operation, Operations } from '../run/plan';
import { hookHost } from './host';
import type { NodeHost } from './host';
import { runOperation } from './runOperation';

/** As n8n finds a custom operation: by the names as they stand, never by an expression. */
function operationOf(operations: Operations, host: NodeHost): Operation | Failure {
	const [resource, operation] = ['resource', 'operation'].map((name) =>
		String(host.parameter(name, 0, '', true)),
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
 * The declared routing's pagination hook, the one declarative hook that wraps request and answer. n8n calls it once a
 * row, for the tools of older agents and of the MCP Server Trigger, and for whatever it finds no custom operation for.
 */
export function paginationHook(operations: Operations) {
	return async function (this: IExecutePaginationFunctions): Promise<INodeExecutionData[]> {
		const open = () => hookHost(this);
		return (await runOperation(this, open, (host) => operationOf(operations, host))).items;
	};
}
