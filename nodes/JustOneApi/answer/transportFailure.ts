import { failureOf } from './answer';
import type { Failure } from './answer';
import { failureKind } from './failureTable';

/** The connection was never made, so the API saw nothing: safe to repeat, certainly not billed. */
const NEVER_REACHED = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EAI_FAIL',
	'EAI_NODATA',
	'EHOSTUNREACH',
	'EHOSTDOWN',
	'ENETUNREACH',
	'ENETDOWN',
	'EADDRNOTAVAIL',
	'EACCES',
	'EPERM',
	'EPROTO',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_GET_ISSUER_CERT',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
const TLS_CODE = /^(?:CERT_|ERR_TLS_|ERR_SSL_)/;
const TLS_NOT_READY = /before secure TLS connection was established/;

const TIMED_OUT = new Set(['ETIMEDOUT', 'ECONNABORTED', 'ESOCKETTIMEDOUT']);
const CANCELLED = new Set(['ERR_CANCELED', 'ABORT_ERR']);
/** An answer came, and the HTTP layer could not read it. */
const UNREADABLE = /^(?:HPE_|Z_|ERR_BAD_RESPONSE$|ERR_FR_|ERR_CONTENT_DECODING|ERR_STREAM_PREMATURE)/;

/** No call can go to such an address. */
const NO_ADDRESS = new Set(['ERR_INVALID_URL', 'ERR_SOCKET_BAD_PORT', 'ERR_INVALID_PROTOCOL']);

/** Forbidden by the user's own settings, so nothing was sent and repeating cannot help. */
const NOT_ALLOWED = /not allowed|blocked|restricted/i;

interface ErrorShape {
	code?: unknown;
	syscall?: unknown;
	message?: unknown;
	cause?: unknown;
	/** Node's attempts, address by address. */
	errors?: unknown;
	httpCode?: unknown;
}

/** More links than any error has. */
const LONGEST_CHAIN = 10;

/** The error and what it wraps, outermost first. n8n wraps axios' error, which wraps Node's. Judged by shape:
 * an installed package may see another copy of n8n-workflow's classes. */
function chainOf(error: unknown): ErrorShape[] {
	const chain: ErrorShape[] = [];
	let current = error;
	while (typeof current === 'object' && current !== null && chain.length < LONGEST_CHAIN) {
		const shape: ErrorShape = current;
		chain.push(shape, ...(Array.isArray(shape.errors) ? (shape.errors as ErrorShape[]) : []));
		current = shape.cause;
	}
	return chain;
}

/**
 * What a call without a readable answer means. Nothing of the error itself is passed on: its request holds
 * the token.
 *
 * @param error what n8n's request helper threw
 */
export function readTransportFailure(error: unknown): Failure {
	const chain = chainOf(error);
	const codes = chain.flatMap(({ code, httpCode }) =>
		[code, httpCode].filter((value): value is string => typeof value === 'string'),
	);
	const messages = chain.map(({ message }) => (typeof message === 'string' ? message : ''));
	const has = (known: (code: string) => boolean) => codes.some(known);

	if (has((code) => CANCELLED.has(code))) return failureOf('cancelled', { billed: null });
	const connectTimedOut =
		has((code) => code === 'ETIMEDOUT') && chain.some(({ syscall }) => syscall === 'connect');
	const tlsNotReady = messages.some((message) => TLS_NOT_READY.test(message));
	if (connectTimedOut || tlsNotReady || has((code) => NEVER_REACHED.has(code) || TLS_CODE.test(code))) {
		return failureOf('network', { title: 'The API could not be reached' });
	}
	if (has((code) => TIMED_OUT.has(code))) return failureOf('timeout', { unanswered: true });
	if (has((code) => UNREADABLE.test(code)) && !messages.some((m) => /aborted/.test(m))) {
		return failureOf('bad_response');
	}
	const isForbidden = codes.length === 0 && messages.some((message) => NOT_ALLOWED.test(message));
	if (isForbidden || has((code) => NO_ADDRESS.has(code))) {
		return failureOf('network', {
			title: 'n8n cannot call this address',
			advice: "Check 'Base URL' and 'Allowed HTTP Request Domains' in the credential.",
			retryable: false,
		});
	}
	return failureOf('network', {
		title: 'The connection was cut before the answer came',
		advice: failureKind('timeout').advice,
		billed: null,
		unanswered: true,
	});
}
