import type { IExecutePaginationFunctions } from 'n8n-workflow';

import { addToBill, billText, readBillText } from '../../call/bill';
import type { Bill } from '../../call/bill';

/** n8n takes letters, digits and underscores, at most 50 of them. */
function keyOf(nodeName: string): string {
	return `cost_${nodeName.replace(/[^\p{L}\p{N}\p{M}_]+/gu, '_')}`.slice(0, 50);
}

/**
 * Adds a row's entry to the node's line in the execution's highlighted data, where n8n shows it beside the
 * execution and other nodes can read it. All runs of the node in an execution add up.
 *
 * n8n 1.x does not offer it here; n8n keeps ten such values for an execution and leaves further ones out.
 */
export function highlightCost(
	context: IExecutePaginationFunctions,
	nodeName: string,
	entry: Partial<Bill>,
	sign?: -1,
): void {
	if (!('customData' in context)) return;
	try {
		const { customData } = context;
		const bill = readBillText(customData.get(keyOf(nodeName)) ?? '');
		addToBill(bill, entry, sign);
		customData.set(keyOf(nodeName), billText(bill));
	} catch {
		// n8n before May 2026 (pull request 30486) refuses a node's name in Chinese in manual runs. The rows matter more than this line.
	}
}
