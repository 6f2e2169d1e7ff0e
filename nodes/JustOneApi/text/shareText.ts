/** Zero-width characters, joiners, direction marks and soft hyphens: invisible, and copied along by chats. */
const INVISIBLE = /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/g;

const FULL_WIDTH_RUN = /[\uFF01-\uFF5E]+\/?/g;
const FULL_WIDTH_OFFSET = 0xfee0;
/** What a Chinese keyboard writes into a link. Its letters, digits and dashes beside a code are words, not code. */
const FULL_WIDTH_IN_LINKS = /[．／：？＝＆％＃]/g;
/** Full-width letters beside one of these are a link as a whole. Two tests, each linear: one pattern for both is not. */
const FULL_WIDTH_SEPARATOR = /[．／：]/;
const FULL_WIDTH_LETTERS = /[Ａ-Ｚａ-ｚ]{2}/;

/** Only entities with a semicolon: without it, `&region` and `&timestamp` would turn into `®ion` and `×tamp`. */
const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos|nbsp));/g;
const NAMED_ENTITIES: Record<string, string> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: ' ',
};

/** A whole URL percent-encoded into another one, as chat apps wrap links they warn about. */
const WRAPPED_URL = /https?%3A(?:%2F%2F|\/\/)[\w.~%/-]*/gi;

function characterOf(codePoint: number): string {
	return codePoint > 0 && codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : ' ';
}

/** One of the three groups of `ENTITY` has matched. */
function decodeEntity(_: string, decimal: string | undefined, hex: string | undefined, name: string): string {
	if (decimal !== undefined) return characterOf(Number.parseInt(decimal, 10));
	if (hex !== undefined) return characterOf(Number.parseInt(hex, 16));
	return NAMED_ENTITIES[name];
}

function toHalfWidth(text: string): string {
	return text.replace(/[\uFF01-\uFF5E]/g, (character) =>
		String.fromCharCode(character.charCodeAt(0) - FULL_WIDTH_OFFSET),
	);
}

function foldFullWidth(run: string): string {
	// Before a slash they stand within a link.
	const isLink = run.endsWith('/') || (FULL_WIDTH_SEPARATOR.test(run) && FULL_WIDTH_LETTERS.test(run));
	return isLink ? toHalfWidth(run) : run.replace(FULL_WIDTH_IN_LINKS, toHalfWidth);
}

/** The URLs that stand percent-encoded in a text, decoded once, and where. */
export function findWrappedUrls(text: string): Array<{ url: string; start: number }> {
	return [...text.matchAll(WRAPPED_URL)].map((match) => ({
		// Escape by escape: one bad one must not hide the rest, as decodeURIComponent would.
		url: match[0].replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => characterOf(Number.parseInt(hex, 16))),
		start: match.index,
	}));
}

/**
 * Undoes what chats, editors and exporters do to a link, so that the link reads as it was copied.
 * The text's other words may change too: it is for reading links only. Linear in the text's length.
 *
 * @param text what a person pasted
 * @returns the text with plain ASCII where links use it
 */
export function normaliseShareText(text: string): string {
	return text
		.replace(/\\u00(2[Ff]|26|3[AaDdFf])/g, (_, hex: string) => characterOf(Number.parseInt(hex, 16)))
		.replace(/\\([/&_.:?=#~*[\]()-])/g, '$1')
		.replace(ENTITY, decodeEntity)
		.replace(INVISIBLE, '')
		.replace(FULL_WIDTH_RUN, foldFullWidth)
		.replace(/(?<=[a-z])[\u3002\uFF61](?=[a-z])/gi, '.');
}

/**
 * The text in a parameter's value. People map whole cells, lists and rows: of a list or an object, every
 * text inside is read; nothing (an empty cell) is an empty text.
 */
export function textOf(value: unknown): string {
	const texts: string[] = [];
	const pending = [value];
	const seen = new Set<unknown>();
	while (pending.length > 0) {
		const next = pending.pop();
		if (typeof next === 'object' && next !== null) {
			if (seen.has(next)) continue;
			seen.add(next);
			for (const entry of Object.values(next).reverse()) pending.push(entry);
		} else if (next !== null && next !== undefined) texts.push(String(next));
	}
	return texts.join('\n');
}
