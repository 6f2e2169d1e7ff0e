import type { CommentFields } from '../comment';
import { at, count, id, isoDate, lines, list, present, text, webUrl } from '../json';
import { cursorOf, cursorText, lastOf, listed, listedComments, pageNumber, pageOf, saysMore } from '../list';
import type { ListedPost, PlatformLists } from '../list';
import { fieldsOf, idOf, pageUrl } from './posts';

/**
 * From this length on, in UTF-16 units, a text may have been cut: the vendor's examples end after 98 to 100 in the list
 * of an author, and after 59 or 60 in a search.
 */
const CUT_IN_LIST = 95;
const CUT_IN_SEARCH = 57;

/** The length counts as the API sends the text, marks of tags included. */
const isCut = (note: unknown, from: number) => (text(at(note, 'desc')) ?? '').length >= from;

const authorNote = (note: unknown, noteId: string): ListedPost => ({
	...fieldsOf(note, noteId),
	is_pinned: typeof at(note, 'sticky') === 'boolean' ? at(note, 'sticky') === true : null,
	is_text_cut: isCut(note, CUT_IN_LIST),
});

const foundNote = (note: unknown, noteId: string): ListedPost => ({
	...fieldsOf(note, noteId),
	is_pinned: null,
	is_text_cut: isCut(note, CUT_IN_SEARCH),
});

function commentOf(
	comment: unknown,
	postId: string,
	commentId: string,
	parent: string | null,
): CommentFields {
	const user = at(comment, 'user');
	const pictures = list(at(comment, 'pictures'));
	return {
		post_id: postId,
		comment_id: commentId,
		parent_comment_id: parent,
		text: text(at(comment, 'content')),
		author_name: text(at(user, 'nickname')),
		// A pseudonym of 29 digits stands there, which no endpoint takes.
		author_id: null,
		author_handle: id(at(user, 'red_id')),
		like_count: count(at(comment, 'like_count')),
		reply_count: count(at(comment, 'sub_comment_count')),
		published_at: isoDate(at(comment, 'time')),
		location: null,
		image_urls: lines(
			present(pictures.map((picture) => webUrl(at(picture, 'origin_url')) ?? webUrl(at(picture, 'url')))),
		),
		is_pinned: null,
		canonical_url: pageUrl(`explore/${postId}`, null),
	};
}

const commentsIn = (entries: unknown, postId: string) =>
	listedComments(entries, {
		idOf: (comment) => id(at(comment, 'id')),
		fieldsOf: (comment, commentId, parent) => commentOf(comment, postId, commentId, parent),
		repliesTo: (comment) => at(comment, 'sub_comments'),
	});

/** Lists of Xiaohongshu (小红书). */
export const xiaohongshuLists: PlatformLists = {
	authorPosts: {
		request: { method: 'GET', url: '/api/xiaohongshu/get-user-note-list/v4' },
		subjectParameter: 'userId',
		cursorParameters: ['lastCursor'],
		pageSize: [16, 20],
		readPage: (data) =>
			pageOf({
				entries: at(data, 'notes'),
				items: listed(at(data, 'notes'), idOf, authorNote),
				more: saysMore(at(data, 'has_more')),
				next: cursorOf(
					'lastCursor',
					cursorText(at(data, 'cursor')) ?? at(lastOf(at(data, 'notes')), 'cursor'),
				),
				refused: null,
			}),
	},
	comments: {
		request: { method: 'GET', url: '/api/xiaohongshu/get-note-comment/v2' },
		subjectParameter: 'noteId',
		cursorParameters: ['lastCursor'],
		sorts: { newest: { sort: 'latest' }, normal: { sort: 'normal' }, likes: { sort: 'like_count' } },
		pageSize: [10, 10],
		readPage: (data, { subject }) =>
			pageOf({
				entries: at(data, 'comments'),
				items: commentsIn(at(data, 'comments'), subject),
				more: saysMore(at(data, 'has_more')),
				// JSON as text, of which nothing is read.
				next: cursorOf('lastCursor', at(data, 'cursor')),
				refused: null,
			}),
	},
	search: {
		request: { method: 'GET', url: '/api/xiaohongshu/search-note/v4' },
		subjectParameter: 'keyword',
		firstPage: { page: '1' },
		cursorParameters: ['page'],
		sorts: {
			relevance: { sortType: 'general' },
			newest: { sortType: 'time_descending' },
			likes: { sortType: 'popularity_descending' },
			comments: { sortType: 'comment_descending' },
			saves: { sortType: 'collect_descending' },
		},
		periods: {
			any: { timeFilter: 'ALL' },
			day: { timeFilter: 'ONE_DAY' },
			week: { timeFilter: 'ONE_WEEK' },
			halfYear: { timeFilter: 'HALF_YEAR' },
		},
		pageSize: [20, 20],
		readPage: (data, _query, cursor) =>
			pageOf({
				entries: at(data, 'notes'),
				items: listed(at(data, 'notes'), idOf, foundNote),
				more: saysMore(at(data, 'has_more')),
				next: { page: String(pageNumber(cursor) + 1) },
				refused: null,
			}),
	},
};
