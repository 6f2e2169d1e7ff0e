/** The simulated figures as Markdown. */
import { down, interrupted } from './outages.mts';
import { play, SUCCESS } from './play.mts';
import { alone, changingLimit, limited, pair } from './scenes.mts';
import type { Outcome } from './scenes.mts';
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

/** Refused in all, later, and time ÷ least: the middle of each. */
async function limits(seeds: number): Promise<string> {
	const rows: string[][] = [];
	for (const perSecond of LIMITS) {
		const cells: string[] = [];
		for (const style of STYLES) {
			const outcomes = await each(seeds, async (seed) => await alone(perSecond, style, seed));
			const middle = (key: keyof Outcome) => median(outcomes.map((outcome) => outcome[key]));
			const lost = Math.max(...outcomes.map((outcome) => outcome.lost));
			if (lost > 0) throw new Error(`${lost} rows lost at ${perSecond} calls/s by ${style}`);
			cells.push(
				`${percent(middle('refused'))}, ${percent(middle('refusedLater'))}, ${middle('time').toFixed(2)}`,
			);
		}
		rows.push([String(perSecond), ...cells]);
	}
	return markdown(['calls/s', ...STYLES.map((style) => NAMES[style])], rows);
}

async function others(seeds: number): Promise<string> {
	const pairs = await each(2 * seeds, pair);
	const changing = await each(seeds, changingLimit);
	const counted = await each(seeds, async (seed) => await limited('second', seed));
	const slowest = await each(seeds, async (seed) => await alone(0.2, 'evenly', seed));
	const free = await play([{ rows: 1000 }], () => ({ latency: 50, reply: SUCCESS }), 1);
	const middle = await interrupted(1, 300);
	const start = await interrupted(1, 70);
	const limit = (outcomes: Outcome[]) =>
		`time ÷ least ${spread(
			outcomes.map(({ time }) => time),
			(time) => time.toFixed(2),
		)}, refused ${spread(
			outcomes.map(({ refused }) => refused),
			percent,
		)}`;
	return markdown(
		['scene', 'came to'],
		[
			['no limit, 50 ms, 1,000 rows', `${(free.took / 1000).toFixed(1)} s`],
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
			['350 rows, 2 % 301, 20 calls/s by the second', limit(counted)],
			['0.2 calls/s, evenly', limit(slowest)],
			[
				`${pairs.length} pairs of workers, 5–60 calls/s`,
				`rows of the slower one when the other is done: ${spread(
					pairs.map(({ slower }) => slower),
					percent,
					Math.min,
				)}`,
			],
			...(await down(1)).map(({ name, calls, seconds }) => [
				`down: ${name}, 1,000 rows`,
				`${calls} calls, ${seconds.toFixed(0)} s`,
			]),
			...[...middle, ...start].map(({ name, into, lost, recovery }, index) => [
				`20 s of ${name} ${index < middle.length ? 'in the middle' : 'at the start'} of 600 rows`,
				`calls into it beyond those under way: ${into}; rows lost: ${lost}; at full speed after ${recovery.toFixed(1)} s`,
			]),
		],
	);
}

/** @param seeds of each scene */
export async function tables(seeds: number): Promise<string> {
	return `${await limits(seeds)}\n\n${await others(seeds)}\n`;
}
