import { readTransportFailure } from '../../../nodes/JustOneApi/failure/transportFailure.ts';

const TOKEN = 'tok-5f2c9a';

interface Shape {
	code?: string;
	syscall?: string;
	message?: string;
	httpCode?: string;
	errors?: unknown[];
	cause?: unknown;
}

/** n8n wraps axios' error, which wraps Node's. Plain objects: n8n's classes may come from another copy. */
const wrapped = (node: Shape, axios: Shape = node) => ({
	name: 'NodeApiError',
	message: 'Something went wrong',
	httpCode: axios.code ?? null,
	cause: {
		name: 'AxiosError',
		message: axios.message ?? '',
		code: axios.code,
		config: { params: { token: TOKEN }, url: `https://api.justoneapi.com/?token=${TOKEN}` },
		cause: node,
	},
});

const connect = (code: string): Shape => ({
	code,
	syscall: 'connect',
	message: `connect ${code} 127.0.0.1:1`,
});

const NEVER_REACHED: Array<[string, unknown]> = [
	['refused', wrapped(connect('ECONNREFUSED'))],
	['refused, bare', connect('ECONNREFUSED')],
	['refused on every address', wrapped({ code: 'ECONNREFUSED', errors: [connect('ECONNREFUSED')] })],
	[
		'no such host',
		wrapped({ code: 'ENOTFOUND', syscall: 'getaddrinfo', message: 'getaddrinfo ENOTFOUND nowhere.invalid' }),
	],
	...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA'].map((code): [string, unknown] => [
		`of which only the code is left: ${code}`,
		{ message: 'The connection cannot be established', httpCode: code },
	]),
	['DNS fails in a way of its own', wrapped({ code: 'EAI_SERVICE', syscall: 'getaddrinfo' })],
	['no local port is left', wrapped({ code: 'EADDRNOTAVAIL', syscall: 'bind' })],
	['DNS does not answer', wrapped({ code: 'EAI_AGAIN', syscall: 'getaddrinfo' })],
	['no route', wrapped(connect('EHOSTUNREACH'))],
	['no network', wrapped(connect('ENETUNREACH'))],
	['the connection timed out', wrapped(connect('ETIMEDOUT'))],
	[
		'every address timed out',
		wrapped({ code: 'ETIMEDOUT', errors: [connect('ETIMEDOUT'), connect('ETIMEDOUT')] }),
	],
	['a firewall forbids it', wrapped(connect('EACCES'))],
	['the system forbids it', wrapped(connect('EPERM'))],
	[
		'TLS on a plain port',
		wrapped({
			code: 'EPROTO',
			syscall: 'write',
			message:
				'write EPROTO 40B7:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:ssl3_record.c',
		}),
	],
	['TLS of another version', wrapped({ code: 'ERR_SSL_WRONG_VERSION_NUMBER' })],
	[
		'cut before TLS stood',
		wrapped({
			code: 'ECONNRESET',
			message: 'Client network socket disconnected before secure TLS connection was established',
		}),
	],
];

const CERTIFICATES: Array<[string, unknown]> = [
	[
		'a certificate of its own',
		wrapped({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT', message: 'self-signed certificate' }),
	],
	['an unknown issuer', wrapped({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })],
	['an expired certificate', wrapped({ code: 'CERT_HAS_EXPIRED' })],
	["another host's certificate", wrapped({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })],
];

const CUT: Array<[string, unknown]> = [
	['the connection was reset', wrapped({ code: 'ECONNRESET', syscall: 'read', message: 'read ECONNRESET' })],
	['hung up', wrapped({ code: 'ECONNRESET', message: 'socket hang up' })],
	['broken pipe', wrapped({ code: 'EPIPE', syscall: 'write' })],
	[
		'cut in the body',
		wrapped(
			{ code: 'ECONNRESET', message: 'aborted' },
			{ code: 'ERR_BAD_RESPONSE', message: 'stream has been aborted' },
		),
	],
	['closed in the body', { code: 'ERR_STREAM_PREMATURE_CLOSE', message: 'Premature close' }],
	[
		'cut by something that says it blocks',
		wrapped({ code: 'ECONNRESET', message: 'The connection was blocked' }),
	],
	['broken pipe after the handshake', wrapped({ code: 'EPIPE', message: 'write after handshake' })],
	['something without a code', { message: 'Something went wrong', cause: new Error('who knows') }],
	['no object at all', 'boom'],
	['nothing', undefined],
];

describe('A call that never reached the API is not billed, and may be repeated', () => {
	it.each(NEVER_REACHED)('%s', (_, error) => {
		expect(readTransportFailure(error)).toMatchObject({
			kind: { reason: 'network' },
			title: expect.stringContaining('not be reached'),
			code: null,
			httpStatus: null,
			billed: false,
			retryable: true,
			unanswered: false,
		});
	});

	it.each(CERTIFICATES)(
		'A certificate that nobody vouches for is named, and so is the option: %s',
		(_, error) => {
			expect(readTransportFailure(error)).toMatchObject({
				kind: { reason: 'network' },
				title: "The API's certificate cannot be trusted",
				advice: expect.stringContaining("'Ignore SSL Issues'"),
				billed: false,
				retryable: false,
				unanswered: false,
			});
		},
	);

	it.each(['ERR_INVALID_URL', 'ERR_SOCKET_BAD_PORT', 'ERR_INVALID_PROTOCOL'])(
		'An address that no call can go to is not billed either, and stays what it is: %s',
		(code) => {
			expect(readTransportFailure(wrapped({ code, message: 'Invalid URL' }))).toMatchObject({
				billed: false,
				retryable: false,
				unanswered: false,
			});
		},
	);
});

describe('A call that was sent and not answered may have been billed', () => {
	it.each(CUT)('%s', (_, error) => {
		expect(readTransportFailure(error)).toMatchObject({
			kind: { reason: 'network' },
			title: expect.stringContaining('was cut'),
			billed: null,
			retryable: true,
			unanswered: true,
		});
	});

	it.each<[string, unknown]>([
		['the timeout of axios', wrapped({ code: 'ECONNABORTED', message: 'timeout of 120000ms exceeded' })],
		['the same by its new name', wrapped({ code: 'ETIMEDOUT', message: 'timeout of 120000ms exceeded' })],
		['the socket timed out while reading', wrapped({ code: 'ETIMEDOUT', syscall: 'read' })],
		['the timeout of the old client', wrapped({ code: 'ESOCKETTIMEDOUT' })],
	])('%s', (_, error) => {
		expect(readTransportFailure(error)).toMatchObject({
			kind: { reason: 'timeout' },
			billed: null,
			retryable: true,
			unanswered: true,
		});
	});

	it('A call that the user cancelled may have been billed as well', () => {
		for (const code of ['ERR_CANCELED', 'ABORT_ERR']) {
			expect(readTransportFailure(wrapped({ code, message: 'canceled' }))).toMatchObject({
				kind: { reason: 'cancelled' },
				billed: null,
			});
		}
	});
});

describe('An answer that the HTTP layer could not read is no reason to repeat the call', () => {
	it.each([
		'HPE_INVALID_CONSTANT',
		'HPE_HEADER_OVERFLOW',
		'Z_DATA_ERROR',
		'ERR_BAD_RESPONSE',
		'ERR_FR_TOO_MANY_REDIRECTS',
		'ERR__ERROR_FORMAT_PADDING_1',
		'ZSTD_error_prefix_unknown',
	])('%s', (code) => {
		expect(readTransportFailure(wrapped({ code, message: 'x' }))).toMatchObject({
			kind: { reason: 'bad_response' },
			billed: null,
			retryable: false,
		});
	});
});

describe('A call that n8n itself forbids was not sent, and repeating it is of no use', () => {
	it.each([
		'Domain not allowed: This credential is restricted from accessing https://api.justoneapi.com',
		'The request was blocked because it resolves to a restricted IP address',
		'The request was blocked because the destination hostname is restricted',
	])('%s', (message) => {
		for (const error of [{ message }, { message: 'Bad request', cause: { message } }]) {
			expect(readTransportFailure(error)).toMatchObject({
				kind: { reason: 'network' },
				title: expect.stringMatching(/^n8n .* this address$/),
				advice: expect.stringContaining("'Allowed HTTP Request Domains'"),
				billed: false,
				retryable: false,
				unanswered: false,
			});
		}
	});

	it('A certificate that is not allowed is a matter of the network', () => {
		expect(
			readTransportFailure(wrapped({ code: 'CERT_REJECTED', message: 'usage is not allowed' })),
		).toMatchObject({ title: "The API's certificate cannot be trusted" });
	});
});

it('Nothing of what was thrown is passed on: it holds the token', () => {
	for (const [, error] of [...NEVER_REACHED, ...CUT]) {
		expect(JSON.stringify(readTransportFailure(error))).not.toContain(TOKEN);
	}
});

it('A chain of causes that bites its tail comes to an end', () => {
	const error: Shape = { message: 'a' };
	error.cause = { message: 'b', cause: error };
	expect(readTransportFailure(error)).toMatchObject({ unanswered: true });
});

it.each([undefined, null, 5, {}, Object.create(null)])(
	'Words that are no text do no harm: %j',
	(message: unknown) => {
		expect(readTransportFailure({ message, cause: { message, code: 'ETIMEDOUT' } })).toMatchObject({
			kind: { reason: 'timeout' },
		});
	},
);

it('Causes that are no objects do no harm', () => {
	const errors = [null, undefined, 'x', 1];
	for (const cause of errors) {
		expect(readTransportFailure({ message: 'a', cause })).toMatchObject({ unanswered: true });
	}
	expect(readTransportFailure(wrapped({ code: 'ECONNREFUSED', errors }))).toMatchObject({ billed: false });
});
