import { waitUntil } from './wait';

/**
 * The pace of one account: how many calls leave per second. Unlimited until the API says 302; then cut,
 * and raised again along CUBIC's curve (RFC 9438): fast back towards the last known limit, slowly around
 * it, then faster to find out whether it was lifted. Rates in calls per second, times in ms since 1970.
 */
export interface PaceState {
	rate: number;
	/** The rate at which the API last said 302. */
	limitSeen: number;
	/** The rate right after that cut. */
	rateAfterCut: number;
	cutAt: number;
	/** No call leaves before this moment. */
	nextCallAt: number;
	/** Moments of recent answers other than 302: what the API really delivers. */
	delivered: number[];
}

/** After a 302 the rate falls to this share of itself, or of what was delivered. */
const CUT = 0.8;
/** How long the way back to the last known limit takes, in seconds. */
const RECOVERY = 4;
/** Pace after a 302 before anything was delivered, in calls per second. */
const FIRST_RATE = 2;
/** Slowest pace, in calls per second: a run never stands still. */
const SLOWEST = 0.2;
/** Over how long deliveries are counted, in ms. */
const DELIVERY_WINDOW = 1000;
/** After so long without a call nothing is known any more, in ms. */
const FORGET_AFTER = 60_000;

export function newPace(): PaceState {
	return {
		rate: Infinity,
		limitSeen: Infinity,
		rateAfterCut: Infinity,
		cutAt: 0,
		nextCallAt: 0,
		delivered: [],
	};
}

function countDelivered(pace: PaceState, now: number): number {
	while (pace.delivered.length > 0 && pace.delivered[0] <= now - DELIVERY_WINDOW) {
		pace.delivered.shift();
	}
	return pace.delivered.length;
}

/** A call leaves: the next one may follow one interval later. */
export function onCall(pace: PaceState, now: number): void {
	if (now - pace.nextCallAt > FORGET_AFTER) Object.assign(pace, newPace());
	pace.nextCallAt = Math.max(pace.nextCallAt, now) + (pace.rate === Infinity ? 0 : 1000 / pace.rate);
}

/** The API answered something else than 302. */
export function onDelivered(pace: PaceState, now: number): void {
	countDelivered(pace, now);
	pace.delivered.push(now);
	if (pace.rate === Infinity) return;
	const seconds = (now - pace.cutAt) / 1000;
	const share = 1 - pace.rateAfterCut / pace.limitSeen;
	const curve = 1 + share * ((seconds - RECOVERY) / RECOVERY) ** 3;
	pace.rate = Math.max(pace.rate, pace.limitSeen * curve);
}

/**
 * The API answered 302. Calls that left before the last cut tell nothing new.
 *
 * @param leftAt when the refused call left
 */
export function onRateLimited(pace: PaceState, leftAt: number, now: number): void {
	if (leftAt < pace.cutAt) return;
	const delivered = countDelivered(pace, now) / (DELIVERY_WINDOW / 1000);
	// Nothing delivered yet says that the limit is low, not how low.
	const known = delivered > 0 ? delivered : pace.rate === Infinity ? FIRST_RATE : pace.rate / 2;
	const limit = Math.max(SLOWEST, Math.min(pace.rate, known));
	pace.limitSeen = limit;
	pace.rate = Math.max(SLOWEST, limit * CUT);
	pace.rateAfterCut = pace.rate;
	pace.cutAt = now;
	pace.nextCallAt = Math.max(pace.nextCallAt, now + 1000 / pace.rate);
}

/** The API asked everybody to wait. */
export function onRetryAfter(pace: PaceState, now: number, waitMs: number): void {
	pace.nextCallAt = Math.max(pace.nextCallAt, now + waitMs);
}

/** Lets calls of one account leave at its pace, in the order in which they came. */
export class PaceGate {
	readonly pace = newPace();

	private last: Promise<unknown> = Promise.resolve();

	/** @returns whether the call may leave; false where the run ended while it waited */
	async pass(isOver: () => boolean): Promise<boolean> {
		const turn = this.last.then(async () => {
			const granted = await waitUntil(() => this.pace.nextCallAt, isOver);
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
	gates.delete(accountKey);
	gates.set(accountKey, gate);
	if (gates.size > MOST_ACCOUNTS) gates.delete(gates.keys().next().value as string);
	return gate;
}
