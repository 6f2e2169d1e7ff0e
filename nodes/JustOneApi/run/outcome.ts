import type { Failure } from '../failure/failure';
import { failureRecord } from '../failure/failureRecord';
import type { FailureRecord } from '../failure/failureRecord';
import type { Bill } from './bill';
import type { Found } from './operation';

/** The calls behind an outcome. */
export interface Calls {
	/** One for each call, with whether it was billed; null where nobody can know. */
	bills: ReadonlyArray<boolean | null>;
	/** Another row, or an earlier run, made the calls. */
	reused: boolean;
}

/** What one item of the output came to. */
export interface Outcome {
	/** The link that it is about; null where the row held none. */
	link: string | null;
	calls: Calls;
	result: Found | Failure;
}

export const NO_CALL: Calls = { bills: [], reused: false };

/** What calls came to: billed if one was, unknown if one may have been. */
export function spentOn(bills: Calls['bills']): { attempts: number; billed: boolean | null } {
	const billed = bills.includes(true) || (bills.includes(null) ? null : false);
	return { attempts: bills.length, billed };
}

/** The record of a failed outcome. */
export function recordOf({ link, calls }: Outcome, failure: Failure): FailureRecord {
	return failureRecord(failure, link, spentOn(calls.bills));
}

/** Adds an outcome to a run's bill; its calls were counted when they were made. */
export function addOutcome(bill: Bill, { calls, result }: Outcome): void {
	if (calls.reused) bill.reused += 1;
	else if (result.ok && calls.bills.length === 0) bill.free += 1;
	if (!result.ok) {
		bill.failed += 1;
		bill[result.kind.reason] = (bill[result.kind.reason] ?? 0) + 1;
	}
}
