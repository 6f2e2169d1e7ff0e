/** "Max Billed Calls" on the virtual clock: never in the way of what fits, and used to its end. */
import { failureOf } from '../../nodes/JustOneApi/failure/failure.ts';
import { priceOf } from '../../nodes/JustOneApi/run/plan.ts';
import { FakeExecution, operationOfWords } from '../../tools/simulate/rows.mts';
import type { RowsResult } from '../../tools/simulate/rows.mts';
import { VirtualClock } from '../../tools/simulate/virtualClock.mts';
import { billOf, newExecution, planOf } from './world.mts';

/** `a2` is a plan of two calls for the post of this name. */
const specOf = (word: string) =>
	planOf({
		kind: word.startsWith('free') ? 'free' : 'steps',
		name: Number(/\d+/.exec(word.slice(1))),
		length: word.startsWith('b') ? 2 : 1,
		isWhole: false,
	});
const operation = operationOfWords(specOf);

const mayHaveBilled = ({ sent }: FakeExecution) => sent.filter((call) => billOf(call) !== false).length;

/** Rows that were refused fit no more when the run had ended. */
function expectFull(
	{ outcomes }: RowsResult,
	execution: FakeExecution,
	limit: number,
	words: string[],
): void {
	for (const [row, [outcome]] of outcomes.entries()) {
		const result = outcome?.result;
		if (!result || result.ok || result.kind.reason !== 'max_calls_reached') continue;
		expect(mayHaveBilled(execution) + priceOf(specOf(words[row] ?? ''))).toBeGreaterThan(limit);
		expect(result).toMatchObject({ billed: false, retryable: false });
	}
}

it('Refuses only what does not fit, in 300 random runs', async () => {
	const ended = { full: 0, below: 0 };
	for (let seed = 1; seed <= 300; seed += 1) {
		const execution = newExecution(seed);
		const { random } = new VirtualClock(seed * 7919);
		const upTo = (most: number) => Math.floor(random() * (most + 1));
		const words = Array.from({ length: 1 + upTo(25) }, () => `${['a', 'b', 'free'][upTo(2)]}${upTo(15)}`);
		const limit = 1 + upTo(14);
		const options = {
			...{ maxBilledCalls: limit, maxRetries: upTo(3), retryUnanswered: random() < 0.5 },
			maxConcurrentRequests: [1, 3, 100][upTo(2)],
		};
		const result = await execution.run({ operation, texts: words, options });
		expect([seed, mayHaveBilled(execution) <= limit]).toEqual([seed, true]);
		expectFull(result, execution, limit, words);
		ended[mayHaveBilled(execution) === limit ? 'full' : 'below'] += 1;
	}
	// Both happen often enough to mean something.
	expect(Math.min(ended.full, ended.below)).toBeGreaterThan(60);
}, 300_000);

it('Holds where 100 calls leave at once', async () => {
	const texts = Array.from({ length: 2000 }, (_, index) => `a${index}`);
	for (const limit of [1, 99, 1500]) {
		const clock = new VirtualClock(limit);
		let underWay = 0;
		let mostUnderWay = 0;
		const replies = ['ok', 'ok', 'ok', 'gone', 'busy', 'refused'];
		const execution = new FakeExecution(clock, async () => {
			const reply = replies[Math.floor(clock.random() * replies.length)] ?? 'ok';
			mostUnderWay = Math.max(mostUnderWay, (underWay += 1));
			await clock.sleep(100);
			underWay -= 1;
			return reply;
		});
		const options = { maxBilledCalls: limit, maxRetries: 3 };
		const { outcomes } = await execution.run({ operation, texts, options });
		expect(mayHaveBilled(execution)).toBe(limit);
		expect(outcomes).toHaveLength(2000);
		if (limit > 1000) expect(mostUnderWay).toBe(100);
	}
});

/** An API that always answers. */
const goodExecution = () => new FakeExecution(new VirtualClock(1), async () => await Promise.resolve('ok'));

it('Is used to its end by plans of two calls', async () => {
	const execution = goodExecution();
	const texts = ['b1', 'b2', 'b3', 'b4', 'a5'];
	const { outcomes } = await execution.run({ operation, texts, options: { maxBilledCalls: 7 } });
	// Three posts, and the one call that is left.
	expect(mayHaveBilled(execution)).toBe(7);
	expect(outcomes.flat().map(({ result }) => result.ok)).toEqual([true, true, true, false, true]);
});

it('Lets a plan be done that costs what is left, and makes no call for one that costs more', async () => {
	for (const [word, price] of [
		['a1', 1],
		['b1', 2],
	] as const) {
		for (const stop of [false, true]) {
			for (const limit of [price - 1, price]) {
				const execution = goodExecution();
				await execution.run({ operation, texts: [word], stop, options: { maxBilledCalls: limit } });
				expect(execution.sent).toHaveLength(limit < price ? 0 : price);
			}
		}
	}
});

it('A run that is cancelled and resumed in its process pays for no answer again', async () => {
	for (let seed = 1; seed <= 50; seed += 1) {
		const execution = newExecution(seed);
		const texts = Array.from({ length: 30 }, (_, index) => `${index % 2 ? 'b' : 'a'}${index}`);
		const cancel = new AbortController();
		void execution.clock.sleep(100 + 10 * seed).then(() => cancel.abort(failureOf('cancelled')));
		const options = { maxBilledCalls: 1000 };
		await execution.run({ operation, texts, options, signal: cancel.signal });
		await execution.run({ operation, texts, options });
		const answered = execution.sent.filter(({ reply }) => reply === 'ok' || reply === 'gone');
		const keys = answered.map(({ request }) => `${request.url} ${request.qs.name}`);
		expect(new Set(keys).size).toBe(keys.length);
	}
});
