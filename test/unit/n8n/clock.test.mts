import { systemClock } from '../../../nodes/JustOneApi/n8n/clock.ts';

describe('A sleep on the machine’s clock', () => {
	it.each([0, -5])('of %i ms lets others work', async (ms) => {
		const log: string[] = [];
		setImmediate(() => log.push('other'));
		await systemClock.sleep(ms);
		await systemClock.sleep(ms);
		expect(log).toEqual(['other']);
	});

	it('is over at once where the run is', async () => {
		const log: string[] = [];
		void systemClock.sleep(60_000, AbortSignal.abort()).then(() => log.push('awake'));
		await Promise.resolve();
		await Promise.resolve();
		expect(log).toEqual(['awake']);
	});

	it('ends soon after the run does, and does not reject', async () => {
		const run = new AbortController();
		setImmediate(() => run.abort());
		await expect(systemClock.sleep(60_000, run.signal)).resolves.toBe(undefined);
	});
});

it('Chance lies between 0 and 1', () => {
	for (let call = 0; call < 100; call += 1) {
		const value = systemClock.random();
		expect(value >= 0 && value < 1).toBe(true);
	}
});
