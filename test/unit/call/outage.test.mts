import { outageOf } from '../../../nodes/JustOneApi/call/outage.ts';
import { failureOf } from '../../../nodes/JustOneApi/failure/failure.ts';

const down = failureOf('service_unavailable', { httpStatus: 503, retryAfterMs: 3000, unanswered: true });

it('A row that was not called was not billed, and may be run again', () => {
	expect(outageOf(failureOf('timeout', { unanswered: true, retryable: false }), 0)).toMatchObject({
		kind: { reason: 'timeout' },
		billed: false,
		retryable: true,
		unanswered: false,
		retryAfterMs: null,
	});
});

it.each([
	[0, '0 seconds'],
	[1000, '1 second'],
	[1600, '2 seconds'],
	[119_400, '119 seconds'],
	[119_600, '2 minutes'],
	[179_000, '2 minutes'],
	[180_000, '3 minutes'],
	[7_199_000, '119 minutes'],
	[7_200_000, '2 hours'],
	[86_400_000, '24 hours'],
])('%i ms without a success are %s', (ms, words) => {
	expect(outageOf(down, ms).advice).toBe(`The API has not answered for ${words}. Run this row again later.`);
});

it('An API that refuses has answered', () => {
	expect(outageOf(failureOf('rate_limited'), 120_000).advice).toMatch(
		/^The API has refused all calls for 2 minutes\./,
	);
});
