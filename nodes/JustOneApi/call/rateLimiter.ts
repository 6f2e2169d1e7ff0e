import { FORGET_AFTER, TIMER_LATENESS } from './clock';

/** After a refusal the rate falls to this share of itself. */
const BETA = 0.8;
/** How long the way back to the last known limit takes: in seconds, and at a slow pace in calls. */
const RECOVERY = 2;
const RECOVERY_CALLS = 20;
/** Rate after a refusal before anything was delivered, in calls per second. */
const FIRST_RATE = 5;
/** How far the rate may grow beyond what is delivered. */
const HEADROOM = 2;
/** Slowest rate, in calls per second: a run never stands still. */
const SLOWEST = 0.1;
/** The wait after a refusal, doubled while nothing is delivered (RFC 6298, 5.5), in ms. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 4000;
/** Deliveries are counted over the last second; a burst shorter than the other is not taken for a rate. In ms. */
const DELIVERY_WINDOW = 1000;
const SHORTEST_WINDOW = 250;
/** A limit is measured over what came through from one refusal's end to the next, if that took so long, in ms. */
const SHORTEST_CYCLE = 2000;

/**
 * How many calls of one endpoint and account leave per second. Unlimited until the API refuses one; then cut, and
 * raised again along CUBIC's curve (RFC 9438): back towards the last known limit, slowly around it, then faster to find
 * out whether it was lifted. Where the limit is not known it is looked for by doubling once a second (slow start,
 * RFC 5681). docs/pace.md argues it. Rates in calls per second, times in ms of the clock.
 */
export class RateLimiter {
	rate = Infinity;

	/** The rate at which the API last refused; Infinity while unknown. */
	lastMaxRate = Infinity;

	private throttledAt = -Infinity;

	private rateAfterCut = Infinity;

	/** Refusals since the last delivery: of several only the first is news. */
	private refusalsInARow = 0;

	private pause = 0;

	private nextCallAt = 0;

	/** When the only call left that may be under way while everything is refused; null where there is none. */
	private probeLeftAt: number | null = null;

	/** Moments of the last second's deliveries. */
	private delivered: number[] = [];

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
		if (this.refusalsInARow > 1) this.probeLeftAt = now;
	}

	/** Neither delivered nor refused: the call was lost. */
	onLost(leftAt: number): void {
		if (this.probeLeftAt !== null && leftAt >= this.probeLeftAt) this.probeLeftAt = null;
	}

	/** The API answered, whatever, and did not refuse. */
	onDelivered(leftAt: number, now: number): void {
		this.onLost(leftAt);
		this.endRefusals(now);
		while (this.delivered[0] <= now - DELIVERY_WINDOW) this.delivered.shift();
		this.delivered.push(now);
		this.deliveredInCycle += 1;
		if (this.rate === Infinity) return;
		const seconds = (now - this.throttledAt) / 1000;
		if (this.lastMaxRate === Infinity) {
			this.rate = Math.max(this.rate, this.rateAfterCut * 2 ** seconds, BETA * this.delivered.length);
			return;
		}
		const recovery = Math.max(RECOVERY, RECOVERY_CALLS / this.lastMaxRate);
		const progress = seconds / recovery - 1;
		const curve = this.lastMaxRate + (this.lastMaxRate - this.rateAfterCut) * progress ** 3;
		// Beyond the known limit only as far as calls really need it (RFC 7661): an unused rate proves nothing.
		const most = Math.max(this.lastMaxRate, HEADROOM * this.deliveryRate(now));
		this.rate = Math.max(this.rate, Math.min(curve, most));
	}

	/** The API refused a call as too fast. Calls that left before the last refusal tell nothing new. */
	onThrottled(leftAt: number, now: number): void {
		this.onLost(leftAt);
		if (leftAt <= this.throttledAt) return;
		this.refusalsInARow += 1;
		this.pause = this.refusalsInARow === 1 ? FIRST_PAUSE : Math.min(LONGEST_PAUSE, 2 * this.pause);
		if (this.refusalsInARow === 1) {
			const measured = this.deliveryRate(now);
			const known = this.lastMaxRate === Infinity && this.rate === Infinity ? measured : this.rate;
			this.cut(known > 0 ? known : Infinity);
		}
		this.throttledAt = now;
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
		if (this.refusalsInARow > 1 && cycle >= SHORTEST_CYCLE && this.deliveredInCycle > 0)
			this.cut(Math.min(this.rate, (this.deliveredInCycle * 1000) / cycle));
		this.refusalsInARow = 0;
		this.cycleSince = now;
		this.deliveredInCycle = 0;
	}

	private cut(limit: number): void {
		this.lastMaxRate = limit;
		this.rate = limit === Infinity ? Math.min(FIRST_RATE, this.rate * BETA) : limit * BETA;
		this.rate = Math.max(SLOWEST, this.rate);
		this.rateAfterCut = this.rate;
		// At the slowest rate the old limit tells nothing any more: it is looked for again.
		if (this.rate >= this.lastMaxRate) this.lastMaxRate = Infinity;
	}

	private deliveryRate(now: number): number {
		const recent = this.delivered.filter((moment) => moment > now - DELIVERY_WINDOW);
		if (recent.length === 0) return 0;
		return (recent.length * 1000) / Math.max(SHORTEST_WINDOW, now - recent[0]);
	}
}
