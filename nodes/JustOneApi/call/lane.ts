import type { Failure } from '../failure/failure';
import type { AccountState } from './accountState';
import type { Endpoint, Way } from './endpoint';
import { asReason, notTheApi, tooShort } from './outage';
import { Semaphore } from './semaphore';

/**
 * A shorter timeout, in ms, tells nothing of the API: five times as long as answers usually take, a sixth of what the
 * vendor advises at least.
 */
const SHORT_TIMEOUT = 10_000;
/** Calls in flight with a short timeout, or on a way of the run's own, until one was answered. */
const UNPROVEN_IN_FLIGHT = 5;
/** Short timeouts in a row that end the calls with such a timeout: with those in flight, 19 calls. */
const TIMEOUTS_TO_END = 15;

/** What no further call may go to in this run, and why. */
export interface Closing {
	failure: Failure;
	accountKey: string;
	/** All endpoints where left out; likewise below. */
	endpoint?: string;
	way?: string;
	isShort?: boolean;
}

/** What of a call decides its lane. */
export interface LaneOptions {
	accountKey: string;
	endpoint: string;
	needs?: readonly string[];
	way: string;
	timeout: number;
}

/** Names the lane of a call within its run. */
export function laneKey({ accountKey, endpoint, needs = [], way, timeout }: LaneOptions): string {
	return `${accountKey} ${endpoint} ${timeout < SHORT_TIMEOUT} ${needs.join(' ')} ${way}`;
}

/** Calls of one run that have the same fate: one account, endpoint and way, one kind of timeout, the same needs. */
export class Lane {
	readonly isShort: boolean;

	/** Aborted with a failure when no further call may leave. */
	readonly abort = new AbortController();

	/** The limit until a call was answered; null where there is none. */
	readonly unproven: Semaphore | null;

	/** Calls that have not settled, and what they share with other runs meanwhile. */
	unsettled = 0;

	shared: { account: AccountState; endpoint: Endpoint; way: Way } | null = null;

	readonly options: LaneOptions;

	/** The run's own limit for the account. */
	readonly permits: Semaphore;

	/** Closes the endpoint, or only the way to it, for the run. */
	readonly end: (failure: Failure, endsWayOnly: boolean) => void;

	private timeoutsInARow = 0;

	private readonly since: number;

	/** @param now ms of the clock */
	constructor(options: LaneOptions, permits: Semaphore, now: number, close: (closing: Closing) => void) {
		const { accountKey, endpoint, needs, way, timeout } = options;
		this.options = { accountKey, endpoint, needs, way, timeout };
		this.permits = permits;
		this.since = now;
		this.isShort = timeout < SHORT_TIMEOUT;
		this.unproven = this.isShort || way !== '' ? new Semaphore(UNPROVEN_IN_FLIGHT) : null;
		this.end = (failure, endsWayOnly) =>
			close({ failure, accountKey, endpoint, ...(endsWayOnly ? { way } : {}) });
	}

	isConcernedBy(closing: Closing): boolean {
		const { accountKey, endpoint, way, needs = [] } = this.options;
		return (
			closing.accountKey === accountKey &&
			(closing.endpoint === undefined || closing.endpoint === endpoint || needs.includes(closing.endpoint)) &&
			(closing.way ?? way) === way &&
			(closing.isShort ?? this.isShort) === this.isShort
		);
	}

	/** A call was answered, by whatever. */
	onAnswered(): void {
		this.timeoutsInARow = 0;
		this.unproven?.setLimit(Infinity);
	}

	/**
	 * What a failure of one of its calls closes in the run; null for nothing.
	 *
	 * @param isForeign nothing that answers on the way is the API
	 */
	closedBy(failure: Failure, timeout: number, isForeign: boolean): Closing | null {
		const { accountKey, endpoint, way } = this.options;
		const { errorClass } = failure.kind;
		const othersAnswered = (this.shared?.endpoint.answeredAt ?? -Infinity) > this.since;
		if (errorClass === 'account') return { failure, accountKey };
		if (errorClass === 'endpoint') return { failure, accountKey, endpoint };
		if (isForeign) return { failure: notTheApi(failure, othersAnswered), accountKey, endpoint, way };
		if (!this.isShort || errorClass !== 'timeout') return null;
		this.timeoutsInARow += 1;
		if (this.timeoutsInARow < TIMEOUTS_TO_END) return null;
		const reason = tooShort(failure, this.timeoutsInARow, timeout, othersAnswered);
		return { failure: reason, accountKey, endpoint, way, isShort: true };
	}
}

/** Why a call stays without a result: its own failure, unless what ended it holds for the whole account or endpoint. */
export function failureAtEnd(reason: Failure, last: Failure | null): Failure {
	if (last === null) return { ...asReason(reason), uncalled: true };
	const endsAll = ['account', 'endpoint', 'cancelled'].includes(reason.kind.errorClass);
	return endsAll ? asReason(reason) : last;
}
