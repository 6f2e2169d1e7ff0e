import type { CommentFields } from '../comment';
import { at, count, id, isoDate, list, text } from '../json';
import { cursorOf, cursorText, listed, listedComments, pageNumber, pageOf, refusal, saysMore } from '../list';
import type { ListedPost, PlatformLists } from '../list';
import { fieldsOf, handleOf, idOf, pageUrl } from './posts';

const refusedBy = (data: unknown) => refusal(at(data, 'status_code'), 0, at(data, 'status_msg'));

function isPinned(mark: unknown): boolean | null {
	const position = count(mark);
	return position === null ? null : position > 0;
}

/** Posts of a list are whole. */
const authorPost = (post: unknown, postId: string): ListedPost => ({
	...fieldsOf(post, postId),
	is_pinned: isPinned(at(post, 'is_top')),
	is_text_cut: false,
});

/** What a search finds may be pinned by its author, and stands in no list of theirs. */
const foundPost = (post: unknown, postId: string): ListedPost => ({
	...authorPost(post, postId),
	is_pinned: null,
});

function commentOf(
	comment: unknown,
	postId: string,
	commentId: string,
	parent: string | null,
): CommentFields {
	const user = at(comment, 'user');
	return {
		post_id: postId,
		comment_id: commentId,
		parent_comment_id: parent,
		text: text(at(comment, 'text')),
		author_name: text(at(user, 'nickname')),
		author_id: id(at(user, 'sec_uid')),
		author_handle: handleOf(user),
		like_count: count(at(comment, 'digg_count')),
		reply_count: count(at(comment, 'reply_comment_total')),
		published_at: isoDate(at(comment, 'create_time')),
		location: null,
		// No answer with a picture was ever seen.
		image_urls: null,
		is_pinned: isPinned(at(comment, 'stick_position')),
		canonical_url: pageUrl(postId, at(comment, 'is_note_comment') !== 1),
	};
}

const commentsIn = (entries: unknown, postId: string) =>
	listedComments(entries, {
		idOf: (comment) => id(at(comment, 'cid')),
		fieldsOf: (comment, commentId, parent) => commentOf(comment, postId, commentId, parent),
		repliesTo: (comment) => at(comment, 'reply_comment'),
	});

/** Lists of Douyin (抖音). */
export const douyinLists: PlatformLists = {
	authorPosts: {
		// v3 lacks the newest posts of some authors, as its documentation says.
		request: { method: 'GET', url: '/api/douyin/get-user-video-list/v1' },
		subjectParameter: 'secUid',
		firstPage: { maxCursor: '0' },
		cursorParameters: ['maxCursor'],
		pageSize: [20, 20],
		readPage: (data) =>
			pageOf({
				entries: at(data, 'aweme_list'),
				items: listed(at(data, 'aweme_list'), idOf, authorPost),
				more: saysMore(at(data, 'has_more')),
				next: cursorOf('maxCursor', at(data, 'max_cursor')),
				refused: refusedBy(data),
			}),
	},
	comments: {
		request: { method: 'GET', url: '/api/douyin/get-video-comment/v1' },
		subjectParameter: 'awemeId',
		firstPage: { page: '1' },
		cursorParameters: ['page'],
		pageSize: [20, 20],
		readPage: (data, { subject }, cursor) =>
			pageOf({
				entries: at(data, 'comments'),
				items: commentsIn(at(data, 'comments'), subject),
				more: saysMore(at(data, 'has_more')),
				next: { page: String(pageNumber(cursor) + 1) },
				refused: refusedBy(data),
			}),
	},
	search: {
		request: { method: 'GET', url: '/api/douyin/search-video/v4' },
		subjectParameter: 'keyword',
		firstPage: { page: '1' },
		cursorParameters: ['page', 'searchId'],
		sorts: { relevance: { sortType: '_0' }, likes: { sortType: '_1' }, newest: { sortType: '_2' } },
		periods: {
			any: { publishTime: '_0' },
			day: { publishTime: '_1' },
			week: { publishTime: '_7' },
			halfYear: { publishTime: '_180' },
		},
		pageSize: [10, 10],
		readPage(data, _query, cursor) {
			const cards = at(data, 'business_data');
			const posts = list(cards).map((card) => at(card, 'data', 'aweme_info'));
			const config = at(data, 'business_config');
			// A further page is found by its number and the search that it belongs to.
			const searchId = cursorText(at(config, 'next_page', 'search_id'));
			return pageOf({
				entries: cards,
				items: listed(posts, idOf, foundPost),
				more: saysMore(at(config, 'has_more')),
				next: searchId === null ? null : { page: String(pageNumber(cursor) + 1), searchId },
				refused: refusedBy(data),
			});
		},
	},
};
