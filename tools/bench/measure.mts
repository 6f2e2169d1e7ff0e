/** One run of a contender over rows of links: what became of the rows, what it cost, and what n8n's process went through. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseFlatted } from 'flatted';
import type { Bench } from '../n8n/bench.mts';
import { until } from '../wait.mts';
import {
	Execution,
	isUnderWay,
	type CredentialRef,
	type ExecutionSummary,
	type Item,
	type Rest,
} from '../n8n/rest.mts';
import { failureOf } from '../n8n/failure.mts';
import type { Database } from '../n8n/services.mts';
import { manualTrigger, RESOLVE, workflow } from '../n8n/workflow.mts';
import type { Sandbox, SandboxCall, SandboxStats } from '../sandbox/server.mts';
import type { Contender } from './contender.mts';
import { expectedId, linksNode, type Links } from './links.mts';
import { longest, peak, processorTime } from './statistics.mts';

/** Where a run takes place: any n8n, and the sandbox that it calls. */
export interface Place {
	rest: Rest;
	database: Database;
	sandbox: Sandbox;
}

/** What a scene works with. */
export interface Stage {
	bench: Bench;
	/** Where the sampler writes. */
	samples: string;
	/** Small sizes, once: only to see that everything works. */
	quick: boolean;
	/** Only contenders whose name contains this. */
	only: string;
}

/** What became of the rows. Each row counts once. */
export interface RowCounts {
	rows: number;
	/** On the success branch, with the address that its link really leads to. */
	resolved: number;
	/** On the success branch without it: failures reported as good. */
	wronglyGood: number;
	/** On the error branch. */
	failed: number;
	/** Of those, as far as the node says so: whether the call was billed is not known. */
	inDoubt: number;
	/** On no branch. */
	missing: number;
	/** Why rows are on the error branch: items by reason, or by error where there is none. */
	reasons: Record<string, number>;
}

export interface Sample {
	/** ms since 1970. */
	at: number;
	/** Resident memory of n8n's process, in MB. */
	memory: number;
	/** The longest time without a turn of its event loop since the sample before, in ms. */
	blocked: number;
	/** Processor time of n8n's process so far, in ms. */
	processor: number;
	/** Calls to the API that n8n's process made so far. */
	sent: number;
	/** Those of them that were not answered yet. */
	inFlight: number;
}

export interface Finished {
	counts: RowCounts;
	/** When the node began, in ms since 1970. */
	nodeStart: number;
	/** n8n's own executionTime of the node, in seconds. */
	nodeSeconds: number;
}

export interface Run extends Finished {
	contender: Contender;
	stats: SandboxStats;
	calls: SandboxCall[];
	/** Calls that left n8n's process, those included that no server saw. */
	sent: number;
	/** From the start of the execution until its data was stored. */
	samples: Sample[];
	/** Peak resident memory in that time, in MB. */
	peakMemory: number;
	/** Longest block of the event loop while the node ran, in ms. */
	longestBlock: number;
	/** Processor time that n8n's process took while the node ran, in seconds. */
	processorSeconds: number;
}

export interface Started {
	executionId: string;
	contender: Contender;
	links: Links;
}

/** A credential with a token that was never used: nothing that a node learned about another one helps it. */
export async function newAccount(
	{ rest, sandbox }: Place,
	contender: Contender,
	apiUrl = sandbox.url,
): Promise<CredentialRef> {
	const token = `bench-token-${randomBytes(12).toString('hex')}`;
	sandbox.configure({ tokens: [token] });
	return await contender.credential(rest, token, apiUrl);
}

/** Starts an execution: trigger, rows, the node under test. */
export async function start(
	{ rest, sandbox }: Place,
	contender: Contender,
	links: Links,
	account: CredentialRef,
	apiUrl = sandbox.url,
): Promise<Started> {
	const nodes = [manualTrigger(), linksNode(links), contender.node(account, apiUrl)];
	const id = await rest.importWorkflow(
		workflow(contender.name, nodes, [
			['Start', 'Rows'],
			['Rows', RESOLVE],
		]),
	);
	return { executionId: await rest.startManually(id), contender, links };
}

/** Waits for the end, and reads the result from n8n's database: n8n itself has no work with it. */
export async function finish(
	{ database }: Place,
	{ executionId, contender, links }: Started,
): Promise<Finished> {
	const execution = await storedExecution(database, executionId);
	const [run] = execution.runData[RESOLVE] ?? [];
	if (execution.status !== 'success' || !run) {
		throw new Error(
			`${contender.name}: the execution ended with ${execution.status}: ${execution.error?.message}`,
		);
	}
	return {
		counts: countRows(execution, contender, links),
		nodeStart: Number(run.startTime),
		nodeSeconds: Number(run.executionTime) / 1000,
	};
}

async function storedExecution(database: Database, id: string): Promise<Execution> {
	const look = async () => {
		const [summary] = await database.query<ExecutionSummary & { id: string }>(
			'SELECT status, finished FROM execution_entity WHERE id = $1',
			[id],
		);
		if (summary && !isUnderWay(summary.status)) {
			const [row] = await database.query<{ data: string }>(
				'SELECT data FROM execution_data WHERE "executionId" = $1',
				[id],
			);
			// The status may be stored a moment before the data.
			const execution = new Execution(summary, row && parseFlatted(row.data));
			if (execution.status !== 'success' || execution.runData[RESOLVE]) return execution;
		}
		return undefined;
	};
	return await until(`execution ${id} is over and stored`, look, { seconds: 3600, pauseMs: 100 });
}

function countRows(execution: Execution, contender: Contender, links: Links): RowCounts {
	const rows = links.numbers.length;
	const good = new Map<number, boolean>();
	for (const item of execution.items(RESOLVE, 0)) {
		const row = rowOf(item);
		const isRight = contender.address(item.json)?.includes(expectedId(links, row)) ?? false;
		good.set(row, isRight && (good.get(row) ?? true));
	}
	const failures = execution.items(RESOLVE, 1);
	const failed = new Set(failures.map(rowOf));
	const reasons: Record<string, number> = {};
	for (const { json } of failures) {
		const reason = failureOf(json).reason ?? String(json.error);
		reasons[reason] = (reasons[reason] ?? 0) + 1;
	}
	const inDoubt = new Set(failures.filter(({ json }) => failureOf(json).billed === null).map(rowOf)).size;
	const resolved = [...good.values()].filter(Boolean).length;
	const missing = links.numbers.filter((_, row) => !good.has(row) && !failed.has(row)).length;
	const wronglyGood = good.size - resolved;
	return { rows, resolved, wronglyGood, failed: failed.size, inDoubt, missing, reasons };
}

/** The row that an item is linked to. */
function rowOf({ pairedItem }: Item): number {
	const paired: unknown = Array.isArray(pairedItem) ? pairedItem[0] : pairedItem;
	return typeof paired === 'number' ? paired : (paired as { item: number }).item;
}

/** What a run may have besides its rows. */
export interface Circumstances {
	/** Works beside the run, e.g. changes the sandbox; it is told when the run is over. */
	during?: (isOver: () => boolean) => Promise<void>;
	/** Where the calls go, if not to the sandbox. */
	apiUrl?: string;
}

/** Runs a contender once, on a new account. */
export async function measure(
	{ bench, samples: folder }: Stage,
	contender: Contender,
	links: Links,
	{ during, apiUrl }: Circumstances = {},
): Promise<Run> {
	const { sandbox, n8n } = bench;
	// On a busy machine n8n may lose its database for a moment, and then answers nothing.
	const isReady = async () => (await fetch(`${n8n.url}/healthz/readiness`)).ok || undefined;
	await until('n8n is ready', isReady, { seconds: 60, pauseMs: 500 });
	const account = await newAccount(bench, contender, apiUrl);
	sandbox.reset();
	const from = Date.now();
	let isOver = false;
	const beside = during?.(() => isOver);
	const started = await start(bench, contender, links, account, apiUrl);
	const finished = await finish(bench, started).finally(() => {
		isOver = true;
	});
	await beside;
	const samples = readSamples(join(folder, String(n8n.pid)), from, Date.now());
	const nodeEnd = finished.nodeStart + finished.nodeSeconds * 1000;
	const run = {
		...finished,
		contender,
		stats: sandbox.stats(),
		calls: sandbox.calls(),
		sent: (samples.at(-1)?.sent ?? 0) - (samples[0]?.sent ?? 0),
		samples,
		peakMemory: peak(samples.map(({ memory }) => memory)),
		longestBlock: longest(samples, finished.nodeStart, nodeEnd),
		processorSeconds: processorTime(samples, finished.nodeStart, nodeEnd) / 1000,
	};
	const { rows, resolved, failed, reasons } = run.counts;
	console.log(
		`  ${contender.name}: ${resolved} of ${rows} rows resolved, ${run.sent} calls, ` +
			`${run.nodeSeconds.toFixed(1)} s (processor ${run.processorSeconds.toFixed(1)} s), ${run.peakMemory.toFixed(0)} MB, blocked ${run.longestBlock.toFixed(0)} ms` +
			(failed > 0 ? `; error branch: ${JSON.stringify(reasons)}` : ''),
	);
	return run;
}

function readSamples(file: string, from: number, to: number): Sample[] {
	return readFileSync(file, 'utf8')
		.split('\n')
		.map((line) => line.split(' ').map(Number))
		.filter(([at = 0]) => at >= from && at <= to)
		.map(([at = 0, bytes = 0, blocked = 0, processor = 0, sent = 0, inFlight = 0]) => ({
			at,
			memory: bytes / 2 ** 20,
			blocked,
			processor,
			sent,
			inFlight,
		}));
}

/** Runs by contender, in the order in which they are named. */
export type Runs = Map<Contender, Run[]>;

/** A B C, A B C, …: what slows the machine down for a while slows all of them down. */
export async function alternate(
	stage: Stage,
	contenders: Contender[],
	rounds: number,
	links: Links,
	before: () => Promise<void> = async () => {},
): Promise<Runs> {
	const chosen = contenders.filter(({ name }) => name.includes(stage.only));
	const runs: Runs = new Map(chosen.map((contender) => [contender, []]));
	for (let round = 0; round < (stage.quick ? 1 : rounds); round += 1) {
		for (const contender of chosen) {
			await before();
			runs.get(contender)?.push(await measure(stage, contender, links));
		}
	}
	return runs;
}
