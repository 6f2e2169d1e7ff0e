import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

import { reasonsIn } from '../run/bill';
import type { Bill } from '../run/bill';

const count = (number: number, one: string, more = `${one}s`) => `${number} ${number === 1 ? one : more}`;

/**
 * The line in the output panel: what a run came to and cost. n8n stores it as HTML, so nothing of the rows or of the
 * API stands in it.
 *
 * @returns null where nothing was spent and nothing needs attention
 */
export function hintOf(bill: Bill): NodeExecutionHint | null {
	if (bill.calls === 0 && bill.failed === 0) return null;
	const spent = `${count(bill.calls, 'call')} made, ${bill.billed} billed`;
	const unknown = bill.billed_unknown === 0 ? '' : `, ${bill.billed_unknown} perhaps billed`;
	const reasons = reasonsIn(bill)
		.map(([reason, number]) => `${number} ${reason.replaceAll('_', ' ')}`)
		.join(', ');
	const failed = bill.failed === 0 ? '' : ` ${count(bill.failed, 'item')} failed: ${reasons}.`;
	return {
		message: `${count(bill.rows, 'row')}, ${count(bill.links, 'link')}: ${spent}${unknown}.${failed}`,
		type: bill.failed > 0 || bill.billed_unknown > 0 ? 'warning' : 'info',
		location: 'outputPane',
	};
}

/** Shows the line. Never throws: n8n would take all rows for resolved. */
export function addHint(context: IExecuteFunctions, bill: Bill): void {
	const hint = hintOf(bill);
	if (hint === null) return;
	try {
		context.addExecutionHints(hint);
	} catch {
		// The rows matter more than the line about them.
	}
}
