import type { HttpAnswer } from '../call/response';
import type { OpenAnswer } from '../call/attempt';
import type { Clock } from '../call/clock';
import type { CallResult, RunCalls } from '../call/runCalls';
import type { Failure } from '../failure/failure';
import type { Clean } from '../failure/redact';
import type { Bill } from './bill';
import type { CallCap } from './callCap';
import { findEarlier, keepForLater } from './earlierResults';
import type { Execution, Try } from './execution';
import type { ApiRequest } from './operation';
import { spentOn } from './outcome';
import type { RunSettings } from './settings';

/** How a row reaches the API. */
export interface Connection {
	ok: true;
	/** Names the account without its token. */
	accountKey: string;
	/** Takes the token out of whatever the API sends. */
	clean: Clean;
	/** Names the proxy and certificate settings of the row; empty where it has none. */
	way: string;
	/** For one call, to the last byte of its answer, in ms. */
	timeout: number;
	/** Sends a request once; may reject with anything. */
	send(request: ApiRequest, signal: AbortSignal): Promise<OpenAnswer>;
}

/** What calls for one job came to so far. */
export interface Spent {
	bills: Array<boolean | null>;
	reused: number;
}

/** Judges a response; `clean` takes the token out of what the API sent. */
export type Reader = (response: HttpAnswer, clean: Clean) => { ok: true } | Failure;

type Bills = ReadonlyArray<boolean | null>;

/** What a try of a run needs to know to pay for each request once. */
export interface Payer {
	execution: Execution;
	settings: RunSettings;
	/** Names the run within the execution; a further try of a run has its name. */
	run: string;
	bill: Bill;
	cap: CallCap;
	clock: Clock;
}

/** Whether a further try of the same run, or another run of the execution, may take the answer. */
function mayReuse(
	{ answer, attempts: bills }: CallResult<{ ok: true }>,
	{ isEnough }: ApiRequest,
	isSameRun: boolean,
): boolean {
	if (answer.ok) return isEnough?.(answer) ?? true;
	const { billed } = spentOn(bills);
	return billed === true || (isSameRun && billed === null);
}

/** The requests of one try of a run: an execution pays for each once (docs/maintain/design.md). */
export class Payments {
	private readonly payer: Payer;

	private readonly calls: RunCalls;

	/** This call of the function: Retry On Fail gives a run several. */
	private readonly me: Try;

	private readonly onFinalFailure: (failure: Failure) => void;

	constructor(payer: Payer, calls: RunCalls, onFinalFailure: (failure: Failure) => void) {
		this.payer = payer;
		this.calls = calls;
		this.onFinalFailure = onFinalFailure;
		this.me = { run: payer.run };
	}

	/**
	 * The answer to a request: from what the execution has paid for, else by a call.
	 *
	 * @param mayCall asked right before a call that may be billed; false makes none
	 * @returns null where it made none
	 */
	async ask(
		connection: Connection,
		request: ApiRequest,
		read: Reader,
		spent: Spent,
		mayCall: () => boolean,
	): Promise<{ ok: true } | Failure | null> {
		const { execution } = this.payer;
		const key = this.keyOf(connection, request);
		let earlierBills: Bills = [];
		let paid = execution.paid.get(key);
		while (paid && paid.by !== this.me) {
			const called = await paid.called;
			const isSameRun = paid.by.run === this.me.run;
			if (mayReuse(called, request, isSameRun)) break;
			const newer = execution.paid.get(key);
			if (newer === paid && isSameRun) earlierBills = called.attempts;
			// Another row may have begun the call meanwhile.
			paid = newer === paid ? undefined : newer;
		}
		if (!paid) {
			const earlier = this.findEarlier(key, request);
			if (earlier) {
				spent.reused += 1;
				return earlier;
			}
			if (!request.isFree && !mayCall()) return null;
			paid = { called: this.call(connection, request, read, earlierBills), by: this.me, accountedBy: null };
			execution.remember(key, paid);
		}
		// The first row of a try that asks says what the calls came to.
		const accounts = paid.by.run === this.me.run && paid.accountedBy !== this.me;
		if (accounts) paid.accountedBy = this.me;
		const { answer, attempts } = await paid.called;
		if (accounts) spent.bills.push(...attempts);
		else spent.reused += 1;
		return answer;
	}

	/** What the execution, or with Reuse Results an earlier one, has paid for; null where only a call can tell. */
	async lookUp(
		connection: Connection,
		request: ApiRequest,
	): Promise<{ answer: { ok: true } | Failure; bills: Bills } | null> {
		const key = this.keyOf(connection, request);
		const paid = this.payer.execution.paid.get(key);
		if (paid) {
			const called = await paid.called;
			const isSameRun = paid.by.run === this.me.run;
			if (paid.by === this.me || mayReuse(called, request, isSameRun)) {
				return { answer: called.answer, bills: isSameRun ? called.attempts : [] };
			}
		}
		const earlier = this.findEarlier(key, request);
		return earlier ? { answer: earlier, bills: [] } : null;
	}

	private async call(
		connection: Connection,
		request: ApiRequest,
		read: Reader,
		earlierBills: Bills,
	): Promise<CallResult<{ ok: true }>> {
		const { settings, clock, cap } = this.payer;
		let extraPlaces = 0;
		const called = await this.calls.call({
			accountKey: connection.accountKey,
			endpoint: request.url,
			timeout: connection.timeout,
			send: async (signal) => await connection.send(request, signal),
			way: connection.way,
			isFree: request.isFree,
			read: (response) => read(response, connection.clean),
			onFinalFailure: this.onFinalFailure,
			mayRepeat: ({ billed }) => {
				if (settings.maxBilledCalls === 0 || billed === false || request.isFree) return true;
				// The place of an attempt that may have been billed is used: its repeat needs one more.
				const isHeld = cap.hold(settings.maxBilledCalls, 1);
				if (isHeld) extraPlaces += 1;
				return isHeld;
			},
		});
		const { answer, attempts: bills } = called;
		this.count(bills, earlierBills.length > 0);
		for (const billed of bills) if (billed !== false) cap.use();
		if (extraPlaces > 0) cap.release(extraPlaces);
		if (answer.ok && settings.reuseHours > 0 && !request.isFree) {
			keepForLater(this.keyOf(connection, request), answer, clock.now());
		}
		return { ...called, attempts: [...earlierBills, ...bills] };
	}

	private findEarlier(key: string, { isFree }: ApiRequest): { ok: true } | undefined {
		const { settings, clock } = this.payer;
		const { reuseHours } = settings;
		return reuseHours > 0 && !isFree ? findEarlier(key, reuseHours, clock.now()) : undefined;
	}

	private count(bills: Bills, wasCalledBefore: boolean): void {
		const { bill } = this.payer;
		bill.calls += bills.length;
		bill.billed += bills.filter((billed) => billed === true).length;
		bill.billed_unknown += bills.filter((billed) => billed === null).length;
		bill.retries += Math.max(0, bills.length - (wasCalledBefore ? 0 : 1));
	}

	/** Names a request: what has the same name is paid for once. What costs nothing is asked anew in each run. */
	keyOf({ accountKey }: Connection, { url, qs, isFree }: ApiRequest): string {
		return JSON.stringify([accountKey, url, qs, ...(isFree ? [this.me.run] : [])]);
	}
}
