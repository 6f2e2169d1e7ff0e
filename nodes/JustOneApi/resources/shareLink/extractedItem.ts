import type { ShareLink } from '../../link/shareLink';
import { createdAt } from '../../platforms/createdAt';
import { isPost } from '../../platforms/target';
import type { PlatformName } from '../../platforms/platform';
import type { ContentType } from '../../platforms/target';

/** A link that was found in a text, as a row of the output. Public: users map these fields. */
export interface ExtractedItem {
	/** The link: a short link in its documented form, or the long link as pasted. */
	share_url: string;
	platform: PlatformName;
	/** Null for a short link: only the API knows where it leads. So are the next three. */
	content_type: ContentType | null;
	/** The post's ID as text; null also where the link leads to no post. */
	video_id: string | null;
	/** The ID of whatever the link leads to; equals `video_id` for posts. */
	content_id: string | null;
	/** The address without the sharer's device and user IDs. */
	canonical_url: string | null;
	/** Billed calls to resolve the link: 0 where it carries the ID, else 1. */
	calls_to_resolve: number;
	/** Billed calls to get the post, at most; null where the link names something else. */
	calls_to_get: number | null;
	/** The moment that the post's ID names, usually minutes before publication: ISO 8601, UTC. Null where it names none. */
	created_at: string | null;
}

/**
 * Builds the output row of a link that was found.
 *
 * @param link one that names its target, or that the API takes
 * @param price billed calls of Resolve, and of Get; null where the link names no post
 */
export function extractedItem(
	link: ShareLink,
	price: { toResolve: number; toGet: number | null },
): ExtractedItem {
	const { platform, target, url } = link;
	const postId = target !== null && isPost(target.contentType) ? target.contentId : null;
	return {
		share_url: url,
		platform: platform.name,
		content_type: target?.contentType ?? null,
		video_id: postId,
		content_id: target?.contentId ?? null,
		canonical_url: target?.canonicalUrl ?? null,
		calls_to_resolve: price.toResolve,
		calls_to_get: price.toGet,
		created_at: createdAt(platform.name, postId),
	};
}
