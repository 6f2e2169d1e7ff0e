import { kuaishouDetails } from '../../../../nodes/JustOneApi/platforms/kuaishou/posts.ts';
import { dataOf, fieldsAfter, type Data } from '../answers.mts';

const VIDEO = 'kuaishou-video-detail';
const IMAGES = 'kuaishou-image-post-detail';
const ID = '3xq7mdwz5kfuhe4';
const OTHER = '3xanotherpost99';

const after = (change: (post: Data) => void, name = VIDEO) =>
	fieldsAfter(name, (data) => change(data.photos[0]));

const readAfter = (change: (post: Data) => void) => {
	const data = dataOf(VIDEO);
	change(data.photos[0]);
	return kuaishouDetails.readPost(data, ID);
};

it('asks one endpoint', () => {
	expect(kuaishouDetails.endpointFor(null)).toEqual({
		request: { method: 'GET', url: '/api/kuaishou/get-video-detail/v2' },
		idParameter: 'videoId',
	});
});

it('A Kuaishou video is read', () => {
	expect(fieldsAfter(VIDEO)).toEqual({
		post_id: ID,
		content_type: 'video',
		title: null,
		text: '山路十八弯慢慢骑 #样例骑行  #周末去哪儿样例',
		author_name: '样例骑手老周',
		author_id: '3290456781',
		author_handle: 'SampleRider',
		published_at: '2026-06-18T06:10:45.218Z',
		duration_seconds: 64.233,
		like_count: 15630,
		comment_count: 88,
		share_count: 311,
		collect_count: 1204,
		play_count: 402871,
		hashtags: '#样例骑行 #周末去哪儿样例',
		cover_url: expect.stringMatching(
			/^http:\/\/zj66\.a\.kwimgs\.com\/.*clientCacheKey=3xq7mdwz5kfuhe4_low\.webp/,
		),
		video_url: expect.stringMatching(/^http:\/\/v23-3\.kwaicdn\.com\//),
		image_urls: null,
		music_title: '样例骑手老周的作品原声',
		canonical_url: `https://www.kuaishou.com/short-video/${ID}`,
	});
});

describe('A Kuaishou image post, by the form that clients report', () => {
	it('has its images, host and path joined with one slash', () => {
		expect(fieldsAfter(IMAGES)).toMatchObject({
			content_type: 'note',
			duration_seconds: null,
			video_url: null,
			image_urls:
				'https://p1.a.yximgs.com/ufile/atlas/inventedatlas_0.jpg\nhttps://p1.a.yximgs.com/ufile/atlas/inventedatlas_1.jpg',
		});
	});

	it('may have its hosts in the other list, or with a scheme', () => {
		const first = 'https://p2.a.yximgs.com/ufile/atlas/inventedatlas_0.jpg';
		const other = after((post) => {
			post.ext_params.atlas.cdn = undefined;
			post.ext_params.atlas.cdnList = [{ cdn: 'http://p2.a.yximgs.com/' }];
		}, IMAGES);
		expect(other.image_urls?.split('\n')[0]).toBe(first);
	});

	it('takes the first list of hosts where there are both', () => {
		const fields = after((post) => (post.ext_params.atlas.cdnList = [{ cdn: 'p9.a.yximgs.com' }]), IMAGES);
		expect(fields.image_urls).toMatch(/^https:\/\/p1\.a\.yximgs\.com\//);
	});

	it('has its first image for a cover where it has no other', () => {
		expect(after((post) => (post.cover_thumbnail_urls = []), IMAGES).cover_url).toBe(
			'https://p1.a.yximgs.com/ufile/atlas/inventedatlas_0.jpg',
		);
	});

	it.each(['a b', 'p1.a.yximgs.com/b', `${'a'.repeat(250)}.com`])(
		'has none where this is its host: %s',
		(cdn) => {
			expect(after((post) => (post.ext_params.atlas.cdn = [cdn]), IMAGES).image_urls).toBeNull();
		},
	);

	it('has none without a host', () => {
		const atlas = { list: ['/a.jpg'] };
		expect(after((post) => (post.ext_params.atlas = atlas), IMAGES)).toMatchObject({
			content_type: null,
			image_urls: null,
		});
	});
});

describe('The ID of a Kuaishou post', () => {
	it('is what it calls itself: originalPhotoId may be the post that it copies', () => {
		expect(after((post) => (post.originalPhotoId = OTHER)).post_id).toBe(ID);
		expect(readAfter((post) => (post.share_info = `userId=3x1&photoId=${OTHER}`))).toMatchObject({
			found: false,
			why: 'other',
		});
	});

	it.each<[string, (post: Data) => void]>([
		['its video', (post) => (post.originalPhotoId = OTHER)],
		[
			'its cover',
			(post) => {
				post.originalPhotoId = OTHER;
				post.main_mv_urls = [];
			},
		],
		[
			'originalPhotoId',
			(post) => {
				post.main_mv_urls = [];
				post.cover_thumbnail_urls = [];
			},
		],
	])('is taken from %s where share_info has none', (_, change) => {
		const reading = readAfter((post) => {
			delete post.share_info;
			change(post);
		});
		expect(reading).toMatchObject({ found: true, fields: { post_id: ID } });
	});

	it('is never the beginning of a longer one', () => {
		const reading = readAfter((post) => {
			delete post.share_info;
			post.main_mv_urls[0].url = `http://example.com/?clientCacheKey=${ID}x_b.mp4`;
		});
		expect(reading).toMatchObject({ found: false, why: 'other' });
	});

	it('is never the number of the same post, nor the author', () => {
		const reading = readAfter((post) => {
			post.share_info = `userId=${ID}&photoId=5233906417285530119`;
			post.main_mv_urls = [];
			post.cover_thumbnail_urls = [];
			post.originalPhotoId = 5233906417285530119n.toString();
		});
		expect(reading).toEqual({ found: false, why: 'absent', said: '' });
	});
});

it.each<[string, Data, string]>([
	['no list', { result: 1 }, 'absent'],
	['an empty list', { result: 1, photos: [] }, 'absent'],
	['a refusal', { result: 21 }, 'absent'],
	['a post without an ID', { result: 1, photos: [{}] }, 'absent'],
	['nothing', null, 'absent'],
])('A Kuaishou post is not there: %s', (_, data, why) => {
	expect(kuaishouDetails.readPost(data, ID)).toEqual({ found: false, why, said: '' });
});

it('the asked post is found wherever it stands in the list', () => {
	const data = dataOf(VIDEO);
	data.photos.unshift({ share_info: `photoId=${OTHER}`, caption: 'another' });
	expect(kuaishouDetails.readPost(data, ID)).toMatchObject({
		found: true,
		fields: { author_name: '样例骑手老周' },
	});
});
