import type { Failure } from '../failure/failure';

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

/**
 * Why calls that had not left fail when the API is given up.
 *
 * @param last what the last call came to
 * @param downFor for how long nothing has succeeded, in ms
 */
export function outageOf(last: Failure, downFor: number): Failure {
	const what = last.kind.errorClass === 'throttling' ? 'has refused all calls' : 'has not answered';
	return {
		...last,
		billed: false,
		uncalled: true,
		retryable: true,
		unanswered: false,
		retryAfterMs: null,
		advice: `The API ${what} for ${duration(downFor)}. Run this row again later.`,
	};
}
