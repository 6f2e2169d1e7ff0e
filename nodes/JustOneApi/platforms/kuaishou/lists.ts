import type { CommentFields } from '../comment';
import { at, count, id, isoDate, text } from '../json';
import { cursorOf, cursorText, listed, listedComments, pageNumber, pageOf, refusal } from '../list';
import type { ListedPost, PlatformLists } from '../list';
import { fieldsOf, idOf, pageUrl } from './posts';

const refusedBy = (data: unknown) => refusal(at(data, 'result'), 1, at(data, 'error_msg'));

/** In the place of the cursor, behind the last page. */
const LAST = 'no_more';

/** A cursor promises a next page. */
function promisesMore(data: unknown): boolean | undefined {
	const cursor = cursorText(at(data, 'pcursor'));
	return cursor === null ? undefined : cursor !== LAST;
}

/** Posts of a list are whole. Whether one is pinned is nowhere said. */
const postOf = (post: unknown, postId: string): ListedPost => ({
	...fieldsOf(post, postId),
	is_pinned: null,
	is_text_cut: false,
});

const commentOf = (
	comment: unknown,
	postId: string,
	commentId: string,
	parent: string | null,
): CommentFields => ({
	post_id: postId,
	comment_id: commentId,
	parent_comment_id: parent,
	text: text(at(comment, 'content')),
	author_name: text(at(comment, 'author_name')),
	author_id: id(at(comment, 'author_id')),
	author_handle: null,
	like_count: count(at(comment, 'likedCount')),
	reply_count: count(at(comment, 'subCommentCount')),
	// `time` is the same moment in Beijing, without a zone.
	published_at: isoDate(at(comment, 'timestamp')),
	location: text(at(comment, 'authorArea')),
	// No answer with a picture was ever seen.
	image_urls: null,
	is_pinned: null,
	canonical_url: pageUrl(postId),
});

/** The first replies stand beside the comments, by the comment's ID. */
const commentsIn = (data: unknown, postId: string) =>
	listedComments(at(data, 'rootComments'), {
		idOf: (comment) => id(at(comment, 'comment_id')),
		fieldsOf: (comment, commentId, parent) => commentOf(comment, postId, commentId, parent),
		repliesTo: (_, commentId) => at(data, 'subCommentsMap', commentId, 'subComments'),
	});

/** Lists of Kuaishou (快手). */
export const kuaishouLists: PlatformLists = {
	authorPosts: {
		request: { method: 'GET', url: '/api/kuaishou/get-user-video-list/v2' },
		subjectParameter: 'userId',
		cursorParameters: ['pcursor'],
		pageSize: [7, 10],
		readPage: (data) =>
			pageOf({
				entries: at(data, 'feeds'),
				items: listed(at(data, 'feeds'), idOf, postOf),
				more: promisesMore(data),
				next: cursorOf('pcursor', at(data, 'pcursor')),
				refused: refusedBy(data),
			}),
	},
	comments: {
		request: { method: 'GET', url: '/api/kuaishou/get-video-comment/v1' },
		subjectParameter: 'videoId',
		cursorParameters: ['pcursor'],
		pageSize: [30, 30],
		readPage: (data, { subject }) =>
			pageOf({
				entries: at(data, 'rootComments'),
				items: commentsIn(data, subject),
				more: promisesMore(data),
				next: cursorOf('pcursor', at(data, 'pcursor')),
				refused: refusedBy(data),
			}),
	},
	search: {
		request: { method: 'GET', url: '/api/kuaishou/search-video/v2' },
		subjectParameter: 'keyword',
		firstPage: { page: '1' },
		cursorParameters: ['page'],
		// One order, without a parameter for it.
		sorts: { relevance: {} },
		periods: { any: {} },
		pageSize: [20, 20],
		readPage(data, _query, cursor) {
			const posts = at(data, 'feeds');
			// Pages have numbers, and the last one is empty.
			const more = Array.isArray(posts) ? posts.length > 0 && promisesMore(data) !== false : undefined;
			return pageOf({
				entries: posts,
				items: listed(posts, idOf, postOf),
				more,
				next: { page: String(pageNumber(cursor) + 1) },
				refused: refusedBy(data),
			});
		},
	},
};
