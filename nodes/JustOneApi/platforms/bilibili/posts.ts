import { avToBv } from './bvid';
import { pickPost } from '../post';
import type { PostDetails, PostFields } from '../post';
import { at, count, hashtags, id, isoDate, list, seconds, text, webUrl } from '../json';

/** Its case does not count; that of the rest, base 58, does. */
const PREFIX = [/^bv/i, 'BV'] as const;

/** `aid` is the same ID as a number, below 2^51. */
function idOf(video: unknown): string | null {
	const aid = id(at(video, 'aid'));
	const bvid = id(at(video, 'bvid'));
	return bvid?.replace(...PREFIX) ?? (aid === null ? null : avToBv(aid));
}

/** The address of a video's page. */
export const pageUrl = (postId: string) => `https://www.bilibili.com/video/${postId}/`;

function fieldsOf(data: unknown, video: unknown, postId: string): PostFields {
	const stat = at(video, 'stat');
	return {
		post_id: postId,
		content_type: 'video',
		title: text(at(video, 'title')),
		text: text(at(video, 'desc')),
		author_name: text(at(video, 'owner', 'name')) ?? text(at(data, 'upData', 'name')),
		author_id: id(at(video, 'owner', 'mid')) ?? id(at(data, 'upData', 'mid')),
		author_handle: null,
		published_at: isoDate(at(video, 'pubdate')),
		// All parts together.
		duration_seconds: seconds(at(video, 'duration')),
		like_count: count(at(stat, 'like')),
		comment_count: count(at(stat, 'reply')),
		share_count: count(at(stat, 'share')),
		collect_count: count(at(stat, 'favorite')),
		play_count: count(at(stat, 'view')),
		hashtags: hashtags(list(at(data, 'tags')).map((tag) => at(tag, 'tag_name'))),
		cover_url: webUrl(at(video, 'pic')),
		// The answer has picture and sound apart, for two hours, and only for players that send a referrer.
		video_url: null,
		image_urls: null,
		music_title: null,
		canonical_url: pageUrl(postId),
	};
}

/**
 * Details of Bilibili (哔哩哔哩) videos: the state of the video's page, `data.videoData`. What stands in `related`,
 * `availableVideoList` and `ugc_season` are other videos, and the series as a whole.
 */
export const bilibiliDetails: PostDetails = {
	endpointFor: () => ({
		request: { method: 'GET', url: '/api/bilibili/get-video-detail/v2' },
		idParameter: 'bvid',
	}),
	readPost: (data, askedId) =>
		pickPost(
			[at(data, 'videoData')],
			askedId.replace(...PREFIX),
			idOf,
			(video) => fieldsOf(data, video, askedId),
			// Empty where all is well. That the API passes it on is likely, not seen.
			text(at(data, 'error', 'message')),
		),
};
