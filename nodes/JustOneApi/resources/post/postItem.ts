import { createdAt } from '../../platforms/createdAt';
import type { PostFields } from '../../platforms/post';
import type { PlatformName } from '../../platforms/platform';
import type { ListedPost } from '../../platforms/list';
import type { ContentType } from '../../platforms/target';
import type { ItemFields } from '../output';

/**
 * A post, as a row of the output. Public: users map these fields. Every one is text, number or null, so that a Data
 * Table, a sheet and a database take the item as it is.
 */
export interface PostItem {
	platform: PlatformName;
	/** The post's ID on its platform, as text. */
	post_id: string;
	/** `video`, `note` or `slides`; null where neither the answer nor the link says. */
	content_type: ContentType | null;
	title: string | null;
	text: string | null;
	author_name: string | null;
	author_id: string | null;
	author_handle: string | null;
	/** ISO 8601, UTC. */
	published_at: string | null;
	duration_seconds: number | null;
	like_count: number | null;
	comment_count: number | null;
	share_count: number | null;
	collect_count: number | null;
	play_count: number | null;
	/** `#a #b`. */
	hashtags: string | null;
	cover_url: string | null;
	/** Some live one hour. */
	video_url: string | null;
	/** One URL a line. */
	image_urls: string | null;
	music_title: string | null;
	canonical_url: string;
	/** The link that led to the post; null for a bare ID. */
	share_url: string | null;
	/** When the post was asked for: ISO 8601, UTC. */
	fetched_at: string;
	/** The moment that the post's ID names, usually minutes before publication: ISO 8601, UTC. Null where it names none. */
	created_at: string | null;
	/** Only with Output set to Raw: the API's own object. */
	raw?: unknown;
}

/** A post in a list, as a row of the output. Public: users map these fields. */
export interface ListedPostItem extends PostItem {
	/** Whether the author pinned it in front of the list; null where the list does not say. */
	is_pinned: boolean | null;
	/** Whether the API cut the text, or may have; null where that is not known. */
	is_text_cut: boolean | null;
}

/** The fields of a post. */
export const POST_FIELDS = {
	all: [
		...['platform', 'post_id', 'content_type', 'title', 'text', 'author_name', 'author_id', 'author_handle'],
		...['published_at', 'duration_seconds', 'like_count', 'comment_count', 'share_count', 'collect_count'],
		...['play_count', 'hashtags', 'cover_url', 'video_url', 'image_urls', 'music_title', 'canonical_url'],
		...['share_url', 'fetched_at', 'created_at'],
	],
	simplified: [
		...['platform', 'post_id', 'title', 'text', 'author_name', 'published_at'],
		...['like_count', 'comment_count', 'share_count', 'canonical_url'],
	],
} as const satisfies ItemFields;

/** The fields of a post in a list. */
export const LISTED_POST_FIELDS: ItemFields = {
	all: [...POST_FIELDS.all, 'is_pinned', 'is_text_cut'],
	simplified: POST_FIELDS.simplified,
};

/** How a row led to its post: nothing but nulls for a bare ID. */
export interface PostOrigin {
	shareUrl: string | null;
	/** What the link says the post is. */
	contentType: ContentType | null;
	/** The address in the link, without the sharer. */
	canonicalUrl: string | null;
}

/** An address with a query has what the page needs to open: a token, a part. */
const hasQuery = (address: string | null): address is string => address?.includes('?') ?? false;

/**
 * Builds the output row of a post. Fields are named one by one: their order is the order of the columns.
 *
 * @param fetchedAt ms since 1970
 */
export function postItem(
	platform: PlatformName,
	fields: PostFields,
	origin: PostOrigin,
	fetchedAt: number,
): PostItem {
	return {
		platform,
		post_id: fields.post_id,
		content_type: fields.content_type ?? origin.contentType,
		title: fields.title,
		text: fields.text,
		author_name: fields.author_name,
		author_id: fields.author_id,
		author_handle: fields.author_handle,
		published_at: fields.published_at,
		duration_seconds: fields.duration_seconds,
		like_count: fields.like_count,
		comment_count: fields.comment_count,
		share_count: fields.share_count,
		collect_count: fields.collect_count,
		play_count: fields.play_count,
		hashtags: fields.hashtags,
		cover_url: fields.cover_url,
		video_url: fields.video_url,
		image_urls: fields.image_urls,
		music_title: fields.music_title,
		canonical_url: hasQuery(origin.canonicalUrl) ? origin.canonicalUrl : fields.canonical_url,
		share_url: origin.shareUrl,
		fetched_at: new Date(fetchedAt).toISOString(),
		created_at: createdAt(platform, fields.post_id, fetchedAt),
	};
}

/** No link led to a post of a list. */
const UNLINKED: PostOrigin = { shareUrl: null, contentType: null, canonicalUrl: null };

/** Builds the output row of a post in a list. */
export function listedPostItem(platform: PlatformName, post: ListedPost, fetchedAt: number): ListedPostItem {
	const { is_pinned, is_text_cut } = post;
	return { ...postItem(platform, post, UNLINKED, fetchedAt), is_pinned, is_text_cut };
}
