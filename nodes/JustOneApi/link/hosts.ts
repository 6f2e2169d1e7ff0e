import { platformOf, platforms } from '../platforms';
import type { Platform } from '../platforms/platform';

/** A host of a platform where a link begins. Positions are indices into the text. */
export interface FoundHost {
	platform: Platform;
	/** Lower case, without port. */
	host: string;
	/** Where the link begins, with its scheme. */
	start: number;
	/** Where the host, with its port, ends. */
	end: number;
	hasScheme: boolean;
	/** Percent-encoded, as within another URL's query. */
	isEncoded: boolean;
	/** Glued to the link before, without a mark that ends a link. */
	isGlued: boolean;
}

const escapeDots = (hosts: readonly string[]) => hosts.join('|').replace(/\./g, '\\.');
const longestFirst = (hosts: readonly string[]) => [...hosts].sort((a, b) => b.length - a.length);

const domains = longestFirst(platforms.flatMap((platform) => platform.domains));
const named = longestFirst(platforms.flatMap(({ shortHosts, siteHosts }) => [...shortHosts, ...siteHosts]));

/** A domain where a host ends: a path, a query, or nothing that could be more of the host or hide another one. */
const DOMAIN = new RegExp(
	`(${escapeDots(domains)})(?::(?:80|443)(?=[/?]))?(?=[/?#]|%(?:25){0,8}[23]F|$|[^\\w.@:%\\\\-]|\\.(?:\\s|$))`,
	'gi',
);
const IN_HOST = /[\w.-]/;
/** No host is longer. */
const LONGEST_HOST = 253;
/** A host as it may be: labels and a domain, and no other domain within, which would be two hosts that are glued. */
const HOST = new RegExp(
	`^(?!.*(?:${escapeDots(domains)}).)(?:[a-z\\d](?:[\\w-]*[a-z\\d])?\\.)*(?:${escapeDots(domains)})$`,
);
/** What is left of an escape before a host, behind its sign: it looks like the host's. */
const ESCAPES: Readonly<Record<string, RegExp>> = { '%': /^(?:25){0,8}[\dA-F]{2}/i, '\\': /^[nrt](?=[\w.])/ };

/** How far back a scheme reaches, percent-encoded four times. */
const LONGEST_SCHEME = 64;
/**
 * What stands before a host that begins a link. Schemes come as they are, damaged (`https//`, `https\c//`, `ttps://`),
 * lost (`//`, `：//`) or percent-encoded; without one a bare host begins behind what is no URL, or an encoded space.
 */
const OPENINGS: ReadonlyArray<{ pattern: RegExp; hasScheme: boolean; isEncoded?: boolean }> = [
	{ pattern: /https?(?:\\+c|[:;,.。]|::|: )?\/{2,4}$/i, hasScheme: true },
	{ pattern: /https?:\/$/i, hasScheme: true },
	{ pattern: /(?<![a-z\d])(?:h[htpsx]{1,6}|t{1,2}ps?|ps?|s)[:;]?\/{2,4}$/i, hasScheme: true },
	{ pattern: /(?:^|[^\w:/.+-]):?\/\/$/, hasScheme: true },
	{ pattern: /https?%(?:25){0,8}3A(?:%(?:25){0,8}2F|\/){1,4}$/i, hasScheme: true, isEncoded: true },
	{
		pattern: /%(?:25){0,8}(?:20|0[9AD]|2[2789C]|3[ABCDE]|5B|7B|[89A-F][\dA-F])$/i,
		hasScheme: false,
		isEncoded: true,
	},
	{ pattern: /(?:^|[^\w./@%-]|\\[nrt])$/, hasScheme: false },
];

/** Only these can end without a slash, so that most bare hosts ask no others. */
const OPENINGS_WITHOUT_SLASH = OPENINGS.slice(-3);

/** What lists and Markdown put before an item. */
const LIST_MARKER = /^(?:[-_*]+|(?:\d{1,3}[.-]){1,3})/;

/** Between two links that are glued: what a path consists of, then at most one mark. */
const PATH = /(?:[/\w-]|%(?:25){0,8}2F){0,4096}/iy;
const MARKS = '.@';

type Start = Pick<FoundHost, 'host' | 'start' | 'hasScheme' | 'isEncoded' | 'isGlued'>;

/** The host that people share by name with which a text ends. */
const namedAtEnd = (text: string) => named.find((host) => text.toLowerCase().endsWith(host));

/** Where a host's labels begin: all that could be part of it, but nothing of the link before, and no escape's digits. */
function startOfLabels(text: string, domainStart: number, floor: number): number {
	let start = domainStart;
	while (start > floor && IN_HOST.test(text[start - 1])) start -= 1;
	const escape = ESCAPES[text[start - 1]]?.exec(text.slice(start, domainStart));
	return start + (escape?.[0].length ?? 0);
}

/** A host that begins a link by itself; null where something before it belongs to it, or hides another host. */
function startBehindOpening(text: string, floor: number, hostStart: number, hostEnd: number): Start | null {
	const before = text.slice(Math.max(floor, hostStart - LONGEST_SCHEME), hostStart);
	const openings = before.endsWith('/') ? OPENINGS : OPENINGS_WITHOUT_SLASH;
	for (const { pattern, hasScheme, isEncoded = false } of openings) {
		const opening = pattern.exec(before);
		if (!opening) continue;
		const labels = text.slice(hostStart, hostEnd);
		const marker = hasScheme ? '' : (LIST_MARKER.exec(labels)?.[0] ?? '');
		const item = labels.slice(marker.length).toLowerCase();
		const host = named.includes(item) ? item : labels.toLowerCase();
		const start = hasScheme ? hostStart - opening[0].length : hostEnd - host.length;
		return HOST.test(host) ? { host, start, hasScheme, isEncoded, isGlued: false } : null;
	}
	return null;
}

/** A host that is glued to the link before: only a path and one mark stand between the two. */
function startBehindLink(text: string, previousEnd: number, pathEnd: number, hostEnd: number): Start | null {
	const host = namedAtEnd(text.slice(Math.max(previousEnd, hostEnd - LONGEST_SCHEME), hostEnd));
	if (host === undefined) return null;
	const start = hostEnd - host.length;
	// Without a path behind it, it may as well be the end of the link before.
	if (!'/?%:'.includes(text[hostEnd] ?? ' ')) return null;
	const isNext = start <= pathEnd || (start === pathEnd + 1 && MARKS.includes(text[pathEnd]));
	return isNext ? { host, start, hasScheme: false, isEncoded: false, isGlued: true } : null;
}

/**
 * Every host of a platform in a text, at which a link begins, in order. Linear in the text's length.
 *
 * @param text as `undoEncodings` gives it
 */
export function findHosts(text: string): FoundHost[] {
	const found: FoundHost[] = [];
	let previousEnd = 0;
	let pathEnd = -1;
	for (const match of text.matchAll(DOMAIN)) {
		const hostEnd = match.index + match[1].length;
		const hostStart = startOfLabels(text, match.index, Math.max(previousEnd, match.index - LONGEST_HOST));
		const isFree = found.length === 0 || hostStart > previousEnd;
		const begun =
			(isFree && startBehindOpening(text, previousEnd, hostStart, hostEnd)) ||
			(found.length > 0 && startBehindLink(text, previousEnd, pathEnd, hostEnd));
		const platform = begun && platformOf(begun.host);
		if (!platform) continue;
		const end = match.index + match[0].length;
		const isEncoded = begun.isEncoded || text[end] === '%';
		found.push({ ...begun, platform, end, isEncoded });
		PATH.lastIndex = end;
		pathEnd = end + (PATH.exec(text)?.[0].length ?? 0);
		previousEnd = end;
	}
	return found;
}

/** For each host, where the next one begins that is not percent-encoded; the text's length where there is none. */
export function nextPlainStarts(hosts: readonly FoundHost[], textLength: number): number[] {
	const starts = new Array<number>(hosts.length);
	let next = textLength;
	for (let position = hosts.length - 1; position >= 0; position -= 1) {
		starts[position] = next;
		if (!hosts[position].isEncoded) next = hosts[position].start;
	}
	return starts;
}
