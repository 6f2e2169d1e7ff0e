import { readFileSync } from 'node:fs';

import type { PostFields } from '../../../../nodes/JustOneApi/platforms/post.ts';
import { POST_FIELDS, postItem } from '../../../../nodes/JustOneApi/resources/post/postItem.ts';

const COLUMNS = [
	'platform',
	'post_id',
	'content_type',
	'title',
	'text',
	'author_name',
	'author_id',
	'author_handle',
	'published_at',
	'duration_seconds',
	'like_count',
	'comment_count',
	'share_count',
	'collect_count',
	'play_count',
	'hashtags',
	'cover_url',
	'video_url',
	'image_urls',
	'music_title',
	'canonical_url',
	'share_url',
	'fetched_at',
	'created_at',
];

const NUMBERS = /_count$|_seconds$/;

/** Each field has a value of its own, so that none can stand for another. */
const fields = {
	post_id: 'BV1UQQgBFEub',
	content_type: 'video',
	title: 'title',
	text: 'text',
	author_name: 'author_name',
	author_id: 'author_id',
	author_handle: 'author_handle',
	published_at: 'published_at',
	duration_seconds: 1,
	like_count: 2,
	comment_count: 3,
	share_count: 4,
	collect_count: 5,
	play_count: 6,
	hashtags: 'hashtags',
	cover_url: 'cover_url',
	video_url: 'video_url',
	image_urls: 'image_urls',
	music_title: 'music_title',
	canonical_url: 'https://www.bilibili.com/video/BV1UQQgBFEub/',
} satisfies PostFields;

const BARE = { shareUrl: null, contentType: null, canonicalUrl: null };
const AT = Date.UTC(2026, 10, 25, 12, 30);

describe('The item of a post', () => {
	it('has every field of the answer under its own name, in the order of the columns', () => {
		const item = postItem('bilibili', fields, BARE, AT);
		expect(Object.keys(item)).toEqual(COLUMNS);
		expect(item).toEqual({
			platform: 'bilibili',
			...fields,
			share_url: null,
			fetched_at: '2026-11-25T12:30:00.000Z',
			created_at: null,
		});
	});

	it('names the link that led to it', () => {
		const origin = { ...BARE, shareUrl: 'https://b23.tv/JB4kLV4' };
		expect(postItem('bilibili', fields, origin, AT).share_url).toBe('https://b23.tv/JB4kLV4');
	});

	it("takes the link's word for what it is only where the answer has none", () => {
		const origin = { ...BARE, contentType: 'note' as const };
		expect(postItem('douyin', fields, origin, AT).content_type).toBe('video');
		expect(postItem('douyin', { ...fields, content_type: null }, origin, AT).content_type).toBe('note');
		expect(postItem('douyin', { ...fields, content_type: null }, BARE, AT).content_type).toBeNull();
	});

	it.each([
		['with a part', 'https://www.bilibili.com/video/BV1UQQgBFEub/?p=2', 'link'],
		['with nothing behind it', 'https://m.bilibili.com/video/BV1UQQgBFEub', 'answer'],
		['of a bare ID', null, 'answer'],
	])("has the link's address if it holds what the page needs: %s", (_, canonicalUrl, from) => {
		const item = postItem('bilibili', fields, { ...BARE, canonicalUrl }, AT);
		expect(item.canonical_url).toBe(from === 'link' ? canonicalUrl : fields.canonical_url);
	});

	it('is what the output preview shows of its simplified form, number for number', () => {
		const file = 'nodes/JustOneApi/__schema__/v1.0.0/post/get.json';
		const { properties } = JSON.parse(readFileSync(file, 'utf8'));
		expect(Object.keys(properties)).toEqual(POST_FIELDS.simplified);
		for (const name of POST_FIELDS.simplified) {
			expect([name, properties[name].type]).toEqual([name, NUMBERS.test(name) ? 'number' : 'string']);
		}
	});
});
