/**
 * `npm run demo`: a sheet of share texts through the node, in n8n's own engine in this process.
 *
 *     npm run demo                                30 made-up rows, against the sandbox
 *     npm run demo -- my.csv --column "share text"    your own; both branches are written beside it
 *
 * Against the sandbox, or with a token (JUSTONEAPI_TOKEN, or typed where your own file is given) against the real API.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, parse as parsePath } from 'node:path';
import { parseArgs } from 'node:util';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { accountOf, readToken, REPORTED_PRICE } from '../account.mts';
import { loadEngine, type Engine, type RunResult, type WorkflowJson } from '../engine/engine.mts';
import { confirm, NotStarted } from '../prompt.mts';
import { startSandbox, TOKENS, type Sandbox } from '../sandbox/server.mts';
import { decode, readCsv, shareColumn, writeCsv, type Row } from './csv.mts';
import { printAdvice, printBranches, printCost, startProgress, sumOfBills } from './print.mts';

const NODE = 'Resolve Share URL';
/** Rows for one run of the workflow. After each the files are written, so that what was paid for is not lost. */
const BATCH = 200;
/** Hours in which a later batch reuses the results of an earlier one: a link is paid for once in the file. */
const REUSE = 24;

interface Done {
	resolved: IDataObject[];
	failed: IDataObject[];
	bills: string[];
	/** Rows that came out on no branch, counted from 1. There must be none. */
	lost: number[];
}

/** The files for both branches, beside the user's. Throws where one is there: it may hold results that were paid for. */
function filesBeside(file: string): { resolved: string; failed: string } {
	const { dir, name } = parsePath(file);
	const [resolved, failed] = ['resolved', 'failed'].map((branch) => join(dir, `${name}.${branch}.csv`));
	for (const path of [resolved, failed]) {
		if (existsSync(path)) throw new NotStarted(`${path} is there already. Move it away first.`);
	}
	return { resolved, failed };
}

function workflowFor(column: string): WorkflowJson {
	const workflow = JSON.parse(
		readFileSync(join(import.meta.dirname, 'workflow.json'), 'utf8'),
	) as WorkflowJson;
	const node = workflow.nodes.find(({ name }) => name === NODE);
	if (!node) throw new Error(`The workflow has no node ${NODE}`);
	node.parameters = {
		...node.parameters,
		shareUrl: `={{ $json[${JSON.stringify(column)}] }}`,
		options: { includeInputFields: true, reuseHours: REUSE },
	};
	return workflow;
}

/** Each row must have come out, on one branch or on both (a row with two links gives two items). */
function lostRows(result: RunResult, rows: number, from: number): number[] {
	const seen = new Set([0, 1].flatMap((branch) => result.pairedInputs(NODE, branch)));
	return Array.from({ length: rows }, (_, row) => row).flatMap((row) =>
		seen.has(row) ? [] : [from + row + 1],
	);
}

/** Runs all rows, a batch after the other. Ends early when aborted. @param onBatch after each batch */
async function resolveAll(
	engine: Engine,
	rows: Row[],
	column: string,
	data: ICredentialDataDecryptedObject,
	signal: AbortSignal,
	onBatch: (done: Done) => void,
): Promise<Done> {
	const done: Done = { resolved: [], failed: [], bills: [], lost: [] };
	for (let from = 0; from < rows.length && !signal.aborted; from += BATCH) {
		const batch = rows.slice(from, from + BATCH);
		const result = await engine.run(workflowFor(column), {
			items: batch.map((json) => ({ json: { ...json } })),
			credentials: { demo: { type: 'justOneApi', data } },
			signal,
		});
		if (signal.aborted) break;
		if (result.error) throw new Error(`The workflow ended early: ${result.error.message}`);
		done.resolved.push(...result.json(NODE, 0));
		done.failed.push(...result.json(NODE, 1));
		done.lost.push(...lostRows(result, batch.length, from));
		const lines = Object.entries(result.data.data.resultData.metadata ?? {});
		done.bills.push(...lines.filter(([key]) => key.startsWith('cost_')).map(([, line]) => line));
		onBatch(done);
	}
	return done;
}

/** Failures as columns: `details` taken apart. */
const flat = ({ details, ...row }: IDataObject): IDataObject => ({ ...row, ...(details as IDataObject) });

async function main(): Promise<void> {
	const {
		values: flags,
		positionals: [file],
	} = parseArgs({
		allowPositionals: true,
		options: { column: { type: 'string' }, yes: { type: 'boolean', default: false } },
	});
	const files = file === undefined ? undefined : filesBeside(file);
	const rows = readCsv(decode(readFileSync(file ?? join(import.meta.dirname, 'share-texts.csv'))));
	const column = shareColumn(rows, flags.column);
	const token =
		file === undefined
			? (process.env.JUSTONEAPI_TOKEN?.trim() ?? '')
			: await readToken('Token of Just One API (Enter: try the sandbox, which makes results up): ');
	const given = token === '' ? undefined : accountOf(token);
	console.log(`${rows.length} rows; share texts in the column "${column}".`);
	if (given) {
		console.log(
			`The real API answers, region ${given.region}. Each different short link is billed: about ¥${REPORTED_PRICE}, as one client reports, so ¥${(rows.length * REPORTED_PRICE).toFixed(1)} for ${rows.length} rows with a link each.`,
		);
		if (!flags.yes) await confirm();
	}
	const sandbox: Sandbox | undefined = given ? undefined : await startSandbox({ latencyMs: [100, 300] });
	if (sandbox) {
		console.log(`The sandbox answers at ${sandbox.url}: results are made up, and nothing is paid for.`);
	}
	const { baseUrl, token: accepted } = given?.account ?? {
		baseUrl: sandbox?.url ?? '',
		token: TOKENS.accepted,
	};
	const engine = await loadEngine({ packageDir: join(import.meta.dirname, '../..') });
	const abort = new AbortController();
	process.once('SIGINT', () => {
		console.error('\nStopped. No more calls are made.');
		abort.abort();
		process.exitCode = 130;
		// A second Ctrl-C, or a call that does not end, must not keep the terminal.
		setTimeout(() => process.exit(130), 2000).unref();
	});
	const startedAt = performance.now();
	let handled = 0;
	const stopProgress = startProgress(
		() => `${handled} of ${rows.length} rows${sandbox ? `, ${sandbox.stats().calls} calls` : ''}`,
	);
	const write = ({ resolved, failed }: Done) => {
		handled = Math.min(handled + BATCH, rows.length);
		if (!files) return;
		// Made-up results must not be taken for real ones later.
		const mark = sandbox ? { answered_by: 'sandbox (made up)' } : {};
		writeFileSync(files.resolved, writeCsv(resolved.map((item) => ({ ...item, ...mark }))));
		writeFileSync(files.failed, writeCsv(failed.map((item) => ({ ...flat(item), ...mark }))));
	};
	try {
		const data = { token: accepted, region: 'custom', baseUrl };
		const { resolved, failed, bills, lost } = await resolveAll(
			engine,
			rows,
			column,
			data,
			abort.signal,
			write,
		);
		stopProgress();
		if (!files && !abort.signal.aborted) printBranches(resolved, failed);
		printAdvice(failed);
		printCost(sumOfBills(bills), sandbox);
		const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
		console.log(`  ${handled} rows in, ${handled - lost.length} accounted for, ${seconds} s`);
		if (files && handled > 0) {
			console.log(
				`\n${resolved.length} resolved: ${files.resolved}\n${failed.length} failed: ${files.failed}`,
			);
			console.log('Spreadsheets round 19-digit IDs: when you open the file, import these columns as text.');
		}
		if (lost.length > 0) {
			console.error(`Lost rows: ${lost.join(', ')}`);
			process.exitCode = 1;
		}
	} finally {
		stopProgress();
		await sandbox?.close();
		await engine.close();
	}
}

try {
	await main();
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = error instanceof NotStarted ? 2 : 1;
}
