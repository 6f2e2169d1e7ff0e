import { setNewest } from '../call/newest';

/** Results kept at once in a process, and the largest one, in characters: some 50 MB at most, less than 20 MB with real ones. */
const MOST_RESULTS = 5_000;
const LARGEST_RESULT = 10_000;
const HOUR = 3_600_000;

interface Kept {
	at: number;
	result: { ok: true };
}

/** By account and request, the oldest first. Lives as long as the process: n8n's workers have one each. */
const kept = new Map<string, Kept>();

/**
 * The result of an earlier execution.
 *
 * @param key account and request, without the token
 * @param hours how old a result may be
 * @param now ms of a monotonic clock
 */
export function findEarlier(key: string, hours: number, now: number): { ok: true } | undefined {
	const known = kept.get(key);
	return known && now - known.at <= hours * HOUR ? known.result : undefined;
}

/** Keeps a result. Failures are not kept: a post may come back, and a limit pass. */
export function keepForLater(key: string, result: { ok: true }, now: number): void {
	if (JSON.stringify(result).length > LARGEST_RESULT) return;
	setNewest(kept, key, { at: now, result }, MOST_RESULTS);
}
