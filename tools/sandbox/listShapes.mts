/**
 * The shapes of lists and authors in answers/, and where in them an item, the mark of "there is more" and the cursor
 * stand. All values are invented. What a private or deleted account is answered is a guess on every platform.
 */
import { readFileSync } from 'node:fs';
import { bvToAv } from '../../nodes/JustOneApi/platforms/bilibili/bvid.ts';
import type { PlatformName } from '../../nodes/JustOneApi/platforms/platform.ts';
import { postIdBehind, snowflake } from './ids.mts';
import { fraction } from './links.mts';

/** Parsed JSON of a known shape. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- parsed JSON of a known shape
export type Data = any;

/** A string, which is left alone, or a number. */
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;
const BIG = '@big:';

/** Stands for an integer without quotes, which JSON.stringify could not write beyond 2^53. */
export const big = (digits: string): string => BIG + digits;

/** The `data` of an answer in answers/, newly read each time. Integers beyond 2^53 keep their digits. */
export function shape(name: string): Data {
	const text = readFileSync(new URL(`answers/${name}.json`, import.meta.url), 'utf8');
	const kept = text.replace(STRING_OR_NUMBER, (token) =>
		/^-?\d{16,}$/.test(token) ? JSON.stringify(big(token)) : token,
	);
	return (JSON.parse(kept) as { data: Data }).data;
}

/** JSON text of data, with integers as the real answers have them. */
export const jsonOf = (data: unknown): string => JSON.stringify(data).replace(/"@big:(-?\d+)"/g, '$1');

/** An item of a list that the sandbox makes up. */
export interface Item {
	/** From 0 for the newest on; what has been added since has a number below 0. */
	index: number;
	/** The list's subject as its parameter has it: an author's ID, a post's, or the words of a search. */
	subject: string;
	id: string;
	/** Since 1970. The newest have the highest. */
	seconds: number;
	isPinned: boolean;
}

/** How a page ends. */
export interface PageEnd {
	hasMore: boolean;
	/** The cursor of the next page: of the last item, or its number. */
	cursor: string;
	/** The page's number, as far as the list has pages with numbers. */
	page: number;
	/** How many pages there are. */
	pages: number;
	subject: string;
	/** Whether cursors that are numbers are beyond 2^53. */
	isHuge: boolean;
}

export interface ListShape {
	platform: PlatformName;
	/** What the list is asked for. */
	of: 'author' | 'post' | 'keyword';
	path: string;
	/** The parameter that takes the subject. */
	parameter: string;
	file: string;
	pageSize: number;
	/** The parameter that takes a cursor; `page` where pages have numbers. */
	cursorParameter: string;
	/** The cursor behind an item. */
	cursorOf?: (item: Item) => string;
	idOf: (subject: string, index: number, seconds: number) => string;
	/** Whether items can be pinned. */
	pins?: boolean;
	/** Writes an item into a copy of the shape's first entry. */
	edit: (entry: Data, item: Item) => void;
	/** The entries into the data; null where the list is null. */
	put: (data: Data, entries: Data[] | null, items: readonly Item[]) => void;
	/** Marks whether there is more. */
	close: (data: Data, end: PageEnd) => void;
	/** The first entry of the shape. */
	first: (data: Data) => Data;
	/** Entries that are neither posts nor comments. */
	card?: Data;
	/** The data of an account that is not to be seen. */
	account?: (kind: 'private' | 'deleted') => unknown;
}

const number = (salt: string, from: number, count: number) => from + Math.floor(fraction(salt) * count);
/** IDs that are numbers: from a number of the list on downwards. */
const counted = (subject: string, index: number, from: number) =>
	String(number(`first ${subject}`, from, 1e9) * 1000 - index);
const hexId = (seconds: number, salt: string) =>
	seconds.toString(16) + postIdBehind('xiaohongshu', `v-${salt}`).slice(8);

/** 1785234151251 as Java prints it as a double: `1.785234151251E12`. */
function asDouble(ms: number): string {
	const digits = String(ms);
	return `${digits[0]}.${digits.slice(1).replace(/0+$/, '') || '0'}E${digits.length - 1}`;
}

/** Kuaishou's times have milliseconds. */
const msOf = ({ seconds, index }: Item) => seconds * 1000 + (((index % 999) + 999) % 999) + 1;
/** As long as what the API cuts, or short. */
const cutText = ({ index }: Item, length: number) =>
	(index % 2 === 0 ? `第${index}条` + '字'.repeat(length) : `第${index}条短文`).slice(0, length);

const NOBODY = '用户不存在';

const douyinPost = (post: Data, { id, seconds, isPinned, index, subject }: Item) => {
	const text = `第${index}条#样例话题`;
	Object.assign(post, { aweme_id: id, group_id: id, create_time: seconds, desc: text, caption: text });
	Object.assign(post, { is_top: isPinned ? 1 : 0, preview_title: `第${index}条` });
	Object.assign(post.statistics, { aweme_id: id, digg_count: number(`likes ${id}`, 0, 1e5) });
	if (subject.startsWith('MS4w')) post.author.sec_uid = subject;
};

const kuaishouPost = (post: Data, item: Item) => {
	const { id, index, subject } = item;
	Object.assign(post, {
		timestamp: msOf(item),
		caption: `第${index}条 #样例骑行`,
		photo_id: big(`52${id.length}${number(id, 1e12, 8e12)}0001`),
	});
	post.share_info = `userId=3xsampleuser000&photoId=${id}`;
	for (const list of [post.main_mv_urls, post.cover_thumbnail_urls]) {
		for (const entry of list) entry.url = entry.url.replace(/(clientCacheKey=)3x[0-9a-z]+/, `$1${id}`);
	}
	if (/^\d+$/.test(subject)) post.user_id = Number(subject);
};

const xiaohongshuNote = (note: Data, item: Item, time: 'create_time' | 'timestamp', length: number) => {
	const title = `样例笔记${item.index}`;
	Object.assign(note, { id: item.id, title, desc: cutText(item, length), [time]: item.seconds });
};

export const LIST_SHAPES: readonly ListShape[] = [
	{
		platform: 'douyin',
		of: 'author',
		path: '/api/douyin/get-user-video-list/v1',
		parameter: 'secUid',
		file: 'douyin-user-posts-v1',
		pageSize: 20,
		cursorParameter: 'maxCursor',
		cursorOf: ({ seconds }) => `${seconds}000`,
		idOf: (subject, index, seconds) => snowflake(seconds, `post ${subject} ${index}`),
		pins: true,
		first: (data) => data.aweme_list[0],
		edit: douyinPost,
		put: (data, entries) => (data.aweme_list = entries),
		close: (data, { hasMore, cursor, isHuge }) =>
			Object.assign(data, {
				has_more: hasMore ? 1 : 0,
				max_cursor: isHuge ? big(cursor) : Number(cursor),
			}),
		account: (kind) =>
			kind === 'private'
				? { status_code: 0, aweme_list: [], has_more: 0, max_cursor: 0, min_cursor: 0 }
				: { status_code: 2065, status_msg: NOBODY, aweme_list: null, has_more: 0 },
	},
	{
		platform: 'douyin',
		of: 'post',
		path: '/api/douyin/get-video-comment/v1',
		parameter: 'awemeId',
		file: 'douyin-video-comments',
		pageSize: 20,
		cursorParameter: 'page',
		idOf: (subject, index, seconds) => snowflake(seconds, `comment ${subject} ${index}`),
		pins: true,
		first: (data) => data.comments[0],
		edit: (comment, { id, seconds, isPinned, index, subject }) =>
			Object.assign(comment, {
				cid: id,
				aweme_id: subject,
				create_time: seconds,
				text: `第${index}条评论`,
				stick_position: isPinned ? 1 : 0,
			}),
		put: (data, entries) => (data.comments = entries),
		close: (data, { hasMore, page }) => Object.assign(data, { has_more: hasMore ? 1 : 0, cursor: page * 20 }),
	},
	{
		platform: 'douyin',
		of: 'keyword',
		path: '/api/douyin/search-video/v4',
		parameter: 'keyword',
		file: 'douyin-search-videos-v4',
		pageSize: 10,
		cursorParameter: 'page',
		idOf: (subject, index, seconds) => snowflake(seconds, `found ${subject} ${index}`),
		first: (data) => data.business_data[0],
		edit: (card, item) => douyinPost(card.data.aweme_info, item),
		card: { data_id: '1', type: 4, data: { type: 4, user_list: [{ user_info: { nickname: '样例' } }] } },
		put: (data, entries) => (data.business_data = entries),
		close: (data, { hasMore, page, subject }) => {
			data.business_config.has_more = hasMore ? 1 : 0;
			data.business_config.next_page = { search_id: searchId(subject), cursor: page * 10 + 2 };
			// Not the one to send.
			data.log.search_id = 'LOG0000000000000000000';
		},
	},
	{
		platform: 'kuaishou',
		of: 'author',
		path: '/api/kuaishou/get-user-video-list/v2',
		parameter: 'userId',
		file: 'kuaishou-user-posts-v2',
		pageSize: 10,
		cursorParameter: 'pcursor',
		cursorOf: (item) => asDouble(msOf(item)),
		idOf: (subject, index) => postIdBehind('kuaishou', `post ${subject} ${index}`),
		first: (data) => data.feeds[0],
		edit: kuaishouPost,
		put: (data, entries) => (data.feeds = entries),
		close: (data, { hasMore, cursor }) => (data.pcursor = hasMore ? cursor : 'no_more'),
		account: (kind) =>
			kind === 'private' ? { result: 1, feeds: [], pcursor: 'no_more' } : { result: 109, error_msg: NOBODY },
	},
	{
		platform: 'kuaishou',
		of: 'post',
		path: '/api/kuaishou/get-video-comment/v1',
		parameter: 'videoId',
		file: 'kuaishou-video-comments',
		pageSize: 30,
		cursorParameter: 'pcursor',
		cursorOf: ({ id }) => `V2#00000000-0000-0000-0000-000000000000#dph#30#${id}_42`,
		idOf: (subject, index) => counted(subject, index, 1e9),
		first: (data) => data.rootComments[0],
		edit: (comment, item) =>
			Object.assign(comment, {
				comment_id: Number(item.id),
				content: `第${item.index}条评论`,
				timestamp: msOf(item),
				subCommentCount: hasReply(item) ? 1 : 0,
			}),
		put: (data, entries, items) => {
			const [reply] = data.subCommentsMap['1118000330216'].subComments;
			data.rootComments = entries;
			data.subCommentsMap = Object.fromEntries(
				items.map((item) => [
					item.id,
					{
						pcursor: 'no_more',
						subComments: hasReply(item) ? [{ ...reply, comment_id: Number(replyId(item)) }] : [],
					},
				]),
			);
		},
		close: (data, { hasMore, cursor }) => (data.pcursor = hasMore ? cursor : 'no_more'),
	},
	{
		platform: 'kuaishou',
		of: 'keyword',
		path: '/api/kuaishou/search-video/v2',
		parameter: 'keyword',
		file: 'kuaishou-search-videos-v2',
		pageSize: 20,
		cursorParameter: 'page',
		idOf: (subject, index) => postIdBehind('kuaishou', `found ${subject} ${index}`),
		first: (data) => data.feeds[0],
		edit: kuaishouPost,
		card: { type: 2, user_name: '样例', user_id: 1052000368, living: true },
		put: (data, entries) => (data.feeds = entries),
		// It says nothing of a last page: the one behind it is empty.
		close: (data, { page }) => (data.pcursor = String(page)),
	},
	{
		platform: 'bilibili',
		of: 'author',
		path: '/api/bilibili/get-user-video-list/v2',
		parameter: 'uid',
		file: 'bilibili-user-posts-v2',
		pageSize: 20,
		cursorParameter: 'param',
		cursorOf: ({ id }) => bvToAv(id) ?? '',
		idOf: (subject, index) => postIdBehind('bilibili', `post ${subject} ${index}`),
		first: (data) => data.data.item[0],
		edit: (video, { id, seconds, index }) =>
			Object.assign(video, { bvid: id, param: bvToAv(id), ctime: seconds, title: `【样例】第${index}条` }),
		put: (data, entries) => (data.data.item = entries),
		close: (data, { hasMore }) => (data.data.has_next = hasMore),
		account: (kind) =>
			kind === 'private'
				? { code: -403, message: '访问权限不足', ttl: 1 }
				: { code: -404, message: '啥都木有', ttl: 1 },
	},
	{
		platform: 'bilibili',
		of: 'post',
		path: '/api/bilibili/get-video-comment/v2',
		parameter: 'aid',
		file: 'bilibili-video-comments',
		pageSize: 20,
		cursorParameter: 'cursor',
		cursorOf: ({ id }) => Buffer.from(`\u0008\u0001\u0012\u0011${id}\u001a\u0000?>`).toString('base64'),
		idOf: (subject, index) => counted(subject, index, 2e8),
		pins: true,
		first: (data) => data.data.replies[0],
		edit: (comment, { id, seconds, index }) => {
			Object.assign(comment, { rpid: Number(id), rpid_str: id, ctime: seconds });
			comment.content.message = `第${index}条评论`;
		},
		// The pinned one stands beside the list.
		put: (data, entries, items) => {
			const { data: inner } = data;
			const pinned = items.findIndex(({ isPinned }) => isPinned);
			inner.top_replies = entries && pinned >= 0 ? [entries[pinned]] : null;
			inner.replies = entries?.filter((_, index) => index !== pinned) ?? null;
		},
		close: (data, { hasMore, cursor, page }) => {
			Object.assign(data.data.cursor, { is_end: !hasMore, next: page + 290, is_begin: page === 1 });
			data.data.cursor.pagination_reply = hasMore ? { next_offset: cursor } : {};
			for (const comment of data.data.replies ?? []) comment.cursor = cursor;
		},
	},
	{
		platform: 'bilibili',
		of: 'keyword',
		path: '/api/bilibili/search-video/v2',
		parameter: 'keyword',
		file: 'bilibili-search-videos-v2',
		pageSize: 20,
		cursorParameter: 'page',
		idOf: (subject, index) => postIdBehind('bilibili', `found ${subject} ${index}`),
		first: (data) => data.data.result[0],
		edit: (video, { id, seconds, index, subject }) =>
			Object.assign(video, {
				bvid: id,
				aid: Number(bvToAv(id)),
				pubdate: seconds,
				title: `样例<em class="keyword">${subject.slice(0, 8)}</em>标题${index}`,
			}),
		card: { type: 'ketang', id: 5500, title: '样例课程', pic: '//i0.hdslb.com/bfs/archive/invented.jpg' },
		put: (data, entries) => (data.data.result = entries),
		close: (data, { page, pages }) =>
			Object.assign(data.data, { page, numPages: pages, numResults: pages * 20, next: page + 1 }),
	},
	{
		platform: 'xiaohongshu',
		of: 'author',
		path: '/api/xiaohongshu/get-user-note-list/v4',
		parameter: 'userId',
		file: 'xiaohongshu-user-notes-v4',
		pageSize: 16,
		cursorParameter: 'lastCursor',
		cursorOf: ({ id }) => id,
		idOf: (subject, index, seconds) => hexId(seconds, `post ${subject} ${index}`),
		pins: true,
		first: (data) => data.notes[0],
		edit: (note, item) => {
			xiaohongshuNote(note, item, 'create_time', 100);
			Object.assign(note, { cursor: item.id, display_title: note.title, sticky: item.isPinned });
			note.user.userid = item.subject;
		},
		put: (data, entries) => (data.notes = entries),
		close: (data, { hasMore, cursor }) => Object.assign(data, { has_more: hasMore, cursor }),
		account: (kind) => (kind === 'private' ? { has_more: false, notes: [] } : {}),
	},
	{
		platform: 'xiaohongshu',
		of: 'post',
		path: '/api/xiaohongshu/get-note-comment/v2',
		parameter: 'noteId',
		file: 'xiaohongshu-note-comments-v2',
		pageSize: 10,
		cursorParameter: 'lastCursor',
		cursorOf: ({ id }) =>
			JSON.stringify({ contextId: '0'.repeat(32), cursor: id, index: 2, pageArea: 'ALL' }),
		idOf: (subject, index, seconds) => hexId(seconds, `comment ${subject} ${index}`),
		first: (data) => data.comments[0],
		edit: (comment, { id, seconds, index, subject }) =>
			Object.assign(comment, { id, note_id: subject, time: seconds, content: `第${index}条评论[赞R]` }),
		put: (data, entries) => (data.comments = entries),
		close: (data, { hasMore, cursor }) => Object.assign(data, { has_more: hasMore, cursor }),
	},
	{
		platform: 'xiaohongshu',
		of: 'keyword',
		path: '/api/xiaohongshu/search-note/v4',
		parameter: 'keyword',
		file: 'xiaohongshu-search-notes-v4',
		pageSize: 20,
		cursorParameter: 'page',
		idOf: (subject, index, seconds) => hexId(seconds, `found ${subject} ${index}`),
		first: (data) => data.notes[0],
		edit: (note, item) => xiaohongshuNote(note, item, 'timestamp', 60),
		card: { model_type: 'hot_query', hot_query: { title: '样例' } },
		put: (data, entries) => (data.notes = entries),
		close: (data, { hasMore }) => (data.has_more = hasMore),
	},
];

/** Every third comment of Kuaishou brings a reply. */
export const hasReply = ({ index }: Item): boolean => index % 3 === 0;
/** The ID of that reply. */
export const replyId = ({ id }: Item): string => String(Number(id) + 5e12);

/** The search that a page of Douyin belongs to. */
export const searchId = (subject: string): string =>
	`20260908${String(number(`search ${subject}`, 1e9, 8e9))}SANDBOX`;

/** An endpoint for an author: its shape, and the author in it. */
export interface AuthorShape {
	platform: PlatformName;
	path: string;
	parameter: string;
	file: string;
	edit: (data: Data, id: string) => void;
	/** The data of an account that was deleted. */
	deleted: unknown;
}

export const AUTHOR_SHAPES: readonly AuthorShape[] = [
	{
		platform: 'douyin',
		path: '/api/douyin/get-user-detail/v3',
		parameter: 'secUid',
		file: 'douyin-user-v3',
		edit: (data, id) => (data.user.sec_uid = id),
		deleted: { status_code: 2065, status_msg: NOBODY, user: null },
	},
	{
		platform: 'kuaishou',
		path: '/api/kuaishou/get-user-detail/v1',
		parameter: 'userId',
		file: 'kuaishou-user-v1',
		// Whatever form the ID has, the answer has a number.
		edit: (data, id) =>
			(data.userProfile.profile.user_id = /^\d+$/.test(id) ? Number(id) : number(`user ${id}`, 1e9, 1e9)),
		deleted: { result: 109, error_msg: NOBODY },
	},
	{
		platform: 'bilibili',
		path: '/api/bilibili/get-user-detail/v2',
		parameter: 'uid',
		file: 'bilibili-user-v2',
		edit: (data, id) => {
			data.space.mid = Number(id);
			data.space.info.mid = Number(id);
		},
		deleted: { space: { info: {} } },
	},
	{
		platform: 'bilibili',
		path: '/api/bilibili/get-user-relation-stat/v1',
		parameter: 'wmid',
		file: 'bilibili-user-relation-stat-v1',
		edit: (data, id) => (data.data.mid = Number(id)),
		deleted: { code: -404, message: '啥都木有', ttl: 1 },
	},
	{
		platform: 'xiaohongshu',
		path: '/api/xiaohongshu/get-user/v3',
		parameter: 'userId',
		file: 'xiaohongshu-user-v3',
		edit: (data, id) => {
			data.userid = id;
			data.share_link = data.share_link.replace(/[0-9a-f]{24}/, id);
		},
		deleted: {},
	},
];
