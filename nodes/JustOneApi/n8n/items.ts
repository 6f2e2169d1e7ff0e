import { deepCopy, NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IBinaryKeyData, IDataObject, INode, INodeExecutionData, JsonObject } from 'n8n-workflow';

import type { Failure } from '../failure/failure';
import { failureRecord, withoutDetails } from '../failure/failureRecord';
import type { FailureRecord } from '../failure/failureRecord';
import type { Outcome } from '../run/job';
import type { RunSettings } from '../run/settings';
import { failureIn } from '../run/plan';
import { billedOf } from '../run/totals';
import type { RowCost, RunTotals } from '../run/totals';
import { wellFormed } from '../text/wellFormed';
import type { NodeHost } from './host';
import { withOwnColumns } from './ownColumns';

/** How n8n takes the items of this run. */
export interface Output {
	node: INode;
	/** A tool of an agent: what the items hold is what the model reads. */
	isTool: boolean;
	/** Whether n8n sends failed items to an output of their own. */
	hasErrorOutput: boolean;
	/** Whether its error output takes a record with details; older versions take only `error` and `message`. */
	takesDetails: boolean;
	settings: Pick<RunSettings, 'includeInputFields' | 'addCost' | 'stopOnFailure'>;
}

/** What a run gives n8n. */
export interface RunOutput {
	items: INodeExecutionData[];
	totals: RunTotals;
	/** From where on lists can be read that were cut in "Stop" mode, where no failure says so. */
	cursors: readonly string[];
}

export type StopError = NodeApiError | NodeOperationError;

/** n8n before 2.35.2 takes records of two keys only; `isStreaming` came into the base of its contexts soon after, with 2.37. */
export function takesDetails(context: object): boolean {
	for (let owner: unknown = context; owner instanceof Object; owner = Object.getPrototypeOf(owner)) {
		if (Object.hasOwn(owner, 'isStreaming') && Object.hasOwn(owner, 'continueOnFail')) return true;
	}
	return false;
}

/** How n8n takes the items of a run. */
export function outputOf({ context, node }: NodeHost, settings: Output['settings']): Output {
	return {
		node,
		isTool: node.type.endsWith('Tool'),
		hasErrorOutput: node.onError === 'continueErrorOutput',
		takesDetails: takesDetails(context),
		settings,
	};
}

/** The JSON of a failed row, in the form that this n8n sends to the error branch. */
function failedJson(output: Output, record: FailureRecord, row: IDataObject): IDataObject {
	const { hasErrorOutput, isTool, takesDetails, settings } = output;
	// With an error output n8n merges the row in by itself, and only into a record without other keys.
	if (hasErrorOutput) return { ...(takesDetails ? record : withoutDetails(record)) };
	// The input of a tool is the agent's: its prompt and its columns are not for the model.
	const keepsRow = !isTool || settings.includeInputFields;
	return (keepsRow ? withOwnColumns(row, record) : { ...record }) as IDataObject;
}

/** A copy, as deep as it needs to be: what a later node writes into one item must not stand in another. */
function copyOf(json: object): IDataObject {
	const isNested = Object.values(json).some((value) => typeof value === 'object' && value !== null);
	try {
		return isNested ? deepCopy(json as IDataObject) : { ...json };
	} catch {
		// Columns that are nested too deep for n8n's recursion. Better shared than lost, with what was paid for.
		return { ...json };
	}
}

/** What describes the files of a row; the files themselves stand beside it, or are texts. */
function copiesOf(files: IBinaryKeyData): IBinaryKeyData {
	return Object.fromEntries(Object.entries(files).map(([name, file]) => [name, { ...file }]));
}

/** The record of a failed outcome. */
function recordOf({ link, attempts }: Outcome, failure: Failure): FailureRecord {
	return failureRecord(failure, link, { attempts: attempts.length, billed: billedOf(attempts) });
}

/** What an outcome cost. The calls of a row with several items stand on the first one. */
function costOf({ attempts, isReused }: Outcome, run: RunTotals): RowCost {
	return {
		attempts: attempts.length,
		billed: billedOf(attempts),
		billed_calls: attempts.filter((billed) => billed === true).length,
		billed_unknown: attempts.filter((billed) => billed === null).length,
		reused: isReused,
		run,
	};
}

/**
 * The JSON of an outcome: its items, and behind them the failure that broke them off, or the failure alone. "Stop" mode
 * has no place for a failure beside items.
 */
function jsonsOf(output: Output, outcome: Outcome, totals: RunTotals, row: IDataObject): IDataObject[] {
	const { addCost, includeInputFields, stopOnFailure } = output.settings;
	const { result } = outcome;
	let rest: Outcome = outcome;
	const added = () => {
		const cost = costOf(rest, totals);
		rest = { ...rest, attempts: [] };
		return addCost ? { cost } : {};
	};
	const found = result.ok ? result.items : [];
	const items = found.map((item) => {
		const json = { ...item, ...added() };
		return copyOf(includeInputFields ? withOwnColumns(row, json) : json);
	});
	const failure = failureIn(result);
	if (failure === null || (result.ok && stopOnFailure)) return items;
	const record = recordOf(outcome, failure);
	const details = { ...record.details, ...added() };
	return [...items, copyOf(failedJson(output, { ...record, details }, row))];
}

/**
 * The items of a row, each linked to it. An attached file stays with its row.
 *
 * @param index n8n's index of the row
 */
export function itemsOf(
	output: Output,
	outcomes: readonly Outcome[],
	totals: RunTotals,
	row: INodeExecutionData,
	index: number,
): INodeExecutionData[] {
	const files = !output.isTool || output.settings.includeInputFields ? row.binary : undefined;
	return outcomes
		.flatMap((outcome) => jsonsOf(output, outcome, totals, row.json))
		.map((json) =>
			wellFormed({
				json,
				...(files ? { binary: copiesOf(files) } : {}),
				pairedItem: { item: index },
			}),
		);
}

/**
 * What ends the run in "Stop" mode, with the words that the error branch would have carried.
 *
 * @param index n8n's index of the row
 */
export function stopError(
	{ node, isTool }: Output,
	outcome: Outcome,
	failure: Failure,
	index: number,
): StopError {
	const { error: title, message: description, details } = wellFormed(recordOf(outcome, failure));
	const message = isTool ? `${title}. ${description}` : `${title} [item ${index}]`;
	const options = { message, description, itemIndex: index };
	const httpCode = String(details.http_status ?? 'none');
	// n8n wraps what a tool throws once more, unless it is a NodeOperationError.
	const error =
		isTool || details.attempts === 0
			? new NodeOperationError(node, message, options)
			: new NodeApiError(node, { ...details } as unknown as JsonObject, { ...options, httpCode });
	// Both classes replace a message in which a word like ENOENT occurs, be it in a link.
	return Object.assign(error, { message, description });
}
