/** Why a row has no result. Public: users branch on these words. */
export type Reason =
	| 'invalid_token'
	| 'no_content'
	| 'collection_failed'
	| 'rate_limited'
	| 'daily_quota_exceeded'
	| 'invalid_parameters'
	| 'server_error'
	| 'service_unavailable'
	| 'endpoint_disabled'
	| 'permission_denied'
	| 'insufficient_balance'
	| 'token_limit_reached'
	| 'unknown_code'
	| 'timeout'
	| 'network'
	| 'bad_response'
	| 'no_link'
	| 'no_post'
	| 'pass_phrase'
	| 'no_target'
	| 'credential_missing'
	| 'invalid_settings'
	| 'max_calls_reached'
	| 'cancelled'
	| 'node_fault';

/** Whose business a failure is, so who must act and which other rows it touches. */
export type Concern = 'account' | 'endpoint' | 'link' | 'throttling' | 'transient' | 'input' | 'unknown';

/**
 * What a failure tells the circuit breaker of the API: out of order (`failure`), out of order without a word
 * (`silence`), too busy for us (`refusal`), at work (`answer`), or nothing (`none`).
 */
export type Health = 'failure' | 'silence' | 'refusal' | 'answer' | 'none';

/** The call that a failure is about: the one that resolves a short link, or the one that fetches a post. */
export type Step = 'resolve' | 'details';

/** What the call for a post reads as one failure, in its own words. */
export interface InDetails {
	/** Business codes, each with whether such an answer is billed; null where nobody can know. */
	billedByCode: Readonly<Record<number, boolean | null>>;
	title: string;
	advice: string;
}

/** One way to fail: what it means, what it costs, whether repeating helps, and what a person can do. */
export interface FailureKind {
	reason: Reason;
	/** The business code (`code` in the API's envelope); null where the API gave none. */
	code: number | null;
	/** What happened, as a title: the link or the item is put behind it. */
	title: string;
	/** What the user can do. */
	advice: string;
	/** Whether the call is billed; null where nobody can know. */
	billed: boolean | null;
	/** Whether the same call may succeed later. The node repeats such calls by itself, save unanswered ones. */
	retryable: boolean;
	/**
	 * `account` and `endpoint` end their calls in a run; `throttling` slows them down; repeats after `transient` draw on
	 * the run's retry budget.
	 */
	concern: Concern;
	health: Health;
	/** Where the call for a post reads more codes so than its own. */
	inDetails?: InDetails;
}

/** Success is this code and nothing else; it is billed. */
export const SUCCESS_CODE = 0;

/**
 * What every business code and every other failure means. The one place: the node, the README's table,
 * the sandbox's checks and the tests all read it. Sources: the vendor's page for the endpoint
 * (0, 100, 301, 302, 303, 400, 500, 600, 601), its OpenAPI (503), its older guides (201), its old pages of the
 * endpoints for posts (300), and its clients and MCP server (602).
 */
export const failureTable: readonly FailureKind[] = [
	{
		reason: 'invalid_token',
		code: 100,
		title: 'The API did not accept the token',
		advice:
			'Copy the token again from the Just One API dashboard into the credential, and check there that it is active.',
		billed: false,
		retryable: false,
		concern: 'account',
		health: 'answer',
	},
	{
		reason: 'no_content',
		code: 201,
		title: 'Nothing was found behind the link',
		advice:
			'Open the link in its app. If the post is gone or private, nothing can be resolved. This answer is billed.',
		billed: true,
		retryable: false,
		concern: 'link',
		health: 'answer',
		inDetails: {
			// 202 and 404 are listed and not explained; the vendor once counted every code that begins with 2 as an answer.
			billedByCode: { [SUCCESS_CODE]: true, 201: true, 202: null, 404: null },
			title: 'The API has no such post',
			advice:
				'It was deleted, it is private, or the ID is wrong: nobody can tell. Open the post in its app. Calls that find nothing may be billed.',
		},
	},
	{
		reason: 'collection_failed',
		code: 301,
		title: 'The API could not collect the link just now',
		advice: 'Run this row again later. Calls that end like this are not billed.',
		billed: false,
		retryable: true,
		concern: 'transient',
		health: 'answer',
	},
	{
		reason: 'rate_limited',
		code: 302,
		title: 'The API received calls too fast',
		advice:
			"Run this row again later, or lower 'Max Concurrent Requests'. Check that nothing else uses the same token.",
		billed: false,
		retryable: true,
		concern: 'throttling',
		health: 'refusal',
	},
	{
		reason: 'daily_quota_exceeded',
		code: 303,
		title: "Today's quota of the account is used up",
		advice: 'Run this row again tomorrow, or raise the quota in the Just One API dashboard.',
		billed: false,
		retryable: false,
		concern: 'account',
		health: 'answer',
	},
	{
		reason: 'invalid_parameters',
		code: 400,
		title: 'The API does not accept this link or ID',
		advice:
			'Share the post again from the app with Copy link, and paste the new text: only documented forms are accepted.',
		billed: false,
		retryable: false,
		concern: 'link',
		health: 'answer',
	},
	{
		reason: 'server_error',
		code: 500,
		title: 'The API had an internal fault',
		advice: 'Run this row again later. If it stays like this, tell Just One API the request_id.',
		billed: false,
		retryable: true,
		concern: 'transient',
		health: 'failure',
	},
	{
		reason: 'service_unavailable',
		code: 503,
		title: 'The API is not available just now',
		advice: 'Run this row again later. Whether such a call is billed is not documented.',
		billed: null,
		retryable: true,
		concern: 'transient',
		health: 'failure',
	},
	{
		reason: 'endpoint_disabled',
		code: 300,
		title: 'The API has switched this endpoint off',
		advice: 'Ask Just One API when it comes back, or whether another version took its place.',
		billed: null,
		retryable: false,
		concern: 'endpoint',
		health: 'answer',
	},
	{
		reason: 'permission_denied',
		code: 600,
		title: 'The token may not use this endpoint',
		advice: 'Enable the endpoint of this platform for the token in the Just One API dashboard.',
		billed: false,
		retryable: false,
		concern: 'endpoint',
		health: 'answer',
	},
	{
		reason: 'insufficient_balance',
		code: 601,
		title: 'The account has no balance left',
		advice: 'Top up the account in the Just One API dashboard, then run the failed rows again.',
		billed: false,
		retryable: false,
		concern: 'account',
		health: 'answer',
	},
	{
		reason: 'token_limit_reached',
		code: 602,
		title: 'The spending limit of the token is used up',
		advice: "Raise the token's limit in the Just One API dashboard, then run the failed rows again.",
		billed: false,
		retryable: false,
		concern: 'account',
		health: 'answer',
	},
	{
		reason: 'unknown_code',
		code: null,
		title: 'The API answered with a code that is not documented',
		advice: 'Look at the code and ask Just One API what it means. Whether it is billed is unknown.',
		billed: null,
		retryable: false,
		concern: 'unknown',
		health: 'answer',
	},
	{
		reason: 'timeout',
		code: null,
		title: 'The API did not answer in time',
		advice:
			"The call may have been billed. Run the row again, or switch on 'Retry Unanswered Calls' to repeat such calls.",
		billed: null,
		retryable: true,
		concern: 'transient',
		health: 'silence',
	},
	{
		reason: 'network',
		code: null,
		title: 'The connection to the API did not work',
		advice: 'Check the network of the n8n host and the region in the credential, then run the row again.',
		billed: false,
		retryable: true,
		concern: 'transient',
		health: 'failure',
	},
	{
		reason: 'bad_response',
		code: null,
		title: "The answer is not in the API's documented form",
		advice:
			'Check the region and the base URL in the credential; a proxy or a web page may be answering instead of the API.',
		billed: null,
		retryable: false,
		concern: 'unknown',
		health: 'answer',
	},
	{
		reason: 'no_link',
		code: null,
		title: 'No share link in this text',
		advice: 'Map the column with the link, or with the whole text that the app copies.',
		billed: false,
		retryable: false,
		concern: 'input',
		health: 'none',
	},
	{
		reason: 'no_post',
		code: null,
		title: 'The link names no post, user or other thing to share',
		advice:
			'It leads to a home page, a search or a list. Open the post itself, share it, and paste that link.',
		billed: false,
		retryable: false,
		concern: 'input',
		health: 'none',
	},
	{
		reason: 'pass_phrase',
		code: null,
		title: "This text has the app's pass phrase, but no link",
		advice:
			'Only the app can read the phrase. In the app, share the post with Copy link, and paste the link.',
		billed: false,
		retryable: false,
		concern: 'input',
		health: 'none',
	},
	{
		reason: 'no_target',
		code: null,
		title: 'The link leads to no post, user or page of its platform',
		advice:
			'Open the link in its app. The redirect went to a home page, another site or nowhere. The call is billed.',
		billed: true,
		retryable: false,
		concern: 'link',
		health: 'answer',
	},
	{
		reason: 'credential_missing',
		code: null,
		title: 'No usable Just One API credential',
		advice: "Open the node and select a credential of the type 'Just One API'.",
		billed: false,
		retryable: false,
		concern: 'input',
		health: 'none',
	},
	{
		reason: 'invalid_settings',
		code: null,
		title: 'A setting of the node cannot be used',
		advice: 'No call was made. Open the node and correct the setting.',
		billed: false,
		retryable: false,
		concern: 'input',
		health: 'none',
	},
	{
		reason: 'max_calls_reached',
		code: null,
		title: "The execution has made as many billed calls as 'Max Billed Calls' allows",
		advice:
			"No call was made for this row. Raise 'Max Billed Calls' in the node's options, then run the row again.",
		billed: false,
		retryable: false,
		concern: 'input',
		health: 'none',
	},
	{
		reason: 'cancelled',
		code: null,
		title: 'The execution was cancelled before this row was resolved',
		advice: 'Run the workflow again for this row.',
		billed: false,
		retryable: true,
		concern: 'transient',
		health: 'none',
	},
	{
		reason: 'node_fault',
		code: null,
		title: 'The node itself failed',
		advice:
			'This is a defect of the node, not of the row. Run the row again, and report what you did; the calls behind it may have been billed.',
		billed: null,
		retryable: false,
		concern: 'unknown',
		health: 'none',
	},
];

const byReason = new Map(failureTable.map((kind) => [kind.reason, kind]));
const byCode = new Map(failureTable.map((kind) => [kind.code, kind]));

/** Whether a value is one of the reasons. */
export function isReason(value: unknown): value is Reason {
	return byReason.has(value as Reason);
}

/** The table's row for a reason. */
export function failureKind(reason: Reason): FailureKind {
	return byReason.get(reason) as FailureKind;
}

function kindInDetails(code: number): FailureKind | undefined {
	const kind = failureTable.find(({ inDetails }) => inDetails && code in inDetails.billedByCode);
	if (!kind?.inDetails) return undefined;
	const { billedByCode, title, advice } = kind.inDetails;
	return { ...kind, code, billed: billedByCode[code], title, advice };
}

/**
 * The table's row for a business code; codes that the vendor lists without a word are `unknown_code`.
 *
 * @param step the call that was answered; for a post, 0 is a failure as well, where the post is not there
 */
export function failureKindOfCode(code: number, step: Step = 'resolve'): FailureKind {
	const inDetails = step === 'details' ? kindInDetails(code) : undefined;
	return inDetails ?? byCode.get(code) ?? failureKind('unknown_code');
}
