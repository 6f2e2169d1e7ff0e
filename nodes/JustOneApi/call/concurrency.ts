import { FORGET_AFTER, TIMER_LATENESS } from './clock';

/** Calls in flight with which an account begins. */
const FIRST_LIMIT = 10;
/** Doubling ends once the median latency exceeds this multiple of the lowest one. */
const SLOWER = 2;
/** New calls are spread over this part of a round trip (one half), instead of leaving in a burst. */
const SPREAD = 2;

function median(values: number[]): number {
	return values.sort((one, other) => one - other)[Math.floor(values.length / 2)];
}

/**
 * How many calls of one account may be in flight: 10 at first, doubled once a round trip while that many really were
 * in flight, as in TCP's slow start (RFC 5681). The first refusal ends that for good, from then on the pace limits;
 * answers that take longer the more calls there are end it too. It never shrinks for them: scraping takes its own
 * time. Times in ms of the clock.
 */
export class Concurrency {
	/** Calls in flight, at most. */
	limit = FIRST_LIMIT;

	/** No further call leaves before this moment. */
	dueAt = 0;

	private isDoubling = true;

	private wasFull = false;

	private roundSince = 0;

	/** Of the calls that left in this round, in ms. */
	private latencies: number[] = [];

	/** Of the fastest round, in ms. */
	private base = Infinity;

	private lastCallAt = 0;

	/** A call leaves. @param inFlight calls under way, this one included */
	onCall(inFlight: number, now: number): void {
		if (now - this.lastCallAt > FORGET_AFTER) Object.assign(this, new Concurrency(), { roundSince: now });
		this.lastCallAt = now;
		if (inFlight >= this.limit) this.wasFull = true;
		const gap = this.isDoubling && this.base < Infinity ? this.base / (SPREAD * this.limit) : 0;
		this.dueAt = Math.max(this.dueAt, now - TIMER_LATENESS) + gap;
	}

	/** A call was answered, and not refused. */
	onAnswer(leftAt: number, now: number): void {
		if (!this.isDoubling || leftAt < this.roundSince) return;
		this.latencies.push(now - leftAt);
		if (this.latencies.length < this.limit) return;
		const typical = median(this.latencies);
		if (typical > SLOWER * this.base) this.isDoubling = false;
		else if (this.wasFull) this.limit *= 2;
		this.base = Math.min(this.base, typical);
		this.latencies = [];
		this.wasFull = false;
		this.roundSince = now;
	}

	/** The API refused a call as too fast: from now on the pace limits. */
	onThrottled(): void {
		this.isDoubling = false;
		this.limit = Infinity;
	}

	/** The API is back after an outage: as at the beginning, where no pace limits. */
	onRecovered(now: number): void {
		if (this.limit === Infinity) return;
		const { base } = this;
		Object.assign(this, new Concurrency(), { base, roundSince: now, lastCallAt: now });
	}
}
