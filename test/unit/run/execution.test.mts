import { failureOf } from '../../../nodes/JustOneApi/failure/failure.ts';
import { beginRun, endRun, forgetExecution, sizeOf } from '../../../nodes/JustOneApi/run/execution.ts';
import type { Execution, PaidCall } from '../../../nodes/JustOneApi/run/execution.ts';

const DAY = 86_400_000;
const MEGABYTES = 1_000_000;

/** A call that is under way. */
const newCall = (request = '/x'): PaidCall => ({
	request,
	madeBy: { run: {}, scope: {} },
	reportedBy: null,
	known: null,
	over: Promise.resolve(),
});

/** A call that was answered with so many characters. */
function pay(execution: Execution, key: string, size = 1000): void {
	const call = newCall();
	execution.keep(key, call);
	execution.settle(key, call, { answer: { ok: true }, attempts: [true], answeredAt: 0, size });
}

let tests = 0;
/** An execution that no other test uses. */
const newId = () => `execution ${(tests += 1)}`;

/** A run of an execution that begins, and ends at once. */
function ranIn(id: string | object | null, now: number): Execution {
	const execution = beginRun(id, now);
	endRun(execution);
	return execution;
}

describe('The state of an execution', () => {
	it('is the same for all its runs, by its ID or by the object that stands for it', () => {
		for (const id of [newId(), {}]) {
			expect(ranIn(id, 0)).toBe(ranIn(id, 1));
			expect(ranIn(newId(), 1)).not.toBe(ranIn(id, 1));
			expect(ranIn({}, 1)).not.toBe(ranIn(id, 1));
		}
	});

	it('is shared with no other run without an ID', () => {
		expect(ranIn(null, 0)).not.toBe(ranIn(null, 0));
	});

	it('ends with it', () => {
		const id = newId();
		pay(ranIn(id, 0), 'a');
		forgetExecution(id);
		expect(ranIn(id, 0).paid.size).toBe(0);
	});

	it('is forgotten after a day without a run, and not before', () => {
		const [old, used] = [newId(), newId()];
		const [first, second] = [ranIn(old, 0), ranIn(used, 1)];
		ranIn(newId(), DAY);
		expect(ranIn(used, DAY + 1)).toBe(second);
		ranIn(newId(), DAY + 2);
		expect(ranIn(old, DAY + 2)).not.toBe(first);
	});

	it('stays while one of its runs goes on, however long that takes', () => {
		const id = newId();
		const execution = beginRun(id, 3 * DAY);
		ranIn(newId(), 5 * DAY);
		expect(ranIn(id, 5 * DAY)).toBe(execution);
		endRun(execution);
	});

	it('is kept for 500 executions: the one that was unused for longest gives way', () => {
		const [oldest, used] = [newId(), newId()];
		const [first, second] = [ranIn(oldest, 5 * DAY), ranIn(used, 5 * DAY)];
		for (let more = 0; more < 498; more += 1) ranIn(newId(), 5 * DAY);
		expect(ranIn(oldest, 5 * DAY)).toBe(first);
		ranIn(newId(), 5 * DAY);
		expect(ranIn(oldest, 5 * DAY)).toBe(first);
		expect(ranIn(used, 5 * DAY)).not.toBe(second);
	});

	it('has one state for each node', () => {
		const execution = ranIn(null, 0);
		const { totals, cap } = execution.node('A');
		expect(execution.node('A')).toBe(execution.node('A'));
		expect(execution.node('B')).not.toBe(execution.node('A'));
		totals.begin({}, null).billed = 2;
		expect([cap.left(5), execution.node('B').cap.left(5)]).toEqual([3, 5]);
	});
});

describe('The size of what an execution keeps', () => {
	it('is that of the answers, counted when they are there', () => {
		const execution = ranIn(null, 0);
		const call = newCall();
		execution.keep('a', call);
		expect([execution.size, call.known]).toEqual([0, null]);
		execution.settle('a', call, { answer: { ok: true }, attempts: [], answeredAt: 0, size: 1500 });
		expect([execution.size, call.known?.size]).toEqual([1500, 1500]);
		pay(execution, 'b', 2000);
		expect(execution.size).toBe(3500);
	});

	it('holds where 2,000 answers come at once', () => {
		const execution = ranIn(null, 0);
		const calls = Array.from({ length: 2000 }, newCall);
		for (const [index, call] of calls.entries()) execution.keep(String(index), call);
		for (const [index, call] of calls.entries()) {
			execution.settle(String(index), call, {
				answer: { ok: true },
				attempts: [],
				answeredAt: 0,
				size: 2298,
			});
		}
		expect(execution.size).toBe(4_596_000);
	});

	it('loses what is dropped, and what is replaced', () => {
		const execution = ranIn(null, 0);
		pay(execution, 'a', 1500);
		pay(execution, 'a', 2000);
		expect(execution.size).toBe(2000);
		execution.drop('a');
		execution.drop('a');
		expect([execution.size, execution.paid.size]).toEqual([0, 0]);
	});

	it('does not grow by an answer that came when its call was no longer kept', () => {
		const execution = ranIn(null, 0);
		const [dropped, replaced] = [newCall(), newCall()];
		execution.keep('a', dropped);
		execution.drop('a');
		execution.keep('b', replaced);
		pay(execution, 'b', 2000);
		for (const [key, call] of [
			['a', dropped],
			['b', replaced],
		] as const) {
			execution.settle(key, call, { answer: { ok: true }, attempts: [], answeredAt: 0, size: 1500 });
			expect(call.known).not.toBe(null);
		}
		expect(execution.size).toBe(2000);
	});

	it('of an answer is its length as JSON, and a thousand characters at least', () => {
		const answer = { ok: true as const, text: 'x'.repeat(5000) };
		expect(sizeOf(answer)).toBe(JSON.stringify(answer).length);
		expect(sizeOf({ ok: true })).toBe(1000);
		expect(sizeOf(failureOf('no_content', { apiMessage: 'x'.repeat(999) }))).toBeGreaterThan(1000);
	});
});

describe('Answers of all executions of a process', () => {
	// What other tests left must not count here.
	const LATER = 1000 * DAY;

	it('have 100 million characters at most between runs: the oldest go', () => {
		const id = newId();
		const execution = beginRun(id, LATER);
		for (const key of ['a', 'b', 'c']) pay(execution, key, 50 * MEGABYTES);
		endRun(execution);
		expect([...execution.paid.keys()]).toEqual(['b', 'c']);
		expect(execution.size).toBe(100 * MEGABYTES);
		ranIn(id, LATER);
		expect(execution.paid.size).toBe(2);
		pay(beginRun(id, LATER), 'd', 1000);
		endRun(execution);
		expect([...execution.paid.keys()]).toEqual(['c', 'd']);
		forgetExecution(id);
	});

	it('stay while a run of their execution goes on, whatever their size', () => {
		const id = newId();
		const [first, second] = [beginRun(id, LATER), beginRun(id, LATER)];
		expect(first).toBe(second);
		for (const key of ['a', 'b', 'c']) pay(first, key, 60 * MEGABYTES);
		endRun(first);
		ranIn(newId(), LATER);
		expect(first.paid.size).toBe(3);
		endRun(second);
		expect([...first.paid.keys()]).toEqual(['c']);
		forgetExecution(id);
	});

	it('go first of the execution whose last run is longer ago; those of one that runs stay', () => {
		const [running, old, later] = [newId(), newId(), newId()];
		const busy = beginRun(running, LATER);
		const [first, second] = [old, later].map((id) => ranIn(id, LATER));
		for (const execution of [busy, first, second]) {
			for (const key of ['a', 'b', 'c']) pay(execution, key, 14 * MEGABYTES);
		}
		ranIn(newId(), LATER);
		expect([busy, first, second].map(({ paid }) => [...paid.keys()])).toEqual([
			['a', 'b', 'c'],
			['c'],
			['a', 'b', 'c'],
		]);
		endRun(busy);
		for (const id of [running, old, later]) forgetExecution(id);
	});
});
