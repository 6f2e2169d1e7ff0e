import { failureOf } from '../failure/failure';
import type { Failure } from '../failure/failure';
import { emptyBill } from '../run/bill';
import type { Bill } from '../run/bill';
import type { CallCount } from '../run/callCap';
import { executionOf, forgetExecution } from '../run/execution';
import type { Execution } from '../run/execution';
import type { Operation } from '../run/operation';
import { runRows } from '../run/run';
import type { RunResult } from '../run/run';
import { readSettings } from '../run/settings';
import type { RunSettings } from '../run/settings';
import { systemClock as clock } from './clock';
import { connector } from './connection';
import { continuesOnFail } from './door';
import type { Door, DoorContext } from './door';
import { afterFault, allFailed } from './fault';
import { highlightCost, readHighlight } from './highlight';
import { itemsOf, outputOf, stopError } from './items';
import type { DoorResult, StopError } from './items';
import { logProgress } from './progress';
import { batchPauses } from './requestSettings';
import { valueReader } from './rowValue';

/** The node's settings, those of the first row; expressions in them may fail. */
function settingsOf(door: Door, stopOnFailure: boolean): RunSettings | Failure {
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

/** The state of n8n's execution. Without an ID the run shares with nobody. */
function executionFor(door: Door): Execution {
	const { context, node } = door;
	// Its type says that there always is one.
	const id = context.getExecutionId() as string | undefined;
	const execution = executionOf(id, clock.now());
	const signal = context.getExecutionCancelSignal();
	// Once for all runs, and once more after a Wait: n8n then has another signal, and has forgotten who asked.
	if (id && execution.endsWith !== signal) {
		execution.endsWith = signal;
		try {
			context.onExecutionFinish?.(() => forgetExecution(id));
		} catch {
			// What the execution paid for is then forgotten with age.
		}
	}
	if (!execution.nodes.has(node.name)) {
		execution.nodes.set(node.name, { before: readHighlight(door, node.name), runs: new Map() });
	}
	return execution;
}

/** Where the node's billed calls are counted: n8n keeps it with the execution, also while that waits. */
function callCount({ context }: Door): CallCount {
	return context.getContext('node') as CallCount;
}

async function run(
	door: Door,
	operation: Operation,
	settings: RunSettings,
): Promise<RunResult & { bill: Bill }> {
	const { context, node } = door;
	const execution = executionFor(door);
	const ending = new AbortController();
	const done = new AbortController();
	const progress = { rows: 0 };
	// Retry On Fail runs the same run of the node again: its index stays.
	const runIndex = String(context.getWorkflowDataProxy(0).$runIndex);
	const runName = door.rows.length === 1 ? `${runIndex}.${door.firstIndex}` : runIndex;
	const bill = execution.billOf(node.name, runName);
	const host = {
		rows: door.rows.length,
		read: valueReader(door, operation.parameter, operation.parameterLabel),
		connect: connector(door),
		pauseBefore: batchPauses(door),
	};
	const stopListening = endOnCancel(door, ending);
	try {
		const running = runRows({
			operation,
			settings,
			host,
			execution,
			run: `${node.name}\n${runName}`,
			bill,
			cap: execution.capOf(node.name, callCount(door)),
			clock,
			signal: ending.signal,
			finishCalls: node.retryOnFail === true,
			progress,
		});
		void logProgress(door, bill, progress, done.signal, clock);
		return { ...(await running), bill };
	} finally {
		done.abort();
		stopListening();
		const bills = execution.nodes.get(node.name);
		if (bills) highlightCost(door, node.name, bills);
	}
}

/** The items of a run; in "Stop" mode the error that ends it. */
async function resultOf(
	door: Door,
	operation: Operation | Failure,
	continues: boolean,
): Promise<DoorResult | StopError> {
	if (door.rows.length === 0) return { items: [], bill: emptyBill() };
	if ('ok' in operation) return allFailed(door, operation, continues);
	const settings = settingsOf(door, !continues);
	if ('ok' in settings) return allFailed(door, settings, continues);
	const output = outputOf(door, settings);

	const { outcomes, bill, stoppedBy } = await run(door, operation, settings);
	if (stoppedBy) {
		return stopError(output, stoppedBy.outcome, stoppedBy.failure, door.firstIndex + stoppedBy.row);
	}
	const items = outcomes.flatMap((row, index) =>
		itemsOf(output, row, bill, door.rows[index], door.firstIndex + index),
	);
	return { items, bill };
}

/**
 * Runs an operation over the rows of a door.
 *
 * In a "Continue" mode it throws nothing: n8n would send all rows on, unresolved, by the success output.
 *
 * @param open takes n8n's rows; may throw
 * @param operationOf the operation, or why there is none; may throw
 * @throws NodeApiError | NodeOperationError in "Stop" mode, for the row that ended the run
 */
export async function runOperation(
	context: DoorContext,
	open: () => Door,
	operationOf: (door: Door) => Operation | Failure,
): Promise<DoorResult> {
	const continues = continuesOnFail(context);
	let door: Door | null = null;
	let result: DoorResult | StopError;
	try {
		door = open();
		result = await resultOf(door, operationOf(door), continues);
	} catch {
		result = afterFault(context, door, continues);
	}
	if ('items' in result) return result;
	throw result;
}
