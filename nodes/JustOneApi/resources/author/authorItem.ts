import type { AuthorFields } from '../../platforms/author';
import type { PlatformName } from '../../platforms/platform';
import type { ItemFields } from '../output';

/** An author, as a row of the output. Public: users map these fields. */
export interface AuthorItem {
	platform: PlatformName;
	/** As every operation takes it, and as the author's posts have it. */
	author_id: string;
	author_name: string | null;
	/** The name that the author chose for finding them; null on Kuaishou and Bilibili. */
	author_handle: string | null;
	bio: string | null;
	/** Where the author is, in Chinese, as the platform shows it. */
	location: string | null;
	/** On Bilibili only with the option "Include Follower Count". So is `following_count`. */
	follower_count: number | null;
	following_count: number | null;
	/** Likes that the author's posts got, in all. */
	like_count: number | null;
	post_count: number | null;
	avatar_url: string | null;
	canonical_url: string;
	/** When the author was asked for: ISO 8601, UTC. */
	fetched_at: string;
	/** Only with Output set to Raw: the API's own object. */
	raw?: unknown;
}

/** The fields of an author. */
export const AUTHOR_FIELDS: ItemFields = {
	all: [
		...['platform', 'author_id', 'author_name', 'author_handle', 'bio', 'location', 'follower_count'],
		...['following_count', 'like_count', 'post_count', 'avatar_url', 'canonical_url', 'fetched_at'],
	],
	simplified: [
		...['platform', 'author_id', 'author_name', 'author_handle', 'bio', 'location'],
		...['follower_count', 'like_count', 'post_count', 'canonical_url'],
	],
};

/**
 * Builds the output row of an author. Fields are named one by one: their order is the order of the columns.
 *
 * @param fetchedAt ms since 1970
 */
export function authorItem(platform: PlatformName, fields: AuthorFields, fetchedAt: number): AuthorItem {
	return {
		platform,
		author_id: fields.author_id,
		author_name: fields.author_name,
		author_handle: fields.author_handle,
		bio: fields.bio,
		location: fields.location,
		follower_count: fields.follower_count,
		following_count: fields.following_count,
		like_count: fields.like_count,
		post_count: fields.post_count,
		avatar_url: fields.avatar_url,
		canonical_url: fields.canonical_url,
		fetched_at: new Date(fetchedAt).toISOString(),
	};
}
