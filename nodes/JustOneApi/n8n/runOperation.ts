import { NodeOperationError } from 'n8n-workflow';
import type { INodeExecutionData, NodeApiError } from 'n8n-workflow';

import { failureOf } from '../failure/failure';
import type { Failure } from '../failure/failure';
import { failureRecord } from '../failure/failureRecord';
import { emptyBill } from '../run/bill';
import type { Bill } from '../run/bill';
import { executionOf, forgetExecution } from '../run/execution';
import type { Operation } from '../run/operation';
import { NO_CALL } from '../run/outcome';
import { runRows } from '../run/run';
import type { RunResult } from '../run/run';
import { readSettings } from '../run/settings';
import type { RunSettings } from '../run/settings';
import { systemClock as clock } from './clock';
import { connector } from './connection';
import type { Door } from './door';
import { highlightCost, readHighlight } from './highlight';
import { itemsOf, stopError } from './items';
import type { Output } from './items';
import { logProgress } from './progress';
import { batchPauses } from './requestSettings';
import { valueReader } from './rowValue';

/** What a run gives n8n. */
export interface DoorResult {
	items: INodeExecutionData[];
	bill: Bill;
}

type StopError = NodeApiError | NodeOperationError;

/** n8n before 2.35.2 takes records of two keys only; `isStreaming` came into the base of its contexts soon after, with 2.37. */
function takesDetails(context: object): boolean {
	for (let owner: unknown = context; owner instanceof Object; owner = Object.getPrototypeOf(owner)) {
		if (Object.hasOwn(owner, 'isStreaming') && Object.hasOwn(owner, 'continueOnFail')) return true;
	}
	return false;
}

function outputOf(door: Door): Output {
	const node = door.context.getNode();
	return {
		node,
		isTool: node.type.endsWith('Tool'),
		hasErrorOutput: node.onError === 'continueErrorOutput',
		takesDetails: takesDetails(door.context),
		settings: { simplify: true, includeInputFields: false, addCost: false },
	};
}

/** The node's settings, those of the first row; expressions in them may fail. */
function settingsOf(door: Door): RunSettings | Failure {
	const stopOnFailure = !door.context.continueOnFail();
	try {
		const options = (door.parameter('options', 0, {}) ?? {}) as Record<string, unknown>;
		return readSettings(options, door.parameter('simplify', 0, true), stopOnFailure);
	} catch {
		return failureOf('invalid_settings', {
			title: "An expression in 'Simplify' or 'Options' could not be evaluated",
			advice: "No call was made. Open the node and check the expressions in 'Simplify' and 'Options'.",
		});
	}
}

/** Ends the run when n8n cancels the execution. Returns what takes the listener away again. */
function endOnCancel(door: Door, ending: AbortController): () => void {
	const signal = door.context.getExecutionCancelSignal();
	const end = () => ending.abort(failureOf('cancelled'));
	if (signal?.aborted) end();
	signal?.addEventListener('abort', end, { once: true });
	return () => signal?.removeEventListener('abort', end);
}

async function run(
	door: Door,
	operation: Operation,
	{ node }: Output,
	settings: RunSettings,
): Promise<RunResult & { bill: Bill }> {
	const { context } = door;
	const id = context.getExecutionId() as string | undefined;
	const execution = executionOf(id, clock.now());
	if (id !== undefined) context.onExecutionFinish?.(() => forgetExecution(id));
	if (!execution.nodes.has(node.name)) {
		execution.nodes.set(node.name, { before: readHighlight(door, node.name), runs: new Map() });
	}
	const ending = new AbortController();
	const done = new AbortController();
	const stopListening = endOnCancel(door, ending);
	const progress = { rows: 0 };
	// Retry On Fail runs the same run of the node again: its index stays.
	const runIndex = String(context.getWorkflowDataProxy(0).$runIndex);
	const runName = door.rows.length === 1 ? `${runIndex}.${door.firstIndex}` : runIndex;
	const bill = execution.billOf(node.name, runName);
	try {
		const running = runRows({
			operation,
			settings,
			host: {
				rows: door.rows.length,
				read: valueReader(door, operation.parameter, operation.parameterLabel),
				connect: connector(door),
				pauseBefore: batchPauses(door),
			},
			execution,
			run: `${node.name}\n${runName}`,
			bill,
			clock,
			signal: ending.signal,
			finishCalls: node.retryOnFail === true,
			progress,
		});
		void logProgress(door, bill, progress, done.signal);
		return { ...(await running), bill };
	} finally {
		done.abort();
		stopListening();
		const bills = execution.nodes.get(node.name);
		if (bills) highlightCost(door, node.name, bills);
	}
}

/** The items of rows that all failed for one reason. */
function allFailed(door: Door, output: Output, failure: Failure): DoorResult {
	const bill: Bill = { ...emptyBill(), rows: door.rows.length, failed: door.rows.length };
	bill[failure.kind.reason] = door.rows.length;
	const outcome = { link: null, calls: NO_CALL, result: failure };
	const items = door.rows.flatMap((row, index) =>
		itemsOf(output, [outcome], bill, row, door.firstIndex + index),
	);
	return { items, bill };
}

/** The items of a run; in "Stop" mode the error that ends it. */
async function resultOf(door: Door, operation: Operation | Failure): Promise<DoorResult | StopError> {
	const output = outputOf(door);
	const fail = (failure: Failure) =>
		door.context.continueOnFail()
			? allFailed(door, output, failure)
			: stopError(output, { link: null, calls: NO_CALL, result: failure }, failure, door.firstIndex);
	if ('ok' in operation) return fail(operation);
	const settings = settingsOf(door);
	if ('ok' in settings) return fail(settings);
	output.settings = settings;

	const { outcomes, bill, stoppedBy } = await run(door, operation, output, settings);
	if (stoppedBy) {
		return stopError(output, stoppedBy.outcome, stoppedBy.failure, door.firstIndex + stoppedBy.row);
	}
	const items = outcomes.flatMap((row, index) =>
		itemsOf(output, row, bill, door.rows[index], door.firstIndex + index),
	);
	return { items, bill };
}

/** What is left where something fails that no row brought about: a defect of this package or of n8n. */
function afterFault({ context, rows, firstIndex }: Door): DoorResult | StopError {
	// The fault's message may hold anything, so nothing of it is passed on.
	const record = failureRecord(failureOf('node_fault'), null, { attempts: 0, billed: null });
	if (!context.continueOnFail()) {
		return new NodeOperationError(context.getNode(), record.error, { description: record.message });
	}
	const items = rows.map((_, index) => ({ json: { ...record }, pairedItem: { item: firstIndex + index } }));
	const count = items.length;
	return { items, bill: { ...emptyBill(), rows: count, failed: count, node_fault: count } };
}

/**
 * Runs an operation over the rows of a door.
 *
 * In a "Continue" mode it throws nothing: n8n would send all rows on, unresolved, by the success output.
 *
 * @param operation a `Failure` where n8n names one that does not exist
 * @throws NodeApiError | NodeOperationError in "Stop" mode, for the row that ended the run
 */
export async function runOperation(door: Door, operation: Operation | Failure): Promise<DoorResult> {
	let result: DoorResult | StopError;
	try {
		result = await resultOf(door, operation);
	} catch {
		result = afterFault(door);
	}
	if ('items' in result) return result;
	throw result;
}
