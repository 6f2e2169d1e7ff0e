import { platformOf, platforms } from '../platforms';
import { readUrl } from './url';

/** Why there is no link, or what stands beside the links and is none. */
export interface NoLink {
	reason: 'no_text' | 'no_link' | 'damaged_link' | 'no_post' | 'other_site' | 'pass_phrase';
	/** The link that it is about, as it stands in the text; null where there is none. */
	link: string | null;
	/** Whose link it is, where that is known. */
	platform?: string;
	/** What is said in the place of the failure table's words. */
	title?: string;
	advice?: string;
}

/**
 * What is said of a short link that was recognised, but on a host that the API does not document (`apiAccepts` is false).
 *
 * @param url the short link
 */
export const undocumentedHost = (url: string) => ({
	title: `The API does not document short links of ${new URL(url).host}`,
	advice:
		'No call was made. Share the post again from the app with Copy link, or paste the long link of the post.',
});

/** Sites that people take for one of ours, by a word for each. */
const KNOWN_SITES: ReadonlyArray<readonly [host: RegExp, name: string]> = [
	[/(?:^|\.)tiktok\.com$/, 'TikTok'],
	[/(?:^|\.)weibo\.(?:com|cn)$|^t\.cn$/, 'Weibo'],
];
const LINK = /https?:\/\/[^\s"'<>()[\]\\]{1,2000}/i;
const BARE_LINK = /(?<![\w@./-])(?:[a-z\d-]{1,63}\.){1,8}[a-z]{2,24}\/[\w@][^\s"'<>()[\]\\]{0,2000}/i;

/** A link of another site; one that no browser would open, or of ours and refused, is damaged. */
function otherSite(link: string): NoLink {
	const url = readUrl(/^https?:/i.test(link) ? link : `https://${link}`);
	const platform = url && platformOf(url.host);
	if (!url || (platform && platform.isGuestPage?.(url) !== false)) return { reason: 'damaged_link', link };
	const { host } = url;
	const name = KNOWN_SITES.find(([site]) => site.test(host))?.[1];
	const labels = platforms.map(({ label }) => label).join(', ');
	return {
		reason: 'other_site',
		link,
		title: `The link is one of ${name ? `${name} (${host})` : host}`,
		advice: `No call was made. The API resolves links of other platforms here: ${labels}.`,
	};
}

/**
 * Why a text that names nothing of ours gives no link.
 *
 * @param text as `undoEncodings` gives it
 */
export function whyNoLink(text: string): NoLink {
	if (text.trim() === '') return { reason: 'no_text', link: null };
	const link = LINK.exec(text)?.[0];
	// Another platform's share text has a link, of that platform.
	if (link === undefined && platforms.some(({ passPhrase }) => passPhrase.test(text)))
		return { reason: 'pass_phrase', link: null };
	const named = link ?? BARE_LINK.exec(text)?.[0];
	return named === undefined ? { reason: 'no_link', link: null } : otherSite(named);
}
