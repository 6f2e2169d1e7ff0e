/**
 * Bilibili's two names of one video: `av` and a number, or `BV1` and nine characters. The formula is public
 * (bilibili-API-collect) and fits the pairs in the vendor's example answers. A number may have 15 digits and the
 * arithmetic goes beyond 2^53, so all of it is BigInt.
 */

const ALPHABET = 'FcwAPNKTMug3GV5Lj7EJnHpWsx4tb8haYeviqBz6rkCy12mUSDQX9RdoZf';
const BASE = 58n;
const XOR = 23442827791579n;
/** Numbers stay below; with this bit set, each has nine digits in base 58. */
const LIMIT = 1n << 51n;
/** Where each digit stands behind `BV1`, the lowest digit first. */
const POSITIONS = [8, 7, 0, 5, 1, 3, 2, 4, 6];

/** A BV ID, as the source of a pattern: base 58 has no 0, I, O and l, and case matters but for its first two letters. */
export const BV_FORM = '[Bb][Vv]1[1-9A-HJ-NP-Za-km-z]{9}';

/** A BV ID as the API takes it. */
export const bvOf = (written: string): string => `BV${written.slice(2)}`;

/**
 * The BV ID of a video.
 *
 * @param av the number, without `av`
 * @returns null where no video can have this number: 0, or 2^51 and above
 */
export function avToBv(av: string): string | null {
	const number = /^\d{1,16}$/.test(av) ? BigInt(av) : 0n;
	if (number <= 0n || number >= LIMIT) return null;
	const digits = new Array<string>(POSITIONS.length);
	let rest = (LIMIT | number) ^ XOR;
	for (const position of POSITIONS) {
		digits[position] = ALPHABET[Number(rest % BASE)];
		rest /= BASE;
	}
	return `BV1${digits.join('')}`;
}

/** As the API takes it. */
const BV_ID = /^BV1[1-9A-HJ-NP-Za-km-z]{9}$/;

/**
 * The number of a video, which the endpoint for comments takes.
 *
 * @returns the digits, without `av`; null where it is no BV ID, or one that the formula never makes
 */
export function bvToAv(bv: string): string | null {
	if (!BV_ID.test(bv)) return null;
	const value = POSITIONS.reduceRight(
		(sum, position) => sum * BASE + BigInt(ALPHABET.indexOf(bv[3 + position])),
		0n,
	);
	const number = value ^ XOR ^ LIMIT;
	return number > 0n && number < LIMIT ? String(number) : null;
}
