import type { RowCost } from '../../run/totals';
import type { ShareLink } from '../../link/shareLink';
import { createdAt } from '../../platforms/createdAt';
import { isPost } from '../../platforms/target';
import type { PlatformName } from '../../platforms/platform';
import type { ContentType, Target } from '../../platforms/target';

/** A resolved link, as a row of the output. Public: users map these fields. */
export interface ResolvedItem {
	/** The link that was resolved: a short link in its documented form, or the long link as pasted. */
	share_url: string;
	/** Exactly as the API returned it; for a link that was read without a call, that link. */
	redirect_url: string;
	/** The post's ID on its platform, as text; null where the link leads to no post. */
	video_id: string | null;
	content_type: ContentType;
	/** The ID of whatever the link leads to; equals `video_id` for posts. */
	content_id: string | null;
	/** The address without whoever shared it. */
	canonical_url: string;
	/** `api` cost a call, made for this row, for another one or in an earlier run; `link` was free. */
	resolved_by: 'api' | 'link';
	platform: PlatformName;
	/** The moment that the post's ID names, usually minutes before publication: ISO 8601, UTC. Null where it names none. */
	created_at: string | null;
	/** Only with Output set to Raw: the data of the API's answer; null where no call was made. */
	raw?: unknown;
	/** Only with the option "Add Cost". */
	cost?: RowCost;
}

/** Builds the output row of a resolved link. */
export function resolvedItem(
	link: ShareLink,
	target: Target,
	redirectUrl: string,
	resolvedBy: ResolvedItem['resolved_by'],
): ResolvedItem {
	const postId = isPost(target.contentType) ? target.contentId : null;
	return {
		share_url: link.url,
		redirect_url: redirectUrl,
		video_id: postId,
		content_type: target.contentType,
		content_id: target.contentId,
		canonical_url: target.canonicalUrl,
		resolved_by: resolvedBy,
		platform: link.platform.name,
		created_at: createdAt(link.platform.name, postId),
	};
}
