import { CallCap } from '../../../nodes/JustOneApi/run/callCap.ts';
import type { Reservation } from '../../../nodes/JustOneApi/run/callCap.ts';

const soon = async () => await new Promise((resolve) => setImmediate(resolve));

/** A cap, and the number of calls that it takes for used. */
function newCap(limit: number, used = 0) {
	const count = { used };
	const cap = new CallCap(() => count.used);
	return { cap, count, reservation: () => cap.reservation(limit) };
}

/** A call of a reservation is billed: it counts as used, and its permit is gone. */
function bill(count: { used: number }, reservation: Reservation, calls = 1): void {
	count.used += calls;
	reservation.use(calls);
}

describe('Permits', () => {
	it('are reserved up to the limit, those of several calls all or none', () => {
		const { reservation } = newCap(3);
		const [a, b] = [reservation(), reservation()];
		expect([a.tryReach(2), b.tryReach(2), b.tryReach(1), b.tryExtend(1)]).toEqual([true, false, true, false]);
	});

	it('are reached, not added: a reservation holds no more and no fewer than it needs', () => {
		const { reservation } = newCap(3);
		const [a, b] = [reservation(), reservation()];
		expect([a.tryReach(2), a.tryReach(2), b.tryReach(1)]).toEqual([true, true, true]);
		expect(a.tryReach(3)).toBe(false);
		expect(a.tryReach(1)).toBe(true);
		expect(b.tryReach(2)).toBe(true);
	});

	it('come free where the call was free', () => {
		const { cap, reservation } = newCap(1);
		const [a, b] = [reservation(), reservation()];
		a.tryReach(1);
		a.release();
		expect([cap.left(1), b.tryReach(1)]).toEqual([1, true]);
		b.release();
		b.release();
		expect(a.tryReach(1)).toBe(true);
		expect(b.tryReach(1)).toBe(false);
	});

	it('are gone where the call was billed', () => {
		const { cap, count, reservation } = newCap(1);
		const [a, b] = [reservation(), reservation()];
		a.tryReach(1);
		bill(count, a);
		expect([cap.left(1), b.tryReach(1)]).toEqual([0, false]);
		a.release();
		expect(b.tryReach(1)).toBe(false);
	});

	it('that are used are no longer reserved: the next call of the plan needs its own', () => {
		const { count, reservation } = newCap(2);
		const [a, b] = [reservation(), reservation()];
		a.tryReach(2);
		bill(count, a);
		expect(b.tryReach(1)).toBe(false);
		a.release();
		expect(b.tryReach(1)).toBe(true);
	});

	it('that were never reserved take none from others', () => {
		const { count, reservation } = newCap(3);
		const [a, b] = [reservation(), reservation()];
		a.tryReach(1);
		bill(count, a, 2);
		expect([b.tryReach(2), b.tryReach(1)]).toEqual([false, true]);
	});

	it('are without end where there is no limit', async () => {
		const { reservation } = newCap(Infinity, 1_000_000);
		const a = reservation();
		expect([a.tryReach(5), a.tryExtend(1_000_000), a.tryReach(1)]).toEqual([true, true, true]);
		a.release();
		expect(a.tryReach(Number.MAX_SAFE_INTEGER)).toBe(true);
	});

	it('count the limit of each run: those of a lower one are full earlier', () => {
		const { cap } = newCap(0);
		const [high, low] = [cap.reservation(3), cap.reservation(1)];
		expect([high.tryReach(1), low.tryReach(1), high.tryReach(2)]).toEqual([true, false, true]);
	});
});

describe('A reservation that waits', () => {
	/** All permits are held, and five wait for one each. @returns also which of them was told what, in order */
	const fiveWaiting = (limit: number) => {
		const all = newCap(limit);
		const held = all.reservation();
		held.tryReach(limit);
		const told: Array<[number, boolean]> = [];
		for (let waiter = 0; waiter < 5; waiter += 1) {
			void all
				.reservation()
				.reach(1)
				.then((isGranted) => told.push([waiter, isGranted]));
		}
		return { ...all, held, told };
	};

	it('is granted the permits that come free, first come, first served', async () => {
		const { held, told } = fiveWaiting(2);
		await soon();
		expect(told).toEqual([]);
		held.tryReach(1);
		await soon();
		expect(told).toEqual([[0, true]]);
		held.release();
		await soon();
		expect(told).toEqual([
			[0, true],
			[1, true],
		]);
	});

	it('is refused once its permits can never be had', async () => {
		const { count, held, told } = fiveWaiting(1);
		bill(count, held);
		await soon();
		expect(told).toEqual([0, 1, 2, 3, 4].map((waiter) => [waiter, false]));
	});

	it('goes on waiting where that changes nothing for it', async () => {
		const { count, held, told } = fiveWaiting(2);
		bill(count, held);
		await soon();
		expect(told).toEqual([]);
		held.release();
		await soon();
		expect(told).toEqual([[0, true]]);
	});

	it('is refused at once where more was used than is left to it', async () => {
		const { cap } = newCap(0, 3);
		expect(await cap.reservation(4).reach(2)).toBe(false);
		expect(await cap.reservation(3).reach(1)).toBe(false);
	});

	it('holds nothing meanwhile, so that two never wait for each other', async () => {
		const { reservation } = newCap(3);
		const [a, b] = [reservation(), reservation()];
		a.tryReach(1);
		b.tryReach(2);
		const [first, second] = [a.reach(3), b.reach(3)];
		expect(await first).toBe(true);
		const third = reservation();
		expect(third.tryReach(1)).toBe(false);
		a.release();
		expect(await second).toBe(true);
		expect(third.tryReach(1)).toBe(false);
	});

	it('for much does not keep one that waits for less from what is free', async () => {
		const { reservation } = newCap(3);
		const [a, b, c, d] = [reservation(), reservation(), reservation(), reservation()];
		a.tryReach(2);
		d.tryReach(1);
		const much = b.reach(3);
		const less = c.reach(1);
		d.release();
		expect(await less).toBe(true);
		c.release();
		a.release();
		expect(await much).toBe(true);
	});

	it('has what it was granted: its permits are its own to use and to give back', async () => {
		const { cap, count, reservation } = newCap(2);
		const [a, b] = [reservation(), reservation()];
		a.tryReach(2);
		const waiting = b.reach(2);
		a.release();
		expect(await waiting).toBe(true);
		expect(a.tryReach(1)).toBe(false);
		bill(count, b);
		b.release();
		expect(cap.left(2)).toBe(1);
		expect(a.tryReach(1)).toBe(true);
	});
});
