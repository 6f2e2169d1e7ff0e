import { NodeOperationError } from 'n8n-workflow';

import { failureOf } from '../failure/failure';
import type { Failure } from '../failure/failure';
import { failureRecord, withoutDetails } from '../failure/failureRecord';
import { emptyBill } from '../run/bill';
import type { Bill } from '../run/bill';
import { NO_CALL } from '../run/outcome';
import type { Door, DoorContext } from './door';
import { itemsOf, outputOf, stopError, takesDetails } from './items';
import type { DoorResult, StopError } from './items';

const NO_OPTIONS = { simplify: true, includeInputFields: false, addCost: false };

/** What a run comes to in which all rows fail for one reason, without a call; in "Stop" mode the error that ends it. */
export function allFailed(door: Door, failure: Failure, continues: boolean): DoorResult | StopError {
	const output = outputOf(door, NO_OPTIONS);
	const outcome = { link: null, calls: NO_CALL, result: failure };
	if (!continues) return stopError(output, outcome, failure, door.firstIndex);
	const rows = door.rows.length;
	const bill: Bill = { ...emptyBill(), rows, failed: rows, [failure.kind.reason]: rows };
	const items = door.rows.flatMap((row, index) =>
		itemsOf(output, [outcome], bill, row, door.firstIndex + index),
	);
	return { items, bill };
}

/** n8n's indexes of the rows, as far as it still gives them. */
function indexesOf(context: DoorContext): number[] {
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
 * @param door null where not even that could be opened: the records then stand without their rows' columns
 */
export function afterFault(
	context: DoorContext,
	door: Door | null,
	continues: boolean,
): DoorResult | StopError {
	const failure = failureOf('node_fault');
	if (door) return allFailed(door, failure, continues);
	const record = failureRecord(failure, null, { attempts: 0, billed: null });
	if (!continues) {
		return new NodeOperationError(context.getNode(), record.error, { description: record.message });
	}
	const words = takesDetails(context) ? record : withoutDetails(record);
	const items = indexesOf(context).map((item) => ({ json: { ...words }, pairedItem: { item } }));
	return { items, bill: { ...emptyBill(), failed: items.length, node_fault: items.length } };
}
