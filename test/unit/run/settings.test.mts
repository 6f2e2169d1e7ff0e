import { readSettings } from '../../../nodes/JustOneApi/run/settings.ts';
import type { RunSettings } from '../../../nodes/JustOneApi/run/settings.ts';

const DEFAULTS: RunSettings = {
	stopOnFailure: false,
	includeInputFields: false,
	addCost: false,
	reuseHours: 0,
	maxRetries: 3,
	maxConcurrentRequests: 100,
	maxBilledCalls: Infinity,
	retryUnanswered: false,
};

type Name = keyof RunSettings;
const read = (options: Record<string, unknown>, stop = false) => readSettings(options, stop);

/** What an option comes to; the title of the failure where there is none. */
function valueOf(name: Name, value: unknown): unknown {
	const settings = read({ [name]: value });
	if ('ok' in settings) {
		expect(settings).toMatchObject({
			kind: { reason: 'invalid_settings' },
			billed: false,
			advice: expect.stringMatching(/^No call was made\. Open the node and correct '.+'\.$/),
		});
		expect(settings.advice).toContain(settings.title?.split(' must be')[0]);
		return settings.title;
	}
	expect(settings).toEqual({ ...DEFAULTS, [name]: settings[name] });
	return settings[name];
}

it('Without options all are as the form says', () => {
	expect(read({})).toEqual(DEFAULTS);
	expect(read({}, true)).toEqual({ ...DEFAULTS, stopOnFailure: true });
});

describe("'Max Billed Calls'", () => {
	const INVALID = "'Max Billed Calls' must be a whole number from 0 on";

	it.each([
		[0, 0],
		[1, 1],
		[100, 100],
		[Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
		['0', 0],
		['5', 5],
		[' 5 ', 5],
		['1e3', 1000],
	])('%j is %d', (value, calls) => {
		expect(valueOf('maxBilledCalls', value)).toBe(calls);
	});

	it.each([
		...[undefined, null, '', ' ', '\n', NaN, Infinity, -Infinity, 0.9, 5.5, -1, -5, 2 ** 53],
		...['¥5', '1,000', '5 calls', '-1', '0.9', 'none', 'Infinity', '=5'],
		...[true, false, [], [5], {}, { value: 5 }],
	])('%j is none that could be guessed', (value) => {
		expect(valueOf('maxBilledCalls', value)).toBe(INVALID);
	});

	it('is no bound only where it is not set, not where something is inherited', () => {
		expect(read(Object.create({ maxBilledCalls: 5 }) as Record<string, unknown>)).toEqual(DEFAULTS);
	});
});

describe.each<[Name, string, number, number, number]>([
	['maxRetries', 'Max Retries', 3, 0, 10],
	['maxConcurrentRequests', 'Max Concurrent Requests', 100, 1, 100],
])('%s', (name, label, byDefault, least, most) => {
	it.each([undefined, null, ''])('%j is the default', (value) => {
		expect(valueOf(name, value)).toBe(byDefault);
	});

	it.each([
		[least, least],
		[most, most],
		[5, 5],
		['7', 7],
		[' 7 ', 7],
		[5.9, 5],
		['5.9', 5],
		[least - 0.5, least],
		[least - 1, least],
		[-5, least],
		[most + 0.5, most],
		[most + 1, most],
		[1e9, most],
		[Infinity, most],
		[-Infinity, least],
	])('%j is %d', (value, number) => {
		expect(valueOf(name, value)).toBe(number);
	});

	it.each([' ', '\t', NaN, 'many', '1,000', '5 calls', true, false, [], [5], {}])(
		'%j cannot be understood',
		(value) => {
			expect(valueOf(name, value)).toBe(`'${label}' must be a number`);
		},
	);
});

describe("'Reuse Results (Hours)'", () => {
	it.each([
		[undefined, 0],
		[null, 0],
		['', 0],
		[0, 0],
		[-1, 0],
		[0.5, 0.5],
		[24, 24],
		['1.5', 1.5],
		[Infinity, Infinity],
	])('%j is %d', (value, hours) => {
		expect(valueOf('reuseHours', value)).toBe(hours);
	});

	it.each([' ', NaN, 'a day', '1h', true, [], {}])('%j cannot be understood', (value) => {
		expect(valueOf('reuseHours', value)).toBe("'Reuse Results (Hours)' must be a number");
	});
});

describe.each<[Name, string, boolean]>([
	['includeInputFields', 'Include Input Fields', false],
	['addCost', 'Add Cost', false],
	['retryUnanswered', 'Retry Unanswered Calls', false],
])('%s', (name, label, byDefault) => {
	it.each([
		[undefined, byDefault],
		[null, byDefault],
		['', byDefault],
		[true, true],
		['true', true],
		[false, false],
		['false', false],
	])('%j is %j', (value, expected) => {
		expect(valueOf(name, value)).toBe(expected);
	});

	it.each([0, 1, 'yes', 'TRUE', ' ', NaN, [], {}])('%j cannot be understood', (value) => {
		expect(valueOf(name, value)).toBe(`'${label}' must be true or false`);
	});
});
