import { setNewest } from './newest';
import { waitUntil } from './wait';

/**
 * The pace of one account: how many calls leave per second. Unlimited until the API says 302; then cut,
 * and raised again along CUBIC's curve (RFC 9438): fast back towards the last known limit, slowly around
 * it, then faster to find out whether it was lifted. Where nothing was delivered before the first 302 the
 * limit is unknown, and is looked for by doubling (slow start, RFC 5681). docs/pace.md argues it and states
 * the invariants. Rates in calls per second, times in ms since 1970.
 */
export interface PaceState {
	rate: number;
	/** The rate at which the API last said 302; Infinity while unknown. */
	limitSeen: number;
	/** When the rate was last cut, and to what. */
	cutAt: number;
	rateAfterCut: number;
	/** Answers other than 302 since then. */
	deliveredSinceCut: number;
	/** How long all calls wait after the latest 302, in ms. */
	hold: number;
	/** No call leaves before this moment. */
	nextCallAt: number;
	/** Moments of the last second's answers other than 302. */
	delivered: number[];
}

/** After a 302 the rate falls to this share of itself. */
const CUT = 0.8;
/** A further 302 before anything came through belongs to the same event: the wait doubles (RFC 6298, 5.5), in ms. */
const FIRST_HOLD = 100;
const LONGEST_HOLD = 5000;
/** An API that refuses for longer than a second allows less than was thought: the rate falls to this share. */
const DEEP_CUT = 0.5;
/** How long the way back to the last known limit takes: in seconds, and at a slow pace in calls. */
const RECOVERY = 2;
const RECOVERY_CALLS = 10;
/** Pace after a 302 before anything was delivered, in calls per second. */
const FIRST_RATE = 5;
/** How far the pace may grow beyond what is delivered. */
const HEADROOM = 2;
/** Slowest pace, in calls per second: a run never stands still. */
const SLOWEST = 0.2;
/** Deliveries are counted over the last second; a burst shorter than the other is not taken for a pace. In ms. */
const DELIVERY_WINDOW = 1000;
const SHORTEST_WINDOW = 250;
/** A wait that the API asks for beyond this is not waited out, in ms. */
export const LONGEST_RETRY_AFTER = 5 * 60_000;
/** No pace and no such wait holds a call back longer, in ms. */
const LONGEST_WAIT = LONGEST_RETRY_AFTER + 60_000;
/** After so long without a call nothing is known any more, in ms. */
const FORGET_AFTER = 60_000;

export function newPace(): PaceState {
	return {
		rate: Infinity,
		limitSeen: Infinity,
		cutAt: 0,
		rateAfterCut: Infinity,
		deliveredSinceCut: 0,
		hold: 0,
		nextCallAt: 0,
		delivered: [],
	};
}

/** A call leaves: the next one may follow one interval later. */
export function onCall(pace: PaceState, now: number): void {
	if (now - pace.nextCallAt > FORGET_AFTER) Object.assign(pace, newPace());
	pace.nextCallAt = Math.max(pace.nextCallAt, now) + 1000 / pace.rate;
}

/** The API answered something else than 302. */
export function onDelivered(pace: PaceState, now: number): void {
	while (pace.delivered[0] <= now - DELIVERY_WINDOW) pace.delivered.shift();
	pace.delivered.push(now);
	pace.deliveredSinceCut += 1;
	if (pace.rate === Infinity) return;
	const seconds = (now - pace.cutAt) / 1000;
	if (pace.limitSeen === Infinity) {
		pace.rate = Math.max(pace.rate, pace.rateAfterCut * 2 ** seconds, CUT * pace.delivered.length);
		return;
	}
	const recovery = Math.max(RECOVERY, RECOVERY_CALLS / pace.limitSeen);
	const progress = seconds / recovery - 1;
	const curve = pace.limitSeen + (pace.limitSeen - pace.rateAfterCut) * progress ** 3;
	// Beyond the known limit only as far as calls really need it (RFC 7661): an unused pace proves nothing.
	const most = Math.max(pace.limitSeen, HEADROOM * deliveryRate(pace, now));
	pace.rate = Math.max(pace.rate, Math.min(curve, most));
}

/** What came through in the last second, in answers per second. */
function deliveryRate(pace: PaceState, now: number): number {
	const recent = pace.delivered.filter((moment) => moment > now - DELIVERY_WINDOW);
	if (recent.length === 0) return 0;
	return (recent.length * 1000) / Math.max(SHORTEST_WINDOW, now - recent[0]);
}

/**
 * The API answered 302. Calls that left before the last cut tell nothing new.
 *
 * @param leftAt when the refused call left
 */
export function onRateLimited(pace: PaceState, leftAt: number, now: number): void {
	if (leftAt <= pace.cutAt) return;
	const isSameEvent = pace.cutAt > 0 && pace.deliveredSinceCut === 0;
	pace.hold = isSameEvent ? Math.min(LONGEST_HOLD, 2 * pace.hold) : FIRST_HOLD;
	if (!isSameEvent) cut(pace, CUT, now);
	else if (pace.hold > DELIVERY_WINDOW) cut(pace, DEEP_CUT, now);
	pace.cutAt = now;
	pace.deliveredSinceCut = 0;
	pace.nextCallAt = Math.max(pace.nextCallAt, now + Math.max(pace.hold, 1000 / pace.rate));
}

function cut(pace: PaceState, share: number, now: number): void {
	const delivered = deliveryRate(pace, now);
	const limitIsKnown = pace.limitSeen !== Infinity;
	pace.limitSeen = limitIsKnown ? pace.rate : delivered > 0 ? Math.min(pace.rate, delivered) : Infinity;
	const rate = pace.limitSeen === Infinity ? Math.min(FIRST_RATE, pace.rate * share) : pace.limitSeen * share;
	pace.rate = Math.max(SLOWEST, rate);
	pace.rateAfterCut = pace.rate;
	// At the slowest pace the old limit tells nothing any more: it is looked for again.
	if (pace.rate >= pace.limitSeen) pace.limitSeen = Infinity;
}

/** The API asked everybody to wait. */
export function onRetryAfter(pace: PaceState, now: number, waitMs: number): void {
	pace.nextCallAt = Math.max(pace.nextCallAt, now + waitMs);
}

/** Lets calls of one account leave at its pace, in the order in which they came. */
export class PaceGate {
	readonly pace = newPace();

	private last: Promise<unknown> = Promise.resolve();

	/** When the next call may leave. A moment beyond any wait means that the machine's clock was set back. */
	private dueAt(): number {
		const now = Date.now();
		if (this.pace.nextCallAt > now + LONGEST_WAIT) this.pace.nextCallAt = now;
		return this.pace.nextCallAt;
	}

	/** @returns whether the call may leave; false where the run ended while it waited */
	async pass(isOver: () => boolean): Promise<boolean> {
		const turn = this.last.then(async () => {
			const granted = await waitUntil(() => this.dueAt(), isOver);
			if (granted) onCall(this.pace, Date.now());
			return granted;
		});
		this.last = turn;
		return await turn;
	}
}

/** Accounts remembered at once in a process. */
const MOST_ACCOUNTS = 100;
const gates = new Map<string, PaceGate>();

/** The gate of an account, shared by all executions of this process. */
export function paceGateOf(accountKey: string): PaceGate {
	const gate = gates.get(accountKey) ?? new PaceGate();
	setNewest(gates, accountKey, gate, MOST_ACCOUNTS);
	return gate;
}
