import { Concurrency } from '../../../nodes/JustOneApi/call/concurrency.ts';

/** Rounds in which as many calls as allowed leave and are answered after `latency(limit)` ms. @returns the limits */
function rounds(
	concurrency: Concurrency,
	times: number,
	latency: (limit: number) => number,
	share = 1,
): number[] {
	const limits: number[] = [];
	let now = 1000;
	for (let round = 0; round < times; round += 1) {
		const { limit } = concurrency;
		for (let call = 1; call <= limit; call += 1) concurrency.onCall(Math.ceil(call * share), now);
		for (let call = 1; call <= limit; call += 1) concurrency.onAnswer(now, now + latency(limit));
		limits.push(concurrency.limit);
		now += latency(limit) + 1;
	}
	return limits;
}

it('Begins with ten calls in flight and doubles them each round trip', () => {
	expect(rounds(new Concurrency(), 4, () => 50)).toEqual([20, 40, 80, 160]);
});

it('Does not double what was not used', () => {
	expect(rounds(new Concurrency(), 4, () => 50, 0.5)).toEqual([10, 10, 10, 10]);
});

it('Ends the doubling where answers take longer the more calls there are, and never shrinks for it', () => {
	expect(rounds(new Concurrency(), 6, (limit) => (limit <= 20 ? 50 : 5 * limit))).toEqual([
		20, 40, 40, 40, 40, 40,
	]);
});

it('Slow answers alone do not end it', () => {
	expect(rounds(new Concurrency(), 4, () => 8000)).toEqual([20, 40, 80, 160]);
});

it('Ends for good with the first refusal: the pace limits from then on', () => {
	const concurrency = new Concurrency();
	concurrency.onThrottled();
	expect(concurrency.limit).toBe(Infinity);
	concurrency.onRecovered(0);
	expect(concurrency.limit).toBe(Infinity);
});

it('Spreads new calls over the round trip, once that is known', () => {
	const concurrency = new Concurrency();
	rounds(concurrency, 2, () => 400);
	const now = 60_000;
	concurrency.onCall(1, now);
	concurrency.onCall(2, now);
	expect(concurrency.dueAt - now).toBeGreaterThan(0);
	for (let call = 3; call <= 40; call += 1) concurrency.onCall(call, Math.max(now, concurrency.dueAt));
	expect(concurrency.dueAt - now).toBeLessThanOrEqual(400);
});

it('Begins anew after an outage, and after a minute without a call', () => {
	const concurrency = new Concurrency();
	rounds(concurrency, 3, () => 50);
	concurrency.onRecovered(2000);
	expect(concurrency.limit).toBe(10);
	rounds(concurrency, 2, () => 50);
	concurrency.onCall(1, 62_500);
	expect(concurrency.limit).toBe(10);
});
