import type { HttpAnswer } from '../../../nodes/JustOneApi/call/response.ts';
import type { OpenAnswer } from '../../../nodes/JustOneApi/call/attempt.ts';
import { failureOf } from '../../../nodes/JustOneApi/failure/failure.ts';
import type { Failure } from '../../../nodes/JustOneApi/failure/failure.ts';
import { redactor } from '../../../nodes/JustOneApi/failure/redact.ts';
import { executionOf } from '../../../nodes/JustOneApi/run/execution.ts';
import type { Execution } from '../../../nodes/JustOneApi/run/execution.ts';
import type { Job, Operation } from '../../../nodes/JustOneApi/run/operation.ts';
import { runRows } from '../../../nodes/JustOneApi/run/run.ts';
import type { Connection } from '../../../nodes/JustOneApi/run/payments.ts';
import type { Host, RunResult } from '../../../nodes/JustOneApi/run/run.ts';
import { readSettings } from '../../../nodes/JustOneApi/run/settings.ts';
import { VirtualClock } from '../../../tools/simulate/virtualClock.mts';

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

/** The words of a row ask for one job each; the word says what becomes of it. */
const operation: Operation = {
	parameter: 'text',
	parameterLabel: 'Text',
	mayReuse: true,
	read: (value) => String(value).split(' ').map(jobOf),
};

function jobOf(word: string): Job {
	if (word === 'bad') throw new Error('secret-token in a defect');
	if (word === 'none') return { link: null, known: failureOf('no_link') };
	if (word === 'free') return { link: word, known: { ok: true, item: { word }, envelope: null } };
	return {
		link: word,
		perform: async (call) => {
			if (word === 'defect') throw new Error('secret-token in a defect');
			const answer = await call({ method: 'GET', url: '/x', qs: { word } }, read);
			if (!answer.ok) return answer;
			if (word.startsWith('late')) throw new Error('secret-token in a later defect');
			return { ok: true, item: { word: answer.body }, envelope: null };
		},
	};
}

function read({ body }: HttpAnswer, clean: <V>(value: V) => V): { ok: true; body: string } | Failure {
	if (body?.startsWith('unread')) throw new Error('secret-token in the reader');
	if (body?.startsWith('billed')) return failureOf('no_content');
	if (body?.startsWith('unbilled')) return failureOf('invalid_parameters');
	if (body?.startsWith('unknown')) return failureOf('bad_response');
	return { ok: true, body: clean(String(body)) };
}

interface Setup {
	texts: string[];
	clock?: TestClock;
	stop?: boolean;
	finishCalls?: boolean;
	execution?: Execution;
	run?: string;
	signal?: AbortSignal;
	accountOf?: (row: number) => string;
	connect?: (row: number) => Promise<Connection | Failure>;
	pauseBefore?: Host['pauseBefore'];
	onRead?: (row: number) => void;
	answer?: (word: string) => Promise<string>;
	options?: Record<string, unknown>;
}

const sent: string[] = [];
let connections = 0;
beforeEach(() => {
	sent.length = 0;
	connections = 0;
});

async function run(setup: Setup): Promise<RunResult & { bill: ReturnType<Execution['billOf']> }> {
	const { texts, clock = new TestClock(), execution = executionOf(undefined, 0), run: name = '0' } = setup;
	const bill = execution.billOf('Node', name);
	const send = async (qs: Readonly<Record<string, string>>): Promise<OpenAnswer> => {
		sent.push(qs.word);
		const body = await (setup.answer?.(qs.word) ?? Promise.resolve(qs.word));
		const stream = async function* () {
			yield new TextEncoder().encode(body);
		};
		return { statusCode: 200, headers: {}, body: stream() };
	};
	const connect = async (row: number): Promise<Connection> => ({
		ok: true,
		accountKey: setup.accountOf?.(row) ?? 'account of the run tests',
		clean: redactor('secret-token'),
		way: '',
		timeout: 60_000,
		send: async ({ qs }) => await send(qs),
	});
	const running = runRows({
		operation,
		settings: readSettings({ maxRetries: 0, ...setup.options }, true, setup.stop === true),
		host: {
			rows: texts.length,
			read: (row) => {
				setup.onRead?.(row);
				return { value: texts[row] };
			},
			connect: async (row) => {
				connections += 1;
				return await (setup.connect ?? connect)(row);
			},
			pauseBefore: setup.pauseBefore ?? (() => 0),
		},
		execution,
		run: name,
		bill,
		cap: execution.capOf('Node', {}),
		clock,
		signal: setup.signal ?? new AbortController().signal,
		finishCalls: setup.finishCalls === true,
		progress: { rows: 0 },
	});
	let isOver = false;
	void running.finally(() => (isOver = true)).catch(() => {});
	await clock.pass(() => isOver);
	return { ...(await running), bill };
}

const reasons = ({ outcomes }: RunResult) =>
	outcomes.map((row) => row.map(({ result }) => (result.ok ? result.item : result.kind.reason)));

describe('Rows', () => {
	it('give their outcomes in order, links in the order of the text', async () => {
		const clock = new TestClock();
		const slowFirst = async (word: string) => {
			if (word === 'a') await clock.sleep(20);
			return word;
		};
		const result = await run({ clock, texts: ['a free b', 'none', 'billed-1'], answer: slowFirst });
		expect(reasons(result)).toEqual([
			[{ word: 'a' }, { word: 'free' }, { word: 'b' }],
			['no_link'],
			['no_content'],
		]);
		expect(result.bill).toMatchObject({
			rows: 3,
			links: 4,
			calls: 3,
			billed: 3,
			free: 1,
			failed: 2,
			no_link: 1,
		});
	});

	it('share a call, and only the first of them says what it came to', async () => {
		const { outcomes, bill } = await run({ texts: ['a', 'a', 'a'] });
		expect(sent).toEqual(['a']);
		expect(outcomes.map(([{ calls }]) => calls)).toEqual([
			{ bills: [true], reused: false },
			{ bills: [], reused: true },
			{ bills: [], reused: true },
		]);
		expect(bill).toMatchObject({ calls: 1, billed: 1, reused: 2, links: 1 });
	});

	it('of different accounts share none', async () => {
		await run({ texts: ['a', 'a'], accountOf: String });
		expect(sent).toEqual(['a', 'a']);
	});

	it('that need no call ask for no connection', async () => {
		await run({ texts: ['free', 'none', 'a b', 'free'] });
		expect(connections).toBe(1);
	});

	it('fail alone where their connection does', async () => {
		const result = await run({
			texts: ['a', 'free', 'b'],
			connect: async (row) => {
				if (row === 0) throw new Error('secret-token');
				return failureOf('credential_missing');
			},
		});
		expect(reasons(result)).toEqual([['node_fault'], [{ word: 'free' }], ['credential_missing']]);
	});
});

describe('A defect', () => {
	it('fails its row, and nothing of its message is passed on', async () => {
		const result = await run({ texts: ['bad', 'defect a', 'unread-1', 'late-1', 'b'] });
		expect(reasons(result)).toEqual([
			['node_fault'],
			['node_fault', { word: 'a' }],
			['node_fault'],
			['node_fault'],
			[{ word: 'b' }],
		]);
		expect(JSON.stringify(result)).not.toContain('secret-token');
	});

	it('after a call leaves what it cost', async () => {
		const { outcomes, bill } = await run({ texts: ['unread-2', 'late-2'] });
		expect(outcomes.map(([{ calls }]) => calls.bills)).toEqual([[null], [true]]);
		expect(bill).toMatchObject({ calls: 2, billed: 1, billed_unknown: 1, node_fault: 2 });
	});

	it('of a reading is not carried into a later run', async () => {
		const execution = executionOf(undefined, 0);
		await run({ texts: ['unread-3'], execution, run: '0' });
		await run({ texts: ['unread-3'], execution, run: '1' });
		expect(sent).toHaveLength(2);
	});
});

describe('In an execution', () => {
	const texts = ['a', 'billed-x', 'unbilled-x', 'unknown-x'];

	it('a later run calls again for what was not billed or is unknown', async () => {
		const execution = executionOf(undefined, 0);
		await run({ texts, execution, run: '0' });
		sent.length = 0;
		const { outcomes, bill } = await run({ texts, execution, run: '1' });
		expect(sent).toEqual(['unbilled-x', 'unknown-x']);
		expect(outcomes.map(([{ calls }]) => calls)).toEqual([
			{ bills: [], reused: true },
			{ bills: [], reused: true },
			{ bills: [false], reused: false },
			{ bills: [null], reused: false },
		]);
		expect(bill).toMatchObject({ calls: 2, reused: 2 });
	});

	it('a further try calls again only for what was surely not billed, and tells of all calls', async () => {
		const execution = executionOf(undefined, 0);
		await run({ texts, execution });
		sent.length = 0;
		const { outcomes, bill } = await run({ texts, execution });
		expect(sent).toEqual(['unbilled-x']);
		expect(outcomes.map(([{ calls }]) => calls.bills)).toEqual([[true], [true], [false, false], [null]]);
		expect(bill).toMatchObject({ rows: 4, calls: 5, billed: 2, billed_unknown: 1, retries: 1, reused: 0 });
	});

	it('runs at the same time share a call', async () => {
		const execution = executionOf(undefined, 0);
		await Promise.all(['0', '1'].map(async (name) => await run({ texts: ['a'], execution, run: name })));
		expect(sent).toEqual(['a']);
	});
});

describe('"Stop" mode', () => {
	it.each([
		[['a', 'b', 'none'], 2],
		[['a', 'b none'], 1],
		[['a', 'bad', 'b'], 1],
	])('ends unpaid where a row fails without a call: %j', async (texts, row) => {
		const result = await run({ texts, stop: true });
		expect(result.stoppedBy).toMatchObject({ row, outcome: { calls: { bills: [] } } });
		expect(result.bill).toMatchObject({ calls: 0, failed: 1 });
		expect([sent, connections]).toEqual([[], 0]);
	});

	it('ends unpaid where a connection fails', async () => {
		const result = await run({
			texts: ['a', 'b'],
			stop: true,
			connect: async () => failureOf('credential_missing'),
		});
		expect(result.stoppedBy).toMatchObject({ row: 0, failure: { kind: { reason: 'credential_missing' } } });
		expect(sent).toEqual([]);
	});

	it('ends before any call with a failure that an earlier try or run was billed for', async () => {
		const execution = executionOf(undefined, 0);
		await run({ texts: ['billed-s'], execution, stop: true, run: '0' });
		for (const [name, calls] of [
			['0', { bills: [true], reused: false }],
			['1', { bills: [], reused: true }],
		] as const) {
			sent.length = 0;
			const result = await run({ texts: ['a', 'billed-s'], execution, stop: true, run: name });
			expect(result.stoppedBy).toMatchObject({ row: 1, outcome: { calls } });
			expect(sent).toEqual([]);
		}
	});

	it('ends with the failure that it found, also where another run has a result meanwhile', async () => {
		const execution = executionOf(undefined, 0);
		await run({ texts: ['unknown-s'], execution, stop: true });
		const result = await run({
			texts: ['unknown-s', 'a'],
			execution,
			stop: true,
			connect: async (row) => {
				if (row === 1) {
					const answer = async () => 'good';
					await run({ texts: ['unknown-s'], execution, run: '1', answer });
					return failureOf('credential_missing');
				}
				return {
					ok: true,
					accountKey: 'account of the run tests',
					clean: (value) => value,
					way: '',
					timeout: 60_000,
					send: async () => await Promise.reject(new Error('No call is needed')),
				};
			},
		});
		expect(result.stoppedBy).toMatchObject({ row: 0, failure: { kind: { reason: 'bad_response' } } });
	});

	it('asks for each connection once', async () => {
		await run({ texts: ['a', 'b', 'c'], stop: true });
		expect(connections).toBe(3);
	});

	it('names the row whose call failed, not one that shares it or was ended with it', async () => {
		const result = await run({ texts: ['a', 'unbilled-s', 'unbilled-s', 'b'], stop: true });
		expect(result.stoppedBy).toMatchObject({ row: 1, outcome: { link: 'unbilled-s' } });
	});

	it.each([
		[false, 'aborted'],
		[true, 'answered'],
	])('ends calls under way, unless a further try can use them: %s', async (finishCalls, end) => {
		const clock = new TestClock();
		const ends: string[] = [];
		let release = () => {};
		const released = new Promise<void>((resolve) => (release = resolve));
		const result = await run({
			clock,
			texts: ['slow', 'unbilled-s'],
			stop: true,
			finishCalls,
			connect: async () => ({
				ok: true,
				accountKey: `account of ${end}`,
				clean: (value) => value,
				way: '',
				timeout: 60_000,
				send: async ({ qs }, signal) => {
					if (qs.word === 'slow') {
						const aborted = new Promise<string>((resolve) =>
							signal.addEventListener('abort', () => resolve('aborted'), { once: true }),
						);
						ends.push(await Promise.race([aborted, released.then(() => 'answered')]));
					} else void clock.sleep(30).then(() => release());
					const stream = async function* () {
						yield new TextEncoder().encode(qs.word);
					};
					return { statusCode: 200, headers: {}, body: stream() };
				},
			}),
		});
		expect(result.stoppedBy).toMatchObject({ row: 1 });
		expect(ends).toEqual([end]);
	});
});

describe('A run that is cancelled', () => {
	it('ends for rows that wait for a place under "Max Billed Calls" too, and for those behind them', async () => {
		const clock = new TestClock();
		const cancel = new AbortController();
		const never = async () => {
			void clock.sleep(1000).then(() => cancel.abort(failureOf('cancelled')));
			await clock.sleep(10_000_000, cancel.signal);
			return await Promise.reject(new Error('aborted'));
		};
		const texts = Array.from({ length: 30 }, (_, row) => `c${row}`);
		const options = { maxBilledCalls: 2, maxConcurrentRequests: 3 };
		const result = await run({ texts, clock, signal: cancel.signal, options, answer: never });
		expect(sent).toEqual(['c0', 'c1']);
		expect(new Set(reasons(result).flat())).toEqual(new Set(['cancelled', 'max_calls_reached']));
		expect(result.outcomes).toHaveLength(30);
		expect(clock.now()).toBeLessThan(10_000);
	});
});

describe('Time', () => {
	it('is given to others after each 15 ms of reading, in every mode', async () => {
		for (const stop of [false, true]) {
			const clock = new TestClock();
			const onRead = () => clock.work(4);
			await run({ texts: Array<string>(20).fill('free'), clock, stop, onRead });
			// 80 ms of reading, a pause after each 16 of them; "Stop" then goes over the rows once more.
			expect(clock.sleeps).toEqual(Array(stop ? 5 : 4).fill(0));
		}
	});

	it('is also given where the run was cancelled', async () => {
		const clock = new TestClock();
		const signal = AbortSignal.abort(failureOf('cancelled'));
		const result = await run({
			texts: Array<string>(20).fill('a'),
			clock,
			signal,
			onRead: () => clock.work(20),
		});
		expect(clock.sleeps).toHaveLength(19);
		expect(reasons(result)).toEqual(Array(20).fill(['cancelled']));
		expect(sent).toEqual([]);
	});

	it('passes before the rows that ask for a pause', async () => {
		const clock = new TestClock();
		await run({ texts: ['a', 'b', 'c'], clock, pauseBefore: (row) => (row === 1 ? 5000 : 0) });
		expect(clock.sleeps.filter((ms) => ms === 5000)).toHaveLength(1);
	});
});

describe('Results of earlier executions', () => {
	it('are taken where the user wants them, in "Stop" mode too', async () => {
		const options = { reuseHours: 1 };
		await run({ texts: ['kept'], options });
		for (const stop of [false, true]) {
			const { outcomes } = await run({ texts: ['kept'], options, stop });
			expect(outcomes[0][0].calls).toEqual({ bills: [], reused: true });
		}
		await run({ texts: ['kept'] });
		expect(sent).toEqual(['kept', 'kept']);
	});
});
