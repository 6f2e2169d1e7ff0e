import { isPost } from '../platforms/target';
import { CUT } from '../text/cut';
import { undoEncodings } from '../text/encodings';
import { readRichJson } from '../text/shareText';
import { sliceWhole } from '../text/wellFormed';
import { findHosts, nextPlainStarts } from './hosts';
import { withoutClosingMarks } from './marks';
import { whyNoLink } from './missing';
import type { NoLink } from './missing';
import { NEXT_LINK, readBehind, upTo } from './reading';
import type { ShareLink } from './reading';
import { unwrapLinks } from './wrappers';

export type { NoLink } from './missing';
export type { ShareLink } from './reading';

/** What a text holds. */
export interface ShareText {
	/** In order, each once. */
	links: ShareLink[];
	/**
	 * In order, what is no link and must not be lost: damaged links, and pages that may name a post. Where there is neither,
	 * nor a link, one entry that says why.
	 */
	others: NoLink[];
}

/** Longest piece of text that is read as one link, in characters. Real ones stay under 2,000. */
const LONGEST_LINK = 4096;
/** How much of a damaged link is shown, in characters. */
const LONGEST_SHOWN = 100;

/** Persons, collections, rooms, music and goods have IDs of the same forms as posts. */
const UNKNOWN_PLACE = 'It cannot be read from the link which post it names, if any';

/** Two links to one post are one link; so are the http and https forms of a short one. */
function identityOf({ platform, target, url, part }: ShareLink): string {
	if (target === null) return `${url} ${part ?? 1}`;
	const { contentType, contentId, canonicalUrl } = target;
	if (isPost(contentType)) return `${platform.name} ${contentId} ${target.part ?? 1}`;
	// Without an ID that is known, two lists may have one address but for the query.
	return contentId === null ? url : canonicalUrl;
}

/** A link as it stands in the text, without what follows it. */
function shown(text: string, start: number, end: number): string {
	const link = /^[^\s"<>\p{Script=Han}]*/u.exec(sliceWhole(text, start, end))?.[0] ?? '';
	return link.replaceAll(CUT, '…');
}

/** Whether a text begins one of the sorted texts: the first that is not smaller, found by halving. */
function startsOne(sorted: readonly string[], beginning: string): boolean {
	let low = 0;
	for (let high = sorted.length; low < high; ) {
		const middle = (low + high) >> 1;
		if (sorted[middle] < beginning) low = middle + 1;
		else high = middle;
	}
	return sorted[low]?.startsWith(beginning) ?? false;
}

/**
 * What a text holds of share links: the links, and the damaged ones beside them; or, where it holds no whole link, what
 * it holds instead. A damaged link whose whole stands elsewhere in the text (Markdown and HTML write a link twice) is none.
 * Linear in the text's length.
 *
 * @param text whatever a person pasted: a link, a share text, Markdown, HTML, JSON, a list
 */
export function readShareText(text: string): ShareText {
	const readable = unwrapLinks(undoEncodings(readRichJson(text)));
	const hosts = findHosts(readable);
	const links = new Map<string, ShareLink>();
	const others: Array<NoLink & { half?: string }> = [];
	let page: NoLink | null = null;
	let longEnd = 0;
	// Links percent-encoded into another URL do not end that one.
	const nextStarts = nextPlainStarts(hosts, readable.length);
	hosts.forEach((found, position) => {
		const { start, platform } = found;
		// Within one of ours an encoded link says who shared it, no more.
		if (found.isEncoded && start < longEnd) return;
		// Encoded links do end each other: reading on would take the square of their number.
		const next = found.isEncoded ? hosts[position + 1]?.start : nextStarts[position];
		const limit = Math.min(next ?? readable.length, found.end + LONGEST_LINK);
		const behind = upTo(NEXT_LINK, sliceWhole(readable, found.end, limit));
		const rest = withoutClosingMarks(readable, start, behind);
		const reading = readBehind(found, rest, hosts[position + 1]?.isGlued ?? false);
		if (reading.is === 'link') {
			const { link, length } = reading;
			if (length > 0) longEnd = found.end + length;
			if (!links.has(identityOf(link))) links.set(identityOf(link), link);
			return;
		}
		if (reading.is === 'otherSite') return;
		const isDamaged = reading.is === 'damaged';
		if (!isDamaged && !reading.mayNamePost && (page || !(found.hasScheme || /^[/?%]/.test(rest)))) return;
		const link = shown(readable, start, isDamaged ? Math.min(limit, start + LONGEST_SHOWN) : limit);
		const noLink = { link, platform: platform.name };
		if (isDamaged) others.push({ ...noLink, reason: 'damaged_link', half: reading.half });
		else if (reading.mayNamePost) others.push({ ...noLink, reason: 'no_post', title: UNKNOWN_PLACE });
		else page = { ...noLink, reason: 'no_post' };
	});
	const urls = others.length > 0 ? [...links.values()].map(({ url }) => url).sort() : [];
	const lost = new Map<string | null, NoLink>();
	for (const { half, ...other } of others) {
		if (half === undefined || half === '' || !startsOne(urls, half)) lost.set(other.link, other);
	}
	if (links.size + lost.size === 0) lost.set(null, page ?? whyNoLink(readable));
	return { links: [...links.values()], others: [...lost.values()] };
}

/** The links of a text, without what is damaged: `readShareText(text).links`. */
export function findShareLinks(text: string): ShareLink[] {
	return readShareText(text).links;
}
