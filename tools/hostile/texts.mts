/** Shapes of text that bring a reader to work more than once over the same characters, each to be repeated. */

const long = (path: string) => `https://www.douyin.com/${path}`;
const VIDEO = long('video/7458784447774619122');

/** What is repeated until a text is long enough; numbers make each piece another. */
export type Piece = string | ((index: number) => string);

export const SHAPES: Readonly<Record<string, Piece>> = {
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
	'bare hosts behind an encoded blank': '%20v.douyin.com%2F',
	'bare hosts behind an encoded comma': '%2Cv.douyin.com%2F',
	'bare hosts behind encoded Chinese': '%E4%BD%A0v.douyin.com%2Fab',
	'long links behind an encoded blank': '%20www.douyin.com%2Fvideo%2F7458784447774619122',
	'bare hosts behind a blank': ' v.douyin.com/',
	'blanks before letters': (index) => (index % 10_000 === 9999 ? 'a' : ' '),
	'quotes and blanks before letters': (index) => (index % 10_000 === 9999 ? 'a' : "' "),
	'slashes before letters': (index) => (index % 10_000 === 9999 ? 'a' : '/'),
	'the beginning of the facts of a failed row': '(reason: a, ',
	'the facts of a failed row': '(reason: timeout, calls: 1) ',
	'percent signs encoded twice': '%2525',
	hashtags: '#a ',
	'hash signs': '#',
	'marks of linked tags': '[话题]#',
	quotes: '"',
	'JSON of runs': (index) => (index === 0 ? '[{"text":"a"}' : ',{"text":"a"}'),
	digits: '7',
	'colons and ats': ':@',
	NUL: '\0',
};

/** A text of so many characters or a few more, flat in memory: joined pieces would be put together while they are read. */
export function repeated(piece: Piece, length: number): string {
	if (typeof piece === 'string') {
		const text = piece.repeat(Math.ceil(length / piece.length));
		return Buffer.from(text, 'utf16le').toString('utf16le');
	}
	const pieces: string[] = [];
	for (let size = 0; size < length; size += pieces[pieces.length - 1].length)
		pieces.push(piece(pieces.length));
	return pieces.join('');
}
