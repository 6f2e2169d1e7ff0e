/** Errors in a row that open it. */
const ERRORS_TO_OPEN = 5;
/** Pause before a probe, in ms; doubled from one to the next. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 4000;
/** Without a success for so long it gives up, in ms. */
const GIVE_UP_AFTER = 120_000;
/** Probes that time out, until it gives up: each may take minutes, and may be billed. */
const MAX_TIMED_OUT_PROBES = 3;

/**
 * What an answer tells of the side that should have given it: it works, is out of order, is silent, is too busy, is not
 * what was asked for, or nothing.
 */
export type Signal = 'success' | 'error' | 'timeout' | 'throttled' | 'foreign' | 'ignored';

/** A call that left: when, in ms of the clock, and whether as a probe. */
export interface Departure {
	leftAt: number;
	isProbe: boolean;
}

type State = 'closed' | 'open' | 'halfOpen';

export type BreakerEvent = 'closed' | 'gaveUp' | null;

/**
 * A circuit breaker.
 *
 * | state    | means                        | goes to                                                        |
 * |----------|------------------------------|----------------------------------------------------------------|
 * | closed   | calls leave                  | open: five errors in a row                                     |
 * | open     | none leaves before `dueAt`   | half-open: the next call leaves, as a probe                    |
 * | halfOpen | one probe is under way       | closed: it was answered; open, with a longer pause: it was not |
 *
 * Where nothing succeeded for two minutes, refusals included, or three probes timed out, it gives up: the caller ends
 * the calls that wait. It stays as it is, so that later calls probe first. Times in ms of the clock.
 */
export class Breaker {
	/** When the next call may leave. Infinity while a probe is under way. */
	dueAt = 0;

	private state: State = 'closed';

	private changedAt = -Infinity;

	private errorsInARow = 0;

	private timedOutProbes = 0;

	private pause = 0;

	/** The first error or refusal since the last success. */
	private failingSince: number | null = null;

	/** The same, since it last gave up: each time it has two minutes. */
	private giveUpTimerStart: number | null = null;

	get isClosed(): boolean {
		return this.state === 'closed';
	}

	/** How long nothing has succeeded, in ms. */
	failingFor(now: number): number {
		return now - (this.failingSince ?? now);
	}

	/** A call leaves. @returns whether it is a probe; to be handed over with its answer */
	onCall(now: number): boolean {
		if (this.state === 'closed') return false;
		this.move('halfOpen', now, Infinity);
		return true;
	}

	onAnswer(signal: Signal, call: Departure, now: number): BreakerEvent {
		if (signal === 'success') return this.onSuccess(call.isProbe, now);
		if (signal === 'ignored' || signal === 'foreign') {
			if (call.isProbe) this.move('open', now, now + this.pause);
			return null;
		}
		this.failingSince ??= now;
		this.giveUpTimerStart ??= now;
		if (call.isProbe) this.onProbeFailed(signal, now);
		// A call that left before the last change tells of the time before it.
		else if (this.state === 'closed' && signal !== 'throttled' && call.leftAt >= this.changedAt) {
			this.errorsInARow += 1;
			if (this.errorsInARow >= ERRORS_TO_OPEN) this.open(now);
		}
		// Timeouts are counted, not timed: one probe may take two minutes.
		const isLate = signal !== 'timeout' && now - this.giveUpTimerStart >= GIVE_UP_AFTER;
		const isSilent = this.timedOutProbes >= MAX_TIMED_OUT_PROBES;
		if (!isSilent && !(isLate && (call.isProbe || signal === 'throttled'))) return null;
		this.giveUpTimerStart = null;
		this.timedOutProbes = 0;
		return 'gaveUp';
	}

	private onSuccess(isProbe: boolean, now: number): BreakerEvent {
		this.failingSince = null;
		this.giveUpTimerStart = null;
		this.errorsInARow = 0;
		if (!isProbe) return null;
		this.move('closed', now, 0);
		return 'closed';
	}

	private onProbeFailed(signal: Signal, now: number): void {
		if (signal === 'throttled') {
			// It works and is too busy: that is the limiter's business.
			this.errorsInARow = 0;
			return this.move('closed', now, 0);
		}
		if (signal === 'timeout') this.timedOutProbes += 1;
		this.pause = Math.min(LONGEST_PAUSE, 2 * this.pause);
		this.move('open', now, now + this.pause);
	}

	private open(now: number): void {
		this.pause = FIRST_PAUSE;
		this.timedOutProbes = 0;
		this.move('open', now, now + this.pause);
	}

	private move(state: State, now: number, dueAt: number): void {
		this.state = state;
		this.changedAt = now;
		this.dueAt = dueAt;
	}
}
