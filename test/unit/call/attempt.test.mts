import { Attempts, LARGEST_BODY, withSignal } from '../../../nodes/JustOneApi/call/attempt.ts';
import type { OpenAnswer } from '../../../nodes/JustOneApi/call/attempt.ts';
import { failureOf } from '../../../nodes/JustOneApi/failure/failure.ts';
import { connectionError } from '../../../tools/simulate/play.mts';
import { VirtualClock } from '../../../tools/simulate/virtualClock.mts';

type Send = (signal: AbortSignal, clock: VirtualClock) => Promise<OpenAnswer>;

/** Makes one attempt with a deadline of 2 s. @returns what came of it, when, and whether its request was ended */
async function made(send: Send, { cancelAt = Infinity } = {}) {
	const clock = new VirtualClock(1);
	const run = new AbortController();
	let result: unknown;
	let at = Infinity;
	let signal: AbortSignal | undefined;
	const attempts = new Attempts(clock, run.signal);
	const made = attempts.make(2000, async (own) => {
		signal = own;
		return await send(own, clock);
	});
	void made.then((answer) => {
		result = answer;
		at = clock.now();
	});
	if (cancelAt < Infinity) void clock.sleep(cancelAt).then(() => run.abort(failureOf('cancelled')));
	await clock.pass(() => result !== undefined, 10_000);
	return { result, at, isEnded: signal?.aborted };
}

const answered = (body: unknown): OpenAnswer => ({ statusCode: 200, headers: { a: 'b' }, body });

/** A body that comes in parts, each after so many ms. */
async function* parts(clock: VirtualClock, every: number, ...texts: Array<string | Uint8Array>) {
	for (const text of texts) {
		await clock.sleep(every);
		yield typeof text === 'string' ? new TextEncoder().encode(text) : text;
	}
}

it('Reads a body to its end, whatever its parts cut through', async () => {
	const bytes = new TextEncoder().encode('短');
	const { result } = await made(
		async (_, clock) =>
			await Promise.resolve(answered(parts(clock, 1, 'a', bytes.slice(0, 1), bytes.slice(1)))),
	);
	expect(result).toEqual({ statusCode: 200, headers: { a: 'b' }, body: 'a短' });
});

it.each<[what: string, body: unknown]>([
	['a text', 'words'],
	['nothing', undefined],
	['null', null],
	['an object', {}],
])('Takes %s that is no stream for no body', async (_, body) => {
	const { result } = await made(async () => await Promise.resolve(answered(body)));
	expect(result).toMatchObject({ body: '' });
});

it.each([
	[LARGEST_BODY, LARGEST_BODY],
	[LARGEST_BODY + 1, null],
])('A body of %i bytes has the length %s', async (size, length) => {
	const { result, isEnded } = await made(
		async (_, clock) =>
			await Promise.resolve(answered(parts(clock, 1, new Uint8Array(size - 1).fill(65), 'B'))),
	);
	const { body } = result as { body: string | null };
	expect(body?.length ?? null).toBe(length);
	expect(isEnded).toBe(true);
});

describe('The timeout', () => {
	const timedOut = { ok: false, kind: { reason: 'timeout' }, unanswered: true, billed: null };

	it('ends a request that is not answered', async () => {
		const { result, at, isEnded } = await made(async () => await new Promise(() => {}));
		expect([at, isEnded]).toEqual([2000, true]);
		expect(result).toMatchObject(timedOut);
	});

	it('counts to the last byte: a body that trickles on does not extend it', async () => {
		const { result, at } = await made(
			async (_, clock) => await Promise.resolve(answered(parts(clock, 300, ...'abcdefghij'))),
		);
		expect(at).toBe(2000);
		expect(result).toMatchObject(timedOut);
	});

	it('is no longer waited for once the answer is there', async () => {
		const clock = new VirtualClock(1);
		let isOver = false;
		const attempts = new Attempts(clock, new AbortController().signal);
		const made = attempts.make(2000, async () => {
			await clock.sleep(50);
			return answered('');
		});
		void made.then(() => {
			isOver = true;
		});
		await clock.pass(() => isOver);
		expect(clock.now()).toBe(50);
	});

	it('an answer that comes later changes nothing', async () => {
		const { result } = await made(async (_, clock) => {
			await clock.sleep(2001);
			return answered('late');
		});
		expect(result).toMatchObject(timedOut);
	});
});

describe('A cancelled run', () => {
	const cancelled = { ok: false, kind: { reason: 'cancelled' }, billed: null };

	it.each<[what: string, send: Send]>([
		[
			'a request that heeds its signal',
			async (signal, clock) => {
				await clock.sleep(1500, signal);
				throw connectionError('ERR_CANCELED');
			},
		],
		[
			'a request that fails with anything',
			async (signal, clock) => {
				await clock.sleep(1500, signal);
				throw connectionError('ECONNRESET');
			},
		],
		['a request that does not', async () => await new Promise(() => {})],
	])('ends %s', async (_, send) => {
		const { result, at, isEnded } = await made(send, { cancelAt: 500 });
		expect([at, isEnded]).toEqual([500, true]);
		expect(result).toMatchObject(cancelled);
	});

	it('keeps an answer that came before it', async () => {
		const { result } = await made(
			async (_, clock) => {
				await clock.sleep(499);
				return answered('');
			},
			{ cancelAt: 500 },
		);
		expect(result).toMatchObject({ statusCode: 200 });
	});
});

it('A request that fails is judged by what its error says of the connection', async () => {
	const { result } = await made(async () => await Promise.reject(connectionError('ECONNREFUSED', 'connect')));
	expect(result).toMatchObject({ kind: { reason: 'network' }, billed: false, unanswered: false });
});

it('A signal in the options cannot be replaced', () => {
	const { signal } = new AbortController();
	const options: { url: string; abortSignal?: AbortSignal } = withSignal({ url: '/' }, signal);
	options.abortSignal = new AbortController().signal;
	expect(options.abortSignal).toBe(signal);
	expect(Object.keys(options)).toEqual(['url', 'abortSignal']);
});
