import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { failureOf } from '../failure/failure';
import { failureRecord } from '../failure/failureRecord';
import type { Operation } from '../run/operation';
import type { Door } from './door';
import { hintOf } from './hint';
import { runOperation } from './runOperation';

function doorOf(context: IExecuteFunctions): Door {
	return {
		context,
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
		let door: Door;
		try {
			door = doorOf(this);
		} catch {
			// Without its rows the run can say no more; a throw would count as success in the "Continue" modes.
			const failure = failureOf('node_fault');
			const json = { ...failureRecord(failure, null, { attempts: 0, billed: null }) };
			return [[{ json, pairedItem: { item: 0 } }]];
		}
		const { items, bill } = await runOperation(door, operation);
		const hint = hintOf(bill);
		if (hint && 'addExecutionHints' in this && this.continueOnFail()) this.addExecutionHints(hint);
		return [items];
	};
}
