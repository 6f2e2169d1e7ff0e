import { failureOf } from '../../../nodes/JustOneApi/failure/failure.ts';
import type { RunResult } from '../../../nodes/JustOneApi/run/run.ts';
import { FakeExecution, TOKEN } from '../../../tools/simulate/rows.mts';
import type { RowsInput, RowsResult } from '../../../tools/simulate/rows.mts';
import { VirtualClock } from '../../../tools/simulate/virtualClock.mts';
import { costsOf, newExecution, operation, resultsOf, wordsOf } from './fixture.mts';

/** A virtual clock that notes every sleep; work may take time on it too. */
class TestClock extends VirtualClock {
	readonly sleeps: number[] = [];

	constructor() {
		super(1);
	}

	work(ms: number): void {
		this.time += ms;
	}

	override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		this.sleeps.push(ms);
		await super.sleep(ms, signal);
	}
}

type Setup = Partial<RowsInput> & { execution?: FakeExecution };

/** Runs the operation of words. */
async function run({ execution = newExecution(), ...input }: Setup): Promise<RowsResult> {
	return await execution.run({ operation, texts: [], ...input });
}

/** An execution on a clock of its own. */
const onClock = (
	clock: TestClock,
	answer = async (word: string): Promise<string> => await Promise.resolve(word),
) => new FakeExecution(clock, async ({ qs }) => await answer(qs.word ?? ''));

const failureOfRow = ({ outcomes }: RunResult, row: number) => outcomes[row]?.[0]?.result;

describe('Rows', () => {
	it('give their outcomes in order, links in the order of the text', async () => {
		const clock = new TestClock();
		const execution = onClock(clock, async (word) => {
			if (word === 'a') await clock.sleep(20);
			return word;
		});
		const result = await run({ execution, texts: ['a free b', 'none', 'billed-1'] });
		expect(resultsOf(result)).toEqual([
			[{ word: 'a' }, { word: 'free' }, { word: 'b' }],
			['no_link'],
			['no_content'],
		]);
		expect(result.totals).toMatchObject({
			...{ rows: 3, links: 4, calls: 3, billed: 3, free: 1, failed: 2, no_link: 1, no_content: 1 },
		});
	});

	it('share a call, and only the first of them says what it came to', async () => {
		const execution = newExecution();
		const result = await run({ execution, texts: ['a', 'a', 'a'] });
		expect(wordsOf(execution)).toEqual(['a']);
		expect(costsOf(result)).toEqual([
			[{ attempts: [true], isReused: false }],
			[{ attempts: [], isReused: true }],
			[{ attempts: [], isReused: true }],
		]);
		expect(result.totals).toMatchObject({ calls: 1, billed: 1, reused: 2, links: 1, free: 0 });
	});

	it('share its failure too', async () => {
		const execution = newExecution();
		const result = await run({ execution, texts: ['unbilled-1', 'unbilled-1', 'unknown-1', 'unknown-1'] });
		expect(wordsOf(execution)).toEqual(['unbilled-1', 'unknown-1']);
		expect(result.totals).toMatchObject({ failed: 4, reused: 2, invalid_parameters: 2, bad_response: 2 });
	});

	it('of different accounts share none', async () => {
		const execution = newExecution();
		await run({ execution, texts: ['a', 'a'], accountOf: String });
		expect(wordsOf(execution)).toEqual(['a', 'a']);
	});

	it('ask for a connection once, and not where they need no call', async () => {
		const execution = newExecution();
		await run({ execution, texts: ['free', 'none', 'a b', 'free', 'get-c'] });
		expect(execution.connections).toBe(2);
	});

	it('fail alone where their connection does', async () => {
		const result = await run({
			texts: ['a', 'free', 'b'],
			connect: async (row) => {
				if (row === 0) throw new Error(TOKEN);
				return failureOf('credential_missing');
			},
		});
		expect(resultsOf(result)).toEqual([['node_fault'], [{ word: 'free' }], ['credential_missing']]);
	});

	it('share a free call within a try only: it is asked anew by the next', async () => {
		const execution = newExecution();
		const once = {};
		const first = await run({ execution, texts: ['balance', 'balance'], run: once });
		await run({ execution, texts: ['balance'], run: once });
		await run({ execution, texts: ['balance'], options: { maxBilledCalls: 0 } });
		expect(wordsOf(execution)).toEqual(['balance', 'balance', 'balance']);
		expect(first.totals).toMatchObject({ calls: 1, billed: 0, billed_unknown: 0 });
	});

	it('that have begun go before those that have not, also where another one made their first call', async () => {
		const clock = new TestClock();
		const execution = onClock(clock, async (word) => {
			await clock.sleep(10);
			return word;
		});
		const options = { maxConcurrentRequests: 1 };
		await run({ execution, texts: ['get-a', 'b', 'c'], options });
		expect(wordsOf(execution)).toEqual(['/share a', 'b', '/post a', 'c']);
		execution.sent.length = 0;
		const known = onClock(clock, async (word) => {
			await clock.sleep(10);
			return known.sent.length === 1 ? word : 'unbilled';
		});
		await run({ execution: known, texts: ['get-a'], options });
		known.sent.length = 0;
		await run({ execution: known, texts: ['x', 'y', 'get-a'], options });
		expect(wordsOf(known)).toEqual(['x', '/post a', 'y']);
	});

	it('are 4 under way for each call that may be', async () => {
		const clock = new TestClock();
		const execution = onClock(clock, async (word) => {
			await clock.sleep(10);
			return word;
		});
		let read = 0;
		const reading: number[] = [];
		const texts = Array.from({ length: 20 }, (_, row) => `r${row}`);
		const onRead = () =>
			reading.push((read += 1) - execution.sent.filter(({ reply }) => reply !== null).length);
		await run({ execution, texts, onRead, options: { maxConcurrentRequests: 2 } });
		expect(Math.max(...reading)).toBe(8);
	});
});

describe('A defect', () => {
	it('fails its row, and nothing of its message is passed on', async () => {
		const result = await run({ texts: ['bad', 'bad a', 'unread-1', 'late-1', 'b'] });
		expect(resultsOf(result)).toEqual([
			...[['node_fault'], ['node_fault'], ['node_fault'], ['node_fault'], [{ word: 'b' }]],
		]);
		expect(JSON.stringify(result)).not.toContain(TOKEN);
	});

	it('after a call leaves what it cost', async () => {
		const result = await run({ texts: ['unread-2', 'late-2', 'get-unread-2'] });
		expect(costsOf(result).flat()).toMatchObject([
			{ attempts: [null] },
			{ attempts: [true] },
			{ attempts: [null] },
		]);
		expect(result.totals).toMatchObject({ calls: 3, billed: 1, billed_unknown: 2, node_fault: 3 });
		expect(failureOfRow(result, 1)).toMatchObject({ billed: true });
	});

	it('of a reading is not carried into a later run', async () => {
		const execution = newExecution();
		await run({ execution, texts: ['unread-3'] });
		await run({ execution, texts: ['unread-3'] });
		expect(execution.sent).toHaveLength(2);
	});
});

describe('In an execution', () => {
	const texts = ['a', 'billed-x', 'unbilled-x', 'unknown-x'];

	it('a later run calls again for what was not billed or is unknown', async () => {
		const execution = newExecution();
		await run({ texts, execution });
		execution.sent.length = 0;
		const result = await run({ texts, execution });
		expect(wordsOf(execution)).toEqual(['unbilled-x', 'unknown-x']);
		expect(costsOf(result).flat()).toEqual([
			{ attempts: [], isReused: true },
			{ attempts: [], isReused: true },
			{ attempts: [false], isReused: false },
			{ attempts: [null], isReused: false },
		]);
		expect(result.totals).toMatchObject({ calls: 2, reused: 2 });
	});

	it('a further try calls again only for what was surely not billed, and tells of all calls', async () => {
		const execution = newExecution();
		const once = {};
		await run({ texts, execution, run: once });
		execution.sent.length = 0;
		const result = await run({ texts, execution, run: once });
		expect(wordsOf(execution)).toEqual(['unbilled-x']);
		expect(
			costsOf(result)
				.flat()
				.map(({ attempts }) => attempts),
		).toEqual([[true], [true], [false, false], [null]]);
		expect(result.totals).toMatchObject({
			...{ rows: 4, calls: 5, billed: 2, billed_unknown: 1, retries: 1, reused: 0, failed: 3 },
		});
	});

	it('a run that n8n cannot tell from a further try takes again what may have been billed, and says why', async () => {
		const execution = newExecution();
		const scope = {};
		await run({ texts, execution, scope });
		execution.sent.length = 0;
		const result = await run({ texts, execution, scope });
		expect(wordsOf(execution)).toEqual(['unbilled-x']);
		expect(result.totals).toMatchObject({ calls: 1, reused: 3 });
		const words = 'It was not called again: the call before it may have been billed.';
		expect(failureOfRow(result, 3)).toMatchObject({ advice: expect.stringContaining(words) });
		expect(JSON.stringify(failureOfRow(result, 1))).not.toContain(words);
	});

	it('runs at the same time share a call', async () => {
		const execution = newExecution();
		await Promise.all([1, 2].map(async () => await run({ texts: ['a'], execution })));
		expect(wordsOf(execution)).toEqual(['a']);
		expect(execution.totalsOf()).toMatchObject({ calls: 1, reused: 1 });
	});

	it('two nodes share a call, and each has totals of its own', async () => {
		const execution = newExecution();
		await run({ texts: ['a'], execution, node: 'A' });
		await run({ texts: ['a', 'b'], execution, node: 'B' });
		expect(wordsOf(execution)).toEqual(['a', 'b']);
		expect(execution.totalsOf('A')).toMatchObject({ calls: 1, reused: 0 });
		expect(execution.totalsOf('B')).toMatchObject({ calls: 1, reused: 1 });
	});
});

describe('An endpoint that is closed', () => {
	it('ends every plan that still needs it: no call leaves whose answer could not be used', async () => {
		const execution = newExecution(
			async (word, url) => await Promise.resolve(url === '/post' ? 'denied' : word),
		);
		const texts = Array.from({ length: 20 }, (_, row) => `get-${row}`);
		const result = await run({ execution, texts, options: { maxConcurrentRequests: 1 } });
		expect(wordsOf(execution).filter((word) => word.startsWith('/post'))).toHaveLength(1);
		// Those that had left were made before it was closed.
		expect(execution.sent.findLastIndex(({ request }) => request.url === '/share')).toBeLessThan(
			execution.sent.findIndex(({ request }) => request.url === '/post') + 1,
		);
		expect(resultsOf(result).flat()).toEqual(Array(20).fill('permission_denied'));
		expect(result.totals).toMatchObject({ failed: 20, permission_denied: 20 });
	});

	it('leaves others open', async () => {
		const execution = newExecution(
			async (word, url) => await Promise.resolve(url === '/post' ? 'denied' : word),
		);
		const result = await run({ execution, texts: ['get-a', 'b', 'get-c'] });
		expect(resultsOf(result)).toEqual([['permission_denied'], [{ word: 'b' }], ['permission_denied']]);
		const later = await run({ execution, texts: ['get-c', 'x'], options: { maxConcurrentRequests: 1 } });
		expect(resultsOf(later)).toEqual([['permission_denied'], [{ word: 'x' }]]);
	});
});

describe('"Stop" mode', () => {
	it.each([
		[['a', 'b', 'none'], 2],
		[['a', 'b none'], 1],
		[['a', 'bad', 'b'], 1],
	])('ends unpaid where a row fails without a call: %j', async (texts, row) => {
		const execution = newExecution();
		const result = await run({ execution, texts, stop: true });
		expect(result.stoppedBy).toMatchObject({ row, outcome: { attempts: [] } });
		expect(result.totals).toMatchObject({ rows: texts.length, calls: 0, failed: 1 });
		expect([execution.sent, execution.connections]).toEqual([[], 0]);
	});

	it('ends with nothing where all rows come out', async () => {
		const result = await run({ texts: ['a free', 'get-b', 'a'], stop: true });
		expect(result.stoppedBy).toBe(null);
		expect(resultsOf(result)).toEqual([[{ word: 'a' }, { word: 'free' }], [{ word: 'b' }], [{ word: 'a' }]]);
		expect(result.totals).toMatchObject({ rows: 3, calls: 3, billed: 3, free: 1, reused: 1 });
	});

	it('ends unpaid where a connection fails, or where asking for it does', async () => {
		for (const connect of [
			async () => await Promise.resolve(failureOf('credential_missing')),
			async () => await Promise.reject(new Error(TOKEN)),
		]) {
			const execution = newExecution();
			const result = await run({ execution, texts: ['free', 'a', 'b'], stop: true, connect });
			expect(result.stoppedBy).toMatchObject({
				row: 1,
				failure: { kind: { reason: expect.stringMatching('credential_missing|node_fault') } },
			});
			expect(execution.sent).toEqual([]);
			expect(JSON.stringify(result)).not.toContain(TOKEN);
		}
	});

	it('ends before any call with a failure that an earlier try or run was billed for', async () => {
		const execution = newExecution();
		const once = {};
		await run({ texts: ['billed-s'], execution, stop: true, run: once });
		for (const [again, outcome] of [
			[once, { attempts: [true], isReused: false }],
			[{}, { attempts: [], isReused: true }],
		] as const) {
			execution.sent.length = 0;
			const result = await run({ texts: ['a', 'billed-s'], execution, stop: true, run: again });
			expect(result.stoppedBy).toMatchObject({ row: 1, outcome });
			expect(execution.sent).toEqual([]);
		}
	});

	it('ends with the failure that it found, also where another run has a result meanwhile', async () => {
		const execution = newExecution();
		const once = {};
		const texts = ['unknown-s', 'a'];
		await run({ texts, execution, stop: true, run: once });
		const result = await run({
			...{ texts, execution, stop: true, run: once },
			connect: async (row) => {
				if (row === 1) {
					await run({ texts: ['unknown-s'], execution });
					return failureOf('credential_missing');
				}
				return await execution.connection('account', { node: 'Node', run: once, scope: once });
			},
		});
		expect(result.stoppedBy).toMatchObject({ row: 0, failure: { kind: { reason: 'bad_response' } } });
	});

	it('asks for each connection once', async () => {
		const execution = newExecution();
		await run({ execution, texts: ['a', 'b', 'c'], stop: true });
		expect(execution.connections).toBe(3);
	});

	it('names the row whose call failed, not one that shares it or was ended with it', async () => {
		const result = await run({ texts: ['a', 'unbilled-s', 'unbilled-s', 'b'], stop: true });
		expect(result.stoppedBy).toMatchObject({ row: 1, outcome: { link: 'unbilled-s' } });
	});

	it('names a row that was called before one that was ended with it, in whichever order they end', async () => {
		const clock = new TestClock();
		const execution = onClock(clock, async (word) => {
			await clock.sleep(10);
			return word;
		});
		const options = { maxConcurrentRequests: 1 };
		const result = await run({ execution, texts: ['get-a', 'unbilled-s', 'c', 'd'], stop: true, options });
		expect(result.stoppedBy).toMatchObject({ row: 1, outcome: { attempts: [false] } });
		expect(wordsOf(execution)).toEqual(['/share a', 'unbilled-s']);
	});

	it('no call leaves after the first that failed for good, and one that is repeated ends nothing', async () => {
		let asked = 0;
		const execution = newExecution(async (word) => {
			const isFirst = word === 'twice' && (asked += 1) === 1;
			return await Promise.resolve(isFirst ? Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) : word);
		});
		const options = { maxRetries: 1, maxConcurrentRequests: 1 };
		const good = await run({ execution, texts: ['twice', 'b'], stop: true, options });
		expect([good.stoppedBy, wordsOf(execution)]).toEqual([null, ['twice', 'b', 'twice']]);
		execution.sent.length = 0;
		const stopped = await run({ execution, texts: ['unbilled-1', 'c', 'd'], stop: true, options });
		expect(stopped.stoppedBy).toMatchObject({ row: 0 });
		expect(wordsOf(execution)).toEqual(['unbilled-1']);
	});

	it.each([
		[false, 'aborted'],
		[true, 'answered'],
	])('ends calls under way, unless a further try can use them: %s', async (finishCalls, end) => {
		const clock = new TestClock();
		const ends: string[] = [];
		const execution = new FakeExecution(clock, async ({ qs }, signal) => {
			await clock.sleep(qs.word === 'slow' ? 1000 : 10, signal);
			if (qs.word === 'slow') ends.push(signal.aborted ? 'aborted' : 'answered');
			return qs.word ?? '';
		});
		const once = {};
		const input = { execution, texts: ['slow', 'unbilled-s'], stop: true, run: once };
		const result = await run({ ...input, finishCalls });
		expect(result.stoppedBy).toMatchObject({ row: 1, outcome: { attempts: [false] } });
		expect(ends).toEqual([end]);
		expect(result.totals).toMatchObject(
			finishCalls ? { billed: 1, billed_unknown: 0 } : { billed: 0, billed_unknown: 1 },
		);
		execution.sent.length = 0;
		await run({ ...input, finishCalls });
		expect(wordsOf(execution)).toEqual(finishCalls ? ['unbilled-s'] : []);
	});

	it('begins no row, and waits for no pause, once it has ended', async () => {
		const clock = new TestClock();
		const execution = onClock(clock);
		const pauseBefore = (row: number) => (row > 0 ? 6000 : 0);
		const result = await run({ execution, texts: ['unbilled-s', 'b', 'c'], stop: true, pauseBefore });
		expect(result.stoppedBy).toMatchObject({ row: 0 });
		expect(clock.now()).toBeLessThan(6000);
		expect(wordsOf(execution)).toEqual(['unbilled-s']);
	});

	describe('with "Max Billed Calls"', () => {
		const stopAt = (maxBilledCalls: number) => ({ stop: true, options: { maxBilledCalls } });

		it('is refused before a call where the different calls do not fit, in words that say how many', async () => {
			const execution = newExecution();
			const result = await run({ execution, texts: ['a', 'free a', 'get-b', 'c', 'd'], ...stopAt(3) });
			expect(execution.sent).toEqual([]);
			expect(result.stoppedBy).toMatchObject({
				row: 3,
				outcome: { link: 'c', attempts: [], isReused: false },
				failure: {
					kind: { reason: 'max_calls_reached' },
					title: "The run may need more billed calls than 'Max Billed Calls' leaves",
					advice: expect.stringMatching(
						/^It may need up to 5 billed calls, 3 are left; no call was made\. Raise 'Max Billed Calls' in the node's options, or set 'On Error' to continue: then the rows that fit are called\.$/,
					),
				},
			});
			expect(result.totals).toMatchObject({ calls: 0, failed: 1, max_calls_reached: 1 });
			expect(result.outcomes).toEqual([]);
		});

		it('names the platform of the link that does not fit', async () => {
			const result = await run({ texts: ['a', 'get-b'], ...stopAt(2) });
			expect(result.stoppedBy).toMatchObject({ row: 1, failure: { platform: 'p' } });
		});

		it('is done where they fit, each once, however many rows hold them', async () => {
			const execution = newExecution();
			const result = await run({ execution, texts: ['a', 'a get-b', 'get-b', 'free'], ...stopAt(3) });
			expect(result.stoppedBy).toBe(null);
			expect(wordsOf(execution)).toEqual(['a', '/share b', '/post b']);
		});

		it('counts what is left, not what was used before', async () => {
			const execution = newExecution();
			await run({ execution, texts: ['a', 'b'], ...stopAt(3) });
			const refused = await run({ execution, texts: ['a', 'b', 'c', 'd'], ...stopAt(3) });
			expect(refused.stoppedBy).toMatchObject({
				row: 3,
				failure: { advice: expect.stringContaining('up to 2 billed calls, 1 are left') },
			});
			const lowered = await run({ execution, texts: ['c'], ...stopAt(1) });
			expect(lowered.stoppedBy).toMatchObject({
				failure: { advice: expect.stringContaining('up to 1 billed calls, 0 are left') },
			});
			expect(wordsOf(execution)).toEqual(['a', 'b']);
			// A run that is refused holds nothing back.
			expect((await run({ execution, texts: ['c'], ...stopAt(3) })).stoppedBy).toBe(null);
		});

		it('counts nothing for what is free, or is paid for already', async () => {
			const execution = newExecution();
			await run({ execution, texts: ['get-a'] });
			const result = await run({ execution, texts: ['get-a', 'free', 'balance'], ...stopAt(0) });
			expect(result.stoppedBy).toBe(null);
			expect(result.totals).toMatchObject({ calls: 1, billed: 0 });
		});
	});
});

describe('A run that is cancelled', () => {
	it('ends for rows that wait for a permit under "Max Billed Calls" too, and for those behind them', async () => {
		const clock = new TestClock();
		const cancel = new AbortController();
		const execution = new FakeExecution(clock, async (_, signal) => {
			void clock.sleep(1000).then(() => cancel.abort(failureOf('cancelled')));
			await clock.sleep(10_000_000, signal);
			return await Promise.reject(new Error('aborted'));
		});
		const texts = Array.from({ length: 30 }, (_, row) => `c${row}`);
		const options = { maxBilledCalls: 2, maxConcurrentRequests: 3 };
		const result = await run({ execution, texts, signal: cancel.signal, options });
		expect(wordsOf(execution)).toEqual(['c0', 'c1']);
		expect(new Set(resultsOf(result).flat())).toEqual(new Set(['cancelled', 'max_calls_reached']));
		expect(result.outcomes).toHaveLength(30);
		expect(result.totals).toMatchObject({ calls: 2, billed_unknown: 2 });
		expect(clock.now()).toBeLessThan(10_000);
	});

	it('leaves no call under way', async () => {
		const clock = new TestClock();
		const aborted: boolean[] = [];
		const execution = new FakeExecution(clock, async (_, signal) => {
			signal.addEventListener('abort', () => aborted.push(true));
			return await Promise.resolve('a');
		});
		await run({ execution, texts: ['a'] });
		expect(aborted).toEqual([true]);
	});

	it('says of a row that was not called that it was not', async () => {
		const signal = AbortSignal.abort(failureOf('cancelled'));
		const result = await run({ texts: ['a', 'get-b'], signal });
		for (const [{ result: failure }] of result.outcomes) {
			expect(failure).toMatchObject({
				billed: false,
				advice: expect.stringContaining(' This row was not called.'),
			});
		}
		expect(result.outcomes[1]?.[0]?.result).toMatchObject({ platform: 'p' });
	});
});

describe('Time', () => {
	it('is given to others after each 15 ms of reading, in every mode', async () => {
		for (const stop of [false, true]) {
			const clock = new TestClock();
			const onRead = () => clock.work(4);
			await run({ execution: onClock(clock), texts: Array<string>(20).fill('free'), stop, onRead });
			// 80 ms of reading, a pause after each 16 of them; "Stop" then goes over the rows once more.
			expect(clock.sleeps).toEqual(Array(stop ? 5 : 4).fill(0));
		}
	});

	it('is given from 15 ms on', async () => {
		for (const [ms, sleeps] of [
			[15, 2],
			[14, 1],
		] as const) {
			const clock = new TestClock();
			await run({ execution: onClock(clock), texts: ['free', 'free', 'free'], onRead: () => clock.work(ms) });
			expect(clock.sleeps).toEqual(Array(sleeps).fill(0));
		}
	});

	it('is also given where the run was cancelled', async () => {
		const clock = new TestClock();
		const execution = onClock(clock);
		const signal = AbortSignal.abort(failureOf('cancelled'));
		const texts = Array<string>(20).fill('a');
		const result = await run({ execution, texts, signal, onRead: () => clock.work(20) });
		expect(clock.sleeps).toHaveLength(19);
		expect(resultsOf(result)).toEqual(Array(20).fill(['cancelled']));
		expect(execution.sent).toEqual([]);
	});

	it('passes before the rows that ask for a pause', async () => {
		for (const stop of [false, true]) {
			const clock = new TestClock();
			const pauseBefore = (row: number) => (row === 1 ? 5000 : 0);
			await run({ execution: onClock(clock), texts: ['a', 'b', 'c'], stop, pauseBefore });
			expect(clock.sleeps.filter((ms) => ms === 5000)).toHaveLength(1);
		}
	});
});

describe('Results of earlier executions', () => {
	it('are taken where the user wants them, in "Stop" mode too', async () => {
		const options = { reuseHours: 1 };
		const accountOf = () => 'kept';
		const first = newExecution();
		const connect = async () => ({
			...(await first.connection('x', { node: 'Node', run: {}, scope: {} })),
			accountKey: 'the account of kept results',
		});
		const input = {
			execution: first,
			texts: ['kept', 'balance'],
			connect: connect as RowsInput['connect'],
			accountOf,
		};
		await run({ ...input, options });
		for (const stop of [false, true]) {
			const result = await run({ ...input, execution: newExecution(), options, stop });
			expect(costsOf(result)[0]).toEqual([{ attempts: [], isReused: true }]);
			expect(costsOf(result)[1]).toEqual([{ attempts: [false], isReused: false }]);
		}
		await run({ ...input, execution: newExecution() });
		const notSupported = { ...operation, supportsReuseResults: false };
		await run({ ...input, execution: newExecution(), options, operation: notSupported });
		expect(wordsOf(first).filter((word) => word === 'kept')).toHaveLength(3);
	});
});
