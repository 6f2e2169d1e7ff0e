/** Time and chance, from outside: the node runs on the machine's, the tests and the simulation on their own. */
export interface Clock {
	/** Milliseconds since some moment in the past. Never goes back, unlike the time of day. */
	now(): number;
	/** Resolves after `ms` milliseconds, or soon after the signal was aborted. Never rejects. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
	/** From 0 to 1, 1 excluded. */
	random(): number;
}

/** What was learned of a limit counts no more after so long without a call, in ms. */
export const FORGET_AFTER = 60_000;

/** How late a call may leave without those behind it leaving later too, in ms: timers are not exact. */
export const TIMER_LATENESS = 5;

/** Longest sleep at a stretch, in ms: how late a waiting call sees that its moment has moved. */
const SLICE = 200;

/**
 * Waits until a moment that may still move.
 *
 * @param dueAt asked before each slice; ms of the clock, Infinity where the moment is not known yet
 * @throws the signal's reason, once it is aborted
 */
export async function waitUntil(clock: Clock, dueAt: () => number, signal: AbortSignal): Promise<void> {
	for (;;) {
		signal.throwIfAborted();
		const remaining = dueAt() - clock.now();
		if (remaining <= 0) return;
		await clock.sleep(Math.min(remaining, SLICE), signal);
	}
}
