import { CallCap } from '../../../nodes/JustOneApi/run/callCap.ts';
import type { CallCount } from '../../../nodes/JustOneApi/run/callCap.ts';

const soon = async () => await new Promise((resolve) => setImmediate(resolve));

describe('Places', () => {
	it('are held up to the limit, those of several calls all or none', () => {
		const cap = new CallCap({});
		expect([cap.hold(3, 2), cap.hold(3, 2), cap.hold(3, 1), cap.hold(3, 1)]).toEqual([
			true,
			false,
			true,
			false,
		]);
	});

	it('come free again where the call was free', () => {
		const cap = new CallCap({});
		cap.hold(1, 1);
		cap.release(1);
		expect([cap.used, cap.isBeyond(1, 1), cap.hold(1, 1)]).toEqual([0, false, true]);
	});

	it('are gone where the call was billed', () => {
		const cap = new CallCap({});
		cap.hold(1, 1);
		cap.use();
		cap.release(1);
		expect([cap.used, cap.isBeyond(1, 1), cap.hold(1, 1)]).toEqual([1, true, false]);
	});

	it('that calls under way hold may come free: they are not beyond', () => {
		const cap = new CallCap({});
		cap.hold(1, 1);
		expect([cap.isBeyond(1, 1), cap.isBeyond(1, 2)]).toEqual([false, true]);
	});
});

describe('Whoever waits', () => {
	/** All places are held, and five wait for one each. @returns also who was woken, in order */
	const fiveWaiting = (limit: number) => {
		const cap = new CallCap({});
		const woken: number[] = [];
		cap.hold(limit, limit);
		for (let waiter = 0; waiter < 5; waiter += 1) {
			void cap.change(limit, 1).then(() => woken.push(waiter));
		}
		return { cap, woken };
	};

	it('hears of places that came free, as many as there are, first come, first served', async () => {
		const { cap, woken } = fiveWaiting(2);
		await soon();
		expect(woken).toEqual([]);
		cap.release(2);
		await soon();
		expect(woken).toEqual([0, 1]);
	});

	it('hears of it where its places can never be had', async () => {
		const { cap, woken } = fiveWaiting(1);
		cap.use();
		cap.release(1);
		await soon();
		expect(woken).toEqual([0, 1, 2, 3, 4]);
	});

	it('hears nothing where that changes nothing for it', async () => {
		const { cap, woken } = fiveWaiting(2);
		cap.use();
		cap.release(1);
		await soon();
		expect(woken).toEqual([]);
	});

	it.each([
		['needs none any more', 0],
		['needs more than can be had', 2],
	])('gets the place of one that was woken and %s', async (_, later) => {
		const cap = new CallCap({});
		cap.hold(1, 1);
		const needs = [1, later];
		const work = async (places: number) => ({ places });
		const first = cap.run(1, async () => needs.shift() ?? later, work);
		const second = cap.run(1, async () => 1, work);
		await soon();
		cap.release(1);
		expect(await first).toEqual(later === 0 ? { places: 0 } : null);
		expect(await second).toEqual({ places: 1 });
	});

	it('asks anew what it needs about twice, however many wait', async () => {
		const cap = new CallCap({});
		const places = 100;
		let asked = 0;
		const needed = async () => {
			asked += 1;
			return 1;
		};
		const work = async () => {
			await soon();
			cap.use();
			return {};
		};
		const results = await Promise.all(
			Array.from({ length: 3 * places }, async () => await cap.run(places, needed, work)),
		);
		expect(results.filter((result) => result !== null)).toHaveLength(places);
		expect(asked).toBeLessThanOrEqual(6 * places);
	});
});

describe('Work', () => {
	const one = async () => 1;

	it('is done while its places are held, and gives them back', async () => {
		const cap = new CallCap({});
		const result = await cap.run(
			2,
			async () => 2,
			async (places) => {
				expect(cap.hold(2, 1)).toBe(false);
				return { places };
			},
		);
		expect(result).toEqual({ places: 2 });
		expect(cap.hold(2, 2)).toBe(true);
	});

	it('gives its places back where it fails', async () => {
		const cap = new CallCap({});
		await expect(cap.run(1, one, async () => await Promise.reject(new Error('no')))).rejects.toThrow('no');
		expect(cap.hold(1, 1)).toBe(true);
	});

	it('is not done where its places can never be had', async () => {
		const work = jest.fn();
		expect(await new CallCap({ billedCalls: 3 }).run(4, async () => 2, work)).toBeNull();
		expect(work).not.toHaveBeenCalled();
	});

	it('that needs none is done however much was used, also above a limit that was lowered', async () => {
		expect(
			await new CallCap({ billedCalls: 3 }).run(
				2,
				async () => 0,
				async () => ({}),
			),
		).toEqual({});
	});

	it('waits for places that others hold, and asks anew what it needs', async () => {
		const cap = new CallCap({});
		cap.hold(1, 1);
		let needs = 1;
		const running = cap.run(
			1,
			async () => needs,
			async (places) => ({ places }),
		);
		await soon();
		needs = 0;
		cap.use();
		cap.release(1);
		expect(await running).toEqual({ places: 0 });
	});

	it('begins again where it turns out to need more', async () => {
		const needs = [0, 1];
		const cap = new CallCap({});
		const work = async (places: number) => (places === 0 ? null : { places });
		expect(await cap.run(1, async () => needs.shift() ?? 0, work)).toEqual({ places: 1 });
	});
});

describe('The count', () => {
	it('is written where the execution keeps it', () => {
		const count: CallCount = {};
		const cap = new CallCap(count);
		cap.use();
		cap.use();
		expect(count).toEqual({ billedCalls: 2 });
		expect(new CallCap(JSON.parse(JSON.stringify(count)) as CallCount).used).toBe(2);
	});

	it.each([
		[5, 2, 5],
		[2, 5, 5],
		[3, undefined, 3],
	])('goes on in another place from the higher of the two: %j and %j', (here, there, both) => {
		const cap = new CallCap({ billedCalls: here });
		const count: CallCount = there === undefined ? {} : { billedCalls: there };
		cap.countIn(count);
		expect([cap.used, count.billedCalls]).toEqual([both, both]);
	});

	it.each([NaN, 'many', {}, null])('that is no number is none: %j', (billedCalls) => {
		expect(new CallCap({ billedCalls } as CallCount).used).toBe(0);
	});
});
