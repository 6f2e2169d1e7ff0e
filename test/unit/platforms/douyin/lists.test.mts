import { pageRequest } from '../../../../nodes/JustOneApi/platforms/list.ts';
import { douyinLists } from '../../../../nodes/JustOneApi/platforms/douyin/lists.ts';
import { dataOf, pageAfter, readPage, type Data } from '../answers.mts';

const SEC_UID = 'MS4wLjABAAAAinventedOne0000000000000000000000000000000000aA1';
const { authorPosts, comments, search } = douyinLists;

describe("An author's posts", () => {
	it('are those of a post by itself, and whole', () => {
		const { items, hasMore, next } = pageAfter('douyin-user-posts-v1');
		expect(items.map(({ id }) => id)).toEqual(['7681540000000000581', '7678100000000000112']);
		expect(items[0]?.fields).toEqual({
			post_id: '7681540000000000581',
			content_type: 'video',
			title: '三分钟葱油面',
			text: '三分钟葱油面#样例话题',
			author_name: '样例小厨房',
			author_id: SEC_UID,
			author_handle: 'sample_kitchen',
			published_at: '2026-09-04T05:17:39.000Z',
			duration_seconds: 23.417,
			like_count: 3580,
			comment_count: 54,
			share_count: 226,
			collect_count: 167,
			play_count: null,
			hashtags: '#样例话题',
			cover_url: expect.stringContaining('.jpeg?'),
			video_url: expect.stringContaining('zjcdn.com'),
			image_urls: null,
			music_title: '@样例小厨房创作的原声',
			canonical_url: 'https://www.douyin.com/video/7681540000000000581',
			is_pinned: false,
			is_text_cut: false,
		});
		expect([hasMore, next]).toEqual([true, { maxCursor: '1786527341000' }]);
	});

	it('may be pinned, or not say so', () => {
		const pinned = (mark: unknown) =>
			pageAfter('douyin-user-posts-v1', (data) => (data.aweme_list[0].is_top = mark)).items[0]?.fields
				.is_pinned;
		expect([pinned(1), pinned(0), pinned(undefined), pinned('odd')]).toEqual([true, false, null, null]);
	});

	it('are asked for from the cursor 0 on', () => {
		expect(pageRequest(authorPosts, { subject: SEC_UID }, null)).toEqual({
			method: 'GET',
			url: '/api/douyin/get-user-video-list/v1',
			qs: { secUid: SEC_UID, maxCursor: '0' },
		});
		expect(pageRequest(authorPosts, { subject: SEC_UID }, { maxCursor: '17' }).qs).toEqual({
			secUid: SEC_UID,
			maxCursor: '17',
		});
	});
});

describe('Comments', () => {
	it('are read', () => {
		const { items, next } = pageAfter('douyin-video-comments');
		expect(items[0]?.fields).toEqual({
			post_id: '7641186371542041559',
			comment_id: '7641190000000000101',
			parent_comment_id: null,
			text: '照着做了，真的香[看]',
			author_name: '样例读者甲',
			author_id: SEC_UID,
			author_handle: '390000001',
			like_count: 11,
			reply_count: 4,
			published_at: '2026-05-18T13:13:21.000Z',
			location: null,
			image_urls: null,
			is_pinned: false,
			canonical_url: 'https://www.douyin.com/video/7641186371542041559',
		});
		expect(items[1]?.fields).toMatchObject({ author_handle: 'sample_reader_b', reply_count: 0 });
		expect(next).toEqual({ page: '2' });
	});

	it('may be pinned, and of an image post', () => {
		const { items } = pageAfter('douyin-video-comments', ({ comments: [first] }) =>
			Object.assign(first, { stick_position: 1, is_note_comment: 1 }),
		);
		expect(items[0]?.fields).toMatchObject({
			is_pinned: true,
			canonical_url: 'https://www.douyin.com/note/7641186371542041559',
		});
	});

	it('may bring replies, which come behind their comment', () => {
		const { items } = pageAfter('douyin-video-comments', ({ comments: [first, second] }) => {
			first.reply_comment = [{ ...second, cid: '7641190000000000303' }];
		});
		const parents = items.map(({ fields }) => 'parent_comment_id' in fields && fields.parent_comment_id);
		expect(items.map(({ id }) => id.slice(-3))).toEqual(['101', '303', '202']);
		expect(parents).toEqual([null, '7641190000000000101', null]);
	});

	it('that are null are none', () => {
		for (const has_more of [0, 1]) {
			const data = { ...dataOf('douyin-video-comments'), comments: null, has_more };
			expect(readPage('douyin', 'comments', data, '7')).toMatchObject({
				ok: true,
				items: [],
				hasMore: has_more === 1,
			});
		}
	});

	it('have their ID in another parameter than the post, and pages with numbers', () => {
		expect(pageRequest(comments, { subject: '7641186371542041559' }, null).qs).toEqual({
			awemeId: '7641186371542041559',
			page: '1',
		});
		expect(pageAfter('douyin-video-comments', () => {}, { page: '9' }).next).toEqual({ page: '10' });
	});
});

describe('A search', () => {
	it('finds posts, pinned by nobody', () => {
		const { items } = pageAfter('douyin-search-videos-v4');
		expect(items).toHaveLength(1);
		expect(items[0]?.fields).toMatchObject({
			post_id: '7390680000000000209',
			author_handle: 'sample_host',
			is_pinned: null,
			is_text_cut: false,
		});
		expect(items[0]?.raw).toMatchObject({ aweme_id: '7390680000000000209', media_type: 4 });
	});

	it('leaves out cards that are no post', () => {
		const { items } = pageAfter('douyin-search-videos-v4', (data) =>
			data.business_data.unshift({ type: 4, data: { type: 4, user_list: [{}] } }, null, { data: {} }),
		);
		expect(items.map(({ id }) => id)).toEqual(['7390680000000000209']);
	});

	it('goes on by the number of the page and the ID of the search, not the one in its log', () => {
		const after = (change: (data: Data) => void, cursor: { page: string; searchId: string } | null = null) =>
			pageAfter('douyin-search-videos-v4', change, cursor);
		expect(after((data) => (data.log.search_id = 'WRONG')).next).toEqual({
			page: '2',
			searchId: '20260908070006INVENTED',
		});
		expect(after(() => {}, { page: '2', searchId: 'x' }).next).toMatchObject({ page: '3' });
		expect(after((data) => delete data.business_config.next_page)).toMatchObject({
			hasMore: true,
			next: null,
		});
		expect(after((data) => (data.business_config.has_more = 0))).toMatchObject({
			hasMore: false,
			next: null,
		});
	});

	it('sends the order and the span of time in its own words', () => {
		const query = { subject: '#样例 &=', sortBy: 'likes', publishedWithin: 'halfYear' } as const;
		expect(pageRequest(search, query, { page: '2', searchId: 's' }).qs).toEqual({
			keyword: '#样例 &=',
			sortType: '_1',
			publishTime: '_180',
			page: '2',
			searchId: 's',
		});
	});
});

it('A code of its own tells that Douyin refuses', () => {
	const data = { status_code: 5, status_msg: '参数不合法', aweme_list: null, has_more: 0 };
	expect(readPage('douyin', 'authorPosts', data, SEC_UID)).toEqual({
		ok: false,
		why: 'refused',
		code: '5',
		said: '参数不合法',
	});
});
