import { failureOf } from '../failure/failure';
import type { HttpAnswer } from './response';
import type { Failure } from '../failure/failure';
import { readTransportFailure } from '../failure/transportFailure';
import type { Clock } from './clock';

/** Longest body that can be an answer, in bytes after unpacking. Real ones hold one or two thousand. */
export const LARGEST_BODY = 1024 * 1024;

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
const OVER = 'The attempt is over';

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

/**
 * Makes one HTTP call with neither its size nor its slowness in the API's hands: n8n bounds no body, and its timeout
 * counts silence, not time (docs/maintain/design.md). Never throws.
 *
 * @param timeout for the call as a whole, to the last byte of its answer, in ms
 * @param cancelled the run's signal
 * @param send makes the call; the signal ends it
 */
export async function attempt(
	clock: Clock,
	timeout: number,
	cancelled: AbortSignal,
	send: (signal: AbortSignal) => Promise<OpenAnswer>,
): Promise<HttpAnswer | Failure> {
	const over = new AbortController();
	const signal = AbortSignal.any([over.signal, cancelled]);

	const answer = async (): Promise<HttpAnswer | Failure> => {
		try {
			const response = await send(signal);
			return { ...response, body: await readText(response.body) };
		} catch (error) {
			return readTransportFailure(error);
		}
	};
	const deadline = async (): Promise<Failure> => {
		await clock.sleep(timeout, signal);
		return failureOf('timeout', { unanswered: true });
	};
	const first = await Promise.race([answer(), deadline()]);
	// Ends the request after its deadline, the rest of a body that is too large, and the wait for the deadline.
	over.abort(OVER);
	return cancelled.aborted && 'ok' in first ? failureOf('cancelled', { billed: null }) : first;
}
