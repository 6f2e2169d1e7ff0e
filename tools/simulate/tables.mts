/** The simulated figures as Markdown. */
import { down, interrupted } from './outages.mts';
import { play, SUCCESS } from './play.mts';
import { alone, changingLimit, pair } from './scenes.mts';
import type { LimitStyle } from './rateLimit.mts';

const LIMITS = [1, 5, 20, 100];
const STYLES: readonly LimitStyle[] = ['second', 'minute', 'evenly'];
const NAMES = { second: 'by the second', minute: 'by the minute', evenly: 'evenly' };

function row(cells: ReadonlyArray<string | number>): string {
	return `| ${cells.join(' | ')} |`;
}

function table(head: readonly string[], rows: ReadonlyArray<ReadonlyArray<string | number>>): string {
	return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

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
	const rows: Array<Array<string | number>> = [];
	for (const perSecond of LIMITS) {
		for (const style of STYLES) {
			const outcomes = await each(seeds, async (seed) => await alone(perSecond, style, seed));
			rows.push([
				perSecond,
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
				outcomes.reduce((sum, { lost }) => sum + lost, 0),
			]);
		}
	}
	return table(
		['calls/s', 'counted', 'refused', 'after the first minute', 'time ÷ least', 'rows lost'],
		rows,
	);
}

async function others(seeds: number): Promise<string> {
	const pairs = await each(80, pair);
	const changing = await each(seeds, changingLimit);
	const [downs, breaks] = [await down(1), await interrupted(1)];
	const free = await play([{ rows: 1000 }], () => ({ latency: 50, reply: SUCCESS }), 1);
	return table(
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
			...breaks.map(({ name, into, lost, inDoubt, recovery }) => [
				`20 s of ${name} within 600 rows`,
				`calls into it beyond those under way: ${into}; rows lost: ${lost}, a bill in doubt for ${inDoubt}; at full speed after ${recovery.toFixed(1)} s`,
			]),
		],
	);
}

/** @param seeds of each scene; the middle and the worst are shown */
export async function tables(seeds: number): Promise<string> {
	return `${await limits(seeds)}\n\n${await others(seeds)}\n`;
}
