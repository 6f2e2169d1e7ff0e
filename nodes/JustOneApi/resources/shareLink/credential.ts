import type { IExecutePaginationFunctions, INode } from 'n8n-workflow';

import { failureOf } from '../../failure/failure';
import type { Failure } from '../../failure/failure';
import { readAccount } from '../../call/account';
import type { Account } from '../../call/account';

/** Gives a row its account, or says why it has none. */
export type AccountOf = (context: IExecutePaginationFunctions) => Promise<Account | Failure>;

/**
 * The credential is declared as not required, so that a missing one fails row by row: n8n would otherwise
 * send the unresolved rows to the success branch (docs/decisions/credential-not-required.md).
 */
async function read(context: IExecutePaginationFunctions, node: INode): Promise<Account | Failure> {
	if (!node.credentials?.justOneApi) {
		return failureOf('credential_missing', { title: 'No Just One API credential is selected' });
	}
	try {
		const account = readAccount(await context.getCredentials('justOneApi'));
		return 'token' in account ? account : failureOf('credential_missing', account);
	} catch {
		return failureOf('credential_missing', {
			title: 'The Just One API credential could not be read',
			advice:
				'It may have been deleted, or not be shared with this workflow. Open the node and select another one.',
		});
	}
}

/** Reads the credential, and notices whether an expression is in it: n8n looks at the rows to evaluate any. */
async function readWatched(context: IExecutePaginationFunctions, node: INode) {
	let hasExpression = false;
	const { connectionInputData: rows = [] } = context as { connectionInputData?: object };
	const watched = new Proxy(rows, {
		get(target, key) {
			hasExpression = true;
			return Reflect.get(target, key) as unknown;
		},
	});
	const account = await read(Object.create(context, { connectionInputData: { value: watched } }), node);
	return { account, hasExpression };
}

/**
 * Reads a run's credential once, unless there are expressions in it: then each row reads its own. n8n fetches
 * and decrypts a credential anew each time, a quarter of what a row costs (docs/decisions/one-credential-read.md).
 * A reading that failed is tried again for each row.
 */
export function accountReader(node: INode): AccountOf {
	let first: ReturnType<typeof readWatched> | null = null;
	return async (context) => {
		if (first === null) {
			first = readWatched(context, node);
			return (await first).account;
		}
		const { account, hasExpression } = await first;
		return hasExpression || 'ok' in account ? await read(context, node) : account;
	};
}
