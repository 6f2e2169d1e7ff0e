import type { IDataObject, IExecutePaginationFunctions, INode } from 'n8n-workflow';

import { failureOf } from '../../failure/failure';
import type { Failure } from '../../failure/failure';
import { accountKey } from '../../call/account';
import type { Account } from '../../call/account';
import { addToBill, emptyBill } from '../../call/bill';
import type { Bill } from '../../call/bill';
import { EarlierResults } from '../../call/earlierResults';
import { AccountCalls } from '../../call/accountCalls';
import type { CallSettings } from '../../call/accountCalls';
import { paceGateOf } from '../../call/pace';
import { Slots } from '../../call/slots';
import { accountReader } from './credential';
import type { AccountOf } from './credential';
import { highlightCost } from './highlight';
import { billOf } from './outcome';
import type { Outcome } from './outcome';
import { columnOf } from './rowText';

/** How long a call may take unless the user sets a timeout, in ms. The vendor advises 60 s, newer pages 120 s. */
const DEFAULT_TIMEOUT = 120_000;

/** Rows under way for each call that may be: some wait for a repeat or for another row's call. */
const ROWS_PER_CALL = 4;

/** What all rows of one run of the node share: the node's settings and the calls. */
export interface Run {
	node: INode;
	/** A tool of an agent: one row, and only a message reaches the model. */
	isTool: boolean;
	simplify: boolean;
	includeInputFields: boolean;
	addCost: boolean;
	/** The column that 'Share URL' is mapped to, where it is no more than that. */
	column: string | null;
	/** What the run came to so far. */
	bill: Bill;
	/** Different links so far. */
	links: Set<string>;
	/** Rows under way: reading a row's text costs time, and calls leave meanwhile. */
	turns: Slots;
	/** Whether n8n's error output takes a record with details; older versions take only `error` and `message`. */
	takesDetails: boolean;
	/** Null where the user set one in n8n's Request Options: then n8n's value counts. */
	timeout: number | null;
	/** Whether a row, or a cancel, ended the run. */
	readonly isOver: boolean;
	/** Ends the run: no further call leaves. */
	end(failure: Failure): void;
	/** The account of a row. */
	accountOf: AccountOf;
	/** The calls of an account. Expressions in a credential may give each row its own. */
	callsOf(account: Account): Promise<AccountCalls>;
}

interface NodeOptions {
	addCost?: boolean;
	includeInputFields?: boolean;
	maxRetries?: number;
	maxConcurrentRequests?: number;
	retryUnanswered?: boolean;
	reuseHours?: number;
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

/** What n8n calls the node for. */
interface Place {
	node: INode;
	/** A tool of an agent: one row, even where n8n hands it the rows of its agent. */
	isTool: boolean;
	rows: number;
}

function placeOf(context: IExecutePaginationFunctions): Place {
	// Not the execute data's node: for a tool that n8n calls directly that is its agent.
	const node = context.getNode();
	const isTool = node.type.endsWith('Tool');
	const rows = context.getExecuteData().data?.main?.[0]?.length ?? 1;
	// With Execute Once n8n cuts the rows to one, but not here.
	return { node, isTool, rows: isTool || node.executeOnce ? 1 : rows };
}

function startRun(context: IExecutePaginationFunctions, { node, isTool }: Place, previous?: Run): Run {
	const options = context.getNodeParameter('options', {}) as NodeOptions;
	const settings = callSettings(options, !context.continueOnFail());
	const requestOptions = node.parameters.requestOptions as IDataObject | undefined;
	const reuseHours = Math.max(0, Number(options.reuseHours ?? 0)) || 0;
	const accounts = new Map<string, Promise<AccountCalls>>();
	let ending: Failure | null = null;
	// The rows of the new try account for what the old one paid. A tool is also called again by its agent.
	if (previous && !isTool) highlightCost(context, node.name, previous.bill, -1);

	const startCalls = async (account: Account, key: string): Promise<AccountCalls> => {
		const paidFor = await previous?.callsOf(account).then(async (calls) => await calls.paidLinks(isTool));
		const earlier = reuseHours > 0 ? new EarlierResults(key, reuseHours, !run.simplify) : null;
		const calls = new AccountCalls(settings, paceGateOf(key), earlier, paidFor);
		if (ending) calls.end(ending);
		return calls;
	};
	const run: Run = {
		node,
		isTool,
		simplify: context.getNodeParameter('simplify', true) !== false,
		includeInputFields: options.includeInputFields === true,
		addCost: options.addCost === true,
		column: columnOf(node),
		bill: emptyBill(),
		links: new Set(),
		// In "Stop" mode all rows are read before a call leaves: a row without a link ends the run unpaid.
		turns: new Slots(settings.stopOnFailure ? Infinity : ROWS_PER_CALL * settings.maxConcurrentRequests),
		takesDetails: 'isStreaming' in context,
		timeout: requestOptions?.timeout ? null : DEFAULT_TIMEOUT,
		accountOf: accountReader(node),
		get isOver() {
			return ending !== null;
		},
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

/** A run and the rows that have begun. */
class CurrentRun {
	readonly run: Run;

	readonly rows = new Set<number>();

	private sayAllBegun: () => void = () => {};

	private readonly allBegun = new Promise<void>((resolve) => {
		this.sayAllBegun = resolve;
	});

	constructor(run: Run) {
		this.run = run;
	}

	/**
	 * In "Stop" mode n8n gives up at once where it cannot evaluate a row's expressions, with earlier rows already
	 * begun. So there no row goes on before all have begun, and none calls for an execution that has ended.
	 */
	async begin(context: IExecutePaginationFunctions, rows: number): Promise<Run> {
		this.rows.add(context.getItemIndex());
		if (this.rows.size >= rows) this.sayAllBegun();
		if (!context.continueOnFail()) await this.allBegun;
		return this.run;
	}
}

/** By the object that n8n shares between the rows of one run, and by node: the tools of one agent share it too. */
const runs = new WeakMap<object, Map<string, CurrentRun>>();

/**
 * The run that a row belongs to. A row that comes a second time begins a new run: n8n's Retry On Fail runs the
 * node again (then the new run keeps what was paid for), or an agent calls its tool again.
 */
export async function runOf(context: IExecutePaginationFunctions): Promise<Run> {
	const shared = context.getExecuteData();
	const nodes = runs.get(shared) ?? new Map<string, CurrentRun>();
	runs.set(shared, nodes);
	const place = placeOf(context);
	const { name, retryOnFail } = place.node;
	let current = nodes.get(name);
	if (!current || current.rows.has(context.getItemIndex())) {
		current = new CurrentRun(startRun(context, place, retryOnFail ? current?.run : undefined));
		nodes.set(name, current);
	}
	return await current.begin(context, place.rows);
}

/** Adds what a row came to, to the run's bill and to the execution's highlighted data. */
export function charge(context: IExecutePaginationFunctions, run: Run, outcomes: Outcome[]): void {
	const row = { ...emptyBill(), rows: 1 };
	for (const outcome of outcomes) {
		const isNewLink = outcome.url !== null && !run.links.has(outcome.url);
		if (isNewLink) run.links.add(outcome.url as string);
		addToBill(row, billOf(outcome, isNewLink));
	}
	addToBill(run.bill, row);
	highlightCost(context, run.node.name, row);
}
