import { failureOf } from '../../../nodes/JustOneApi/failure/failure.ts';
import { callStep, failureIn, isCall, priceOf } from '../../../nodes/JustOneApi/run/plan.ts';

const FOUND = { ok: true as const, items: [{}] };
const call = callStep({
	request: { method: 'GET', url: '/x', qs: {} },
	cost: 2,
	read: () => ({ ok: true }),
	next: () => FOUND,
});

it('The price of a plan is what must fit before its first call', () => {
	expect(priceOf({ link: null, step: call })).toBe(2);
	expect(priceOf({ link: null, step: FOUND })).toBe(0);
	expect(priceOf({ link: null, step: failureOf('no_link') })).toBe(0);
});

it('A step is a call, or an end', () => {
	expect([call, FOUND, failureOf('no_link')].map(isCall)).toEqual([true, false, false]);
});

it('A result holds a failure where it is one, and where one broke it off', () => {
	const failure = failureOf('timeout');
	expect(failureIn(failure)).toBe(failure);
	expect(failureIn({ ...FOUND, brokenOffBy: failure })).toBe(failure);
	expect(failureIn(FOUND)).toBe(null);
});
