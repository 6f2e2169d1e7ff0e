import { NodeOperationError } from 'n8n-workflow';

import { failureOf } from '../failure/failure';
import type { Failure } from '../failure/failure';
import { failureRecord, withoutDetails } from '../failure/failureRecord';
import { failureIn } from '../run/plan';
import type { Operation } from '../run/plan';
import { runRows } from '../run/run';
import { readSettings } from '../run/settings';
import type { RunSettings } from '../run/settings';
import { emptyTotals } from '../run/totals';
import type { RunTotals } from '../run/totals';
import { systemClock as clock } from './clock';
import { connector } from './connection';
import { highlightCost, logProgress } from './costReport';
import { openRun } from './executionState';
import type { RunState } from './executionState';
import { continuesOnFail } from './host';
import type { NodeHost, RunContext } from './host';
import { itemsOf, outputOf, stopError, takesDetails } from './items';
import type { RunOutput, StopError } from './items';
import { batchPauses } from './requestSettings';
import { valuesReader } from './rowValues';

const NO_OPTIONS = { includeInputFields: false, addCost: false, stopOnFailure: false };

/** The node's settings, those of the first row; expressions in them may fail. */
function settingsOf(host: NodeHost, stopOnFailure: boolean): RunSettings | Failure {
	try {
		const options = (host.parameter('options', 0, {}) ?? {}) as Record<string, unknown>;
		return readSettings(options, stopOnFailure);
	} catch {
		return failureOf('invalid_settings', {
			title: "An expression in 'Options' could not be evaluated",
			advice: "No call was made. Open the node and check the expressions in 'Options'.",
		});
	}
}

/** What a run comes to in which all rows fail for one reason, without a call; in "Stop" mode the error that ends it. */
function allFailed(host: NodeHost, failure: Failure, continues: boolean): RunOutput | StopError {
	const output = outputOf(host, NO_OPTIONS);
	const outcome = { link: null, attempts: [], isReused: false, result: failure };
	if (!continues) return stopError(output, outcome, failure, host.firstIndex);
	const rows = host.rows.length;
	const totals = { ...emptyTotals(), rows, failed: rows, [failure.kind.reason]: rows };
	const items = host.rows.flatMap((row, index) =>
		itemsOf(output, [outcome], totals, row, host.firstIndex + index),
	);
	return { items, totals, cursors: [] };
}

/** n8n's indexes of the rows, as far as it still gives them. */
function indexesOf(context: RunContext): number[] {
	try {
		if ('getItemIndex' in context) return [context.getItemIndex()];
		return context.getInputData().map((_, index) => index);
	} catch {
		return [0];
	}
}

/**
 * What is left where something fails that no row brought about: a defect of this package or of n8n. The fault's message
 * may hold anything, so nothing of it is passed on.
 *
 * @param host null where reading n8n's input failed: the records then stand without their rows' columns
 */
function afterFault(context: RunContext, host: NodeHost | null, continues: boolean): RunOutput | StopError {
	const failure = failureOf('node_fault');
	try {
		if (host) return allFailed(host, failure, continues);
	} catch {
		// Nothing can be made of the rows themselves.
	}
	const record = failureRecord(failure, null, { attempts: 0, billed: null });
	if (!continues) {
		return new NodeOperationError(context.getNode(), record.error, { description: record.message });
	}
	const words = takesDetails(context) ? record : withoutDetails(record);
	const items = indexesOf(context).map((item) => ({ json: { ...words }, pairedItem: { item } }));
	const totals = { ...emptyTotals(), failed: items.length, node_fault: items.length };
	return { items, totals, cursors: [] };
}

/** Aborts when n8n cancels the execution. @returns what takes the listener away again */
function abortOnCancel({ context }: NodeHost, abort: AbortController): () => void {
	const signal = context.getExecutionCancelSignal();
	const onCancel = () => abort.abort(failureOf('cancelled'));
	if (signal?.aborted) onCancel();
	signal?.addEventListener('abort', onCancel, { once: true });
	return () => signal?.removeEventListener('abort', onCancel);
}

async function run(
	host: NodeHost,
	operation: Operation,
	settings: RunSettings,
	state: RunState,
): Promise<RunOutput | StopError> {
	const { rows, firstIndex, node } = host;
	const abort = new AbortController();
	const done = new AbortController();
	const stopListening = abortOnCancel(host, abort);
	const progress = { rows: 0 };
	const totals: RunTotals = state.totals;
	try {
		const running = runRows({
			operation,
			settings,
			host: {
				rows: rows.length,
				read: valuesReader(host, operation.parameters),
				connect: connector(host),
				pauseBefore: batchPauses(host),
			},
			execution: state.execution,
			run: host.run,
			scope: host.scope,
			totals,
			cap: state.node.cap,
			clock,
			signal: abort.signal,
			finishCalls: node.retryOnFail === true,
			progress,
		});
		void logProgress(host, totals, progress, done.signal, clock);
		const { outcomes, stoppedBy } = await running;
		const output = outputOf(host, settings);
		if (stoppedBy) {
			return stopError(output, stoppedBy.outcome, stoppedBy.failure, firstIndex + stoppedBy.row);
		}
		const items = outcomes.flatMap((row, index) =>
			itemsOf(output, row, totals, rows[index], firstIndex + index),
		);
		const cut = settings.stopOnFailure ? outcomes.flat().map(({ result }) => failureIn(result)) : [];
		return { items, totals, cursors: cut.flatMap((failure) => failure?.nextCursor ?? []) };
	} finally {
		done.abort();
		stopListening();
		highlightCost(host, state.end());
	}
}

/** The items of a run; in "Stop" mode the error that ends it. */
async function resultOf(
	host: NodeHost,
	operation: Operation | Failure,
	continues: boolean,
): Promise<RunOutput | StopError> {
	if (host.rows.length === 0) return { items: [], totals: emptyTotals(), cursors: [] };
	if ('ok' in operation) return allFailed(host, operation, continues);
	const settings = settingsOf(host, !continues);
	if ('ok' in settings) return allFailed(host, settings, continues);
	const state = openRun(host, settings.maxBilledCalls !== Infinity);
	return state
		? await run(host, operation, settings, state)
		: allFailed(host, failureOf('node_fault', { billed: false }), continues);
}

/**
 * Runs an operation over the rows of a host.
 *
 * In a "Continue" mode it throws nothing: n8n would send all rows on, unresolved, by the success output.
 *
 * @param open takes n8n's rows; may throw
 * @param operationOf the operation, or why there is none; may throw
 * @throws NodeApiError | NodeOperationError in "Stop" mode, for the row that ended the run
 */
export async function runOperation(
	context: RunContext,
	open: () => NodeHost,
	operationOf: (host: NodeHost) => Operation | Failure,
): Promise<RunOutput> {
	const continues = continuesOnFail(context);
	let host: NodeHost | null = null;
	let result: RunOutput | StopError;
	try {
		host = open();
		result = await resultOf(host, operationOf(host), continues);
	} catch {
		result = afterFault(context, host, continues);
	}
	if ('items' in result) return result;
	throw result;
}
