import type { CommentFields } from '../comment';
import { at, count, hashtags, id, isoDate, seconds, text, webUrl } from '../json';
import {
	cursorOf,
	lastOf,
	listed,
	listedComments,
	pageNumber,
	pageOf,
	place,
	refusal,
	saysMore,
} from '../list';
import type { ListedPost, NoPage, PlatformLists } from '../list';
import { bvToAv } from './bvid';
import { pageUrl } from './posts';

/** Bilibili's own answer within the data: a second `code`, and a second `data`. */
export function inner(data: unknown): { refused: NoPage | null; data: unknown } {
	const refused = refusal(at(data, 'code'), 0, at(data, 'message'));
	return { refused, data: refused ? undefined : at(data, 'data') };
}

/** What is no video (a season, a course) has none; its number is that of something else. */
const idOf = (video: unknown) => id(at(video, 'bvid'));

/** What no list of videos has. */
const LACKING = {
	content_type: 'video',
	author_handle: null,
	video_url: null,
	image_urls: null,
	music_title: null,
	is_pinned: null,
	is_text_cut: null,
} as const;

/** A video of an author's list, which has neither text nor counts but that of plays, and not the author's ID. */
const authorVideo = (video: unknown, postId: string, authorId: string): ListedPost => ({
	...LACKING,
	post_id: postId,
	title: text(at(video, 'title')),
	text: null,
	author_name: text(at(video, 'author')),
	author_id: authorId,
	published_at: isoDate(at(video, 'ctime')),
	duration_seconds: seconds(at(video, 'duration')),
	like_count: null,
	comment_count: null,
	share_count: null,
	collect_count: null,
	play_count: count(at(video, 'play')),
	hashtags: null,
	cover_url: webUrl(at(video, 'cover')),
	canonical_url: pageUrl(postId),
});

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** A text of a search answer without `<em class="keyword">` around the words that were found. */
const withoutMarks = (value: unknown) =>
	text(
		text(value)
			?.replace(/<em class="keyword">|<\/em>/g, '')
			.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name]),
	);

/** `2:47` or `1:02:03` in seconds. */
function secondsOfClock(value: unknown): number | null {
	const clock = /^(?:(\d{1,4}):)?(\d{1,4}):(\d{1,2})$/.exec(text(value) ?? '');
	if (!clock) return null;
	const [, hours = '0', minutes, rest] = clock;
	return seconds((Number(hours) * 60 + Number(minutes)) * 60 + Number(rest));
}

/** A video that a search found. */
const foundVideo = (video: unknown, postId: string): ListedPost => ({
	...LACKING,
	post_id: postId,
	title: withoutMarks(at(video, 'title')),
	text: withoutMarks(at(video, 'description')),
	author_name: text(at(video, 'author')),
	author_id: id(at(video, 'mid')),
	published_at: isoDate(at(video, 'pubdate')),
	duration_seconds: secondsOfClock(at(video, 'duration')),
	like_count: count(at(video, 'like')),
	comment_count: count(at(video, 'review')),
	share_count: null,
	collect_count: count(at(video, 'favorites')),
	play_count: count(at(video, 'play')),
	hashtags: hashtags((text(at(video, 'tag')) ?? '').split(',')),
	cover_url: webUrl(at(video, 'pic')),
	canonical_url: pageUrl(postId),
});

const commentOf = (
	comment: unknown,
	postId: string,
	commentId: string,
	parent: string | null,
	isPinned: boolean,
): CommentFields => ({
	post_id: postId,
	comment_id: commentId,
	parent_comment_id: parent,
	text: text(at(comment, 'content', 'message')),
	author_name: text(at(comment, 'member', 'uname')),
	author_id: id(at(comment, 'member', 'mid')) ?? id(at(comment, 'mid')),
	author_handle: null,
	like_count: count(at(comment, 'like')),
	reply_count: count(at(comment, 'rcount')),
	published_at: isoDate(at(comment, 'ctime')),
	location: place(at(comment, 'reply_control', 'location')),
	// No answer with a picture was ever seen.
	image_urls: null,
	is_pinned: isPinned || at(comment, 'reply_control', 'is_up_top') === true,
	canonical_url: pageUrl(postId),
});

const commentsIn = (entries: unknown, postId: string, isPinned: boolean) =>
	listedComments(entries, {
		idOf: (comment) => id(at(comment, 'rpid_str')) ?? id(at(comment, 'rpid')),
		fieldsOf: (comment, commentId, parent) =>
			commentOf(comment, postId, commentId, parent, isPinned && parent === null),
		repliesTo: (comment) => at(comment, 'replies'),
	});

/** Whether pages follow, by a mark that says whether this is the last. */
function unless(isEnd: boolean | undefined): boolean | undefined {
	return isEnd === undefined ? undefined : !isEnd;
}

/** Whether pages follow one, by how many there are. */
function morePages(page: number, pages: number | null): boolean | undefined {
	return pages === null ? undefined : page < pages;
}

/** Lists of Bilibili (哔哩哔哩). */
export const bilibiliLists: PlatformLists = {
	authorPosts: {
		request: { method: 'GET', url: '/api/bilibili/get-user-video-list/v2' },
		subjectParameter: 'uid',
		cursorParameters: ['param'],
		pageSize: [20, 20],
		readPage(data, { subject }) {
			const { refused, data: answer } = inner(data);
			const videos = at(answer, 'item');
			return pageOf({
				entries: videos,
				items: listed(videos, idOf, (video, bvid) => authorVideo(video, bvid, subject)),
				more: saysMore(at(answer, 'has_next')),
				next: cursorOf('param', at(lastOf(videos), 'param')),
				refused,
			});
		},
	},
	comments: {
		request: { method: 'GET', url: '/api/bilibili/get-video-comment/v2' },
		subjectParameter: 'aid',
		subjectOf: (bvid) => bvToAv(bvid) ?? bvid,
		cursorParameters: ['cursor'],
		pageSize: [20, 20],
		readPage(data, { subject }) {
			const { refused, data: answer } = inner(data);
			const cursor = at(answer, 'cursor');
			return pageOf({
				entries: at(answer, 'replies'),
				items: [
					...commentsIn(at(answer, 'top_replies'), subject, true),
					...commentsIn(at(answer, 'replies'), subject, false),
				],
				more: unless(saysMore(at(cursor, 'is_end'))),
				// Each comment repeats it. `cursor.next` is a number for other routes.
				next: cursorOf('cursor', at(cursor, 'pagination_reply', 'next_offset')),
				refused,
			});
		},
	},
	search: {
		request: { method: 'GET', url: '/api/bilibili/search-video/v2' },
		subjectParameter: 'keyword',
		firstPage: { page: '1' },
		cursorParameters: ['page'],
		sorts: {
			relevance: { order: 'general' },
			newest: { order: 'pubdate' },
			plays: { order: 'click' },
			saves: { order: 'stow' },
			danmaku: { order: 'dm' },
		},
		periods: { any: {} },
		pageSize: [20, 20],
		readPage(data, _query, cursor) {
			const { refused, data: answer } = inner(data);
			const videos = at(answer, 'result');
			const page = pageNumber(cursor);
			return pageOf({
				entries: videos,
				items: listed(videos, idOf, foundVideo),
				more: morePages(page, count(at(answer, 'numPages'))),
				next: { page: String(page + 1) },
				refused,
			});
		},
	},
};
