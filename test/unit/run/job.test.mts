/** A plan that is settled without a run: no rows, no mode, no cancel signal of n8n. A trigger does so. */
import { RunCalls } from '../../../nodes/JustOneApi/call/runCalls.ts';
import { failureOf } from '../../../nodes/JustOneApi/failure/failure.ts';
import type { Failure } from '../../../nodes/JustOneApi/failure/failure.ts';
import { CallCap } from '../../../nodes/JustOneApi/run/callCap.ts';
import { beginRun } from '../../../nodes/JustOneApi/run/execution.ts';
import { Job } from '../../../nodes/JustOneApi/run/job.ts';
import type { JobInput } from '../../../nodes/JustOneApi/run/job.ts';
import { PaidCalls } from '../../../nodes/JustOneApi/run/paidCalls.ts';
import type { Plan, Step } from '../../../nodes/JustOneApi/run/plan.ts';
import { emptyTotals } from '../../../nodes/JustOneApi/run/totals.ts';
import { DEFAULTS } from '../../../tools/simulate/play.mts';
import { TOKEN } from '../../../tools/simulate/rows.mts';
import { callFor, newExecution, planOf, resultOf, wordsOf } from './fixture.mts';

/** What a poll of a trigger has: a way to the API, what was paid for, and numbers. */
function newPoll(execution = newExecution(), limit = Infinity) {
	const { clock } = execution;
	const never = new AbortController();
	const run = {};
	const totals = emptyTotals();
	const cap = new CallCap(() => totals.billed + totals.billed_unknown);
	const calls = new RunCalls({
		settings: { ...DEFAULTS, maxRetries: 0 },
		clock,
		cancel: never.signal,
		noMoreCalls: never.signal,
	});
	const shared = beginRun(null, clock.now());
	const paidCalls = new PaidCalls(
		{ execution: shared, run, scope: run, totals, reuseHours: 0, clock },
		calls,
	);
	const connect = async () => await execution.connection('poll', { node: 'Trigger', run, scope: run });
	const jobOf = (plan: Plan | string, more: Partial<JobInput> = {}) =>
		new Job({
			plan: typeof plan === 'string' ? planOf(plan) : plan,
			...{ connect, paidCalls, reservation: cap.reservation(limit), ...more },
		});
	const settle = async (job: Job) => await execution.outcomeOf(job.settle());
	return { execution, totals, cap, jobOf, settle, shared };
}

describe('A plan', () => {
	it('is settled: its calls are made, paid for once and counted', async () => {
		const { execution, totals, cap, jobOf, settle } = newPoll(undefined, 5);
		const outcome = await settle(jobOf('get-a'));
		expect(outcome).toEqual({
			link: 'get-a',
			attempts: [true, true],
			isReused: false,
			result: { ok: true, items: [{ word: 'a' }] },
		});
		expect(await settle(jobOf('get-a'))).toMatchObject({ attempts: [], isReused: true });
		expect(wordsOf(execution)).toEqual(['/share a', '/post a']);
		expect(totals).toEqual({ ...emptyTotals(), calls: 2, billed: 2 });
		expect(cap.left(5)).toBe(3);
	});

	it('that needs no call asks for no connection', async () => {
		const connect = async () => await Promise.reject(new Error('none'));
		const { jobOf, settle } = newPoll();
		expect(resultOf(await settle(jobOf('free', { connect })))).toEqual([{ word: 'free' }]);
		expect(await jobOf('free', { connect }).advance()).toBe(null);
	});

	it('that does not fit makes no call, gives back what it held, and says so', async () => {
		const { execution, cap, jobOf, settle } = newPoll(undefined, 1);
		const outcome = await settle(jobOf('get-a'));
		expect(outcome).toMatchObject({
			attempts: [],
			isReused: false,
			result: {
				kind: { reason: 'max_calls_reached' },
				platform: 'p',
				advice: expect.stringMatching(/^No call was made for this row\. .* This row was not called\.$/),
			},
		});
		expect(execution.sent).toEqual([]);
		const [a, b] = [cap.reservation(1), cap.reservation(1)];
		expect([a.tryReach(1), b.tryReach(1)]).toEqual([true, false]);
	});

	it('holds its permits until it has ended, and then none', async () => {
		const seen: boolean[] = [];
		const { cap, jobOf, settle } = newPoll(
			newExecution(async (word) => {
				seen.push(cap.reservation(2).tryReach(1));
				return await Promise.resolve(word);
			}),
			2,
		);
		await settle(jobOf('get-unbilled'));
		expect(seen).toEqual([false]);
		expect(cap.reservation(2).tryReach(2)).toBe(true);
	});

	it('goes on from a call that another one makes, and calls itself where that one failed unbilled', async () => {
		const answers = ['unbilled', 'unbilled'];
		const { execution, jobOf } = newPoll(
			newExecution(async (word) => await Promise.resolve(answers.shift() ?? word)),
		);
		const [first, second] = await execution.outcomeOf(
			Promise.all([jobOf('a').settle(), jobOf('a').settle()]),
		);
		// Within a try, what failed is not asked again.
		expect([first.result, second.result]).toMatchObject(
			Array(2).fill({ kind: { reason: 'invalid_parameters' } }),
		);
		expect(second).toMatchObject({ attempts: [], isReused: true });
		expect(wordsOf(execution)).toEqual(['a']);
	});

	it('is none that another one paid for where it made a call of its own', async () => {
		const { jobOf, settle } = newPoll();
		await settle(jobOf({ link: null, step: callFor('a') }));
		const step = callFor('a', { next: () => callFor('b') });
		expect(await settle(jobOf({ link: null, step }))).toMatchObject({ attempts: [true], isReused: false });
	});

	it('waits for a permit that may come free, and makes its call with it', async () => {
		const { execution, totals, jobOf } = newPoll(undefined, 1);
		const jobs = ['unbilled-1', 'b', 'c'].map(async (word) => await jobOf(word).settle());
		const outcomes = await execution.outcomeOf(Promise.all(jobs));
		expect(outcomes.map(resultOf)).toEqual([['invalid_parameters'], [{ word: 'b' }], ['max_calls_reached']]);
		expect(wordsOf(execution)).toEqual(['unbilled-1', 'b']);
		expect(totals.billed).toBe(1);
	});

	it('behind a closed endpoint waits for no permit, and says what closed it', async () => {
		const { jobOf, settle } = newPoll(
			newExecution(async (word, url) => await Promise.resolve(url === '/post' ? 'denied' : word)),
			2,
		);
		await settle(jobOf('get-a'));
		expect(await settle(jobOf('get-b'))).toMatchObject({
			result: { kind: { reason: 'permission_denied' }, uncalled: true },
		});
	});

	it('ends with its connection, and with a defect of asking for one: nothing of its message is passed on', async () => {
		const { jobOf, settle } = newPoll();
		const missing = failureOf('credential_missing');
		const failing = jobOf('a', { connect: async () => await Promise.resolve(missing) });
		expect((await settle(failing)).result).toBe(missing);
		for (const connect of [
			async () => await Promise.reject(new Error(TOKEN)),
			() => {
				throw new Error(TOKEN);
			},
		]) {
			const settled = await settle(jobOf('get-a', { connect }));
			const advanced = jobOf('get-a', { connect });
			expect(await advanced.advance()).toBe(null);
			for (const outcome of [settled, advanced.outcome()]) {
				expect(outcome).toMatchObject({
					result: { kind: { reason: 'node_fault' }, billed: false, platform: 'p' },
				});
				expect(JSON.stringify(outcome)).not.toContain(TOKEN);
			}
		}
	});

	it('that has not ended has no result but a fault', () => {
		expect(newPoll().jobOf('a').outcome()).toMatchObject({ result: { kind: { reason: 'node_fault' } } });
	});
});

describe('To advance', () => {
	it('goes over what is paid for, and stops before the call that is next', async () => {
		const { execution, jobOf, settle } = newPoll();
		await settle(jobOf('get-a'));
		const done = jobOf('get-a');
		expect(await done.advance()).toBe(null);
		expect(done.outcome()).toMatchObject({
			attempts: [],
			isReused: true,
			result: { items: [{ word: 'a' }] },
		});
		execution.sent.length = 0;
		const plan = planOf('get-b');
		const job = jobOf(plan);
		const next = await job.advance();
		expect(next).toEqual({ call: plan.step, key: expect.stringContaining('poll') });
		expect(next?.key).toContain(JSON.stringify(['/share', { word: 'b' }]));
		expect(execution.sent).toEqual([]);
		expect(await job.advance()).toEqual(next);
		expect(resultOf(await settle(job))).toEqual([{ word: 'b' }]);
	});

	it('waits for no call that is under way', async () => {
		let answer = (_: string) => {};
		const { execution, jobOf } = newPoll(
			newExecution(async () => await new Promise((resolve) => (answer = resolve))),
		);
		const first = jobOf('a').settle();
		await new Promise((resolve) => setImmediate(resolve));
		expect(wordsOf(execution)).toEqual(['a']);
		expect(await jobOf('a').advance()).toMatchObject({ call: { cost: 1 } });
		answer('a');
		await first;
	});

	it('ends with the connection', async () => {
		const { jobOf } = newPoll();
		const missing = failureOf('credential_missing');
		const job = jobOf('a', { connect: async () => await Promise.resolve(missing) });
		expect(await job.advance()).toBe(null);
		expect(job.outcome().result).toBe(missing);
	});
});

describe('A call that fails', () => {
	it('leads to what the operation makes of it, told what earlier calls of the plan were billed', async () => {
		const told: unknown[] = [];
		const ending = (failure: Failure, billed: boolean | null): Step => {
			told.push([failure.kind.reason, billed]);
			return { ...failure, title: 'Own words' };
		};
		const second = callFor('unbilled', { onFailure: ending });
		const { jobOf, settle } = newPoll();
		for (const word of ['a', 'unbilled-1']) {
			const step = callFor(word, { next: () => second, onFailure: ending });
			expect((await settle(jobOf({ link: null, step }))).result).toMatchObject({ title: 'Own words' });
		}
		expect(told).toEqual([
			['invalid_parameters', true],
			['invalid_parameters', false],
		]);
	});

	it('may lead to another call', async () => {
		const { execution, jobOf, settle } = newPoll();
		const step = callFor('unbilled-1', { onFailure: () => callFor('b') });
		expect(resultOf(await settle(jobOf({ link: null, step })))).toEqual([{ word: 'b' }]);
		expect(wordsOf(execution)).toEqual(['unbilled-1', 'b']);
	});

	it('is told in the turn in which it is final, as what it leads to', async () => {
		const steps: Step[] = [];
		const { execution, jobOf, settle } = newPoll();
		const onFinalFailure = (step: Step) => {
			steps.push(step);
			expect(execution.sent).toHaveLength(1);
		};
		const found = { ok: true as const, items: [], brokenOffBy: failureOf('timeout') };
		const step = callFor('unbilled-1', { onFailure: () => found });
		await settle(jobOf({ link: null, step }, { onFinalFailure }));
		expect(steps).toEqual([found]);
		await settle(jobOf('b', { onFinalFailure: () => steps.push(found) }));
		expect(steps).toHaveLength(1);
	});

	it('behind a closed endpoint was not made, and says so only where the row made none', async () => {
		const { execution, jobOf, settle } = newPoll(
			newExecution(async (word, url) => await Promise.resolve(url === '/post' ? 'denied' : word)),
		);
		await settle(jobOf('get-a'));
		const uncalled = await settle(jobOf('get-b'));
		expect(uncalled).toMatchObject({
			attempts: [],
			result: { kind: { reason: 'permission_denied' }, billed: false, uncalled: true, platform: 'p' },
		});
		expect((uncalled.result as Failure).advice).toMatch(/ This row was not called\.$/);
		const step = callFor('c', {
			next: () => callFor('c', { request: { method: 'GET', url: '/post', qs: {} } }),
		});
		const halfway = await settle(jobOf({ link: null, platform: 'p', step }));
		expect(halfway).toMatchObject({ attempts: [true], result: { uncalled: true, platform: null } });
		expect((halfway.result as Failure).advice ?? '').not.toContain('This row was not called');
		const shared = await settle(jobOf({ link: null, step }));
		expect(shared).toMatchObject({ attempts: [], isReused: true, result: { uncalled: true } });
		expect((shared.result as Failure).advice ?? '').not.toContain('This row was not called');
		expect(wordsOf(execution)).toEqual(['/share a', '/post a', 'c']);
	});
});
