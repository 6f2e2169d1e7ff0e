/** The way back from a BV ID to its number, which the API's answers hold and the node never needs. */
const ALPHABET = 'FcwAPNKTMug3GV5Lj7EJnHpWsx4tb8haYeviqBz6rkCy12mUSDQX9RdoZf';
const POSITIONS = [8, 7, 0, 5, 1, 3, 2, 4, 6];
const LIMIT = 1n << 51n;

/**
 * The number behind a BV ID.
 *
 * @param bv with its case
 * @returns the digits, without `av`; null where it is no BV ID, or one that the formula never makes
 */
export function bvToAv(bv: string): string | null {
	if (!/^BV1[1-9A-HJ-NP-Za-km-z]{9}$/.test(bv)) return null;
	const value = POSITIONS.reduceRight(
		(sum, position) => sum * 58n + BigInt(ALPHABET.indexOf(bv[3 + position] ?? '')),
		0n,
	);
	const number = value ^ 23442827791579n ^ LIMIT;
	return number > 0n && number < LIMIT ? String(number) : null;
}
