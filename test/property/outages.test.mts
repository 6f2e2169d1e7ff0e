import { down, interrupted } from '../../tools/simulate/outages.mts';
import { COLLECTION_FAILED, play, SUCCESS, UNAVAILABLE } from '../../tools/simulate/play.mts';

it('An API that is down ends a run of 1,000 rows within 150 s, 60 calls, and with an outcome for each row', async () => {
	for (const { calls, seconds, lost } of await down(1)) {
		expect(calls).toBeLessThanOrEqual(60);
		expect(seconds).toBeLessThanOrEqual(150);
		expect(lost).toBe(1000);
	}
});

it('Rows that were not called say so, and since when the API has not answered', async () => {
	const { runs } = await play([{ rows: 100 }], () => ({ latency: 50, reply: UNAVAILABLE }), 1);
	const notCalled = runs[0].filter(({ called }) => called?.attempts.length === 0);
	expect(notCalled.length).toBeGreaterThan(40);
	for (const { called } of notCalled) {
		expect(called?.answer && 'uncalled' in called.answer).toBe(true);
		expect(called?.answer).toMatchObject({
			kind: { reason: 'service_unavailable' },
			billed: false,
			retryable: true,
		});
		expect(called?.answer).toMatchObject({
			advice: expect.stringContaining('for 2 minutes'),
			httpStatus: null,
		});
	}
});

it('After an outage of 20 s all rows are resolved whose bill is not in doubt, at full speed within 8 s', async () => {
	for (const { into, lost, inDoubt, recovery } of await interrupted(1, 300)) {
		expect(lost).toBe(inDoubt);
		expect(recovery).toBeLessThanOrEqual(8);
		expect(into).toBeLessThanOrEqual(40);
	}
});

it('A storm of 301s makes no more repeats than the reserve and a share of the successes', async () => {
	const storm = await play([{ rows: 300 }], () => ({ latency: 50, reply: COLLECTION_FAILED }), 1);
	expect(storm.calls).toHaveLength(310);
	const half = await play(
		[{ rows: 300 }],
		(_, random) => ({ latency: 50, reply: random() < 0.5 ? COLLECTION_FAILED : SUCCESS }),
		1,
	);
	const successes = half.calls.filter(({ reply }) => reply === SUCCESS).length;
	expect(half.calls.length - 300).toBeLessThanOrEqual(10 + successes / 2);
});

it('No run exceeds its ceiling, and all together do not exceed the largest', async () => {
	const plans = [3, 20, 7].map((maxConcurrentRequests) => ({
		rows: 300,
		settings: { maxConcurrentRequests },
	}));
	const { calls } = await play(plans, () => ({ latency: 100, reply: SUCCESS }), 1);
	expect(Math.max(...calls.map(({ inFlight }) => inFlight))).toBe(20);
});
