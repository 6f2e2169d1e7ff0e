import { CUT } from '../text/cut';
import { FULL_WIDTH_WORD } from '../text/encodings';

/** An encoded slash, unless the code's own characters happen to look like one. */
const ENCODED_END = '%(?:25){0,8}2F(?![\\w/-])';
const ENCODED_QUERY = '%(?:25){0,8}(?:3F|26)(?=\\w+(?:=|%(?:25){0,8}3D))';
const BYTE = '%(?:25){0,8}[89AB][\\dA-F]';
/** Chinese or emoji, percent-encoded, and nothing more of the code behind it. */
const ENCODED_WORDS = `(?:%(?:25){0,8}(?:E[\\dA-F](?:${BYTE}){2}|F[0-4](?:${BYTE}){3}))+(?![\\w-]|%(?:25){0,8}[EF])`;

/**
 * What may stand behind a code, first match wins; whatever else stands there ends it. Where the end is damage, the
 * code may be half a code, and half a code is another one: it leads elsewhere, and the call is billed.
 */
const TAILS: ReadonlyArray<{ pattern: RegExp; isDamage: boolean }> = [
	{ pattern: new RegExp(`^(?:${ENCODED_END}|${ENCODED_QUERY}|${ENCODED_WORDS})`, 'i'), isDamage: false },
	// A percent sign, or `=` as quoted-printable breaks a line.
	{ pattern: /^[%=]/, isDamage: true },
	{ pattern: new RegExp(`^${CUT}+(?:[\\w%=-]|\\.\\w)`), isDamage: true },
	{ pattern: new RegExp(`^[${FULL_WIDTH_WORD}]+:?[\\w/-]`), isDamage: true },
	// A backslash within a code; `\n` and its like end a line.
	{ pattern: /^\\+[\w-](?<!\\[nrt])/, isDamage: true },
	// Shortened for show. Two of the sign, or six dots, are how Chinese trails off.
	{ pattern: /^(?:…(?!…)|\.{3}(?!\.))/, isDamage: true },
	// A file's or another site's name.
	{ pattern: /^\.[a-z]/, isDamage: true },
];

/** What no damage begins with, so most links are asked no further. */
const PLAIN_END = new RegExp(`^[^%=\\\\.…${CUT}${FULL_WIDTH_WORD}]`);

/** Whether what follows a code, or an ID at the end of a link, is damage and no end. */
export function isDamaged(tail: string): boolean {
	if (tail === '' || PLAIN_END.test(tail)) return false;
	return TAILS.find(({ pattern }) => pattern.test(tail))?.isDamage ?? false;
}
