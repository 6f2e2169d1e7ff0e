import { readLanding } from '../../../nodes/JustOneApi/link/landing.ts';
import { findShareLinks, readShareText } from '../../../nodes/JustOneApi/link/shareLink.ts';
import { readUrl } from '../../../nodes/JustOneApi/link/url.ts';
import { douyin } from '../../../nodes/JustOneApi/platforms/douyin/index.ts';

const ID = '7458784447774619122';
const DECOY = '7536974395247751018';
const SEC_UID = 'MS4wLjABAAAAwz8foi5PgE-vZ3gLx2DcqAcmry_Hv5TCjmL11BXEFdcLl-aubYZys1u-VCQ17CnY';
const DEVICE = 'MS4wLjABAAAAVqvZ_QLg4e2HzjfvABxDHg0fNXQMJT_-fGhACERIyip';
const SHORT = 'https://v.douyin.com/AbC12/';

const urlsIn = (text: string) => findShareLinks(text).map(({ url }) => url);

describe('A short link', () => {
	it.each([
		'https://v.douyin.com/AbC12/',
		'https://v.douyin.com/AbC12',
		'http://v.douyin.com/AbC12/',
		'HTTP://V.DOUYIN.COM:80/AbC12',
		'https://v.douyin.com:443/AbC12/',
		'HTTPS://V.Douyin.Com:443/AbC12?from=singlemessage',
		'//v.douyin.com/AbC12/',
		'v.douyin.com/AbC12',
		'V.DOUYIN.COM/AbC12/',
		'看v.douyin.com/AbC12看',
		'https://v.douyin.com/AbC12/xxxxx',
		'https://v.douyin.com/AbC12/ 8@4.com :9pm',
		'https://v.douyin.com/AbC12%2F',
		'https://v.douyin.com/AbC12\\',
		"'https://v.douyin.com/AbC12'",
		'url=https://v.douyin.com/AbC12&x=1',
		'https://v.douyin.com/AbC12/?u=1#x',
	])('%s is sent in the documented form', (text) => {
		expect(findShareLinks(text)).toMatchObject([{ url: SHORT, target: null, apiAccepts: true }]);
	});

	it.each([
		['https://jx.douyin.com/4qqhgjiY', 'https://jx.douyin.com/4qqhgjiY/'],
		['z.douyin.com/u65y?scheme=snssdk1128://aweme', 'https://z.douyin.com/u65y/'],
		['https://v.iesdouyin.com/AbC12/', 'https://v.iesdouyin.com/AbC12/'],
	])('%s is recognised, but the API does not document its host', (text, url) => {
		expect(findShareLinks(text)).toMatchObject([{ url, target: null, apiAccepts: false }]);
	});

	it.each([3, 4, 5, 6, 7, 8, 9, 11, 32, 64])('may have a code of %i characters', (length) => {
		const code = 'a-B_9'.repeat(13).slice(0, length);
		expect(urlsIn(`看 https://v.douyin.com/${code}/ 好`)).toEqual([`https://v.douyin.com/${code}/`]);
		expect(urlsIn(`看https://v.douyin.com/${code}好`)).toEqual([`https://v.douyin.com/${code}/`]);
	});

	it.each([
		'https://v.douyin.com/',
		'https://v.douyin.com/ab/',
		`https://v.douyin.com/${'a'.repeat(65)}/`,
		'https://v.douyin.com/?AbC12',
		'https://v.douyin.com/?to=/AbC12/',
	])('%s is none: no code is that long or that short', (text) => {
		expect(findShareLinks(text)).toEqual([]);
	});

	it.each(['-abc', 'abc-', '_abc', 'abc_', 'a-b_c', '12345678'])(
		'keeps every character of the code %s',
		(code) => {
			expect(findShareLinks(`https://v.douyin.com/${code}/`)).toMatchObject([
				{ url: `https://v.douyin.com/${code}/`, target: null },
			]);
		},
	);

	it('of another host keeps a code of digits: it is no live room', () => {
		expect(findShareLinks('https://v.iesdouyin.com/12345678/')).toMatchObject([
			{ url: 'https://v.iesdouyin.com/12345678/', target: null },
		]);
	});
});

describe('No share link', () => {
	it.each([
		'https://v.douyin.com.evil.net/AbC12/',
		'https://v.douyin.com@evil.net/AbC12/',
		'https://v.douyin.com:443@evil.net/AbC12/',
		'https://user:pw@v.douyin.com/AbC12/',
		'https://evil.net\\@v.douyin.com/AbC12/',
		'https://evil.net/v.douyin.com/AbC12/',
		'https://evil.net/-v.douyin.com/AbC12/',
		'https://evil-v.douyin.com/AbC12/',
		'https://dev.douyin.com/AbC12/',
		'https://my.v.douyin.com/AbC12/',
		'https://qishui.douyin.com/s/AbC12/',
		'https://xn--v-douyin.com/AbC12/',
		'https://xn--vdouyin-abc.com/AbC12/',
		'https://v.dоuyin.com/AbC12/',
		'https://v.douyın.com/AbC12/',
		'https://vXdouyin.com/AbC12/',
		'https://v.douyin.com./AbC12/',
		'https://v.douyin.com:8080/AbC12/',
		'https://v.douyin.com#/AbC12',
		// To a browser the sign is part of the host.
		`https://jx.douyin.com&/video/${ID}`,
		`https://www.douyin.com&/video/${ID}`,
		'https://v.douyin.co/AbC12/',
		'ftp://v.douyin.com/AbC12/',
		'javascript://v.douyin.com/AbC12',
		'file:///v.douyin.com/AbC12',
		'ws://v.douyin.com/AbC12/',
		'wss://v.douyin.com/AbC12/',
		'snssdk1128://v.douyin.com/AbC12/',
		`snssdk1128://aweme/detail/${ID}`,
		'mailto:me@v.douyin.com/AbC12',
		`https://www.douyin.com@evil.net/video/${ID}`,
		`https://www.douyin.com.evil.net/video/${ID}`,
		`https://evil.net/www.douyin.com/video/${ID}`,
		`https://notdouyin.com/video/${ID}`,
		`https://www.tiktok.com/@a/video/${ID}`,
		`https://www.ixigua.com/${ID}`,
		'https://www.douyin.com/',
		'https://www.douyin.com/?recommend=1',
		'https://www.douyin.com/discover',
		'https://www.douyin.com/jingxuan',
		'https://www.douyin.com/user/self',
		'https://www.douyin.com/share',
		'https://www.douyin.com/about',
		'https://www.douyin.com/video/',
		'https://www.douyin.com/video/745878444777461912',
		`https://www.douyin.com/video/${ID}9`,
		`https://www.iesdouyin.com/share/video/?region=CN&mid=${ID}&mix_id=${ID}`,
		'7.66 B@T.IP 03/03 baN/: :4pm 今天天气真好',
		'97:/##aBcDeF##:/ 8@9.com',
		ID,
		'',
	])('%j', (text) => {
		expect(findShareLinks(text)).toEqual([]);
	});
});

describe('Several links in a text', () => {
	it.each([
		[
			'glued, with a slash',
			'https://v.douyin.com/AbC12/https://v.douyin.com/DeF34/',
			[SHORT, 'https://v.douyin.com/DeF34/'],
		],
		[
			'glued, without a slash',
			'https://v.douyin.com/AbC12https://v.douyin.com/DeF34',
			[SHORT, 'https://v.douyin.com/DeF34/'],
		],
		[
			'glued, http and upper case',
			'http://v.douyin.com/AbC12HTTP://V.DOUYIN.COM/DeF34',
			[SHORT, 'https://v.douyin.com/DeF34/'],
		],
		[
			'a semicolon between',
			'https://v.douyin.com/AbC12;https://v.douyin.com/DeF34',
			[SHORT, 'https://v.douyin.com/DeF34/'],
		],
		[
			'a full-width comma between',
			'v.douyin.com/AbC12，v.douyin.com/DeF34',
			[SHORT, 'https://v.douyin.com/DeF34/'],
		],
		[
			'another platform after it, with a slash',
			'https://v.douyin.com/AbC12/http://xhslink.com/m/abc',
			[SHORT, 'https://xhslink.com/m/abc'],
		],
		[
			'another platform after it, without a slash',
			'https://v.douyin.com/AbC12https://v.kuaishou.com/abc',
			[SHORT, 'https://v.kuaishou.com/abc'],
		],
		[
			'another platform after it, with http and without a slash',
			'https://v.douyin.com/AbC12http://xhslink.com/m/abc',
			[SHORT, 'https://xhslink.com/m/abc'],
		],
		[
			'another platform before it',
			'https://v.kuaishou.com/abchttps://v.douyin.com/AbC12/',
			['https://v.kuaishou.com/abc', SHORT],
		],
		[
			'http and https, with and without slash',
			'http://v.douyin.com/AbC12 https://v.douyin.com/AbC12/',
			[SHORT],
		],
		[
			'codes that differ in case',
			'https://v.douyin.com/AbC12/ https://v.douyin.com/aBc12/',
			[SHORT, 'https://v.douyin.com/aBc12/'],
		],
		[
			'a long link glued to a short one',
			`https://www.douyin.com/video/${ID}https://v.douyin.com/AbC12/`,
			[`https://www.douyin.com/video/${ID}`, SHORT],
		],
		[
			'a long link in the query of another',
			`https://www.douyin.com/note/${DECOY}?x=1&u=https://www.douyin.com/video/${ID}`,
			[`https://www.douyin.com/note/${DECOY}?x=1&u=`, `https://www.douyin.com/video/${ID}`],
		],
	])('are told apart: %s', (_, text, urls) => {
		expect(urlsIn(text)).toEqual(urls);
	});

	const WRAPPED = 'https://link.zhihu.com/?target=https%3A%2F%2Fv.douyin.com%2FAbC12%2F';
	const LONG = `https://www.douyin.com/video/${ID}`;

	it.each([
		['after a long link', `${LONG} 看 ${WRAPPED}`, [LONG, SHORT]],
		['close behind a long link', `${LONG} t.cn?u=https%3A%2F%2Fv.douyin.com%2FAbC12%2F`, [LONG, SHORT]],
		['before a long link', `${WRAPPED} ${LONG}`, [SHORT, LONG]],
		['behind a short link', `https://v.douyin.com/DeF34/ ${WRAPPED}`, ['https://v.douyin.com/DeF34/', SHORT]],
		['before a short link', `${WRAPPED} v.douyin.com/DeF34`, [SHORT, 'https://v.douyin.com/DeF34/']],
		[
			'of the sharer in the second of two long links',
			`https://www.douyin.com/note/${DECOY} ${LONG}?share_url=https%3A%2F%2Fv.douyin.com%2FAbC12%2F`,
			[`https://www.douyin.com/note/${DECOY}`, `${LONG}?share_url=https%3A%2F%2Fv.douyin.com%2FAbC12%2F`],
		],
	])('one of them wrapped in another URL, %s', (_, text, urls) => {
		expect(urlsIn(text)).toEqual(urls);
	});

	it('count once where they lead to one post, whatever their form', () => {
		const forms = [
			'https://www.douyin.com/video/',
			'http://m.douyin.com/share/video/',
			'https://www.douyin.com/?modal_id=',
		];
		expect(urlsIn(forms.map((form) => form + ID).join(' '))).toEqual([`https://www.douyin.com/video/${ID}`]);
	});

	it('keep their order in a long list', () => {
		const list = Array.from({ length: 500 }, (_, index) => `https://v.douyin.com/code${index}/`);
		expect(urlsIn(list.join('，'))).toEqual(list);
	});
});

describe('A long link', () => {
	it.each([
		['a full stop', `https://www.douyin.com/video/${ID}?a=b.`, `https://www.douyin.com/video/${ID}?a=b`],
		['several marks', `https://www.douyin.com/video/${ID}?!~`, `https://www.douyin.com/video/${ID}`],
		['Chinese', `https://www.douyin.com/video/${ID}复制此链接`, `https://www.douyin.com/video/${ID}`],
		['a bracket', `(https://www.douyin.com/video/${ID}?a=b)`, `https://www.douyin.com/video/${ID}?a=b`],
		['a fragment', `https://www.douyin.com/video/${ID}#top`, `https://www.douyin.com/video/${ID}`],
		[
			'nothing, but a bare host in capitals before it',
			`WWW.DOUYIN.COM/video/${ID}`,
			`https://www.douyin.com/video/${ID}`,
		],
	])('is passed on as pasted, without what follows it: %s', (_, text, url) => {
		expect(urlsIn(text)).toEqual([url]);
	});

	it('is read up to a length that no real one has', () => {
		const [link] = findShareLinks(`https://www.douyin.com/video/${ID}?a=${'b'.repeat(1_000_000)}`);
		expect(link.target?.contentId).toBe(ID);
		expect(link.url.length).toBeLessThan(5000);
	});

	it('may hold an undecoded search word', () => {
		const url = `https://www.douyin.com/jingxuan/search/橘猫?modal_id=${ID}&type=general`;
		expect(findShareLinks(`看 ${url} 好`)).toMatchObject([{ url, target: { contentId: ID } }]);
	});
});

// Each path form of docs/share-links.md, among the parameters that only look like an ID.
const LOOK_ALIKES = [
	`mid=${DECOY}`,
	`did=${DEVICE}`,
	`iid=${DEVICE}`,
	'with_sec_did=1',
	'region=CN',
	`mix_id=${DECOY}`,
	`track_id=${DECOY}`,
	`room_id=${DECOY}`,
	`roomId=${DECOY}`,
	`liveId=${DECOY}`,
	`anchor_id=${DECOY}`,
	`user_id=${DECOY}`,
	`from_item_id=${DECOY}`,
	'ts=1764666287',
	'timestamp=1764666326',
	'u_code=379k914edamg',
	'share_sign=XgYyaqSvjPGQYAyWo0m97TMDMrbn2AEdJ1WwvfITb.Y-',
	'ug_share_id=6626316FEC21408185950EDE0591E403',
	'share_version=360800',
	'utm_campaign=client_share',
	'app=aweme',
	'activity_info={"social_author_id":"111005484618","social_share_id":"3166222267188152_1764666325"}',
].join('&');
const video = `https://www.douyin.com/video/${ID}`;
const note = `https://www.douyin.com/note/${ID}`;
const mix = `https://www.douyin.com/collection/${ID}`;
const music = `https://www.douyin.com/music/${ID}`;
const room = `https://webcast.amemv.com/douyin/webcast/reflow/${ID}`;
const user = `https://www.douyin.com/user/${SEC_UID}`;
const page = 'https://live.douyin.com/952645837031';
const article = `https://www.douyin.com/article/${ID}`;

const FORMS: Array<[string, string, string]> = [
	[`www.douyin.com/video/${ID}`, 'video', video],
	[`douyin.com/video/${ID}/`, 'video', video],
	[`www.douyin.com/video/${ID}?previous_page=app_code_link`, 'video', video],
	[`www.douyin.com/note/${ID}`, 'note', note],
	[`www.douyin.com/gallery/${ID}`, 'note', note],
	[`www.douyin.com/slides/${ID}`, 'slides', note],
	[`www.iesdouyin.com/share/video/${ID}/`, 'video', video],
	[`www.iesdouyin.com/share/note/${ID}`, 'note', note],
	[`www.iesdouyin.com/share/slides/${ID}/?is_slides=1`, 'slides', note],
	[`iesdouyin.com/share/video/${ID}`, 'video', video],
	[`v.iesdouyin.com/share/video/${ID}/`, 'video', video],
	[`m.douyin.com/share/video/${ID}`, 'video', video],
	[`m.douyin.com/share/note/${ID}`, 'note', note],
	[`m.douyin.com/share/slides/${ID}`, 'slides', note],
	[`www.douyin.com/share/video/${ID}`, 'video', video],
	[`www.douyin.com/share/slides/${ID}`, 'slides', note],
	[`jingxuan.douyin.com/m/video/${ID}?app=yumme&utm_source=copy_link`, 'video', video],
	[`jingxuan.douyin.com/m/note/${ID}`, 'note', note],
	[`jingxuan.douyin.com/m/slides/${ID}`, 'slides', note],
	[`www.douyin.com/jingxuan/video/${ID}`, 'video', video],
	[`www.douyin.com/?modal_id=${ID}`, 'video', video],
	[`www.douyin.com/?recommend=1&modal_id=${ID}`, 'video', video],
	[`www.douyin.com/discover?modal_id=${ID}`, 'video', video],
	[`www.douyin.com/jingxuan?modal_id=${ID}`, 'video', video],
	[`www.douyin.com/jingxuan/search/%E6%A9%98?modal_id=${ID}`, 'video', video],
	[`www.douyin.com/search/cat?modal_id=${ID}`, 'video', video],
	[`www.douyin.com/channel/300203?modal_id=${ID}`, 'video', video],
	[`www.douyin.com/follow?modal_id=${ID}`, 'video', video],
	[`www.douyin.com/user/${SEC_UID}?modal_id=${ID}`, 'video', video],
	[`www.douyin.com/user/${SEC_UID}?vid=${ID}`, 'video', video],
	[`www.douyin.com/user/self?modal_id=${ID}`, 'video', video],
	[`live.douyin.com/952645837031?modal_id=${ID}`, 'video', video],
	[`www.iesdouyin.com/web/api/v2/aweme/iteminfo/?item_ids=${ID}`, 'video', video],
	[`www.douyin.com/x?aweme_id=${ID}`, 'video', video],
	[`www.douyin.com/discover?item_id=${ID}`, 'video', video],
	[`www.douyin.com/discover?vid=${ID}`, 'video', video],
	[`m.douyin.com/share?object_id=${ID}`, 'video', video],
	// Pages of 2025 and 2026.
	[`www.douyin.com/article/${ID}`, 'article', article],
	[`www.iesdouyin.com/share/article/${ID}/`, 'article', article],
	[`m.douyin.com/share/article/${ID}`, 'article', article],
	[`jingxuan.douyin.com/m/article/${ID}`, 'article', article],
	[`www.douyin.com/light/${ID}`, 'video', video],
	[`open.douyin.com/player/video?vid=${ID}`, 'video', video],
	[`open.douyin.com/player/video/?vid=${ID}`, 'video', video],
	[`www.douyin.com/?vid=${ID}`, 'video', video],
	[`www.amemv.com/share/video/${ID}/`, 'video', video],
	[`some.douyin.com/video/${ID}`, 'video', video],
	[`www.douyin.com/?modal_id%3D${ID}%26previous_page%3Dmain`, 'video', video],
	[`www.douyin.com/?modal_id%253D${ID}`, 'video', video],
	[`www.douyin.com/?a=b&modal_id%3D${ID}`, 'video', video],
	[`www.douyin.com/video%2F${ID}`, 'video', video],
	[`www.douyin.com/jingxuan%3Fmodal_id%3D${ID}`, 'video', video],
	[`www.douyin.com/series/${ID}`, 'mix', mix],
	[`www.douyin.com/playlet/${ID}`, 'mix', mix],
	['live.douyin.com/hehua2024', 'live', 'https://live.douyin.com/hehua2024'],
	['live.douyin.com/he.hua_2024/', 'live', 'https://live.douyin.com/he.hua_2024'],
	['www.douyin.com/root/live/hehua2024', 'live', 'https://live.douyin.com/hehua2024'],
	[`www.douyin.com/user/${SEC_UID}`, 'user', user],
	[`www.iesdouyin.com/share/user/${SEC_UID}?sec_uid=${SEC_UID}`, 'user', user],
	[`www.iesdouyin.com/share/user/?sec_uid=${SEC_UID}`, 'user', user],
	[`www.douyin.com/share/user?sec_user_id=${SEC_UID}`, 'user', user],
	[`www.iesdouyin.com/share/user/98765432101?u_code=1&sec_uid=${SEC_UID}&timestamp=1`, 'user', user],
	[`webcast.amemv.com/douyin/webcast/reflow/${ID}?sec_user_id=${SEC_UID}`, 'live', room],
	[`webcast.amemv.com/webcast/room/reflow/${ID}`, 'live', room],
	[`www.iesdouyin.com/share/live/${ID}?anchor_id=1`, 'live', room],
	[`webcast.amemv.com/share/liveweb/index?room_id=${ID}`, 'live', room],
	[`webcast.amemv.com/share/liveweb?room_id=${ID}`, 'live', room],
	['live.douyin.com/952645837031', 'live', page],
	['www.douyin.com/952645837031', 'live', page],
	['www.douyin.com/follow/live/952645837031', 'live', page],
	['www.douyin.com/root/live/952645837031', 'live', page],
	['www.douyin.com/follow?webRid=952645837031', 'live', page],
	[`www.douyin.com/vsdetail/${ID}`, 'live', `https://www.douyin.com/vsdetail/${ID}`],
	[
		`webcast.amemv.com/douyin/webcast/reflow/episode/${ID}?replay_id=1`,
		'live',
		room.replace(ID, `episode/${ID}`),
	],
	[`www.douyin.com/collection/${ID}`, 'mix', mix],
	[`www.douyin.com/mix/${ID}`, 'mix', mix],
	[`www.iesdouyin.com/share/mix/detail/${ID}/?schema_type=24&object_id=${ID}`, 'mix', mix],
	[`www.iesdouyin.com/share/playlet/detail/${ID}/?schema_type=43`, 'mix', mix],
	[`www.iesdouyin.com/share/series/detail/${ID}`, 'mix', mix],
	[`www.douyin.com/music/${ID}`, 'music', music],
	[`www.iesdouyin.com/share/music/${ID}`, 'music', music],
	[`www.iesdouyin.com/share/music/?music_id=${ID}`, 'music', music],
	[`www.iesdouyin.com/share/music?music_id=${ID}`, 'music', music],
	['www.douyin.com/hashtag/1593608573838339', 'other', 'https://www.douyin.com/hashtag/1593608573838339'],
	['www.douyin.com/challenge/1593608573838339', 'other', 'https://www.douyin.com/challenge/1593608573838339'],
	[
		'www.iesdouyin.com/share/challenge/1593608573838339',
		'other',
		'https://www.iesdouyin.com/share/challenge/1593608573838339',
	],
	[`www.iesdouyin.com/share/poilist/?id=${ID}`, 'other', `https://www.iesdouyin.com/share/poilist/?id=${ID}`],
	[`www.iesdouyin.com/share/poilist?id=${ID}`, 'other', `https://www.iesdouyin.com/share/poilist?id=${ID}`],
	[`www.douyin.com/lvdetail/${ID}`, 'other', `https://www.douyin.com/lvdetail/${ID}`],
	[`www.douyin.com/shipin/${ID}`, 'other', `https://www.douyin.com/shipin/${ID}`],
];

const among = (form: string, parameters: string) => {
	const [path, query] = form.split('?');
	return `https://${path}?${parameters}${query === undefined ? '' : `&${query}`}`;
};

/** On the one page whose ID stands in `room_id`, another `room_id` would be no look-alike. */
const looksAlike = (form: string) =>
	form.includes('liveweb') ? LOOK_ALIKES.replace(`&room_id=${DECOY}`, '') : LOOK_ALIKES;

describe('What a URL leads to', () => {
	it.each(FORMS)('%s is %s, in a text and as a redirect', (form, contentType, canonicalUrl) => {
		const contentId =
			contentType === 'other' ? null : /\d{12,19}|MS4w[\w-]+|he\.?hua_?2024/.exec(canonicalUrl)?.[0];
		const target = { contentType, contentId, canonicalUrl };
		expect(readLanding(douyin, `https://${form}`)).toEqual({ found: 'target', target });
		expect(findShareLinks(`看这个 ${form}，好`)).toMatchObject([{ target, apiAccepts: false }]);
	});

	it.each(FORMS)(
		'%s stays %s among parameters that only look like an ID',
		(form, contentType, canonicalUrl) => {
			const landing = readLanding(douyin, among(form, looksAlike(form)));
			expect(landing).toMatchObject({ found: 'target', target: { contentType, canonicalUrl } });
		},
	);

	it.each(FORMS)('%s stays %s when an HTML decoder damaged the query', (form, contentType, canonicalUrl) => {
		const damaged = among(form, 'a=1&region=CN&timestamp=1').replace('&reg', '®').replace('&times', '×');
		expect(readLanding(douyin, damaged)).toMatchObject({
			found: 'target',
			target: { contentType, canonicalUrl },
		});
	});

	it('A control character within a redirect leads nowhere', () => {
		for (const character of ['\0', '\r\n', '\t', '\u001b', '\u007f']) {
			expect(readLanding(douyin, `${video}${character}x`)).toEqual({ found: 'nowhere' });
		}
	});

	it('White space and quotes around a redirect do no harm', () => {
		for (const [before, after] of [
			[' ', '\n'],
			['"', '"'],
			["'", "'"],
			['""', '""'],
		]) {
			expect(readLanding(douyin, `${before}${video}${after}`)).toMatchObject({
				target: { canonicalUrl: video },
			});
		}
	});

	it.each([
		[
			'haohuo.jinritemai.com/views/product/item2?x=1&id=3456789012345678901&y=2',
			'haohuo.jinritemai.com/views/product/item2?id=3456789012345678901',
		],
		[
			'haohuo.jinritemai.com/ecommerce/trade/detail/index.html?id=345678901&did=1',
			'haohuo.jinritemai.com/ecommerce/trade/detail/index.html?id=345678901',
		],
	])('Goods are something else, with the ID of the product: %s', (url, canonicalUrl) => {
		expect(readLanding(douyin, `https://${url}`)).toEqual({
			found: 'target',
			target: { contentType: 'other', contentId: null, canonicalUrl: `https://${canonicalUrl}` },
		});
	});
});

describe('A redirect that leads to nothing of Douyin', () => {
	it.each([
		['nowhere', ''],
		['nowhere', '   '],
		['nowhere', 'OK'],
		['nowhere', `snssdk1128://aweme/detail/${ID}`],
		['nowhere', 'https://www.douyin.com'],
		['nowhere', 'https://www.douyin.com/'],
		['nowhere', 'https://www.douyin.com/?recommend=1'],
		['nowhere', 'https://www.douyin.com/discover/'],
		['nowhere', 'https://www.douyin.com/jingxuan'],
		['nowhere', 'https://www.douyin.com/follow'],
		['nowhere', 'https://www.douyin.com/user/self'],
		['nowhere', 'https://www.douyin.com/share'],
		['nowhere', `https://www.iesdouyin.com/share/note/?mid=${ID}`],
		['nowhere', `https://www.iesdouyin.com/share/slides?mid=${ID}`],
		['short', 'https://v.douyin.com/AbC12/'],
		['short', 'https://z.douyin.com/u65y?x=1'],
		['short', 'https://v.douyin.com/12345678/'],
		['short', 'https://v.douyin.com/AbC12/video/'],
		['foreign', `https://www.ixigua.com/${ID}`],
		['foreign', `https://www.douyin.com.evil.net/video/${ID}`],
		['foreign', `https://evildouyin.com/video/${ID}`],
		['foreign', `https://evil.net/?u=https://www.douyin.com/video/${ID}`],
		['foreign', `https://jinritemai.com/views/product?id=${ID}`],
	])('is %s: %j', (found, url) => {
		expect(readLanding(douyin, url)).toEqual({ found });
	});

	it.each([
		`https://www.douyin.com@evil.net/video/${ID}`,
		`https://www.douyin.com:443@evil.net/video/${ID}`,
		`https://evil.net\\.douyin.com/video/${ID}`,
		`https://www.douyin.com evil.net/video/${ID}`,
		`https://www.dou"yin.com/video/${ID}`,
	])('is not believed where the host is in doubt: %j', (url) => {
		expect(readLanding(douyin, url).found).not.toBe('target');
	});
});

describe('A URL is taken apart leniently', () => {
	it.each([
		[
			'HTTPS://WWW.Douyin.COM:443//a///b/?x={"y":"?"}#z',
			{ host: 'www.douyin.com', path: '/a/b/', parameters: new Map([['x', '{%22y%22:%22?%22}']]) },
		],
		['//m.douyin.com', { host: 'm.douyin.com', path: '/', parameters: new Map() }],
		['http://a.b?c', { host: 'a.b', path: '/', parameters: new Map([['c', '']]) }],
		['https://a.b/c&d=e', { host: 'a.b', path: '/c&d=e', parameters: new Map() }],
		[
			'https://a.b/?c=1&amp;d=2&c=3&e',
			{
				host: 'a.b',
				path: '/',
				parameters: new Map([
					['c', '1'],
					['d', '2'],
					['e', ''],
				]),
			},
		],
		['ftp://a.b/', null],
		['a.b/c', null],
		['', null],
		['https://user@a.b/', null],
		['https://user:pw@a.b/', null],
	])('%s', (url, parts) => {
		expect(readUrl(url)).toEqual(parts);
	});
});

describe('Pages that are nothing to share', () => {
	it.each([
		'https://www.douyin.com/404',
		'https://sso.douyin.com/login?next=x',
		'https://www.douyin.com/video/123',
		'https://www.iesdouyin.com/share/video/0/',
		'https://music.douyin.com/qishui/share/track?track_id=7458784447774619122',
		'https://haohuo.jinritemai.com/views/product',
		`https://www.douyin.com/discover?music_id=${ID}`,
		`https://www.douyin.com/discover?webRid=${ID}`,
		`https://www.douyin.com/discover?sec_uid=${SEC_UID}`,
		`https://www.douyin.com/discover?object_id=${ID}`,
	])('are no target: %s', (url) => {
		expect(readLanding(douyin, url)).toEqual({ found: 'nowhere' });
	});

	it.each([
		[
			'a product',
			'https://haohuo.jinritemai.com/views/product?id=3575000000000000001&item_id=3575000000000000001',
			'other',
		],
		[
			'a product opened over a post',
			'https://haohuo.jinritemai.com/views/product?id=3575000000000000001&modal_id=7458784447774619122',
			'other',
		],
		[
			'a song that a video plays',
			'https://www.iesdouyin.com/share/music/7511198350779793672?vid=7458784447774619122',
			'music',
		],
		[
			'a user',
			`https://www.iesdouyin.com/share/user/?object_id=7458784447774619122&sec_uid=${SEC_UID}`,
			'user',
		],
		[
			'a song',
			'https://www.iesdouyin.com/share/music/7511198350779793672?item_id=7458784447774619122',
			'music',
		],
		[
			'a live room',
			'https://webcast.amemv.com/douyin/webcast/reflow/7336797662976810480?item_id=7458784447774619122',
			'live',
		],
		[
			'a collection',
			'https://www.iesdouyin.com/share/mix/detail/7420700765196738900/?aweme_id=7458784447774619122',
			'mix',
		],
	])('and the page of %s is not taken for a post', (_, url, contentType) => {
		expect(readLanding(douyin, url)).toMatchObject({ found: 'target', target: { contentType } });
	});
});

describe('A canonical address holds nothing that was sent', () => {
	it('neither a sub-domain that is not known', () => {
		expect(readLanding(douyin, 'https://any-name.douyin.com/hashtag/1593608573838339')).toMatchObject({
			target: { canonicalUrl: 'https://www.douyin.com/hashtag/1593608573838339' },
		});
	});

	it.each([
		`https://www.douyin.com/user/MS4wLjAB${'x'.repeat(1_000_000)}`,
		`https://www.douyin.com/hashtag/${'1'.repeat(1_000_000)}`,
		'https://www.douyin.com/hashtag/<img src=x onerror=alert(1)>',
		`https://live.douyin.com/${'x'.repeat(1_000_000)}`,
	])('nor an ID without a bound: %.60s', (url) => {
		expect(readLanding(douyin, url)).toEqual({ found: 'nowhere' });
	});
});

describe('A redirect that was escaped as a whole', () => {
	const escaped = 'https:\\/\\/www.iesdouyin.com\\/share\\/video\\/';
	it.each([
		`${escaped}${ID}\\/?a=b`,
		`"${escaped}${ID}"`,
		`\\"${escaped}${ID}\\"`,
		`https:\\\\/\\\\/www.iesdouyin.com\\\\/share\\\\/video\\\\/${ID}`,
	])('gives its ID: %s', (url) => {
		expect(readLanding(douyin, url)).toMatchObject({ found: 'target', target: { canonicalUrl: video } });
	});

	it.each([
		['foreign', 'https:\\/\\/evil.net\\/www.douyin.com\\/video\\/7458784447774619122'],
		['nowhere', 'https:\\/\\/www.douyin.com\\u0040evil.net\\/video\\/7458784447774619122'],
		['nowhere', 'https://evil.net\\.douyin.com/video/7458784447774619122'],
		// A browser takes it for a path, or `u002f` for the host.
		['nowhere', 'https%3A%2F%2Fwww.iesdouyin.com%2Fshare%2Fvideo%2F7458784447774619122'],
		['nowhere', 'https:www.douyin.com/video/7458784447774619122'],
		['nowhere', 'https:\\u002F\\u002fwww.iesdouyin.com\\u002Fshare\\u002Fvideo\\u002F7458784447774619122'],
		['nowhere', 'https://evil.example\\u002edouyin.com/video/7458784447774619122'],
		['nowhere', 'https:\\/\\/www.douyin.com\\/video\\/7458784447774619122\\u000a'],
		['short', 'https:\\/\\/v.douyin.com\\/AbC12\\/'],
	])('is %s where its host is: %s', (found, url) => {
		expect(readLanding(douyin, url)).toEqual({ found });
	});
});

describe('A name under live.douyin.com that is a page is no room', () => {
	it.each(['hot_live', 'category', 'search', 'robots.txt', 'www.evil.com', 'ab', 'a-b-c'])('%s', (name) => {
		expect(readLanding(douyin, `https://live.douyin.com/${name}`)).toEqual({ found: 'nowhere' });
	});
});

it('What one reads in a redirect, the other reads in a text: one list says which hosts are of the platform', () => {
	const hosts = [...douyin.siteHosts, ...douyin.domains.map((domain) => `any.${domain}`)];
	for (const host of hosts.filter((name) => !/(?:jinritemai|ixigua)\.com$/.test(name))) {
		const url = `https://${host}/share/video/${ID}/`;
		expect(readLanding(douyin, url)).toMatchObject({ found: 'target', target: { canonicalUrl: video } });
		expect(findShareLinks(url)).toMatchObject([{ target: { canonicalUrl: video } }]);
	}
	const goods = 'https://haohuo.jinritemai.com/views/product/item2?id=3456789012345678901';
	expect(readLanding(douyin, goods)).toMatchObject({ found: 'target' });
	expect(findShareLinks(goods)).toMatchObject([{ target: { contentType: 'other' } }]);
});

it('A link that only says who shared a long link is not a second one', () => {
	const long =
		'https://www.iesdouyin.com/share/video/7458784447774619122/?share_url=https%3A%2F%2Fv.douyin.com%2FAbC12%2F';
	expect(findShareLinks(long)).toMatchObject([{ url: long, target: { contentId: '7458784447774619122' } }]);
});

it('A long link on a short host costs no call', () => {
	const links = findShareLinks('https://v.douyin.com/share/video/7458784447774619122/');
	expect(links).toMatchObject([{ target: { contentId: '7458784447774619122' } }]);
});

it('Two lists of one person are two links', () => {
	const lists = [1, 2].map((list) => `https://space.bilibili.com/123/lists?sid=${list}`);
	expect(readShareText(lists.join(' ')).links.map(({ url }) => url)).toEqual(lists);
});
