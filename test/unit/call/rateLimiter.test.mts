import { Deliveries } from '../../../nodes/JustOneApi/call/deliveries.ts';
import { RateLimiter } from '../../../nodes/JustOneApi/call/rateLimiter.ts';

/** How many values can be reached from an object. */
function entriesIn(value: unknown): number {
	if (typeof value !== 'object' || value === null) return 1;
	return Object.values(value).reduce((sum: number, entry) => sum + entriesIn(entry), 0);
}

/** Reads of a list's entries. */
function countReads(deliveries: Deliveries): { count: number } {
	const reads = { count: 0 };
	const own = deliveries as unknown as { moments: number[] };
	own.moments = new Proxy(own.moments, {
		get(list, key, receiver) {
			reads.count += 1;
			return Reflect.get(list, key, receiver) as unknown;
		},
	});
	return reads;
}

it('Keeps no more after 200,000 calls that were never refused than after 1,000', () => {
	const limiter = new RateLimiter();
	const after = (calls: number) => {
		for (let call = 0; call < calls; call += 1) {
			limiter.onCall(call);
			limiter.onDelivered(call - 1, call);
		}
		return entriesIn(limiter);
	};
	const few = after(1000);
	expect(after(200_000)).toBe(few);
	expect(few).toBeLessThanOrEqual(300);
});

it('Touches a constant number of entries for the first refusal, however many calls came before', () => {
	const deliveries = new Deliveries();
	const reads = countReads(deliveries);
	for (let call = 0; call < 200_000; call += 1) deliveries.add(call / 100);
	reads.count = 0;
	deliveries.rate(1e6, 250);
	expect(reads.count).toBeLessThanOrEqual(450);
});

describe('The rate of deliveries', () => {
	const rateOf = (moments: number[], now: number, shortest = 250) => {
		const deliveries = new Deliveries();
		for (const moment of moments) deliveries.add(moment);
		return deliveries.rate(now, shortest);
	};
	const every = (ms: number, count: number) => Array.from({ length: count }, (_, index) => index * ms);

	it('is that of the last second', () => {
		expect(rateOf(every(20, 200), 4000)).toBeCloseTo(50, -0.5);
		expect(rateOf([...every(1, 100), ...every(100, 10).map((at) => 5000 + at)], 6000)).toBe(10);
	});

	it('is that of ten, where fewer came in it', () =>
		expect(rateOf(every(1000, 30), 29_000)).toBeCloseTo(1.1, 1));

	it('takes a burst for one of a quarter second', () => expect(rateOf([0, 1, 2, 3, 4], 5)).toBe(20));

	it('is nothing without a delivery', () => expect(rateOf([], 5)).toBe(0));

	it('is that of 200 a window at most', () => expect(rateOf(every(1, 900), 900)).toBe(800));
});

describe('After a refusal', () => {
	it('no call leaves for the pause that the API asks for', () => {
		const limiter = new RateLimiter();
		limiter.onRetryAfter(7000, 100);
		expect(limiter.dueAt).toBe(7100);
	});

	it('pauses double up to eight seconds while nothing is delivered, and one call at a time finds out', () => {
		const limiter = new RateLimiter();
		const pauses: number[] = [];
		let now = 0;
		for (let refusal = 0; refusal < 10; refusal += 1) {
			limiter.onCall(now);
			if (refusal >= 3) expect(limiter.dueAt).toBe(Infinity);
			limiter.onThrottled(now, now + 1);
			pauses.push(Math.round(limiter.dueAt - now - 1));
			now = limiter.dueAt;
		}
		expect(pauses.slice(4)).toEqual([1600, 3200, 6400, 8000, 8000, 8000]);
	});

	it('is forgotten after a minute without a call', () => {
		const limiter = new RateLimiter();
		limiter.onCall(0);
		limiter.onThrottled(0, 1);
		expect(limiter.rate).toBeLessThan(10);
		limiter.onCall(100_000);
		expect(limiter.rate).toBe(Infinity);
	});
});
