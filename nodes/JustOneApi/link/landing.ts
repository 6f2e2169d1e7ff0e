import type { Platform, Target } from '../platforms/platform';
import { readUrl } from './url';

/** Where a redirect URL leads: to something, to another site, back to a short link, or nowhere. */
export type Landing =
	| { found: 'target'; target: Target }
	| { found: 'foreign' }
	| { found: 'short' }
	| { found: 'nowhere' };

/** No URL holds these, however damaged; whoever shows or sends one on may be led astray by them. */
const CONTROL_CHARACTER = /\p{Cc}/u;

/**
 * Reads a redirect URL as the API returned it. Only the platform's own hosts are believed.
 *
 * @param redirectUrl any text; damage in the query does no harm, since posts stand in the path
 */
export function readLanding(platform: Platform, redirectUrl: string): Landing {
	const trimmed = redirectUrl.trim().replace(/^["']+/, '');
	const url = CONTROL_CHARACTER.test(trimmed) ? null : readUrl(trimmed);
	if (!url) return { found: 'nowhere' };
	if (!platform.isLandingHost(url.host)) return { found: 'foreign' };
	if (platform.isShortLink(url)) return { found: 'short' };
	const target = platform.readTarget(url);
	return target ? { found: 'target', target } : { found: 'nowhere' };
}
