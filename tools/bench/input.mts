/**
 * `npm run bench:input`: whether reading a pasted text takes time in proportion to its length, whoever wrote it.
 * Each family is read at four sizes side by side; linear is a time per byte that does not grow with the size.
 */
import { findShareLinks } from '../../dist/nodes/JustOneApi/link/shareLink.js';
import { repeated, SHAPES } from '../hostile/texts.mts';

const LARGEST = 10_000_000;
const SHARES = [1 / 8, 1 / 4, 1 / 2, 1];
/** The fastest of so many readings counts, so that other work on the machine does not. */
const READINGS = 3;
/** Quadratic work would take eight times the time per byte; a cache that no longer fits takes up to three. */
const STEEPEST = 4;
/** Nanoseconds per character in the smallest text, of about a megabyte: 200 ms. */
const SLOWEST = 200;

/** Nanoseconds per character. */
function timeOf(text: string): number {
	let fastest = Infinity;
	for (let reading = 0; reading < READINGS; reading += 1) {
		const start = performance.now();
		findShareLinks(text);
		fastest = Math.min(fastest, performance.now() - start);
	}
	return (fastest * 1e6) / text.length;
}

const heads = SHARES.map((share) => `${(LARGEST * share) / 1e6} M`.padStart(8)).join('');
console.log(`${'ns per character, by characters'.padEnd(45)}${heads}   ratio`);
let worst = 0;
let slowest = 0;
for (const [name, piece] of Object.entries(SHAPES)) {
	const times = SHARES.map((share) => timeOf(repeated(piece, LARGEST * share)));
	const ratio = times[times.length - 1] / times[0];
	worst = Math.max(worst, ratio);
	slowest = Math.max(slowest, times[0]);
	const figures = times.map((time) => time.toFixed(1).padStart(8)).join('');
	console.log(`${name.padEnd(45)}${figures}${ratio.toFixed(2).padStart(8)}`);
}
console.log(`\nSteepest: ${worst.toFixed(2)}; linear is about 1, quadratic 8. More than ${STEEPEST} fails.`);
console.log(`Slowest: ${slowest.toFixed(0)} ms a megabyte. More than ${SLOWEST} fails.`);
if (worst > STEEPEST || slowest > SLOWEST) process.exitCode = 1;
