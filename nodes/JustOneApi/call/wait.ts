import { sleep } from 'n8n-workflow';

/** Longest sleep at a stretch, in ms: how late a waiting row notices that the run has ended. */
const SLICE = 200;

/** First pause before a repeat, in ms; doubled for each further one. */
const FIRST_BACKOFF = 500;
const LONGEST_BACKOFF = 30_000;

/**
 * Waits until a moment that may still move.
 *
 * @param dueAt asked before each slice; ms since 1970
 * @param isOver ends the wait early
 * @returns whether the moment was reached; false where the wait ended early
 */
export async function waitUntil(dueAt: () => number, isOver: () => boolean): Promise<boolean> {
	for (;;) {
		if (isOver()) return false;
		const remaining = dueAt() - Date.now();
		if (remaining <= 0) return true;
		await sleep(Math.min(remaining, SLICE));
	}
}

/**
 * Exponential backoff with jitter, so that rows that failed together do not come back together.
 *
 * @param repeat 1 for the first repeat
 * @param random 0 to 1
 * @returns ms, between half and all of 500, 1000, 2000, … up to 30 s
 */
export function backoff(repeat: number, random: number): number {
	const full = Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** (repeat - 1));
	return full * (0.5 + random / 2);
}
