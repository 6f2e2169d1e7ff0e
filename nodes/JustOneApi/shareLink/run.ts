import type { IDataObject, IExecutePaginationFunctions, INode } from 'n8n-workflow';

import { failureOf } from '../answer/answer';
import type { Failure } from '../answer/answer';
import { accountKey, readAccount } from '../call/account';
import type { Account } from '../call/account';
import { NodeRun } from '../call/nodeRun';
import type { CallSettings } from '../call/nodeRun';
import { paceGateOf } from '../call/pace';

/** How long a call may take unless the user sets a timeout, in ms. The vendor advises 60 s, newer pages 120 s. */
const DEFAULT_TIMEOUT = 120_000;

/** What all rows of one run of the node share: the node's settings and the calls. */
export interface Run {
	node: INode;
	/** A tool of an agent: one row, and only a message reaches the model. */
	isTool: boolean;
	simplify: boolean;
	includeInputFields: boolean;
	/** Whether n8n's error output takes a record with details; older versions take only `error` and `message`. */
	takesDetails: boolean;
	/** Null where the user set one in n8n's Request Options: then n8n's value counts. */
	timeout: number | null;
	/** Ends the run: no further call leaves. */
	end(failure: Failure): void;
	/** The calls of an account. Expressions in a credential may give each row its own. */
	callsOf(account: Account): Promise<NodeRun>;
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
export async function accountOf(
	context: IExecutePaginationFunctions,
	node: INode,
): Promise<Account | Failure> {
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

/** How many rows this run of the node has. */
function rowCount(context: IExecutePaginationFunctions): number {
	const { data } = context.getExecuteData();
	return (data?.main ?? data?.ai_tool)?.[0]?.length ?? 1;
}

function startRun(context: IExecutePaginationFunctions, previous?: Run): Run {
	const node = context.getNode();
	const options = context.getNodeParameter('options', {}) as NodeOptions;
	const settings = callSettings(options, !context.continueOnFail());
	const requestOptions = node.parameters.requestOptions as IDataObject | undefined;
	const accounts = new Map<string, Promise<NodeRun>>();
	let ending: Failure | null = null;

	const startCalls = async (account: Account, key: string): Promise<NodeRun> => {
		const paidFor = await previous?.callsOf(account).then(async (calls) => await calls.paidLinks());
		const calls = new NodeRun(settings, paceGateOf(key), paidFor);
		if (ending) calls.end(ending);
		return calls;
	};
	const run: Run = {
		node,
		isTool: node.type.endsWith('Tool'),
		simplify: context.getNodeParameter('simplify', true) !== false,
		includeInputFields: options.includeInputFields === true,
		takesDetails: 'isStreaming' in context,
		timeout: requestOptions?.timeout ? null : DEFAULT_TIMEOUT,
		end(failure) {
			ending ??= failure;
			for (const calls of accounts.values()) void calls.then((started) => started.end(failure));
		},
		async callsOf(account) {
			const key = accountKey(account);
			const calls = accounts.get(key) ?? startCalls(account, key);
			accounts.set(key, calls);
			return await calls;
		},
	};
	endOnCancel(context, run);
	return run;
}

/** n8n keeps the handler until the execution ends: it must not keep the run and its answers. */
function endOnCancel(context: IExecutePaginationFunctions, run: Run): void {
	if (context.getExecutionCancelSignal()?.aborted) run.end(failureOf('cancelled'));
	const reference = new WeakRef(run);
	context.onExecutionCancellation(() => reference.deref()?.end(failureOf('cancelled')));
}

interface CurrentRun {
	rows: Set<number>;
	run: Run;
}

/** By the object that n8n shares between the rows of one run, and by node: the tools of one agent share it too. */
const runs = new WeakMap<object, Map<string, CurrentRun>>();

/**
 * The run that a row belongs to. A row that comes a second time begins a new run: n8n's Retry On Fail runs the
 * node again (then the new run keeps what was paid for), or an agent calls its tool again.
 *
 * In "Stop" mode n8n gives up at once where it cannot evaluate a row's expressions, with earlier rows already
 * begun. They have not called yet: rows begin together, so a row that is missing tells, and the run ends.
 */
export async function runOf(context: IExecutePaginationFunctions): Promise<Run> {
	const shared = context.getExecuteData();
	const nodes = runs.get(shared) ?? new Map<string, CurrentRun>();
	runs.set(shared, nodes);
	const { name, retryOnFail, parameters } = context.getNode();
	const row = context.getItemIndex();
	let current = nodes.get(name);
	if (!current || current.rows.has(row)) {
		current = { rows: new Set(), run: startRun(context, retryOnFail ? current?.run : undefined) };
		nodes.set(name, current);
	}
	current.rows.add(row);
	// All rows of a run begin before any goes on, unless n8n's Batching lets them begin in groups.
	await Promise.resolve();
	const isBatched = Boolean((parameters.requestOptions as IDataObject | undefined)?.batching);
	if (!context.continueOnFail() && !isBatched && current.rows.size < rowCount(context)) {
		current.run.end(failureOf('cancelled'));
	}
	return current.run;
}
