/** The pace keeps its figures, on a virtual clock. The seeds are not those by which the constants were chosen. */
import { down, interrupted } from '../../tools/simulate/outages.mts';
import { play, SUCCESS } from '../../tools/simulate/play.mts';
import type { LimitStyle } from '../../tools/simulate/rateLimit.mts';
import { alone, changingLimit, limited, pair } from '../../tools/simulate/scenes.mts';

const SEEDS = [7001, 7002, 7003, 7004, 7005];

/** A figure of a scene for each seed: the median and the worst. */
async function figures<T extends object>(scene: (seed: number) => Promise<T>, seeds = SEEDS) {
	const outcomes: T[] = [];
	for (const seed of seeds) outcomes.push(await scene(seed));
	const sorted = (key: keyof T) => outcomes.map((one) => Number(one[key])).sort((one, other) => one - other);
	return {
		middle: (key: keyof T) => sorted(key)[Math.floor(outcomes.length / 2)],
		most: (key: keyof T) => sorted(key).at(-1),
		least: (key: keyof T) => sorted(key)[0],
	};
}

it('Without a limit 1,000 rows of 50 ms are done within 0.8 s, with up to 100 calls in flight', async () => {
	const { calls, took } = await play([{ rows: 1000 }], () => ({ latency: 50, reply: SUCCESS }), 7001);
	expect(took).toBeLessThanOrEqual(800);
	expect(Math.max(...calls.map(({ inFlight }) => inFlight))).toBe(100);
});

it('Where more calls at once only make answers slower, not all 100 are used', async () => {
	const ends: number[] = [];
	const { calls } = await play(
		[{ rows: 400 }],
		(now) => {
			const underWay = ends.filter((end) => end > now).length;
			const latency = 100 + 30 * Math.max(0, underWay - 20);
			ends.push(now + latency);
			return { latency, reply: SUCCESS };
		},
		7001,
	);
	expect(Math.max(...calls.map(({ inFlight }) => inFlight))).toBeLessThanOrEqual(40);
});

/** By limit and how it is counted: seconds of rows, refused in all and after the first minute, time ÷ least. */
const LIMITS: Array<[number, LimitStyle, number, number, number, number]> = [
	[1, 'second', 180, 0.15, 0.1, 1.1],
	[1, 'minute', 180, 0.2, 0.1, 1.6],
	[1, 'evenly', 180, 0.12, 0.08, 1.15],
	[5, 'second', 120, 0.1, 0.08, 1.1],
	[5, 'minute', 180, 0.12, 0.09, 1.25],
	[5, 'evenly', 120, 0.1, 0.08, 1.03],
	[20, 'second', 60, 0.08, 1, 1.08],
	[20, 'minute', 180, 0.05, 0.05, 2.2],
	[20, 'evenly', 60, 0.06, 1, 1.04],
	[100, 'second', 20, 0.07, 1, 1.26],
	[100, 'evenly', 20, 0.04, 1, 1.08],
];

it.each(LIMITS)(
	'At %d calls/s counted by %s, %d s of rows: refused %d, later %d, time ÷ least %d at most',
	async (perSecond, style, seconds, refused, refusedLater, time) => {
		const seeds = perSecond < 20 ? SEEDS : SEEDS.slice(0, 3);
		const { middle, most } = await figures(
			async (seed) => await alone(perSecond, style, seed, seconds),
			seeds,
		);
		expect(most('lost')).toBe(0);
		expect(middle('refused')).toBeLessThanOrEqual(refused);
		expect(middle('refusedLater')).toBeLessThanOrEqual(refusedLater);
		expect(middle('time')).toBeLessThanOrEqual(time);
	},
);

it('At 0.2 calls/s a run still comes through, with few refusals after the first minute', async () => {
	const { most } = await figures(async (seed) => await alone(0.2, 'evenly', seed, 600), SEEDS.slice(0, 2));
	expect(most('lost')).toBe(0);
	expect(most('refusedLater')).toBeLessThanOrEqual(0.06);
	expect(most('time')).toBeLessThanOrEqual(1.65);
});

it('At 20 calls/s with 2 % of 301: at most 1.15 times the least time, 5 % refused', async () => {
	const { middle, most } = await figures(async (seed) => await limited('second', seed));
	expect(most('lost')).toBe(0);
	expect(middle('time')).toBeLessThanOrEqual(1.15);
	expect(middle('refused')).toBeLessThanOrEqual(0.055);
});

it('Of 50 → 5 → 50 calls/s at least 87 % are used, at most 6 % refused', async () => {
	const { middle, most } = await figures(changingLimit);
	expect(most('lost')).toBe(0);
	expect(middle('used')).toBeGreaterThanOrEqual(0.87);
	expect(most('refused')).toBeLessThanOrEqual(0.06);
});

it('Two workers share a limit: the slower has half of its rows when the other is done', async () => {
	const { middle, most } = await figures(
		pair,
		Array.from({ length: 8 }, (_, seed) => 7001 + seed),
	);
	expect(most('lost')).toBe(0);
	expect(middle('slower')).toBeGreaterThanOrEqual(0.5);
	expect(middle('refused')).toBeLessThanOrEqual(0.1);
});

it('An API that is down costs at most 46 calls and 125 s; silent, with a timeout of 2 s, at most 20', async () => {
	const [unavailable, refused, silent] = await down(7001);
	for (const { calls, seconds, lost } of [unavailable, refused]) {
		expect(calls).toBeLessThanOrEqual(46);
		expect(seconds).toBeGreaterThanOrEqual(120);
		expect(seconds).toBeLessThanOrEqual(125);
		expect(lost).toBe(1000);
	}
	expect(silent.calls).toBeLessThanOrEqual(20);
	expect(silent.seconds).toBeLessThanOrEqual(10);
});

it.each([300, 70])(
	'20 s of 503 after %i of 600 rows: all are resolved, soon after its end',
	async (after) => {
		const [{ into, lost, recovery }] = await interrupted(7001, after);
		expect(lost).toBe(0);
		expect(into).toBeLessThanOrEqual(after === 300 ? 10 : 60);
		expect(recovery).toBeLessThanOrEqual(4.5);
	},
);
