import { RetryBudget } from '../../../nodes/JustOneApi/call/retryBudget.ts';

const free = new AbortController().signal;
const settle = async () => await new Promise(setImmediate);

/** A budget of a run with so many calls that have not settled. */
function budgetOf(calls: number): RetryBudget {
	const budget = new RetryBudget();
	for (let call = 0; call < calls; call += 1) budget.onBegin();
	return budget;
}

it('A single call has ten repeats before anything succeeded, and then fails', async () => {
	const budget = budgetOf(1);
	for (let repeat = 0; repeat < 10; repeat += 1) await expect(budget.take(free)).resolves.toBe(true);
	await expect(budget.take(free)).resolves.toBe(false);
});

it('Two successes add a repeat', async () => {
	const budget = budgetOf(1);
	for (let success = 0; success < 20; success += 1) budget.onSuccess();
	for (let repeat = 0; repeat < 20; repeat += 1) await expect(budget.take(free)).resolves.toBe(true);
	await expect(budget.take(free)).resolves.toBe(false);
});

it('Where it is empty a call waits as long as others may succeed', async () => {
	const budget = budgetOf(3);
	const log: string[] = [];
	for (let repeat = 0; repeat < 10; repeat += 1) await budget.take(free);
	void budget.take(free).then((taken) => log.push(`first ${taken}`));
	void budget.take(free).then((taken) => log.push(`second ${taken}`));
	await settle();
	expect(log).toEqual([]);
	budget.onSuccess();
	budget.onSuccess();
	await settle();
	expect(log).toEqual(['first true']);
	budget.onSettled();
	budget.onSettled();
	await settle();
	expect(log).toEqual(['first true', 'second false']);
});

it('An abort ends the wait', async () => {
	const budget = budgetOf(2);
	for (let repeat = 0; repeat < 10; repeat += 1) await budget.take(free);
	const run = new AbortController();
	const taken = budget.take(run.signal);
	run.abort('over');
	await expect(taken).rejects.toBe('over');
});
