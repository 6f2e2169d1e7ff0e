import { xiaohongshuDetails } from '../../../../nodes/JustOneApi/platforms/xiaohongshu/posts.ts';
import { dataOf, fieldsAfter, type Data } from '../answers.mts';

const V1 = 'xiaohongshu-note-detail';
const V6 = 'xiaohongshu-video-note-detail-v6';
const IMAGES = 'xiaohongshu-image-note-detail';
const TOKEN = 'CBq0InventedToken_abcDEF-ghiJKLmnoPQRstuVWXyz012=';

const afterV1 = (change: (note: Data) => void, name = V1) =>
	fieldsAfter(name, (data) => change(data[0].note_list[0]));
const afterV6 = (change: (note: Data) => void) => fieldsAfter(V6, (data) => change(data[0]));

it.each([
	['video', 'v6'],
	['note', 'v1'],
	[null, 'v1'],
] as const)('a link that says %s is asked for at %s', (contentType, version) => {
	expect(xiaohongshuDetails.endpointFor(contentType)).toEqual({
		request: { method: 'GET', url: `/api/xiaohongshu/get-note-detail/${version}` },
		idParameter: 'noteId',
		...(version === 'v1' ? { lacksVideo: true } : {}),
	});
});

it('A video note of v6 is read', () => {
	expect(fieldsAfter(V6)).toEqual({
		post_id: '6a511e8200000000210231d7',
		content_type: 'video',
		title: '把旧木箱改成花架',
		text: '把旧木箱改成花架\n#样例木工',
		author_name: '样例木匠阿杉',
		author_id: '63f1a2c70000000026011b5d',
		author_handle: 'Sample_Cedar7',
		published_at: '2026-07-10T16:32:02.000Z',
		duration_seconds: 61,
		like_count: 21077,
		comment_count: 97,
		share_count: 1846,
		collect_count: 18204,
		play_count: null,
		hashtags: '#样例木工',
		cover_url: expect.stringMatching(/^https:\/\/sns-i11-ae\.rednotecdn\.com\/.*\/w\/576\//),
		video_url: expect.stringMatching(/^https:\/\/sns-v14-ae\.rednotecdn\.com\/.*invented_258\.mp4\?sign=/),
		image_urls: null,
		music_title: '样例木匠阿杉的原声',
		canonical_url: `https://www.xiaohongshu.com/explore/6a511e8200000000210231d7?xsec_token=${TOKEN}`,
	});
});

it('A video note of v1 has no video, no duration, and tags without their marks', () => {
	expect(fieldsAfter(V1)).toMatchObject({
		post_id: '69c349b70000000022019c3e',
		content_type: 'video',
		text: '第一次自己刨一块木板\n手抖也没关系\n\t\n#样例木工 #没有链接的标签 #周末手作样例',
		hashtags: '#样例木工 #周末手作样例',
		duration_seconds: null,
		video_url: null,
		image_urls: null,
		music_title: '样例木匠阿杉的原声',
		collect_count: 618,
		published_at: '2026-03-25T02:34:31.000Z',
	});
});

describe('An image note', () => {
	it('has its images', () => {
		const fields = fieldsAfter(IMAGES);
		expect(fields).toMatchObject({
			content_type: 'note',
			title: null,
			like_count: 2,
			collect_count: 0,
			play_count: null,
			hashtags: null,
			video_url: null,
			music_title: null,
		});
		const urls = fields.image_urls?.split('\n') ?? [];
		expect(urls.map((url) => /1040g3k8inventedp\d\?.*w\/5000/.test(url))).toEqual([true, true]);
	});

	it('has the small ones where the large ones are empty', () => {
		const fields = afterV1((note) => (note.images_list[0].original = ''), IMAGES);
		expect(fields.image_urls?.split('\n')[0]).toContain('/w/576/');
	});

	it('of an answer of v6, if it ever comes, is read all the same', () => {
		const [entry] = dataOf(IMAGES);
		const reading = xiaohongshuDetails.readPost(entry.note_list, '6a916774000000001e014a48');
		expect(reading).toMatchObject({ found: true, fields: { content_type: 'note' } });
	});
});

describe('What a note is', () => {
	it("stands in its link's type where it has none of its own, and is unknown without either", () => {
		expect(afterV1((note) => delete note.type).content_type).toBe('video');
		const unknown = afterV1((note) => {
			delete note.type;
			delete note.share_info;
		});
		expect(unknown).toMatchObject({
			content_type: null,
			canonical_url: 'https://www.xiaohongshu.com/explore/69c349b70000000022019c3e',
		});
	});

	it('is unknown for a type that nobody knows, even the name of a built-in', () => {
		expect(afterV1((note) => (note.type = 'multi')).content_type).toBeNull();
		expect(afterV1((note) => (note.type = 'constructor')).content_type).toBeNull();
	});

	it('does not follow from a stream: live photos have one', () => {
		expect(afterV6((note) => (note.type = 'normal'))).toMatchObject({
			content_type: 'note',
			video_url: null,
		});
	});
});

describe('The video', () => {
	const streams = (change: (stream: Data) => void) =>
		afterV6((note) => change(note.video_info_v2.media.stream)).video_url;

	it('is H.265 where there is no H.264, and a backup where there is no first URL', () => {
		expect(streams((stream) => (stream.h264 = []))).toContain('invented_86.mp4?sign=');
		expect(streams((stream) => delete stream.h264[0].master_url)).toBe(
			'https://sns-v8.rednotecdn.com/stream/1/110/258/invented_258.mp4',
		);
		expect(streams((stream) => Object.assign(stream, { h264: [], h265: [] }))).toBeNull();
	});
});

it('Tags that follow each other without a blank stay apart', () => {
	expect(afterV1((note) => (note.desc = '#一[话题]##二[话题]#完')).text).toBe('#一 #二完');
});

it('Widgets that are no JSON, or name no sound, name no music', () => {
	for (const widgets of ['{', '{}', 'null', '[]', '{"note_sound_info":null}']) {
		expect(afterV6((note) => (note.widgets_context = widgets)).music_title).toBeNull();
	}
});

it.each<[string, Data]>([
	['an empty list', []],
	['an empty note', [{}]],
	['an empty list of notes', [{ note_list: [] }]],
	['a list of notes that is none', [{ note_list: null }]],
	['an object', {}],
	['nothing', null],
])('A note is not there: %s', (_, data) => {
	expect(xiaohongshuDetails.readPost(data, '69c349b70000000022019c3e')).toEqual({
		found: false,
		why: 'absent',
		said: '',
	});
});

it('The case of an ID, which is hex, does not count, nor a blank in the answer', () => {
	const data = dataOf(V1);
	data[0].note_list[0].id = ' 69C349B70000000022019C3E\n';
	for (const asked of ['69c349b70000000022019c3e', '69C349b70000000022019c3e']) {
		expect(xiaohongshuDetails.readPost(data, asked)).toMatchObject({
			found: true,
			fields: { post_id: asked },
		});
	}
});

it('Another note is not the one, and the one is found behind it', () => {
	const data = dataOf(V1);
	expect(xiaohongshuDetails.readPost(data, '69c349b70000000022019c3f')).toMatchObject({ why: 'other' });
	data[0].note_list.unshift({ id: '69c349b70000000022019c3f', title: 'another' });
	expect(xiaohongshuDetails.readPost(data, '69c349b70000000022019c3e')).toMatchObject({
		found: true,
		fields: { title: '第一块木板🪵' },
	});
});
