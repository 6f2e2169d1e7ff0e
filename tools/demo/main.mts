/**
 * `npm run demo`: a sheet of share texts through the node, in n8n's own engine in this process.
 * Against the sandbox; against the real API where JUSTONEAPI_TOKEN is set.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import type { IDataObject, ICredentialDataDecryptedObject } from 'n8n-workflow';

import { loadEngine, type RunResult, type WorkflowJson } from '../engine/engine.mts';
import { readBillText } from '../../nodes/JustOneApi/run/bill.ts';
import { startSandbox, TOKENS, type Sandbox } from '../sandbox/server.mts';
import { table } from './table.mts';

const { values: flags } = parseArgs({
	options: {
		csv: { type: 'string', default: 'tools/demo/share-texts.csv' },
		column: { type: 'string', default: 'share_text' },
	},
});

const realToken = process.env.JUSTONEAPI_TOKEN;
const region = process.env.JUSTONEAPI_REGION ?? 'global';

function realAccount(token: string): ICredentialDataDecryptedObject {
	const isKnown = region === 'global' || region === 'cn';
	return isKnown ? { token, region } : { token, region: 'custom', baseUrl: region };
}

/** One line at the bottom of the terminal that tells how far the run is; nothing where output goes to a file. */
function startProgress(rows: number, sandbox: Sandbox | undefined): () => void {
	if (!process.stderr.isTTY) return () => {};
	const startedAt = Date.now();
	const print = () => {
		const calls = sandbox ? `, ${sandbox.stats().calls} calls` : '';
		const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
		process.stderr.write(`\r\x1b[KResolving ${rows} rows … ${seconds} s${calls}`);
	};
	const timer = setInterval(print, 100);
	return () => {
		clearInterval(timer);
		process.stderr.write('\r\x1b[K');
	};
}

const detail = (name: string) => (row: IDataObject) => (row.details as IDataObject)[name];

function printBranches(result: RunResult): void {
	const resolved = result.json('Resolve Share URL', 0);
	const failed = result.json('Resolve Share URL', 1);
	console.log(`\nResolved: ${resolved.length} items\n`);
	console.log(
		table(
			{
				row: (item) => item.row,
				posted_by: (item) => item.posted_by,
				share_url: (item) => String(item.share_url).slice(0, 44),
				content_type: (item) => item.content_type,
				video_id: (item) => item.video_id,
				canonical_url: (item) => String(item.canonical_url).slice(0, 56),
				resolved_by: (item) => item.resolved_by,
			},
			resolved,
		),
	);
	console.log(`\nFailed: ${failed.length} items, each with its own columns, its reason and what to do\n`);
	console.log(
		table(
			{
				row: (item) => item.row,
				posted_by: (item) => item.posted_by,
				reason: detail('reason'),
				retryable: detail('retryable'),
				billed: (item) => detail('billed')(item) ?? 'unknown',
				calls: detail('attempts'),
				error: (item) => item.error,
			},
			failed,
		),
	);
	const advice = new Map(failed.map((item) => [detail('reason')(item), item.message]));
	console.log('\nWhat to do\n');
	for (const [reason, message] of advice) console.log(`  ${reason}: ${message}`);
}

/** The node's own bill, from where n8n keeps it beside the execution; the sandbox's count stands next to it. */
function printCost(result: RunResult, sandbox: Sandbox | undefined): void {
	const bill = readBillText(result.data.data.resultData.metadata?.cost_Resolve_Share_URL ?? '');
	console.log('\nWhat it cost');
	if (sandbox) {
		const { calls, billed, distinctLinks } = sandbox.stats();
		console.log(
			`  ${calls} calls for ${distinctLinks} different links, of which ${calls - distinctLinks} were repeats; ${billed} billed by the sandbox`,
		);
	}
	console.log(
		`  ${bill.calls} calls as the node sees it, ${bill.retries} of them repeats; ${bill.billed} billed, ${bill.billed_unknown} unknown; ${bill.free} read from the link for free, ${bill.reused} reused`,
	);
}

/** Each row must have come out, on one branch or on both (a row with two links gives two items). */
function lostRows(result: RunResult, rows: number): number[] {
	const seen = new Set([0, 1].flatMap((branch) => result.pairedInputs('Resolve Share URL', branch)));
	return Array.from({ length: rows }, (_, row) => row).filter((row) => !seen.has(row));
}

async function main(): Promise<void> {
	const startedAt = Date.now();
	const rows = parse(readFileSync(flags.csv, 'utf8'), { columns: true }) as IDataObject[];
	const workflow = JSON.parse(
		readFileSync('tools/demo/workflow.json', 'utf8').replaceAll('share_text', flags.column),
	) as WorkflowJson;
	const sandbox = realToken ? undefined : await startSandbox({ latencyMs: [100, 300] });
	const account = realToken
		? realAccount(realToken)
		: { token: TOKENS.accepted, region: 'custom', baseUrl: sandbox?.url ?? '' };
	console.log(
		sandbox
			? `The sandbox answers at ${sandbox.url}. Nothing is paid for. (With JUSTONEAPI_TOKEN set, the same command asks the real API.)`
			: `The real API answers, region ${region}. Each new link is billed (one client reports about ¥0.1 a call).`,
	);
	const engine = await loadEngine({ packageDir: '.' });
	const abort = new AbortController();
	process.once('SIGINT', () => {
		console.error('\nStopped. No further call leaves.');
		abort.abort();
		process.exitCode = 130;
		// A second Ctrl-C, or a call that does not end, must not keep the terminal.
		setTimeout(() => process.exit(130), 2000).unref();
	});
	const stopProgress = startProgress(rows.length, sandbox);
	try {
		const result = await engine.run(workflow, {
			items: rows.map((json) => ({ json })),
			credentials: { demo: { type: 'justOneApi', data: account } },
			signal: abort.signal,
		});
		stopProgress();
		if (abort.signal.aborted) return;
		if (result.error) throw new Error(`The workflow ended early: ${result.error.message}`);
		printBranches(result);
		printCost(result, sandbox);
		const lost = lostRows(result, rows.length);
		console.log(
			`  ${rows.length} rows in, ${rows.length - lost.length} accounted for, ${((Date.now() - startedAt) / 1000).toFixed(1)} s`,
		);
		if (lost.length > 0) {
			console.error(`Lost rows: ${lost.map((row) => row + 1).join(', ')}`);
			process.exitCode = 1;
		}
	} finally {
		stopProgress();
		await sandbox?.close();
		await engine.close();
	}
}

await main();
