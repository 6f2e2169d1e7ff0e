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

/** A limiter after deliveries at a rate, one every `every` ms for two seconds, and a refusal then. */
function refused(every: number): { limiter: RateLimiter; now: number } {
	const limiter = new RateLimiter();
	let now = 0;
	for (; now < 2000; now += every) {
		limiter.onCall(now);
		limiter.onDelivered(now, now);
	}
	limiter.onCall(now);
	limiter.onThrottled(now, now);
	return { limiter, now };
}

/** Calls as fast as the limiter lets them leave, each delivered at once. @returns the time when the last one left */
function deliver(limiter: RateLimiter, from: number, seconds: number): number {
	let now = Math.max(from, limiter.dueAt);
	for (let calls = 0; calls < 10_000 && now < from + 1000 * seconds; calls += 1) {
		limiter.onCall(now);
		limiter.onDelivered(now, now);
		now = Math.max(now + 1, limiter.dueAt);
	}
	return now;
}

describe('The rate', () => {
	it('is 85 % of what came through when the first call was refused', () => {
		const { limiter } = refused(50);
		expect(limiter.rate).toBeCloseTo(0.85 * 20, 1);
		expect(limiter.lastMaxRate).toBeCloseTo(20, 1);
	});

	it('is five calls a second where nothing came through before', () => {
		const limiter = new RateLimiter();
		limiter.onCall(0);
		limiter.onThrottled(0, 10);
		expect(limiter.rate).toBe(5);
	});

	it('is not cut twice for calls that left before the refusal', () => {
		const { limiter, now } = refused(50);
		for (let late = 1; late < 10; late += 1) limiter.onThrottled(now - late, now + late);
		expect(limiter.rate).toBeCloseTo(17, 1);
		expect(limiter.dueAt).toBeLessThanOrEqual(now + 201);
	});

	it('is not cut a second time by a second refusal without a delivery', () => {
		const { limiter, now } = refused(50);
		limiter.onThrottled(now + 100, now + 110);
		expect(limiter.rate).toBeCloseTo(17, 1);
	});

	it('is cut again at the third refusal in a row, to half of the limit at most', () => {
		const { limiter, now } = refused(50);
		for (let refusal = 1; refusal < 3; refusal += 1)
			limiter.onThrottled(now + 400 * refusal, now + 400 * refusal);
		expect(limiter.lastMaxRate).toBeCloseTo(10, 1);
		expect(limiter.rate).toBeCloseTo(8.5, 1);
	});

	it('is back at the limit after 2.2 s, slowly around it, and looks beyond it then', () => {
		const { limiter, now } = refused(20);
		const limit = limiter.lastMaxRate;
		deliver(limiter, now, 1.1);
		expect(limiter.rate / limit).toBeGreaterThan(0.96);
		deliver(limiter, now + 1100, 1);
		expect(limiter.rate / limit).toBeGreaterThan(0.995);
		expect(limiter.rate / limit).toBeLessThan(1.005);
		deliver(limiter, now + 2200, 0.35);
		expect(limiter.rate / limit).toBeGreaterThan(1.03);
		expect(limiter.rate / limit).toBeLessThan(1.12);
		expect(limiter.lastMaxRate).toBe(limit);
	});

	it('doubles twice a second once it is a fifth above the limit', () => {
		const { limiter, now } = refused(20);
		const limit = limiter.lastMaxRate;
		let at = now;
		for (let part = 0; part < 200 && limiter.lastMaxRate !== Infinity; part += 1)
			at = deliver(limiter, at, 0.05);
		expect(limiter.lastMaxRate).toBe(Infinity);
		const found = limiter.rate;
		expect(found / limit).toBeGreaterThan(1.2);
		expect(found / limit).toBeLessThan(1.3);
		deliver(limiter, at, 0.5);
		expect(limiter.rate / found).toBeGreaterThan(1.7);
		expect(limiter.rate / found).toBeLessThan(2.1);
	});

	it('takes 18 calls for the way back where the limit is slow', () => {
		const { limiter, now } = refused(500);
		const limit = limiter.lastMaxRate;
		deliver(limiter, now, 5);
		expect(limiter.rate / limit).toBeGreaterThan(0.97);
		expect(limiter.rate / limit).toBeLessThan(1);
		deliver(limiter, now + 5000, 5);
		expect(limiter.rate / limit).toBeLessThan(1.03);
	});

	it('takes a burst for one of a quarter second', () => {
		const limiter = new RateLimiter();
		const now = deliver(limiter, 0, 0.01);
		limiter.onThrottled(now, now);
		expect(limiter.lastMaxRate).toBe(40);
	});

	it('is what came through while it doubled, and a fifth, as what is under way counts too', () => {
		const { limiter, now } = refused(20);
		let at = now;
		for (let part = 0; part < 200 && limiter.lastMaxRate !== Infinity; part += 1)
			at = deliver(limiter, at, 0.05);
		expect(limiter.lastMaxRate).toBe(Infinity);
		for (let call = 0; call < 200; call += 1) limiter.onDelivered((at += 25), at);
		limiter.onThrottled(at, at);
		expect(limiter.lastMaxRate / 40).toBeGreaterThan(1.17);
		expect(limiter.lastMaxRate / 40).toBeLessThan(1.25);
	});

	it('takes five calls to double where it is slow, and is not beyond twice what is delivered', () => {
		const limiter = new RateLimiter();
		limiter.onCall(0);
		limiter.onThrottled(0, 0);
		expect(limiter.rate).toBe(5);
		for (let at = 200; at <= 800; at += 100) limiter.onDelivered(at, at);
		expect(limiter.rate / 5).toBeCloseTo(2 ** 0.8, 1);
		for (let at = 1000; at <= 30_000; at += 1000) limiter.onDelivered(at, at);
		expect(limiter.rate).toBeLessThan(24);
		expect(limiter.rate).toBeGreaterThan(8);
	});

	it('does not end the refusals for a call that left before them', () => {
		const { limiter, now } = refused(50);
		limiter.onDelivered(now - 10, now + 50);
		limiter.onThrottled(now + 60, now + 60);
		expect(limiter.rate).toBeGreaterThanOrEqual(17);
	});

	it('stays below twice what is delivered', () => {
		const { limiter, now } = refused(20);
		for (let at = now + 200; at < now + 20_000; at += 200) {
			limiter.onCall(at);
			limiter.onDelivered(at, at);
		}
		expect(limiter.rate).toBeLessThanOrEqual(limiter.lastMaxRate);
	});

	it('falls to a mean of rate and known limit, less 15 %, at a refusal beyond the limit', () => {
		const { limiter, now } = refused(20);
		const limit = limiter.lastMaxRate;
		const at = deliver(limiter, now, 2.5);
		const { rate } = limiter;
		expect(rate).toBeGreaterThan(limit);
		limiter.onThrottled(at, at);
		expect(limiter.lastMaxRate).toBeCloseTo(Math.sqrt(rate * limit), 3);
		expect(limiter.rate).toBeCloseTo(0.85 * Math.sqrt(rate * limit), 3);
	});

	it('is what came through in a cycle, where refusals last', () => {
		const limiter = new RateLimiter();
		let now = deliver(limiter, 0, 0.003);
		for (let refusal = 0; refusal < 6; refusal += 1) {
			limiter.onCall(now);
			limiter.onThrottled(now, now);
			now = limiter.dueAt;
		}
		limiter.onCall(now);
		limiter.onDelivered(now, now);
		expect(limiter.lastMaxRate).toBeCloseTo(3000 / now, 2);
	});

	it('never falls below a call in ten seconds', () => {
		const limiter = new RateLimiter();
		let now = 0;
		for (let refusal = 0; refusal < 200; refusal += 1) {
			limiter.onCall(now);
			if (refusal % 20 === 0) limiter.onDelivered(now, now);
			else limiter.onThrottled(now, now);
			now = Math.max(now + 1, limiter.dueAt);
		}
		expect(limiter.rate).toBeGreaterThanOrEqual(0.1);
		expect(limiter.rate).toBeLessThanOrEqual(0.2);
	});

	it('is not cut for time in which calls were lost, or none left', () => {
		const limiter = new RateLimiter();
		const from = deliver(limiter, 0, 0.002);
		for (const now of [from, from + 7000]) {
			limiter.onCall(now);
			limiter.onThrottled(now, now);
			for (let lost = 1; lost < 5; lost += 1) {
				limiter.onCall(now + 1000 * lost);
				limiter.onLost(now + 1000 * lost);
			}
		}
		limiter.onCall(20_000);
		limiter.onDelivered(20_000, 20_000);
		expect(limiter.rate).toBeGreaterThan(3);
	});
});

describe('The moment of the next call', () => {
	it('follows the rate, and a call that is 5 ms late delays none behind it', () => {
		const { limiter, now } = refused(50);
		const due = limiter.dueAt;
		expect(due - now).toBeCloseTo(100, 0);
		limiter.onCall(due + 5);
		expect(limiter.dueAt - due).toBeCloseTo(1000 / limiter.rate, 3);
		limiter.onCall(due + 1000);
		expect(limiter.dueAt - due).toBeCloseTo(995 + 1000 / limiter.rate, 3);
	});

	it('comes when the only call that may be under way is lost, and not when an older one is', () => {
		const { limiter, now } = refused(50);
		for (const at of [500, 1000]) limiter.onThrottled(now + at, now + at);
		limiter.onCall(now + 2000);
		limiter.onLost(now + 1000);
		expect(limiter.dueAt).toBe(Infinity);
		limiter.onLost(now + 2000);
		expect(limiter.dueAt).toBeLessThan(Infinity);
	});

	it('has no pause any more once something was delivered', () => {
		const { limiter, now } = refused(50);
		const at = deliver(limiter, now + 300, 1);
		limiter.onThrottled(at, at);
		expect(limiter.dueAt - at).toBeLessThanOrEqual(110);
	});
});
