import {
	failureKind,
	failureKindOfCode,
	failureKinds,
	SUCCESS_CODE,
} from '../../../nodes/JustOneApi/failure/failureTable.ts';
import { POST_MESSAGES } from '../../../nodes/JustOneApi/resources/post/postMessages.ts';
import type { ErrorClass, Reason } from '../../../nodes/JustOneApi/failure/failureTable.ts';

/** The vendor's facts, written out: business code, reason, billed, retryable, whose business. */
const CODES: Array<[number, Reason, boolean | null, boolean, ErrorClass]> = [
	[100, 'invalid_token', false, false, 'account'],
	[201, 'no_content', true, false, 'link'],
	[300, 'endpoint_disabled', null, false, 'endpoint'],
	[301, 'collection_failed', false, true, 'transient'],
	[302, 'rate_limited', false, true, 'throttling'],
	[303, 'daily_quota_exceeded', false, false, 'account'],
	[400, 'invalid_parameters', false, false, 'link'],
	[500, 'server_error', false, true, 'server'],
	[503, 'service_unavailable', null, true, 'server'],
	[600, 'permission_denied', false, false, 'endpoint'],
	[601, 'insufficient_balance', false, false, 'account'],
	[602, 'token_limit_reached', false, false, 'account'],
];

/** The codes that the vendor lists without a word. */
const UNEXPLAINED = [101, 202, 404];

const WITHOUT_CODE: Array<[Reason, boolean | null, boolean, ErrorClass]> = [
	['unknown_code', null, false, 'unknown'],
	['timeout', null, true, 'timeout'],
	['network', false, true, 'connection'],
	['bad_response', null, false, 'unknown'],
	['no_text', false, false, 'input'],
	['no_link', false, false, 'input'],
	['damaged_link', false, false, 'input'],
	['other_site', false, false, 'input'],
	['rounded_id', false, false, 'input'],
	['only_id', false, false, 'input'],
	['no_post', false, false, 'input'],
	['pass_phrase', false, false, 'input'],
	['no_target', true, false, 'link'],
	['credential_missing', false, false, 'input'],
	['cancelled', false, true, 'cancelled'],
	['no_author', false, false, 'input'],
	['ambiguous_id', false, false, 'input'],
	['no_keyword', false, false, 'input'],
	['author_not_found', null, false, 'link'],
	['invalid_settings', false, false, 'input'],
	['max_calls_reached', false, false, 'input'],
	['node_fault', null, false, 'unknown'],
];

/** A Record, so that the compiler asks for a reason that is missing here. */
const REASONS: Record<Reason, true> = {
	invalid_token: true,
	no_content: true,
	collection_failed: true,
	rate_limited: true,
	daily_quota_exceeded: true,
	invalid_parameters: true,
	server_error: true,
	service_unavailable: true,
	endpoint_disabled: true,
	permission_denied: true,
	insufficient_balance: true,
	token_limit_reached: true,
	unknown_code: true,
	timeout: true,
	network: true,
	bad_response: true,
	no_text: true,
	no_link: true,
	damaged_link: true,
	other_site: true,
	rounded_id: true,
	only_id: true,
	no_post: true,
	no_author: true,
	ambiguous_id: true,
	no_keyword: true,
	author_not_found: true,
	pass_phrase: true,
	no_target: true,
	credential_missing: true,
	cancelled: true,
	invalid_settings: true,
	max_calls_reached: true,
	node_fault: true,
};

it.each(CODES)(
	'Code %i is %s: billed %s, retryable %s, a matter of the %s',
	(code, reason, billed, retryable, errorClass) => {
		expect(failureKindOfCode(code)).toMatchObject({ code, reason, billed, retryable, errorClass });
	},
);

it.each([...UNEXPLAINED, 1, 200, 777, -1, NaN])(
	'Code %i is unknown: the bill too, and it is not repeated',
	(code) => {
		expect(failureKindOfCode(code)).toMatchObject({
			reason: 'unknown_code',
			code: null,
			billed: null,
			retryable: false,
		});
	},
);

describe('The call for a post', () => {
	it.each([
		[0, true],
		[201, true],
		[202, null],
		[404, null],
	])('reads code %i without the post as no_content: billed %s, not repeated', (code, billed) => {
		const kind = failureKindOfCode(code, POST_MESSAGES);
		expect(kind).toMatchObject({ reason: 'no_content', code, billed, retryable: false, errorClass: 'link' });
		expect(kind.title).toBe('The API has no such post');
	});

	it.each([100, 101, 300, 301, 302, 303, 400, 500, 503, 600, 601, 602, 777])(
		'reads code %i as any other call does',
		(code) => expect(failureKindOfCode(code, POST_MESSAGES)).toEqual(failureKindOfCode(code)),
	);

	it('says in words of its own what to do', () => {
		const { title, advice } = POST_MESSAGES.words.no_content;
		expect(title).toMatch(/^[A-Z][^.]*[^.\s]$/);
		expect(advice).toMatch(/^[A-Z].*\.$/);
	});
});

it('The words name no platform, since others follow', () => {
	const words = [...failureKinds, POST_MESSAGES.words.no_content].flatMap(({ title, advice }) => [
		title,
		advice,
	]);
	expect(words.join(' ')).not.toMatch(/douyin|kuaishou|bilibili|xiaohongshu/i);
});

it.each(WITHOUT_CODE)(
	'%s has no code: billed %s, retryable %s, a matter of the %s',
	(reason, billed, retryable, errorClass) => {
		expect(failureKind(reason)).toMatchObject({ code: null, reason, billed, retryable, errorClass });
	},
);

it('Success is code 0, and 0 is in no row', () => {
	expect(SUCCESS_CODE).toBe(0);
	expect(failureKinds.map(({ code }) => code)).not.toContain(0);
});

it('Every reason has exactly one row, and there is no other row', () => {
	expect(failureKinds.map(({ reason }) => reason).sort()).toEqual(Object.keys(REASONS).sort());
	const codes = failureKinds.map(({ code }) => code).filter((code) => code !== null);
	expect(codes.sort()).toEqual(CODES.map(([code]) => code));
});

describe.each(failureKinds.map(({ reason, title, advice }) => [reason, title, advice]))(
	'What is said of %s',
	(_, title, advice) => {
		it('says what happened and what to do, in full sentences', () => {
			expect(title).toMatch(/^[A-Z][^.]*[^.\s]$/);
			expect(advice).toMatch(/^[A-Z].*\.$/);
		});

		it.each([
			["words that n8n's guide for messages forbids", /\b(?:error|problem|failure|mistake)s?\b/i],
			// n8n replaces a message that contains one of these, wherever it stands.
			[
				'system code words',
				/ECONN|ENOTFOUND|ETIMEDOUT|ERRADDRINUSE|EADDRNOTAVAIL|EHOSTUNREACH|EAI_AGAIN|ENOENT|EISDIR|ENOTDIR|EACCES|EEXIST|EPERM|GETADDRINFO/i,
			],
			['markup, which n8n would show as HTML', /[<>&]/],
			['a stack', /\n|\bat \S+:\d+/],
		])('without %s', (_what, pattern) => {
			expect(`${title}\n`.trim()).not.toMatch(pattern);
			expect(advice).not.toMatch(pattern);
		});
	},
);

it('What may be repeated is never what the account or the input is to blame for', () => {
	const blamed = failureKinds.filter(({ errorClass }) => ['account', 'input', 'link'].includes(errorClass));
	expect(blamed.map(({ retryable }) => retryable)).toEqual(blamed.map(() => false));
});
