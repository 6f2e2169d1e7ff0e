/** What the demo says in the terminal. */
import type { IDataObject } from 'n8n-workflow';

import type { Sandbox } from '../sandbox/server.mts';
import { table } from '../table.mts';

/** Columns by title, each with how to read a cell from an item. */
type Columns = Record<string, (item: IDataObject) => unknown>;

const detail = (name: string) => (item: IDataObject) => (item.details as IDataObject | undefined)?.[name];

const RESOLVED: Columns = {
	row: (item) => item.row,
	posted_by: (item) => item.posted_by,
	share_url: (item) => String(item.share_url).slice(0, 44),
	content_type: (item) => item.content_type,
	video_id: (item) => item.video_id,
	canonical_url: (item) => String(item.canonical_url).slice(0, 56),
	resolved_by: (item) => item.resolved_by,
};

const FAILED: Columns = {
	row: (item) => item.row,
	posted_by: (item) => item.posted_by,
	reason: detail('reason'),
	retryable: detail('retryable'),
	billed: (item) => detail('billed')(item) ?? 'unknown',
	calls: detail('attempts'),
	error: (item) => item.error,
};

function show(columns: Columns, items: IDataObject[]): string {
	const head = Object.keys(columns);
	const rows = items.map((item) => Object.values(columns).map((read) => String(read(item) ?? '–')));
	return table({ head, rows }, 'terminal');
}

/** Both branches as tables. */
export function printBranches(resolved: IDataObject[], failed: IDataObject[]): void {
	console.log(`\nResolved: ${resolved.length} items\n\n${show(RESOLVED, resolved)}`);
	console.log(`\nFailed: ${failed.length} items, each with its own columns\n\n${show(FAILED, failed)}`);
}

/** What to do, each advice once: a reason may have several. */
export function printAdvice(failed: IDataObject[]): void {
	const advice = new Set(
		failed.map((item) => `  ${String(detail('reason')(item))}: ${String(item.message)}`),
	);
	if (advice.size === 0) return;
	console.log('\nWhat to do\n');
	for (const line of advice) console.log(line);
}

/** The figures of the node's line of highlighted data: `3 rows, 3 links, 4 calls, …`, added up over batches. */
export function sumOfBills(lines: readonly string[]): Record<string, number> {
	const sum: Record<string, number> = {};
	for (const [, number, what = ''] of lines.join(', ').matchAll(/(\d+) (\w+)/g)) {
		sum[what] = (sum[what] ?? 0) + Number(number);
	}
	return sum;
}

/** The node's own bill; next to it the sandbox's count, where it was asked. */
export function printCost(bill: Record<string, number>, sandbox?: Sandbox): void {
	const { calls = 0, retries = 0, billed = 0, billed_unknown = 0, free = 0, reused = 0 } = bill;
	console.log('\nWhat it cost');
	if (sandbox) {
		const stats = sandbox.stats();
		console.log(
			`  ${stats.calls} calls for ${stats.distinctLinks} different links, ${stats.calls - stats.distinctLinks} of them repeats; ${stats.billed} billed by the sandbox`,
		);
	}
	console.log(
		`  ${calls} calls as the node sees it, ${retries} of them repeats; ${billed} billed, ${billed_unknown} unknown; ${free} read from the link for free, ${reused} reused`,
	);
}

/** One line at the bottom of the terminal that tells how far it is; nothing where output goes to a file. @returns ends it */
export function startProgress(what: () => string): () => void {
	if (!process.stderr.isTTY) return () => {};
	const startedAt = performance.now();
	const timer = setInterval(() => {
		const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
		process.stderr.write(`\r\x1b[KResolving ${what()} … ${seconds} s`);
	}, 100);
	return () => {
		clearInterval(timer);
		process.stderr.write('\r\x1b[K');
	};
}
