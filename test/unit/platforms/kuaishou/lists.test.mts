import { parseJson } from '../../../../nodes/JustOneApi/call/envelope.ts';
import { kuaishouLists } from '../../../../nodes/JustOneApi/platforms/kuaishou/lists.ts';
import { pageRequest } from '../../../../nodes/JustOneApi/platforms/list.ts';
import { dataOf, pageAfter, readPage } from '../answers.mts';

describe("An author's posts", () => {
	it('are those of a post by itself', () => {
		const { items } = pageAfter('kuaishou-user-posts-v2');
		expect(items.map(({ id }) => id)).toEqual(['3x7sampleid0001', '3x5sampleid0002']);
		expect(items[0]?.fields).toMatchObject({
			content_type: 'video',
			title: null,
			text: '山路十八弯 #样例骑行',
			author_id: '1052000368',
			published_at: '2026-08-26T07:57:26.315Z',
			duration_seconds: 39.166,
			like_count: 623,
			play_count: 24793,
			hashtags: '#样例骑行',
			is_pinned: null,
			is_text_cut: false,
		});
	});

	it('go on by a time that is printed as a float, unchanged', () => {
		expect(pageAfter('kuaishou-user-posts-v2').next).toEqual({ pcursor: '1.785234151251E12' });
		const bare = parseJson('{"pcursor":1.785234151251E12,"feeds":[]}');
		expect(readPage('kuaishou', 'authorPosts', bare, '1')).toMatchObject({
			next: { pcursor: '1785234151251' },
		});
	});

	it('promise more as long as there is a cursor', () => {
		const after = (changes: object) =>
			pageAfter('kuaishou-user-posts-v2', (data) => Object.assign(data, changes));
		expect(after({ pcursor: 'no_more' })).toMatchObject({ hasMore: false, next: null });
		expect(after({ pcursor: '' })).toMatchObject({ hasMore: false, next: null });
		expect(after({ feeds: [] })).toMatchObject({ hasMore: true, items: [] });
	});

	it('begin without a cursor', () => {
		expect(pageRequest(kuaishouLists.authorPosts, { subject: '1052000368' }, null).qs).toEqual({
			userId: '1052000368',
		});
	});
});

describe('Comments', () => {
	it('have their first replies behind them', () => {
		const { items, next } = pageAfter('kuaishou-video-comments');
		expect(items.map(({ fields }) => fields)).toMatchObject([
			{ comment_id: '1118000330216', parent_comment_id: null, reply_count: 7 },
			{ comment_id: '1118400724455', parent_comment_id: '1118000330216', reply_count: 0 },
			{ comment_id: '1157000418704', parent_comment_id: null },
		]);
		expect(items[1]?.fields).toEqual({
			post_id: '3xq7mdwz5kfuhe4',
			comment_id: '1118400724455',
			parent_comment_id: '1118000330216',
			text: '@样例骑手(O3000000736) 快看',
			author_name: '样例观众乙',
			author_id: '2180000559',
			author_handle: null,
			like_count: 31,
			reply_count: 0,
			published_at: '2026-04-05T08:06:05.519Z',
			location: '浙江',
			image_urls: null,
			is_pinned: null,
			canonical_url: 'https://www.kuaishou.com/short-video/3xq7mdwz5kfuhe4',
		});
		expect(next).toEqual({ pcursor: 'V2#00000000-0000-0000-0000-000000000000#dph#30#1119000568422_42' });
	});

	it('are none where both lists are left out behind the last page', () => {
		expect(readPage('kuaishou', 'comments', { result: 1, pcursor: 'no_more' }, '3x')).toEqual({
			ok: true,
			items: [],
			hasMore: false,
			next: null,
		});
	});
});

describe('A search', () => {
	it('goes on by the number of the page until one is empty', () => {
		expect(pageAfter('kuaishou-search-videos-v2').next).toEqual({ page: '2' });
		const after = (changes: object) =>
			pageAfter('kuaishou-search-videos-v2', (data) => Object.assign(data, changes), { page: '3' });
		expect(after({}).next).toEqual({ page: '4' });
		expect(after({ feeds: [] })).toMatchObject({ items: [], hasMore: false });
		expect(after({ pcursor: 'no_more' })).toMatchObject({ hasMore: false });
		expect(after({ pcursor: undefined })).toMatchObject({ hasMore: true });
		expect(after({ feeds: null })).toMatchObject({ items: [], hasMore: false });
		expect(readPage('kuaishou', 'search', {}, 'x')).toMatchObject({ ok: false, why: 'absent' });
	});

	it('has one order, and sends nothing for it', () => {
		const query = { subject: '样例', sortBy: 'relevance', publishedWithin: 'any' } as const;
		expect(pageRequest(kuaishouLists.search, query, null).qs).toEqual({ keyword: '样例', page: '1' });
	});

	it('leaves out what has no ID of a post', () => {
		const data = dataOf('kuaishou-search-videos-v2');
		data.feeds.unshift({ user_id: 5, live: true }, 'odd');
		expect(readPage('kuaishou', 'search', data, '样例')).toMatchObject({
			items: [{ id: '3xbsampleid0003' }],
		});
	});
});

it('A result other than 1 tells that Kuaishou refuses, unless a list came all the same', () => {
	const refused = { result: 21, error_msg: '用户不存在' };
	expect(readPage('kuaishou', 'authorPosts', refused, '1')).toMatchObject({ why: 'refused', code: '21' });
	const data = { ...dataOf('kuaishou-user-posts-v2'), result: 21 };
	expect(readPage('kuaishou', 'authorPosts', data, '1')).toMatchObject({ ok: true });
});
