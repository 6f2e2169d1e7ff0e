import { platformNamed } from './index';
import type { PlatformName } from './platform';

/** No post of these platforms is older, in ms since 1970: Xiaohongshu began in 2013, Douyin in 2016. */
const FIRST = Date.UTC(2012, 0, 1);
const DAY = 86_400_000;

/**
 * The moment that a post's ID itself names: when the ID was given out, usually minutes before publication.
 *
 * @param postId null where there is no post
 * @param now ms since 1970
 * @returns ISO 8601 in UTC; null where the ID names no moment, or one before 2012 or more than a day from now
 */
export function createdAt(platform: PlatformName, postId: string | null, now = Date.now()): string | null {
	const ms = postId === null ? NaN : (platformNamed(platform).secondOf?.(postId) ?? NaN) * 1000;
	return ms >= FIRST && ms <= now + DAY ? new Date(ms).toISOString() : null;
}
