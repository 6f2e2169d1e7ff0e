import { failureOf } from '../failure/failure';
import type { Failure } from '../failure/failure';
import { accounts } from './accountState';
import type { Accounts } from './accountState';
import { Attempts } from './attempt';
import { waitUntil } from './clock';
import type { Clock } from './clock';
import { failureAtEnd, Lane, laneKey } from './lane';
import type { Closing, LaneOptions } from './lane';
import { asReason } from './outage';
import type { ApiCall, Billed, CallResult, CallSettings } from './apiCall';
import { retryDelay } from './retry';
import { RetryBudget } from './retryBudget';
import { Semaphore } from './semaphore';

export type { ApiCall, Billed, CallResult, CallSettings };

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
					const closing = answer.ok ? null : lane.closedBy(answer, call.timeout, isForeign);
					if (closing) this.close(closing);
					if (answer.ok || answer.httpStatus !== null) lane.onAnswered();
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

	private close(closing: Closing): void {
		this.closings.push(closing);
		for (const lane of this.lanes.values())
			if (lane.isConcernedBy(closing)) lane.abort.abort(closing.failure);
	}

	private register(lane: Lane): void {
		this.budget.onBegin();
		lane.unsettled += 1;
		if (lane.unsettled === 1) {
			const account = this.accounts.acquire(lane.options.accountKey);
			const endpoint = account.endpoint(lane.options.endpoint);
			lane.shared = { account, endpoint, way: endpoint.ways.acquire(lane.options.way) };
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
			endpoint.ways.release(lane.options.way);
			this.accounts.release(lane.options.accountKey);
		}
		this.budget.onSettled();
	}

	private permitsOf(accountKey: string): Semaphore {
		const permits = this.permits.get(accountKey) ?? new Semaphore(this.settings.maxConcurrentRequests);
		this.permits.set(accountKey, permits);
		return permits;
	}

	private laneOf(call: LaneOptions): Lane {
		const key = laneKey(call);
		const known = this.lanes.get(key);
		if (known) return known;
		const lane = new Lane(call, this.permitsOf(call.accountKey), this.clock.now(), (closing) =>
			this.close(closing),
		);
		this.lanes.set(key, lane);
		const reason = this.ended ?? this.closings.find((closing) => lane.isConcernedBy(closing))?.failure;
		if (reason) lane.abort.abort(reason);
		return lane;
	}
}
