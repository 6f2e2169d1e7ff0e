import type { HttpAnswer } from '../call/response';
import type { Clock } from '../call/clock';
import { RunCalls } from '../call/runCalls';
import { Semaphore } from '../call/semaphore';
import { failureOf } from '../failure/failure';
import type { Failure } from '../failure/failure';
import type { Clean } from '../failure/redact';
import type { Bill } from './bill';
import type { CallCap } from './callCap';
import type { Execution } from './execution';
import type { ApiRequest, CallApi, Found, Job, Operation } from './operation';
import { addOutcome, spentOn } from './outcome';
import type { Calls, Outcome } from './outcome';
import { Payments } from './payments';
import type { Connection, Reader, Spent } from './payments';
import type { RunSettings } from './settings';

/** What the run needs from n8n. */
export interface Host {
	rows: number;
	/** The value of the operation's parameter for a row, or why there is none. */
	read(row: number): { value: unknown } | Failure;
	connect(row: number): Promise<Connection | Failure>;
	/** The pause before a row begins, in ms. */
	pauseBefore(row: number): number;
}

export interface RunInput {
	operation: Operation;
	settings: RunSettings;
	host: Host;
	execution: Execution;
	/** Names the run within the execution; a further try of a run has its name. */
	run: string;
	/** Where the run writes what it comes to; it may hold the calls of earlier tries. */
	bill: Bill;
	/** What is left of the execution's billed calls for this node. */
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
	/** In "Stop" mode the row that ended the run, and why. */
	stoppedBy: { row: number; outcome: Outcome; failure: Failure } | null;
}

/** n8n goes on working between stretches of this length, in ms. */
const LONGEST_STRETCH = 15;
/** Rows under way for each call that may be: some wait for a repeat or for another row's call. */
const ROWS_PER_CALL = 4;

/** A call that notes what it came to. */
type CountedCall = (request: ApiRequest, read: Reader, spent: Spent) => Promise<{ ok: true } | Failure>;

/** What leaves by the error branch beyond the option "Max Billed Calls". */
function capReached({ link, platform = null }: Job, spent: Spent): Outcome {
	return { link, calls: callsOf(spent), result: failureOf('max_calls_reached', { platform }) };
}

/** What an outcome says of its calls. */
function callsOf({ bills, reused }: Spent): Calls {
	return { bills, reused: bills.length === 0 && reused > 0 };
}

/** A run of the node: rows in, outcomes out. */
class Run {
	private readonly input: RunInput;

	private readonly ending = new AbortController();

	private readonly payments: Payments;

	private readonly bill: Bill;

	private readonly links = new Set<string>();

	private readonly connections = new Map<number, Promise<Connection | Failure>>();

	private readonly failed: Array<{ row: number; outcome: Outcome; failure: Failure }> = [];

	constructor(input: RunInput) {
		this.input = input;
		this.bill = input.bill;
		this.bill.rows = input.host.rows;
		const { settings, clock } = input;
		const cancel = AbortSignal.any([input.signal, this.ending.signal]);
		const noMoreCalls = new AbortController();
		const calls = new RunCalls({ settings, clock, cancel, noMoreCalls: noMoreCalls.signal });
		this.payments = new Payments(input, calls, (failure) => {
			if (settings.stopOnFailure) noMoreCalls.abort(failure);
		});
	}

	async toItsEnd(): Promise<RunResult> {
		const outcomes = await this.outcomes();
		const stopped =
			this.failed.find(({ outcome }) => outcome.calls.bills.length > 0 || outcome.calls.reused) ??
			this.failed[0];
		return {
			outcomes,
			stoppedBy: this.input.settings.stopOnFailure ? (stopped ?? null) : null,
		};
	}

	private async outcomes(): Promise<Outcome[][]> {
		try {
			return this.input.settings.stopOnFailure ? await this.allOrNothing() : await this.rowByRow();
		} finally {
			// Whatever ended the run, no call outlives it.
			this.ending.abort(failureOf('cancelled'));
		}
	}

	/** Rows begin while others are under way. */
	private async rowByRow(): Promise<Outcome[][]> {
		const { host, settings } = this.input;
		const underWay = new Semaphore(ROWS_PER_CALL * settings.maxConcurrentRequests);
		const never = new AbortController().signal;
		const pause = this.pauses();
		const rows: Array<Promise<Outcome[]>> = [];
		for (let row = 0; row < host.rows; row += 1) {
			await pause();
			await this.waitBefore(row);
			await underWay.acquire(never);
			const jobs = this.jobsOf(row);
			rows.push(this.settleRow(row, jobs).finally(() => underWay.release()));
		}
		return await Promise.all(rows);
	}

	/** In "Stop" mode all rows are read before a call leaves: one that fails without a call ends the run unpaid. */
	private async allOrNothing(): Promise<Outcome[][]> {
		const { host } = this.input;
		const pause = this.pauses();
		const jobs: Job[][] = [];
		for (let row = 0; row < host.rows; row += 1) {
			await pause();
			jobs.push(this.jobsOf(row));
			const failed = jobs[row].find((job) => 'known' in job && !job.known.ok);
			const outcome = failed ? await this.knownOutcome(row, failed) : null;
			if (outcome !== null) return this.endUnpaid(row, outcome);
		}
		const known: Array<Promise<Array<Outcome | null>>> = [];
		for (let row = 0; row < host.rows; row += 1) {
			await pause();
			known.push(Promise.all(jobs[row].map(async (job) => await this.knownOutcome(row, job))));
		}
		for (const [row, outcomes] of (await Promise.all(known)).entries()) {
			const failed = outcomes.find((outcome) => outcome !== null && !outcome.result.ok);
			if (failed) return this.endUnpaid(row, failed);
		}
		if (await this.isBeyondCap(jobs)) return [];
		const rows: Array<Promise<Outcome[]>> = [];
		for (let row = 0; row < host.rows && this.failed.length === 0; row += 1) {
			await pause();
			await this.waitBefore(row);
			rows.push(this.settleRow(row, jobs[row]));
		}
		return await Promise.all(rows);
	}

	/** Whether the calls of all rows together do not fit under the cap; the first row beyond it ends the run. */
	private async isBeyondCap(jobs: readonly Job[][]): Promise<boolean> {
		const { cap, settings } = this.input;
		if (settings.maxBilledCalls === 0) return false;
		const seen = new Set<string | null>();
		let places = 0;
		for (const [row, ofRow] of jobs.entries()) {
			for (const job of ofRow) {
				const { calls, first } = await this.callsNeeded(row, job);
				if (calls === 0 || seen.has(first)) continue;
				seen.add(first);
				places += calls;
				if (!cap.isBeyond(settings.maxBilledCalls, places)) continue;
				this.endUnpaid(row, capReached(job, { bills: [], reused: 0 }));
				return true;
			}
		}
		return false;
	}

	/** Ends the run with a failure that is known before a call leaves. */
	private endUnpaid(row: number, outcome: Outcome): Outcome[][] {
		if (!outcome.result.ok) this.failed.push({ row, outcome, failure: outcome.result });
		this.count([outcome]);
		return [];
	}

	/** What a job comes to without a call; null where only a call can tell. */
	private async knownOutcome(
		row: number,
		job: Job,
		onLookUp: (isKnown: boolean, requestKey: string) => void = () => {},
	): Promise<Outcome | null> {
		const wouldCall = new Error('Only a call can tell');
		let needsCall = false;
		const outcome = await this.settle(job, async (request, _, spent) => {
			const connection = await this.connect(row);
			if (!connection.ok) return connection;
			const known = await this.payments.lookUp(connection, request);
			onLookUp(known !== null, this.payments.keyOf(connection, request));
			if (known === null) {
				needsCall = true;
				throw wouldCall;
			}
			spent.bills.push(...known.bills);
			if (known.bills.length === 0) spent.reused += 1;
			return known.answer;
		});
		return needsCall ? null : outcome;
	}

	private jobsOf(row: number): Job[] {
		const { host, operation, settings } = this.input;
		try {
			const read = host.read(row);
			return 'ok' in read ? [{ link: null, known: read }] : operation.read(read.value, settings);
		} catch {
			return [{ link: null, known: failureOf('node_fault') }];
		}
	}

	private async settleRow(row: number, jobs: readonly Job[]): Promise<Outcome[]> {
		const outcomes = await Promise.all(
			jobs.map(async (job) => {
				const outcome = await this.withinCap(row, job);
				if (!outcome.result.ok) this.onFailure(row, outcome, outcome.result);
				return outcome;
			}),
		);
		this.connections.delete(row);
		this.count(outcomes);
		this.input.progress.rows += 1;
		return outcomes;
	}

	/**
	 * @param places how many calls it may make that may be billed
	 * @param spent what its calls came to; it goes on from there
	 * @returns null where it needs one more
	 */
	private async settleByCalls(row: number, job: Job, places: number, spent: Spent): Promise<Outcome | null> {
		const needsPlace = new Error('A place is missing');
		let left = places;
		let isShort = false;
		const mayCall = () => {
			left -= 1;
			return left >= 0;
		};
		const outcome = await this.settle(
			job,
			async (request, read) => {
				const connection = await this.connect(row);
				if (!connection.ok) return connection;
				const answer = await this.payments.ask(connection, request, read, spent, mayCall);
				if (answer !== null) return answer;
				isShort = true;
				throw needsPlace;
			},
			spent,
		);
		return isShort ? null : outcome;
	}

	/** Does a job's calls while it holds a place for each; without one, no call is made. */
	private async withinCap(row: number, job: Job): Promise<Outcome> {
		const { cap, settings } = this.input;
		const { maxBilledCalls: limit } = settings;
		const spent: Spent = { bills: [], reused: 0 };
		// Null where another run of the execution has asked anew for what seemed to be paid for.
		const work = async (places: number) => await this.settleByCalls(row, job, places, spent);
		const needed = async () => (await this.callsNeeded(row, job)).calls;
		const outcome = limit === 0 ? await work(Infinity) : await cap.run(limit, needed, work);
		return outcome ?? capReached(job, spent);
	}

	/**
	 * How many calls a job may make, beside those that the execution has paid for.
	 *
	 * @returns also the first of them: jobs that begin with the same call share it, and what follows
	 */
	private async callsNeeded(row: number, job: Job): Promise<{ calls: number; first: string | null }> {
		if ('known' in job || job.calls === 0) return { calls: 0, first: null };
		let answered = 0;
		let first: string | null = null;
		const outcome = await this.knownOutcome(row, job, (isKnown, requestKey) => {
			if (isKnown) answered += 1;
			else first = requestKey;
		});
		return outcome === null
			? { calls: Math.max(1, (job.calls ?? 1) - answered), first }
			: { calls: 0, first: null };
	}

	private onFailure(row: number, outcome: Outcome, failure: Failure): void {
		if (!this.input.settings.stopOnFailure) return;
		this.failed.push({ row, outcome, failure });
		if (!this.input.finishCalls) this.ending.abort(failure);
	}

	private async settle(
		job: Job,
		call: CountedCall,
		spent: Spent = { bills: [], reused: 0 },
	): Promise<Outcome> {
		let result: Found | Failure;
		try {
			const counted: CallApi = async <T extends { ok: true }>(
				request: ApiRequest,
				read: (response: HttpAnswer, clean: Clean) => T | Failure,
			) => (await call(request, read, spent)) as T | Failure;
			result = 'known' in job ? job.known : await job.perform(counted);
		} catch {
			// A defect of this package. Its message may hold anything, so nothing of it is passed on.
			const { billed } = spentOn(spent.bills);
			result = failureOf('node_fault', { billed, platform: job.platform ?? null });
		}
		return { link: job.link, calls: callsOf(spent), result };
	}

	private async connect(row: number): Promise<Connection | Failure> {
		const connection = this.connections.get(row) ?? this.input.host.connect(row);
		this.connections.set(row, connection);
		return await connection;
	}

	private count(outcomes: readonly Outcome[]): void {
		for (const outcome of outcomes) {
			if (outcome.link !== null) this.links.add(outcome.link);
			addOutcome(this.bill, outcome);
		}
		this.bill.links = this.links.size;
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
		const { clock, host, signal } = this.input;
		const pause = host.pauseBefore(row);
		if (pause > 0) await clock.sleep(pause, signal);
	}
}

/**
 * Runs an operation over all rows. Never rejects for anything that a row can bring about.
 *
 * In "Stop" mode the first row without a result ends the run; all other rows are then left as they are.
 */
export async function runRows(input: RunInput): Promise<RunResult> {
	const settings = input.operation.mayReuse ? input.settings : { ...input.settings, reuseHours: 0 };
	return await new Run({ ...input, settings }).toItsEnd();
}
