import { findEarlier, keepForLater } from '../../../nodes/JustOneApi/run/earlierResults.ts';

const HOUR = 3_600_000;
const SIZE = 100;

const result = (text: string) => ({ ok: true as const, text });

let tests = 0;
/** A key that no other test uses. */
const newKey = () => `key ${(tests += 1)}`;

describe('Results of earlier executions', () => {
	it('are found for as long as the user says, to the millisecond', () => {
		const key = newKey();
		keepForLater(key, result('a'), SIZE, 1000);
		expect(findEarlier(key, 2, 1000 + 2 * HOUR)).toEqual(result('a'));
		expect(findEarlier(key, 2, 1001 + 2 * HOUR)).toBeUndefined();
		expect(findEarlier(newKey(), 2, 1000)).toBeUndefined();
	});

	it('are the newest ones', () => {
		const key = newKey();
		keepForLater(key, result('old'), SIZE, 0);
		keepForLater(key, result('new'), SIZE, HOUR);
		expect(findEarlier(key, 1, 2 * HOUR)).toEqual(result('new'));
	});

	it('are 5,000 at most: the oldest gives way', () => {
		const [first, second] = [newKey(), newKey()];
		keepForLater(first, result('a'), SIZE, 0);
		keepForLater(second, result('a'), SIZE, 0);
		keepForLater(first, result('a'), SIZE, 0);
		const others = Array.from({ length: 4999 }, newKey);
		for (const key of others) keepForLater(key, result('a'), SIZE, 0);
		expect(findEarlier(second, 1, 0)).toBeUndefined();
		expect(findEarlier(first, 1, 0)).toBeDefined();
		expect(findEarlier(others[0], 1, 0)).toBeDefined();
	});

	it('are not kept beyond 10,000 characters', () => {
		const [large, usual] = [newKey(), newKey()];
		keepForLater(large, result('a'), 10_001, 0);
		keepForLater(usual, result('a'), 10_000, 0);
		expect(findEarlier(large, 1, 0)).toBeUndefined();
		expect(findEarlier(usual, 1, 0)).toBeDefined();
	});
});
