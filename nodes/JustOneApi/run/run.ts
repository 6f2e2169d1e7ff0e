import type { Clock } from '../call/clock';
import { RunCalls } from '../call/runCalls';
import { Semaphore } from '../call/semaphore';
import { failureOf } from '../failure/failure';
import type { Failure } from '../failure/failure';
import type { CallCap } from './callCap';
import type { Execution } from './execution';
import { Job } from './job';
import type { Outcome } from './job';
import { PaidCalls } from './paidCalls';
import type { Connection } from './paidCalls';
import { failureIn } from './plan';
import type { Operation, Plan, Step } from './plan';
import type { RunSettings } from './settings';
import { namingLoss, reserveAll, stopFailureIn } from './stop';
import type { StoppedBy } from './stop';
import { addTo } from './totals';
import type { RunTotals } from './totals';

/** What the run needs from n8n. */
export interface RunHost {
	rows: number;
	/** The values of the operation's parameters for a row, or why there are none. */
	read(row: number): { values: Readonly<Record<string, unknown>> } | Failure;
	/** The row's way to the API. The signal ends the wait for it. */
	connect(row: number, signal: AbortSignal): Promise<Connection | Failure>;
	/** The pause before a row begins, in ms. */
	pauseBefore(row: number): number;
}

export interface RunInput {
	operation: Operation;
	settings: RunSettings;
	host: RunHost;
	execution: Execution;
	/** Names the run within the execution: all its tries have it. */
	run: object;
	/** Within it, a call whose bill is unknown is not made again. */
	scope: object;
	/** Where the run writes what it comes to; it may hold the calls of earlier tries. */
	totals: RunTotals;
	/** What the node may still bill in the execution. */
	cap: CallCap;
	clock: Clock;
	/** Ends the run; its reason is a `Failure`. */
	signal: AbortSignal;
	/** In "Stop" mode: whether calls under way may finish, because a further try can use what they bring. */
	finishCalls: boolean;
	/** Where the run says how far it is. */
	progress: { rows: number };
}

export interface RunResult {
	/** By row, in order; in "Stop" mode incomplete. */
	outcomes: Outcome[][];
	stoppedBy: StoppedBy | null;
}

/** n8n goes on working between stretches of this length, in ms. */
const LONGEST_STRETCH = 15;
/** Rows under way for each call that may be: some wait for a repeat or for another row's call. */
const ROWS_PER_CALL = 4;

/** A run of the node: rows in, outcomes out. */
class Run {
	private readonly input: RunInput;

	/** Ends everything, calls under way too. */
	private readonly cancel = new AbortController();

	/** Ends what waits. */
	private readonly noMoreCalls = new AbortController();

	private readonly signal: AbortSignal;

	private readonly paidCalls: PaidCalls;

	private readonly links = new Set<string>();

	private readonly failed: StoppedBy[] = [];

	constructor(input: RunInput) {
		this.input = input;
		const { settings, clock, totals, host } = input;
		totals.rows = host.rows;
		const cancel = AbortSignal.any([input.signal, this.cancel.signal]);
		this.signal = AbortSignal.any([cancel, this.noMoreCalls.signal]);
		const calls = new RunCalls({ settings, clock, cancel, noMoreCalls: this.noMoreCalls.signal });
		this.paidCalls = new PaidCalls({ ...input, reuseHours: this.reuseHours() }, calls);
	}

	async execute(): Promise<RunResult> {
		try {
			const { stopOnFailure } = this.input.settings;
			const outcomes = stopOnFailure ? await this.settleOrStop() : await this.settleRows();
			return { outcomes, stoppedBy: stopOnFailure ? this.stoppedBy() : null };
		} finally {
			// Whatever ended the run, no call outlives it.
			this.cancel.abort(failureOf('cancelled'));
		}
	}

	private reuseHours(): number {
		const { operation, settings } = this.input;
		return operation.supportsReuseResults ? settings.reuseHours : 0;
	}

	/** Rows begin while others are under way. */
	private async settleRows(): Promise<Outcome[][]> {
		const { host, settings } = this.input;
		const underWay = new Semaphore(ROWS_PER_CALL * settings.maxConcurrentRequests);
		const never = new AbortController().signal;
		const pause = this.pauses();
		const rows: Array<Promise<Outcome[]>> = [];
		for (let row = 0; row < host.rows; row += 1) {
			await pause();
			await this.waitBefore(row);
			await underWay.acquire(never);
			const jobs = this.jobsOf(row, this.plansOf(row));
			rows.push(this.settleRow(row, jobs).finally(() => underWay.release()));
		}
		return await Promise.all(rows);
	}

	/** In "Stop" mode all rows are read before a call leaves: a run that cannot end well ends unpaid. */
	private async settleOrStop(): Promise<Outcome[][]> {
		const { host } = this.input;
		const pause = this.pauses();
		const jobs: Job[][] = [];
		for (let row = 0; row < host.rows; row += 1) {
			await pause();
			const ofRow = this.jobsOf(row, this.plansOf(row));
			jobs.push(ofRow);
			const failed = ofRow.find(({ plan }) => stopFailureIn(plan.step) !== null);
			if (failed) return this.endUnpaid(row, failed.outcome());
		}
		const advanced = jobs.map(
			async (ofRow) => await Promise.all(ofRow.map(async (job) => await job.advance())),
		);
		const next = await Promise.all(advanced);
		for (const [row, ofRow] of jobs.entries()) {
			const failed = ofRow.find((job, index) => !next[row][index] && stopFailureIn(job.outcome().result));
			if (failed) return this.endUnpaid(row, failed.outcome());
		}
		const beyond = reserveAll(jobs, next, this.input.cap.left(this.input.settings.maxBilledCalls));
		if (beyond) return this.endUnpaid(beyond.row, beyond.outcome);
		try {
			const rows: Array<Promise<Outcome[]>> = [];
			for (let row = 0; row < host.rows && this.failed.length === 0; row += 1) {
				await pause();
				await this.waitBefore(row);
				rows.push(this.settleRow(row, jobs[row]));
			}
			return await Promise.all(rows);
		} finally {
			// Of rows that never began: a further try needs their permits.
			for (const { reservation } of jobs.flat()) reservation.release();
		}
	}

	/** Ends the run with a failure that is known before a call leaves. */
	private endUnpaid(row: number, outcome: Outcome): Outcome[][] {
		this.onOutcome(row, outcome);
		this.count([outcome]);
		return [];
	}

	private plansOf(row: number): readonly Plan[] {
		const { host, operation } = this.input;
		try {
			const read = host.read(row);
			return 'ok' in read ? [{ link: null, step: read }] : operation.plans(read.values);
		} catch {
			return [{ link: null, step: failureOf('node_fault') }];
		}
	}

	private jobsOf(row: number, plans: readonly Plan[]): Job[] {
		const { cap, host, settings } = this.input;
		let connection: Promise<Connection | Failure> | undefined;
		const connect = async () => await (connection ??= host.connect(row, this.signal));
		return plans.map(
			(plan) =>
				new Job({
					plan,
					connect,
					paidCalls: this.paidCalls,
					reservation: cap.reservation(settings.maxBilledCalls),
					onFinalFailure: (step) => this.onStep(step),
				}),
		);
	}

	private async settleRow(row: number, jobs: readonly Job[]): Promise<Outcome[]> {
		const outcomes = await Promise.all(
			jobs.map(async (job) => {
				const outcome = await job.settle();
				this.onOutcome(row, outcome);
				return outcome;
			}),
		);
		this.count(outcomes);
		this.input.progress.rows += 1;
		return outcomes;
	}

	/** In "Stop" mode no further call leaves after one that ends the run. */
	private onStep(step: Step): void {
		const failure = stopFailureIn(step);
		if (failure === null || !this.input.settings.stopOnFailure) return;
		this.noMoreCalls.abort(failure);
		if (!this.input.finishCalls) this.cancel.abort(failure);
	}

	private onOutcome(row: number, outcome: Outcome): void {
		const failure = stopFailureIn(outcome.result);
		if (failure === null || !this.input.settings.stopOnFailure) return;
		this.failed.push({ row, outcome, failure: namingLoss(failure, outcome) });
		this.onStep(outcome.result);
	}

	/** The row that ended the run: before those that failed because it had ended. */
	private stoppedBy(): StoppedBy | null {
		const called = this.failed.find(({ outcome }) => outcome.attempts.length > 0 || outcome.isReused);
		return called ?? this.failed[0] ?? null;
	}

	/** Adds outcomes to the totals; their calls were counted when they were made. */
	private count(outcomes: readonly Outcome[]): void {
		const { totals, settings } = this.input;
		for (const { link, attempts, isReused, result } of outcomes) {
			if (link !== null) this.links.add(link);
			if (isReused) totals.reused += 1;
			else if (result.ok && attempts.length === 0) totals.free += 1;
			const failure = failureIn(result);
			if (result.ok && result.items.length === 0 && !failure) addTo(totals, 'empty');
			if (result.ok && result.endsEarly) addTo(totals, 'ended_early');
			if (!failure) continue;
			if (settings.stopOnFailure && stopFailureIn(result) === null) {
				addTo(totals, 'cut');
				continue;
			}
			const { reason } = failure.kind;
			totals.failed += 1;
			addTo(totals, reason);
		}
		totals.links = this.links.size;
	}

	/** Lets n8n work on after each stretch of reading. */
	private pauses(): () => Promise<void> {
		const { clock } = this.input;
		let since = clock.now();
		return async () => {
			if (clock.now() - since < LONGEST_STRETCH) return;
			await clock.sleep(0);
			since = clock.now();
		};
	}

	private async waitBefore(row: number): Promise<void> {
		const pause = this.input.host.pauseBefore(row);
		if (pause > 0) await this.input.clock.sleep(pause, this.signal);
	}
}

/**
 * Runs an operation over all rows. Never rejects for anything that a row can bring about.
 *
 * In "Stop" mode the first row without a result ends the run; all other rows are then left as they are.
 */
export async function runRows(input: RunInput): Promise<RunResult> {
	return await new Run(input).execute();
}
