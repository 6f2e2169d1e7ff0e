import type { Failure } from '../failure/failure';
import type { OpenAnswer } from './attempt';
import type { HttpAnswer } from './response';

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
