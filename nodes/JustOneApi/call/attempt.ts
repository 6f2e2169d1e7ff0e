import { failureOf } from '../failure/failure';
import type { HttpAnswer } from './response';
import type { Failure } from '../failure/failure';
import { readTransportFailure } from '../failure/transportFailure';
import type { Clock } from './clock';

/** Longest body that can be an answer, in bytes after unpacking. The vendor's largest example has 1.5 MB: 20 posts of Douyin. */
export const LARGEST_BODY = 4 * 1024 * 1024;

/** A response whose body is still to come. */
export interface OpenAnswer extends Omit<HttpAnswer, 'body'> {
	/** With `encoding: 'stream'` Node's Readable; anything else counts as no body. */
	body: unknown;
}

/**
 * The options with a signal that n8n cannot replace: its request helper assigns the execution's own one, and
 * nothing else ends a body that does not come.
 */
export function withSignal<T extends object>(options: T, signal: AbortSignal): T {
	return Object.defineProperty(options, 'abortSignal', {
		enumerable: true,
		get: () => signal,
		set: () => {},
	});
}

/** A reason of our own: without one an abort makes an exception with a stack, a tenth of what a call costs. */
const ATTEMPT_OVER = 'The attempt is over';

function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
	return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/** The body as UTF-8; null where it is too large. */
async function readText(body: unknown): Promise<string | null> {
	if (!isStream(body)) return '';
	const decoder = new TextDecoder();
	let text = '';
	let size = 0;
	for await (const chunk of body) {
		size += chunk.length;
		if (size > LARGEST_BODY) return null;
		text += decoder.decode(chunk, { stream: true });
	}
	return text + decoder.decode();
}

type Send = (signal: AbortSignal) => Promise<OpenAnswer>;

async function answerTo(send: Send, signal: AbortSignal): Promise<HttpAnswer | Failure> {
	try {
		const { statusCode, headers, body } = await send(signal);
		return { statusCode, headers, body: await readText(body) };
	} catch (error) {
		return readTransportFailure(error);
	}
}

interface Attempt {
	/** ms of the clock */
	deadline: number;
	end(result: HttpAnswer | Failure): void;
}

/**
 * The attempts under way of one run. Neither the size nor the slowness of an answer is in the API's hands: n8n bounds no
 * body, and its timeout counts silence, not time (docs/maintain/design.md). One timer serves all deadlines.
 */
export class Attempts {
	private readonly underWay = new Set<Attempt>();

	private readonly clock: Clock;

	/** Ends the timer when no attempt is under way. */
	private timerAbort = new AbortController();

	/** When the timer fires, in ms of the clock. */
	private timerAt = Infinity;

	/** @param cancel ends all attempts */
	constructor(clock: Clock, cancel: AbortSignal) {
		this.clock = clock;
		const endAll = () => {
			for (const attempt of this.underWay) attempt.end(failureOf('cancelled', { billed: null }));
		};
		cancel.addEventListener('abort', endAll, { once: true });
	}

	/**
	 * Makes one HTTP call. Never rejects.
	 *
	 * @param timeout for the call as a whole, to the last byte of its answer, in ms
	 * @param send makes the call; the signal ends it
	 */
	async make(timeout: number, send: Send): Promise<HttpAnswer | Failure> {
		const abort = new AbortController();
		return await new Promise((resolve) => {
			const attempt: Attempt = {
				deadline: this.clock.now() + timeout,
				// Ends the request after its deadline, and the rest of a body that is too large.
				end: (result) => {
					if (!this.underWay.delete(attempt)) return;
					abort.abort(ATTEMPT_OVER);
					if (this.underWay.size === 0) this.stopTimer();
					resolve(result);
				},
			};
			this.underWay.add(attempt);
			this.startTimer(attempt.deadline);
			void answerTo(send, abort.signal).then(attempt.end);
		});
	}

	private startTimer(at: number): void {
		if (at >= this.timerAt) return;
		this.timerAt = at;
		void this.clock.sleep(at - this.clock.now(), this.timerAbort.signal).then(() => {
			if (this.timerAt === at) this.endLate();
		});
	}

	private stopTimer(): void {
		this.timerAt = Infinity;
		this.timerAbort.abort(ATTEMPT_OVER);
		this.timerAbort = new AbortController();
	}

	private endLate(): void {
		this.timerAt = Infinity;
		const now = this.clock.now();
		let next = Infinity;
		for (const { deadline, end } of this.underWay) {
			if (deadline <= now) end(failureOf('timeout', { unanswered: true }));
			else next = Math.min(next, deadline);
		}
		if (next < Infinity) this.startTimer(next);
	}
}
