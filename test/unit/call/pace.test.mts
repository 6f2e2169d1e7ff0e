import {
	newPace,
	onCall,
	onDelivered,
	onRateLimited,
	onRetryAfter,
	PaceGate,
	paceGateOf,
} from '../../../nodes/JustOneApi/call/pace.ts';
import type { PaceState } from '../../../nodes/JustOneApi/call/pace.ts';

const START = 1_800_000_000_000;

/** Answers other than 302, spread evenly over the second before a moment. */
function deliver(pace: PaceState, count: number, until: number): void {
	for (let call = 0; call < count; call += 1) onDelivered(pace, until - 1000 + ((call + 0.5) * 1000) / count);
}

/** A pace that was cut at START, when so many calls a second were delivered. */
function paceAfterCut(delivered = 20): PaceState {
	const pace = newPace();
	onCall(pace, START - 1000);
	deliver(pace, delivered, START);
	onRateLimited(pace, START - 1, START);
	return pace;
}

describe('Until the API says 302', () => {
	it('calls leave as they come', () => {
		const pace = newPace();
		for (let call = 0; call < 1000; call += 1) {
			onCall(pace, START);
			expect(pace.nextCallAt).toBe(START);
			onDelivered(pace, START);
		}
		expect(pace.rate).toBe(Infinity);
	});
});

describe('After a 302', () => {
	it.each([5, 10, 20, 50])('the pace is cut below what was delivered: %i in the last second', (delivered) => {
		const { rate } = paceAfterCut(delivered);
		expect(rate).toBeLessThan(delivered);
		expect(rate).toBeGreaterThan(delivered / 2);
	});

	it('what was delivered longer ago does not count', () => {
		const pace = newPace();
		deliver(pace, 500, START - 3000);
		deliver(pace, 20, START);
		onRateLimited(pace, START - 1, START);
		expect(pace.rate).toBe(paceAfterCut(20).rate);
	});

	it('of the very first calls the pace is slow', () => {
		const pace = newPace();
		onRateLimited(pace, START, START);
		expect(pace.rate).toBeLessThanOrEqual(5);
	});

	it('calls leave one interval apart, the first one after at least 100 ms', () => {
		const pace = paceAfterCut();
		const interval = 1000 / pace.rate;
		expect(interval).toBeLessThan(100);
		expect(pace.nextCallAt).toBe(START + 100);
		for (let call = 1; call <= 5; call += 1) {
			onCall(pace, pace.nextCallAt);
			expect(pace.nextCallAt).toBeCloseTo(START + 100 + interval * call, 3);
		}
		onCall(pace, START + 5000);
		expect(pace.nextCallAt).toBeCloseTo(START + 5000 + interval, 3);
	});

	it.each([
		['long before it', START - 5000],
		['just before it', START - 1],
		['in the same millisecond', START],
	])('calls that had left do not cut again: %s', (_, leftAt) => {
		const pace = paceAfterCut();
		const before = structuredClone(pace);
		onRateLimited(pace, leftAt, START + 300);
		expect(pace).toEqual(before);
	});

	it('a further one after something came through cuts again', () => {
		const pace = paceAfterCut();
		const { rate } = pace;
		onDelivered(pace, START + 200);
		onRateLimited(pace, START + 100, START + 400);
		expect(pace.rate).toBeLessThan(rate);
		expect(pace.nextCallAt).toBe(START + 500);
	});

	it('further ones before anything came through double the wait, and cut deeper only beyond a second', () => {
		const pace = paceAfterCut();
		const { rate } = pace;
		const seen = [1, 2, 3, 4, 5, 6, 7].map((event) => {
			const now = START + event * 10_000;
			onRateLimited(pace, now - 1, now);
			return [pace.nextCallAt - now, pace.rate < rate];
		});
		expect(seen).toEqual([
			[200, false],
			[400, false],
			[800, false],
			[1600, true],
			[3200, true],
			[5000, true],
			[5000, true],
		]);
		onDelivered(pace, START + 80_000);
		onRateLimited(pace, START + 80_001, START + 80_002);
		expect(pace.hold).toBe(100);
	});

	it('before the limit is known, what came through in a second shows what it allows', () => {
		const pace = newPace();
		onRateLimited(pace, START, START);
		deliver(pace, 20, START + 400);
		expect(pace.rate).toBe(16);
	});

	it('the cut is felt even if the pace had grown far beyond the calls there were', () => {
		const pace = paceAfterCut();
		for (let now = START; now < START + 120_000; now += 500) {
			onCall(pace, now);
			onDelivered(pace, now);
		}
		onRateLimited(pace, START + 119_999, START + 120_000);
		expect(pace.rate).toBeLessThan(100);
	});
});

describe('The pace grows back', () => {
	/** Some seconds after the cut, with so many answers in each. */
	function paceAfter(seconds: number, perSecond = 40): PaceState {
		const pace = paceAfterCut();
		for (let now = START; now <= START + seconds * 1000; now += 1000 / perSecond) onDelivered(pace, now);
		return pace;
	}

	it('fast towards the last known limit, slowly around it, and then beyond', () => {
		const { rate: cut, limitSeen: limit } = paceAfter(0);
		const [early, near, at, past, far] = [0.5, 1.5, 2, 2.5, 6].map((seconds) => paceAfter(seconds).rate);
		expect(cut).toBeLessThan(early);
		expect(early).toBeLessThan(near);
		expect(near).toBeLessThan(limit);
		expect(at).toBeCloseTo(limit, 6);
		expect(past).toBeGreaterThan(limit);
		expect(far).toBeGreaterThan(limit * 1.5);
		expect(early - cut).toBeGreaterThan(past - near);
	});

	it('beyond that limit only as far as calls need it', () => {
		expect(paceAfter(300, 4).rate).toBeCloseTo(paceAfter(0).limitSeen, 6);
		expect(paceAfter(300, 40).rate).toBeGreaterThan(40);
		expect(paceAfter(300, 40).rate).toBeLessThan(100);
	});

	it('and never falls by an answer', () => {
		const pace = paceAfterCut();
		for (let now = START, last = 0; now <= START + 10_000; now += 50) {
			onDelivered(pace, now);
			expect(pace.rate).toBeGreaterThanOrEqual(last);
			last = pace.rate;
		}
	});

	it('only by answers, not by time', () => {
		const pace = paceAfterCut();
		const { rate } = pace;
		onCall(pace, START + 30_000);
		expect(pace.rate).toBe(rate);
	});

	it.each([
		['whose limit is not known', newPace],
		['whose limit was known once', paceAfterCut],
	])('even from the slowest pace, %s', (_, begin) => {
		const pace = begin();
		for (let now = START + 5000; now < START + 200_000; now += 5000) onRateLimited(pace, now - 1, now);
		const slowest = pace.rate;
		for (let now = START + 200_000; now < START + 500_000; now += 5000) onDelivered(pace, now);
		expect(pace.rate).toBeGreaterThan(slowest * 2);
	});
});

describe('A run never stands still', () => {
	it('where the clock of the machine is set back', async () => {
		jest.useFakeTimers({ now: START });
		const gate = new PaceGate();
		onRateLimited(gate.pace, START, START);
		jest.setSystemTime(START - 30 * 60_000);
		const turn = gate.pass(() => false);
		await jest.advanceTimersByTimeAsync(1000);
		await expect(turn).resolves.toBe(true);
		jest.useRealTimers();
	});

	it('however often the API says 302', () => {
		const pace = newPace();
		for (let now = START; now < START + 600_000; now += 1000) {
			onRateLimited(pace, now, now);
			expect(pace.rate).toBeGreaterThanOrEqual(0.2);
			expect(pace.nextCallAt).toBeLessThanOrEqual(now + 5000);
		}
	});

	it('and after a minute without a call nothing is known any more', () => {
		const pace = paceAfterCut();
		const { rate } = pace;
		onCall(pace, START + 30_000);
		expect(pace.rate).toBe(rate);
		onCall(pace, START + 91_000);
		expect(pace.rate).toBe(Infinity);
		expect(pace.nextCallAt).toBe(START + 91_000);
	});
});

describe('Retry-After', () => {
	it('holds back the next call', () => {
		const pace = newPace();
		onRetryAfter(pace, START, 7000);
		expect(pace.nextCallAt).toBe(START + 7000);
	});

	it('does not shorten a longer wait', () => {
		const pace = newPace();
		onRetryAfter(pace, START, 7000);
		onRetryAfter(pace, START, 1000);
		expect(pace.nextCallAt).toBe(START + 7000);
	});
});

describe('The gate', () => {
	beforeEach(() => {
		jest.useFakeTimers({ now: START });
	});

	afterEach(() => {
		jest.useRealTimers();
	});

	it('lets calls leave in the order in which they came, at the pace', async () => {
		const gate = new PaceGate();
		onRateLimited(gate.pace, START, START);
		const left: Array<[number, number]> = [];
		const calls = [0, 1, 2, 3].map(async (call) => {
			await gate.pass(() => false);
			left.push([call, Date.now()]);
		});
		await jest.advanceTimersByTimeAsync(10_000);
		await Promise.all(calls);
		expect(left.map(([call]) => call)).toEqual([0, 1, 2, 3]);
		const interval = Math.floor(1000 / gate.pace.rate);
		[START, ...left.map(([, at]) => at)].reduce((before, at) => {
			expect(at - before).toBeGreaterThanOrEqual(interval);
			return at;
		});
	});

	it('turns those away whose run ended, and lets the others pass', async () => {
		const gate = new PaceGate();
		onRetryAfter(gate.pace, START, 3000);
		let over = false;
		const ended = gate.pass(() => over);
		const other = gate.pass(() => false);
		await jest.advanceTimersByTimeAsync(1000);
		over = true;
		await jest.advanceTimersByTimeAsync(500);
		await expect(ended).resolves.toBe(false);
		await jest.advanceTimersByTimeAsync(3000);
		await expect(other).resolves.toBe(true);
	});

	it('is one for each account', () => {
		expect(paceGateOf('a')).toBe(paceGateOf('a'));
		expect(paceGateOf('a')).not.toBe(paceGateOf('b'));
	});

	it('is kept for the accounts used last, and not for all there ever were', () => {
		const used = paceGateOf('used');
		const unused = paceGateOf('unused');
		for (let account = 0; account < 200; account += 1) {
			paceGateOf(`account ${account}`);
			paceGateOf('used');
		}
		expect(paceGateOf('used')).toBe(used);
		expect(paceGateOf('unused')).not.toBe(unused);
	});
});
