import type { Failure } from '../failure/failure';
import type { ErrorClass } from '../failure/failureTable';

/** "20 seconds", "2 minutes", "3 hours". */
function duration(ms: number): string {
	const seconds = Math.round(ms / 1000);
	const [count, unit] =
		seconds < 120
			? [seconds, 'second']
			: seconds < 7200
				? [Math.floor(seconds / 60), 'minute']
				: [Math.floor(seconds / 3600), 'hour'];
	return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

const WHAT_IT_DOES: Readonly<Partial<Record<ErrorClass, string>>> = {
	throttling: 'has refused all calls',
	connection: 'could not be reached',
};

const OTHERS_ANSWERED = 'Calls with other settings were answered meanwhile, so a change there helps.';

/** A failure of one call as the reason why others are not made. */
export function asReason(failure: Failure, advice?: string): Failure {
	return {
		...failure,
		...(advice === undefined ? {} : { advice, retryable: true }),
		httpStatus: null,
		requestId: null,
		apiMessage: '',
		billed: false,
		unanswered: false,
		retryAfterMs: null,
	};
}

/**
 * Why calls that had not left fail when a breaker has given up.
 *
 * @param last what the last call came to
 * @param downFor for how long nothing has succeeded, in ms
 * @param othersAnswered whether the API answered meanwhile on another way
 */
export function outageOf(last: Failure, downFor: number, othersAnswered = false): Failure {
	const what = WHAT_IT_DOES[last.kind.errorClass] ?? 'has not answered';
	const advice = othersAnswered
		? `Check 'Proxy' and 'Ignore SSL Issues' in 'Request Options'. ${OTHERS_ANSWERED}`
		: 'Run this row again later.';
	return asReason(last, `The API ${what} for ${duration(downFor)}. ${advice}`);
}

/**
 * Why a run with a short timeout, in which nothing was answered, makes no more calls.
 *
 * @param calls timed out one after the other
 * @param timeout in ms
 * @param othersAnswered whether the API answered other calls meanwhile
 */
export function tooShort(last: Failure, calls: number, timeout: number, othersAnswered: boolean): Failure {
	const helps = othersAnswered
		? OTHERS_ANSWERED
		: 'Answers usually take 2 seconds, and 60 seconds or more are advised: with a longer one this can be told from an outage.';
	return asReason(
		last,
		`The last ${calls} calls were not answered within the 'Timeout' of ${timeout} ms in 'Request Options'. ${helps}`,
	);
}

/** Why a run makes no more calls where nothing that answers is the API. */
export function notTheApi(last: Failure, othersAnswered: boolean): Failure {
	return asReason(last, `${last.advice ?? last.kind.advice}${othersAnswered ? ` ${OTHERS_ANSWERED}` : ''}`);
}
