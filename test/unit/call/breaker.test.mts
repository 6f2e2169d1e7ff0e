import { Breaker, type Signal } from '../../../nodes/JustOneApi/call/breaker.ts';

/** Lets `times` calls fail at a moment, each having left then. */
function fail(breaker: Breaker, times: number, now: number, signal: Signal = 'error'): void {
	for (let call = 0; call < times; call += 1) breaker.onAnswer(signal, { leftAt: now, isProbe: false }, now);
}

function opened(now = 0): Breaker {
	const breaker = new Breaker();
	fail(breaker, 5, now);
	return breaker;
}

/** Sends probes as soon as they may leave, each answered like this. @returns when each left, and the last verdict */
function probe(breaker: Breaker, signal: Signal, times: number, latency = 0) {
	const leftAt: number[] = [];
	for (let call = 0; call < times; call += 1) {
		const now = breaker.dueAt;
		leftAt.push(now);
		expect(breaker.onCall(now)).toBe(true);
		const verdict = breaker.onAnswer(signal, { leftAt: now, isProbe: true }, now + latency);
		if (verdict !== null) return { leftAt, verdict, at: now + latency };
	}
	return { leftAt, verdict: null, at: breaker.dueAt };
}

describe('Closed', () => {
	it.each<[number, number]>([
		[4, 0],
		[5, 500],
	])('after %i failures in a row the next call may leave at %i ms', (failures, dueAt) => {
		const breaker = new Breaker();
		fail(breaker, failures, 0);
		expect(breaker.dueAt).toBe(dueAt);
	});

	it('counts failures in a row only: whatever is answered between begins anew', () => {
		const breaker = new Breaker();
		for (let round = 0; round < 10; round += 1) {
			fail(breaker, 4, 0);
			breaker.onAnswer('success', { leftAt: 0, isProbe: false }, 0);
		}
		expect(breaker.dueAt).toBe(0);
	});

	it.each<Signal>(['throttled', 'ignored'])('does not open for %s', (signal) => {
		const breaker = new Breaker();
		fail(breaker, 100, 0, signal);
		expect(breaker.dueAt).toBe(0);
	});
});

describe('Open', () => {
	it('lets single probes leave, with pauses that grow to four seconds', () => {
		const { leftAt } = probe(opened(), 'error', 7);
		expect(leftAt).toEqual([500, 1500, 3500, 7500, 11_500, 15_500, 19_500]);
	});

	it('lets nothing else leave while a probe is under way', () => {
		const breaker = opened();
		breaker.onCall(500);
		expect(breaker.dueAt).toBe(Infinity);
	});

	it('closes when a probe is answered, and takes what left before for old news', () => {
		const breaker = opened();
		expect(probe(breaker, 'success', 1, 100)).toMatchObject({ verdict: 'closed' });
		for (let late = 0; late < 20; late += 1) breaker.onAnswer('error', { leftAt: 10, isProbe: false }, 700);
		expect(breaker.dueAt).toBe(0);
	});

	it('is not closed by the late success of a call that left before', () => {
		const breaker = opened();
		expect(breaker.onAnswer('success', { leftAt: 0, isProbe: false }, 400)).toBe(null);
		expect(breaker.dueAt).toBe(500);
	});

	it('probes again where a probe was cancelled', () => {
		const breaker = opened();
		breaker.onCall(500);
		breaker.onAnswer('ignored', { leftAt: 500, isProbe: true }, 600);
		expect(breaker.dueAt).toBe(1100);
	});
});

describe('It gives up', () => {
	it('after two minutes without a success, and not before', () => {
		const { verdict, at } = probe(opened(), 'error', 1000);
		expect(verdict).toBe('gaveUp');
		expect(at).toBeGreaterThanOrEqual(120_000);
		expect(at).toBeLessThanOrEqual(124_000);
	});

	it('after three probes that timed out, however long they take', () => {
		const { leftAt, verdict } = probe(opened(), 'timeout', 1000, 120_000);
		expect([leftAt.length, verdict]).toEqual([3, 'gaveUp']);
	});

	it('where calls are refused for two minutes without a success', () => {
		const breaker = new Breaker();
		const refusedAt = (now: number) => breaker.onAnswer('throttled', { leftAt: now, isProbe: false }, now);
		expect([0, 60_000, 119_999].map(refusedAt)).toEqual([null, null, null]);
		breaker.onAnswer('success', { leftAt: 0, isProbe: false }, 119_999);
		expect([120_000, 239_999].map(refusedAt)).toEqual([null, null]);
		expect(refusedAt(240_000)).toBe('gaveUp');
	});

	it('and then probes first, with two minutes more, but says since when nothing has succeeded', () => {
		const breaker = opened();
		const { at } = probe(breaker, 'error', 1000);
		const later = at + 600_000;
		expect(breaker.onCall(later)).toBe(true);
		expect(breaker.onAnswer('error', { leftAt: later, isProbe: true }, later)).toBe(null);
		expect(breaker.failingFor(later)).toBe(later);
		expect(probe(breaker, 'error', 1000).at).toBeGreaterThanOrEqual(later + 120_000);
	});
});
