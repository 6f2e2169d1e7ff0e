import { CUT } from '../text/cut';
import { undoEncodings } from '../text/encodings';
import { readRichJson } from '../text/shareText';
import { sliceWhole } from '../text/wellFormed';
import { findHosts, nextPlainStarts } from './hosts';
import { withoutClosingMarks } from './marks';
import { missingIn } from './missing';
import type { Missing } from './missing';
import { NEXT_LINK, readBehind, upTo } from './reading';
import type { ShareLink } from './reading';

export type { ShareLink } from './reading';

/** What a text holds. */
export interface ShareText extends Missing {
	/** In order, each once. */
	links: ShareLink[];
	/** Damaged links, as far as they stand in the text: where they end is damage, so no call is made for them. */
	unreadable: string[];
}

/** Longest piece of text that is read as one link, in characters. Real ones stay under 2,000. */
const LONGEST_LINK = 4096;
/** How much of a damaged link is shown, in characters. */
const LONGEST_SHOWN = 100;

/** Two links to one post are one link; so are the http and https forms of a short one. */
function identityOf(link: ShareLink): string {
	return link.target?.canonicalUrl ?? link.url;
}

/** A damaged link as it stands in the text, without what follows it. */
function shown(text: string, start: number): string {
	return (
		/^[^\s"<>\p{Script=Han}]*/u.exec(
			sliceWhole(text, start, start + LONGEST_SHOWN).replaceAll(CUT, '…'),
		)?.[0] ?? ''
	);
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
	const readable = undoEncodings(readRichJson(text));
	const hosts = findHosts(readable);
	const links = new Map<string, ShareLink>();
	const halves: Array<{ half: string; start: number }> = [];
	let hasPage = false;
	let longEnd = 0;
	// Links percent-encoded into another URL do not end that one.
	const nextStarts = nextPlainStarts(hosts, readable.length);
	hosts.forEach((found, position) => {
		// Within one of ours an encoded link says who shared it, no more.
		if (found.isEncoded && found.start < longEnd) return;
		// Encoded links do end each other: reading on would take the square of their number.
		const next = found.isEncoded ? hosts[position + 1]?.start : nextStarts[position];
		const limit = Math.min(next ?? readable.length, found.end + LONGEST_LINK);
		const behind = upTo(NEXT_LINK, readable.slice(found.end, limit));
		const rest = withoutClosingMarks(readable, found.start, behind);
		const reading = readBehind(found, rest, hosts[position + 1]?.isGlued ?? false);
		if (reading.is === 'page') hasPage ||= found.hasScheme || /^[/?%]/.test(rest);
		else if (reading.is === 'damaged') halves.push({ half: reading.half, start: found.start });
		else {
			const { link, length } = reading;
			if (length > 0) longEnd = found.end + length;
			if (!links.has(identityOf(link))) links.set(identityOf(link), link);
		}
	});
	const urls = halves.length > 0 ? [...links.values()].map(({ url }) => url).sort() : [];
	const lost = halves.filter(({ half }) => half === '' || !startsOne(urls, half));
	const unreadable = [...new Set(lost.map(({ start }) => shown(readable, start)))];
	const found = [...links.values()];
	return {
		links: found,
		unreadable,
		...missingIn(readable, { found: found.length, unreadable: unreadable.length, hasPage }),
	};
}

/** The links of a text, without what is damaged: `readShareText(text).links`. */
export function findShareLinks(text: string): ShareLink[] {
	return readShareText(text).links;
}
