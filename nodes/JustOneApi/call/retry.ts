import type { Failure } from '../failure/failure';

/** A wait that the API asks for beyond this is not waited out, in ms. */
export const LONGEST_RETRY_AFTER = 5 * 60_000;
/** First pause before a repeat, in ms; doubled for each further one. */
const FIRST_BACKOFF = 500;
const LONGEST_BACKOFF = 30_000;

/**
 * Exponential backoff with jitter, so that calls that failed together do not come back together.
 *
 * @param repeat 1 for the first repeat
 * @param random 0 to 1
 * @returns ms, between half and all of 500, 1000, 2000, … up to 30 s
 */
export function backoff(repeat: number, random: number): number {
	const full = Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** (repeat - 1));
	return full * (0.5 + random / 2);
}

/** What the user and the operation allow. */
export interface RetryRules {
	/** Repeats of one call, at most. */
	maxRetries: number;
	/** Whether to repeat a call whose answer was lost, at the risk of paying twice. */
	retryUnanswered: boolean;
	/** Whether the call is never billed. */
	isFree?: boolean;
}

/**
 * The pause before a failed call is repeated: after what the table calls retryable, unless a lost answer may have been
 * billed.
 *
 * @param attempts made so far, 1 for the first
 * @param random 0 to 1
 * @returns ms, or null where the call must not be repeated
 */
export function retryDelay(
	{ retryable, unanswered, retryAfterMs }: Failure,
	attempts: number,
	{ maxRetries, retryUnanswered, isFree = false }: RetryRules,
	random: number,
): number | null {
	if (attempts > maxRetries || !retryable) return null;
	if (unanswered && !retryUnanswered && !isFree) return null;
	const asked = retryAfterMs ?? 0;
	return asked > LONGEST_RETRY_AFTER ? null : Math.max(asked, backoff(attempts, random));
}
