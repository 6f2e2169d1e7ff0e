import { CUT } from './cut';

/** Rounds of decoding. Three levels are known (JSON in JSON in a log line); the bound keeps the time linear. */
const DEEPEST = 6;

/** Zero-width characters, joiners, direction marks, soft hyphens and variation selectors: invisible, and copied along by chats. */
export const INVISIBLE =
	/[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF]|\u034F|[\u180B-\u180D]|[\uFE00-\uFE0F]/g;

/** Named entities that are part of links, or invisible in them. */
const NAMED_ENTITIES: Record<string, string> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: ' ',
	ensp: ' ',
	emsp: ' ',
	thinsp: ' ',
	Tab: '\t',
	NewLine: '\n',
	shy: '\u00AD',
	zwj: '\u200D',
	zwnj: '\u200C',
	lrm: '\u200E',
	rlm: '\u200F',
	ZeroWidthSpace: '\u200B',
	NoBreak: '\u2060',
	colon: ':',
	sol: '/',
	period: '.',
	quest: '?',
	equals: '=',
	lowbar: '_',
	num: '#',
	percnt: '%',
};

function characterOf(codePoint: number): string {
	return codePoint > 0 && codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : ' ';
}

const fromHex = (_: string, hex: string) => String.fromCharCode(Number.parseInt(hex, 16));

/** Excel writes characters that XML forbids so; a control character among them ended a line. */
function fromExcel(_: string, hex: string): string {
	const code = Number.parseInt(hex, 16);
	return code < 0x20 ? CUT : String.fromCharCode(code);
}

/** A replacement: what is matched, and what it stands for. Each pattern is linear in the text's length. */
type Encoding = readonly [pattern: RegExp, decode: string | ((match: string, ...groups: string[]) => string)];

/** `\/` and `\uXXXX` as JSON has them, however often they were escaped. The look-behind keeps long runs of backslashes linear. */
const JSON_ESCAPES: readonly Encoding[] = [
	[/(?<!\\)\\+u([0-9a-f]{4})/gi, fromHex],
	[/(?<!\\)\\+\//g, '/'],
];

/** What editors, exporters and databases make of characters. Decoded again and again until nothing changes. */
const ENCODINGS: readonly Encoding[] = [
	...JSON_ESCAPES,
	[/(?<!\\)\\+x([0-9a-f]{2})/gi, fromHex],
	// Markdown.
	[/(?<!\\)\\+([&_.:?=#~*[\]()-])/g, '$1'],
	// Backslashes instead of slashes, in the whole link.
	[/https?:\\{2,}(?![\\/])[\w.\\-]*/gi, (url) => url.replace(/\\+/g, '/').replace(':/', '://')],
	// Only entities with a semicolon: without it, `&region` and `&timestamp` would turn into `®ion` and `×tamp`.
	[/&#(\d{1,7});/g, (_, decimal) => characterOf(Number.parseInt(decimal, 10))],
	[/&#x([0-9a-f]{1,6});/gi, (_, hex) => characterOf(Number.parseInt(hex, 16))],
	[
		/&([A-Za-z]{2,14});/g,
		(entity, name) => (Object.hasOwn(NAMED_ENTITIES, name) ? NAMED_ENTITIES[name] : entity),
	],
	// A break opportunity is no character.
	[/<\/?wbr\s{0,9}\/?>/gi, ''],
	[
		/<(?:\/?(?:b|i|u|s|q|em|strong|span|font|mark|small|big|sub|sup|ins|del|code|tt|kbd|abbr|label|bd[io]|nobr|(?:w:)?[tr](?:Pr)?)(?:\s[^<>]{0,300})?\/?|!--[^<>]{0,100}--)>/gi,
		CUT,
	],
	[/_x([0-9A-F]{4})_/gi, fromExcel],
];

/** One of these begins each encoding. */
const ENCODED = /[\\&<_]/;

function decodeAll(text: string, encodings: readonly Encoding[]): string {
	let decoded = text;
	if (!ENCODED.test(text)) return text;
	for (let round = 0; round < DEEPEST; round += 1) {
		const before = decoded;
		for (const [pattern, decode] of encodings) decoded = decoded.replace(pattern, decode as string);
		if (decoded === before) break;
	}
	return decoded;
}

/** An ASCII character, percent-encoded any number of times. */
const ENCODED_ASCII = /%(?:25){0,8}([0-7][0-9a-f])/gi;

/** Undoes percent-encoding of ASCII characters, as deep as it comes. One bad escape does not hide the rest. */
export function undoPercent(text: string): string {
	return text.replace(ENCODED_ASCII, fromHex);
}

/** Lines of quoted-printable are no longer (RFC 2045, 6.7). */
const LONGEST_QUOTED_LINE = 76;

/** In quoted-printable each `=` begins an escape or ends a line. Where one does not, a soft break stays, and is damage. */
function undoQuotedPrintable(text: string): string {
	const isQuotedPrintable =
		/=\r?\n/.test(text) &&
		!/=(?![0-9A-F]{2}|\r?\n)/.test(text) &&
		text.split('\n').every((line) => line.trimEnd().length <= LONGEST_QUOTED_LINE);
	if (!isQuotedPrintable) return text;
	return text
		.replace(/=\r?\n/g, '')
		.replace(/=([0-7][0-9A-F])/g, fromHex)
		.replace(/(?:=[89A-F][0-9A-F])+/g, '\uFFFD');
}

const toHalfWidth = (text: string) =>
	text.replace(/[\uFF01-\uFF5E]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0));

/** Full-width letters, digits, dashes and underscores. */
export const FULL_WIDTH_WORD = 'Ａ-Ｚａ-ｚ０-９－＿';

/**
 * What a Chinese keyboard writes into a link. Separators always; letters only where they stand by themselves, since
 * glued to ASCII letters they are words: behind a code they end it as Chinese does.
 */
const FULL_WIDTH: readonly Encoding[] = [
	// Behind a label it is no scheme's colon.
	[/(?<!https?|ｈｔｔｐｓ?)：(?=[/／]{2})/gi, ' '],
	[/[．／：？＝＆％＃]/g, toHalfWidth],
	[
		new RegExp(
			`(?<![\\w${FULL_WIDTH_WORD}-]|[${FULL_WIDTH_WORD}]:)[${FULL_WIDTH_WORD}]+(?![\\w${FULL_WIDTH_WORD}-]|:(?!//))`,
			'g',
		),
		toHalfWidth,
	],
	[/(?<=[a-z])[\u3002\uFF61](?=[a-z])/gi, '.'],
];

/**
 * Undoes what chats, editors and exporters do to a link, so that the link reads as it was copied; percent-encoding
 * is left, since it tells a link from one that is named in another's query. The text's other words may change too: it
 * is for reading links only. Linear in the text's length.
 *
 * @param text what a person pasted
 * @returns the text with plain ASCII where links use it, and `CUT` where it may have been cut
 */
export function undoEncodings(text: string): string {
	const decoded = decodeAll(undoQuotedPrintable(text), ENCODINGS).replace(INVISIBLE, '');
	return FULL_WIDTH.reduce((folded, [pattern, decode]) => folded.replace(pattern, decode as string), decoded);
}
