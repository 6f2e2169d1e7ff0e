import { failureOf } from '../failure/failure';
import type { HttpAnswer, OpenAnswer } from '../answer/answer';
import type { Failure } from '../failure/failure';
import { readTransportFailure } from '../failure/transportFailure';
import { waitUntil } from './wait';

/** Longest body that can be an answer, in bytes after unpacking. Real ones hold one or two thousand. */
export const LARGEST_BODY = 1024 * 1024;

function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
	return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/** The body as UTF-8; null, and the call aborted, where it is too large. */
async function readText(body: unknown, call: AbortController): Promise<string | null> {
	if (!isStream(body)) return '';
	const decoder = new TextDecoder();
	let text = '';
	let size = 0;
	for await (const chunk of body) {
		size += chunk.length;
		if (size > LARGEST_BODY) {
			call.abort();
			return null;
		}
		text += decoder.decode(chunk, { stream: true });
	}
	return text + decoder.decode();
}

/**
 * Makes a call with neither its size nor its slowness in the API's hands: n8n bounds no body, and its timeout
 * counts silence, not time (docs/decisions/bounded-answers.md). Never throws.
 *
 * @param timeout for the call as a whole, to the last byte of its answer, in ms
 * @param cancelled n8n's signal that the execution was cancelled
 * @param send makes the call; the signal ends it
 */
export async function boundedCall(
	timeout: number,
	cancelled: AbortSignal | undefined,
	send: (signal: AbortSignal) => Promise<OpenAnswer>,
): Promise<HttpAnswer | Failure> {
	const dueAt = Date.now() + timeout;
	const call = new AbortController();
	let isOver = false;

	const answer = async (): Promise<HttpAnswer | Failure> => {
		try {
			const signal = cancelled ? AbortSignal.any([call.signal, cancelled]) : call.signal;
			const response = await send(signal);
			return { ...response, body: await readText(response.body, call) };
		} catch (error) {
			return readTransportFailure(error);
		} finally {
			isOver = true;
		}
	};
	const deadline = async (): Promise<Failure> => {
		const isLate = await waitUntil(
			() => dueAt,
			() => isOver,
		);
		if (isLate) call.abort();
		return failureOf('timeout', { unanswered: true });
	};
	return await Promise.race([answer(), deadline()]);
}
