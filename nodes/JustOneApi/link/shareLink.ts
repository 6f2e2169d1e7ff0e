import { platforms } from '../platforms';
import type { Platform, Target } from '../platforms/platform';
import { findWrappedUrls, normaliseShareText } from '../text/shareText';
import { readUrl } from './url';

/** A link found in a text: short (only the API knows where it leads) or long (it says so itself). */
export interface ShareLink {
	platform: Platform;
	/** Short: `https://<host>/<code>/`, the documented form. Long: the link as it stands in the text. */
	url: string;
	/** Null for a short link. */
	target: Target | null;
	/** Whether the API documents this form; other short hosts are recognised but not sent. */
	apiAccepts: boolean;
}

/** Letters, digits, `-` and `_`, at either end too. Short codes of 4 to 11 characters are known. */
const SHORT_CODE = /^\/+([\w-]{3,64})(?![\w-])/;
/** Any next link ends this one, even without a space between. */
const NEXT_LINK = /https?:\/\//i;
/** What ends a link in a text: brackets, quotes, Chinese. */
const NOT_IN_URL = /[^\w\-.~:/?#@!$&*+,;=%]/;
/** On search pages an address bar shows the search word undecoded. */
const URL_WITH_WORDS = /^[^\s"'<>()[\]`\\|?]*(?:\?[\w\-.~:/?@!$&*+,;=%]*)?/;
/** What ends a sentence is not part of a link. */
const TRAILING_PUNCTUATION = '.,:;!?*~';
/** Longest piece of text that is read as one link, in characters. Real ones stay under 2,000. */
const LONGEST_LINK = 4096;

const hosts = platforms.flatMap((platform) => [...platform.shortHosts, ...platform.siteHosts]);

/**
 * A known host with a path, after a scheme or standing bare. The look-behinds keep out hosts that only end
 * like ours (`dev.douyin.com`), hide behind `@`, or belong to another URL's path or scheme.
 */
const HOST = new RegExp(
	`(?:https?:/{1,4}|(?<![:\\w/])//|(?<![\\w.@/%-]))(${hosts.join('|').replace(/\./g, '\\.')})(?::(?:80|443))?(?=[/?])`,
	'gi',
);

function platformOf(host: string): Platform | undefined {
	return platforms.find(
		(platform) => platform.shortHosts.includes(host) || platform.siteHosts.includes(host),
	);
}

function trimEnd(url: string): string {
	let end = url.length;
	while (TRAILING_PUNCTUATION.includes(url[end - 1])) end -= 1;
	return url.slice(0, end);
}

function readShortLink(platform: Platform, host: string, rest: string): ShareLink | null {
	const code = SHORT_CODE.exec(rest)?.[1];
	if (code === undefined) return null;
	const apiAccepts = host === platform.shortHosts[0];
	return { platform, url: `https://${host}/${code}/`, target: null, apiAccepts };
}

function readLongLink(platform: Platform, host: string, rest: string): ShareLink | null {
	const ascii = rest.split(NOT_IN_URL, 1)[0];
	const whole = platform.pathMayHoldWords(ascii) ? (URL_WITH_WORDS.exec(rest)?.[0] ?? ascii) : ascii;
	const url = trimEnd(`https://${host}${whole.split('#')[0]}`);
	const parts = readUrl(url);
	if (!parts || platform.isShortLink(parts)) return null;
	const target = platform.readTarget(parts);
	return target && { platform, url, target, apiAccepts: false };
}

/** A link and where it stands in the text. */
interface Found {
	link: ShareLink;
	start: number;
	end: number;
}

function findPlainLinks(text: string): Found[] {
	const matches = [...text.matchAll(HOST)];
	return matches.flatMap((match, position) => {
		const host = match[1].toLowerCase();
		const platform = platformOf(host);
		if (!platform) return [];
		const start = match.index + match[0].length;
		const limit = Math.min(matches[position + 1]?.index ?? text.length, start + LONGEST_LINK);
		const rest = text.slice(start, limit).split(NEXT_LINK, 1)[0];
		const link =
			readLongLink(platform, host, rest) ??
			(platform.shortHosts.includes(host) ? readShortLink(platform, host, rest) : null);
		if (!link) return [];
		return [{ link, start: match.index, end: start + link.url.length - `https://${host}`.length }];
	});
}

/** Links percent-encoded into another site's URL; within one of ours they say who shared it, no more. */
function findWrappedLinks(text: string, outer: readonly Found[]): Found[] {
	let next = 0;
	return findWrappedUrls(text).flatMap(({ url, start }) => {
		while (next < outer.length && outer[next].end <= start) next += 1;
		const isInside = next < outer.length && outer[next].start < start;
		return isInside ? [] : findPlainLinks(url).map(({ link }) => ({ link, start, end: start }));
	});
}

/** Two links to one post are one link; so are the http and https forms of a short one. */
function identityOf(link: ShareLink): string {
	return link.target?.canonicalUrl ?? link.url;
}

/**
 * Every share link in a text, in order, each once. Linear in the text's length.
 *
 * @param text whatever a person pasted: a link, a share text, Markdown, HTML, JSON, a list
 * @returns an empty list where there is none
 */
export function findShareLinks(text: string): ShareLink[] {
	const readable = normaliseShareText(text);
	const plain = findPlainLinks(readable);
	const found = [...plain, ...findWrappedLinks(readable, plain)].sort((a, b) => a.start - b.start);
	const links = new Map<string, ShareLink>();
	for (const { link } of found) {
		if (!links.has(identityOf(link))) links.set(identityOf(link), link);
	}
	return [...links.values()];
}
