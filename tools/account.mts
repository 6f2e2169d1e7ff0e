/** The user's account, from the environment or the terminal. The token is never taken from the command line: shells keep a history. */
import { readAccount, REGION_BASE_URL, type Account } from '../dist/nodes/JustOneApi/call/account.js';
import { NotStarted, prompt } from './prompt.mts';

/** Yuan for a billed call, as one client reports; the vendor publishes no price. */
export const REPORTED_PRICE = 0.1;

/** The shortest token that can be taken out of texts: see the node's redact. */
const SHORTEST_TOKEN = 4;

export interface GivenAccount {
	account: Account;
	/** `global`, `cn` or `custom`. */
	region: string;
}

/** JUSTONEAPI_TOKEN, or what is typed where there is a terminal; empty where nothing is given. */
export async function readToken(question: string): Promise<string> {
	const token = process.env.JUSTONEAPI_TOKEN?.trim() ?? '';
	return token !== '' || !process.stdin.isTTY ? token : await prompt(question, true);
}

/**
 * The account of a token in the region that JUSTONEAPI_REGION names: `global` (default), `cn`, or a base URL.
 *
 * @throws NotStarted where the token is too short, or the region is none
 */
export function accountOf(token: string): GivenAccount {
	const region = process.env.JUSTONEAPI_REGION?.trim() || 'global';
	const isKnown = Object.hasOwn(REGION_BASE_URL, region);
	if (token.length < SHORTEST_TOKEN) {
		throw new NotStarted('Put the token into the environment variable JUSTONEAPI_TOKEN.');
	}
	const account = readAccount(isKnown ? { token, region } : { token, region: 'custom', baseUrl: region });
	if (!('token' in account)) {
		throw new NotStarted(
			'JUSTONEAPI_REGION must be global, cn, or a URL without a query, like https://api.example.com.',
		);
	}
	return { account, region: isKnown ? region : 'custom' };
}
