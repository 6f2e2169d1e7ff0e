/**
 * `npm run bench:input`: whether reading a pasted text takes time in proportion to its length, whoever wrote it.
 * Each family is read at four sizes side by side; linear is a time per byte that does not grow with the size.
 */
import { findShareLinks } from '../../dist/nodes/JustOneApi/link/shareLink.js';

const LARGEST = 10_000_000;
const SHARES = [1 / 8, 1 / 4, 1 / 2, 1];
/** The fastest of so many readings counts, so that other work on the machine does not. */
const READINGS = 3;
/** Quadratic work would take eight times the time per byte; a cache that no longer fits takes up to three. */
const STEEPEST = 4;

const long = (path: string) => `https://www.douyin.com/${path}`;
const VIDEO = long('video/7458784447774619122');

/** What is repeated until the text is long enough; numbers make each piece another. */
const FAMILIES: Record<string, string | ((index: number) => string)> = {
	letters: 'a',
	slashes: '/',
	schemes: 'https:',
	'schemes and slashes': 'https://',
	'short links, all different': (index) => `https://v.douyin.com/${index.toString(36).padStart(8, '0')}/ `,
	'short links, all the same': 'https://v.douyin.com/abcdefg/ ',
	'long links, all different': (index) => `${long(`video/7458784447${String(index).padStart(9, '0')}`)} `,
	'hosts in a row': 'v.douyin.com/',
	'hosts with an empty query': 'www.douyin.com/?',
	'hosts behind @': 'a@v.douyin.com/abc ',
	'hosts behind a dot': '.v.douyin.com/abc',
	'hosts with ports': 'v.douyin.com:80:80',
	'one endless query': (index) => (index === 0 ? long('x?') : 'modal_id='),
	'one endless number': (index) => (index === 0 ? long('video/') : '7'),
	'numbers of 4,000 digits': `${long(`video/${'7'.repeat(4000)}`)} `,
	'one endless trail of full stops': (index) => (index === 0 ? `${VIDEO}?` : '.'),
	'trails of 4,000 full stops': `${VIDEO}?${'.'.repeat(4000)} `,
	'paths of 4,000 slashes': `https://www.douyin.com${'/'.repeat(4000)} `,
	'paths that almost match': `https://live.douyin.com/${'follow/live/'.repeat(300)} `,
	'parameters that almost match': `${long(`user/?${'sec_uid=&'.repeat(440)}`)} `,
	'search words': `${long(`search/${'抖'.repeat(1300)}`)} `,
	'links percent-encoded': 'https%3A%2F%2Fv.douyin.com%2FabcdeF%2F ',
	'one endless percent-encoded link': (index) => (index === 0 ? 'https%3A%2F%2F' : 'v.douyin.com%2F'),
	'percent-encoded links within links': `${VIDEO}?u=https%3A%2F%2Fv.douyin.com%2FabcdeF%2F `,
	'percent-encoded schemes': 'https%3A//',
	'percent signs': '%',
	'full-width marks': '！',
	'full-width letters': 'Ａ',
	'full-width letters and marks': 'Ａ！',
	'full-width slashes': '／',
	'full-width links': 'ｖ．ｄｏｕｙｉｎ．ｃｏｍ／ＡｂＣ１２／ ',
	'ideographic full stops': 'a。',
	'zero-width spaces': '\u200b',
	entities: '&#x61;',
	'entities without an end': '&#1234567',
	ampersands: '&',
	backslashes: '\\',
	'escaped slashes': '\\/',
	'JSON escapes': '\\u002f',
	'JSON escapes within JSON escapes': '\\\\\\\\u002f',
	'entities within entities': '&amp;amp;amp;#x61;',
	'tags within a line': '<b>',
	'tags without an end': '<span ',
	'line breaks of quoted-printable': 'v.douyin.com/abc=\n',
	'JSON that may hold runs': (index) => (index === 0 ? '[{"text":"' : 'a'),
	underscores: '_',
	'links in underscores': '_https://v.douyin.com/abcdef_ ',
	'bare items of a list': '1.v.douyin.com/abcdef\n',
	'percent signs encoded over and over': (index) => (index === 0 ? 'v.douyin.com/abc%' : '25'),
	'damaged links, all different': (index) => `https://v.douyin.com/${index.toString(36).padStart(8, '0')}%x `,
	'lone surrogates': '\ud800',
	'line feeds': '\n',
};

/** A text of so many characters or a few more, flat in memory: joined pieces would be put together while they are read. */
function textOf(piece: string | ((index: number) => string), length: number): string {
	if (typeof piece === 'string') {
		const repeated = piece.repeat(Math.ceil(length / piece.length));
		return Buffer.from(repeated, 'utf16le').toString('utf16le');
	}
	const pieces: string[] = [];
	for (let size = 0; size < length; size += pieces[pieces.length - 1].length)
		pieces.push(piece(pieces.length));
	return pieces.join('');
}

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
console.log(`${'ns per character, by characters'.padEnd(38)}${heads}   ratio`);
let worst = 0;
for (const [name, piece] of Object.entries(FAMILIES)) {
	const times = SHARES.map((share) => timeOf(textOf(piece, LARGEST * share)));
	const ratio = times[times.length - 1] / times[0];
	worst = Math.max(worst, ratio);
	const figures = times.map((time) => time.toFixed(1).padStart(8)).join('');
	console.log(`${name.padEnd(38)}${figures}${ratio.toFixed(2).padStart(8)}`);
}
console.log(`\nSteepest: ${worst.toFixed(2)}; linear is about 1, quadratic 8. More than ${STEEPEST} fails.`);
if (worst > STEEPEST) process.exitCode = 1;
