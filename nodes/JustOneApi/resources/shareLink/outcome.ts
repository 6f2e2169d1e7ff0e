import type { Failure } from '../../failure/failure';
import { emptyBill } from '../../call/bill';
import type { Bill } from '../../call/bill';
import { spentOn } from '../../call/accountCalls';
import type { Resolution } from '../../call/accountCalls';
import { failureRecord } from '../../failure/failureRecord';
import type { FailureRecord } from '../../failure/failureRecord';
import type { ResolvedItem } from './resolvedItem';

/** The calls behind an outcome. */
type Calls = Pick<Resolution, 'bills' | 'reused'>;

/** What one link, or a text without one, came to. */
interface Settled {
	/** Null where the text held no link. */
	url: string | null;
	calls: Calls;
}

/** A row for the success branch. */
export interface Resolved extends Settled {
	json: ResolvedItem;
}

/** A row for the error branch, with its cause. */
export interface Failed extends Settled {
	json: FailureRecord;
	failure: Failure;
	/** Another row ended the run. */
	ended: boolean;
}

export type Outcome = Resolved | Failed;

export const NO_CALL: Calls = { bills: [], reused: false };

export function failed(failure: Failure, url: string | null, calls = NO_CALL, ended = false): Failed {
	return { url, calls, failure, ended, json: failureRecord(failure, url, spentOn(calls.bills)) };
}

/** What an outcome adds to the bill of its run; `isNewLink` where no row before held the link. */
export function billOf({ calls, ...outcome }: Outcome, isNewLink: boolean): Bill {
	const bill = emptyBill();
	bill.links = isNewLink ? 1 : 0;
	bill.calls = calls.bills.length;
	bill.billed = calls.bills.filter((billed) => billed === true).length;
	bill.billed_unknown = calls.bills.filter((billed) => billed === null).length;
	bill.retries = Math.max(0, calls.bills.length - 1);
	bill.reused = calls.reused ? 1 : 0;
	if ('failure' in outcome) {
		bill.failed = 1;
		bill[outcome.failure.kind.reason] = 1;
	} else if (outcome.json.resolved_by === 'link') bill.free = 1;
	return bill;
}
