import type { OpenAnswer } from '../call/attempt';
import type { Clock } from '../call/clock';
import type { ApiCall, Billed, RunCalls } from '../call/runCalls';
import type { Failure } from '../failure/failure';
import type { Clean } from '../failure/redact';
import type { Reservation } from './callCap';
import { findEarlier, keepForLater } from './earlierResults';
import { sizeOf } from './execution';
import type { Execution, KnownCall, PaidCall, RunAttempt } from './execution';
import type { Answer, ApiRequest, Call } from './plan';
import { addAttempts, billedOf } from './totals';
import type { RunTotals } from './totals';

/** How a row reaches the API. */
export interface Connection {
	ok: true;
	/** Names the account without its token. */
	accountKey: string;
	/** Names the node's own proxy and certificate settings; empty for none. */
	way: string;
	/** Takes the token out of whatever the API sends. */
	clean: Clean;
	/** For one attempt, to the last byte of its answer, in ms. */
	timeout: number;
	/** Sends a request once; may reject with anything. */
	send(request: ApiRequest, signal: AbortSignal): Promise<OpenAnswer>;
}

/** What a call came to, for one plan. */
export interface CallOutcome {
	answer: Answer | Failure;
	/** The attempts that this plan reports; none where another one reports them. */
	attempts: readonly Billed[];
	/** Whether another plan, or an earlier run, made the call. */
	isReused: boolean;
}

/** What the plan that needs a call says of it. */
export type CallHooks = Pick<ApiCall<Answer>, 'isFollowUp' | 'onFinalFailure'>;

/** What a try of a run shares with the others of its execution. */
export interface PaidCallsInput {
	execution: Execution;
	/** Names the run: all its tries have it. */
	run: object;
	/** Within it, a call whose bill is unknown is not made again. */
	scope: object;
	totals: RunTotals;
	/** How old a result of an earlier execution may be, in hours; 0 takes none. */
	reuseHours: number;
	clock: Clock;
}

const requestOf = ({ url, qs }: ApiRequest) => JSON.stringify([url, qs]);

const attemptsOf = ({ known }: PaidCall): readonly Billed[] => known?.attempts ?? [];

/** The calls of one try of a run. An execution pays once for each identity (docs/maintain/design.md). */
export class PaidCalls {
	private readonly input: PaidCallsInput;

	private readonly calls: RunCalls;

	private readonly thisTry: RunAttempt;

	constructor(input: PaidCallsInput, calls: RunCalls) {
		this.input = input;
		this.calls = calls;
		this.thisTry = { run: input.run, scope: input.scope };
	}

	/** Names what a call is paid for; different calls with this name are one. */
	keyOf({ accountKey }: Connection, { identity, request }: Call): string {
		return `${accountKey} ${identity ?? requestOf(request)}`;
	}

	/** What the execution, or with Reuse Results an earlier one, has paid for; null where only a call can tell. */
	known(connection: Connection, call: Call): CallOutcome | null {
		const { execution, reuseHours, clock } = this.input;
		const key = this.keyOf(connection, call);
		const reusable = execution.callsFor(key).filter((paid) => this.isReusable(paid, call));
		const paid = reusable.find(({ known }) => known?.answer.ok) ?? reusable[0];
		if (paid?.known) {
			const answer = this.inWords(paid, paid.known);
			const attempts = this.unreported(key);
			return { answer, attempts, isReused: attempts.length === 0 };
		}
		if (reuseHours === 0 || call.cost === 0) return null;
		const answer = findEarlier(key, reuseHours, clock.now());
		return answer && (call.accepts?.(answer) ?? true) ? { answer, attempts: [], isReused: true } : null;
	}

	/** Resolves when a call of this identity that is under way is over; null where there is none. */
	underWay(connection: Connection, call: Call): Promise<void> | null {
		const paid = this.input.execution
			.callsFor(this.keyOf(connection, call))
			.find(({ known, madeBy }) => !known && (call.cost > 0 || madeBy === this.thisTry));
		return paid?.over ?? null;
	}

	/** The attempts of earlier tries of the run at a call that this try does not make. */
	attemptsBefore(connection: Connection, call: Call): readonly Billed[] {
		return this.unreported(this.keyOf(connection, call));
	}

	/** Why the answer to a call could not be used any more; null where it can. */
	closedFor({ accountKey, way }: Connection, { request, needs = [] }: Call): Failure | null {
		for (const endpoint of [request.url, ...needs]) {
			const closed = this.calls.closedBy(accountKey, endpoint, way);
			if (closed) return closed;
		}
		return null;
	}

	/**
	 * Makes a call that is neither known nor under way.
	 *
	 * @param reservation holds the permits of the call; what may have been billed uses them
	 * @param hooks of the plan that needs the call
	 */
	async make(
		connection: Connection,
		call: Call,
		reservation: Reservation,
		hooks: CallHooks = {},
	): Promise<CallOutcome> {
		const { execution } = this.input;
		const key = this.keyOf(connection, call);
		const request = requestOf(call.request);
		const earlier = execution.callsFor(key).filter((one) => one.known && one.request === request);
		const ofRun = earlier.filter(({ madeBy }) => madeBy.run === this.thisTry.run).flatMap(attemptsOf);
		const unreported = this.unreported(key);
		let end = () => {};
		const paid: PaidCall = {
			request,
			madeBy: this.thisTry,
			reportedBy: this.thisTry,
			known: null,
			over: new Promise((resolve) => (end = resolve)),
		};
		execution.keep(key, paid);
		try {
			const known = await this.call(connection, call, reservation, ofRun.length > 0, hooks);
			const { attempts } = known;
			if (attempts.length > 0) {
				execution.settle(key, paid, { ...known, attempts: [...ofRun, ...attempts] });
			}
			const { reuseHours, clock } = this.input;
			if (known.answer.ok && reuseHours > 0 && call.cost > 0) {
				keepForLater(key, known.answer, known.size, clock.now());
			}
			return { answer: known.answer, attempts: [...unreported, ...attempts], isReused: false };
		} finally {
			if (!paid.known) execution.takeBack(key, paid, earlier);
			end();
		}
	}

	private async call(
		connection: Connection,
		call: Call,
		reservation: Reservation,
		wasTriedBefore: boolean,
		hooks: CallHooks,
	): Promise<KnownCall> {
		const { totals, clock } = this.input;
		const { request, cost, needs } = call;
		const isFree = cost === 0;
		const { answer, attempts } = await this.calls.call<Answer>({
			accountKey: connection.accountKey,
			way: connection.way,
			endpoint: request.url,
			needs,
			timeout: connection.timeout,
			isFree,
			send: async (signal) => await connection.send(request, signal),
			read: (response) => call.read(response, connection.clean),
			// An attempt that may have been billed uses a permit: its repeat needs one more.
			mayRepeat: ({ billed }) => isFree || billed === false || reservation.tryExtend(1),
			...hooks,
		});
		addAttempts(totals, attempts, wasTriedBefore);
		reservation.use(attempts.filter((billed) => billed !== false).length);
		return { answer, attempts, answeredAt: clock.now(), size: sizeOf(answer) };
	}

	/** Whether this try may take what a call came to. */
	private isReusable({ known, madeBy, request }: PaidCall, call: Call): boolean {
		if (!known) return false;
		if (madeBy === this.thisTry && request === requestOf(call.request)) return true;
		if (call.cost === 0) return false;
		const isSameRun = madeBy.scope === this.thisTry.scope;
		const age = this.input.clock.now() - known.answeredAt;
		if (!isSameRun && age > (call.maxAge ?? Infinity)) return false;
		if (known.answer.ok) return call.accepts?.(known.answer) ?? true;
		const billed = billedOf(known.attempts);
		return billed === true || (billed === null && isSameRun);
	}

	/** A failure that an earlier try made, and that may have been billed, says why it is not called for again. */
	private inWords({ madeBy }: PaidCall, { answer, attempts }: KnownCall): Answer | Failure {
		if (answer.ok || madeBy === this.thisTry || billedOf(attempts) !== null) return answer;
		const words = 'It was not called again: the call before it may have been billed.';
		return { ...answer, advice: `${answer.advice ?? answer.kind.advice} ${words}` };
	}

	/** The attempts of the run that no plan of this try has reported: the first one that needs the call does. */
	private unreported(key: string): Billed[] {
		const { run } = this.thisTry;
		const calls = this.input.execution
			.callsFor(key)
			.filter((paid) => paid.madeBy.run === run && paid.reportedBy !== this.thisTry);
		for (const paid of calls) paid.reportedBy = this.thisTry;
		return calls.flatMap(attemptsOf);
	}
}
