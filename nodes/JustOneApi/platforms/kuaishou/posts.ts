import type { ContentType } from '../target';
import { pickPost } from '../post';
import type { PostDetails, PostFields } from '../post';
import { at, count, hashtags, id, isoDate, lines, list, present, secondsOfMs, text, webUrl } from '../json';

/** The form of an ID that the endpoint takes. `photo_id` is a number for the same post and cannot be compared. */
const PHOTO_ID = '(3x[0-9a-z]+)';
const SHARED_ID = new RegExp(`(?:^|&)photoId=${PHOTO_ID}`);
const CACHED_ID = new RegExp(`[?&]clientCacheKey=${PHOTO_ID}`);
const WHOLE_ID = new RegExp(`^${PHOTO_ID}$`);
/** Bounded: it is put before each picture's path. */
const IMAGE_HOST = /^(?:https?:\/\/)?([\w.-]{1,253})\/*$/;

const match = (pattern: RegExp, value: unknown): string | null =>
	typeof value === 'string' ? (pattern.exec(value)?.[1] ?? null) : null;

/** URLs stand in lists of `{ cdn, url }`. */
export const urlsIn = (values: unknown): string[] =>
	present(list(values).map((entry) => webUrl(at(entry, 'url'))));

/** What the post calls itself comes first: by its name, `originalPhotoId` may be the post that this one copies. */
export function idOf(post: unknown): string | null {
	const urls = [...urlsIn(at(post, 'main_mv_urls')), ...urlsIn(at(post, 'cover_thumbnail_urls'))];
	const ids = [
		match(SHARED_ID, at(post, 'share_info')),
		...urls.map((url) => match(CACHED_ID, url)),
		match(WHOLE_ID, at(post, 'originalPhotoId')),
	];
	return present(ids)[0] ?? null;
}

/**
 * The pictures of an image post: hosts and paths apart, as clients of Kuaishou read them. No answer of the API with
 * one was ever seen.
 */
function imagesOf(post: unknown): string[] {
	const atlas = at(post, 'ext_params', 'atlas');
	const host = match(IMAGE_HOST, text(at(atlas, 'cdn', 0)) ?? at(atlas, 'cdnList', 0, 'cdn'));
	if (host === null) return [];
	const paths = present(list(at(atlas, 'list')).map(text));
	return present(paths.map((path) => webUrl(`https://${host}/${path.replace(/^\/+/, '')}`)));
}

function contentTypeOf(videos: readonly string[], images: readonly string[]): ContentType | null {
	if (images.length > 0) return 'note';
	return videos.length > 0 ? 'video' : null;
}

/** Tags stand in the text alone: `tags` is empty also where it has some. */
const hashtagsIn = (caption: string | null) =>
	hashtags([...(caption ?? '').matchAll(/#([^\s#]+)/gu)].map(([, name]) => name));

/** The address of a post's page. */
export const pageUrl = (postId: string) => `https://www.kuaishou.com/short-video/${postId}`;

/** The fields of a post, by itself or in a list. */
export function fieldsOf(post: unknown, postId: string): PostFields {
	const caption = text(at(post, 'caption'));
	const videos = urlsIn(at(post, 'main_mv_urls'));
	const images = imagesOf(post);
	const contentType = contentTypeOf(videos, images);
	return {
		post_id: postId,
		content_type: contentType,
		title: null,
		text: caption,
		author_name: text(at(post, 'user_name')),
		author_id: id(at(post, 'user_id')),
		author_handle: id(at(post, 'kwaiId')),
		published_at: isoDate(at(post, 'timestamp')),
		duration_seconds: secondsOfMs(at(post, 'duration')),
		like_count: count(at(post, 'like_count')),
		comment_count: count(at(post, 'comment_count')),
		share_count: count(at(post, 'share_count')),
		collect_count: count(at(post, 'collect_count')),
		play_count: count(at(post, 'view_count')),
		hashtags: hashtagsIn(caption),
		cover_url: urlsIn(at(post, 'cover_thumbnail_urls'))[0] ?? images[0] ?? null,
		video_url: contentType === 'video' ? videos[0] : null,
		image_urls: lines(images),
		music_title: text(at(post, 'soundTrack', 'name')),
		canonical_url: pageUrl(postId),
	};
}

/** Details of Kuaishou (快手) posts: `data.photos`. */
export const kuaishouDetails: PostDetails = {
	endpointFor: () => ({
		request: { method: 'GET', url: '/api/kuaishou/get-video-detail/v2' },
		idParameter: 'videoId',
	}),
	readPost: (data, askedId) =>
		pickPost(list(at(data, 'photos')), askedId, idOf, (post) => fieldsOf(post, askedId)),
};
