import type { IHttpRequestOptions } from 'n8n-workflow';

import { accountKey, readAccount } from '../call/account';
import type { Account } from '../call/account';
import { withSignal } from '../call/attempt';
import type { OpenAnswer } from '../call/attempt';
import { Semaphore } from '../call/semaphore';
import { failureOf } from '../failure/failure';
import type { Failure } from '../failure/failure';
import { redactor } from '../failure/redact';
import type { Connection } from '../run/paidCalls';
import type { NodeHost } from './host';
import { requestSettingsReader } from './requestSettings';

const CREDENTIAL = 'justOneApi';

/** n8n asks its database for each credential: all rows at once would exhaust the connections. */
const READ_AT_ONCE = 10;

/** What every request has in common. Redirects are not followed: the token stands in the URL. */
export const requestDefaults = {
	ignoreHttpStatusErrors: true,
	disableFollowRedirect: true,
	// The body comes as a stream, so that what is read of it can be bounded.
	encoding: 'stream',
	json: false,
} as const satisfies Partial<IHttpRequestOptions>;

function whyUnreadable(error: unknown): Failure {
	const name = error instanceof Object && 'name' in error ? String(error.name) : '';
	if (name.includes('Expression')) {
		return failureOf('credential_missing', {
			title: 'An expression in the Just One API credential could not be evaluated',
			advice:
				'Open the credential and check its expressions. n8n lets them read environment variables ($env) only where N8N_BLOCK_ENV_ACCESS_IN_NODE is false.',
		});
	}
	return failureOf('credential_missing', {
		title: 'The Just One API credential could not be read',
		advice:
			'It may have been deleted, or not be shared with this workflow. Open the node and select another one.',
	});
}

/** What the work comes to, or `cancelled` as soon as the signal aborts: a credential may take long, or never come. */
async function unlessAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T | Failure> {
	if (signal.aborted) return failureOf('cancelled', { uncalled: true });
	let letGo = () => {};
	const aborted = new Promise<Failure>((resolve) => {
		letGo = () => resolve(failureOf('cancelled', { uncalled: true }));
		signal.addEventListener('abort', letGo, { once: true });
	});
	try {
		return await Promise.race([work(), aborted]);
	} catch {
		return failureOf('cancelled', { uncalled: true });
	} finally {
		signal.removeEventListener('abort', letGo);
	}
}

/**
 * Gives each row its way to the API. The credential is read for each row that needs a call: a token or a base URL may be
 * an expression, and n8n offers no sound way to tell (docs/maintain/design.md).
 */
export function connector(
	host: NodeHost,
): (row: number, signal: AbortSignal) => Promise<Connection | Failure> {
	const { context, node } = host;
	const hasCredential = Boolean(node.credentials?.[CREDENTIAL]);
	const settingsOf = requestSettingsReader(host);
	const reading = new Semaphore(READ_AT_ONCE);
	const known = new Map<string, Pick<Connection, 'accountKey' | 'clean'>>();

	/** What is worked out once for an account. */
	const about = (account: Account): Pick<Connection, 'accountKey' | 'clean'> => {
		const name = `${account.baseUrl}\n${account.token}`;
		let facts = known.get(name);
		if (!facts) {
			facts = { accountKey: accountKey(account), clean: redactor(account.token) };
			known.set(name, facts);
		}
		return facts;
	};
	const accountOf = async (row: number): Promise<Account | Failure> => {
		try {
			const account = readAccount(await host.credential(row));
			return 'token' in account ? account : failureOf('credential_missing', account);
		} catch (error) {
			return whyUnreadable(error);
		}
	};
	return async (row, signal) => {
		if (!hasCredential) {
			return failureOf('credential_missing', { title: 'No Just One API credential is selected' });
		}
		const settings = settingsOf(row);
		if ('ok' in settings) return settings;
		const account = await unlessAborted(signal, async () => {
			return await reading.run(signal, async () => await accountOf(row));
		});
		if ('ok' in account) return account;
		const { allowedDomains, ...data } = account;
		// n8n's helper would read the credential once more, and always that of the first row.
		const credentialsDecrypted = {
			id: '',
			name: '',
			type: CREDENTIAL,
			data: { ...data, region: 'custom' },
		};
		return {
			ok: true,
			...about(account),
			timeout: settings.timeout,
			way: settings.way,
			send: async ({ method, url, qs }, signal) =>
				(await context.helpers.httpRequestWithAuthentication.call(
					context,
					CREDENTIAL,
					withSignal(
						{
							...requestDefaults,
							...settings.options,
							...(allowedDomains === undefined ? {} : { allowedDomains }),
							method,
							url,
							qs: { ...qs },
							timeout: settings.timeout,
							returnFullResponse: true,
						} as IHttpRequestOptions,
						signal,
					),
					{ credentialsDecrypted },
				)) as OpenAnswer,
		};
	};
}
