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

it('Whoever waits hears of each change', async () => {
	const cap = new CallCap({});
	cap.hold(1, 1);
	let heard = 0;
	for (let waiter = 0; waiter < 2; waiter += 1) void cap.change().then(() => (heard += 1));
	cap.use();
	await soon();
	expect(heard).toBe(0);
	cap.release(1);
	await soon();
	expect(heard).toBe(2);
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
