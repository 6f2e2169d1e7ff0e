import { deepCopy, NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IDataObject, INode, INodeExecutionData, JsonObject } from 'n8n-workflow';

import type { Failure } from '../failure/failure';
import { withoutDetails } from '../failure/failureRecord';
import type { FailureRecord } from '../failure/failureRecord';
import type { Bill, Cost } from '../run/bill';
import { recordOf, spentOn } from '../run/outcome';
import type { Outcome } from '../run/outcome';
import type { RunSettings } from '../run/settings';
import { wellFormed } from '../text/wellFormed';
import type { Door } from './door';
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
	settings: Pick<RunSettings, 'simplify' | 'includeInputFields' | 'addCost'>;
}

/** What a run gives n8n. */
export interface DoorResult {
	items: INodeExecutionData[];
	bill: Bill;
}

export type StopError = NodeApiError | NodeOperationError;

/** n8n before 2.35.2 takes records of two keys only; `isStreaming` came into the base of its contexts soon after, with 2.37. */
export function takesDetails(context: object): boolean {
	for (let owner: unknown = context; owner instanceof Object; owner = Object.getPrototypeOf(owner)) {
		if (Object.hasOwn(owner, 'isStreaming') && Object.hasOwn(owner, 'continueOnFail')) return true;
	}
	return false;
}

/** How n8n takes the items of a door. */
export function outputOf({ context, node }: Door, settings: Output['settings']): Output {
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

function jsonOf(output: Output, outcome: Outcome, bill: Bill, row: IDataObject): IDataObject {
	const { addCost, includeInputFields, simplify } = output.settings;
	const { calls, result } = outcome;
	// A copy of the bill: what a later node writes into one item must not stand in all.
	const costOf = (): Cost => ({ ...spentOn(calls.bills), reused: calls.reused, run: { ...bill } });
	const added = addCost ? { cost: costOf() } : {};
	if (!result.ok) {
		const record = recordOf(outcome, result);
		return failedJson(output, { ...record, details: { ...record.details, ...added } }, row);
	}
	// A copy: rows with the same link share the answer.
	const envelope = simplify ? {} : { envelope: result.envelope === null ? null : deepCopy(result.envelope) };
	const item = { ...result.item, ...envelope, ...added };
	return (includeInputFields ? withOwnColumns(row, item) : item) as IDataObject;
}

/**
 * The items of a row, each linked to it. An attached file stays with its row.
 *
 * @param index n8n's index of the row
 */
export function itemsOf(
	output: Output,
	outcomes: readonly Outcome[],
	bill: Bill,
	row: INodeExecutionData,
	index: number,
): INodeExecutionData[] {
	const keepsFile = row.binary !== undefined && (!output.isTool || output.settings.includeInputFields);
	return outcomes.map((outcome) =>
		wellFormed({
			json: jsonOf(output, outcome, bill, row.json),
			...(keepsFile ? { binary: row.binary } : {}),
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
