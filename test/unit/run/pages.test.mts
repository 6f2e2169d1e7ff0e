/** A plan that reads pages: several billed calls, many items. No operation of the node has one yet. */
import { failureOf } from '../../../nodes/JustOneApi/failure/failure.ts';
import type { Failure } from '../../../nodes/JustOneApi/failure/failure.ts';
import { callStep, priceOf } from '../../../nodes/JustOneApi/run/plan.ts';
import type { Call, Plan } from '../../../nodes/JustOneApi/run/plan.ts';
import type { RowsInput } from '../../../tools/simulate/rows.mts';
import { FakeExecution, operationOfWords } from '../../../tools/simulate/rows.mts';
import { VirtualClock } from '../../../tools/simulate/virtualClock.mts';
import { costsOf, readWord, resultsOf, wordsOf } from './fixture.mts';
import type { Word } from './fixture.mts';

/** The rest of a list from a page on: `a3` has three pages, and each of them one item. */
function rest(list: string, page: number, found: readonly object[] = []): Call {
	return callStep<Word>({
		request: { method: 'GET', url: '/x', qs: { word: `${list}.${page}` } },
		cost: 1,
		read: readWord,
		next({ body }) {
			const items = [...found, { item: body }];
			return page === Number(list.slice(1)) ? { ok: true, items } : rest(list, page + 1, items);
		},
		onFailure(failure: Failure) {
			const brokenOffBy = { ...failure, title: `Page ${page}` };
			return page === 1 ? failure : { ok: true, items: found, brokenOffBy };
		},
	});
}

const planOf = (list: string): Plan => ({ link: list, step: rest(list, 1) });
const operation = operationOfWords(planOf);

/** An execution whose API answers as told, and else with the page that it is asked for; one call at a time. */
function newExecution(answers: Readonly<Record<string, string | string[]>> = {}) {
	const clock = new VirtualClock(1);
	const left = new Map(Object.entries(answers).map(([word, bodies]) => [word, [bodies].flat()]));
	const execution = new FakeExecution(clock, async ({ qs }) => {
		await clock.sleep(10);
		return left.get(qs.word ?? '')?.shift() ?? qs.word ?? '';
	});
	const run = async (texts: string[], more: Partial<RowsInput> = {}) => {
		const options = { maxConcurrentRequests: 1, ...more.options };
		return await execution.run({ operation, texts, ...more, options });
	};
	return { execution, run };
}

const items = (...pages: string[]) => pages.map((item) => ({ item }));
const stopAt = (maxBilledCalls: number) => ({ stop: true, options: { maxBilledCalls } });

describe('A plan that reads pages', () => {
	it('gives the items of all pages, and says what they cost', async () => {
		const { execution, run } = newExecution();
		const result = await run(['a3 b1']);
		expect(resultsOf(result)).toEqual([items('a3.1', 'a3.2', 'a3.3', 'b1.1')]);
		expect(costsOf(result)[0]).toMatchObject([{ attempts: [true, true, true] }, { attempts: [true] }]);
		expect(execution.totalsOf()).toMatchObject({ links: 2, calls: 4, billed: 4, failed: 0 });
	});

	it('has the price of its first page: at least', () => {
		expect(priceOf(planOf('a3'))).toBe(1);
	});

	it('that fails at a page gives the pages before it, and the failure; it has failed in the totals', async () => {
		const { execution, run } = newExecution({ 'a3.3': 'unbilled' });
		const result = await run(['a3', 'b2']);
		expect(resultsOf(result)).toEqual([
			[...items('a3.1', 'a3.2'), 'invalid_parameters'],
			items('b2.1', 'b2.2'),
		]);
		expect(result.outcomes[0]?.[0]?.result).toMatchObject({ ok: true, brokenOffBy: { title: 'Page 3' } });
		expect(execution.totalsOf()).toMatchObject({
			...{ calls: 5, billed: 4, failed: 1, invalid_parameters: 1, free: 0 },
		});
	});

	it('that fails at its first page has failed', async () => {
		const { run } = newExecution({ 'a3.1': 'billed' });
		expect(resultsOf(await run(['a3', 'b1']))).toEqual([['no_content'], items('b1.1')]);
	});

	it('obeys "Max Billed Calls" page by page', async () => {
		const { execution, run } = newExecution();
		const result = await run(['a3', 'b2', 'c1'], {
			options: { maxBilledCalls: 4, maxConcurrentRequests: 100 },
		});
		expect(execution.totalsOf()).toMatchObject({ billed: 4 });
		expect(resultsOf(result)).toEqual([
			[...items('a3.1', 'a3.2'), 'max_calls_reached'],
			[...items('b2.1'), 'max_calls_reached'],
			items('c1.1'),
		]);
		const alone = newExecution();
		expect(resultsOf(await alone.run(['a3'], { options: { maxBilledCalls: 2 } }))).toEqual([
			[...items('a3.1', 'a3.2'), 'max_calls_reached'],
		]);
	});

	it('that is cancelled gives the pages that are paid', async () => {
		const { execution, run } = newExecution();
		const cancel = new AbortController();
		void execution.clock.sleep(15).then(() => cancel.abort(failureOf('cancelled')));
		const result = await run(['a3'], { signal: cancel.signal });
		expect(resultsOf(result)).toEqual([[...items('a3.1'), 'cancelled']]);
		expect(execution.totalsOf()).toMatchObject({ calls: 2, billed: 1, billed_unknown: 1 });
	});

	it('pays for no page again in a further try, and tells of all', async () => {
		const { execution, run } = newExecution({ 'a3.3': ['unbilled', 'a3.3'] });
		const once = {};
		await run(['a3'], { run: once });
		const result = await run(['a3'], { run: once });
		expect(wordsOf(execution)).toEqual(['a3.1', 'a3.2', 'a3.3', 'a3.3']);
		expect(resultsOf(result)).toEqual([items('a3.1', 'a3.2', 'a3.3')]);
		expect(costsOf(result)[0]).toEqual([{ attempts: [true, true, false, true], isReused: false }]);
		expect(execution.totalsOf()).toMatchObject({ calls: 4, billed: 3, retries: 1, failed: 0 });
	});

	it('pays for no page again in a later run, and shares its pages with other rows', async () => {
		const { execution, run } = newExecution();
		await run(['a3', 'a3']);
		const result = await run(['a3']);
		expect(wordsOf(execution)).toEqual(['a3.1', 'a3.2', 'a3.3']);
		expect(costsOf(result)[0]).toEqual([{ attempts: [], isReused: true }]);
	});

	describe('in "Stop" mode', () => {
		it('is checked beforehand for its first page only', async () => {
			const { execution, run } = newExecution();
			const refused = await run(['a3', 'b1', 'c1'], stopAt(2));
			expect(refused.stoppedBy).toMatchObject({
				row: 2,
				failure: { advice: expect.stringContaining('up to 3 billed calls, 2 are left') },
			});
			expect(execution.sent).toEqual([]);
			expect((await run(['a3'], stopAt(3))).stoppedBy).toBe(null);
		});

		it("takes for no further page the permit that another row's first page has reserved", async () => {
			const { execution, run } = newExecution();
			// The other rows begin when the first one is at its end.
			const pauseBefore = () => 1000;
			const result = await run(['a3', 'b1', 'c2'], { ...stopAt(4), pauseBefore });
			expect(result.stoppedBy).toBe(null);
			expect(resultsOf(result).map((row) => row[0])).toEqual(items('a3.1', 'b1.1', 'c2.1'));
			expect(execution.totalsOf().billed).toBe(4);
		});

		it('that the bound on calls ends after a page is no failure: its items leave', async () => {
			const { execution, run } = newExecution();
			const result = await run(['a3', 'b1'], stopAt(3));
			expect(result.stoppedBy).toBe(null);
			expect(resultsOf(result)).toEqual([[...items('a3.1', 'a3.2'), 'max_calls_reached'], items('b1.1')]);
			expect(wordsOf(execution)).toHaveLength(3);
			expect(execution.totalsOf()).toMatchObject({ billed: 3, failed: 0, cut: 1 });
			expect(execution.totalsOf()).not.toHaveProperty('max_calls_reached');
		});

		it('goes on in a later run from the page that did not fit', async () => {
			const { execution, run } = newExecution();
			await run(['a3'], stopAt(2));
			const result = await run(['a3'], stopAt(3));
			expect(resultsOf(result)).toEqual([items('a3.1', 'a3.2', 'a3.3')]);
			expect(wordsOf(execution)).toEqual(['a3.1', 'a3.2', 'a3.3']);
		});

		it.each([
			['a2', 'a2.2', '1 billed call of this row came'],
			['a4', 'a4.4', '3 billed calls of this row came'],
		])('that fails at a page ends the run, and its words say what is lost: %s', async (list, page, words) => {
			const { execution, run } = newExecution({ [page]: 'unbilled' });
			const result = await run([list, 'z9'], { stop: true, options: { maxConcurrentRequests: 100 } });
			expect(result.stoppedBy).toMatchObject({
				row: 0,
				failure: {
					kind: { reason: 'invalid_parameters' },
					title: `Page ${page.slice(-1)}`,
					advice: expect.stringContaining(` The run ended here, so ${words} to nothing.`),
				},
			});
			expect(wordsOf(execution)).not.toContain('z9.9');
		});

		it('that fails at its first page, or after pages that another row paid, loses nothing of its own', async () => {
			for (const [texts, answers] of [
				[['a2'], { 'a2.1': 'unbilled' }],
				[['a2'], { 'a2.1': 'billed' }],
			] as const) {
				const { run } = newExecution(answers);
				const { stoppedBy } = await run([...texts], { stop: true });
				expect(JSON.stringify(stoppedBy?.failure)).not.toContain('came to nothing');
			}
			const { run } = newExecution({ 'a2.2': ['unbilled', 'unbilled'] });
			await run(['a2']);
			const { stoppedBy } = await run(['a2'], { stop: true });
			expect(stoppedBy).toMatchObject({ row: 0, outcome: { attempts: [false] } });
			expect(JSON.stringify(stoppedBy?.failure)).not.toContain('came to nothing');
		});

		it('ends the run before a call where a page that was billed has failed before', async () => {
			const { execution, run } = newExecution({ 'a2.2': 'billed' });
			const once = {};
			await run(['a2', 'b1'], { stop: true, run: once });
			execution.sent.length = 0;
			const result = await run(['a2', 'c1'], { stop: true, run: once });
			expect(execution.sent).toEqual([]);
			expect(result.stoppedBy).toMatchObject({
				row: 0,
				outcome: { attempts: [true, true] },
				failure: { kind: { reason: 'no_content' }, advice: expect.stringContaining('2 billed calls') },
			});
		});
	});
});
