/**
 * What a failure means for repeats, pace and breaker (the word is smithy's):
 *
 * | class        | the run                        | the limiter | the breaker counts |
 * |--------------|--------------------------------|-------------|--------------------|
 * | `account`    | calls the account no more      | delivered   | success            |
 * | `endpoint`   | calls the endpoint no more     | delivered   | success            |
 * | `link`, `unknown` |                           | delivered   | success            |
 * | `transient`  | repeats it, from its budget    | delivered   | success            |
 * | `throttling` | repeats it, outside its budget | slows down  | refusal            |
 * | `server`     | repeats it, from its budget    | delivered   | failure            |
 * | `connection` | repeats it, from its budget    | lost        | failure            |
 * | `timeout`    | repeats it where it may        | lost        | silence            |
 * | `cancelled`  |                                | lost        | nothing            |
 * | `input`      | makes no call                  |             |                    |
 */
export type ErrorClass =
	| 'account'
	| 'endpoint'
	| 'link'
	| 'unknown'
	| 'transient'
	| 'throttling'
	| 'server'
	| 'connection'
	| 'timeout'
	| 'cancelled'
	| 'input';

/** The call that a failure is about: for a short link, a post, an author, or a page of a list. */
export type Step = 'resolve' | 'details' | 'author' | 'list';

/** What a failure says: a title, behind which the link is put, and what the user can do. */
export interface Words {
	title: string;
	advice: string;
}

interface Row extends Words {
	/** The business code (`code` in the API's envelope); null where the API gave none. */
	code: number | null;
	/** Whether the call is billed; null where it is unknown. */
	billed: boolean | null;
	/** Whether the same call may succeed later. The node repeats such calls by itself, save unanswered ones. */
	retryable: boolean;
	errorClass: ErrorClass;
}

/** One way to fail: what it means, what it costs, whether repeating helps, and what the user can do. */
export interface FailureKind extends Row {
	reason: Reason;
}

/** What an operation reads otherwise than the table, and says in words of its own. */
export interface OperationMessages {
	/** By business code. */
	codes?: Readonly<Record<number, { reason: Reason; billed: boolean | null }>>;
	words: Readonly<Partial<Record<Reason, Partial<Words>>>>;
}

/** Success is this code and nothing else; it is billed. */
export const SUCCESS_CODE = 0;

/** Failures without a call. */
const LOCAL = { code: null, billed: false, retryable: false, errorClass: 'input' } as const;

/**
 * What every business code and every other failure means. The one place: the node, the README's table,
 * the sandbox's checks and the tests all read it. Sources: the vendor's page for the endpoint
 * (0, 100, 301, 302, 303, 400, 500, 600, 601), its OpenAPI (503), its older guides (201), its old pages of the
 * endpoints for posts (300), and its clients and MCP server (602).
 */
const failureTable = {
	invalid_token: {
		code: 100,
		title: 'The API did not accept the token',
		advice:
			'Copy the token again from the Just One API dashboard into the credential, and check there that it is active.',
		billed: false,
		retryable: false,
		errorClass: 'account',
	},
	no_content: {
		code: 201,
		title: 'Nothing was found behind the link',
		advice:
			'Open the link in its app. If the post is gone or private, nothing can be resolved. This answer is billed.',
		billed: true,
		retryable: false,
		errorClass: 'link',
	},
	collection_failed: {
		code: 301,
		title: 'The API could not collect the link just now',
		advice: 'Run this row again later. Calls that end like this are not billed.',
		billed: false,
		retryable: true,
		errorClass: 'transient',
	},
	rate_limited: {
		code: 302,
		title: 'The API received calls too fast',
		advice:
			"Run this row again later, or lower 'Max Concurrent Requests'. Check that nothing else uses the same token.",
		billed: false,
		retryable: true,
		errorClass: 'throttling',
	},
	daily_quota_exceeded: {
		code: 303,
		title: "Today's quota of the account is used up",
		advice: 'Run this row again tomorrow, or raise the quota in the Just One API dashboard.',
		billed: false,
		retryable: false,
		errorClass: 'account',
	},
	invalid_parameters: {
		code: 400,
		title: 'The API does not accept this link or ID',
		advice:
			'Share the post again from the app with Copy link, and paste the new text: only documented forms are accepted.',
		billed: false,
		retryable: false,
		errorClass: 'link',
	},
	server_error: {
		code: 500,
		title: 'The API had an internal fault',
		advice: 'Run this row again later. If it stays like this, tell Just One API the request_id.',
		billed: false,
		retryable: true,
		errorClass: 'server',
	},
	service_unavailable: {
		code: 503,
		title: 'The API is not available just now',
		advice: 'Run this row again later. Whether such a call is billed is not documented.',
		billed: null,
		retryable: true,
		errorClass: 'server',
	},
	endpoint_disabled: {
		code: 300,
		title: 'The API has switched this endpoint off',
		advice: 'Ask Just One API when it comes back, or whether another version took its place.',
		billed: null,
		retryable: false,
		errorClass: 'endpoint',
	},
	permission_denied: {
		code: 600,
		title: 'The token may not use this endpoint',
		advice: 'Enable the endpoint of this platform for the token in the Just One API dashboard.',
		billed: false,
		retryable: false,
		errorClass: 'endpoint',
	},
	insufficient_balance: {
		code: 601,
		title: 'The account has no balance left',
		advice: 'Top up the account in the Just One API dashboard, then run the failed rows again.',
		billed: false,
		retryable: false,
		errorClass: 'account',
	},
	token_limit_reached: {
		code: 602,
		title: 'The spending limit of the token is used up',
		advice: "Raise the token's limit in the Just One API dashboard, then run the failed rows again.",
		billed: false,
		retryable: false,
		errorClass: 'account',
	},
	unknown_code: {
		code: null,
		title: 'The API answered with a code that is not documented',
		advice: 'Look at the code and ask Just One API what it means. Whether it is billed is unknown.',
		billed: null,
		retryable: false,
		errorClass: 'unknown',
	},
	timeout: {
		code: null,
		title: 'The API did not answer in time',
		advice:
			"The call may have been billed. Run the row again, or switch on 'Retry Unanswered Calls' to repeat such calls.",
		billed: null,
		retryable: true,
		errorClass: 'timeout',
	},
	network: {
		code: null,
		title: 'The connection to the API did not work',
		advice: 'Check the network of the n8n host and the region in the credential, then run the row again.',
		billed: false,
		retryable: true,
		errorClass: 'connection',
	},
	bad_response: {
		code: null,
		title: "The answer is not in the API's documented form",
		advice:
			'Check the region and the base URL in the credential; a proxy or a web page may be answering instead of the API.',
		billed: null,
		retryable: false,
		errorClass: 'unknown',
	},
	no_text: {
		...LOCAL,
		title: 'The text is empty',
		advice: 'Give a share link, or the whole text that the app copies.',
	},
	no_link: {
		...LOCAL,
		title: 'No share link in this text',
		advice: 'Give the link that the app copies, or the whole text around it.',
	},
	damaged_link: {
		...LOCAL,
		title: 'The link in this text is damaged',
		advice:
			'No call was made: half a link leads elsewhere. Copy the link again from the app, and paste it without its format.',
	},
	other_site: {
		...LOCAL,
		title: 'The link is one of another site',
		advice: 'No call was made. Give a link of a platform that the API resolves here.',
	},
	rounded_id: {
		...LOCAL,
		title: 'The ID has been rounded and names no post any more',
		advice:
			'IDs have more digits than a number holds. Store them as text: in a spreadsheet, format the column as text before the IDs are put in.',
	},
	only_id: {
		...LOCAL,
		title: 'This is an ID, and no link',
		advice:
			"There is nothing to resolve. Use 'Get' of the resource 'Post', which takes IDs, or give the link.",
	},
	no_author: {
		...LOCAL,
		title: 'No author in this text',
		advice: "Give the link of the author's profile or of a post, or the author's ID.",
	},
	ambiguous_id: {
		...LOCAL,
		title: 'The digits may be the ID of an author of more than one platform',
		advice: "No call was made. Choose the platform in 'Platform', or give the link of the profile.",
	},
	no_keyword: {
		...LOCAL,
		title: 'There is no keyword to search for',
		advice: "No call was made. Give words in 'Keyword'.",
	},
	author_not_found: {
		code: null,
		title: 'The API has no such author',
		advice:
			'The account was deleted or blocked, or the ID is wrong. Open the profile in its app. Calls that find nothing may be billed.',
		billed: null,
		retryable: false,
		errorClass: 'link',
	},
	no_post: {
		...LOCAL,
		title: 'The link names no post, user or other thing to share',
		advice:
			'It leads to a home page, a search or a list. Open the post itself, share it, and paste that link.',
	},
	pass_phrase: {
		...LOCAL,
		title: "This text has the app's pass phrase, but no link",
		advice:
			'Only the app can read the phrase. In the app, share the post with Copy link, and paste the link.',
	},
	no_target: {
		code: null,
		title: 'The link leads to no post, user or page of its platform',
		advice:
			'Open the link in its app. The redirect went to a home page, another site or nowhere. The call is billed.',
		billed: true,
		retryable: false,
		errorClass: 'link',
	},
	credential_missing: {
		...LOCAL,
		title: 'No usable Just One API credential',
		advice: "Open the node and select a credential of the type 'Just One API'.",
	},
	invalid_settings: {
		...LOCAL,
		title: 'A setting of the node cannot be used',
		advice: 'No call was made. Open the node and correct the setting.',
	},
	max_calls_reached: {
		...LOCAL,
		title: "The execution has made as many billed calls as 'Max Billed Calls' allows",
		advice:
			"No call was made for this row. Raise 'Max Billed Calls' in the node's options, then run the row again.",
	},
	cancelled: {
		code: null,
		title: 'The execution was cancelled before this row was resolved',
		advice: 'Run the workflow again for this row.',
		billed: false,
		retryable: true,
		errorClass: 'cancelled',
	},
	node_fault: {
		code: null,
		title: 'The node itself failed',
		advice:
			'This is a defect of the node, not of the row. Run the row again, and report what you did; the calls behind it may have been billed.',
		billed: null,
		retryable: false,
		errorClass: 'unknown',
	},
} satisfies Record<string, Row>;

/** Why a row has no result. Public: users branch on these words. */
export type Reason = keyof typeof failureTable;

/** Whether a value is one of the reasons. */
export function isReason(value: unknown): value is Reason {
	return typeof value === 'string' && Object.hasOwn(failureTable, value);
}

/** All rows of the table. */
export const failureKinds: readonly FailureKind[] = Object.entries<Row>(failureTable).map(
	([reason, row]) => ({
		reason: reason as Reason,
		...row,
	}),
);

const byReason = new Map(failureKinds.map((kind) => [kind.reason, kind]));
const byCode = new Map(failureKinds.map((kind) => [kind.code, kind]));

/** The table's row for a reason. */
export function failureKind(reason: Reason): FailureKind {
	return byReason.get(reason) as FailureKind;
}

/** A row of the table in an operation's own words. */
export function inWordsOf({ words }: OperationMessages, kind: FailureKind): FailureKind {
	return { ...kind, ...words[kind.reason] };
}

/**
 * The table's row for a business code; codes that the vendor lists without a word are `unknown_code`.
 *
 * @param messages of the operation that was answered
 */
export function failureKindOfCode(code: number, messages: OperationMessages = { words: {} }): FailureKind {
	const own = messages.codes?.[code];
	const kind = own
		? { ...failureKind(own.reason), code, billed: own.billed }
		: (byCode.get(code) ?? failureKind('unknown_code'));
	return inWordsOf(messages, kind);
}
