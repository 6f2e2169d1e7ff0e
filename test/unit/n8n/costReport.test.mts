import type { IExecuteFunctions } from 'n8n-workflow';

import type { Clock } from '../../../nodes/JustOneApi/call/clock.ts';
import {
	addHint,
	highlightCost,
	hintOf,
	keyOf,
	logProgress,
} from '../../../nodes/JustOneApi/n8n/costReport.ts';
import type { NodeHost } from '../../../nodes/JustOneApi/n8n/host.ts';
import { emptyTotals } from '../../../nodes/JustOneApi/run/totals.ts';

const totals = (some: object) => ({ ...emptyTotals(), ...some });

describe('The name of a highlighted line', () => {
	it.each([
		['Resolve', 'cost_Resolve'],
		['Just One API', 'cost_Just_One_API'],
		['解析抖音', 'cost_解析抖音'],
	])('is that of the node: %s', (name, key) => {
		expect(keyOf(name)).toBe(key);
	});

	it('is made of what n8n takes, 50 characters at most', () => {
		for (const name of ['a.b', '<b>', '😀', 'x'.repeat(60), '令'.repeat(80), 'q😀'.repeat(40), '', '"']) {
			expect(keyOf(name)).toMatch(/^cost_[\p{L}\p{N}\p{M}_]*$/u);
			expect(keyOf(name).length).toBeLessThanOrEqual(50);
		}
	});

	it('is one for each node', () => {
		const long = 'x'.repeat(60);
		const names = ['A B', 'A_B', 'A.B', 'A-B', 'A&B', '😀', '😁', long, `${long}y`, '<b>', '"b"', 'b'];
		expect(new Set(names.map(keyOf)).size).toBe(names.length);
	});
});

describe('The highlighted line', () => {
	const stored = {
		execution: '1',
		before: totals({ rows: 2, calls: 3, billed: 2, failed: 1, timeout: 1 }),
		run: totals({ rows: 1, calls: 1, billed: 1 }),
	};
	const hostWith = (customData?: object) =>
		({ context: customData ? { customData } : {}, node: { name: 'Resolve' } }) as unknown as NodeHost;

	it('is the sum of all runs of the node', () => {
		const lines: unknown[] = [];
		highlightCost(hostWith({ set: (...line: unknown[]) => lines.push(line) }), stored);
		expect(lines).toEqual([
			[
				'cost_Resolve',
				'3 rows, 0 links, 4 calls, 3 billed, 0 billed_unknown, 0 retries, 0 reused, 0 free, 1 failed, 1 timeout',
			],
		]);
	});

	it('fails no run where n8n does not take it, and is none where n8n keeps none', () => {
		const set = () => {
			throw new Error('No line');
		};
		expect(() => highlightCost(hostWith({ set }), stored)).not.toThrow();
		expect(() => highlightCost(hostWith(), stored)).not.toThrow();
	});
});

describe('The line in the output panel', () => {
	it.each([
		[{ rows: 3, links: 3, free: 3 }, null],
		[{ rows: 3, links: 3, reused: 3 }, null],
		[{ rows: 1, links: 1, calls: 1, billed: 1 }, 'info: 1 row, 1 link: 1 call made, 1 billed.'],
		[
			{ rows: 1, links: 1, calls: 1, billed_unknown: 1 },
			'warning: 1 row, 1 link: 1 call made, 0 billed, 1 perhaps billed.',
		],
		[
			{ rows: 2, links: 2, calls: 2, billed: 1, billed_unknown: 1, failed: 1, timeout: 1 },
			'warning: 2 rows, 2 links: 2 calls made, 1 billed, 1 perhaps billed. 1 item failed: 1 timeout.',
		],
		[
			{ rows: 5, failed: 5, no_link: 2, credential_missing: 3 },
			'warning: 5 rows, 0 links: 0 calls made, 0 billed. 5 items failed: 2 no link, 3 credential missing.',
		],
		[
			{ rows: 3, calls: 4, billed: 4, empty: 1, ended_early: 2 },
			'warning: 3 rows, 0 links: 4 calls made, 4 billed. 1 list brought nothing. 2 lists ended early, though the API promised more.',
		],
		[
			{ rows: 1, calls: 2, billed: 2, cut: 1 },
			'warning: 1 row, 0 links: 2 calls made, 2 billed. 1 list was cut and can be read on.',
		],
	])('is words, where money was spent or something needs attention: %j', (some, line) => {
		const hint = hintOf(totals(some));
		expect(hint && `${hint.type}: ${hint.message}`).toBe(line);
		expect(hint?.location ?? 'outputPane').toBe('outputPane');
	});

	it('gives the cursors of lists that were cut, three at most, as harmless text', () => {
		const line = (...cursors: string[]) => hintOf(totals({ calls: 2, cut: 2 }), cursors)?.message;
		expect(line('list1.a', 'list1.b')).toMatch(
			/ 2 lists were cut and can be read on with 'Start From Cursor': list1\.a, list1\.b$/,
		);
		expect(line('a', 'b', 'c', 'd')).toMatch(/: a, b, c$/);
		const long = 'x'.repeat(5000);
		expect(line(long)).toContain(long);
		expect(line('<img src=x>')).not.toContain('<');
	});

	it('is handed to n8n, and fails no run where n8n does not take it', () => {
		const lines: unknown[] = [];
		const context = { addExecutionHints: (line: unknown) => lines.push(line) };
		addHint(context as unknown as IExecuteFunctions, totals({ calls: 1 }));
		addHint(context as unknown as IExecuteFunctions, totals({ rows: 1 }));
		expect(lines).toEqual([hintOf(totals({ calls: 1 }))]);
		context.addExecutionHints = () => {
			throw new Error('No hints');
		};
		expect(() => addHint(context as unknown as IExecuteFunctions, totals({ calls: 1 }))).not.toThrow();
		expect(() => addHint({} as IExecuteFunctions, totals({ calls: 1 }))).not.toThrow();
	});
});

describe('The line of progress', () => {
	const text = 'https://v.douyin.com/secret/';
	const hostWith = (info: (line: string) => void) =>
		({ context: { logger: { info } }, rows: Array(1000).fill({ json: { text } }) }) as unknown as NodeHost;

	/** Runs for some sleeps; what happens in each of them is given. */
	function runFor(sleeps: Array<() => void>, info: (line: string) => void) {
		const counts = emptyTotals();
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
			Object.assign(counts, { failed, calls });
		};
		return {
			start: async () => await logProgress(hostWith(info), counts, progress, done.signal, clock),
			setOf,
			slept,
		};
	}

	it('comes every 30 s, in numbers: never a link', async () => {
		const lines: string[] = [];
		const sleeps: Array<() => void> = [];
		const { start, setOf, slept } = runFor(sleeps, (line) => lines.push(line));
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
		await runFor([], info).start();
		expect(info).not.toHaveBeenCalled();
	});

	it('ends no run where it cannot be written', async () => {
		const { start } = runFor([() => {}], () => {
			throw new Error('No log');
		});
		await expect(start()).resolves.toBeUndefined();
	});
});
