import { pageRequest } from '../../../../nodes/JustOneApi/platforms/list.ts';
import { xiaohongshuLists } from '../../../../nodes/JustOneApi/platforms/xiaohongshu/lists.ts';
import { pageAfter, readPage, type Data } from '../answers.mts';

describe("An author's notes", () => {
	const after = (change: (data: Data) => void) => pageAfter('xiaohongshu-user-notes-v4', change);

	it('have other names for some fields, and the pinned ones in front', () => {
		const { items, next } = after(() => {});
		expect(items.map(({ fields }) => fields.is_pinned)).toEqual([true, false, false]);
		expect(items[0]?.fields).toEqual({
			post_id: '6a7d951c000000002500555a',
			content_type: 'note',
			title: '样例置顶笔记',
			text: '正文只有开头约一百个字，后面被截断',
			author_name: '样例木匠阿杉',
			author_id: '5d1778df00000000160339d1',
			author_handle: null,
			published_at: '2026-08-13T09:57:48.000Z',
			duration_seconds: null,
			like_count: 644,
			comment_count: 1027,
			share_count: 114,
			collect_count: 551,
			play_count: null,
			hashtags: null,
			cover_url: expect.stringContaining('invented1?imageView2/2/w/576/'),
			video_url: null,
			image_urls: expect.stringMatching(/^\S+invented1\?imageView2\/2\/w\/1440\S+\n\S+invented2\S+$/),
			music_title: null,
			canonical_url: 'https://www.xiaohongshu.com/explore/6a7d951c000000002500555a',
			is_pinned: true,
			is_text_cut: false,
		});
		expect(next).toEqual({ lastCursor: '6a7e9ff600000000050318be' });
	});

	it.each([
		[94, false],
		[95, true],
		[100, true],
	])('with a text of %i characters: cut is %s', (length, isCut) => {
		const { items } = after((data) => (data.notes[0].desc = '字'.repeat(length)));
		expect(items[0]?.fields).toMatchObject({ is_text_cut: isCut });
	});

	it('count as they came, marks of tags included', () => {
		const { items } = after((data) => (data.notes[0].desc = '#标签[话题]#'.repeat(12)));
		expect(items[0]?.fields).toMatchObject({ is_text_cut: true });
		expect(items[0]?.fields.text?.length).toBeLessThan(60);
	});

	it('go on behind the last one where no cursor is given for the page', () => {
		expect(after((data) => delete data.cursor).next).toEqual({ lastCursor: '6a7e9ff600000000050318be' });
		expect(after((data) => (data.has_more = false))).toMatchObject({ hasMore: false, next: null });
	});
});

describe('Comments', () => {
	it('have a handle in place of the pseudonym', () => {
		const { items } = pageAfter('xiaohongshu-note-comments-v2');
		expect(items[1]?.fields).toEqual({
			post_id: '69c349b70000000022019c3e',
			comment_id: '65c19952000000001003eacb',
			parent_comment_id: null,
			text: '[飞吻R]',
			author_name: '样例读者乙',
			author_id: null,
			author_handle: 'w170000596',
			like_count: 0,
			reply_count: 3,
			published_at: '2024-02-06T02:28:36.000Z',
			location: null,
			image_urls: expect.stringContaining('w/1280'),
			is_pinned: null,
			canonical_url: 'https://www.xiaohongshu.com/explore/69c349b70000000022019c3e',
		});
	});

	it('go on by JSON as text, unchanged', () => {
		const cursor =
			'{"contextId":"00000000000000000000000000000000","cursor":"65c19952000000001003eacb","index":2,"pageArea":"ALL"}';
		expect(pageAfter('xiaohongshu-note-comments-v2').next).toEqual({ lastCursor: cursor });
		const query = { subject: '69c349b70000000022019c3e', sortBy: 'newest' } as const;
		expect(pageRequest(xiaohongshuLists.comments, query, { lastCursor: cursor }).qs).toEqual({
			noteId: query.subject,
			sort: 'latest',
			lastCursor: cursor,
		});
	});

	it('may bring replies', () => {
		const { items } = pageAfter('xiaohongshu-note-comments-v2', ({ comments: [first, second] }) => {
			first.sub_comments = [{ ...second, id: '65bf662f0000000008017f77' }];
		});
		expect(items[1]?.fields).toMatchObject({
			comment_id: '65bf662f0000000008017f77',
			parent_comment_id: '65bf56d3000000000803f4ec',
		});
	});
});

describe('A search', () => {
	it('finds notes whose texts are cut earlier', () => {
		const cut = (length: number) =>
			pageAfter('xiaohongshu-search-notes-v4', (data) => (data.notes[0].desc = '字'.repeat(length))).items[0]
				?.fields;
		expect([cut(56), cut(57)]).toMatchObject([{ is_text_cut: false }, { is_text_cut: true }]);
		expect(pageAfter('xiaohongshu-search-notes-v4').items[0]?.fields).toMatchObject({
			author_handle: '95870000522',
			published_at: '2026-08-28T10:49:36.000Z',
			like_count: 5442,
			share_count: 1491,
			is_pinned: null,
		});
	});

	it('that finds nothing may leave the list out', () => {
		expect(readPage('xiaohongshu', 'search', { has_more: false }, 'x')).toMatchObject({ items: [] });
		expect(readPage('xiaohongshu', 'search', { has_more: true }, 'x')).toMatchObject({ why: 'absent' });
	});

	it('sends the order and the span of time in its own words', () => {
		const query = { subject: '小炒', sortBy: 'comments', publishedWithin: 'week' } as const;
		expect(pageRequest(xiaohongshuLists.search, query, { page: '3' }).qs).toEqual({
			keyword: '小炒',
			sortType: 'comment_descending',
			timeFilter: 'ONE_WEEK',
			page: '3',
		});
	});
});
