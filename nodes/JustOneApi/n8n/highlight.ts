import { createHash } from 'crypto';

import { billText, readBillText, sumOf } from '../run/bill';
import type { NodeBills } from '../run/execution';
import type { Door } from './door';

/** n8n takes letters, digits and underscores, at most 50 of them. */
const LONGEST_KEY = 50;

/** Names a node's line. A name that loses characters gets a mark, so that two nodes never share a line. */
export function keyOf(nodeName: string): string {
	const plain = nodeName.replace(/[^\p{L}\p{N}\p{M}_]/gu, '_');
	const isUnique = plain.length <= LONGEST_KEY - 'cost_'.length && /^[\p{L}\p{N}\p{M} ]*$/u.test(nodeName);
	if (isUnique) return `cost_${plain}`;
	const mark = createHash('sha256').update(nodeName).digest('hex').slice(0, 6);
	return `cost_${[...plain].slice(0, 30).join('')}_${mark}`;
}

/**
 * Reads the node's line in the execution's highlighted data: what an earlier process wrote before the execution waited.
 * n8n 1.x offers no such data here.
 */
export function readHighlight(door: Door, nodeName: string): ReturnType<typeof readBillText> {
	if (!('customData' in door.context)) return readBillText('');
	try {
		return readBillText(door.context.customData.get(keyOf(nodeName)) ?? '');
	} catch {
		return readBillText('');
	}
}

/**
 * Writes what all runs of the node in the execution came to as a line in its highlighted data, where n8n shows it
 * beside the execution and other nodes can read it. n8n keeps ten such values for an execution and leaves further
 * ones out.
 */
export function highlightCost(door: Door, nodeName: string, { before, runs }: NodeBills): void {
	if (!('customData' in door.context)) return;
	try {
		door.context.customData.set(keyOf(nodeName), billText(sumOf([before, ...runs.values()])));
	} catch {
		// n8n before May 2026 (pull request 30486) refuses a node's name in Chinese in manual runs. The rows matter more than this line.
	}
}
