import { bilibiliLists } from '../../../../nodes/JustOneApi/platforms/bilibili/lists.ts';
import { bvToAv } from '../../../../nodes/JustOneApi/platforms/bilibili/bvid.ts';
import { notOffered, pageRequest } from '../../../../nodes/JustOneApi/platforms/list.ts';
import type { ListedPost } from '../../../../nodes/JustOneApi/platforms/list.ts';
import { dataOf, pageAfter, readPage, type Data } from '../answers.mts';

const BVID = 'BV1UQQgBFEub';

describe("An author's posts", () => {
	const after = (change: (answer: Data) => void) =>
		pageAfter('bilibili-user-posts-v2', (data) => change(data.data));

	it('are thinner than a post by itself, and have the asked ID for their author', () => {
		expect(after(() => {}).items[0]?.fields).toEqual({
			post_id: 'BV1invented1',
			content_type: 'video',
			title: '【样例】桥是怎么造的',
			text: null,
			author_name: '样例工程师阿桥',
			author_id: '472700194',
			author_handle: null,
			published_at: '2026-09-05T09:20:00.000Z',
			duration_seconds: 345,
			like_count: null,
			comment_count: null,
			share_count: null,
			collect_count: null,
			play_count: 120331,
			hashtags: null,
			cover_url: 'http://i2.hdslb.com/bfs/archive/invented.jpg',
			video_url: null,
			image_urls: null,
			music_title: null,
			canonical_url: 'https://www.bilibili.com/video/BV1invented1/',
			is_pinned: null,
			is_text_cut: null,
		});
	});

	it('go on behind the last one, even where that is no video', () => {
		expect(after(() => {}).next).toEqual({ param: '116474000919660' });
		const page = after((answer) => answer.item.push({ goto: 'season', param: '777' }));
		expect([page.items.length, page.next]).toEqual([2, { param: '777' }]);
		expect(after((answer) => (answer.has_next = false))).toMatchObject({ hasMore: false, next: null });
		expect(after((answer) => delete answer.item[1].param)).toMatchObject({ hasMore: true, next: null });
	});

	it('of an account without any are none', () => {
		expect(after((answer) => Object.assign(answer, { item: null, count: 0, has_next: false }))).toEqual({
			ok: true,
			items: [],
			hasMore: false,
			next: null,
		});
	});
});

describe('Comments', () => {
	const after = (change: (answer: Data) => void) =>
		pageAfter('bilibili-video-comments', (data) => change(data.data));
	const pinned = (page: ReturnType<typeof after>) => page.items.map(({ fields }) => fields.is_pinned);

	it('have the pinned one in front', () => {
		const page = after(() => {});
		expect(page.items.map(({ id }) => id)).toEqual(['228000196256', '249000238320', '226000944704']);
		expect(pinned(page)).toEqual([true, false, false]);
		expect(page.items[1]?.fields).toEqual({
			post_id: BVID,
			comment_id: '249000238320',
			parent_comment_id: null,
			text: '现在来看预测过于乐观。',
			author_name: '样例观众一',
			author_id: '173900208',
			author_handle: null,
			like_count: 2,
			reply_count: 0,
			published_at: '2024-12-16T03:22:10.000Z',
			location: '河南',
			image_urls: null,
			is_pinned: false,
			canonical_url: 'https://www.bilibili.com/video/BV1UQQgBFEub/',
		});
	});

	it('may be marked as pinned in their list, and lack the list beside', () => {
		const page = after((answer) => {
			answer.top_replies = null;
			answer.replies[0].reply_control.is_up_top = true;
		});
		expect(pinned(page)).toEqual([true, false]);
	});

	it('bring replies behind their comment, which are not pinned with it', () => {
		const page = after((answer) => {
			answer.top_replies[0].replies = [{ rpid: 5, content: { message: 'x' } }];
		});
		expect(page.items[1]?.fields).toMatchObject({
			comment_id: '5',
			parent_comment_id: '228000196256',
			is_pinned: false,
		});
	});

	it('go on by the offset, not by the number beside it', () => {
		expect(after(() => {}).next).toEqual({ cursor: 'CAESEDAwMDAwMDAwMDAwMDAwMDAaADIDCKMC' });
		expect(after((answer) => (answer.cursor.is_end = true))).toMatchObject({ hasMore: false, next: null });
		expect(after((answer) => delete answer.cursor.pagination_reply)).toMatchObject({
			hasMore: true,
			next: null,
		});
	});

	it('are asked for by the number of the video', () => {
		expect(pageRequest(bilibiliLists.comments, { subject: BVID }, null).qs).toEqual({ aid: bvToAv(BVID) });
		expect(pageRequest(bilibiliLists.comments, { subject: BVID }, { cursor: 'a+/=' }).qs).toEqual({
			aid: '116402218831097',
			cursor: 'a+/=',
		});
	});
});

describe('A search', () => {
	const after = (change: (answer: Data) => void, page = '1') =>
		pageAfter('bilibili-search-videos-v2', (data) => change(data.data), { page });
	const first = (changes: object) =>
		after((answer) => Object.assign(answer.result[0], changes)).items[0]?.fields as ListedPost | undefined;

	it('finds videos, without the marks around the words', () => {
		expect(first({})).toMatchObject({
			post_id: 'BV1invented3',
			title: '样例科技标题',
			text: '样例简介',
			author_id: '307600125',
			published_at: '2026-09-07T07:06:42.000Z',
			duration_seconds: 167,
			like_count: 99,
			comment_count: 26,
			share_count: null,
			collect_count: 6,
			play_count: 2803,
			hashtags: '#样例 #科技',
			cover_url: 'https://i0.hdslb.com/bfs/archive/invented.jpg',
		});
		expect(first({ title: 'A <b> &lt;B&gt; &amp;amp; <em class="keyword">C</em>&#39;' })?.title).toBe(
			"A <b> <B> &amp; C'",
		);
	});

	it.each([
		['2:47', 167],
		['0:05', 5],
		['62:03', 3723],
		['1:02:03', 3723],
		['0:00', null],
		['soon', null],
		[167, null],
	])('reads the duration %s', (duration, seconds) => {
		expect(first({ duration })?.duration_seconds).toBe(seconds);
	});

	it('ends with the last of its pages', () => {
		expect(after(() => {}, '49').next).toEqual({ page: '50' });
		expect(after(() => {}, '50')).toMatchObject({ hasMore: false, next: null });
	});

	it('that finds nothing may leave the list out', () => {
		const nothing = { code: 0, data: { numResults: 0, numPages: 0 } };
		expect(readPage('bilibili', 'search', nothing, 'x')).toMatchObject({ ok: true, items: [] });
	});

	it('leaves out what is no video', () => {
		expect(first({ bvid: undefined, type: 'ketang' })).toBeUndefined();
	});

	it('offers orders, and no span of time', () => {
		const { search } = bilibiliLists;
		expect(pageRequest(search, { subject: 'x', sortBy: 'saves' }, null).qs).toMatchObject({ order: 'stow' });
		expect(notOffered(search, { subject: 'x', sortBy: 'likes' })).toBe('sortBy');
		expect(notOffered(search, { subject: 'x', publishedWithin: 'day' })).toBe('publishedWithin');
		expect(notOffered(search, { subject: 'x', sortBy: 'plays', publishedWithin: 'any' })).toBeNull();
	});
});

describe.each([
	['authorPosts', 'bilibili-user-posts-v2'],
	['comments', 'bilibili-video-comments'],
	['search', 'bilibili-search-videos-v2'],
] as const)('The second code within %s', (list, name) => {
	it('is 0, or the platform refuses, whatever else came', () => {
		const read = (changes: object) => readPage('bilibili', list, { ...dataOf(name), ...changes }, BVID);
		expect(read({ code: -404, message: '啥都木有' })).toEqual({
			ok: false,
			why: 'refused',
			code: '-404',
			said: '啥都木有',
		});
		expect(read({ code: { odd: 1 }, message: 7 })).toEqual({
			ok: false,
			why: 'refused',
			code: null,
			said: '',
		});
		expect(read({ code: '0' })).toMatchObject({ ok: true });
		expect(read({ data: null })).toMatchObject({ ok: false, why: 'absent' });
	});
});
