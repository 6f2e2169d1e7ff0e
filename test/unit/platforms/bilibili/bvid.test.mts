import { avToBv } from '../../../../nodes/JustOneApi/platforms/bilibili/bvid.ts';
import { bvToAv } from '../../../../tools/sandbox/avOf.mts';

/** Pairs that public documentation and several public tools agree on, old and new. */
const PAIRS = [
	['2', 'BV1xx411c7mD'],
	['170001', 'BV17x411w7KC'],
	['455017605', 'BV1Q541167Qg'],
	['882584971', 'BV1mK4y1C7Bz'],
	['536870911', 'BV1UM411d7LQ'],
	['111298867365120', 'BV1L9Uoa9EUx'],
];

describe('av and BV', () => {
	it.each(PAIRS)('av%s is %s', (av, bv) => {
		expect(avToBv(av)).toBe(bv);
		expect(bvToAv(bv)).toBe(av);
	});

	it('the largest number goes there and back, digit by digit', () => {
		const largest = String(2n ** 51n - 1n);
		const bv = avToBv(largest);
		expect(bv).toMatch(/^BV1[1-9A-HJ-NP-Za-km-z]{9}$/);
		expect(bvToAv(bv ?? '')).toBe(largest);
	});

	it('a thousand numbers across the range go there and back, each to a BV of its own', () => {
		const numbers = Array.from({ length: 1000 }, (_, index) =>
			String((2n ** 51n / 1000n) * BigInt(index) + 1n),
		);
		const bvs = numbers.map((number) => avToBv(number) ?? '');
		expect(new Set(bvs).size).toBe(1000);
		expect(bvs.map(bvToAv)).toEqual(numbers);
	});

	it('leading zeros do not count', () => {
		expect(avToBv('000170001')).toBe('BV17x411w7KC');
	});

	it.each(['', '0', '0000', '-1', '1.5', 'av170001', ' 2', String(2n ** 51n), '99999999999999999'])(
		'%j is the number of no video',
		(av) => {
			expect(avToBv(av)).toBeNull();
		},
	);

	it.each([
		['another case', 'bv17x411w7KC'],
		['a character too few', 'BV17x411w7K'],
		['a character too many', 'BV17x411w7KCx'],
		['a letter that base 58 lacks', 'BV17x411w7K0'],
		['a value that the formula never makes', 'BV1FFFFFFFFF'],
		['a value above the range', 'BV1fffffffff'],
	])('%s: %s is no BV ID', (_, bv) => {
		expect(bvToAv(bv)).toBeNull();
	});
});
