import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Operation } from '../run/plan';
import { addHint } from './costReport';
import { operationHost } from './host';
import { runOperation } from './runOperation';

/**
 * An operation as n8n's custom operation. n8n calls it once a run, with all rows, for workflows and for the tools of
 * newer agents.
 */
export function customOperation(operation: Operation) {
	return async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { items, totals, cursors } = await runOperation(
			this,
			() => operationHost(this),
			() => operation,
		);
		addHint(this, totals, cursors);
		return [items];
	};
}
