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
	`(${escapeDots(domains)})(?::(?:80|443)(?=[/?]))?(?=[/?#]|%(?:25)*[23]F|$|[^\\w.@:%\\\\-]|\\.(?:\\s|$))`,
	'gi',
);
const IN_HOST = /[\w.-]/;
/** No host is longer. */
const LONGEST_HOST = 253;
/** Labels before a domain; a top-level domain among them is another host, glued. */
const SUB_DOMAINS = /^(?!.*\.com)(?:[a-z\d](?:[\w-]*[a-z\d])?\.)*$/i;
/** What is left of percent-encoding before a host: its digits look like the host's. */
const ESCAPE_BEFORE = /%$/;
const ESCAPE_DIGITS = /^(?:25)*[\dA-F]{2}/i;

/** How far back a scheme reaches, percent-encoded four times. */
const LONGEST_SCHEME = 64;
/**
 * What stands before a host that begins a link. Schemes come as they are, damaged (`https//`, `https\c//`, `ttps://`),
 * lost (`//`, `：//`) or percent-encoded; without one a bare host begins behind what is no URL, or an encoded space.
 */
const OPENINGS: ReadonlyArray<{ pattern: RegExp; hasScheme: boolean; isEncoded?: boolean }> = [
	{ pattern: /https?:\/{1,4}$/i, hasScheme: true },
	{
		pattern: /(?:https?|(?<![a-z\d])(?:h[htpsx]{1,6}|t{1,2}ps?|ps?|s))(?:\\+c|[:;,.。]|::|: )?\/{2,4}$/i,
		hasScheme: true,
	},
	{ pattern: /(?:^|[^\w:/.+-]):?\/\/$/, hasScheme: true },
	{ pattern: /https?%(?:25)*3A(?:%(?:25)*2F|\/){1,4}$/i, hasScheme: true, isEncoded: true },
	{
		pattern: /%(?:25)*(?:20|0[9AD]|2[2789C]|3[ABCDE]|5B|7B|[89A-F][\dA-F])$/i,
		hasScheme: false,
		isEncoded: true,
	},
	{ pattern: /(?:^|[^\w./@%-])$/, hasScheme: false },
];

/** What lists and Markdown put before an item. */
const LIST_MARKER = /^(?:[-_*]+|(?:\d{1,3}[.-]){1,3})/;

/** Between two links that are glued: what a path consists of, then at most one mark. */
const PATH = /(?:[/\w-]|%(?:25)*2F)*/iy;
const GLUE = /^[.@]?$/;

function startOfLabels(text: string, end: number, floor: number): number {
	let start = end;
	while (start > floor && IN_HOST.test(text[start - 1])) start -= 1;
	return start;
}

const namedAtEnd = (labels: string) => named.find((host) => labels.toLowerCase().endsWith(host));

/**
 * Every host of a platform in a text, at which a link begins, in order. Linear in the text's length.
 *
 * @param text as `undoEncodings` gives it
 */
export function findHosts(text: string): FoundHost[] {
	const found: FoundHost[] = [];
	let pathEnd = 0;
	const add = (host: string, end: number, at: Omit<FoundHost, 'platform' | 'host' | 'end'>) => {
		const platform = platformOf(host.toLowerCase());
		if (!platform) return;
		found.push({
			platform,
			host: host.toLowerCase(),
			end,
			...at,
			isEncoded: at.isEncoded || text[end] === '%',
		});
		PATH.lastIndex = end;
		pathEnd = end + (PATH.exec(text)?.[0].length ?? 0);
	};

	for (const match of text.matchAll(DOMAIN)) {
		const hostEnd = match.index + match[1].length;
		const end = match.index + match[0].length;
		const previousEnd = found[found.length - 1]?.end ?? 0;
		const floor = Math.max(previousEnd, match.index - LONGEST_HOST);
		let hostStart = startOfLabels(text, match.index, floor);
		const beforeRun = text.slice(Math.max(0, hostStart - LONGEST_SCHEME), hostStart);
		const escape = ESCAPE_BEFORE.test(beforeRun) && ESCAPE_DIGITS.exec(text.slice(hostStart, hostEnd));
		if (escape) hostStart += escape[0].length;
		const isGluedHere = found.length > 0 && hostStart <= previousEnd;

		const before = text.slice(Math.max(previousEnd, hostStart - LONGEST_SCHEME), hostStart);
		const opening = isGluedHere ? undefined : OPENINGS.find(({ pattern }) => pattern.test(before));
		if (opening) {
			const { hasScheme, isEncoded = false, pattern } = opening;
			const run = text.slice(hostStart, hostEnd);
			const item = hasScheme ? null : LIST_MARKER.exec(run);
			const host =
				item && namedAtEnd(run) === run.slice(item[0].length).toLowerCase() ? run.slice(item[0].length) : run;
			if (SUB_DOMAINS.test(host.slice(0, -match[1].length))) {
				const start = hasScheme ? hostStart - (pattern.exec(before)?.[0].length ?? 0) : hostEnd - host.length;
				add(host, end, { start, hasScheme, isEncoded, isGlued: false });
				continue;
			}
		}
		if (found.length === 0) continue;
		const glued = namedAtEnd(text.slice(Math.max(previousEnd, match.index - LONGEST_SCHEME), hostEnd));
		if (glued === undefined) continue;
		const start = hostEnd - glued.length;
		const isNext = start <= pathEnd || GLUE.test(text.slice(pathEnd, Math.min(start, pathEnd + 2)));
		if (isNext) add(glued, end, { start, hasScheme: false, isEncoded: false, isGlued: true });
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
