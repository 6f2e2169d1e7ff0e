import type { ContentType } from './target';

/** An endpoint of the API that gives the details of a post. The node's description may hold the same object. */
export interface DetailEndpoint {
	request: { method: 'GET'; url: string };
	/** The query parameter that takes the post's ID. */
	idParameter: string;
	/** Its answer has no video, though another endpoint's has. */
	lacksVideo?: true;
}

/** What an answer says about a post. The same fields on every platform; null where the answer does not say. */
export interface PostFields {
	post_id: string;
	content_type: ContentType | null;
	title: string | null;
	text: string | null;
	author_name: string | null;
	author_id: string | null;
	/** The name that the author chose for finding them; null on Bilibili, which has none. */
	author_handle: string | null;
	/** ISO 8601, UTC. */
	published_at: string | null;
	duration_seconds: number | null;
	like_count: number | null;
	comment_count: number | null;
	share_count: number | null;
	collect_count: number | null;
	/** Null on Douyin and Xiaohongshu, which always answer 0. */
	play_count: number | null;
	/** `#a #b`. */
	hashtags: string | null;
	cover_url: string | null;
	video_url: string | null;
	/** One URL a line. */
	image_urls: string | null;
	music_title: string | null;
	/** The post's page. */
	canonical_url: string;
}

/**
 * What the data of an answer came to: the post that was asked for, or why not. `absent`: no post in it. `other`: the
 * post of another ID. `raw`: the API's own object, integers beyond 2^53 as text. `said`: the platform's own reason, where
 * the answer holds one, else empty.
 */
export type PostReading =
	| { found: true; fields: PostFields; raw: unknown }
	| { found: false; why: 'absent' | 'other'; said: string };

/** How the posts of one platform are asked for and read. */
export interface PostDetails {
	/**
	 * The endpoint for a post.
	 *
	 * @param contentType what the link says it is; null for a bare ID
	 */
	endpointFor: (contentType: ContentType | null) => DetailEndpoint;
	/**
	 * Reads the `data` of an answer with code 0. Never throws: a field that is missing or of another type is null.
	 *
	 * @param data the envelope's data, integers beyond 2^53 as text
	 * @param askedId the ID that was sent
	 */
	readPost: (data: unknown, askedId: string) => PostReading;
}

/**
 * The post that was asked for, among those in an answer. An answer may hold another one, and an ID beside the wrong
 * post is worse than none.
 *
 * @param posts whatever stands where posts are expected
 * @param idOf the ID of one of them; null where there is none
 * @param fieldsOf reads the right one
 * @param said the platform's own reason for leaving it out
 */
export function pickPost(
	posts: readonly unknown[],
	askedId: string,
	idOf: (post: unknown) => string | null,
	fieldsOf: (post: unknown) => PostFields,
	said: string | null = null,
): PostReading {
	const asked = posts.find((post) => idOf(post) === askedId);
	if (asked !== undefined) return { found: true, fields: fieldsOf(asked), raw: asked };
	const why = posts.some((post) => idOf(post) !== null) ? 'other' : 'absent';
	return { found: false, why, said: said ?? '' };
}
