/** "Max Billed Calls" on the virtual clock: never exceeded, never in the way of what fits, and nothing paid twice. */
import type { HttpAnswer } from '../../nodes/JustOneApi/call/response.ts';
import type { OpenAnswer } from '../../nodes/JustOneApi/call/attempt.ts';
import { failureOf } from '../../nodes/JustOneApi/failure/failure.ts';
import type { Failure } from '../../nodes/JustOneApi/failure/failure.ts';
import type { CallCount } from '../../nodes/JustOneApi/run/callCap.ts';
import { executionOf } from '../../nodes/JustOneApi/run/execution.ts';
import type { Execution } from '../../nodes/JustOneApi/run/execution.ts';
import type { Job, Operation } from '../../nodes/JustOneApi/run/operation.ts';
import { runRows } from '../../nodes/JustOneApi/run/run.ts';
import type { RunResult } from '../../nodes/JustOneApi/run/run.ts';
import { readSettings } from '../../nodes/JustOneApi/run/settings.ts';
import { connectionError } from '../../tools/simulate/play.mts';
import { VirtualClock } from '../../tools/simulate/virtualClock.mts';

/** What the API makes of a call, with how often of twenty. */
const REPLIES = {
	ok: 12,
	gone: 2,
	busy: 2,
	refused: 1,
	down: 1,
	cut: 2,
} as const;
type Reply = keyof typeof REPLIES;
const ALL = Object.entries(REPLIES).flatMap(([reply, times]) => Array<Reply>(times).fill(reply as Reply));

const FAILURES: Readonly<Record<string, Failure>> = {
	gone: failureOf('no_content', { httpStatus: 200 }),
	busy: failureOf('collection_failed', { httpStatus: 200 }),
	refused: failureOf('invalid_parameters', { httpStatus: 200 }),
	down: failureOf('service_unavailable', { httpStatus: 503 }),
};
const read = ({ body }: HttpAnswer): { ok: true } | Failure => FAILURES[String(body)] ?? { ok: true };

/** `get-a` takes two calls, `free-a` none, `balance-a` a free one, anything else one. */
function jobOf(word: string): Job {
	const found = { ok: true as const, item: { word }, envelope: null };
	const link = word;
	if (word.startsWith('free')) return { link, known: found };
	if (word.startsWith('balance')) {
		return {
			link: null,
			calls: 0,
			perform: async (call) => {
				const answer = await call({ method: 'GET', url: '/balance', qs: {}, isFree: true }, read);
				return answer.ok ? found : answer;
			},
		};
	}
	const name = word.replace('get-', '');
	const paths = word.startsWith('get-') ? ['/share', '/details'] : ['/share'];
	return {
		link,
		calls: paths.length,
		perform: async (call) => {
			for (const url of paths) {
				const answer = await call({ method: 'GET', url, qs: { name } }, read);
				if (!answer.ok) return answer;
			}
			return found;
		},
	};
}

const operation: Operation = {
	parameter: 'text',
	parameterLabel: 'Text',
	mayReuse: true,
	read: (value) => String(value).split(' ').map(jobOf),
};
const callsOf = (word: string) => {
	const job = jobOf(word);
	return 'known' in job ? 0 : (job.calls ?? 1);
};

interface Sent {
	process: number;
	request: string;
	reply: Reply;
	/** Billed, or perhaps: answered, cut, or aborted by the caller. */
	counts: boolean;
	/** The caller aborted it, and cannot know what it came to. */
	isAborted: boolean;
}

/** An execution with a limit: what the API got, and a way to run a node in it. */
class Play {
	readonly clock: VirtualClock;

	readonly sent: Sent[] = [];

	mostUnderWay = 0;

	/** Until the API answers, in ms. */
	latency = () => 300 * this.clock.random();

	private underWay = 0;

	/** Where n8n keeps the count; a Wait writes and reads it anew. */
	private count: CallCount = {};

	private process = 0;

	private execution: Execution = executionOf(undefined, 0);

	private readonly name: string;

	readonly limit: number;

	private readonly replies: readonly Reply[];

	constructor(seed: number, limit: number, replies = ALL) {
		this.clock = new VirtualClock(seed);
		this.name = `cap ${seed} ${limit} ${replies.length}`;
		this.limit = limit;
		this.replies = replies;
	}

	get counted(): number {
		return this.sent.filter(({ counts }) => counts).length;
	}

	/** The execution waits, and goes on in another process or in this one. */
	wait(isElsewhere: boolean): void {
		this.count = JSON.parse(JSON.stringify(this.count)) as CallCount;
		if (!isElsewhere) return;
		this.process += 1;
		this.execution = executionOf(undefined, 0);
	}

	async run(
		texts: readonly string[],
		run: string,
		options: Record<string, unknown> & { stop?: boolean } = {},
		signal = new AbortController().signal,
	): Promise<RunResult> {
		const { stop = false, ...settings } = options;
		const { process } = this;
		const running = runRows({
			operation,
			settings: readSettings({ maxBilledCalls: this.limit, ...settings }, true, stop),
			host: {
				rows: texts.length,
				read: (row) => ({ value: texts[row] }),
				connect: async () => ({
					ok: true,
					accountKey: `${this.name} ${process}`,
					clean: (value) => value,
					way: '',
					timeout: 20_000,
					send: async ({ url, qs }, ending) => await this.answer(`${url} ${qs.name}`, ending),
				}),
				pauseBefore: () => 0,
			},
			execution: this.execution,
			run,
			bill: this.execution.billOf('Node', run),
			cap: this.execution.capOf('Node', this.count),
			clock: this.clock,
			signal,
			finishCalls: run.length % 2 === 0,
			progress: { rows: 0 },
		});
		let isOver = false;
		void running.finally(() => (isOver = true)).catch(() => {});
		if (!(await this.clock.pass(() => isOver))) throw new Error('The run waits for ever');
		return await running;
	}

	private async answer(request: string, signal: AbortSignal): Promise<OpenAnswer> {
		const { clock } = this;
		const reply = this.replies[Math.floor(clock.random() * this.replies.length)];
		const isFree = request.startsWith('/balance');
		const call: Sent = {
			process: this.process,
			request,
			reply,
			counts: !isFree && !['busy', 'refused'].includes(reply),
			isAborted: false,
		};
		this.sent.push(call);
		this.underWay += 1;
		this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
		await clock.sleep(this.latency(), signal);
		this.underWay -= 1;
		if (signal.aborted) {
			call.counts = !isFree;
			call.isAborted = true;
			throw connectionError('ERR_CANCELED');
		}
		if (reply === 'cut') throw connectionError('ECONNRESET');
		const body = (async function* () {
			yield new TextEncoder().encode(reply);
		})();
		return { statusCode: reply === 'down' ? 503 : 200, headers: {}, body };
	}
}

/** Requests that were answered and billed more than once in one process: what has been paid for is never asked again. */
function paidTwice(sent: readonly Sent[]): string[] {
	const paid = new Set<string>();
	return sent.flatMap(({ process, request, reply }) => {
		const key = `${process} ${request}`;
		const isAgain = paid.has(key) && !request.startsWith('/balance');
		if (reply === 'ok' || reply === 'gone') paid.add(key);
		return isAgain ? [key] : [];
	});
}

/** A node's runs in an execution: loops, further tries, two at once, cancels, waits. */
async function playAtRandom(seed: number): Promise<Play> {
	const random = new VirtualClock(seed * 7919).random;
	const upTo = (most: number) => Math.floor(random() * (most + 1));
	const play = new Play(seed, 1 + upTo(14));
	const word = () => `${['', '', '', 'get-', 'get-', 'free-', 'balance-'][upTo(6)]}${upTo(12)}`;
	const texts = () =>
		Array.from({ length: 1 + upTo(15) }, () => Array.from({ length: 1 + upTo(2) }, word).join(' '));
	let rows = texts();
	let index = 0;
	for (let runs = 1 + upTo(3); runs > 0; runs -= 1) {
		const settings = {
			maxRetries: upTo(3),
			retryUnanswered: random() < 0.5,
			maxConcurrentRequests: [1, 3, 100][upTo(2)],
			stop: random() < 0.25,
		};
		const cancelled = new AbortController();
		const isCancelled = random() < 0.2;
		if (isCancelled) {
			void play.clock.sleep(upTo(800)).then(() => cancelled.abort(failureOf('cancelled')));
		}
		// A further try of a run has its name and its rows; a loop brings others.
		if (random() < 0.6) {
			index += 1;
			rows = texts();
		}
		const running = [play.run(rows, String(index), settings, cancelled.signal)];
		if (random() < 0.3) {
			index += 1;
			running.push(play.run(texts(), String(index), { ...settings, stop: false }, cancelled.signal));
		}
		for (const { outcomes, stoppedBy } of await Promise.all(running)) {
			// A run that was stopped may not have fitted as a whole, and its end stands for all of its rows.
			for (const { result, link } of stoppedBy ? [] : outcomes.flat()) {
				if (result.ok || result.kind.reason !== 'max_calls_reached') continue;
				// Whoever was refused would not have fitted.
				expect(play.counted + callsOf(String(link))).toBeGreaterThan(play.limit);
				expect(result).toMatchObject({ billed: false, retryable: false });
			}
		}
		if (random() < 0.3) play.wait(random() < 0.5);
	}
	return play;
}

it('Is never exceeded in 1,000 random executions, refuses only what does not fit, and nothing is paid twice', async () => {
	const reached = { limit: 0, below: 0 };
	for (let seed = 1; seed <= 1000; seed += 1) {
		const play = await playAtRandom(seed);
		expect([seed, play.counted <= play.limit]).toEqual([seed, true]);
		expect([seed, paidTwice(play.sent.filter(({ isAborted }) => !isAborted))]).toEqual([seed, []]);
		reached[play.counted === play.limit ? 'limit' : 'below'] += 1;
	}
	// Both happen often enough to mean something.
	expect(reached.limit).toBeGreaterThan(200);
	expect(reached.below).toBeGreaterThan(200);
}, 300_000);

it('Holds where 100 calls leave at once', async () => {
	const texts = Array.from({ length: 2000 }, (_, index) => String(index));
	for (const limit of [1, 99, 1500]) {
		const play = new Play(limit, limit, ['ok', 'ok', 'ok', 'gone', 'busy', 'refused']);
		play.latency = () => 100;
		const { outcomes } = await play.run(texts, '0');
		expect(play.counted).toBe(limit);
		expect(outcomes).toHaveLength(2000);
		if (limit > 1000) expect(play.mostUnderWay).toBe(100);
	}
});

it('Is used to its end by calls that two places hold', async () => {
	const play = new Play(1, 7, ['ok']);
	const { outcomes } = await play.run(['get-a', 'get-b', 'get-c', 'get-d', 'e'], '0');
	// Three posts, and the one call that is left.
	expect(play.counted).toBe(7);
	expect(outcomes.flat().map(({ result }) => result.ok)).toEqual([true, true, true, false, true]);
});

it('A run that is resumed in its process pays for nothing again', async () => {
	for (let seed = 1; seed <= 50; seed += 1) {
		const play = new Play(seed, 1000);
		const texts = Array.from({ length: 30 }, (_, index) => `${index % 2 ? 'get-' : ''}${index}`);
		const cancelled = new AbortController();
		void play.clock.sleep(100 + 10 * seed).then(() => cancelled.abort(failureOf('cancelled')));
		await play.run(texts, '0', {}, cancelled.signal);
		play.wait(false);
		await play.run(texts, '0');
		expect(paidTwice(play.sent)).toEqual([]);
	}
});
