/** Short links of Kuaishou, Bilibili and Xiaohongshu: their forms, and the pages behind them. */
import { bvToAv } from './avOf.mts';
import { createdAt, postIdBehind, snowflake } from './ids.mts';
import { fraction } from './links.mts';
import {
	isEverywhere,
	leads,
	redirect,
	row,
	SCENARIOS,
	type Answer,
	type Call,
	type Scenario,
} from './scenarios.mts';

export type Sister = 'kuaishou' | 'bilibili' | 'xiaohongshu';

/** A number of a person, a room or a device. */
const number = (salt: string, below: number) => String(1 + Math.floor(fraction(salt) * below));

const hex = (salt: string) => postIdBehind('xiaohongshu', `video-${salt}`);
const eid = (salt: string) => postIdBehind('kuaishou', `video-${salt}`);

/** The app's query: who shared the post, on which device, and IDs that look like the post's. */
const kuaishouQuery = (code: string, kind: string, ...more: string[]) =>
	[
		`fid=${number(`fid ${code}`, 4e9)}`,
		'cc=share_copylink',
		'shareMethod=TOKEN',
		`userId=${eid(`user ${code}`)}`,
		'kpn=KUAISHOU',
		...more,
		`shareId=${number(`share ${code}`, 9e13)}`,
		`shareResourceType=${kind}`,
		`shareObjectId=5${snowflake(createdAt(code), code).slice(1)}`,
		`timestamp=${createdAt(code)}000`,
	].join('&');

const kuaishouPhoto = (code: string) => {
	const id = postIdBehind('kuaishou', code);
	const query = kuaishouQuery(code, 'PHOTO_OTHER', `photoId=${id}`);
	return `https://v.m.chenzhongtech.com/fw/photo/${id}?${query}`;
};

const bilibiliQuery = (code: string, part = 1) =>
	[
		'-Arouter=story',
		`buvid=XU${number(`buvid ${code}`, 9e15)}`,
		'is_story_h5=true',
		`mid=${encodeURIComponent(`${number(`mid ${code}`, 9e15)}==`)}`,
		`p=${part}`,
		'share_from=ugc',
		'share_medium=android',
		`share_session_id=${number(`session ${code}`, 9e15)}`,
		`timestamp=${createdAt(code)}`,
		`up_id=${number(`up ${code}`, 4e9)}`,
	].join('&');

const bilibiliVideo = (code: string, part?: number) =>
	`https://www.bilibili.com/video/${postIdBehind('bilibili', code)}?${bilibiliQuery(code, part)}`;

/** `xsec_token` ends in a bare `=`. */
const xiaohongshuQuery = (code: string, type: string) =>
	[
		'app_platform=ios',
		'app_version=9.17.2',
		'share_from_user_hidden=true',
		'xsec_source=app_share',
		`type=${type}`,
		`xsec_token=CB${hex(`token ${code}`)}_x-${hex(`more ${code}`).slice(0, 15)}=`,
		'author_share=1',
		'xhsshare=CopyLink',
		`shareRedId=${hex(`sharer ${code}`)}`,
		`apptime=${createdAt(code)}`,
		`share_id=${hex(`share ${code}`)}`,
	].join('&');

const xiaohongshuNote = (code: string, type: string) =>
	`https://www.xiaohongshu.com/discovery/item/${postIdBehind('xiaohongshu', code)}?${xiaohongshuQuery(code, type)}`;

const to = (page: (code: string) => string) => (call: Call) => redirect(page(call.code));

const nowhere = (name: string, about: string, answer: (call: Call) => Answer) =>
	row(name, about, { reason: 'no_target', retryable: false }, true, answer);

/** The scenarios of one sister: its own pages first, then what every endpoint does. */
const table = (video: (code: string) => string, ...own: Scenario[]): Scenario[] => [
	leads('video', 'ordinary video; so is any code that names nothing', 'video', to(video)),
	leads('slow<ms>', 'success after that many ms', 'video', (call) => ({
		...redirect(video(call.code)),
		delayMs: call.value,
	})),
	...own,
	nowhere('foreign', 'redirect to a host that is no platform', ({ code }) =>
		redirect(video(code).replace(/^https:\/\/[^/]+/, 'https://evil.example')),
	),
	nowhere('sister', "redirect to another platform's post", ({ code }) =>
		redirect(`https://www.douyin.com/video/${postIdBehind('douyin', code)}`),
	),
	nowhere('echo', 'redirect to the short link itself', ({ shareUrl }) => redirect(shareUrl)),
	...SCENARIOS.filter(isEverywhere),
];

export const SISTERS: Readonly<Record<Sister, { shortLink: RegExp; scenarios: readonly Scenario[] }>> = {
	kuaishou: {
		shortLink: /^https:\/\/v\.kuaishou\.com\/(?:f\/)?([\w-]+)(?:[/?#]|$)/,
		scenarios: table(
			kuaishouPhoto,
			leads('webvideo', 'the page of a shared computer link', 'video', ({ code }) =>
				redirect(
					`https://www.kuaishou.com/short-video/${postIdBehind('kuaishou', code)}?cc=share_copylink&authorId=${eid(`user ${code}`)}&utm_source=pc_share`,
				),
			),
			leads('user', 'profile', 'user', ({ code }) =>
				redirect(
					`https://www.kuaishou.com/profile/${eid(`user ${code}`)}?${kuaishouQuery(code, 'PROFILE_OTHER')}`,
				),
			),
			leads('live', 'live room', 'live', ({ code }) =>
				redirect(
					`https://livev.m.chenzhongtech.com/fw/live/${eid(`user ${code}`)}?${kuaishouQuery(code, 'LIVESTREAM_OTHER')}`,
				),
			),
			nowhere('home', 'redirect to the home page', () => redirect('https://www.kuaishou.com/')),
		),
	},
	bilibili: {
		shortLink: /^https:\/\/b23\.tv\/([\w-]+)(?:[/?#]|$)/,
		scenarios: table(
			bilibiliVideo,
			leads('part', 'the second part of a video', 'video', ({ code }) => redirect(bilibiliVideo(code, 2))),
			leads('av', 'a page that has the number instead of the BV ID', 'video', ({ code }) =>
				redirect(
					`https://www.bilibili.com/video/av${bvToAv(postIdBehind('bilibili', code)) ?? ''}?${bilibiliQuery(code)}`,
				),
			),
			leads('user', 'profile', 'user', ({ code }) =>
				redirect(`https://space.bilibili.com/${number(`user ${code}`, 4e9)}?share_medium=android`),
			),
			leads('live', 'live room', 'live', ({ code }) =>
				redirect(`https://live.bilibili.com/${number(`room ${code}`, 3e7)}?broadcast_type=0`),
			),
			leads('season', 'an episode of a season, which has no BV ID', 'other', ({ code }) =>
				redirect(`https://www.bilibili.com/bangumi/play/ep${number(`episode ${code}`, 1e6)}`),
			),
			nowhere('home', 'redirect to the home page', () => redirect('https://www.bilibili.com/')),
		),
	},
	xiaohongshu: {
		shortLink: /^https?:\/\/xhslink\.com\/(?:[a-z]\/)?([\w-]+)(?:[/?#]|$)/,
		scenarios: table(
			(code) => xiaohongshuNote(code, 'video'),
			leads('note', 'image note', 'note', ({ code }) => redirect(xiaohongshuNote(code, 'normal'))),
			leads('user', 'profile', 'user', ({ code }) =>
				redirect(
					`https://www.xiaohongshu.com/user/profile/${hex(`user ${code}`)}?${xiaohongshuQuery(code, 'user')}`,
				),
			),
			leads('live', 'live room, 18 digits', 'live', ({ code }) =>
				redirect(
					`https://www.xiaohongshu.com/livestream/5${snowflake(createdAt(code), code).slice(1, 18)}?source=share_out_of_app`,
				),
			),
			nowhere('dead', 'the page of a dead note, whose ID stands in the query', ({ code }) =>
				redirect(`https://www.xiaohongshu.com/404?noteId=${hex(code)}&error_code=-510000`),
			),
			nowhere('home', 'redirect to the home page', () => redirect('https://www.xiaohongshu.com/explore')),
		),
	},
};

const SHORT_LINKS: Readonly<Record<Sister, string>> = {
	kuaishou: 'https://v.kuaishou.com/',
	bilibili: 'https://b23.tv/',
	xiaohongshu: 'https://xhslink.com/',
};

/** The link of a sister that plays a scenario: `sisterLink('kuaishou', 'user')`. */
export const sisterLink = (sister: Sister, name: string, tail = 'Ab12'): string =>
	`${SHORT_LINKS[sister]}${name}-${tail}`;
