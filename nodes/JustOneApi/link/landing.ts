import type { Platform } from '../platforms/platform';
import type { Target } from '../platforms/target';
import { platformOf } from '../platforms';
import { undoJsonEscapes, undoPercent } from '../text/encodings';
import { readUrl } from './url';

/** Where a redirect URL leads: to something, to another site, back to a short link, or nowhere. */
export type Landing =
	| { found: 'target'; target: Target }
	| { found: 'foreign' }
	| { found: 'short' }
	| { found: 'nowhere' };

/** No URL holds these, however damaged; whoever shows or sends one on may be led astray by them. */
const CONTROL_CHARACTER = /\p{Cc}/u;

/** A URL that was percent-encoded as a whole. */
const ENCODED_URL = /^https?%(?:25){0,8}3A/i;

/**
 * Reads a redirect URL as the API returned it. Only the platform's own hosts are believed. Where the whole URL came
 * escaped, as JSON within JSON or percent-encoded, the escapes are undone.
 *
 * @param redirectUrl any text; damage in the query does no harm, since posts stand in the path
 */
export function readLanding(platform: Platform, redirectUrl: string): Landing {
	const unescaped = undoJsonEscapes(redirectUrl.trim().replace(/^[\\"']+/, ''));
	const trimmed = ENCODED_URL.test(unescaped) ? undoPercent(unescaped) : unescaped;
	const url = CONTROL_CHARACTER.test(trimmed) ? null : readUrl(trimmed);
	if (!url) return { found: 'nowhere' };
	if (platformOf(url.host) !== platform) return { found: 'foreign' };
	if (platform.isShortLink(url)) return { found: 'short' };
	const target = platform.readTarget(url);
	return target ? { found: 'target', target } : { found: 'nowhere' };
}
