import type { HttpAnswer, OpenAnswer } from '../answer/answer';
import type { Clock } from '../call/clock';
import { RunCalls } from '../call/runCalls';
import type { Called } from '../call/runCalls';
import { Slots } from '../call/slots';
import { failureOf } from '../failure/failure';
import type { Failure } from '../failure/failure';
import { redact } from '../failure/redact';
import type { Bill } from './bill';
import { findEarlier, keepForLater } from './earlierResults';
import type { Execution, Try } from './execution';
import type { ApiRequest, CallApi, Found, Job, Operation } from './operation';
import { addOutcome, spentOn } from './outcome';
import type { Outcome } from './outcome';
import type { RunSettings } from './settings';

/** How a row reaches the API. */
export interface Connection {
	ok: true;
	/** Names the account without its token. */
	accountKey: string;
	/** Taken out of whatever the API sends. */
	token: string;
	/** For one call, to the last byte of its answer, in ms. */
	timeout: number;
	/** Sends a request once; may reject with anything. */
	send(request: ApiRequest, signal: AbortSignal): Promise<OpenAnswer>;
}

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

/** What calls for one job came to so far. */
interface Spent {
	bills: Array<boolean | null>;
	reused: number;
}

type Clean = <V>(value: V) => V;
type Reader = (response: HttpAnswer, clean: Clean) => { ok: true } | Failure;
type Bills = ReadonlyArray<boolean | null>;

/** A call that notes what it came to. */
type CountedCall = (request: ApiRequest, read: Reader, spent: Spent) => Promise<{ ok: true } | Failure>;

/** Whether a further try of the same run, or another run of the execution, may take the answer. */
function mayReuse({ answer, bills }: Called<{ ok: true }>, isSameRun: boolean): boolean {
	const { billed } = spentOn(bills);
	return answer.ok || billed === true || (isSameRun && billed === null);
}

/** A run of the node: rows in, outcomes out. */
class Run {
	private readonly input: RunInput;

	/** This call of the function: Retry On Fail gives a run several. */
	private readonly me: Try;

	private readonly ending = new AbortController();

	private readonly calls: RunCalls;

	private readonly bill: Bill;

	private readonly links = new Set<string>();

	private readonly connections = new Map<number, Promise<Connection | Failure>>();

	private readonly failed: Array<{ row: number; outcome: Outcome; failure: Failure }> = [];

	constructor(input: RunInput) {
		this.input = input;
		this.me = { run: input.run };
		this.bill = input.bill;
		this.bill.rows = input.host.rows;
		const signal = AbortSignal.any([input.signal, this.ending.signal]);
		this.calls = new RunCalls(input.settings, input.clock, signal);
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
		const underWay = new Slots(ROWS_PER_CALL * settings.maxConcurrentRequests);
		const pause = this.pauses();
		const rows: Array<Promise<Outcome[]>> = [];
		for (let row = 0; row < host.rows; row += 1) {
			await pause();
			await this.waitBefore(row);
			await underWay.take();
			const jobs = this.jobsOf(row);
			rows.push(this.settleRow(row, jobs).finally(() => underWay.giveBack()));
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
			for (const job of jobs[row]) {
				const outcome = await this.knownOutcome(row, job);
				if (outcome === null || outcome.result.ok) continue;
				this.failed.push({ row, outcome, failure: outcome.result });
				this.count([outcome]);
				return [];
			}
		}
		const rows: Array<Promise<Outcome[]>> = [];
		for (let row = 0; row < host.rows && this.failed.length === 0; row += 1) {
			await pause();
			await this.waitBefore(row);
			rows.push(this.settleRow(row, jobs[row]));
		}
		return await Promise.all(rows);
	}

	/** What a job comes to without a call; null where only a call can tell. */
	private async knownOutcome(row: number, job: Job): Promise<Outcome | null> {
		const wouldCall = new Error('Only a call can tell');
		let needsCall = false;
		const outcome = await this.settle(job, async (request, _, spent) => {
			const connection = await this.connect(row);
			if (!connection.ok) return connection;
			const known = await this.lookUp(connection, request);
			if (known === null) {
				needsCall = true;
				throw wouldCall;
			}
			spent.bills.push(...known.bills);
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
				const outcome = await this.settle(
					job,
					async (request, read, spent) => await this.callOnce(row, request, read, spent),
				);
				if (!outcome.result.ok) this.onFailure(row, outcome, outcome.result);
				return outcome;
			}),
		);
		this.connections.delete(row);
		this.count(outcomes);
		this.input.progress.rows += 1;
		return outcomes;
	}

	private onFailure(row: number, outcome: Outcome, failure: Failure): void {
		if (!this.input.settings.stopOnFailure) return;
		this.failed.push({ row, outcome, failure });
		if (!this.input.finishCalls) this.ending.abort(failure);
	}

	private async settle(job: Job, call: CountedCall): Promise<Outcome> {
		const spent: Spent = { bills: [], reused: 0 };
		let result: Found | Failure;
		try {
			const counted: CallApi = async <T extends { ok: true }>(
				request: ApiRequest,
				read: (response: HttpAnswer, clean: Clean) => T | Failure,
			) => (await call(request, read, spent)) as T | Failure;
			result = 'known' in job ? job.known : await job.perform(counted);
		} catch {
			// A defect of this package. Its message may hold anything, so nothing of it is passed on.
			result = failureOf('node_fault', { billed: spentOn(spent.bills).billed });
		}
		const reused = spent.bills.length === 0 && spent.reused > 0;
		return { link: job.link, calls: { bills: spent.bills, reused }, result };
	}

	private async connect(row: number): Promise<Connection | Failure> {
		const connection = this.connections.get(row) ?? this.input.host.connect(row);
		this.connections.set(row, connection);
		return await connection;
	}

	/** Makes a call, unless the execution has paid for it. */
	private async callOnce(
		row: number,
		request: ApiRequest,
		read: Reader,
		spent: Spent,
	): Promise<{ ok: true } | Failure> {
		const connection = await this.connect(row);
		if (!connection.ok) return connection;
		const { execution } = this.input;
		const key = keyOf(connection, request);
		let earlierBills: Bills = [];
		let paid = execution.paid.get(key);
		while (paid && paid.by !== this.me) {
			const called = await paid.called;
			const isSameRun = paid.by.run === this.me.run;
			if (mayReuse(called, isSameRun)) break;
			const newer = execution.paid.get(key);
			if (newer === paid && isSameRun) earlierBills = called.bills;
			// Another row may have begun the call meanwhile.
			paid = newer === paid ? undefined : newer;
		}
		if (!paid) {
			const earlier = this.findEarlier(key);
			if (earlier) {
				spent.reused += 1;
				return earlier;
			}
			paid = { called: this.call(connection, request, read, earlierBills), by: this.me, accountedBy: null };
			execution.paid.set(key, paid);
		}
		// The first row of a try that asks says what the calls came to.
		const accounts = paid.by.run === this.me.run && paid.accountedBy !== this.me;
		if (accounts) paid.accountedBy = this.me;
		const { answer, bills } = await paid.called;
		if (accounts) spent.bills.push(...bills);
		else spent.reused += 1;
		return answer;
	}

	private async call(
		connection: Connection,
		request: ApiRequest,
		read: Reader,
		earlierBills: Bills,
	): Promise<Called<{ ok: true }>> {
		const { settings, clock } = this.input;
		const { answer, bills } = await this.calls.call({
			accountKey: connection.accountKey,
			endpoint: request.url,
			timeout: connection.timeout,
			send: async (signal) => await connection.send(request, signal),
			read: (response) => read(response, (value) => redact(value, connection.token)),
		});
		this.countCalls(bills, earlierBills.length > 0);
		if (answer.ok && settings.reuseHours > 0) keepForLater(keyOf(connection, request), answer, clock.now());
		return { answer, bills: [...earlierBills, ...bills] };
	}

	/** What the execution, or with Reuse Results an earlier one, has paid for; null where there is none. */
	private async lookUp(
		connection: Connection,
		request: ApiRequest,
	): Promise<{ answer: { ok: true } | Failure; bills: Bills } | null> {
		const key = keyOf(connection, request);
		const paid = this.input.execution.paid.get(key);
		if (paid) {
			const called = await paid.called;
			const isSameRun = paid.by.run === this.me.run;
			if (mayReuse(called, isSameRun)) {
				return { answer: called.answer, bills: isSameRun ? called.bills : [] };
			}
		}
		const earlier = this.findEarlier(key);
		return earlier ? { answer: earlier, bills: [] } : null;
	}

	private findEarlier(key: string): { ok: true } | undefined {
		const { settings, clock } = this.input;
		return settings.reuseHours > 0 ? findEarlier(key, settings.reuseHours, clock.now()) : undefined;
	}

	private countCalls(bills: Bills, wasCalledBefore: boolean): void {
		this.bill.calls += bills.length;
		this.bill.billed += bills.filter((billed) => billed === true).length;
		this.bill.billed_unknown += bills.filter((billed) => billed === null).length;
		this.bill.retries += Math.max(0, bills.length - (wasCalledBefore ? 0 : 1));
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
		const { clock, signal } = this.input;
		let since = clock.now();
		return async () => {
			if (clock.now() - since < LONGEST_STRETCH) return;
			await clock.sleep(0, signal);
			since = clock.now();
		};
	}

	private async waitBefore(row: number): Promise<void> {
		const { clock, host, signal } = this.input;
		const pause = host.pauseBefore(row);
		if (pause > 0) await clock.sleep(pause, signal);
	}
}

function keyOf(connection: Connection, request: ApiRequest): string {
	return JSON.stringify([connection.accountKey, request.url, request.qs]);
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
