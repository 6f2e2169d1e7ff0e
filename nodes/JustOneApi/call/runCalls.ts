import type { HttpAnswer } from './response';
import { failureOf } from '../failure/failure';
import type { Failure } from '../failure/failure';
import { accounts } from './accountState';
import type { Accounts, AccountState } from './accountState';
import { Attempts } from './attempt';
import type { OpenAnswer } from './attempt';
import { waitUntil } from './clock';
import type { Clock } from './clock';
import type { Endpoint, Way } from './endpoint';
import { asReason, notTheApi, tooShort } from './outage';
import { retryDelay } from './retry';
import { RetryBudget } from './retryBudget';
import { Semaphore } from './semaphore';

/** Whether an attempt was billed; null where it is unknown. */
export type Billed = boolean | null;

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
	/** Names the proxy and certificate settings of the row; empty where it has none. */
	way: string;
	/** The path that is called. */
	endpoint: string;
	/** Paths of other endpoints that must stay open for the answer to be of use. */
	needs?: readonly string[];
	/** For one attempt, to the last byte of its answer, in ms. */
	timeout: number;
	/** Earlier calls of the same plan were made: it goes before calls of plans that have not begun. */
	isFollowUp?: boolean;
	/** Never billed: repeated also after a lost answer. */
	isFree?: boolean;
	/** Makes one attempt; the signal ends it. May reject with anything. */
	send(signal: AbortSignal): Promise<OpenAnswer>;
	/** Judges a response. */
	read(response: HttpAnswer): T | Failure;
	/** Asked last before a repeat is scheduled, in the turn in which the answer came; false makes the failure final. */
	mayRepeat?(failure: Failure): boolean;
	/** Called in the turn in which the answer was judged final, before its permit goes to the next call. */
	onFinalFailure?(failure: Failure): void;
}

/** What a call came to. */
export interface CallResult<T> {
	answer: T | Failure;
	/** One entry for each attempt that left. */
	attempts: Billed[];
}

/**
 * A shorter timeout, in ms, tells nothing of the API: five times as long as answers usually take, a sixth of what the
 * vendor advises at least.
 */
export const SHORT_TIMEOUT = 10_000;
/** Calls in flight with a short timeout, or on a way of the run's own, until one was answered. */
const UNPROVEN_IN_FLIGHT = 5;
/** Short timeouts in a row that end the calls with that timeout. */
const TIMEOUTS_TO_END = 15;

/** What no further call may go to in this run, and why. */
interface Closing {
	failure: Failure;
	accountKey: string;
	/** All endpoints where left out; likewise below. */
	endpoint?: string;
	way?: string;
	isShort?: boolean;
}

/** Calls of one run that have the same fate: one account, endpoint and way, one kind of timeout, the same needs. */
interface Lane {
	accountKey: string;
	endpoint: string;
	needs: readonly string[];
	way: string;
	isShort: boolean;
	/** Aborted with a failure when no further call may leave. */
	abort: AbortController;
	/** The run's own limit for the account. */
	permits: Semaphore;
	/** The limit until a call was answered; null where there is none. */
	unproven: Semaphore | null;
	timeoutsInARow: number;
	/** When its first call began, in ms of the clock. */
	since: number;
	/** Calls that have not settled, and what they share with other runs meanwhile. */
	unsettled: number;
	shared: { account: AccountState; endpoint: Endpoint; way: Way } | null;
	end(failure: Failure, endsWayOnly: boolean): void;
}

const isFailure = (value: unknown): value is Failure =>
	typeof value === 'object' && value !== null && 'kind' in value;

/**
 * The calls of one run of the node, to whatever accounts and endpoints. Around each attempt stand, from outside in:
 * retry (with the run's budget), the run's limit, the queue of the endpoint, limiter and breaker, permits of the account.
 */
export class RunCalls {
	private readonly settings: CallSettings;

	private readonly clock: Clock;

	private readonly accounts: Accounts;

	private readonly attempts: Attempts;

	private readonly budget = new RetryBudget();

	private readonly lanes = new Map<string, Lane>();

	private readonly permits = new Map<string, Semaphore>();

	private readonly closings: Closing[] = [];

	/** Why no call of the run may leave any more. */
	private ended: Failure | null = null;

	/**
	 * @param options.cancel ends calls under way and those that wait; its reason is a failure
	 * @param options.noMoreCalls ends those that wait
	 * @param options.shared what runs of this process share; a simulation has several processes
	 */
	constructor(options: {
		settings: CallSettings;
		clock: Clock;
		cancel: AbortSignal;
		noMoreCalls: AbortSignal;
		shared?: Accounts;
	}) {
		const { settings, clock, cancel, noMoreCalls, shared = accounts } = options;
		this.settings = settings;
		this.clock = clock;
		this.accounts = shared;
		this.attempts = new Attempts(clock, cancel);
		for (const signal of [cancel, noMoreCalls]) {
			const endAll = () => {
				this.ended = isFailure(signal.reason) ? signal.reason : failureOf('cancelled');
				for (const { abort } of this.lanes.values()) abort.abort(this.ended);
			};
			if (signal.aborted) endAll();
			else signal.addEventListener('abort', endAll, { once: true });
		}
	}

	/** Makes a call, and repeats it as far as is allowed and useful. Rejects only where this module is at fault. */
	async call<T extends { ok: true }>(call: ApiCall<T>): Promise<CallResult<T>> {
		const lane = this.laneOf(call);
		const { signal } = lane.abort;
		const attempts: Billed[] = [];
		let last: Failure | null = null;
		this.register(lane);
		try {
			for (;;) {
				signal.throwIfAborted();
				const { answer, pause } = await this.callOnce(call, lane, attempts);
				if (answer.ok || pause === null) return { answer, attempts };
				last = answer;
				if (answer.kind.errorClass !== 'throttling' && !(await this.budget.take(signal))) {
					call.onFinalFailure?.(answer);
					return { answer, attempts };
				}
				const dueAt = this.clock.now() + pause;
				await waitUntil(this.clock, () => dueAt, signal);
			}
		} catch (reason) {
			if (!signal.aborted || reason !== signal.reason) return await Promise.reject(reason);
			return { answer: failureAtEnd(reason as Failure, last), attempts };
		} finally {
			this.unregister(lane);
		}
	}

	/**
	 * Why no call to an endpoint may leave any more in this run: the account or the endpoint refused for good, or a breaker
	 * gave up. Null where calls may.
	 *
	 * @param way of the run's own; without it only what holds for each way counts
	 */
	closedBy(accountKey: string, endpoint: string, way?: string): Failure | null {
		const closing = this.closings.find(
			(one) =>
				one.accountKey === accountKey &&
				(one.endpoint ?? endpoint) === endpoint &&
				(one.way === undefined || one.way === way) &&
				one.isShort === undefined,
		);
		return closing ? { ...asReason(closing.failure), uncalled: true } : null;
	}

	/** One attempt, when its turn has come. It is judged before its permits go to the next call. */
	private async callOnce<T extends { ok: true }>(
		call: ApiCall<T>,
		lane: Lane,
		attempts: Billed[],
	): Promise<{ answer: T | Failure; pause: number | null }> {
		const { isShort, permits, unproven } = lane;
		const { signal } = lane.abort;
		const { account, endpoint, way } = lane.shared as NonNullable<Lane['shared']>;
		if (!permits.tryAcquire()) await permits.acquire(signal, call.isFollowUp);
		try {
			if (unproven && !unproven.tryAcquire()) await unproven.acquire(signal);
			try {
				const flight = await endpoint.dispatch(
					way,
					isShort,
					this.clock,
					signal,
					async () => await this.attempt(call),
				);
				try {
					const answer = await flight.answer;
					attempts.push(call.isFree ? false : answer.ok || answer.billed);
					const isForeign = endpoint.record(answer, flight, way, isShort, this.clock.now());
					if (answer.ok) this.budget.onSuccess();
					else this.closeAfter(answer, lane, call.timeout, isForeign);
					if (answer.ok || answer.httpStatus !== null) this.onProven(lane);
					return { answer, pause: answer.ok ? null : this.judge(answer, call, attempts.length) };
				} finally {
					account.inFlight.release();
				}
			} finally {
				unproven?.release();
			}
		} finally {
			permits.release();
		}
	}

	private async attempt<T extends { ok: true }>(call: ApiCall<T>): Promise<T | Failure> {
		const response = await this.attempts.make(call.timeout, call.send);
		if ('ok' in response) return response;
		try {
			return call.read(response);
		} catch {
			// A defect of this package, after a call that may have been billed.
			return failureOf('node_fault');
		}
	}

	/** @returns the pause before a repeat in ms, null where the failure is final */
	private judge<T extends { ok: true }>(failure: Failure, call: ApiCall<T>, attempts: number): number | null {
		const { isFree } = call;
		const pause = retryDelay(failure, attempts, { ...this.settings, isFree }, this.clock.random());
		if (pause !== null && call.mayRepeat?.(failure) !== false) return pause;
		call.onFinalFailure?.(failure);
		return null;
	}

	/** A call of the lane was answered, by whatever. */
	private onProven(lane: Lane): void {
		lane.timeoutsInARow = 0;
		lane.unproven?.setLimit(Infinity);
	}

	private closeAfter(failure: Failure, lane: Lane, timeout: number, isForeign: boolean): void {
		const { accountKey, endpoint, way, isShort, since } = lane;
		const { errorClass } = failure.kind;
		const othersAnswered = (lane.shared?.endpoint.answeredAt ?? -Infinity) > since;
		if (errorClass === 'account') this.close({ failure, accountKey });
		if (errorClass === 'endpoint') this.close({ failure, accountKey, endpoint });
		if (isForeign) this.close({ failure: notTheApi(failure, othersAnswered), accountKey, endpoint, way });
		if (!isShort || errorClass !== 'timeout') return;
		lane.timeoutsInARow += 1;
		if (lane.timeoutsInARow < TIMEOUTS_TO_END) return;
		const reason = tooShort(failure, lane.timeoutsInARow, timeout, othersAnswered);
		this.close({ failure: reason, accountKey, endpoint, way, isShort });
	}

	private close(closing: Closing): void {
		this.closings.push(closing);
		for (const lane of this.lanes.values()) if (concerns(closing, lane)) lane.abort.abort(closing.failure);
	}

	private register(lane: Lane): void {
		this.budget.onBegin();
		lane.unsettled += 1;
		if (lane.unsettled === 1) {
			const account = this.accounts.acquire(lane.accountKey);
			const endpoint = account.endpoint(lane.endpoint);
			lane.shared = { account, endpoint, way: endpoint.ways.acquire(lane.way) };
			lane.shared.way.runs.add(lane.end);
		}
		lane.shared?.account.countCall(this.settings.maxConcurrentRequests, 1);
	}

	private unregister(lane: Lane): void {
		const { account, endpoint, way } = lane.shared as NonNullable<Lane['shared']>;
		account.countCall(this.settings.maxConcurrentRequests, -1);
		lane.unsettled -= 1;
		if (lane.unsettled === 0) {
			way.runs.delete(lane.end);
			endpoint.ways.release(lane.way);
			this.accounts.release(lane.accountKey);
		}
		this.budget.onSettled();
	}

	private permitsOf(accountKey: string): Semaphore {
		const permits = this.permits.get(accountKey) ?? new Semaphore(this.settings.maxConcurrentRequests);
		this.permits.set(accountKey, permits);
		return permits;
	}

	private laneOf(
		call: Pick<ApiCall<{ ok: true }>, 'accountKey' | 'endpoint' | 'needs' | 'way' | 'timeout'>,
	): Lane {
		const { accountKey, endpoint, needs = [], way } = call;
		const isShort = call.timeout < SHORT_TIMEOUT;
		const key = `${accountKey} ${endpoint} ${isShort} ${needs.join(' ')} ${way}`;
		const known = this.lanes.get(key);
		if (known) return known;
		const lane: Lane = {
			accountKey,
			endpoint,
			needs,
			way,
			isShort,
			abort: new AbortController(),
			permits: this.permitsOf(accountKey),
			unproven: isShort || way !== '' ? new Semaphore(UNPROVEN_IN_FLIGHT) : null,
			timeoutsInARow: 0,
			since: this.clock.now(),
			unsettled: 0,
			shared: null,
			end: (failure, endsWayOnly) =>
				this.close({ failure, accountKey, endpoint, ...(endsWayOnly ? { way } : {}) }),
		};
		this.lanes.set(key, lane);
		const reason = this.ended ?? this.closings.find((closing) => concerns(closing, lane))?.failure;
		if (reason) lane.abort.abort(reason);
		return lane;
	}
}

function concerns(closing: Closing, lane: Lane): boolean {
	const { accountKey, endpoint, way, isShort } = closing;
	return (
		accountKey === lane.accountKey &&
		(endpoint === undefined || endpoint === lane.endpoint || lane.needs.includes(endpoint)) &&
		(way ?? lane.way) === lane.way &&
		(isShort ?? lane.isShort) === lane.isShort
	);
}

/** Why a call stays without a result: its own failure, unless what ended it holds for the whole account or endpoint. */
function failureAtEnd(reason: Failure, last: Failure | null): Failure {
	if (last === null) return { ...asReason(reason), uncalled: true };
	const endsAll = ['account', 'endpoint', 'cancelled'].includes(reason.kind.errorClass);
	return endsAll ? asReason(reason) : last;
}
