import type { HttpAnswer } from './response';
import { failureOf } from '../failure/failure';
import type { Failure } from '../failure/failure';
import type { ErrorClass } from '../failure/failureTable';
import { accounts } from './accountState';
import type { Accounts, AccountState, EndpointState } from './accountState';
import { attempt } from './attempt';
import type { OpenAnswer } from './attempt';
import { waitUntil } from './clock';
import type { Clock } from './clock';
import type { Signal } from './breaker';
import { outageOf } from './outage';
import { freeFailuresOnly, LONGEST_RETRY_AFTER, pauseBeforeRepeat } from './retry';
import { RetryBudget } from './retryBudget';
import { Semaphore } from './semaphore';

/** Repeats after these draw on the run's budget. */
const BUDGETED: ReadonlySet<ErrorClass> = new Set([
	'transient',
	'server',
	'connection',
	'timeout',
	'cancelled',
]);

/** The user's choices for one run of the node. */
export interface CallSettings {
	/** Repeats of one call, at most. */
	maxRetries: number;
	/** Calls of an account in flight at once, at most. The node finds by itself how many are of use. */
	maxConcurrentRequests: number;
	/** Whether to repeat a call whose answer was lost, at the risk of paying twice. */
	retryUnanswered: boolean;
}

/** One call: what to send, where, and how to read what comes back. */
export interface ApiCall<T extends { ok: true }> {
	/** From `accountKey`, so that no token is held. */
	accountKey: string;
	/** The path that is called. */
	endpoint: string;
	/** For one attempt, to the last byte of its answer, in ms. */
	timeout: number;
	/** Makes one attempt; the signal ends it. May reject with anything. */
	send(signal: AbortSignal): Promise<OpenAnswer>;
	/** Judges a response. */
	read(response: HttpAnswer): T | Failure;
	/** Names the node's own proxy and certificate settings; empty for none. */
	way: string;
	/** Paths of further endpoints that must stay open for the answer to be of use. */
	needs?: readonly string[];
	/** Never billed: repeated also after a lost answer. */
	isFree?: boolean;
	/** Asked last before a repeat is scheduled, in the turn in which the answer came; false makes the failure final. */
	mayRepeat?(failure: Failure): boolean;
	/** Called in the turn in which the answer was judged final, before its permit goes to the next call. */
	onFinalFailure?(failure: Failure): void;
}

/** Whether an attempt was billed; null where that is unknown. */
export type Billed = boolean | null;

/** What a call came to. */
export interface CallResult<T> {
	answer: T | Failure;
	/** One for each attempt that left. */
	attempts: Billed[];
}

/** The calls of one run to one endpoint of one account. */
interface Lane {
	account: AccountState;
	endpoint: EndpointState;
	/** The run's own ceiling for the account. */
	permits: Semaphore;
	/** Aborted with a failure when no further call may leave. */
	signal: AbortSignal;
	end(failure: Failure): void;
	/** Calls that have not settled. */
	unsettled: number;
}

/**
 * The calls of one run of the node, to whatever accounts and endpoints. Around each attempt stand, from outside in:
 * retry (with the run's budget), the run's ceiling, the line of the endpoint, pace and breaker, calls in flight.
 */
export class RunCalls {
	private readonly budget = new RetryBudget();

	private readonly lanes = new Map<string, Lane>();

	private readonly endpointEnds = new Map<string, AbortController>();

	private readonly ownAccounts = new Map<string, { ended: AbortController; permits: Semaphore }>();

	private readonly settings: CallSettings;

	private readonly clock: Clock;

	private readonly cancelled: AbortSignal;

	private readonly shared: Accounts;

	private readonly noMoreCalls: AbortSignal;

	/**
	 * @param input.cancel ends calls under way, and all that wait; its reason is a failure
	 * @param input.noMoreCalls ends all that wait
	 * @param input.shared what runs of this process share; a simulation has several processes
	 */
	constructor(input: {
		settings: CallSettings;
		clock: Clock;
		cancel: AbortSignal;
		noMoreCalls: AbortSignal;
		shared?: Accounts;
	}) {
		this.settings = input.settings;
		this.clock = input.clock;
		this.cancelled = input.cancel;
		this.noMoreCalls = input.noMoreCalls;
		this.shared = input.shared ?? accounts;
	}

	/** Why no call to an endpoint may leave any more in this run; null where one may. */
	closedBy(accountKey: string, endpoint: string): Failure | null {
		const { ended } = this.ownAccount(accountKey);
		const closed = ended.signal.aborted ? ended : this.endpointEnd(accountKey, endpoint);
		return closed.signal.aborted ? failureAtEnd(closed.signal.reason, null) : null;
	}

	/** Makes a call, and repeats it as far as is allowed and useful. Rejects only where this module is at fault. */
	async call<T extends { ok: true }>(call: ApiCall<T>): Promise<CallResult<T>> {
		const lane = this.laneOf(call);
		const attempts: Billed[] = [];
		let last: Failure | null = null;
		this.begin(lane);
		try {
			for (;;) {
				const { answer, pause } = await this.callOnce(call, lane, attempts);
				if (answer.ok || pause === null) return { answer, attempts };
				last = answer;
				if (BUDGETED.has(answer.kind.errorClass) && !(await this.budget.take(lane.signal))) {
					call.onFinalFailure?.(answer);
					return { answer, attempts };
				}
				const dueAt = this.clock.now() + pause;
				await waitUntil(this.clock, () => dueAt, lane.signal);
			}
		} catch (reason) {
			if (!lane.signal.aborted) return await Promise.reject(reason);
			return { answer: failureAtEnd(lane.signal.reason, last), attempts };
		} finally {
			this.settle(lane);
		}
	}

	/**
	 * One attempt, when its turn has come. It is judged before its permit goes to the next call: after an answer that
	 * ends the run, none may leave.
	 *
	 * @returns the answer, and the pause before its repeat in ms (null for none)
	 * @throws the lane's reason, where it ended first
	 */
	private async callOnce<T extends { ok: true }>(
		call: ApiCall<T>,
		lane: Lane,
		attempts: Billed[],
	): Promise<{ answer: T | Failure; pause: number | null }> {
		await lane.permits.acquire(lane.signal);
		try {
			const flight = await this.leave(lane, async () => {
				const response = await attempt(this.clock, call.timeout, this.cancelled, call.send);
				return 'ok' in response ? response : readSafely(call, response);
			});
			try {
				const answer = await flight.answer;
				attempts.push(answer.ok ? true : answer.billed);
				this.learn(answer, lane, flight);
				return { answer, pause: this.judge(answer, call, lane, attempts.length) };
			} finally {
				lane.account.inFlight.release();
			}
		} finally {
			lane.permits.release();
		}
	}

	/** Waits in the endpoint's line for pace, breaker and a place in flight. The breaker is asked when the call leaves. */
	private async leave<A>(
		{ account, endpoint, signal }: Lane,
		send: () => Promise<A>,
	): Promise<{ leftAt: number; isProbe: boolean; answer: Promise<A> }> {
		const { line, pace, breaker } = endpoint;
		const dueAt = () => Math.max(account.concurrency.dueAt, pace.dueAt, breaker.dueAt);
		await line.acquire(signal);
		try {
			for (;;) {
				await waitUntil(this.clock, dueAt, signal);
				await account.inFlight.acquire(signal);
				const now = this.clock.now();
				if (!signal.aborted && dueAt() <= now) {
					account.concurrency.onCall(account.inFlight.inUse, now);
					pace.onCall(now);
					return { leftAt: now, isProbe: breaker.onCall(now), answer: send() };
				}
				account.inFlight.release();
			}
		} finally {
			line.release();
		}
	}

	/** Tells each policy what came of a call. */
	private learn(
		answer: { ok: true } | Failure,
		{ account, endpoint }: Lane,
		call: { leftAt: number; isProbe: boolean },
	): void {
		const now = this.clock.now();
		const { pace, breaker, runs } = endpoint;
		if (!answer.ok && answer.kind.errorClass === 'throttling') {
			pace.onThrottled(call.leftAt, now);
			account.concurrency.onThrottled();
		} else if (answer.ok || answer.httpStatus !== null) {
			pace.onDelivered(call.leftAt, now);
			account.concurrency.onAnswer(call.leftAt, now);
		} else pace.onLost(call.leftAt);
		if (!answer.ok && (answer.retryAfterMs ?? Infinity) <= LONGEST_RETRY_AFTER) {
			pace.onRetryAfter(answer.retryAfterMs as number, now);
		}
		if (answer.ok) this.budget.onSuccess();
		const downFor = breaker.downFor(now);
		const verdict = breaker.onAnswer(signalOf(answer), call, now);
		if (verdict === 'closed') account.concurrency.onRecovered(now);
		if (verdict === 'givenUp' && !answer.ok) {
			for (const end of runs) end(outageOf(answer, downFor));
		}
		account.applyLimit();
	}

	/** @returns the pause before a repeat in ms, null where the answer is final */
	private judge<T extends { ok: true }>(
		answer: T | Failure,
		{ isFree, accountKey, mayRepeat, onFinalFailure }: ApiCall<T>,
		lane: Lane,
		attempts: number,
	): number | null {
		if (answer.ok) return null;
		let pause = pauseBeforeRepeat(
			answer,
			attempts,
			{ ...this.settings, repeats: isFree ? () => true : freeFailuresOnly },
			this.clock.random(),
		);
		if (pause !== null && mayRepeat?.(answer) === false) pause = null;
		const { errorClass } = answer.kind;
		if (errorClass === 'account') this.ownAccount(accountKey).ended.abort(answer);
		if (errorClass === 'endpoint') lane.end(answer);
		if (pause === null) onFinalFailure?.(answer);
		return pause;
	}

	private begin(lane: Lane): void {
		this.budget.onBegin();
		lane.unsettled += 1;
		lane.endpoint.runs.add(lane.end);
		lane.account.countCall(this.settings.maxConcurrentRequests, 1);
	}

	private settle(lane: Lane): void {
		lane.account.countCall(this.settings.maxConcurrentRequests, -1);
		lane.unsettled -= 1;
		if (lane.unsettled === 0) lane.endpoint.runs.delete(lane.end);
		this.budget.onSettled();
	}

	private ownAccount(accountKey: string): { ended: AbortController; permits: Semaphore } {
		const own = this.ownAccounts.get(accountKey) ?? {
			ended: new AbortController(),
			permits: new Semaphore(this.settings.maxConcurrentRequests),
		};
		this.ownAccounts.set(accountKey, own);
		return own;
	}

	private endpointEnd(accountKey: string, endpoint: string): AbortController {
		const key = `${accountKey} ${endpoint}`;
		const end = this.endpointEnds.get(key) ?? new AbortController();
		this.endpointEnds.set(key, end);
		return end;
	}

	private laneOf({
		accountKey,
		endpoint: path,
		needs = [],
	}: Pick<ApiCall<{ ok: true }>, 'accountKey' | 'endpoint' | 'needs'>): Lane {
		const key = [accountKey, path, ...needs].join(' ');
		const known = this.lanes.get(key);
		if (known) return known;
		const account = this.shared.of(accountKey);
		const own = this.ownAccount(accountKey);
		const ends = [path, ...needs].map((endpoint) => this.endpointEnd(accountKey, endpoint));
		const lane: Lane = {
			account,
			endpoint: account.endpoint(path),
			permits: own.permits,
			signal: AbortSignal.any([
				this.cancelled,
				this.noMoreCalls,
				own.ended.signal,
				...ends.map(({ signal }) => signal),
			]),
			end: (failure) => ends[0].abort(failure),
			unsettled: 0,
		};
		this.lanes.set(key, lane);
		return lane;
	}
}

/** A response that the operation cannot even judge fails its own call, not the run: nobody knows what it cost. */
function readSafely<T extends { ok: true }>({ read }: ApiCall<T>, response: HttpAnswer): T | Failure {
	try {
		return read(response);
	} catch {
		return failureOf('bad_response', { httpStatus: response.statusCode });
	}
}

const SIGNALS: Readonly<Partial<Record<ErrorClass, Signal>>> = {
	server: 'failure',
	connection: 'failure',
	timeout: 'silence',
	throttling: 'refusal',
	cancelled: 'none',
	input: 'none',
};

/** What an answer tells the breaker. A failure that no repeat can help is the user's own network or settings. */
function signalOf(answer: { ok: true } | Failure): Signal {
	if (answer.ok) return 'success';
	const signal = SIGNALS[answer.kind.errorClass] ?? 'success';
	return signal === 'failure' && !answer.retryable ? 'none' : signal;
}

/** Why a call stays without a result: an end that concerns all counts for it, otherwise its own failure. */
function failureAtEnd(reason: unknown, last: Failure | null): Failure {
	const ending =
		typeof reason === 'object' && reason !== null && 'kind' in reason
			? (reason as Failure)
			: failureOf('cancelled');
	const endsAll =
		ending.kind.errorClass === 'account' ||
		ending.kind.errorClass === 'endpoint' ||
		ending.kind.reason === 'cancelled';
	if (last !== null && !endsAll) return last;
	// What the API said of another call is not said of this one.
	return {
		...ending,
		httpStatus: null,
		requestId: null,
		apiMessage: '',
		billed: false,
		unanswered: false,
		...(last === null && { uncalled: true as const }),
	};
}
