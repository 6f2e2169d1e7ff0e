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
	seconds,
	text,
	webUrl,
	webUrls,
} from '../json';

/** v1 takes every note, and has no video in its answer. */
const ANY_NOTE = '/api/xiaohongshu/get-note-detail/v1';
/** v6 has all of v1 and the video, and by its documentation takes no image notes. */
const VIDEO_NOTE = '/api/xiaohongshu/get-note-detail/v6';

/** The app's own types. */
const CONTENT_TYPES: Readonly<Record<string, ContentType>> = { video: 'video', normal: 'note' };

/** A parameter of a link, as it stands there. */
const parameterIn = (link: unknown, name: string): string | null =>
	new RegExp(`[?&]${name}=([^&#\\s]+)`).exec(text(link) ?? '')?.[1] ?? null;

/** A parameter of the note's own link. */
const linkParameter = (note: unknown, name: string) => parameterIn(at(note, 'share_info', 'link'), name);

/** The type tells, not a stream: live photos have streams too. */
function contentTypeOf(note: unknown): ContentType | null {
	const type = text(at(note, 'type')) ?? linkParameter(note, 'type') ?? '';
	return Object.hasOwn(CONTENT_TYPES, type) ? CONTENT_TYPES[type] : null;
}

/** Linked tags are written `#tag[话题]#`, and may follow each other without a blank. */
const withoutTagMarks = (words: string | null) =>
	words?.replace(/\[话题\]#(?=#)/g, ' ').replace(/\[话题\]#/g, '') ?? null;

/** In lists `original` is empty, and `url` too from the second image on. */
const imageUrl = (image: unknown) =>
	webUrl(at(image, 'original')) ?? webUrl(at(image, 'url_size_large')) ?? webUrl(at(image, 'url'));

/** H.264 before H.265, which browsers may not play. The first URL of a stream lives about 84 hours. */
function videoUrl(note: unknown): string | null {
	const streams = at(note, 'video_info_v2', 'media', 'stream');
	const urls = [...list(at(streams, 'h264')), ...list(at(streams, 'h265'))].flatMap((stream) => [
		...webUrls([at(stream, 'master_url')]),
		...webUrls(at(stream, 'backup_urls')),
	]);
	return urls[0] ?? null;
}

/** v6 has the name of the sound in a JSON text only. */
function musicTitle(note: unknown): string | null {
	const named = text(at(note, 'native_voice_info', 'name'));
	const widgets = text(at(note, 'widgets_context'));
	if (named !== null || widgets === null) return named;
	try {
		return text(at(JSON.parse(widgets), 'note_sound_info', 'name'));
	} catch {
		return null;
	}
}

/**
 * A page opens only with a token, which some answers bring fresh. It ends in a bare `=` and is not encoded again.
 *
 * @param path the page's path
 * @param link the link in the answer that may have the token
 */
export function pageUrl(path: string, link: unknown): string {
	const token = parameterIn(link, 'xsec_token');
	return `https://www.xiaohongshu.com/${path}${token === null ? '' : `?xsec_token=${token}`}`;
}

/** The ID of a note, by itself or in a list. */
export const idOf = (note: unknown) => id(at(note, 'id'));

/** The fields of a note, by itself or in a list, where the names of some differ. */
export function fieldsOf(note: unknown, noteId: string): PostFields {
	const contentType = contentTypeOf(note);
	const user = at(note, 'user');
	const images = list(at(note, 'images_list'));
	return {
		post_id: noteId,
		content_type: contentType,
		title: text(at(note, 'title')),
		text: withoutTagMarks(text(at(note, 'desc'))),
		author_name: text(at(user, 'nickname')) ?? text(at(user, 'name')),
		author_id: id(at(user, 'userid')) ?? id(at(user, 'id')),
		author_handle: id(at(user, 'red_id')),
		published_at:
			isoDate(at(note, 'time')) ?? isoDate(at(note, 'create_time')) ?? isoDate(at(note, 'timestamp')),
		duration_seconds: seconds(at(note, 'video_info_v2', 'capa', 'duration')),
		like_count: count(at(note, 'liked_count')) ?? count(at(note, 'likes')),
		comment_count: count(at(note, 'comments_count')),
		share_count: count(at(note, 'shared_count')) ?? count(at(note, 'share_count')),
		collect_count: count(at(note, 'collected_count')),
		play_count: countAboveZero(at(note, 'view_count')),
		hashtags: hashtags(list(at(note, 'hash_tag')).map((tag) => at(tag, 'name'))),
		cover_url: webUrl(at(images, 0, 'url')) ?? webUrl(at(images, 0, 'original')),
		video_url: contentType === 'video' ? videoUrl(note) : null,
		// The one image of a video note is its cover.
		image_urls: contentType === 'video' ? null : lines(present(images.map(imageUrl))),
		music_title: musicTitle(note),
		canonical_url: pageUrl(`explore/${noteId}`, at(note, 'share_info', 'link')),
	};
}

/** v1 puts notes into `note_list`, v6 right into the data. */
const notesIn = (data: unknown) =>
	list(data).flatMap((entry) =>
		at(entry, 'note_list') === undefined ? [entry] : list(at(entry, 'note_list')),
	);

/** Details of Xiaohongshu (小红书) notes. Both versions answer with a list. */
export const xiaohongshuDetails: PostDetails = {
	endpointFor: (contentType) => ({
		request: { method: 'GET', url: contentType === 'video' ? VIDEO_NOTE : ANY_NOTE },
		idParameter: 'noteId',
		...(contentType === 'video' ? {} : { lacksVideo: true }),
	}),
	readPost: (data, askedId) =>
		pickPost(
			notesIn(data),
			askedId.toLowerCase(),
			// Hex.
			(note) => id(at(note, 'id'))?.toLowerCase() ?? null,
			(note) => fieldsOf(note, askedId),
		),
};
