import { douyinDetails } from '../../../../nodes/JustOneApi/platforms/douyin/posts.ts';
import { dataOf, fieldsAfter, type Data } from '../answers.mts';

const VIDEO = 'douyin-video-detail';
const IMAGES = 'douyin-image-post-detail';
const ID = '7641186371542041559';

const after = (change: (post: Data) => void, name = VIDEO) =>
	fieldsAfter(name, (data) => change(data.aweme_detail));

it('asks one endpoint for whatever the link says', () => {
	for (const contentType of [null, 'video', 'note', 'slides'] as const) {
		expect(douyinDetails.endpointFor(contentType)).toEqual({
			request: { method: 'GET', url: '/api/douyin/get-video-detail/v2' },
			idParameter: 'videoId',
		});
	}
});

describe('A Douyin video', () => {
	it('is read', () => {
		expect(fieldsAfter(VIDEO)).toEqual({
			post_id: ID,
			content_type: 'video',
			title: '三分钟学会一碗葱油面',
			text: '三分钟学会一碗葱油面，小火慢熬🧅\n#样例话题甲 #样例话题乙',
			author_name: '样例小厨房',
			author_id: 'MS4wLjABAAAAVq3dLkT0aZ_7mXyR2uHcPw9eJb-sNf4oGi6DxBtKz1E',
			author_handle: 'sample_kitchen',
			published_at: '2026-05-18T11:05:45.000Z',
			duration_seconds: 23.417,
			like_count: 18342,
			comment_count: 207,
			share_count: 951,
			collect_count: 6240,
			play_count: null,
			hashtags: '#样例话题甲 #样例话题乙',
			cover_url: expect.stringMatching(/inventedcover~.*\.jpeg\?/),
			video_url: expect.stringMatching(/^https:\/\/v5-dy-ov-experiment\.zjcdn\.com\//),
			image_urls: null,
			music_title: '@样例小厨房创作的原声',
			canonical_url: `https://www.douyin.com/video/${ID}`,
		});
	});

	it('has its own title before the beginning of its text', () => {
		expect(after((post) => (post.item_title = 'Own title')).title).toBe('Own title');
		expect(after((post) => (post.preview_title = '')).title).toBeNull();
	});

	it('has the number of an account without a name of its own, and nothing where there is neither', () => {
		expect(after((post) => (post.author.unique_id = '')).author_handle).toBe('731902846');
		const nameless = after((post) => Object.assign(post.author, { unique_id: '', short_id: '0' }));
		expect(nameless.author_handle).toBeNull();
	});

	it('has a play count once the API gives one', () => {
		expect(after((post) => (post.statistics.play_count = 3)).play_count).toBe(3);
	});

	it('has the H.264 video before one that may be HEVC', () => {
		const h264 = 'https://example.com/h264.mp4';
		expect(after((post) => (post.video.play_addr_h264 = { url_list: [h264] })).video_url).toBe(h264);
	});

	it('has no video where the answer has no URL', () => {
		expect(after((post) => (post.video.play_addr.url_list = [])).video_url).toBeNull();
	});

	it('may come without a word on what it is', () => {
		const fields = after((post) => delete post.media_type);
		expect(fields).toMatchObject({ content_type: null, video_url: null, title: '三分钟学会一碗葱油面' });
	});
});

describe('A Douyin image post', () => {
	it('has its images as jpeg, no duration, and no video: what stands there is its music', () => {
		const fields = fieldsAfter(IMAGES);
		expect(fields).toMatchObject({
			content_type: 'note',
			duration_seconds: null,
			video_url: null,
			comment_count: 0,
			hashtags: '#样例骑行 #样例周末',
			author_handle: '54390000012',
			canonical_url: 'https://www.douyin.com/note/7668669253520763673',
		});
		const urls = fields.image_urls?.split('\n') ?? [];
		expect(urls).toHaveLength(2);
		for (const url of urls) expect(url).toMatch(/^https:\/\/p3-sign\.douyinpic\.com\/.*:q80\.jpeg\?/);
		expect(urls[0]).toContain('inventedimage1');
		expect(urls[1]).toContain('inventedimage2');
	});

	it('has the last of more forms of an image', () => {
		const urls = ['https://a.example/1.heic', 'https://a.example/1.webp', 'https://a.example/1.jpeg'];
		const fields = after((post) => (post.images[0].url_list = urls), IMAGES);
		expect(fields.image_urls?.split('\n')[0]).toBe('https://a.example/1.jpeg');
	});

	it('is one by either sign', () => {
		expect(after((post) => (post.images = null), IMAGES).content_type).toBe('note');
		expect(after((post) => (post.media_type = 68), IMAGES).content_type).toBe('note');
	});

	it('is slides where an image moves', () => {
		const live = { play_addr: { url_list: ['https://example.com/live.mp4'] } };
		expect(after((post) => (post.images[1].video = live), IMAGES)).toMatchObject({
			content_type: 'slides',
			video_url: null,
			canonical_url: 'https://www.douyin.com/note/7668669253520763673',
		});
	});

	it('has its first image for a cover where it has no other', () => {
		const fields = after((post) => delete post.video, IMAGES);
		expect(fields.cover_url).toContain('inventedimage1');
	});
});

describe('A Douyin post that is not there', () => {
	it('may be left out with a reason', () => {
		const filter_detail = { filter_reason: 'status_delete', detail_msg: '作品已删除', notice: '' };
		expect(douyinDetails.readPost({ aweme_detail: null, filter_detail }, ID)).toEqual({
			found: false,
			why: 'absent',
			said: '作品已删除',
		});
		const short = { aweme_detail: null, filter_detail: { filter_reason: 'status_self_see' } };
		expect(douyinDetails.readPost(short, ID)).toMatchObject({ said: 'status_self_see' });
	});

	it('is not the next best one', () => {
		expect(douyinDetails.readPost(dataOf(VIDEO), '7641186371542041558')).toMatchObject({
			found: false,
			why: 'other',
		});
	});

	it('is known by the ID in its counts, where it has no other', () => {
		expect(after((post) => delete post.aweme_id).post_id).toBe(ID);
		expect(after((post) => delete post.statistics).post_id).toBe(ID);
		const data = dataOf(VIDEO);
		delete data.aweme_detail.aweme_id;
		delete data.aweme_detail.statistics;
		expect(douyinDetails.readPost(data, ID)).toMatchObject({ found: false, why: 'absent' });
	});
});
