/** What an answer says of a comment. The same fields on every platform; null where the answer does not say. */
export interface CommentFields {
	/** As it was asked for. */
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
}
