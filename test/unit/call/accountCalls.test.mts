import { failureOf } from '../../../nodes/JustOneApi/failure/failure.ts';
import type { Answer } from '../../../nodes/JustOneApi/answer/answer.ts';
import type { Failure } from '../../../nodes/JustOneApi/failure/failure.ts';
import type { Reason } from '../../../nodes/JustOneApi/failure/failureTable.ts';
import { AccountCalls, spentOn } from '../../../nodes/JustOneApi/call/accountCalls.ts';
import type { CallSettings, Resolution } from '../../../nodes/JustOneApi/call/accountCalls.ts';
import { PaceGate } from '../../../nodes/JustOneApi/call/pace.ts';

const START = 1_800_000_000_000;
const MINUTE = 60_000;

const SUCCESS: Answer = {
	ok: true,
	redirectUrl: 'https://www.douyin.com/video/7579132723441323298',
	target: {
		contentType: 'video',
		contentId: '7579132723441323298',
		canonicalUrl: 'https://www.douyin.com/video/7579132723441323298',
	},
	envelope: { code: 0, data: null, message: '', requestId: null, raw: { code: 0 } },
};

const answered = (reason: Reason, known: Partial<Failure> = {}) =>
	failureOf(reason, { httpStatus: 200, ...known });
const gateway = (httpStatus: number) =>
	failureOf('service_unavailable', { code: null, httpStatus, billed: null });
const TIMED_OUT = failureOf('timeout', { unanswered: true });
const CUT = failureOf('network', { billed: null, unanswered: true });
const NEVER_REACHED = failureOf('network');

const SETTINGS: CallSettings = {
	maxRetries: 3,
	maxConcurrentRequests: 10,
	retryUnanswered: false,
	stopOnFailure: false,
};

const runWith = (settings: Partial<CallSettings> = {}, gate = new PaceGate()) =>
	new AccountCalls({ ...SETTINGS, ...settings }, gate);

/** Gives one answer after the other, the last one for ever; keeps when calls left and how many were under way at once. */
function api(...answers: Answer[]) {
	const log = { leftAt: [] as number[], inFlight: 0, maxInFlight: 0 };
	const send =
		(ms = 0) =>
		async (): Promise<Answer> => {
			const answer = answers[Math.min(log.leftAt.length, answers.length - 1)];
			log.leftAt.push(Date.now() - START);
			log.inFlight += 1;
			log.maxInFlight = Math.max(log.maxInFlight, log.inFlight);
			if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
			log.inFlight -= 1;
			return answer;
		};
	return { log, send };
}

beforeEach(() => {
	jest.useFakeTimers({ now: START });
	jest.spyOn(Math, 'random').mockReturnValue(0);
});

afterEach(() => {
	jest.useRealTimers();
	jest.restoreAllMocks();
});

/** Lets time pass until it settles; gives up after an hour. */
async function settled<T>(promise: Promise<T>): Promise<T> {
	let isSettled = false;
	const end = () => {
		isSettled = true;
	};
	promise.then(end, end);
	for (let passed = 0; !isSettled && passed < 60 * MINUTE; passed += 1000)
		await jest.advanceTimersByTimeAsync(1000);
	if (!isSettled) throw new Error('It hangs');
	return await promise;
}

const reasonOf = ({ answer }: Resolution) => (answer.ok ? 'ok' : answer.kind.reason);

describe('A call is repeated', () => {
	it.each<[string, Failure]>([
		['301', answered('collection_failed')],
		['302', answered('rate_limited')],
		['500', answered('server_error')],
		['503', answered('service_unavailable')],
		['a gateway with HTTP 502', gateway(502)],
		['a gateway with HTTP 504', gateway(504)],
		['an API that was never reached', NEVER_REACHED],
	])('after %s: once and as often again as the user allows', async (_, failure) => {
		for (const maxRetries of [0, 1, 3, 10]) {
			const { log, send } = api(failure);
			const resolution = await settled(runWith({ maxRetries }).resolve('a', send()));
			expect(log.leftAt).toHaveLength(1 + maxRetries);
			expect(resolution).toMatchObject({
				answer: failure,
				bills: Array(1 + maxRetries).fill(failure.billed),
			});
		}
	});

	it('until it succeeds', async () => {
		const { log, send } = api(answered('collection_failed'), gateway(502), SUCCESS);
		const resolution = await settled(runWith().resolve('a', send()));
		expect(resolution).toEqual({ answer: SUCCESS, bills: [false, null, true], reused: false, ended: false });
		expect(log.leftAt).toHaveLength(3);
	});

	it('after a pause that grows', async () => {
		const { log, send } = api(answered('server_error'));
		await settled(runWith({ maxRetries: 4 }).resolve('a', send()));
		const pauses = log.leftAt.slice(1).map((at, index) => at - log.leftAt[index]);
		expect(pauses).toEqual([250, 500, 1000, 2000]);
	});

	it('and leaves its slot to others meanwhile', async () => {
		const order: string[] = [];
		const named =
			(name: string, ...answers: Answer[]) =>
			async () => {
				order.push(name);
				return answers.shift() as Answer;
			};
		const run = runWith({ maxConcurrentRequests: 1 });
		await settled(
			Promise.all([
				run.resolve('a', named('a', answered('server_error'), SUCCESS)),
				run.resolve('b', named('b', SUCCESS)),
			]),
		);
		expect(order).toEqual(['a', 'b', 'a']);
	});
});

describe('A call is not repeated', () => {
	it.each<Reason>([
		'invalid_token',
		'no_content',
		'daily_quota_exceeded',
		'invalid_parameters',
		'permission_denied',
		'insufficient_balance',
		'unknown_code',
		'bad_response',
		'no_target',
	])('after %s', async (reason) => {
		const { log, send } = api(answered(reason), SUCCESS);
		expect(reasonOf(await settled(runWith().resolve('a', send())))).toBe(reason);
		expect(log.leftAt).toHaveLength(1);
	});

	it.each([
		['a timeout', TIMED_OUT],
		['a cut connection', CUT],
	])('after %s, unless the user wants it', async (_, failure) => {
		const careful = api(failure, SUCCESS);
		const resolution = await settled(runWith().resolve('a', careful.send()));
		expect(resolution).toEqual({ answer: failure, bills: [null], reused: false, ended: false });
		expect(careful.log.leftAt).toHaveLength(1);

		const daring = api(failure, SUCCESS);
		await expect(
			settled(runWith({ retryUnanswered: true }).resolve('a', daring.send())),
		).resolves.toMatchObject({ bills: [null, true] });
		expect(daring.log.leftAt).toHaveLength(2);
	});
});

describe('The bill adds up: billed beats unknown, unknown beats not billed', () => {
	it.each<[string, Answer[], boolean | null]>([
		['not billed', [answered('collection_failed'), answered('invalid_parameters')], false],
		['never reached', [NEVER_REACHED, answered('invalid_parameters')], false],
		['unknown, then not billed', [gateway(502), answered('invalid_parameters')], null],
		['not billed, then unknown', [answered('server_error'), answered('unknown_code')], null],
		['unknown, then success', [gateway(502), answered('collection_failed'), SUCCESS], true],
		['not billed, then a billed failure', [answered('server_error'), answered('no_content')], true],
		['a success without a target', [answered('no_target')], true],
	])('%s', async (_, answers, billed) => {
		const { send } = api(...answers);
		const { bills } = await settled(runWith().resolve('a', send()));
		expect(spentOn(bills)).toEqual({ attempts: answers.length, billed });
	});
});

describe('Retry-After', () => {
	const asks = (retryAfterMs: number) => answered('rate_limited', { httpStatus: 429, retryAfterMs });

	it.each([2000, 30_000, 5 * MINUTE])('of %i ms is waited out', async (wait) => {
		const { log, send } = api(asks(wait), SUCCESS);
		await expect(settled(runWith().resolve('a', send()))).resolves.toMatchObject({ bills: [false, true] });
		expect(log.leftAt[1]).toBeGreaterThanOrEqual(wait);
	});

	it('that is shorter than the pause does not shorten it', async () => {
		const { log, send } = api(answered('server_error', { retryAfterMs: 0 }), SUCCESS);
		await settled(runWith().resolve('a', send()));
		expect(log.leftAt[1]).toBeGreaterThanOrEqual(250);
	});

	it.each([20_000, 5 * MINUTE])('of %i ms holds back the other rows of the account too', async (wait) => {
		const { log, send } = api(asks(wait), SUCCESS);
		const run = runWith({ maxConcurrentRequests: 1 });
		await settled(Promise.all(['a', 'b', 'c'].map(async (url) => await run.resolve(url, send()))));
		expect(log.leftAt).toHaveLength(4);
		expect(Math.min(...log.leftAt.slice(1))).toBeGreaterThanOrEqual(wait);
	});

	it('of more than five minutes is not waited out, neither by its row nor by others', async () => {
		const { log, send } = api(answered('server_error', { retryAfterMs: 5 * MINUTE + 1 }), SUCCESS);
		const run = runWith({ maxConcurrentRequests: 1 });
		const resolutions = await settled(Promise.all([run.resolve('a', send()), run.resolve('b', send())]));
		expect(resolutions.map(reasonOf)).toEqual(['server_error', 'ok']);
		expect(resolutions[0].bills).toEqual([false]);
		expect(Math.max(...log.leftAt)).toBeLessThan(MINUTE);
	});
});

describe('A failure of the account', () => {
	it.each<Reason>(['invalid_token', 'daily_quota_exceeded', 'permission_denied', 'insufficient_balance'])(
		'ends the run for all rows: %s',
		async (reason) => {
			const { log, send } = api(SUCCESS, answered(reason), SUCCESS);
			const run = runWith({ maxConcurrentRequests: 1 });
			const resolutions = await settled(
				Promise.all(['a', 'b', 'c', 'd'].map(async (url) => await run.resolve(url, send()))),
			);
			expect(resolutions.map(reasonOf)).toEqual(['ok', reason, reason, reason]);
			expect(resolutions.map(({ bills }) => bills)).toEqual([[true], [false], [], []]);
			expect(log.leftAt).toHaveLength(2);
			expect(reasonOf(await settled(run.resolve('e', send())))).toBe(reason);
		},
	);

	it('lets calls under way come to their own end, and stops repeats', async () => {
		const run = runWith();
		const slow = api(SUCCESS);
		const repeated = api(gateway(502), SUCCESS);
		const resolutions = await settled(
			Promise.all([
				run.resolve('slow', slow.send(5000)),
				run.resolve('repeated', repeated.send()),
				run.resolve('account', api(answered('insufficient_balance')).send(100)),
			]),
		);
		expect(resolutions.map(reasonOf)).toEqual(['ok', 'insufficient_balance', 'insufficient_balance']);
		expect(resolutions[1]).toMatchObject({ bills: [null] });
		expect(repeated.log.leftAt).toHaveLength(1);
	});
});

describe('A link', () => {
	it('is called once in a run, however many rows hold it and whenever they come', async () => {
		const { log, send } = api(answered('collection_failed'), SUCCESS);
		const run = runWith();
		const together = await settled(Promise.all([0, 1, 2].map(async () => await run.resolve('a', send(100)))));
		const later = await settled(run.resolve('a', send()));
		expect([...together, later]).toEqual([
			{ answer: SUCCESS, bills: [false, true], reused: false, ended: false },
			...[0, 1, 2].map(() => ({ answer: SUCCESS, bills: [], reused: true, ended: false })),
		]);
		expect(log.leftAt).toHaveLength(2);
	});

	it('that failed is not called again either', async () => {
		const { log, send } = api(answered('no_content'), SUCCESS);
		const run = runWith();
		const resolutions = await settled(Promise.all([run.resolve('a', send()), run.resolve('a', send())]));
		expect(resolutions.map(({ bills }) => bills)).toEqual([[true], []]);
		expect(resolutions.map(reasonOf)).toEqual(['no_content', 'no_content']);
		expect(log.leftAt).toHaveLength(1);
	});

	it.each([
		['a success', SUCCESS, 0],
		['a failure that was billed', answered('no_content'), 0],
		['a failure that may have been billed', CUT, 0],
		['a failure that was free', answered('invalid_parameters'), 1],
	])('when the node runs again, %s is not paid for twice', async (_, answer, calls) => {
		const first = runWith();
		const before = await settled(first.resolve('a', api(answer).send()));
		const { log, send } = api(SUCCESS);
		const second = new AccountCalls(SETTINGS, new PaceGate(), null, await first.paidLinks());
		const after = await settled(second.resolve('a', send()));
		expect(log.leftAt).toHaveLength(calls);
		// The row still says what it cost, once.
		expect(after).toEqual(
			calls === 0 ? before : { answer: SUCCESS, bills: [true], reused: false, ended: false },
		);
		expect(await settled(second.resolve('a', send()))).toMatchObject({ bills: [], reused: true });
	});
});

describe('Calls in flight', () => {
	it.each([1, 3, 10])('are never more than %i, and as many as that', async (maxConcurrentRequests) => {
		const { log, send } = api(SUCCESS);
		const run = runWith({ maxConcurrentRequests });
		await settled(
			Promise.all(Array.from({ length: 40 }, async (_, row) => await run.resolve(`link ${row}`, send(100)))),
		);
		expect(log.maxInFlight).toBe(maxConcurrentRequests);
		expect(log.leftAt).toHaveLength(40);
	});

	it('slow down for the whole account after a 302', async () => {
		const gate = new PaceGate();
		const { log, send } = api(...Array.from({ length: 5 }, () => SUCCESS), answered('rate_limited'), SUCCESS);
		const runs = [runWith({}, gate), runWith({}, gate)];
		await settled(
			Promise.all(
				Array.from({ length: 20 }, async (_, row) => await runs[row % 2].resolve(`link ${row}`, send(100))),
			),
		);
		expect(log.leftAt).toHaveLength(21);
		expect(gate.pace.limitSeen).toBeLessThan(Infinity);
		const afterCut = log.leftAt.filter((at) => at >= 100);
		expect(afterCut.length).toBeGreaterThan(0);
		expect(new Set(afterCut).size).toBe(afterCut.length);
	});

	it.each<[string, Answer, number]>([
		['a success', SUCCESS, 1],
		['a failure that the API answered', answered('no_content'), 1],
		['a page of a gateway', gateway(502), 1],
		['a refusal for the pace', answered('rate_limited'), 0],
		['a cut connection', CUT, 0],
		['an API that was never reached', NEVER_REACHED, 0],
	])('count as delivered if they were answered: %s', async (_, answer, delivered) => {
		const gate = new PaceGate();
		await settled(runWith({ maxRetries: 0 }, gate).resolve('a', api(answer).send()));
		expect(gate.pace.delivered).toHaveLength(delivered);
	});
});

describe('A run that is ended', () => {
	it('by a cancel makes no further call: rows that wait say so', async () => {
		const { log, send } = api(SUCCESS);
		const repeated = api(answered('collection_failed'), SUCCESS);
		const run = runWith({ maxConcurrentRequests: 2 });
		const rows = [
			run.resolve('r', repeated.send()),
			...['a', 'b', 'c', 'd'].map(async (url) => await run.resolve(url, send(5000))),
		];
		await jest.advanceTimersByTimeAsync(100);
		run.end(failureOf('cancelled'));
		const resolutions = await settled(Promise.all(rows));
		expect(resolutions.map(reasonOf)).toEqual(['cancelled', 'ok', 'ok', 'cancelled', 'cancelled']);
		expect(resolutions.map(({ bills }) => bills.length)).toEqual([1, 1, 1, 0, 0]);
		expect(repeated.log.leftAt.length + log.leftAt.length).toBe(3);
	});

	it('stops waiting for the pace', async () => {
		const gate = new PaceGate();
		gate.pace.nextCallAt = START + 5 * MINUTE;
		const { log, send } = api(SUCCESS);
		const run = runWith({}, gate);
		const row = run.resolve('a', send());
		await jest.advanceTimersByTimeAsync(1000);
		run.end(failureOf('cancelled'));
		await jest.advanceTimersByTimeAsync(1000);
		expect(reasonOf(await row)).toBe('cancelled');
		expect(log.leftAt).toHaveLength(0);
	});

	it('keeps its first reason', async () => {
		const run = runWith();
		run.end(answered('insufficient_balance'));
		run.end(failureOf('cancelled'));
		expect(reasonOf(await settled(run.resolve('a', api(SUCCESS).send())))).toBe('insufficient_balance');
	});

	it('leaves what it kept from being repeated to the next try', async () => {
		const { send } = api(gateway(502), SUCCESS);
		const run = runWith();
		const row = run.resolve('a', send());
		await jest.advanceTimersByTimeAsync(100);
		run.end(answered('collection_failed'));
		expect(await settled(row)).toMatchObject({ bills: [null], ended: true });
		expect([...(await run.paidLinks()).keys()]).toEqual([]);
	});

	it("does not hand one row's answer to the others", async () => {
		const of601 = answered('insufficient_balance', { requestId: 'r1', apiMessage: 'pay', httpStatus: 200 });
		const { send } = api(of601);
		const run = runWith({ maxConcurrentRequests: 1 });
		const [own, other] = await settled(Promise.all([run.resolve('a', send()), run.resolve('b', send())]));
		expect(own.answer).toEqual(of601);
		expect(other.answer).toEqual({ ...of601, requestId: null, apiMessage: '', httpStatus: null });
	});

	it('by the first row without a result, where the node stops on one', async () => {
		const { log, send } = api(answered('collection_failed'), answered('no_content'), SUCCESS);
		const run = runWith({ maxConcurrentRequests: 1, stopOnFailure: true });
		const resolutions = await settled(
			Promise.all(['a', 'b', 'c'].map(async (url) => await run.resolve(url, send()))),
		);
		expect(log.leftAt).toHaveLength(2);
		expect(resolutions.map(({ answer }) => answer.ok)).toEqual([false, false, false]);
		expect(resolutions.map(reasonOf)).toEqual(['collection_failed', 'no_content', 'no_content']);
	});

	it('not by a row without a result, where the node goes on', async () => {
		const { log, send } = api(answered('no_content'), SUCCESS);
		const run = runWith({ maxConcurrentRequests: 1 });
		const resolutions = await settled(
			Promise.all(['a', 'b', 'c'].map(async (url) => await run.resolve(url, send()))),
		);
		expect(resolutions.map(reasonOf)).toEqual(['no_content', 'ok', 'ok']);
		expect(log.leftAt).toHaveLength(3);
	});
});
