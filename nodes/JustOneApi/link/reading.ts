import { platforms } from '../platforms';
import type { Platform } from '../platforms/platform';
import type { Target } from '../platforms/target';
import { CUT } from '../text/cut';
import { FULL_WIDTH_WORD, undoPercent } from '../text/encodings';
import { findHosts } from './hosts';
import type { FoundHost } from './hosts';
import { isDamaged } from './tail';
import { readUrl } from './url';

/** A link found in a text: short (only the API knows where it leads) or long (it says so itself). */
export interface ShareLink {
	platform: Platform;
	/** Short: the documented form, for Douyin `https://<host>/<code>/`. Long: the link as it stands in the text. */
	url: string;
	/** Null for a short link. */
	target: Target | null;
	/** Whether a short link is sent; those of other hosts are recognised only. */
	apiAccepts: boolean;
	/** The part of a video that a short link names beside its code, from 1. */
	part?: number;
}

/**
 * What stands behind a host: a link, a link whose end is damage (and what is left of it), a page that names nothing we
 * know (with or without an ID in its address), or a page of another site.
 */
export type Reading =
	| { is: 'link'; link: ShareLink; length: number }
	| { is: 'damaged'; half: string }
	| { is: 'page'; mayNamePost: boolean }
	| { is: 'otherSite' };
const PAGE: Reading = { is: 'page', mayNamePost: false };

/** Between a slash, or the segment before a code, and the code stands damage. */
const CUT_BEFORE_CODE = new RegExp(`^/*(?:[a-z]/)?[%${CUT}${FULL_WIDTH_WORD}]+[:/]*[\\w-]`);
/** Any next link ends this one, even without a space between. */
export const NEXT_LINK = /https?:?\/\//i;
/** What ends a link in a text: brackets, quotes, Chinese. */
const NOT_IN_URL = /[^\w\-.~:/?#@!$&*+,;=%]/;
/** Within another URL's query, that URL's own marks end it too. */
const NOT_IN_ENCODED = /[^\w\-.~/%]/;
/** On search pages an address bar shows the search word undecoded. */
const URL_WITH_WORDS = new RegExp(
	`^[^\\s\\p{Cc}${CUT}"'<>()[\\]\`\\\\|?]*(?:\\?[\\w\\-.~:/?@!$&*+,;=%]*)?`,
	'u',
);
/** What ends a sentence is not part of a link. */
const TRAILING_PUNCTUATION = '.,:;!?*~';
/** A path that is cut: at a percent sign within a number or without its digits, at a soft line break, or shortened for show. */
const CUT_PATH = /^\/\w(?:[^?]*(?:\d%|%(?![\dA-F]{2})|=$)|.*\.{3}$)/i;
/** An ID of 19 digits is whole, unless it goes on. */
const WHOLE_ID = /^\d{19}$/;
const NUMBER_GOES_ON = new RegExp(`^${CUT}+\\d`);
/** Codes of 4 to 11 characters are known. */
const SHORTEST_CODE = 3;
/** So much of a code tells which link a half belongs to. */
const TELLING_HALF = 3;

/** A text up to the first match of what ends it. */
export function upTo(end: RegExp, text: string): string {
	const length = text.search(end);
	return length < 0 ? text : text.slice(0, length);
}

function trimEnd(url: string): string {
	let end = url.length;
	while (TRAILING_PUNCTUATION.includes(url[end - 1])) end -= 1;
	return url.slice(0, end);
}

/** A slash, percent-encoded any number of times. */
const SLASH = '(?:/|%(?:25){0,8}2F)';
/** Slashes, the segment before a code, and the code. Built once a platform. */
const shortPaths = new Map(
	platforms.map((platform) => [
		platform,
		new RegExp(`^${SLASH}+(?:(${platform.codeSegment || '(?!)'})${SLASH}+)?([\\w-]{1,64})(?![\\w-])`, 'i'),
	]),
);
/** Pages that people see on their way to a post, or instead of one. */
const WAYSIDE =
	/^(?:search|passport|sso)\.|^[\w.-]+\/(?:[\w-]*login|[\w-]*captcha|passport|download|search(?:_result(?=\/?\?))?)(?![\w-])/i;
/** A post's word and what may be half an ID. */
const HALF_ID = /\/(?:video|note|slides|gallery|article|short-video|photo|explore|item|search_result)\/\w{5}/;

/** Whether an address may name a post: an ID of its form stands anywhere in it, or half of one where posts have theirs. */
function mayNamePost({ postIds }: Platform, address: string): boolean {
	if (WAYSIDE.test(address)) return false;
	const words = undoPercent(address).split(/[^\w-]+/);
	return HALF_ID.test(address) || words.some((word) => postIds.some(({ form }) => form.test(word)));
}

/** A short link: `path` is its code with its prefix, `tail` what follows it. */
interface ShortPath {
	path: string;
	code: string;
	tail: string;
}

function shortPathIn({ platform, host }: FoundHost, rest: string): ShortPath | null {
	const match = platform.shortHosts.includes(host) ? shortPaths.get(platform)?.exec(rest) : null;
	const path = match?.slice(1).filter(Boolean).join('/');
	if (!match || !path || !platform.isShortLink({ host, path: `/${path}`, parameters: new Map() }))
		return null;
	return { path, code: match[2], tail: rest.slice(match[0].length) };
}

function readShortLink(found: FoundHost, { path, code, tail }: ShortPath, isGluedBehind: boolean): Reading {
	const { platform, host } = found;
	// Before a glued link, a dash may be the code's or the glue.
	const isUnsure = isGluedBehind && tail === '' && /[_-]$/.test(code);
	if (isUnsure || isDamaged(tail)) {
		return { is: 'damaged', half: code.length < TELLING_HALF ? '' : `https://${host}/${path}` };
	}
	if (code.length < SHORTEST_CODE) return PAGE;
	const apiAccepts = platform.sentHosts.includes(host);
	const address = platform.partOf && readUrl(`https://${host}/${undoPercent(upTo(NOT_IN_URL, tail))}`);
	const part = address ? platform.partOf?.(address) : undefined;
	const link = { platform, url: platform.shortUrl(host, path), target: null, apiAccepts };
	return { is: 'link', link: part === undefined ? link : { ...link, part }, length: 0 };
}

/** A host that ends a text, or was encoded before, may begin a link only now that the URL stands by itself. */
function withoutNextHost(url: string, host: string): string {
	// No host is without a full stop, and most paths are.
	if (!url.includes('.', `https://${host}`.length)) return url;
	const next = findHosts(url).find(({ isEncoded }, position) => position > 0 && !isEncoded);
	return next ? trimEnd(url.slice(0, next.start)) : url;
}

/** What follows the ID, or the whole link where the ID stands in it in another form. */
function tailBehind(text: string, path: string, id: string | null): string {
	if (id === null) return '';
	const at = path.indexOf(id);
	return text.slice(at < 0 ? path.length : at + id.length);
}

function readLongLink({ platform, host, isEncoded }: FoundHost, rest: string): Reading {
	const run = upTo(isEncoded ? NOT_IN_ENCODED : NOT_IN_URL, rest);
	const ascii = isEncoded ? upTo(NEXT_LINK, upTo(NOT_IN_URL, undoPercent(run))) : run;
	const whole = platform.pathMayHoldWords(ascii) ? (URL_WITH_WORDS.exec(rest)?.[0] ?? ascii) : ascii;
	const url = withoutNextHost(`https://${host}${trimEnd(whole.split('#')[0])}`, host);
	const path = url.slice(`https://${host}`.length);
	const parts = readUrl(url);
	// What stands behind a host may belong to it in a browser.
	if (parts?.host !== host || platform.isShortLink(parts)) return PAGE;
	if (platform.isGuestPage?.(parts) === false) return { is: 'otherSite' };
	const target = platform.readTarget(parts);
	const damaged: Reading = { is: 'damaged', half: path.length < TELLING_HALF ? '' : url };
	if (!target) {
		const isCut = CUT_PATH.test(run) || (run.length > 1 && isDamaged(rest.slice(run.length)));
		return isCut ? damaged : { is: 'page', mayNamePost: mayNamePost(platform, host + run) };
	}
	const id = target.contentId;
	// Decoded, a link is judged as it reads by itself.
	const tail = tailBehind(isEncoded ? path : rest, path, id);
	const goesOn = WHOLE_ID.test(id ?? '') ? NUMBER_GOES_ON.test(tail) : isDamaged(tail);
	return goesOn
		? damaged
		: { is: 'link', link: { platform, url, target, apiAccepts: false }, length: path.length };
}

/**
 * Reads what stands behind a host.
 *
 * @param rest the text from the host's end on, at most up to the next link
 * @param isGluedBehind whether the next link is glued to this one
 */
export function readBehind(found: FoundHost, rest: string, isGluedBehind: boolean): Reading {
	const short = shortPathIn(found, rest);
	const reading = short ? readShortLink(found, short, isGluedBehind) : readLongLink(found, rest);
	return reading.is === 'page' && CUT_BEFORE_CODE.test(rest) ? { is: 'damaged', half: '' } : reading;
}
