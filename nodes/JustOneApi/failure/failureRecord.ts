import type { Failure } from './failure';
import { isReason } from './failureTable';
import type { Reason, Step } from './failureTable';
import { plainText } from './plainText';

/** What a failed row says about itself. Public: users branch on these fields. */
export interface FailureDetails {
	reason: Reason;
	/** The API's business code; null where it gave none. */
	code: number | null;
	http_status: number | null;
	/** Whether trying again may help. */
	retryable: boolean;
	/** Whether this row was billed; null where nobody can know. */
	billed: boolean | null;
	/** Calls made for this row; 0 where it failed without one or shares another row's call. */
	attempts: number;
	/** The link; null where the text held none. */
	share_url: string | null;
	/** The API's ID of the call, for asking its support. */
	request_id: string | null;
	/** The call that failed: `resolve` for a short link, `details` for a post; null where the row never came to a call. */
	step: Step | null;
	/** Whose link or post it is; null where nobody knows. */
	platform: string | null;
	/** Only where a list broke off: put into "Start From Cursor", it goes on behind what was paid for. */
	next_cursor?: string;
	/** Only with the option "Add Cost": what the row and the run came to. */
	cost?: object;
}

/**
 * A failed row. n8n sends an item to the error branch, with its row merged in, only if its keys are
 * exactly these three.
 */
export interface FailureRecord {
	/** What happened, and to which link. */
	error: string;
	/** What to do. */
	message: string;
	details: FailureDetails;
}

const words = (value: boolean | null) => (value === null ? 'unknown' : value ? 'yes' : 'no');

/**
 * The record for n8n versions whose error output takes only `error` and `message` (before 2.35.2): any other key
 * would send the row to the success branch. The details go into the message.
 */
export function withoutDetails({ error, message, details }: FailureRecord): {
	error: string;
	message: string;
} {
	const { reason, code, retryable, billed, attempts, next_cursor: cursor } = details;
	const facts = [
		`reason: ${reason}`,
		...(code === null ? [] : [`code: ${code}`]),
		`retryable: ${words(retryable)}`,
		`billed: ${words(billed)}`,
		...(cursor === undefined ? [] : [`next_cursor: ${cursor}`]),
		`calls: ${attempts}`,
	];
	return { error, message: `${message} (${facts.join(', ')})` };
}

/** How `withoutDetails` begins the facts, and the whole of them. */
const FACTS = '(reason: ';
const FACTS_AT_END = /^\(reason: ([a-z_]+), [^()]*calls: \d+\)$/;

/** The reason in a message that `withoutDetails` wrote. */
function reasonIn(message: string): string | undefined {
	// A single try, at the last place: the words before it may hold any text.
	return FACTS_AT_END.exec(message.slice(Math.max(0, message.lastIndexOf(FACTS))))?.[1];
}

/**
 * The columns of a row that a failure of this node left there: three, or `error` and `message` where the details stand in
 * the message; none where the columns of these names are the row's own.
 */
export function keysOfRecord(row: Readonly<Record<string, unknown>>): readonly string[] {
	const { message, details } = row;
	if (typeof details === 'object' && details !== null) {
		const { reason, retryable } = details as Record<string, unknown>;
		if (isReason(reason) && typeof retryable === 'boolean') return ['error', 'message', 'details'];
	}
	return typeof message === 'string' && isReason(reasonIn(message)) ? ['error', 'message'] : [];
}

/** What the calls for the row came to. */
export interface Spent {
	attempts: number;
	billed: boolean | null;
}

/**
 * Builds the record of a failed row.
 *
 * @param shareUrl null where the text held no link
 */
export function failureRecord(failure: Failure, shareUrl: string | null, spent: Spent): FailureRecord {
	const { kind } = failure;
	const title = failure.title ?? kind.title;
	const code = kind.reason === 'unknown_code' ? ` (code ${failure.code})` : '';
	const quoted = plainText(failure.apiMessage);
	const advice = failure.advice ?? kind.advice;
	return {
		error: `${title}${code}${shareUrl === null ? '' : `: ${shareUrl}`}`,
		message: quoted === '' ? advice : `${advice} The API said: "${quoted}"`,
		details: {
			reason: kind.reason,
			code: failure.code,
			http_status: failure.httpStatus,
			retryable: failure.retryable,
			billed: spent.billed,
			attempts: spent.attempts,
			share_url: shareUrl,
			request_id: failure.requestId === null ? null : plainText(failure.requestId),
			step: failure.step,
			platform: failure.platform,
			...(failure.nextCursor === undefined ? {} : { next_cursor: failure.nextCursor }),
		},
	};
}
