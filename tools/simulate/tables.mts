/** The simulated figures as Markdown. */
import { down, interrupted } from './outages.mts';
import { play, SUCCESS } from './play.mts';
import { alone, changingLimit, limited, pair } from './scenes.mts';
import type { LimitStyle } from './rateLimit.mts';
import { table } from '../table.mts';

const LIMITS = [1, 5, 20, 100];
const STYLES: readonly LimitStyle[] = ['second', 'minute', 'evenly'];
const NAMES = { second: 'by the second', minute: 'by the minute', evenly: 'evenly' };

const markdown = (head: string[], rows: string[][]) => table({ head, rows }, 'markdown');

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const median = (values: number[]) => values.sort((one, other) => one - other)[Math.floor(values.length / 2)];

/** "middle / worst" of a figure over all seeds. */
function spread(values: number[], words: (value: number) => string, worst = Math.max): string {
	return `${words(median([...values]))} / ${words(worst(...values))}`;
}

async function each<T>(seeds: number, scene: (seed: number) => Promise<T>): Promise<T[]> {
	const results: T[] = [];
	for (let seed = 1; seed <= seeds; seed += 1) results.push(await scene(seed));
	return results;
}

async function limits(seeds: number): Promise<string> {
	const rows: string[][] = [];
	for (const perSecond of LIMITS) {
		for (const style of STYLES) {
			const outcomes = await each(seeds, async (seed) => await alone(perSecond, style, seed));
			rows.push([
				String(perSecond),
				NAMES[style],
				spread(
					outcomes.map(({ refused }) => refused),
					percent,
				),
				spread(
					outcomes.map(({ refusedLater }) => refusedLater),
					percent,
				),
				spread(
					outcomes.map(({ time }) => time),
					(time) => time.toFixed(2),
				),
				String(outcomes.reduce((sum, { lost }) => sum + lost, 0)),
			]);
		}
	}
	return markdown(
		['calls/s', 'counted', 'refused', 'after the first minute', 'time ÷ least', 'rows lost'],
		rows,
	);
}

async function others(seeds: number): Promise<string> {
	const pairs = await each(80, pair);
	const changing = await each(seeds, changingLimit);
	const counted = await each(seeds, async (seed) => await limited('second', seed));
	const evenly = await each(seeds, async (seed) => await limited('evenly', seed));
	const slow = await each(seeds, async (seed) => await alone(0.5, 'evenly', seed));
	const slowest = await each(seeds, async (seed) => await alone(0.2, 'evenly', seed));
	const downs = await down(1);
	const breaks = [
		...(await interrupted(1, 300)).map((scene) => ({ ...scene, where: 'in the middle of' })),
		...(await interrupted(1, 70)).map((scene) => ({ ...scene, where: 'at the start of' })),
	];
	const free = await play([{ rows: 1000 }], () => ({ latency: 50, reply: SUCCESS }), 1);
	return markdown(
		['scene', 'came to'],
		[
			[
				'no limit, 50 ms, 1,000 rows',
				`${(free.took / 1000).toFixed(1)} s, up to ${Math.max(...free.calls.map(({ inFlight }) => inFlight))} calls in flight`,
			],
			[
				'50 → 5 → 50 calls/s, 2,000 rows',
				`used ${spread(
					changing.map(({ used }) => used),
					percent,
					Math.min,
				)}, refused ${spread(
					changing.map(({ refused }) => refused),
					percent,
				)}`,
			],
			...(
				[
					['350 rows, 2 % 301, 20 calls/s by the second', counted],
					['the same, counted evenly', evenly],
					['0.5 calls/s, counted evenly', slow],
					['0.2 calls/s, counted evenly', slowest],
				] as const
			).map(([name, outcomes]) => [
				name,
				`time ÷ least ${spread(
					outcomes.map(({ time }) => time),
					(time) => time.toFixed(2),
				)}, refused ${spread(
					outcomes.map(({ refused }) => refused),
					percent,
				)}, after the first minute ${spread(
					outcomes.map(({ refusedLater }) => refusedLater),
					percent,
				)}, rows lost: ${outcomes.reduce((sum, { lost }) => sum + lost, 0)}`,
			]),
			[
				'80 pairs of workers, 5–60 calls/s',
				`rows of the slower one when the other is done: ${spread(
					pairs.map(({ slower }) => slower),
					percent,
					Math.min,
				)}; refused ${spread(
					pairs.map(({ refused }) => refused),
					percent,
				)}`,
			],
			...downs.map(({ name, calls, seconds }) => [
				`down from the start: ${name}, 1,000 rows`,
				`${calls} calls, given up after ${seconds.toFixed(0)} s`,
			]),
			...breaks.map(({ name, where, into, lost, inDoubt, recovery }) => [
				`20 s of ${name} ${where} 600 rows`,
				`calls into it beyond those under way: ${into}; rows lost: ${lost}, a bill in doubt for ${inDoubt}; at full speed after ${recovery.toFixed(1)} s`,
			]),
		],
	);
}

/** @param seeds of each scene; the middle and the worst are shown */
export async function tables(seeds: number): Promise<string> {
	return `${await limits(seeds)}\n\n${await others(seeds)}\n`;
}
