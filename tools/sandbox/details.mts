/*
 * The files in answers/ are shapes of the API's answers, cut down; all names, texts, IDs and links are invented. Integers
 * beyond 2^53 stand without quotes where the real answers have them so. Most follow the vendor's published example answers
 * of 2026-09. Reconstructed, because no answer of the API is public: douyin-image-post-detail (a post of the vendor's
 * search example in the frame of a detail answer), xiaohongshu-image-note-detail (the frame of v1 with a list of images) and
 * kuaishou-image-post-detail (the video's frame with ext_params.atlas as clients of Kuaishou read it).
 */
/** What the detail endpoints answer: the shapes in answers/, and the ways in which a post is not there. */
import { readFileSync } from 'node:fs';
import { failureKindOfCode } from '../../nodes/JustOneApi/failure/failureTable.ts';
import { POST_MESSAGES } from '../../nodes/JustOneApi/resources/post/postMessages.ts';
import { parseJson } from '../../nodes/JustOneApi/call/envelope.ts';
import { bvToAv } from './avOf.mts';
import type { PlatformName } from '../../nodes/JustOneApi/platforms/platform.ts';
import { postId } from './ids.mts';
import { isEverywhere, leads, row, SCENARIOS, type Answer, type Scenario } from './scenarios.mts';

type Json = Record<string, unknown>;
/** Parsed JSON of a known shape. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- parsed JSON of a known shape
type Data = any;

const ok = (data: unknown): Answer => ({ code: 0, data });

/** A shape in answers/ and the ID that stands in it. */
class Shape {
	readonly #text: string;
	readonly #id: string;

	constructor(name: string, id: string) {
		const text = readFileSync(new URL(`answers/${name}.json`, import.meta.url), 'utf8');
		// Between `data` and `recordTime`, as it stands: JSON.parse would round the numbers in it.
		this.#text = /"data":([^]*),\s*"recordTime"/.exec(text)?.[1] ?? '';
		this.#id = id;
	}

	/** JSON text of `data` about the post with this ID. */
	textFor(id: string): string {
		const [ownAv, av] = [bvToAv(this.#id), bvToAv(id)];
		const text = this.#text.replaceAll(this.#id, id);
		return ownAv === null || av === null ? text : text.replaceAll(ownAv, av);
	}

	/** The same, parsed. */
	dataFor(id: string): Data {
		return parseJson(this.textFor(id));
	}
}

const DOUYIN_VIDEO = new Shape('douyin-video-detail', '7641186371542041559');
const DOUYIN_IMAGES = new Shape('douyin-image-post-detail', '7668669253520763673');
const KUAISHOU_VIDEO = new Shape('kuaishou-video-detail', '3xq7mdwz5kfuhe4');
const KUAISHOU_IMAGES = new Shape('kuaishou-image-post-detail', '3xm4c8tyw2kdb6e');
const BILIBILI_VIDEO = new Shape('bilibili-video-detail', 'BV1UQQgBFEub');
const NOTE_V1 = new Shape('xiaohongshu-note-detail', '69c349b70000000022019c3e');
const IMAGE_NOTE_V1 = new Shape('xiaohongshu-image-note-detail', '6a916774000000001e014a48');
const VIDEO_NOTE_V6 = new Shape('xiaohongshu-video-note-detail-v6', '6a511e8200000000210231d7');

/** One detail endpoint: its shapes, and where in the data the post stands. */
interface Details {
	platform: PlatformName;
	video: Shape;
	/** Null where the platform, or the version, has no image posts. */
	images: Shape | null;
	/** Fields that hold the post's ID. */
	idFields: readonly string[];
	/** The post in the data. */
	postIn: (data: Data) => Json;
	/** The data without its post, as for one that is gone; a reason where the platform gives one. */
	gone: (kind: 'gone' | 'private') => unknown;
	/** The data with this post. */
	around: (post: unknown) => unknown;
	/** Scenarios that only this endpoint has. */
	own?: readonly Scenario[];
	/** Something large and of no use, to be added to the data. */
	padding: (data: Data, filler: unknown) => void;
}

const shown = (shape: Shape, id: string): Answer => ({ code: 0, dataText: shape.textFor(id) });

const douyin: Details = {
	platform: 'douyin',
	video: DOUYIN_VIDEO,
	images: DOUYIN_IMAGES,
	idFields: ['aweme_id', 'group_id', 'statistics'],
	postIn: (data) => data.aweme_detail,
	around: (post) => ({ aweme_detail: post, status_code: 0 }),
	// As Douyin itself answers. Whether the API passes filter_detail on is unknown.
	gone: (kind) => ({
		aweme_detail: null,
		filter_detail: {
			filter_reason: kind === 'gone' ? 'status_delete' : 'status_self_see',
			detail_msg: kind === 'gone' ? '作品已删除' : '作品暂时无法查看',
			notice: '',
		},
		status_code: 0,
	}),
	own: [
		leads('slides', 'post with live photos (a guess)', 'slides', ({ shareUrl }) => {
			const data = DOUYIN_IMAGES.dataFor(shareUrl);
			data.aweme_detail.images[0].video = DOUYIN_VIDEO.dataFor(shareUrl).aweme_detail.video;
			return ok(data);
		}),
	],
	padding: (data, filler) => (data.log_pb.filler = filler),
};

const kuaishou: Details = {
	platform: 'kuaishou',
	video: KUAISHOU_VIDEO,
	images: KUAISHOU_IMAGES,
	idFields: ['originalPhotoId', 'share_info', 'main_mv_urls', 'cover_thumbnail_urls'],
	postIn: (data) => data.photos[0],
	around: (post) => ({ result: 1, photos: [post] }),
	// Both are guesses.
	gone: (kind) => (kind === 'gone' ? { result: 1, photos: [] } : { result: 21 }),
	padding: (data, filler) => (data.filler = filler),
};

const bilibili: Details = {
	platform: 'bilibili',
	video: BILIBILI_VIDEO,
	images: null,
	idFields: ['bvid', 'aid'],
	postIn: (data) => data.videoData,
	around: (post) => ({ error: {}, videoData: post }),
	// The state of Bilibili's page for such a video. That the API passes it on is likely.
	gone: (kind) => ({
		error:
			kind === 'gone'
				? { code: 404, trueCode: -404, message: '啥都木有' }
				: { code: 403, trueCode: -403, message: '访问权限不足' },
		videoData: {},
	}),
	padding: (data, filler) => (data.sectionsInfo = filler),
};

const xiaohongshuV1: Details = {
	platform: 'xiaohongshu',
	video: NOTE_V1,
	images: IMAGE_NOTE_V1,
	idFields: ['id'],
	postIn: (data) => data[0].note_list[0],
	around: (post) => [{ comment_list: [], model_type: 'note', note_list: [post] }],
	gone: (kind) => (kind === 'gone' ? [] : [{ comment_list: [], model_type: 'note', note_list: [] }]),
	padding: (data, filler) => (data[0].filler = filler),
};

const xiaohongshuV6: Details = {
	platform: 'xiaohongshu',
	video: VIDEO_NOTE_V6,
	images: null,
	idFields: ['id'],
	postIn: (data) => data[0],
	around: (post) => [post],
	gone: (kind) => (kind === 'gone' ? [] : [{}]),
	own: [
		leads('v6note', 'image note that v6 answers all the same (unknown)', 'note', ({ shareUrl }) =>
			ok(IMAGE_NOTE_V1.dataFor(shareUrl)[0].note_list),
		),
	],
	padding: (data, filler) => (data[0].filler = filler),
};

/** The same value with each leaf of another type. */
function odd(value: unknown): unknown {
	if (Array.isArray(value)) return 'odd';
	if (typeof value === 'object' && value !== null) {
		return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, odd(inner)]));
	}
	return typeof value === 'string' ? { odd: 7 } : ['odd'];
}

const only = (post: Json, keys: readonly string[]): Json =>
	Object.fromEntries(Object.entries(post).filter(([key]) => keys.includes(key)));

/** A business code as the call for a post reads it. */
function asDetails(scenario: Scenario): Scenario {
	const code = /^c(\d+)$/.exec(scenario.name)?.[1];
	if (code === undefined) return scenario;
	const { reason, retryable, billed } = failureKindOfCode(Number(code), POST_MESSAGES);
	return { ...scenario, expect: { reason, retryable }, billed };
}

/** What is answered to an ID that names nothing, and to those that name a scenario; the asked ID is `shareUrl`. */
function scenariosOf(details: Details): Scenario[] {
	const { platform, video, images, idFields, postIn, around, gone, padding, own = [] } = details;
	const post = (id: string) => postIn(video.dataFor(id));
	const missing = (name: string, about: string, data: (id: string) => unknown) =>
		row(name, about, { reason: 'no_content', retryable: false }, true, ({ shareUrl }) => ok(data(shareUrl)));
	const imagesOrNothing = ({ shareUrl }: { shareUrl: string }) =>
		images ? shown(images, shareUrl) : ok(gone('gone'));
	return [
		leads('video', 'ordinary video', 'video', ({ shareUrl }) => shown(video, shareUrl)),
		images
			? leads('note', 'image post', 'note', imagesOrNothing)
			: missing('note', 'image post, which this endpoint does not have', () => gone('gone')),
		...own,
		missing('gone', 'a post that was deleted, or never was', () => gone('gone')),
		missing('private', 'a post that only its author sees', () => gone('private')),
		missing('nulldata', 'data is null', () => null),
		missing('emptydata', 'data is empty', () => (platform === 'xiaohongshu' ? [] : {})),
		missing('other', "another post's details", (id) => video.dataFor(postId(platform, 'video', `not-${id}`))),
		missing('noid', 'the post without its ID', (id) => {
			const { ...rest } = post(id);
			for (const field of idFields) delete rest[field];
			return around(rest);
		}),
		leads('hollow', 'the post with its ID and nothing else', 'video', ({ shareUrl }) =>
			ok(around(only(post(shareUrl), idFields))),
		),
		leads('odd', 'the post with its ID, each field of another type', 'video', ({ shareUrl }) =>
			ok(around({ ...(odd(post(shareUrl)) as Json), ...only(post(shareUrl), idFields) })),
		),
		leads('big', 'an answer of 426 kB', 'video', ({ shareUrl }) => {
			const data = video.dataFor(shareUrl);
			padding(
				data,
				Array.from({ length: 2200 }, (_, index) => ({ index, title: '样例'.repeat(30) })),
			);
			return ok(data);
		}),
		...SCENARIOS.filter(isEverywhere)
			.filter(({ name }) => name !== 'nulldata' && name !== 'emptydata')
			.map(asDetails),
	];
}

/** The detail endpoints by path. */
export const DETAILS: Readonly<
	Record<string, { platform: PlatformName; parameter: string; scenarios: readonly Scenario[] }>
> = {
	'/api/douyin/get-video-detail/v2': {
		platform: 'douyin',
		parameter: 'videoId',
		scenarios: scenariosOf(douyin),
	},
	'/api/kuaishou/get-video-detail/v2': {
		platform: 'kuaishou',
		parameter: 'videoId',
		scenarios: scenariosOf(kuaishou),
	},
	'/api/bilibili/get-video-detail/v2': {
		platform: 'bilibili',
		parameter: 'bvid',
		scenarios: scenariosOf(bilibili),
	},
	'/api/xiaohongshu/get-note-detail/v1': {
		platform: 'xiaohongshu',
		parameter: 'noteId',
		scenarios: scenariosOf(xiaohongshuV1),
	},
	'/api/xiaohongshu/get-note-detail/v6': {
		platform: 'xiaohongshu',
		parameter: 'noteId',
		scenarios: scenariosOf(xiaohongshuV6),
	},
};
