import type { IHttpRequestOptions } from 'n8n-workflow';

import { wayKey } from '../call/account';
import { failureOf } from '../failure/failure';
import type { Failure } from '../failure/failure';
import { holdsExpression } from './host';
import type { NodeHost } from './host';

/** How long a call may take unless the user sets a timeout, in ms. The vendor advises 60 s, newer pages 120 s. */
const DEFAULT_TIMEOUT = 120_000;
/** Node's timers take no more, in ms. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** n8n's Request Options for a row: what n8n's routing would make of them. */
export interface RequestSettings {
	/** ms */
	timeout: number;
	options: Pick<IHttpRequestOptions, 'proxy' | 'skipSslCertificateValidation'>;
	/** Names proxy and certificate settings; empty for none. */
	way: string;
}

const invalid = (title: string, advice: string): Failure => failureOf('invalid_settings', { title, advice });

const HIGHEST_PORT = 65_535;
const PROXY = /^([a-z][a-z\d+.-]*):\/\/(?:([^/?#]*)@)?([^/?#@:]+|\[[\da-f:.]+\]):(\d{1,5})(?:[/?#]|$)/i;

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

function readProxy(value: unknown): IHttpRequestOptions['proxy'] | Failure {
	const match = PROXY.exec(String(value).trim());
	if (!match || Number(match[4]) < 1 || Number(match[4]) > HIGHEST_PORT) {
		return invalid(
			"The proxy in 'Request Options' is not usable",
			"No call was made. 'Proxy' must be an address with scheme and port, for example http://proxy.example.com:3128.",
		);
	}
	const [, protocol, login, host, port] = match;
	const [username, ...password] = (login ?? '').split(':').map(decoded);
	return {
		protocol: protocol.toLowerCase(),
		host,
		port: Number(port),
		...(login ? { auth: { username, password: password.join(':') } } : {}),
	};
}

function readTimeout(value: unknown): number | Failure {
	// n8n's routing takes its own timeout where the option is empty or 0, and so do we.
	if (!value) return DEFAULT_TIMEOUT;
	const timeout = typeof value === 'string' && value.trim() === '' ? NaN : Number(value);
	if (timeout >= 1 && timeout <= LONGEST_TIMEOUT) return timeout;
	return invalid(
		"The timeout in 'Request Options' is not usable",
		`No call was made. 'Timeout' must be a number of milliseconds between 1 and ${LONGEST_TIMEOUT}.`,
	);
}

function isFailure(value: unknown): value is Failure {
	return typeof value === 'object' && value !== null && 'ok' in value && value.ok === false;
}

function read(value: unknown): RequestSettings | Failure {
	const { proxy, timeout, allowUnauthorizedCerts } = (value ?? {}) as Record<string, unknown>;
	const readableTimeout = readTimeout(timeout);
	if (isFailure(readableTimeout)) return readableTimeout;
	const options: RequestSettings['options'] = {};
	if (proxy) {
		const readable = readProxy(proxy);
		if (isFailure(readable)) return readable;
		options.proxy = readable;
	}
	if (allowUnauthorizedCerts) options.skipSslCertificateValidation = true;
	return { timeout: readableTimeout, options, way: wayKey(options) };
}

/** Reads the Request Options row by row, or once where they hold no expression. */
export function requestSettingsReader(host: NodeHost): (row: number) => RequestSettings | Failure {
	const raw = host.parameter('requestOptions', 0, {}, true);
	if (!holdsExpression(raw)) {
		const settings = read(raw);
		return () => settings;
	}
	return (row) => {
		try {
			return read(host.parameter('requestOptions', row, {}));
		} catch {
			return invalid(
				"An expression in 'Request Options' could not be evaluated",
				"No call was made. Open the node and check the expressions in 'Request Options' for this row.",
			);
		}
	};
}

/**
 * The pauses of n8n's batching: before each batch but the first, as its routing does. An interval or a size that is
 * no number counts as none.
 *
 * @returns ms to wait before a row
 */
export function batchPauses(host: NodeHost): (row: number) => number {
	try {
		const { batching } = host.parameter('requestOptions', 0, {}) as {
			batching?: { batch?: { batchSize?: unknown; batchInterval?: unknown } };
		};
		const size = Number(batching?.batch?.batchSize);
		const interval = Number(batching?.batch?.batchInterval);
		if (!(interval > 0)) return () => 0;
		const rowsInBatch = size > 0 ? size : 1;
		return (row) => (row > 0 && row % rowsInBatch === 0 ? interval : 0);
	} catch {
		// The expression that fails here fails each row below.
		return () => 0;
	}
}
