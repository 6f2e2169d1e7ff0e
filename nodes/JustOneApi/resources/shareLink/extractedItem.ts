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
	calls_to_resolve: 0 | 1;
	/** Billed calls to get the post, at most; null where the link names something else. */
	calls_to_get: 1 | 2 | null;
	/** The moment that the post's ID names, usually minutes before publication: ISO 8601, UTC. Null where it names none. */
	created_at: string | null;
}

function callsToGet({ target }: ShareLink): ExtractedItem['calls_to_get'] {
	if (target === null) return 2;
	return isPost(target.contentType) && target.contentId !== null ? 1 : null;
}

/**
 * Builds the output row of a link that was found.
 *
 * @param link one that names its target, or that the API takes
 */
export function extractedItem(link: ShareLink): ExtractedItem {
	const { platform, target, url } = link;
	const postId = target !== null && isPost(target.contentType) ? target.contentId : null;
	return {
		share_url: url,
		platform: platform.name,
		content_type: target?.contentType ?? null,
		video_id: postId,
		content_id: target?.contentId ?? null,
		canonical_url: target?.canonicalUrl ?? null,
		calls_to_resolve: target === null ? 1 : 0,
		calls_to_get: callsToGet(link),
		created_at: createdAt(platform.name, postId),
	};
}
