/** A slash, a colon and the like, percent-encoded any number of times, as within another wrapper. */
const escaped = (plain: string, hex: string) => `(?:${plain}|%(?:25){0,8}${hex})`;
const SLASH = escaped('/', '2F');
const COLON = escaped(':', '3A');
const AMPERSAND = escaped('&', '26');

/** Proofpoint's addresses up to what they wrap. Other gateways and safety pages percent-encode a link, and nothing else. */
const OPENING = `https?${COLON}${SLASH}{1,2}urldefense\\.(?:com|us|proofpoint\\.com)${SLASH}(v3${SLASH}__|v2${SLASH}url${escaped('\\?', '3F')})`;
/** One, up to where a URL ends, or to the next one. */
const WRAPPER = new RegExp(`${OPENING}((?:(?!${OPENING.replace('(v3', '(?:v3')})[^\\s"<>])*)`, 'gi');
const CLOSING_MARKS = `__${escaped(';', '3B')}`;
const CLOSING = new RegExp(CLOSING_MARKS, 'i');
/** Version 3: the link, the characters that it lacks in base64, and a signature. */
const VERSION_3 = new RegExp(
	`^(.*?)${CLOSING_MARKS}([\\w-]*)(?:${escaped('!', '21')}{2}[\\w!*.~-]*(?:\\$|%(?:25){0,8}24)?)?`,
	'i',
);
/** Version 2: a parameter, in which `-` stands for a percent sign and `_` for a slash. */
const VERSION_2 = new RegExp(`^(?:.*?${AMPERSAND})?u${escaped('=', '3D')}([\\w.-]*)`, 'i');
/** Letters of ASCII; a byte of others stays percent-encoded. */
const fromHex = (_: string, hex: string) =>
	/^[2-7]/.test(hex) ? String.fromCharCode(Number.parseInt(hex, 16)) : `%${hex}`;
/** Wrappers within wrappers. */
const DEEPEST = 3;

/** How many characters a letter behind `**` stands for: two for the first, and so on. */
const RUN_LENGTHS = '  ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** `*` stands for one character that was taken out, `**` and a letter for several. */
function fillIn(link: string, lacking: string): string {
	const characters = [...Buffer.from(lacking, 'base64url').toString()];
	let next = 0;
	return link.replace(/\*(?:\*([\w-]))?/g, (_, run?: string) => {
		const begin = next;
		next += run ? RUN_LENGTHS.indexOf(run) : 1;
		return characters.slice(begin, next).join('');
	});
}

/** A link and what stands behind its wrapper; the marks of a wrapper around both close right behind the link. */
function withRest(link: string, rest: string): string {
	const outer = rest.search(CLOSING);
	return outer < 0 ? `${link} ${rest}` : `${link}${rest.slice(outer)} ${rest.slice(0, outer)}`;
}

function unwrapOne(wrapper: string, version: string, wrapped: string): string {
	if (/^v2/i.test(version)) {
		const match = VERSION_2.exec(wrapped);
		const link = (match?.[1] ?? '').replaceAll('_', '/').replace(/-([\dA-F]{2})/gi, fromHex);
		return withRest(link, wrapped.slice(match?.[0].length ?? 0));
	}
	const match = VERSION_3.exec(wrapped);
	// Without its closing marks it is cut, or another one stands within.
	return match ? withRest(fillIn(match[1], match[2]), wrapped.slice(match[0].length)) : wrapper;
}

/**
 * Undoes what a mail gateway with rules of its own made of links, known by its host, at most three deep. What stays
 * wrapped is damaged: the gateway's marks would be taken for characters of a code.
 *
 * @param text as `undoEncodings` gives it
 */
export function unwrapLinks(text: string): string {
	if (!/urldefense\./i.test(text)) return text;
	let plain = text;
	for (let depth = 0; depth < DEEPEST; depth += 1) plain = plain.replace(WRAPPER, unwrapOne);
	return plain.replace(
		WRAPPER,
		(_, _version, wrapped: string) => `https://urldefense.com/ ${wrapped.split('__', 1)[0]}…`,
	);
}
