import type { CommentFields } from '../../platforms/comment';
import type { PlatformName } from '../../platforms/platform';
import type { ItemFields } from '../output';

/** A comment, as a row of the output. Public: users map these fields. */
export interface CommentItem {
	platform: PlatformName;
	post_id: string;
	comment_id: string;
	/** The comment that this one is a reply to; null for one of the first level. */
	parent_comment_id: string | null;
	text: string | null;
	author_name: string | null;
	/** Null on Xiaohongshu, whose answers have a pseudonym in its place. */
	author_id: string | null;
	author_handle: string | null;
	like_count: number | null;
	reply_count: number | null;
	/** ISO 8601, UTC. */
	published_at: string | null;
	/** Where its author was, in Chinese, as the platform shows it. */
	location: string | null;
	/** One URL a line. */
	image_urls: string | null;
	/** Null where the platform does not say. */
	is_pinned: boolean | null;
	/** The post's page. */
	canonical_url: string;
	/** When the comment was asked for: ISO 8601, UTC. */
	fetched_at: string;
	/** Only with Output set to Raw: the API's own object. */
	raw?: unknown;
}

/** The fields of a comment. */
export const COMMENT_FIELDS: ItemFields = {
	all: [
		...['platform', 'post_id', 'comment_id', 'parent_comment_id', 'text', 'author_name', 'author_id'],
		...['author_handle', 'like_count', 'reply_count', 'published_at', 'location', 'image_urls'],
		...['is_pinned', 'canonical_url', 'fetched_at'],
	],
	simplified: [
		...['platform', 'post_id', 'comment_id', 'parent_comment_id', 'text', 'author_name'],
		...['like_count', 'reply_count', 'published_at', 'location'],
	],
};

/**
 * Builds the output row of a comment. Fields are named one by one: their order is the order of the columns.
 *
 * @param fetchedAt ms since 1970
 */
export function commentItem(platform: PlatformName, fields: CommentFields, fetchedAt: number): CommentItem {
	return {
		platform,
		post_id: fields.post_id,
		comment_id: fields.comment_id,
		parent_comment_id: fields.parent_comment_id,
		text: fields.text,
		author_name: fields.author_name,
		author_id: fields.author_id,
		author_handle: fields.author_handle,
		like_count: fields.like_count,
		reply_count: fields.reply_count,
		published_at: fields.published_at,
		location: fields.location,
		image_urls: fields.image_urls,
		is_pinned: fields.is_pinned,
		canonical_url: fields.canonical_url,
		fetched_at: new Date(fetchedAt).toISOString(),
	};
}
