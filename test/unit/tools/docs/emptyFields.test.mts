import { platformNamed } from '../../../../nodes/JustOneApi/platforms/index.ts';
import { emptyFields, type Source } from '../../../../tools/docs/emptyFields.mts';

it.each<[Source, string, string]>([
	['post', 'douyin', 'play_count'],
	['post', 'kuaishou', 'title'],
	['post', 'bilibili', 'author_handle image_urls music_title video_url'],
	['post', 'xiaohongshu', 'play_count'],
	['authorPosts', 'douyin', 'play_count'],
	['authorPosts', 'kuaishou', 'author_handle image_urls is_pinned title'],
	[
		'authorPosts',
		'bilibili',
		'author_handle collect_count comment_count hashtags image_urls is_pinned is_text_cut like_count music_title share_count text video_url',
	],
	['authorPosts', 'xiaohongshu', 'duration_seconds hashtags music_title play_count video_url'],
	['search', 'douyin', 'is_pinned play_count'],
	['search', 'kuaishou', 'author_handle image_urls is_pinned title'],
	['search', 'bilibili', 'author_handle image_urls is_pinned is_text_cut music_title share_count video_url'],
	['search', 'xiaohongshu', 'duration_seconds hashtags is_pinned music_title play_count video_url'],
	['comments', 'douyin', 'image_urls location'],
	['comments', 'kuaishou', 'author_handle image_urls is_pinned'],
	['comments', 'bilibili', 'author_handle image_urls'],
	['comments', 'xiaohongshu', 'author_id is_pinned location'],
	['author', 'douyin', ''],
	['author', 'kuaishou', 'author_handle following_count like_count location'],
	// The first two counts come with a second call.
	['author', 'bilibili', 'author_handle follower_count following_count like_count location post_count'],
	['author', 'xiaohongshu', ''],
])('The %s of %s never has: %s', (source, platform, fields) => {
	expect(emptyFields(source, platformNamed(platform)).join(' ')).toBe(fields);
});

it('A platform without a sample is told', () => {
	expect(() => emptyFields('post', { ...platformNamed('douyin'), name: 'other', label: 'Other' })).toThrow(
		'No sample answer of Other has a post',
	);
});
