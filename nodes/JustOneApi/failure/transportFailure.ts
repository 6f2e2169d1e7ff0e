import { failureOf } from './failure';
import type { Failure } from './failure';
import { failureKind } from './failureTable';

/** The connection was never made, so the API saw nothing: safe to repeat, certainly not billed. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA']);
/** These happen before or after the request left: only what the system was doing tells. */
const CONNECTING = new Set(['connect', 'getaddrinfo', 'bind']);
/** A certificate is judged before anything is sent. */
const CERTIFICATE =
	/^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(?:GET_ISSUER|VERIFY_LEAF))/;
/** TLS faults have one set of codes for the handshake and for later; their words tell which. */
const TLS_FAULT = /^(?:EPROTO$|ERR_SSL_|ERR_TLS_)/;
const HANDSHAKE =
	/before secure TLS connection was established|handshake|wrong.version.number|unsupported.protocol|no.protocols.available|packet.length.too.long/i;

const TIMED_OUT = new Set(['ETIMEDOUT', 'ECONNABORTED', 'ESOCKETTIMEDOUT']);
const CANCELLED = new Set(['ERR_CANCELED', 'ABORT_ERR']);
/** An answer came, and the HTTP layer could not read it. */
const UNREADABLE = /^(?:HPE_|Z_|ZSTD_|ERR__ERROR_|ERR_BROTLI|ERR_BAD_RESPONSE$|ERR_FR_|ERR_CONTENT_DECODING)/;

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
		const attempts: unknown[] = Array.isArray(shape.errors) ? shape.errors : [];
		chain.push(shape, ...attempts.filter((attempt): attempt is ErrorShape => attempt instanceof Object));
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
	const wasConnecting = chain.some(({ syscall }) => CONNECTING.has(String(syscall)));
	const isHandshake = [...messages, ...codes].some((words) => HANDSHAKE.test(words));
	if (has((code) => CERTIFICATE.test(code))) {
		return failureOf('network', {
			title: "The API's certificate cannot be trusted",
			advice:
				"No call was made. If this address uses a certificate of its own, switch on 'Ignore SSL Issues' in 'Request Options'; otherwise check the base URL in the credential and the clock of the n8n host.",
			retryable: false,
		});
	}
	const neverSent =
		wasConnecting ||
		has((code) => NEVER_CONNECTED.has(code)) ||
		(isHandshake && has((code) => TLS_FAULT.test(code) || code === 'ECONNRESET'));
	if (neverSent) return failureOf('network', { title: 'The API could not be reached' });
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
