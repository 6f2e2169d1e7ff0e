import type { Clock } from '../../../nodes/JustOneApi/call/clock.ts';
import type { Door } from '../../../nodes/JustOneApi/n8n/door.ts';
import { logProgress } from '../../../nodes/JustOneApi/n8n/progress.ts';
import { emptyBill } from '../../../nodes/JustOneApi/run/bill.ts';

const text = 'https://v.douyin.com/secret/';
const doorWith = (info: (line: string) => void) =>
	({ context: { logger: { info } }, rows: Array(1000).fill({ json: { text } }) }) as unknown as Door;

/** Runs for some sleeps; what happens in each of them is given. */
async function runFor(sleeps: Array<() => void>, info: (line: string) => void) {
	const bill = emptyBill();
	const progress = { rows: 0 };
	const done = new AbortController();
	const slept: number[] = [];
	const clock: Clock = {
		now: () => 0,
		random: () => 0,
		sleep: async (ms) => {
			slept.push(ms);
			const next = sleeps.shift();
			if (next) next();
			else done.abort();
		},
	};
	const setOf = (rows: number, failed: number, calls: number) => () => {
		progress.rows = rows;
		Object.assign(bill, { failed, calls });
	};
	return {
		start: async () => await logProgress(doorWith(info), bill, progress, done.signal, clock),
		setOf,
		slept,
	};
}

describe('The line of progress', () => {
	it('comes every 30 s, in numbers: never a link', async () => {
		const lines: string[] = [];
		const sleeps: Array<() => void> = [];
		const { start, setOf, slept } = await runFor(sleeps, (line) => lines.push(line));
		sleeps.push(setOf(300, 2, 600), setOf(301, 3, 615));
		await start();
		expect(slept).toEqual([30_000, 30_000, 30_000]);
		expect(lines).toEqual([
			'Just One API: 300 of 1000 rows done, 2 failed, 20.0 calls per second',
			'Just One API: 301 of 1000 rows done, 3 failed, 0.5 calls per second',
		]);
	});

	it('does not come from a run that ended before', async () => {
		const info = jest.fn();
		await (await runFor([], info)).start();
		expect(info).not.toHaveBeenCalled();
	});

	it('ends no run where it cannot be written', async () => {
		const { start } = await runFor([() => {}], () => {
			throw new Error('No log');
		});
		await expect(start()).resolves.toBeUndefined();
	});
});
