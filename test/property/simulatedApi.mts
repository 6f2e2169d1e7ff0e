import { readAnswer } from '../../nodes/JustOneApi/answer/answer.ts';
import { failureOf } from '../../nodes/JustOneApi/failure/failure.ts';
import type { Answer } from '../../nodes/JustOneApi/answer/answer.ts';
import { douyin } from '../../nodes/JustOneApi/platforms/douyin.ts';

/** Waits that the API asks for, in ms: what a run waits out, and what it does not. */
export const LONGEST_RETRY_AFTER = 10_000;
const TOO_LONG = 3_600_000;

const VIDEO = { redirect_url: 'https://www.douyin.com/video/7579132723441323298' };

/** An envelope with a business code, as the node reads it. */
const coded = (code: number, retryAfter?: number) => (): Answer => {
	const body = JSON.stringify({ code, message: '', data: code === 0 ? VIDEO : null });
	const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter / 1000) };
	return readAnswer({ statusCode: 200, headers, body }, douyin, Date.now());
};

const gatewayPage = (statusCode: number) => (): Answer =>
	readAnswer({ statusCode, headers: {}, body: '<html></html>' }, douyin, Date.now());

/** All ways in which a call ends. */
export const REPLIES = {
	success: coded(0),
	noContent: coded(201),
	collectionFailed: coded(301),
	tooFast: coded(302),
	tooFastForAWhile: coded(302, LONGEST_RETRY_AFTER),
	tooFastForTooLong: coded(302, TOO_LONG),
	invalid: coded(400),
	serverError: coded(500),
	unavailable: coded(503),
	unavailableForAWhile: coded(503, 3000),
	undocumented: coded(999),
	tooManyRequestsPage: gatewayPage(429),
	badGatewayPage: gatewayPage(502),
	loginPage: gatewayPage(200),
	timeout: () => failureOf('timeout', { unanswered: true }),
	cut: () => failureOf('network', { billed: null, unanswered: true }),
	neverReached: () => failureOf('network'),
	invalidToken: coded(100),
	quotaUsedUp: coded(303),
	notPermitted: coded(600),
	noBalance: coded(601),
} satisfies Record<string, () => Answer>;

export type Reply = keyof typeof REPLIES;

/** After these no call of the account can succeed. */
export const ENDING: readonly Reply[] = ['invalidToken', 'quotaUsedUp', 'notPermitted', 'noBalance'];
/** After these nobody knows what the API did. */
export const LOST: readonly Reply[] = ['timeout', 'cut'];
/** These cost money. */
export const BILLED: readonly Reply[] = ['success', 'noContent'];
