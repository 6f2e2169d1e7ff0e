import { Accounts } from '../../../nodes/JustOneApi/call/accountState.ts';
import { LARGEST_BODY } from '../../../nodes/JustOneApi/call/attempt.ts';
import { RunCalls } from '../../../nodes/JustOneApi/call/runCalls.ts';
import type { ApiCall, CallResult, CallSettings } from '../../../nodes/JustOneApi/call/runCalls.ts';
import { failureOf } from '../../../nodes/JustOneApi/failure/failure.ts';
import type { Failure } from '../../../nodes/JustOneApi/failure/failure.ts';
import { connectionError, DEFAULTS, page, SUCCESS } from '../../../tools/simulate/play.mts';
import type { Reply, Success } from '../../../tools/simulate/play.mts';
import { VirtualClock } from '../../../tools/simulate/virtualClock.mts';

/** An answer after so many ms. */
interface Step {
	reply: Reply | Error;
	after?: number;
}

interface Seen {
	name: string;
	at: number;
}

/** A run on a virtual clock. Its calls answer as told, the last answer again and again. */
class Stage {
	readonly clock = new VirtualClock(1);

	readonly cancel = new AbortController();

	readonly noMoreCalls = new AbortController();

	/** Attempts in the order in which they left. */
	readonly seen: Seen[] = [];

	readonly results: Record<string, CallResult<Success> & { at: number }> = {};

	readonly run: RunCalls;

	private expected = 0;

	private readonly stops: boolean;

	constructor(
		{ stopOnFailure = false, ...settings }: Partial<CallSettings> & { stopOnFailure?: boolean } = {},
		shared = new Accounts(),
	) {
		this.stops = stopOnFailure;
		this.run = new RunCalls({
			settings: { ...DEFAULTS, ...settings },
			clock: this.clock,
			cancel: this.cancel.signal,
			noMoreCalls: this.noMoreCalls.signal,
			shared,
		});
	}

	call(name: string, steps: readonly Step[], more: Partial<ApiCall<Success>> = {}): void {
		let attempts = 0;
		this.expected += 1;
		const call: ApiCall<Success> = {
			accountKey: 'account',
			endpoint: '/endpoint',
			timeout: 60_000,
			send: async (signal) => {
				const { reply, after = 100 } = steps[Math.min(attempts, steps.length - 1)];
				attempts += 1;
				this.seen.push({ name, at: this.clock.now() });
				await this.clock.sleep(after, signal);
				if (signal.aborted) throw connectionError('ERR_CANCELED');
				if (reply instanceof Error) throw reply;
				return { statusCode: 200, headers: { reply }, body: '' };
			},
			read: ({ headers }) => headers.reply as Reply,
			way: '',
			...(this.stops ? { onFinalFailure: (failure) => this.noMoreCalls.abort(failure) } : {}),
			...more,
		};
		void this.run.call(call).then((called) => {
			this.results[name] = { ...called, at: this.clock.now() };
		});
	}

	/** Plays until all calls have settled. @returns the reasons by name, `ok` for a success */
	async play(): Promise<Record<string, string>> {
		const isOver = () => Object.keys(this.results).length === this.expected;
		expect(await this.clock.pass(isOver, 10 * 3_600_000)).toBe(true);
		return Object.fromEntries(
			Object.entries(this.results).map(([name, { answer }]) => [name, answer.ok ? 'ok' : answer.kind.reason]),
		);
	}

	attempts(name?: string): number[] {
		return this.seen.filter((call) => name === undefined || call.name === name).map(({ at }) => at);
	}
}

const fails = (reason: Failure | Parameters<typeof failureOf>[0], after?: number): Step => ({
	reply: typeof reason === 'object' && 'ok' in reason ? reason : failureOf(reason),
	after,
});
const succeeds = (after?: number): Step => ({ reply: SUCCESS, after });

function staged() {
	const stage = new Stage();
	return {
		call: (...args: Parameters<Stage['call']>) => stage.call(...args),
		play: async () => await stage.play(),
		run: stage.run,
		seen: stage.seen,
	};
}

describe('In "Stop" mode', () => {
	it('no call leaves after the first final failure: it is judged before its permit goes on', async () => {
		const stage = new Stage({ stopOnFailure: true, maxConcurrentRequests: 1 });
		for (const name of 'abcd') stage.call(name, [name === 'b' ? fails('invalid_parameters') : succeeds()]);
		expect(await stage.play()).toEqual({
			a: 'ok',
			b: 'invalid_parameters',
			c: 'invalid_parameters',
			d: 'invalid_parameters',
		});
		expect(stage.seen.map(({ name }) => name)).toEqual(['a', 'b']);
		const { a, b, c, d } = stage.results;
		expect([a, b, c, d].map(({ answer }) => 'uncalled' in answer)).toEqual([false, false, true, true]);
	});

	it('calls under way are not cut off by it', async () => {
		const stage = new Stage({ stopOnFailure: true });
		stage.call('a', [succeeds(5000)]);
		stage.call('b', [fails('no_content')]);
		expect(await stage.play()).toEqual({ a: 'ok', b: 'no_content' });
		expect(stage.results.a).toMatchObject({ at: 5000, attempts: [true] });
	});

	it('a failure that is repeated stops nothing, and one that was repeated enough does', async () => {
		const stage = new Stage({ stopOnFailure: true, maxConcurrentRequests: 1 });
		stage.call('a', [fails('collection_failed'), succeeds()]);
		stage.call('b', [succeeds()]);
		expect(await stage.play()).toEqual({ a: 'ok', b: 'ok' });
		const enough = new Stage({ stopOnFailure: true, maxConcurrentRequests: 1, maxRetries: 0 });
		enough.call('a', [fails('collection_failed')]);
		enough.call('b', [succeeds()]);
		expect(await enough.play()).toEqual({ a: 'collection_failed', b: 'collection_failed' });
		expect(enough.seen).toHaveLength(1);
	});

	it('a failure for which the budget is empty stops the run too', async () => {
		const stage = new Stage({ stopOnFailure: true, maxRetries: 100 });
		stage.call('a', [fails('collection_failed')]);
		await stage.play();
		stage.call('b', [succeeds()]);
		expect(await stage.play()).toEqual({ a: 'collection_failed', b: 'collection_failed' });
		expect(stage.results.a.attempts).toHaveLength(11);
		expect(stage.attempts('b')).toEqual([]);
	});
});

it('Without "Stop" mode one failure is its own row only', async () => {
	const stage = new Stage({ maxConcurrentRequests: 1 });
	stage.call('a', [fails('invalid_parameters')]);
	stage.call('b', [succeeds()]);
	expect(await stage.play()).toEqual({ a: 'invalid_parameters', b: 'ok' });
});

describe('What concerns all calls', () => {
	const noBalance = failureOf('insufficient_balance', {
		httpStatus: 200,
		requestId: 'r1',
		apiMessage: 'words for a',
	});

	it('of an account ends its calls to every endpoint, and no other account', async () => {
		const stage = new Stage({ maxConcurrentRequests: 1 });
		stage.call('a', [fails(noBalance)]);
		stage.call('b', [succeeds()]);
		stage.call('c', [succeeds()], { endpoint: '/other' });
		stage.call('d', [succeeds()], { accountKey: 'another' });
		expect(await stage.play()).toEqual({
			a: 'insufficient_balance',
			b: 'insufficient_balance',
			c: 'insufficient_balance',
			d: 'ok',
		});
		expect(stage.seen.map(({ name }) => name).sort()).toEqual(['a', 'd']);
	});

	it('of an endpoint ends the calls to it', async () => {
		const stage = new Stage({ maxConcurrentRequests: 1 });
		stage.call('a', [fails('permission_denied')]);
		stage.call('b', [succeeds()]);
		stage.call('c', [succeeds()], { endpoint: '/other' });
		expect(await stage.play()).toEqual({ a: 'permission_denied', b: 'permission_denied', c: 'ok' });
		expect(stage.attempts('b')).toEqual([]);
	});

	it('is said of the others without the words that the API had for one', async () => {
		const stage = new Stage({ maxConcurrentRequests: 1 });
		stage.call('a', [fails(noBalance)]);
		stage.call('b', [succeeds()]);
		await stage.play();
		expect(stage.results.a).toMatchObject({ answer: noBalance, attempts: [false] });
		expect(stage.results.b).toMatchObject({
			answer: { code: 601, httpStatus: null, requestId: null, apiMessage: '', billed: false },
			attempts: [],
		});
	});

	it('replaces the failure of a call that waits for its repeat', async () => {
		const stage = new Stage();
		stage.call('a', [fails('collection_failed')]);
		stage.call('b', [fails(noBalance, 300)]);
		expect(await stage.play()).toEqual({ a: 'insufficient_balance', b: 'insufficient_balance' });
		expect(stage.results.a).toMatchObject({ attempts: [false], at: 300 });
	});
});

describe('A call whose answer needs another endpoint', () => {
	const needy = { needs: ['/details'] };

	it('does not leave once that is closed, and says why', async () => {
		const stage = new Stage({ maxConcurrentRequests: 1 });
		stage.call('a', [fails('permission_denied')], { endpoint: '/details' });
		stage.call('b', [succeeds()], needy);
		stage.call('c', [succeeds()]);
		await stage.play();
		stage.call('d', [succeeds()], needy);
		expect(await stage.play()).toEqual({
			a: 'permission_denied',
			b: 'permission_denied',
			c: 'ok',
			d: 'permission_denied',
		});
		for (const name of ['b', 'd']) {
			expect(stage.results[name]).toMatchObject({ attempts: [], answer: { billed: false, uncalled: true } });
			expect(stage.attempts(name)).toEqual([]);
		}
	});

	it('is ended while it waits', async () => {
		const stage = new Stage();
		stage.call('a', [fails('endpoint_disabled', 500)], { endpoint: '/details' });
		stage.call('b', [fails(failureOf('rate_limited', { retryAfterMs: 60_000 })), succeeds()], needy);
		expect(await stage.play()).toEqual({ a: 'endpoint_disabled', b: 'endpoint_disabled' });
		expect(stage.results.b).toMatchObject({ attempts: [false], at: 500 });
		expect('uncalled' in stage.results.b.answer).toBe(false);
	});
});

describe('What is closed in a run', () => {
	it('is an endpoint that refused for good, and no other', async () => {
		const { call, play, run } = staged();
		call('a', [fails('permission_denied')]);
		await play();
		expect(run.closedBy('account', '/endpoint')).toMatchObject({
			kind: { reason: 'permission_denied' },
			billed: false,
			uncalled: true,
		});
		expect(run.closedBy('account', '/other')).toBe(null);
		expect(run.closedBy('another', '/endpoint')).toBe(null);
	});

	it('is every endpoint of an account that refused for good', async () => {
		const { call, play, run } = staged();
		expect(run.closedBy('account', '/endpoint')).toBe(null);
		call('a', [fails('insufficient_balance')]);
		await play();
		expect(run.closedBy('account', '/other')).toMatchObject({ kind: { reason: 'insufficient_balance' } });
	});

	it('is an endpoint that its breaker gave up', async () => {
		const { call, play, run } = staged();
		for (let row = 0; row < 60; row += 1) call(`r${row}`, [fails('server_error')]);
		await play();
		expect(run.closedBy('account', '/endpoint')).toMatchObject({
			kind: { reason: 'server_error' },
			retryable: true,
		});
	});

	it('is a way that never brought an answer of the API, and no other way', async () => {
		const { call, play, run } = staged();
		for (let row = 0; row < 60; row += 1) call(`r${row}`, [fails(page(404))], { way: 'proxy' });
		call('ok', [succeeds(3000)]);
		expect((await play()).ok).toBe('ok');
		expect(run.closedBy('account', '/endpoint')).toBe(null);
		expect(run.closedBy('account', '/endpoint', 'proxy')).toMatchObject({ kind: { reason: 'bad_response' } });
	});

	it('is no way on which the API answered before', async () => {
		const { call, play, seen } = staged();
		call('ok', [succeeds()]);
		await play();
		for (let row = 0; row < 60; row += 1) call(`r${row}`, [fails(page(404))]);
		await play();
		expect(seen).toHaveLength(61);
	});
});

describe('A call that is free', () => {
	it('is repeated after a lost answer, and is never billed', async () => {
		const stage = new Stage();
		stage.call('a', [{ reply: connectionError('ECONNRESET') }, succeeds()], { isFree: true });
		expect(await stage.play()).toEqual({ a: 'ok' });
		expect(stage.results.a.attempts).toEqual([false, false]);
	});
});

it('A way that is dead holds back no row that goes another way', async () => {
	const stage = new Stage();
	for (let row = 0; row < 20; row += 1) {
		stage.call(`dead${row}`, [{ reply: connectionError('ECONNREFUSED', 'connect') }], { way: 'proxy' });
	}
	for (let row = 0; row < 20; row += 1) stage.call(`live${row}`, [succeeds()]);
	const reasons = await stage.play();
	const settled = Object.entries(stage.results).filter(([name]) => name.startsWith('live'));
	for (const [name, { at }] of settled) {
		expect(reasons[name]).toBe('ok');
		expect(at).toBeLessThanOrEqual(1000);
	}
});

it('A final failure is told before its permit goes on, and once', async () => {
	const told: string[] = [];
	const stage = new Stage({ maxConcurrentRequests: 1, maxRetries: 1 });
	const onFinalFailure = ({ kind }: Failure) => told.push(`${kind.reason} ${stage.seen.length}`);
	stage.call('a', [fails('collection_failed')], { onFinalFailure });
	stage.call('b', [fails('no_content')], { onFinalFailure });
	await stage.play();
	expect(told.sort()).toEqual(['collection_failed 3', 'no_content 2']);
});

describe('A cancelled run', () => {
	it('ends calls under way, of which nobody knows what they cost, and those that wait', async () => {
		const stage = new Stage({ maxConcurrentRequests: 1 });
		stage.call('a', [succeeds(5000)]);
		stage.call('b', [succeeds()]);
		void stage.clock.sleep(1000).then(() => stage.cancel.abort(failureOf('cancelled')));
		expect(await stage.play()).toEqual({ a: 'cancelled', b: 'cancelled' });
		expect(stage.results.a).toMatchObject({ at: 1000, attempts: [null] });
		expect(stage.results.b).toMatchObject({ at: 1000, attempts: [], answer: { billed: false } });
	});

	it('makes no call any more, whatever the signal gives as its reason', async () => {
		const stage = new Stage();
		stage.cancel.abort();
		stage.call('a', [succeeds()]);
		expect(await stage.play()).toEqual({ a: 'cancelled' });
		expect(stage.seen).toEqual([]);
	});

	it('of two that share an account leaves the other alone', async () => {
		const shared = new Accounts();
		const one = new Stage({ maxConcurrentRequests: 2 }, shared);
		one.call('a', [succeeds()]);
		one.cancel.abort(failureOf('cancelled'));
		expect(await one.play()).toEqual({ a: 'cancelled' });
		const other = new Stage({ maxConcurrentRequests: 2 }, shared);
		for (const name of 'abcd') other.call(name, [succeeds()]);
		expect(Object.values(await other.play())).toEqual(['ok', 'ok', 'ok', 'ok']);
		expect(other.attempts()).toEqual([0, 0, 100, 100]);
	});
});

describe('A wait that the API asks for', () => {
	const asks = (retryAfterMs: number) => fails(failureOf('service_unavailable', { retryAfterMs }));

	it('holds back the repeat and every other call to the endpoint', async () => {
		const stage = new Stage({ maxConcurrentRequests: 1 });
		stage.call('a', [asks(7000), succeeds()]);
		stage.call('b', [succeeds()]);
		expect(await stage.play()).toEqual({ a: 'ok', b: 'ok' });
		expect(Math.min(...stage.attempts().slice(1))).toBeGreaterThanOrEqual(7100);
	});

	it('of more than five minutes fails its call at once, and holds back nobody', async () => {
		const stage = new Stage({ maxConcurrentRequests: 1 });
		stage.call('a', [asks(300_001)]);
		stage.call('b', [succeeds()]);
		expect(await stage.play()).toEqual({ a: 'service_unavailable', b: 'ok' });
		expect(stage.attempts()).toEqual([0, 100]);
	});
});

describe('A repeat', () => {
	it('is asked for last, and a no makes the failure final', async () => {
		const asked: string[] = [];
		const stage = new Stage();
		const mayRepeat = ({ kind }: Failure) => {
			asked.push(`${kind.reason} ${stage.clock.now()}`);
			return asked.length < 2;
		};
		stage.call('a', [fails('collection_failed')], { mayRepeat });
		expect(await stage.play()).toEqual({ a: 'collection_failed' });
		expect(stage.results.a).toMatchObject({ attempts: [false, false] });
		expect(asked[0]).toBe('collection_failed 100');
		expect(asked).toHaveLength(2);
	});

	it('that is impossible anyway is not asked for', async () => {
		const mayRepeat = jest.fn(() => true);
		const stage = new Stage({ maxRetries: 0 });
		stage.call('a', [fails('collection_failed')], { mayRepeat });
		stage.call('b', [fails('no_content')], { mayRepeat });
		stage.call('c', [succeeds()], { mayRepeat });
		await stage.play();
		expect(mayRepeat).not.toHaveBeenCalled();
	});

	it('that is not allowed ends the run in "Stop" mode', async () => {
		const stage = new Stage({ stopOnFailure: true, maxConcurrentRequests: 1 });
		stage.call('a', [fails('collection_failed')], { mayRepeat: () => false });
		stage.call('b', [succeeds()]);
		expect(await stage.play()).toEqual({ a: 'collection_failed', b: 'collection_failed' });
		expect(stage.seen).toHaveLength(1);
	});

	it('after a lost answer is the user’s choice', async () => {
		const lost: Step = { reply: connectionError('ECONNRESET') };
		const no = new Stage();
		no.call('a', [lost, succeeds()]);
		expect(await no.play()).toEqual({ a: 'network' });
		const yes = new Stage({ retryUnanswered: true });
		yes.call('a', [lost, succeeds()]);
		expect(await yes.play()).toEqual({ a: 'ok' });
		expect(yes.results.a.attempts).toEqual([null, true]);
	});

	it('of a refused call draws on no budget', async () => {
		const stage = new Stage({ maxRetries: 15 });
		for (const name of 'ab') {
			stage.call(name, [...Array.from({ length: 7 }, () => fails('rate_limited')), succeeds()]);
		}
		expect(await stage.play()).toEqual({ a: 'ok', b: 'ok' });
		expect(stage.seen).toHaveLength(16);
	});
});

it('A response that the operation cannot judge fails its own call, and its bill is unknown', async () => {
	const stage = new Stage();
	stage.call('a', [succeeds()], {
		read: () => {
			throw new Error('defect');
		},
	});
	stage.call('b', [succeeds()]);
	expect(await stage.play()).toEqual({ a: 'node_fault', b: 'ok' });
	expect(stage.results.a.attempts).toEqual([null]);
});

it('A body that is too large is no body, and is billed by what the operation makes of it', async () => {
	const stage = new Stage();
	async function* endless() {
		for (;;) yield await Promise.resolve(new Uint8Array(LARGEST_BODY / 4));
	}
	stage.call('a', [], {
		send: async () => await Promise.resolve({ statusCode: 200, headers: {}, body: endless() }),
		read: ({ body }) => failureOf('bad_response', { apiMessage: String(body) }),
	});
	await stage.play();
	expect(stage.results.a.answer).toMatchObject({ apiMessage: 'null' });
});

describe('After five failures in a row', () => {
	it('a success of a probe lets the others go on, and no row loses a repeat by waiting', async () => {
		const stage = new Stage({ maxConcurrentRequests: 5, maxRetries: 1 });
		const isDown = () => stage.clock.now() < 10_000;
		for (let row = 0; row < 40; row += 1) {
			stage.call(`r${row}`, [succeeds()], {
				read: () => (isDown() ? failureOf('service_unavailable') : SUCCESS),
			});
		}
		const reasons = Object.values(await stage.play());
		// Those of the first five and the probes may have failed twice.
		expect(reasons.filter((reason) => reason === 'ok').length).toBeGreaterThanOrEqual(34);
		expect(stage.attempts().filter((at) => at < 10_000).length).toBeLessThanOrEqual(5 + 6);
		for (const { attempts, answer } of Object.values(stage.results)) {
			if (!answer.ok) expect(attempts).toHaveLength(2);
		}
	});

	it('all runs of the account are given up together, each with what its own rows last heard', async () => {
		const shared = new Accounts();
		const stage = new Stage({ maxRetries: 1 }, shared);
		const down = Array.from({ length: 80 }, (_, row) => `r${row}`);
		for (const name of down) stage.call(name, [fails('server_error')]);
		const reasons = Object.values(await stage.play());
		expect(new Set(reasons)).toEqual(new Set(['server_error']));
		const notCalled = Object.values(stage.results).filter(({ attempts }) => attempts.length === 0);
		expect(notCalled.length).toBeGreaterThan(10);
		for (const { answer } of notCalled) {
			expect(answer).toMatchObject({ billed: false, retryable: true, httpStatus: null });
			expect(answer).toMatchObject({ advice: expect.stringContaining('has not answered for 2 minutes') });
		}
	});
});
