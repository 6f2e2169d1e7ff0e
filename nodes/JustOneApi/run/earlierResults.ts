import { setLru } from './lruMap';
import type { Answer } from './plan';

/** Results kept at once in a process, and the largest one, in characters: some 50 MB at most, less than 20 MB with real ones. */
const MOST_RESULTS = 5_000;
const LARGEST_RESULT = 10_000;
const HOUR = 3_600_000;

/** By account and identity of the call, the oldest first. Lives as long as the process: n8n's workers have one each. */
const kept = new Map<string, { at: number; result: Answer }>();

/**
 * The result of an earlier execution.
 *
 * @param key account and identity, without the token
 * @param hours how old a result may be
 * @param now ms of a monotonic clock
 */
export function findEarlier(key: string, hours: number, now: number): Answer | undefined {
	const known = kept.get(key);
	return known && now - known.at <= hours * HOUR ? known.result : undefined;
}

/**
 * Keeps a result. Failures are not kept: a post may come back, and a limit pass.
 *
 * @param size characters of the result
 */
export function keepForLater(key: string, result: Answer, size: number, now: number): void {
	if (size <= LARGEST_RESULT) setLru(kept, key, { at: now, result }, MOST_RESULTS);
}
