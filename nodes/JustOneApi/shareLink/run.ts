import type { IDataObject, IExecutePaginationFunctions, INode } from 'n8n-workflow';

import { failureOf } from '../answer/answer';
import type { Failure } from '../answer/answer';
import { accountKey, readAccount } from '../call/account';
import type { Account, UnusableCredential } from '../call/account';
import { NodeRun } from '../call/nodeRun';
import type { CallSettings, Resolution } from '../call/nodeRun';
import { paceGateOf } from '../call/pace';

/** How long a call may take unless the user sets a timeout, in ms. The vendor advises 60 s, newer pages 120 s. */
const DEFAULT_TIMEOUT = 120_000;

/** What all rows of one run of the node share: the node's settings, the account, the calls. */
export interface Run {
	node: INode;
	simplify: boolean;
	includeInputFields: boolean;
	/** Null where the user set one in n8n's Request Options: then n8n's value counts. */
	timeout: number | null;
	/** Undefined without a usable credential. */
	token: string | undefined;
	/** The calls, or why none can be made. */
	calls: NodeRun | Failure;
}

interface NodeOptions {
	includeInputFields?: boolean;
	maxRetries?: number;
	maxConcurrentRequests?: number;
	retryUnanswered?: boolean;
}

function wholeNumber(value: unknown, byDefault: number, least: number, most: number): number {
	const number = Math.floor(Number(value ?? byDefault));
	return Number.isNaN(number) ? byDefault : Math.min(most, Math.max(least, number));
}

function callSettings(options: NodeOptions, stopOnFailure: boolean): CallSettings {
	return {
		maxRetries: wholeNumber(options.maxRetries, 3, 0, 10),
		maxConcurrentRequests: wholeNumber(options.maxConcurrentRequests, 10, 1, 100),
		retryUnanswered: options.retryUnanswered === true,
		stopOnFailure,
	};
}

/**
 * The credential is declared as not required, so that a missing one fails row by row: n8n would otherwise
 * send the unresolved rows to the success branch (docs/decisions/credential-not-required.md).
 */
async function accountOf(
	context: IExecutePaginationFunctions,
	node: INode,
): Promise<Account | UnusableCredential> {
	if (!node.credentials?.justOneApi) {
		return {
			title: 'No Just One API credential is selected',
			advice: failureOf('credential_missing').kind.advice,
		};
	}
	try {
		return readAccount(await context.getCredentials('justOneApi'));
	} catch {
		return {
			title: 'The Just One API credential could not be read',
			advice:
				'It may have been deleted, or not be shared with this workflow. Open the node and select another one.',
		};
	}
}

function isAccount(account: Account | UnusableCredential): account is Account {
	return 'token' in account;
}

function startCalls(
	context: IExecutePaginationFunctions,
	account: Account,
	settings: CallSettings,
	paidFor: Map<string, Promise<Resolution>>,
): NodeRun {
	const calls = new NodeRun(settings, paceGateOf(accountKey(account)), paidFor);
	const cancel = () => calls.end(failureOf('cancelled'));
	if (context.getExecutionCancelSignal()?.aborted) cancel();
	context.onExecutionCancellation(cancel);
	return calls;
}

async function startRun(context: IExecutePaginationFunctions, previous?: Run): Promise<Run> {
	const node = context.getNode();
	const options = context.getNodeParameter('options', {}) as NodeOptions;
	const account = await accountOf(context, node);
	const paidFor =
		previous?.calls instanceof NodeRun
			? await previous.calls.successes()
			: new Map<string, Promise<Resolution>>();
	return {
		node,
		simplify: context.getNodeParameter('simplify', true) !== false,
		includeInputFields: options.includeInputFields === true,
		timeout: (node.parameters.requestOptions as IDataObject | undefined)?.timeout ? null : DEFAULT_TIMEOUT,
		token: isAccount(account) ? account.token : undefined,
		calls: isAccount(account)
			? startCalls(context, account, callSettings(options, !context.continueOnFail()), paidFor)
			: failureOf('credential_missing', account),
	};
}

/** Runs by the object that n8n shares between the rows of one run of a node; forgotten with it. */
const runs = new WeakMap<object, { rows: Set<number>; run: Promise<Run> }>();

/**
 * The run that a row belongs to. A row that comes a second time means that n8n's Retry On Fail runs the
 * node again: a new run begins, and keeps the answers that were paid for.
 */
export async function runOf(context: IExecutePaginationFunctions): Promise<Run> {
	const shared = context.getExecuteData();
	const row = context.getItemIndex();
	const current = runs.get(shared);
	if (current && !current.rows.has(row)) {
		current.rows.add(row);
		return await current.run;
	}
	const run = current
		? current.run.then(async (previous) => await startRun(context, previous))
		: startRun(context);
	runs.set(shared, { rows: new Set([row]), run });
	return await run;
}
