import { executionOf, forgetExecution } from '../../../nodes/JustOneApi/run/execution.ts';
import type { Execution } from '../../../nodes/JustOneApi/run/execution.ts';

const DAY = 86_400_000;

const pay = (execution: Execution, key: string, more: object = {}) =>
	execution.remember(key, {
		called: Promise.resolve({ answer: { ok: true, ...more }, attempts: [true] }),
		by: { run: 'run' },
		accountedBy: null,
	});

let tests = 0;
/** An execution that no other test uses. */
const newId = () => `execution ${(tests += 1)}`;

describe('The state of an execution', () => {
	it('is the same for all its runs', () => {
		const id = newId();
		expect(executionOf(id, 0)).toBe(executionOf(id, 1));
		expect(executionOf(newId(), 1)).not.toBe(executionOf(id, 1));
	});

	it.each([undefined, ''])('is shared with nobody without an ID: %j', (id) => {
		expect(executionOf(id, 0)).not.toBe(executionOf(id, 0));
	});

	it('ends with it', () => {
		const id = newId();
		pay(executionOf(id, 0), 'a');
		forgetExecution(id);
		expect(executionOf(id, 0).paid.size).toBe(0);
	});

	it('is forgotten after a day without use, and not before', () => {
		const [old, used] = [newId(), newId()];
		const [first, second] = [executionOf(old, 0), executionOf(used, 1)];
		executionOf(newId(), DAY);
		expect(executionOf(used, DAY + 1)).toBe(second);
		executionOf(newId(), DAY + 2);
		expect(executionOf(old, DAY + 2)).not.toBe(first);
	});

	it('is kept for 500 executions: the one that was unused for longest gives way', () => {
		const [oldest, used] = [newId(), newId()];
		const [first, second] = [executionOf(oldest, 5 * DAY), executionOf(used, 5 * DAY)];
		for (let more = 0; more < 498; more += 1) executionOf(newId(), 5 * DAY);
		expect(executionOf(oldest, 5 * DAY)).toBe(first);
		executionOf(newId(), 5 * DAY);
		expect(executionOf(oldest, 5 * DAY)).toBe(first);
		expect(executionOf(used, 5 * DAY)).not.toBe(second);
	});

	it('holds 100,000 answers at most, in one execution and in all together', () => {
		const [large, later] = [newId(), newId()];
		const first = executionOf(large, 9 * DAY);
		for (let answer = 0; answer <= 100_000; answer += 1) pay(first, `answer ${answer}`);
		expect(first.paid.size).toBe(100_000);
		expect(first.paid.has('answer 0')).toBe(false);
		pay(executionOf(later, 9 * DAY), 'one more');
		executionOf(newId(), 9 * DAY);
		expect(executionOf(large, 9 * DAY)).not.toBe(first);
	});
});

describe('Large answers', () => {
	const MEGABYTE = 'x'.repeat(1_000_000);
	const large = { envelope: Array<string>(60).fill(MEGABYTE) };

	it('of ended executions are not kept: 100 million characters at most, in all together', async () => {
		const [first, second] = [newId(), newId()];
		const old = executionOf(first, 20 * DAY);
		pay(old, 'a', large);
		await old.paid.get('a')?.called;
		expect(executionOf(first, 20 * DAY)).toBe(old);
		const other = executionOf(second, 20 * DAY);
		pay(other, 'b', large);
		await other.paid.get('b')?.called;
		// Both together are too large: the one that was unused for longest gives way.
		executionOf(newId(), 20 * DAY);
		expect(executionOf(second, 20 * DAY)).toBe(other);
		expect(executionOf(first, 20 * DAY)).not.toBe(old);
	});

	it('stay while their own execution runs, whatever their size', async () => {
		const id = newId();
		const execution = executionOf(id, 40 * DAY);
		for (const key of ['a', 'b']) {
			pay(execution, key, large);
			await execution.paid.get(key)?.called;
		}
		expect(executionOf(id, 40 * DAY)).toBe(execution);
		expect(execution.paid.size).toBe(2);
	});
});

describe('The bill of a run', () => {
	it('begins anew in a further try, save the calls that were made', () => {
		const execution = executionOf(newId(), 0);
		const first = execution.billOf('Node', '0');
		Object.assign(first, {
			rows: 3,
			calls: 4,
			billed: 2,
			billed_unknown: 1,
			retries: 1,
			failed: 1,
			no_link: 1,
		});
		const second = execution.billOf('Node', '0');
		expect(second).toEqual({
			rows: 0,
			links: 0,
			calls: 4,
			billed: 2,
			billed_unknown: 1,
			retries: 1,
			reused: 0,
			free: 0,
			failed: 0,
		});
		expect([...(execution.nodes.get('Node')?.runs.values() ?? [])]).toEqual([second]);
		execution.billOf('Node', '1');
		expect(execution.nodes.get('Node')?.runs.size).toBe(2);
	});
});
