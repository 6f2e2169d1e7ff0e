import type { Failure } from '../failure/failure';
import type { ErrorClass } from '../failure/failureTable';
import { Breaker } from './breaker';
import type { BreakerEvent, Departure, Signal } from './breaker';
import { waitUntil } from './clock';
import type { Clock } from './clock';
import type { Concurrency } from './concurrency';
import { outageOf } from './outage';
import { RateLimiter } from './rateLimiter';
import { Registry } from './registry';
import { LONGEST_RETRY_AFTER } from './retry';
import { Semaphore } from './semaphore';

/** Answers in a row that are not the API's, on a way that never brought one of its answers, until a run ends. */
const FOREIGN_TO_END = 5;
/** Ways of an endpoint that are remembered without a call. */
const MOST_IDLE_WAYS = 20;

/** What slows down and stops calls to one side: the API, or a way to it. */
class Gate {
	readonly limiter = new RateLimiter();

	readonly breaker = new Breaker();

	/** When the next call may leave, in ms of the clock. */
	get dueAt(): number {
		return Math.max(this.limiter.dueAt, this.breaker.dueAt);
	}

	onCall(now: number): Departure {
		this.limiter.onCall(now);
		return { leftAt: now, isProbe: this.breaker.onCall(now) };
	}

	onAnswer(signal: Signal, call: Departure, now: number): BreakerEvent {
		if (signal === 'throttled') this.limiter.onThrottled(call.leftAt, now);
		else if (signal === 'success' || signal === 'error') this.limiter.onDelivered(call.leftAt, now);
		else this.limiter.onLost(call.leftAt);
		return this.breaker.onAnswer(signal, call, now);
	}
}

/** One way to an endpoint: a run's own proxy and certificate settings. */
export class Way {
	readonly gate = new Gate();

	/** The one call that is next to leave. The others wait in the order in which they came. */
	readonly queue = new Semaphore(1);

	/** The same for calls with a short timeout, which let the others probe first. */
	readonly shortQueue = new Semaphore(1);

	/** Runs with calls under way or waiting, by what ends those calls. */
	readonly runs = new Set<(failure: Failure, endsWayOnly: boolean) => void>();

	hasAnswered = false;

	foreignInARow = 0;
}

/** A call that is under way. */
export interface Flight<A> {
	toApi: Departure;
	onWay: Departure;
	answer: Promise<A>;
}

/** What an endpoint shares with the others of its account. */
export interface AccountShare {
	readonly concurrency: Concurrency;
	/** Permits for calls in flight. */
	readonly inFlight: Semaphore;
	/** To be called after each change of `concurrency`. */
	applyLimit(): void;
}

/** Signals of an envelope; the rest of the classes are a success for the breaker. */
const FROM_API: Readonly<Partial<Record<ErrorClass, Signal>>> = { throttling: 'throttled', server: 'error' };
/** Signals of anything else. */
const FROM_WAY: Readonly<Partial<Record<ErrorClass, Signal>>> = {
	throttling: 'throttled',
	server: 'error',
	connection: 'error',
	timeout: 'timeout',
};

/** Whether an answer is the API's: it came in its envelope. */
export function isFromApi(answer: { ok: true } | Failure): boolean {
	return answer.ok || answer.code !== null;
}

/** What an answer without an envelope tells of the way. Settings that no repeat can help are `foreign`. */
function signalOfWay({ kind, retryable }: Failure, isShort: boolean): Signal {
	if (kind.reason === 'bad_response' || (kind.errorClass === 'connection' && !retryable)) return 'foreign';
	if (kind.errorClass === 'timeout' && isShort) return 'ignored';
	return FROM_WAY[kind.errorClass] ?? 'ignored';
}

/**
 * What all runs of a process share for one endpoint of an account. The API's own words, its envelopes, move `api`,
 * whichever way they came. Everything else moves the way on which it came.
 */
export class Endpoint {
	readonly api = new Gate();

	readonly ways = new Registry(() => new Way(), MOST_IDLE_WAYS);

	/** When the API last answered, in ms of the clock. */
	answeredAt = -Infinity;

	private readonly account: AccountShare;

	constructor(account: AccountShare) {
		this.account = account;
	}

	/**
	 * Sends a call when its turn has come: behind those that wait for the same way, when limiters and breakers allow it and
	 * a permit for the account is free. The permit is the caller's to release.
	 *
	 * @param isShort the timeout is too short to tell anything of the API
	 * @throws the signal's reason, once it is aborted before the call left
	 */
	async dispatch<A>(
		way: Way,
		isShort: boolean,
		clock: Clock,
		signal: AbortSignal,
		send: () => Promise<A>,
	): Promise<Flight<A>> {
		const { concurrency, inFlight } = this.account;
		const queue = isShort ? way.shortQueue : way.queue;
		const isProbing = () => !this.api.breaker.isClosed || !way.gate.breaker.isClosed;
		const dueAt = () =>
			isShort && way.queue.inUse > 0 && isProbing()
				? Infinity
				: Math.max(concurrency.dueAt, this.api.dueAt, way.gate.dueAt);
		if (!queue.tryAcquire()) await queue.acquire(signal);
		try {
			for (;;) {
				if (dueAt() > clock.now()) await waitUntil(clock, dueAt, signal);
				if (!inFlight.tryAcquire()) await inFlight.acquire(signal);
				const now = clock.now();
				if (!signal.aborted && dueAt() <= now) {
					concurrency.onCall(inFlight.inUse, now);
					return { toApi: this.api.onCall(now), onWay: way.gate.onCall(now), answer: send() };
				}
				inFlight.release();
				signal.throwIfAborted();
			}
		} finally {
			queue.release();
		}
	}

	/**
	 * Tells limiters, breakers and concurrency what came of a call. Where a breaker gives up, the runs that wait are ended.
	 *
	 * @returns whether the run should make no more calls this way: nothing that answers there is the API
	 */
	record(
		answer: { ok: true } | Failure,
		{ toApi, onWay }: Flight<unknown>,
		way: Way,
		isShort: boolean,
		now: number,
	): boolean {
		const { concurrency } = this.account;
		const fromApi = isFromApi(answer);
		const ofApi: Signal = fromApi
			? answer.ok
				? 'success'
				: (FROM_API[answer.kind.errorClass] ?? 'success')
			: 'ignored';
		const ofWay: Signal = answer.ok || fromApi ? 'success' : signalOfWay(answer, isShort);
		if (fromApi) {
			this.answeredAt = now;
			way.hasAnswered = true;
			if (ofApi === 'throttled') concurrency.onThrottled();
			else concurrency.onAnswer(toApi.leftAt, now);
		}
		way.foreignInARow = ofWay === 'foreign' ? way.foreignInARow + 1 : 0;
		if (!answer.ok && answer.retryAfterMs !== null && answer.retryAfterMs <= LONGEST_RETRY_AFTER) {
			(fromApi ? this.api : way.gate).limiter.onRetryAfter(answer.retryAfterMs, now);
		}
		const downFor = [this.api, way.gate].map(({ breaker }) => breaker.failingFor(now));
		const events = [this.api.onAnswer(ofApi, toApi, now), way.gate.onAnswer(ofWay, onWay, now)];
		if (events.includes('closed')) concurrency.onRecovered(now);
		if (!answer.ok && events[1] === 'gaveUp') {
			for (const end of way.runs) end(outageOf(answer, downFor[1], this.answeredAt > now - downFor[1]), true);
		}
		if (!answer.ok && events[0] === 'gaveUp') {
			for (const { runs } of this.ways.used())
				for (const end of runs) end(outageOf(answer, downFor[0]), false);
		}
		this.account.applyLimit();
		return !way.hasAnswered && way.foreignInARow >= FOREIGN_TO_END;
	}
}
