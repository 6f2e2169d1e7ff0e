import type { ContentType } from '../target';
import { pickPost } from '../post';
import type { PostDetails, PostFields } from '../post';
import {
	at,
	count,
	countAboveZero,
	hashtags,
	id,
	isoDate,
	lines,
	list,
	present,
	secondsOfMs,
	text,
	webUrls,
} from '../json';

/** `media_type`, as real answers have it. */
const VIDEO = 4;
const IMAGE_POST = 2;

/** The ID of a post, by itself or in a list. */
export const idOf = (post: unknown) => id(at(post, 'aweme_id')) ?? id(at(post, 'statistics', 'aweme_id'));

/** A live photo has a short video of its own. That the API passes these on was never seen; clients of Douyin read it so. */
const isLivePhoto = (image: unknown) => webUrls(at(image, 'video', 'play_addr', 'url_list')).length > 0;

function contentTypeOf(post: unknown): ContentType | null {
	const images = list(at(post, 'images'));
	if (images.some(isLivePhoto)) return 'slides';
	if (images.length > 0 || at(post, 'media_type') === IMAGE_POST) return 'note';
	return at(post, 'media_type') === VIDEO ? 'video' : null;
}

/** Lists of URLs begin with webp or heic and end with jpeg, which everything opens. */
export const lastUrl = (urls: unknown): string | null => webUrls(urls).at(-1) ?? null;

/** H.264 before what may be HEVC. Some of these URLs live one hour. */
const videoUrl = (video: unknown): string | null =>
	[...webUrls(at(video, 'play_addr_h264', 'url_list')), ...webUrls(at(video, 'play_addr', 'url_list'))][0] ??
	null;

/** `text_extra` also holds mentions and searches; only hashtags have a name. `cha_list` lacks most of them. */
const hashtagNames = (post: unknown) =>
	list(at(post, 'text_extra')).map((extra) => at(extra, 'hashtag_name'));

/** Accounts without a name of their own have a number, and `0` where they have neither. */
export function handleOf(author: unknown): string | null {
	const shortId = id(at(author, 'short_id'));
	return id(at(author, 'unique_id')) ?? (shortId === '0' ? null : shortId);
}

/** The address of a post's page. */
export const pageUrl = (postId: string, isVideo: boolean) =>
	`https://www.douyin.com/${isVideo ? 'video' : 'note'}/${postId}`;

/** The fields of a post, by itself or in a list. */
export function fieldsOf(post: unknown, postId: string): PostFields {
	const contentType = contentTypeOf(post);
	const author = at(post, 'author');
	const statistics = at(post, 'statistics');
	const images = present(list(at(post, 'images')).map((image) => lastUrl(at(image, 'url_list'))));
	return {
		post_id: postId,
		content_type: contentType,
		title: text(at(post, 'item_title')) ?? text(at(post, 'preview_title')),
		text: text(at(post, 'desc')),
		author_name: text(at(author, 'nickname')),
		author_id: id(at(author, 'sec_uid')),
		author_handle: handleOf(author),
		published_at: isoDate(at(post, 'create_time')),
		duration_seconds: secondsOfMs(at(post, 'duration')),
		like_count: count(at(statistics, 'digg_count')),
		comment_count: count(at(statistics, 'comment_count')),
		share_count: count(at(statistics, 'share_count')),
		collect_count: count(at(statistics, 'collect_count')),
		play_count: countAboveZero(at(statistics, 'play_count')),
		hashtags: hashtags(hashtagNames(post)),
		cover_url: lastUrl(at(post, 'video', 'cover', 'url_list')) ?? images[0] ?? null,
		// What an image post has in its place is its music.
		video_url: contentType === 'video' ? videoUrl(at(post, 'video')) : null,
		image_urls: lines(images),
		music_title: text(at(post, 'music', 'title')),
		canonical_url: pageUrl(postId, contentType !== 'note' && contentType !== 'slides'),
	};
}

/** Douyin leaves out a post that is gone or private, and says why beside it; whether the API passes that on is unknown. */
const saidIn = (data: unknown) =>
	text(at(data, 'filter_detail', 'detail_msg')) ?? text(at(data, 'filter_detail', 'filter_reason'));

/** Details of Douyin (抖音) posts: `data.aweme_detail`. */
export const douyinDetails: PostDetails = {
	endpointFor: () => ({
		request: { method: 'GET', url: '/api/douyin/get-video-detail/v2' },
		idParameter: 'videoId',
	}),
	readPost: (data, askedId) =>
		pickPost([at(data, 'aweme_detail')], askedId, idOf, (post) => fieldsOf(post, askedId), saidIn(data)),
};
