/** Failures in a row that open it. */
const FAILURES_TO_OPEN = 5;
/** Pause before a probe, in ms; doubled from one to the next. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 4000;
/** Without a success for so long the API counts as down, in ms. */
const PATIENCE = 120_000;
/** Probes that time out, until it counts as down: each may take minutes, and may be billed. */
const MOST_SILENT_PROBES = 3;

/** What an answer tells of the API: out of order, silent, too busy, at work, or nothing. */
export type Signal = 'failure' | 'silence' | 'refusal' | 'success' | 'none';

type State = 'closed' | 'open' | 'halfOpen';

/** What an answer came to for the breaker. */
export type Verdict = 'closed' | 'givenUp' | null;

/**
 * A circuit breaker for one endpoint of an account.
 *
 * | state    | means                        | goes to                                                        |
 * |----------|------------------------------|----------------------------------------------------------------|
 * | closed   | calls leave                  | open: five failures in a row                                   |
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

	private failuresInARow = 0;

	private silentProbes = 0;

	private pause = 0;

	/** The first failure or refusal since the last success. */
	private failingSince: number | null = null;

	/** The same, since it last gave up: each time it has two minutes. */
	private patientSince: number | null = null;

	/** How long nothing has succeeded, in ms. */
	downFor(now: number): number {
		return now - (this.failingSince ?? now);
	}

	/** A call leaves. @returns whether it is a probe; to be handed over with its answer */
	onCall(now: number): boolean {
		if (this.state === 'closed') return false;
		this.move('halfOpen', now, Infinity);
		return true;
	}

	/** @param call when it left, and what `onCall` returned */
	onAnswer(signal: Signal, call: { leftAt: number; isProbe: boolean }, now: number): Verdict {
		if (signal === 'success') return this.onSuccess(call.isProbe, now);
		if (signal === 'none') {
			if (call.isProbe) this.move('open', now, now + this.pause);
			return null;
		}
		this.failingSince ??= now;
		this.patientSince ??= now;
		if (call.isProbe) this.onProbeFailed(signal, now);
		// What left before a change tells of the time before it.
		else if (this.state === 'closed' && signal !== 'refusal' && call.leftAt >= this.changedAt) {
			this.failuresInARow += 1;
			if (this.failuresInARow >= FAILURES_TO_OPEN) this.open(now);
		}
		// Silence is counted, not timed: one probe may take two minutes.
		const isLate = signal !== 'silence' && now - this.patientSince >= PATIENCE;
		const isSilent = this.silentProbes >= MOST_SILENT_PROBES;
		if (!isSilent && !(isLate && (call.isProbe || signal === 'refusal'))) return null;
		this.patientSince = null;
		this.silentProbes = 0;
		return 'givenUp';
	}

	private onSuccess(isProbe: boolean, now: number): Verdict {
		this.failingSince = null;
		this.patientSince = null;
		this.failuresInARow = 0;
		if (!isProbe) return null;
		this.close(now);
		return 'closed';
	}

	private onProbeFailed(signal: Signal, now: number): void {
		// It is at work, only too busy: that is the pace's business.
		if (signal === 'refusal') return this.close(now);
		if (signal === 'silence') this.silentProbes += 1;
		this.pause = Math.min(LONGEST_PAUSE, 2 * this.pause);
		this.move('open', now, now + this.pause);
	}

	private open(now: number): void {
		this.pause = FIRST_PAUSE;
		this.silentProbes = 0;
		this.move('open', now, now + this.pause);
	}

	private close(now: number): void {
		this.failuresInARow = 0;
		this.move('closed', now, 0);
	}

	private move(state: State, now: number, dueAt: number): void {
		this.state = state;
		this.changedAt = now;
		this.dueAt = dueAt;
	}
}
