import type { Platform } from '../platforms/platform';
import type { Target } from '../platforms/target';
import { platformOf } from '../platforms';
import { readUrl } from './url';

/** Where a redirect URL leads: to something, to another site, back to a short link, or nowhere. */
export type Landing =
	| { found: 'target'; target: Target }
	| { found: 'foreign' }
	| { found: 'short' }
	| { found: 'nowhere' };

/** Characters, and escapes before the query, that a browser drops or reads as something else. */
const READ_DIFFERENTLY = /\p{Cc}|^[^?#]*\\[^\\/]/u;

/**
 * Reads a redirect URL as the API returned it. Its host is the one that a browser opens, and only the platform's own are
 * believed; what a browser reads differently leads nowhere.
 *
 * @param redirectUrl any text; damage in the query does no harm
 */
export function readLanding(platform: Platform, redirectUrl: string): Landing {
	const bare = redirectUrl.trim().replace(/^[\\"']+|[\\"']{1,4}$/g, '');
	const url = READ_DIFFERENTLY.test(bare) ? null : readUrl(bare);
	if (!url) return { found: 'nowhere' };
	if (platformOf(url.host) !== platform || platform.isGuestPage?.(url) === false) return { found: 'foreign' };
	if (platform.isShortLink(url)) return { found: 'short' };
	const target = platform.readTarget(url);
	return target ? { found: 'target', target } : { found: 'nowhere' };
}

/**
 * What a short link leads to, with the part of the video that the link itself names, where its target names none.
 *
 * @param part of the short link, from 1
 */
export function withPart(target: Target, part: number | undefined): Target {
	if (part === undefined || part < 2 || target.part !== undefined || target.contentType !== 'video')
		return target;
	return { ...target, part, canonicalUrl: `${target.canonicalUrl}?p=${part}` };
}
