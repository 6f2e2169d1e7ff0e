import { failureKinds } from '../../../nodes/JustOneApi/failure/failureTable.ts';
import {
	addAttempts,
	billedOf,
	emptyTotals,
	NodeTotals,
	reasonsIn,
	sumOf,
	totalsText,
} from '../../../nodes/JustOneApi/run/totals.ts';
import type { RunTotals, StoredTotals } from '../../../nodes/JustOneApi/run/totals.ts';

it('A row is billed if one call was, and it is unknown if one may have been', () => {
	expect(billedOf([])).toBe(false);
	expect(billedOf([false, false])).toBe(false);
	expect(billedOf([false, null])).toBe(null);
	expect(billedOf([null, true])).toBe(true);
});

describe('The attempts of a call', () => {
	it.each([
		[[true], false, { calls: 1, billed: 1 }],
		[[null, false, true], false, { calls: 3, billed: 1, billed_unknown: 1, retries: 2 }],
		[[], false, {}],
		[[], true, {}],
		// All of them are repeats of what an earlier try of the run began.
		[[false, true], true, { calls: 2, billed: 1, retries: 2 }],
	])('%j, tried before: %j', (attempts, wasTriedBefore, counts) => {
		const totals = emptyTotals();
		addAttempts(totals, attempts, wasTriedBefore);
		expect(totals).toEqual({ ...emptyTotals(), ...counts });
	});
});

describe('Totals', () => {
	it('add up', () => {
		const sum = sumOf([{ rows: 1, calls: 2, no_link: 1 }, emptyTotals(), { rows: 1, calls: 1, no_link: 1 }]);
		expect(sum).toEqual({ ...emptyTotals(), rows: 2, calls: 3, no_link: 2 });
	});

	it('leave out what is no count, whatever is stored', () => {
		const stored = [null, undefined, 'text', 7, [1], { rows: '1', calls: -1, billed: 0.5, failed: NaN }];
		expect(sumOf(stored)).toEqual(emptyTotals());
		expect(sumOf([{ rows: 1, nothing: 1, toString: 1, __proto__: { calls: 1 } }])).toEqual({
			...emptyTotals(),
			rows: 1,
		});
		expect(sumOf([{ billed: 2 ** 53 }])).toEqual(emptyTotals());
	});

	it('are one line', () => {
		const totals = {
			...emptyTotals(),
			...{ rows: 30, links: 25, calls: 34, billed: 22, failed: 3, no_link: 2, timeout: 1 },
		};
		expect(totalsText(totals)).toBe(
			'30 rows, 25 links, 34 calls, 22 billed, 0 billed_unknown, 0 retries, 0 reused, 0 free, 3 failed, 2 no_link, 1 timeout',
		);
	});

	it('name the reasons for which rows failed', () => {
		const totals = { ...emptyTotals(), failed: 3, no_link: 2, timeout: 1, network: 0 };
		expect(reasonsIn(totals)).toEqual([
			['no_link', 2],
			['timeout', 1],
		]);
	});

	it('leave out of the line the reasons that nothing failed for, and those that do not fit into 255 characters', () => {
		const totals = { ...emptyTotals(), rows: 1_000_000, no_link: 0 };
		expect(totalsText(totals)).not.toContain('no_link');
		const all = failureKinds.map(({ reason }) => ({ failed: 100_000, [reason]: 100_000 }));
		const text = totalsText(sumOf([totals, ...all]));
		expect(text.length).toBeLessThanOrEqual(255);
		// Whole words up to the bound, and no room for the shortest that was left out.
		expect(text.length).toBeGreaterThan(225);
		expect(text).toContain(`1000000 rows`);
		expect(text).toContain(`${100_000 * failureKinds.length} failed`);
		expect(text).toMatch(/\d+ [a-z_]+$/);
	});

	it('of 255 characters fit', () => {
		const totals: RunTotals = { ...emptyTotals(), no_link: 1, no_post: 1, cancelled: 1, timeout: 1 };
		const names = [
			'rows',
			'links',
			'calls',
			'billed',
			'retries',
			'reused',
			'failed',
			'no_link',
			'no_post',
		] as const;
		for (const name of names) {
			const spare = 255 - totalsText(totals).length;
			totals[name] = Number('1'.repeat(1 + Math.min(14, spare)));
		}
		expect(totalsText(totals)).toHaveLength(255);
		expect(totalsText(totals)).toContain('1 timeout');
		expect(totalsText({ ...totals, free: 10 })).not.toContain('timeout');
	});
});

describe('The totals of a node', () => {
	const count = (some: Partial<RunTotals>) => ({ ...emptyTotals(), ...some });
	const run = { name: 'run' };
	const other = { name: 'other' };
	const sum = ({ before, run: last }: StoredTotals) => sumOf([before, last]);

	it('of a run begin anew in a further try, save the calls that were made', () => {
		const node = new NodeTotals();
		const calls = { calls: 4, billed: 2, billed_unknown: 1, retries: 1 };
		Object.assign(node.begin(run, null), { rows: 3, ...calls, failed: 1, no_link: 1, reused: 1, free: 1 });
		expect(node.end(run, '1')).toEqual({
			execution: '1',
			before: emptyTotals(),
			run: count({ rows: 3, ...calls, failed: 1, no_link: 1, reused: 1, free: 1 }),
		});
		expect(node.begin(run, null)).toEqual(count(calls));
		expect(node.billedCalls).toBe(3);
		expect(sum(node.end(run, '1'))).toEqual(count(calls));
	});

	it('are those of the runs before, and of the last run', () => {
		const node = new NodeTotals();
		Object.assign(node.begin(run, null), { rows: 3, calls: 3, billed: 2 });
		node.end(run, '1');
		Object.assign(node.begin(other, null), { rows: 1, billed_unknown: 1, timeout: 1 });
		expect(node.billedCalls).toBe(3);
		expect(node.end(other, '1')).toEqual({
			execution: '1',
			before: count({ rows: 3, calls: 3, billed: 2 }),
			run: count({ rows: 1, billed_unknown: 1, timeout: 1 }),
		});
		expect(node.begin({}, null)).toEqual(emptyTotals());
		expect(node.billedCalls).toBe(3);
	});

	it('count each of five runs that go on side by side', () => {
		const node = new NodeTotals();
		const runs = Array.from({ length: 5 }, () => ({}));
		const totals = runs.map((each) => node.begin(each, null));
		for (const [index, each] of totals.entries()) Object.assign(each, { calls: 1, billed: index });
		expect(node.billedCalls).toBe(10);
		const stored = runs.map((each) => node.end(each, '1'));
		for (const each of stored) expect(sum(each)).toEqual(count({ calls: 5, billed: 10 }));
		node.begin({}, stored.at(-1) ?? null);
		expect(node.billedCalls).toBe(10);
	});

	it('keep what a run that goes on adds after another one began', () => {
		const node = new NodeTotals();
		const first = node.begin(run, null);
		const stored = node.end(run, '1');
		const second = node.begin(run, stored);
		node.begin(other, stored);
		second.billed += 1;
		expect(first).not.toBe(second);
		expect(node.billedCalls).toBe(1);
		node.end(other, '1');
		node.begin({}, null);
		second.billed += 1;
		expect(node.billedCalls).toBe(2);
	});

	describe('that n8n kept', () => {
		const kept: StoredTotals = {
			execution: '1',
			before: count({ rows: 1, calls: 1, billed: 1 }),
			run: count({ rows: 2, calls: 2, billed: 2, failed: 1, no_content: 1 }),
		};

		it('are taken over by a process that knows nothing of the execution', () => {
			const node = new NodeTotals();
			expect(node.begin(run, kept)).toEqual(emptyTotals());
			expect(node.billedCalls).toBe(3);
			expect(sum(node.end(run, '1'))).toEqual(sum(kept));
		});

		it('win over those of a process to which the execution comes back', () => {
			const [here, there] = [new NodeTotals(), new NodeTotals()];
			here.begin(run, null).billed = 1;
			const first = here.end(run, '1');
			there.begin(other, first).billed = 2;
			const second = there.end(other, '1');
			here.begin({}, second);
			expect(here.billedCalls).toBe(3);
		});

		it('leave a run that can still be tried again as it is where they say the same', () => {
			const node = new NodeTotals();
			node.begin(run, null).billed = 1;
			const stored = node.end(run, '1');
			expect(node.begin(run, stored)).toEqual(count({ billed: 1 }));
			expect(node.billedCalls).toBe(1);
		});

		it('are not taken while a run goes on: it has not been stored', () => {
			const node = new NodeTotals();
			node.begin(run, null).billed = 5;
			node.begin(other, kept);
			expect(node.billedCalls).toBe(5);
		});

		it('may be nothing that can be read', () => {
			const node = new NodeTotals();
			node.begin(run, { execution: '1' } as unknown as StoredTotals);
			expect(node.billedCalls).toBe(0);
		});
	});

	it('that are stored are a copy, and nothing where the run is unknown', () => {
		const node = new NodeTotals();
		const totals = node.begin(run, null);
		const stored = node.end(run, null);
		totals.billed = 1;
		expect(stored).toEqual({ execution: null, before: emptyTotals(), run: emptyTotals() });
		expect(node.end(other, null).run).toEqual(emptyTotals());
	});
});
