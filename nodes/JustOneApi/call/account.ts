import { createHash } from 'crypto';

/** Base URLs of the API, by the credential's region. Source: the vendor's page for the endpoint. */
export const REGION_BASE_URL: Readonly<Record<string, string>> = {
	global: 'https://api.justoneapi.com',
	cn: 'http://47.117.133.51:30015',
};

/** The free route that tells what is left on an account; it needs only the token. Source: the vendor's own clients. */
export const BALANCE_REQUEST = { method: 'GET', url: '/user/get-balance' } as const;

/** Where calls go and what they are charged to. */
export interface Account {
	baseUrl: string;
	token: string;
	/** The hosts that the user allows for this credential, as n8n writes them; left out where any is. */
	allowedDomains?: string;
}

/** Why a credential cannot be used: what is wrong with it, and what to do. */
export interface UnusableCredential {
	title: string;
	advice: string;
}

const BASE_URL = /^https?:\/\/(?:[^\s/?#@:\\[\]]+|\[[\da-f:.]+\])(?::(\d{1,5}))?(?:\/[^\s?#\\]*)?$/i;
const HIGHEST_PORT = 65_535;

/**
 * The base URL that a credential stands for, without a slash at its end.
 *
 * @returns null where a custom base URL is no http(s) URL, or holds a query, a fragment or a password
 */
export function baseUrlOf(credential: Readonly<Record<string, unknown>>): string | null {
	const region = String(credential.region ?? 'global');
	if (Object.hasOwn(REGION_BASE_URL, region)) return REGION_BASE_URL[region];
	const custom = String(credential.baseUrl ?? '').trim();
	const match = BASE_URL.exec(custom);
	const portIsPossible = Number(match?.[1] ?? 1) >= 1 && Number(match?.[1] ?? 1) <= HIGHEST_PORT;
	return match && portIsPossible ? custom.replace(/(?<!\/)\/+$/, '') : null;
}

/** Reads a decrypted credential. */
export function readAccount(credential: Readonly<Record<string, unknown>>): Account | UnusableCredential {
	const given = credential.token ?? '';
	if (typeof given !== 'string' && !Number.isSafeInteger(given)) {
		return {
			title: 'The token in the credential is no text',
			advice: 'Its expression gives another kind of value. Let it give the token alone, as text.',
		};
	}
	const token = String(given).trim();
	if (token === '') {
		return {
			title: 'The credential holds no token',
			advice: 'Open the Just One API credential and paste the token from the dashboard.',
		};
	}
	if (/\p{Cs}/u.test(token)) {
		return {
			title: 'The token in the credential is damaged',
			advice: 'It holds half a character. Copy it again from the Just One API dashboard into the credential.',
		};
	}
	const baseUrl = baseUrlOf(credential);
	if (baseUrl === null) {
		return {
			title: 'The base URL in the credential is not usable',
			advice:
				"Open the Just One API credential. 'Base URL' must begin with http:// or https:// and have no query, for example https://api.example.com.",
		};
	}
	const isRestricted = credential.allowedHttpRequestDomains === 'domains';
	const allowedDomains = isRestricted ? String(credential.allowedDomains ?? '').trim() : undefined;
	if (allowedDomains === '') {
		return {
			title: 'The credential allows no domain',
			advice:
				"Open the Just One API credential. Fill 'Allowed Domains', or set 'Allowed HTTP Request Domains' to All.",
		};
	}
	return { baseUrl, token, ...(allowedDomains === undefined ? {} : { allowedDomains }) };
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex');

/** Names an account in memory without holding its token. */
export function accountKey(account: Account): string {
	return digest(`${account.baseUrl}\n${account.token}`);
}

/**
 * Names a way to the API in memory without holding its proxy's password.
 *
 * @param options the proxy and certificate settings of a request; empty where it has none
 */
export function wayKey(options: object): string {
	return Object.keys(options).length === 0 ? '' : digest(JSON.stringify(options));
}
