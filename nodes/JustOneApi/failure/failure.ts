import { failureKind } from './failureTable';
import type { FailureKind, Reason, Step } from './failureTable';

/** A call, or a row, without a result. */
export interface Failure {
	ok: false;
	kind: FailureKind;
	/** The business code, where the API gave one. */
	code: number | null;
	httpStatus: number | null;
	billed: boolean | null;
	/** Whether trying again may help. */
	retryable: boolean;
	/** The call was sent and its answer lost: repeating it may be billed a second time. */
	unanswered: boolean;
	requestId: string | null;
	/** The API's own words; empty when it sent none. */
	apiMessage: string;
	/** How long the API asks to wait, in ms. */
	retryAfterMs: number | null;
	/** The call that failed, or would have been made; null where the row needs none. */
	step: Step | null;
	/** Whose link or post it is about, where that is known. */
	platform: string | null;
	/** The call was not made, for this reason. */
	uncalled?: true;
	/** What to do, where the table's advice does not fit. */
	advice?: string;
	/** What happened, where the table's title does not fit. */
	title?: string;
	/** From where on a list that broke off can be read. */
	nextCursor?: string;
}

/**
 * A failure of a kind, with what is known beyond the table.
 *
 * @param known fields that differ from the table's row
 */
export function failureOf(
	kind: FailureKind | Reason,
	known: Partial<Omit<Failure, 'ok' | 'kind'>> = {},
): Failure {
	const row = typeof kind === 'string' ? failureKind(kind) : kind;
	return {
		ok: false,
		kind: row,
		code: row.code,
		httpStatus: null,
		billed: row.billed,
		retryable: row.retryable,
		unanswered: false,
		requestId: null,
		apiMessage: '',
		retryAfterMs: null,
		step: null,
		platform: null,
		...known,
	};
}
