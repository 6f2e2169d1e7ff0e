import { failureOf } from '../../../nodes/JustOneApi/failure/failure.ts';
import { failureKinds } from '../../../nodes/JustOneApi/failure/failureTable.ts';
import { backoff, LONGEST_RETRY_AFTER, retryDelay } from '../../../nodes/JustOneApi/call/retry.ts';

const rules = { maxRetries: 3, retryUnanswered: false };
const lost = failureOf('timeout', { unanswered: true });

describe('The pause before a repeat', () => {
	it.each([
		[1, 500],
		[2, 1000],
		[3, 2000],
		[6, 16_000],
		[7, 30_000],
		[100, 30_000],
	])('%i lies between half and all of %i ms', (repeat, most) => {
		expect(backoff(repeat, 0)).toBe(most / 2);
		expect(backoff(repeat, 0.5)).toBe((most * 3) / 4);
		expect(backoff(repeat, 0.999999)).toBeLessThan(most);
	});

	it('is never shorter than the API asks for, and a wait beyond five minutes is not waited out', () => {
		const asks = (retryAfterMs: number) => failureOf('rate_limited', { retryAfterMs });
		expect(retryDelay(asks(0), 1, rules, 0)).toBe(250);
		expect(retryDelay(asks(7000), 1, rules, 0)).toBe(7000);
		expect(retryDelay(asks(LONGEST_RETRY_AFTER), 1, rules, 0)).toBe(LONGEST_RETRY_AFTER);
		expect(retryDelay(asks(LONGEST_RETRY_AFTER + 1), 1, rules, 0)).toBe(null);
	});
});

describe('A call is repeated', () => {
	it.each(failureKinds.map((kind) => [kind.reason, kind.retryable]))('after %s: %s', (reason, retryable) => {
		expect(retryDelay(failureOf(reason), 1, rules, 0)).toBe(retryable ? 250 : null);
	});

	it('as often as the user allows', () => {
		const failure = failureOf('collection_failed');
		expect([1, 2, 3, 4].map((attempts) => retryDelay(failure, attempts, rules, 0))).toEqual([
			250,
			500,
			1000,
			null,
		]);
		expect(retryDelay(failure, 1, { ...rules, maxRetries: 0 }, 0)).toBe(null);
	});

	it('after its answer was lost only where the user wants it', () => {
		expect(retryDelay(lost, 1, rules, 0)).toBe(null);
		expect(retryDelay(lost, 1, { ...rules, retryUnanswered: true }, 0)).toBe(250);
	});

	it('after its answer was lost where it costs nothing', () => {
		expect(retryDelay(lost, 1, { ...rules, isFree: true }, 0)).toBe(250);
	});
});
