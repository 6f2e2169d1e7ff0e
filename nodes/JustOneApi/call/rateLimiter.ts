import { FORGET_AFTER, TIMER_LATENESS } from './clock';
import { Deliveries } from './deliveries';

/*
 * Each constant: what it does, its unit, and the scene of test/property/pace.test.mts that it serves.
 */
/** A refusal cuts the rate to this share. Scenes: 1 to 100 calls/s. */
const BETA = 0.85;
/** Seconds back to the last known limit, and calls at a slow rate. Scenes: 50 → 5 → 50; 1 call/s. */
const RECOVERY = 2.2;
const RECOVERY_CALLS = 18;
/** Calls per second after a refusal before anything was delivered. */
const FIRST_RATE = 5;
/** Above the last known limit the cubic grows so many times as fast as below it. Scene: 50 → 5 → 50. */
const PROBING = 5;
/** Above this multiple of the last known limit the rate doubles. Scene: 50 → 5 → 50. */
const LIFTED = 1.2;
/** Seconds, and at least calls, in which the rate doubles. Scenes: 50 → 5 → 50; 0.2 calls/s. */
const DOUBLING = 0.5;
const DOUBLING_CALLS = 5;
/** The rate measured while it doubles, times this, is the limit. */
const DELIVERY_LAG = 1.2;
/** The rate stays below this multiple of what is delivered. Scene: 50 → 5 → 50. */
const HEADROOM = 2;
/** Lowest rate, in calls per second. Scene: 0.2 calls/s. */
const SLOWEST = 0.1;
/** Pause after a refusal, in ms, doubled while nothing is delivered (RFC 6298, 5.5). Scene: 1 call/s by the minute. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 8000;
/** Refusals in a row after which the limit is cut again, and single calls probe. Scene: 1 call/s. */
const REFUSALS_TO_PROBE = 3;
/** The second cut leaves at least this share of the limit. */
const DEEPEST_CUT = 0.5;
/** A burst of deliveries counts as at least so long, in ms. */
const SHORTEST_BURST = 250;
const SECOND = 1000;
/** After so long without a delivery, in ms, the limit is what one cycle of refusals let through. Scene: 0.2 calls/s. */
const LONG_REFUSAL = 5000;

/**
 * How many calls of one endpoint and account leave per second. Unlimited until the API refuses one; then cut, and
 * raised again along CUBIC's curve (RFC 9438): back towards the last known limit, slowly around it, then faster to find
 * out whether it was lifted. Where the limit is not known it is looked for by doubling (slow start,
 * RFC 5681). docs/pace.md argues it. Rates in calls per second, times in ms of the clock.
 */
export class RateLimiter {
	rate = Infinity;

	/** The rate at which the API last refused; Infinity while unknown. */
	lastMaxRate = Infinity;

	private throttledAt = -Infinity;

	private growsFrom = Infinity;

	private growsSince = -Infinity;

	/** Refusals since the last delivery: of several only the first is news. */
	private refusalsInARow = 0;

	/** When the first of them came. */
	private refusedSince = -Infinity;

	private pause = 0;

	private nextCallAt = 0;

	/** When the only call left that may be under way while everything is refused; null where there is none. */
	private probeLeftAt: number | null = null;

	private deliveries = new Deliveries();

	/** Since the end of the refusal before, and how many were delivered since. */
	private cycleSince = 0;

	private deliveredInCycle = 0;

	/** When the next call may leave; Infinity while one finds out whether anything is let through. */
	get dueAt(): number {
		return this.probeLeftAt === null ? this.nextCallAt : Infinity;
	}

	/** A call leaves. */
	onCall(now: number): void {
		if (now - this.nextCallAt > FORGET_AFTER) Object.assign(this, new RateLimiter(), { cycleSince: now });
		this.nextCallAt = Math.max(this.nextCallAt, now - TIMER_LATENESS) + 1000 / this.rate;
		if (this.refusalsInARow >= REFUSALS_TO_PROBE) this.probeLeftAt = now;
	}

	/** Neither delivered nor refused: the call was lost. */
	onLost(leftAt: number): void {
		if (this.probeLeftAt !== null && leftAt >= this.probeLeftAt) this.probeLeftAt = null;
	}

	/** The API answered, whatever, and did not refuse. */
	onDelivered(leftAt: number, now: number): void {
		this.onLost(leftAt);
		if (leftAt > this.refusedSince) this.endRefusals(now);
		this.deliveries.add(now);
		this.deliveredInCycle += 1;
		if (this.rate === Infinity) return;
		const seconds = (now - this.growsSince) / 1000;
		const most = HEADROOM * this.deliveries.rate(now, SHORTEST_BURST);
		if (this.lastMaxRate === Infinity) {
			const doubled = this.growsFrom * 2 ** (seconds / Math.max(DOUBLING, DOUBLING_CALLS / this.growsFrom));
			this.rate = Math.max(this.rate, Math.min(doubled, most));
			return;
		}
		const recovery = Math.max(RECOVERY, RECOVERY_CALLS / this.lastMaxRate);
		const fromLimit = seconds / recovery - 1;
		const progress = fromLimit > 0 ? PROBING * fromLimit : fromLimit;
		const curve = this.lastMaxRate + (this.lastMaxRate - this.growsFrom) * progress ** 3;
		// Beyond the known limit only as far as calls really need it (RFC 7661): an unused rate proves nothing.
		this.rate = Math.max(this.rate, Math.min(curve, Math.max(this.lastMaxRate, most)));
		if (this.rate > LIFTED * this.lastMaxRate) {
			this.lastMaxRate = Infinity;
			this.growsFrom = this.rate;
			this.growsSince = now;
		}
	}

	/** The API refused a call as too fast. Calls that left before the last refusal tell nothing new. */
	onThrottled(leftAt: number, now: number): void {
		this.onLost(leftAt);
		if (leftAt <= this.throttledAt) return;
		this.refusalsInARow += 1;
		this.pause = this.refusalsInARow === 1 ? FIRST_PAUSE : Math.min(LONGEST_PAUSE, 2 * this.pause);
		if (this.refusalsInARow === 1) {
			this.refusedSince = now;
			this.cut(this.newLimit(this.deliveries.rate(now, SHORTEST_BURST)));
		} else if (this.refusalsInARow === REFUSALS_TO_PROBE) {
			const measured = this.deliveries.rate(now, SECOND);
			const lowest = this.lastMaxRate === Infinity ? 0 : DEEPEST_CUT * this.lastMaxRate;
			if (measured > 0 && measured < this.lastMaxRate) this.cut(Math.max(lowest, measured));
		}
		this.throttledAt = now;
		this.growsSince = now;
		this.nextCallAt = Math.max(this.nextCallAt, now + Math.max(this.pause, 1000 / this.rate));
	}

	/** The API asked everybody to wait. */
	onRetryAfter(waitMs: number, now: number): void {
		this.nextCallAt = Math.max(this.nextCallAt, now + waitMs);
	}

	/** What was delivered from one refusal's end to the next is what the API allows, however it counts. */
	private endRefusals(now: number): void {
		if (this.refusalsInARow === 0) return;
		const cycle = now - this.cycleSince;
		if (now - this.refusedSince >= LONG_REFUSAL && this.deliveredInCycle > 0)
			this.cut(Math.min(this.rate, (this.deliveredInCycle * 1000) / cycle));
		this.refusalsInARow = 0;
		this.cycleSince = now;
		this.deliveredInCycle = 0;
	}

	/** The limit, as the first refusal shows it: what came through, or between the rate and the limit known before. */
	private newLimit(measured: number): number {
		if (this.lastMaxRate === Infinity) {
			const known = this.rate === Infinity ? measured : DELIVERY_LAG * measured;
			return known > 0 ? Math.min(this.rate, known) : this.rate;
		}
		return Math.min(this.rate, Math.sqrt(this.rate * this.lastMaxRate));
	}

	private cut(limit: number): void {
		this.lastMaxRate = limit;
		this.rate = limit === Infinity ? Math.min(FIRST_RATE, this.rate * BETA) : limit * BETA;
		this.rate = Math.max(SLOWEST, this.rate);
		this.growsFrom = this.rate;
		// At the slowest rate the old limit tells nothing any more: it is looked for again.
		if (this.rate >= this.lastMaxRate) this.lastMaxRate = Infinity;
	}
}
