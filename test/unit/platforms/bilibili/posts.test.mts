import { bilibiliDetails } from '../../../../nodes/JustOneApi/platforms/bilibili/posts.ts';
import { dataOf, fieldsAfter } from '../answers.mts';

const VIDEO = 'bilibili-video-detail';
const ID = 'BV1UQQgBFEub';

it('asks one endpoint', () => {
	expect(bilibiliDetails.endpointFor('video')).toEqual({
		request: { method: 'GET', url: '/api/bilibili/get-video-detail/v2' },
		idParameter: 'bvid',
	});
});

it('A Bilibili video is read: its own counts, not those of its series, and all its parts', () => {
	expect(fieldsAfter(VIDEO)).toEqual({
		post_id: ID,
		content_type: 'video',
		title: '【样例】一口气讲完桥是怎么造的',
		text: null,
		author_name: '样例工程师阿桥',
		author_id: '3546000012345678',
		author_handle: null,
		published_at: '2026-04-15T08:00:00.000Z',
		duration_seconds: 733,
		like_count: 20846,
		comment_count: 1288,
		share_count: 1764,
		collect_count: 5017,
		play_count: 842319,
		hashtags: '#样例桥梁 #科普样例',
		cover_url: 'http://i0.hdslb.com/bfs/archive/00invented00cover00.jpg',
		video_url: null,
		image_urls: null,
		music_title: null,
		canonical_url: `https://www.bilibili.com/video/${ID}/`,
	});
});

it('The author stands in two places', () => {
	const { author_name, author_id } = fieldsAfter(VIDEO, (data) => delete data.videoData.owner);
	expect([author_name, author_id]).toEqual(['样例工程师阿桥', '3546000012345678']);
});

it('A video without a BV ID is known by its number', () => {
	expect(fieldsAfter(VIDEO, (data) => delete data.videoData.bvid).post_id).toBe(ID);
});

it('The case of the prefix of an ID does not count, and that of the rest does', () => {
	const data = dataOf(VIDEO);
	data.videoData.bvid = ` ${ID.replace('BV', 'bV')}`;
	for (const asked of [ID, ID.replace('BV', 'bv')]) {
		expect(bilibiliDetails.readPost(data, asked)).toMatchObject({ found: true });
	}
	expect(bilibiliDetails.readPost(data, ID.toUpperCase())).toMatchObject({ why: 'other' });
});

it('Case is part of the ID', () => {
	expect(bilibiliDetails.readPost(dataOf(VIDEO), 'BV1UQQgBFEuB')).toEqual({
		found: false,
		why: 'other',
		said: '',
	});
});

it("A video that is gone comes with the page's words, if they are passed on", () => {
	const error = { code: 404, trueCode: -404, message: '啥都木有' };
	expect(bilibiliDetails.readPost({ error, videoData: {} }, ID)).toEqual({
		found: false,
		why: 'absent',
		said: '啥都木有',
	});
});

it('Other videos in the answer are never taken for the one', () => {
	const data = dataOf(VIDEO);
	delete data.videoData;
	for (const id of [ID, 'BV1ujSUYBEva', 'BV1wPjxzNEqS']) {
		expect(bilibiliDetails.readPost(data, id)).toMatchObject({ found: false, why: 'absent' });
	}
});

it('Each field is taken from the video itself first', () => {
	const fields = fieldsAfter(VIDEO, (data) => {
		data.videoData.desc = 'about';
		delete data.videoData.aid;
		Object.assign(data.upData, { name: 'another', mid: '1' });
	});
	expect(fields).toMatchObject({
		text: 'about',
		author_name: '样例工程师阿桥',
		author_id: '3546000012345678',
	});
});
