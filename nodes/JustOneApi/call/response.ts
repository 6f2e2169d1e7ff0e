import { failureOf } from '../failure/failure';
import type { Failure } from '../failure/failure';
import { failureKind, failureKindOfCode, SUCCESS_CODE } from '../failure/failureTable';
import type { OperationMessages, Reason } from '../failure/failureTable';
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

/**
 * Gateways in front of the API answer HTML. A 429 was turned away before any work; behind the others nobody knows what
 * the API did, nor whether it billed the call.
 */
const REASON_OF_GATEWAY_STATUS: Readonly<Record<number, Reason>> = {
	429: 'rate_limited',
	500: 'server_error',
	502: 'service_unavailable',
	503: 'service_unavailable',
	504: 'service_unavailable',
};

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
		const reason = REASON_OF_GATEWAY_STATUS[httpStatus] ?? 'bad_response';
		const words = response.body === null && reason === 'bad_response' ? TOO_LARGE : {};
		const unanswered = httpStatus >= 500 && httpStatus in REASON_OF_GATEWAY_STATUS;
		const billed = reason === 'rate_limited' ? false : null;
		return failureOf(reason, { code: null, httpStatus, billed, unanswered, retryAfterMs, ...words });
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
