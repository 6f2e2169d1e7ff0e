import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Operation } from '../run/operation';
import type { Door } from './door';
import { addHint } from './hint';
import { runOperation } from './runOperation';

function doorOf(context: IExecuteFunctions): Door {
	return {
		context,
		node: context.getNode(),
		rows: context.getInputData(),
		firstIndex: 0,
		parameter: (name, row, byDefault, raw = false) =>
			context.getNodeParameter(name, row, byDefault, { rawExpressions: raw }),
		credential: async (row) => await context.getCredentials('justOneApi', row),
	};
}

/**
 * Door 1: an operation as n8n's custom operation. n8n calls it once a run, with all rows, for workflows and for the
 * tools of newer agents.
 */
export function workflowDoor(operation: Operation) {
	return async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { items, bill } = await runOperation(
			this,
			() => doorOf(this),
			() => operation,
		);
		addHint(this, bill);
		return [items];
	};
}
