import { createHash } from 'crypto';
import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

import type { Clock } from '../call/clock';
import { plainText } from '../failure/plainText';
import { reasonsIn, sumOf, totalsText } from '../run/totals';
import type { RunTotals, StoredTotals } from '../run/totals';
import type { NodeHost } from './host';

/** n8n takes letters, digits and underscores, at most 50 of them. */
const LONGEST_KEY = 50;
/** How often a long run says how far it is, in ms. */
const INTERVAL = 30_000;

/** Names a node's line. A name that loses characters gets a mark, so that two nodes never share a line. */
export function keyOf(nodeName: string): string {
	const plain = nodeName.replace(/[^\p{L}\p{N}\p{M}_]/gu, '_');
	const isUnique = plain.length <= LONGEST_KEY - 'cost_'.length && /^[\p{L}\p{N}\p{M} ]*$/u.test(nodeName);
	if (isUnique) return `cost_${plain}`;
	const mark = createHash('sha256').update(nodeName).digest('hex').slice(0, 6);
	return `cost_${[...plain].slice(0, 30).join('')}_${mark}`;
}

/**
 * Writes what all runs of the node in the execution came to as a line in its highlighted data, where n8n shows it
 * beside the execution and other nodes can read it. n8n keeps ten such values for an execution and leaves further
 * ones out. Written only: nothing is read back from it.
 */
export function highlightCost({ context, node }: NodeHost, { before, run }: StoredTotals): void {
	if (!('customData' in context)) return;
	try {
		context.customData.set(keyOf(node.name), totalsText(sumOf([before, run])));
	} catch {
		// n8n before May 2026 (pull request 30486) refuses a node's name in Chinese in manual runs. The rows matter more than this line.
	}
}

/** Cursors that the line shows, at most. */
const MOST_CURSORS = 3;

const count = (number: number, one: string, more = `${one}s`) => `${number} ${number === 1 ? one : more}`;

/** What there is to say of lists, a sentence each. */
function ofLists(
	{ empty = 0, ended_early: early = 0, cut = 0 }: RunTotals,
	cursors: readonly string[],
): string {
	const shown = cursors.slice(0, MOST_CURSORS).map((cursor) => plainText(cursor, Infinity));
	return [
		empty > 0 ? ` ${count(empty, 'list')} brought nothing.` : '',
		early > 0 ? ` ${count(early, 'list')} ended early, though the API promised more.` : '',
		cut > 0 ? ` ${count(cut, 'list was', 'lists were')} cut and can be read on` : '',
		shown.length > 0 ? ` with 'Start From Cursor': ${shown.join(', ')}` : cut > 0 ? '.' : '',
	].join('');
}

/**
 * The line in the output panel: what a run came to and cost. n8n stores it as HTML, so nothing of the rows or of the
 * API stands in it, but what a cursor holds of them, as harmless text.
 *
 * @returns null where nothing was spent and nothing needs attention
 */
export function hintOf(totals: RunTotals, cursors: readonly string[] = []): NodeExecutionHint | null {
	const lists = ofLists(totals, cursors);
	if (totals.calls === 0 && totals.failed === 0 && lists === '') return null;
	const spent = `${count(totals.calls, 'call')} made, ${totals.billed} billed`;
	const unknown = totals.billed_unknown === 0 ? '' : `, ${totals.billed_unknown} perhaps billed`;
	const reasons = reasonsIn(totals)
		.map(([reason, number]) => `${number} ${reason.replaceAll('_', ' ')}`)
		.join(', ');
	const failed = totals.failed === 0 ? '' : ` ${count(totals.failed, 'item')} failed: ${reasons}.`;
	return {
		message: `${count(totals.rows, 'row')}, ${count(totals.links, 'link')}: ${spent}${unknown}.${failed}${lists}`,
		type: totals.failed > 0 || totals.billed_unknown > 0 || lists !== '' ? 'warning' : 'info',
		location: 'outputPane',
	};
}

/** Shows the line. Never throws: n8n would take all rows for resolved. */
export function addHint(
	context: IExecuteFunctions,
	totals: RunTotals,
	cursors: readonly string[] = [],
): void {
	const hint = hintOf(totals, cursors);
	if (hint === null) return;
	try {
		context.addExecutionHints(hint);
	} catch {
		// The rows matter more than the line about them.
	}
}

/**
 * Writes a line to n8n's log every 30 s until the signal aborts: numbers only, never a link or a token.
 *
 * @param totals grow while the run goes on
 */
export async function logProgress(
	{ context, rows }: NodeHost,
	totals: Readonly<RunTotals>,
	progress: Readonly<{ rows: number }>,
	done: AbortSignal,
	clock: Clock,
): Promise<void> {
	for (;;) {
		const { calls } = totals;
		await clock.sleep(INTERVAL, done);
		if (done.aborted) return;
		const pace = ((totals.calls - calls) * 1000) / INTERVAL;
		try {
			context.logger.info(
				`Just One API: ${progress.rows} of ${rows.length} rows done, ${totals.failed} failed, ${pace.toFixed(1)} calls per second`,
			);
		} catch {
			// The rows matter more than a line about them.
		}
	}
}
