import { failureOf } from '../failure/failure';
import type { Failure } from '../failure/failure';
import { failureKind, failureKindOfCode, SUCCESS_CODE } from '../failure/failureTable';
import type { OperationMessages } from '../failure/failureTable';
import { readEnvelope } from './envelope';
import type { Envelope } from './envelope';

/** An HTTP response as n8n hands it over, the body as text. */
export interface HttpAnswer {
	statusCode: number;
	/** Lower-case names. */
	headers: Record<string, unknown>;
	/** Null where it was too large for an answer. */
	body: string | null;
}

type Known = Partial<Omit<Failure, 'ok' | 'kind'>>;

const TURNED_AWAY: Known = {
	billed: false,
	advice: 'The call did not get through to the API, so it is not billed. Run this row again later.',
};
const LOST: Known = { billed: null, unanswered: true, advice: failureKind('timeout').advice };
const IN_FRONT: Known = {
	title: 'Something in front of the API refused the call',
	advice: "Check 'Proxy' in 'Request Options' and the network of the n8n host.",
};

/** What a status means where no envelope came with it. 520 to 530 are Cloudflare's. */
function failureOfPage(status: number): Failure {
	switch (status) {
		case 429:
			return failureOf('rate_limited');
		case 521:
		case 523:
		case 525:
		case 526:
		case 530:
			return failureOf('service_unavailable', TURNED_AWAY);
		case 401:
		case 403:
		case 407:
		case 451:
			return failureOf('bad_response', IN_FRONT);
		case 500:
			return failureOf('server_error', LOST);
	}
	if (status === 408 || status > 500) return failureOf('service_unavailable', LOST);
	return failureOf('bad_response');
}

/**
 * The wait that a `Retry-After` header asks for: seconds, or an HTTP date (RFC 9110, section 10.2.3).
 *
 * @param now current time, ms since 1970
 * @returns ms, or null where the header is missing or unreadable
 */
export function readRetryAfter(header: unknown, now: number): number | null {
	if (typeof header !== 'string') return null;
	if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
	// Date.parse takes almost anything for a date: '1.5' would be a day in 2001.
	const date = header.endsWith('GMT') ? Date.parse(header) : NaN;
	return Number.isNaN(date) ? null : Math.max(0, date - now);
}

const TOO_LARGE: Pick<Failure, 'title' | 'advice'> = {
	title: 'The answer is far larger than any answer of the API',
	advice: `It was not read to its end. ${failureKind('bad_response').advice}`,
};

/** An answer with code 0: what its data are worth is the step's business. */
export interface Answered {
	ok: true;
	envelope: Envelope;
	httpStatus: number;
}

/**
 * Judges a response by its code. The body comes first, whatever the HTTP status; the status counts only where the body
 * is no envelope.
 *
 * @param messages of the operation, where it reads codes in its own way
 * @param now current time, ms since 1970, for `Retry-After`
 */
export function readResponse(
	response: HttpAnswer,
	messages?: OperationMessages,
	now = Date.now(),
): Answered | Failure {
	const envelope = response.body === null ? null : readEnvelope(response.body);
	const retryAfterMs = readRetryAfter(response.headers['retry-after'], now);
	const httpStatus = response.statusCode;
	if (!envelope) {
		const failure = failureOfPage(httpStatus);
		const isTooLarge = response.body === null && failure.kind.reason === 'bad_response';
		return { ...failure, code: null, httpStatus, retryAfterMs, ...(isTooLarge ? TOO_LARGE : {}) };
	}
	if (envelope.code === SUCCESS_CODE) return { ok: true, envelope, httpStatus };
	return failureOf(failureKindOfCode(envelope.code, messages), {
		code: envelope.code,
		httpStatus,
		requestId: envelope.requestId,
		apiMessage: envelope.message,
		retryAfterMs,
	});
}
