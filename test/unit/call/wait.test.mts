import { backoff, waitUntil } from '../../../nodes/JustOneApi/call/wait.ts';

const START = 1_800_000_000_000;

describe('Waiting until a moment', () => {
	beforeEach(() => {
		jest.useFakeTimers({ now: START });
	});

	afterEach(() => {
		jest.useRealTimers();
	});

	async function endOf(wait: Promise<boolean>): Promise<[boolean, number]> {
		const ended = wait.then((reached): [boolean, number] => [reached, Date.now() - START]);
		await jest.advanceTimersByTimeAsync(60_000);
		return await ended;
	}

	it.each([
		[-1000, 0],
		[0, 0],
		[1, 1],
		[199, 199],
		[200, 200],
		[201, 201],
		[12_345, 12_345],
	])('that lies %i ms ahead takes %i ms', async (ahead, waited) => {
		expect(
			await endOf(
				waitUntil(
					() => START + ahead,
					() => false,
				),
			),
		).toEqual([true, waited]);
	});

	it('follows the moment when it moves', async () => {
		const dueAt = () => (Date.now() < START + 400 ? START + 500 : START + 2000);
		expect(await endOf(waitUntil(dueAt, () => false))).toEqual([true, 2000]);
	});

	it('ends at once where there is nothing to wait for any more', async () => {
		expect(
			await endOf(
				waitUntil(
					() => START - 1,
					() => true,
				),
			),
		).toEqual([false, 0]);
	});

	it('ends early where the run ends, within a slice', async () => {
		const [reached, waited] = await endOf(
			waitUntil(
				() => START + 30_000,
				() => Date.now() >= START + 1050,
			),
		);
		expect(reached).toBe(false);
		expect(waited).toBeGreaterThanOrEqual(1050);
		expect(waited).toBeLessThanOrEqual(1250);
	});
});

describe('The pause before a repeat', () => {
	it.each([
		[1, 500],
		[2, 1000],
		[3, 2000],
		[4, 4000],
		[6, 16_000],
		[7, 30_000],
		[10, 30_000],
		[100, 30_000],
	])('%i lies between half and all of %i ms', (repeat, most) => {
		expect(backoff(repeat, 0)).toBe(most / 2);
		expect(backoff(repeat, 0.5)).toBe((most * 3) / 4);
		expect(backoff(repeat, 0.999999)).toBeLessThan(most);
		expect(backoff(repeat, 1)).toBe(most);
	});
});
