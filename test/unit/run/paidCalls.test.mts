import { RunCalls } from '../../../nodes/JustOneApi/call/runCalls.ts';
import { failureOf } from '../../../nodes/JustOneApi/failure/failure.ts';
import { CallCap } from '../../../nodes/JustOneApi/run/callCap.ts';
import { beginRun } from '../../../nodes/JustOneApi/run/execution.ts';
import type { Execution } from '../../../nodes/JustOneApi/run/execution.ts';
import { PaidCalls } from '../../../nodes/JustOneApi/run/paidCalls.ts';
import type { Connection } from '../../../nodes/JustOneApi/run/paidCalls.ts';
import type { Call } from '../../../nodes/JustOneApi/run/plan.ts';
import { emptyTotals } from '../../../nodes/JustOneApi/run/totals.ts';
import type { RunTotals } from '../../../nodes/JustOneApi/run/totals.ts';
import { connectionError, DEFAULTS } from '../../../tools/simulate/play.mts';
import type { FakeExecution } from '../../../tools/simulate/rows.mts';
import { callFor, newExecution, wordsOf } from './fixture.mts';
import type { Word } from './fixture.mts';

interface Try {
	paidCalls: PaidCalls;
	connection: Connection;
	totals: RunTotals;
	cap: CallCap;
	/** Makes a call, with as many permits as it needs. */
	make(call: Call): ReturnType<PaidCalls['make']>;
}

interface Setup {
	run?: object;
	scope?: object;
	totals?: RunTotals;
	reuseHours?: number;
	settings?: Partial<typeof DEFAULTS>;
	limit?: number;
	account?: string;
	calls?: Pick<RunCalls, 'call' | 'closedBy'>;
}

/** A try of a run in an execution. */
async function newTry(api: FakeExecution, execution: Execution, setup: Setup = {}): Promise<Try> {
	const { run = {}, scope = run, totals = emptyTotals(), reuseHours = 0, limit = Infinity } = setup;
	const { clock } = api;
	const never = new AbortController().signal;
	const settings = { ...DEFAULTS, maxRetries: 0, ...setup.settings };
	const calls = setup.calls ?? new RunCalls({ settings, clock, cancel: never, noMoreCalls: never });
	const paidCalls = new PaidCalls(
		{ execution, run, scope, totals, reuseHours, clock },
		calls as unknown as RunCalls,
	);
	const connection = await api.connection(setup.account ?? 'account', { node: 'Node', run, scope });
	if (!connection.ok) throw new Error('no connection');
	const cap = new CallCap(() => totals.billed + totals.billed_unknown);
	return {
		...{ paidCalls, connection, totals, cap },
		make: async (call) => {
			const reservation = cap.reservation(limit);
			reservation.tryReach(call.cost);
			return await api.outcomeOf(paidCalls.make(connection, call, reservation));
		},
	};
}

const known = ({ paidCalls, connection }: Try, call: Call) => paidCalls.known(connection, call);
const newState = () => beginRun(null, 0);

describe('What a call is paid for once', () => {
	it('is its request, or what it names, on its account', async () => {
		const { paidCalls, connection } = await newTry(newExecution(), newState());
		const keyOf = (more: Partial<Call<Word>>) => paidCalls.keyOf(connection, callFor('a', more));
		const at = (url: string, qs = { word: 'a' }) => keyOf({ request: { method: 'GET', url, qs } });
		const keys = [at('/x'), at('/y'), at('/x', { word: 'b' }), keyOf({ identity: 'post a' })];
		expect(new Set(keys).size).toBe(4);
		expect(keyOf({ identity: 'post a', request: { method: 'GET', url: '/y', qs: {} } })).toBe(keys[3]);
		expect(keyOf({ cost: 5 })).toBe(keys[0]);
		const other = await newTry(newExecution(), newState(), { account: 'other' });
		expect(other.paidCalls.keyOf(other.connection, callFor('a'))).not.toBe(keys[0]);
	});
});

describe('What is known', () => {
	/** What a later try knows of a call that an earlier one made. */
	async function knownLater(body: string, later: Setup & { wait?: number }, more: Partial<Call<Word>> = {}) {
		const api = newExecution(async () => await Promise.resolve(body));
		const state = newState();
		const [run, scope] = [{}, {}];
		const first = await newTry(api, state, { run, scope });
		await first.make(callFor('a', more));
		if (later.wait) {
			const waking = api.clock.sleep(later.wait);
			await api.outcomeOf(waking);
		}
		const which = later.run ? {} : { run, scope };
		const second = await newTry(api, state, { ...which, ...(later.scope ? { scope } : {}), ...later });
		return { call: known(second, callFor('a', more)), first, second, more };
	}
	const SAME_RUN = {};
	const OTHER_RUN = { run: {} };

	it.each<[string, string, Setup, object | null]>([
		['a result', 'a', SAME_RUN, { attempts: [true], isReused: false }],
		['a result', 'a', OTHER_RUN, { attempts: [], isReused: true }],
		['a failure that was billed', 'billed', SAME_RUN, { attempts: [true], isReused: false }],
		['a failure that was billed', 'billed', OTHER_RUN, { attempts: [], isReused: true }],
		['a failure whose bill is unknown', 'unknown', SAME_RUN, { attempts: [null], isReused: false }],
		['a failure whose bill is unknown', 'unknown', OTHER_RUN, null],
		['a failure that was not billed', 'unbilled', SAME_RUN, null],
		['a failure that was not billed', 'unbilled', OTHER_RUN, null],
	])('%s (%s), in %j', async (_, body, later, outcome) => {
		const { call } = await knownLater(body, later);
		if (outcome === null) expect(call).toBe(null);
		else expect(call).toMatchObject(outcome);
	});

	it('of a free call is nothing beyond the try that made it', async () => {
		expect((await knownLater('a', SAME_RUN, { cost: 0 })).call).toBe(null);
		const { first } = await knownLater('a', OTHER_RUN, { cost: 0 });
		expect(known(first, callFor('a', { cost: 0 }))).toMatchObject({ answer: { body: 'a' }, isReused: true });
	});

	it('to the try that made it is all that its very request came to, whatever it accepts', async () => {
		for (const body of ['a', 'unbilled', 'unknown', 'billed']) {
			const { first } = await knownLater(body, OTHER_RUN);
			const call = known(first, callFor('a', { accepts: () => false }));
			expect(call).toMatchObject({ attempts: [], isReused: true });
		}
	});

	it('of another request with the same name is a result that is accepted, or a failure that was billed', async () => {
		const identity = 'post a';
		const other = callFor('b', { identity, accepts: ({ body }) => body === 'good' });
		for (const [body, isKnown] of [
			['good', true],
			['less', false],
			['billed', true],
			['unbilled', false],
		] as const) {
			const { first, second } = await knownLater(body, OTHER_RUN, { identity });
			expect([body, known(first, other) !== null, known(second, other) !== null]).toEqual([
				body,
				isKnown,
				isKnown,
			]);
		}
		const { first, second } = await knownLater('unknown', OTHER_RUN, { identity });
		expect([known(first, other), known(second, other)]).toEqual([expect.anything(), null]);
	});

	it('is no older than the call allows, to the millisecond; in its own run it may have any age', async () => {
		const maxAge = 5000;
		for (const body of ['a', 'billed']) {
			expect((await knownLater(body, { ...OTHER_RUN, wait: 5000 }, { maxAge })).call).not.toBe(null);
			expect((await knownLater(body, { ...OTHER_RUN, wait: 5001 }, { maxAge })).call).toBe(null);
			expect((await knownLater(body, { ...SAME_RUN, wait: 5001 }, { maxAge })).call).not.toBe(null);
			expect((await knownLater(body, { ...OTHER_RUN, wait: 10 ** 9 })).call).not.toBe(null);
		}
	});

	it('is reported once by each try of the run that made it', async () => {
		const { call, second, first } = await knownLater('a', SAME_RUN);
		expect(call).toMatchObject({ attempts: [true], isReused: false });
		expect(known(second, callFor('a'))).toMatchObject({ attempts: [], isReused: true });
		expect(known(first, callFor('a'))).toMatchObject({ attempts: [true], isReused: false });
	});

	it('says why it is not called for again where that may have been billed', async () => {
		const words =
			'Check the region and the base URL in the credential; a proxy or a web page may be answering instead of the API. It was not called again: the call before it may have been billed.';
		const { call, first } = await knownLater('unknown', SAME_RUN);
		expect(call?.answer).toMatchObject({ advice: words });
		expect(known(first, callFor('a'))?.answer).not.toHaveProperty('advice');
		expect((await knownLater('billed', SAME_RUN)).call?.answer).not.toHaveProperty('advice');
		const own = await knownLater('unknown', SAME_RUN, {
			read: () => failureOf('bad_response', { advice: 'Own advice.' }),
		});
		expect(own.call?.answer).toMatchObject({
			advice: expect.stringMatching(/^Own advice\. It was not called again/),
		});
	});

	it('is nothing of a call that never left: what was known before stands', async () => {
		const bodies = ['unknown'];
		const api = newExecution(async (word) => await Promise.resolve(bodies.shift() ?? word));
		const state = newState();
		const scope = {};
		const first = await newTry(api, state, { scope });
		await first.make(callFor('a'));
		const { size } = state;
		const closed = failureOf('permission_denied', { uncalled: true, billed: false });
		const calls = {
			call: async <T,>() => await Promise.resolve({ answer: closed as T, attempts: [] }),
			closedBy: () => null,
		} as unknown as RunCalls;
		const other = await newTry(api, state, { calls });
		for (const word of ['a', 'b']) {
			expect(await other.make(callFor(word))).toMatchObject({
				answer: closed,
				attempts: [],
				isReused: false,
			});
			expect(known(other, callFor(word))).toBe(null);
		}
		expect([state.paid.size, state.size]).toEqual([1, size]);
		// What may have been billed is still not called again by those that must not.
		expect(known(await newTry(api, state, { scope }), callFor('a'))).toMatchObject({ isReused: true });
	});

	it('of one request stays where another one with its name fails', async () => {
		const identity = 'post a';
		const isWhole = ({ body }: Word) => body === 'whole';
		const short = callFor('a', { identity });
		const whole = (body: string) => callFor(body, { identity, accepts: isWhole });
		for (const [body, seen] of [
			['unbilled', true],
			['unknown', true],
			// Both are billed: the result is of more use.
			['billed', true],
		] as const) {
			const thisTry = await newTry(newExecution(), newState());
			await thisTry.make(short);
			await thisTry.make(whole(body));
			expect(known(thisTry, short)?.answer.ok).toBe(seen);
			expect(known(thisTry, whole(body))?.answer.ok).toBe(false);
		}
	});

	it('of one request stays while another one with its name is under way, and both are reported', async () => {
		const identity = 'post a';
		const short = callFor('a', { identity });
		const whole = callFor('whole', { identity, accepts: ({ body }) => body === 'whole' });
		const api = newExecution();
		const state = newState();
		const [run, totals] = [{}, emptyTotals()];
		const first = await newTry(api, state, { run, totals });
		await first.make(short);
		const making = first.make(whole);
		expect(known(first, short)).not.toBe(null);
		await making;
		const second = await newTry(api, state, { run, totals });
		const reported = [known(second, short), known(second, whole)].flatMap((call) => call?.attempts);
		expect(reported).toEqual([true, true]);
		expect(totals).toMatchObject({ calls: 2, billed: 2, retries: 0 });
	});
});

describe('A call that is under way', () => {
	/** A call of a try that waits for its answer. */
	async function waiting(cost: number) {
		let answer = (_: string | Error) => {};
		const api = newExecution(async () => await new Promise((resolve) => (answer = resolve)));
		const state = newState();
		const first = await newTry(api, state);
		const making = first.paidCalls.make(
			first.connection,
			callFor('a', { cost }),
			first.cap.reservation(Infinity),
		);
		await new Promise((resolve) => setImmediate(resolve));
		const second = await newTry(api, state);
		const underWay = (thisTry: Try) => thisTry.paidCalls.underWay(thisTry.connection, callFor('a', { cost }));
		return { first, second, making, underWay, answer: (body: string) => answer(body) };
	}

	it('is not known, and can be waited for until it is', async () => {
		const { first, second, making, underWay, answer } = await waiting(1);
		expect([known(first, callFor('a')), known(second, callFor('a'))]).toEqual([null, null]);
		const waits = [underWay(first), underWay(second)];
		expect(waits).toEqual([expect.any(Promise), expect.any(Promise)]);
		answer('a');
		await Promise.all(waits);
		expect(known(second, callFor('a'))).toMatchObject({ answer: { body: 'a' } });
		await making;
		expect([underWay(first), underWay(second)]).toEqual([null, null]);
	});

	it('that is free is waited for by its own try only', async () => {
		const { first, second, making, underWay, answer } = await waiting(0);
		expect([underWay(first), underWay(second)]).toEqual([expect.any(Promise), null]);
		answer('a');
		await making;
	});

	it('that rejects does not stay among the paid ones, and lets those go that waited', async () => {
		const api = newExecution();
		const state = newState();
		const calls = {
			call: async () => await Promise.reject(new Error('defect')),
			closedBy: () => null,
		} as unknown as RunCalls;
		const { paidCalls, connection, cap } = await newTry(api, state, { calls });
		const making = paidCalls.make(connection, callFor('a'), cap.reservation(Infinity));
		const waits = paidCalls.underWay(connection, callFor('a'));
		await expect(making).rejects.toThrow('defect');
		await waits;
		expect([state.paid.size, state.size]).toEqual([0, 0]);
		const next = await newTry(api, state);
		expect(await next.make(callFor('a'))).toMatchObject({ answer: { body: 'a' }, attempts: [true] });
		expect(state.paid.size).toBe(1);
	});

	it('that rejects takes away no other one that came in its place', async () => {
		const api = newExecution();
		const state = newState();
		let fail = () => {};
		const calls = {
			call: async () => await new Promise((_, reject) => (fail = () => reject(new Error('defect')))),
			closedBy: () => null,
		} as unknown as RunCalls;
		const first = await newTry(api, state, { calls });
		const making = first.make(callFor('a')).catch(() => 'rejected');
		const second = await newTry(api, state);
		await second.make(callFor('a'));
		fail();
		expect(await making).toBe('rejected');
		expect(known(second, callFor('a'))).not.toBe(null);
	});
});

describe('A call that is made', () => {
	it('is counted with all its attempts, and uses the permits of those that may have been billed', async () => {
		const answers: Array<string | Error> = [
			connectionError('ECONNREFUSED', 'connect'),
			connectionError('ECONNRESET'),
			'a',
		];
		const api = newExecution(async (word) => await Promise.resolve(answers.shift() ?? word));
		const thisTry = await newTry(api, newState(), {
			limit: 5,
			settings: { maxRetries: 3, retryUnanswered: true },
		});
		const outcome = await thisTry.make(callFor('a', { cost: 2 }));
		expect(outcome).toMatchObject({ answer: { ok: true }, attempts: [false, null, true], isReused: false });
		expect(thisTry.totals).toEqual({ ...emptyTotals(), calls: 3, billed: 1, billed_unknown: 1, retries: 2 });
		// Two of the three that it held by then are used, and one it still holds.
		const others = thisTry.cap.reservation(5);
		expect([others.tryReach(3), others.tryReach(2)]).toEqual([false, true]);
	});

	it('is repeated after what may have been billed only with one more permit', async () => {
		for (const [limit, attempts] of [
			[1, [null]],
			[2, [null, true]],
		] as const) {
			const answers: Array<string | Error> = [connectionError('ECONNRESET')];
			const api = newExecution(async (word) => await Promise.resolve(answers.shift() ?? word));
			const settings = { maxRetries: 3, retryUnanswered: true };
			const thisTry = await newTry(api, newState(), { limit, settings });
			expect((await thisTry.make(callFor('a'))).attempts).toEqual(attempts);
		}
	});

	it('is repeated without a permit where it was not billed, or never is', async () => {
		const unbilled = await newTry(
			newExecution(async () => await Promise.resolve(connectionError('ECONNREFUSED', 'connect'))),
			newState(),
			{ limit: 1, settings: { maxRetries: 2 } },
		);
		expect((await unbilled.make(callFor('a'))).attempts).toEqual([false, false, false]);
		const free = await newTry(
			newExecution(async () => await Promise.resolve(connectionError('ECONNRESET'))),
			newState(),
			{ limit: 0, settings: { maxRetries: 2 } },
		);
		expect((await free.make(callFor('a', { cost: 0 }))).attempts).toEqual([false, false, false]);
		expect(free.totals).toMatchObject({ calls: 3, billed: 0, billed_unknown: 0 });
	});

	it('tells of the attempts of an earlier try too, and counts all its own as repeats', async () => {
		const bodies = ['unbilled', 'unbilled', 'a'];
		const api = newExecution(async (word) => await Promise.resolve(bodies.shift() ?? word));
		const state = newState();
		const [run, totals] = [{}, emptyTotals()];
		const tries = [];
		for (let index = 0; index < 3; index += 1) {
			const thisTry = await newTry(api, state, { run, totals });
			tries.push((await thisTry.make(callFor('a'))).attempts);
		}
		expect(tries).toEqual([[false], [false, false], [false, false, true]]);
		expect(totals).toMatchObject({ calls: 3, billed: 1, retries: 2 });
	});

	it('tells of none that another run made', async () => {
		const api = newExecution(async () => await Promise.resolve('unbilled'));
		const state = newState();
		for (let index = 0; index < 2; index += 1) {
			const { make, totals } = await newTry(api, state);
			expect((await make(callFor('a'))).attempts).toEqual([false]);
			expect(totals).toMatchObject({ calls: 1, retries: 0 });
		}
	});

	it('in the same try tells of its own attempts only', async () => {
		const thisTry = await newTry(newExecution(), newState());
		await thisTry.make(callFor('a', { identity: 'a' }));
		const { attempts } = await thisTry.make(callFor('b', { identity: 'a', accepts: () => false }));
		expect([attempts, thisTry.totals.retries]).toEqual([[true], 0]);
	});

	it('whose answer cannot be read failed by a fault of the node, and may have been billed', async () => {
		const { make, totals } = await newTry(newExecution(), newState());
		const { answer, attempts } = await make(callFor('unread'));
		expect(answer).toMatchObject({ ok: false, kind: { reason: 'node_fault' } });
		expect([attempts, totals.billed_unknown]).toEqual([[null], 1]);
	});

	it('keeps of its answer what the size says, and the size', async () => {
		const state = newState();
		const { make } = await newTry(
			newExecution(async () => await Promise.resolve('x'.repeat(3000))),
			state,
		);
		await make(callFor('a'));
		expect(state.size).toBe(JSON.stringify({ ok: true, body: 'x'.repeat(3000) }).length);
	});
});

describe('A closed endpoint', () => {
	it('is closed for each call that goes to it or needs it, and for no other', async () => {
		const api = newExecution(async () => await Promise.resolve('denied'));
		const thisTry = await newTry(api, newState());
		const { paidCalls, connection, make } = thisTry;
		const at = (url: string, needs?: string[]) =>
			callFor('a', { request: { method: 'GET', url, qs: {} }, needs });
		const closed = (call: Call) => paidCalls.closedFor(connection, call)?.kind.reason ?? null;
		expect(closed(at('/post'))).toBe(null);
		await make(at('/post'));
		expect(
			[at('/post'), at('/share', ['/other', '/post']), at('/share', ['/other']), at('/share')].map(closed),
		).toEqual(['permission_denied', 'permission_denied', null, null]);
		expect(wordsOf(api)).toHaveLength(1);
	});
});

describe('Results of earlier executions', () => {
	const at = (hours: number) => ({ reuseHours: hours });
	/** What another execution on the account knows. */
	async function knownElsewhere(first: Setup, later: Setup, more: Partial<Call<Word>> = {}, body = 'a') {
		const api = newExecution(async () => await Promise.resolve(body));
		await (await newTry(api, newState(), first)).make(callFor('a', more));
		return known(await newTry(api, newState(), later), callFor('a', more));
	}

	it('are taken where both runs reuse results', async () => {
		expect(await knownElsewhere(at(1), at(1))).toEqual({
			answer: { ok: true, body: 'a' },
			attempts: [],
			isReused: true,
		});
		expect(await knownElsewhere(at(0), at(1))).toBe(null);
		expect(await knownElsewhere(at(1), at(0))).toBe(null);
	});

	it('are none of a free call, of a failure, or of what is not accepted', async () => {
		expect(await knownElsewhere(at(1), at(1), { cost: 0 })).toBe(null);
		expect(await knownElsewhere(at(1), at(1), {}, 'billed')).toBe(null);
		expect(await knownElsewhere(at(1), at(1), { accepts: () => false })).toBe(null);
		expect(await knownElsewhere(at(1), at(1), { accepts: () => true })).not.toBe(null);
	});
});
