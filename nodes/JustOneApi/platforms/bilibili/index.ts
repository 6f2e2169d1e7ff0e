import { avToBv, BV_ID } from './bvid';
import { bilibiliAuthor } from './author';
import { bilibiliLists } from './lists';
import { bilibiliDetails } from './posts';
import { readByPages, withoutQuery } from '../pages';
import type { PageRule } from '../pages';
import type { Platform } from '../platform';
import type { UrlParts } from '../target';

/** Nine characters in base 58, whose case matters. `bv1` is the same to Bilibili. */
const BV = '(?:BV|bv)(1[1-9A-HJ-NP-Za-km-z]{9})(?![\\w-])';
const AV = '(?:av|AV)(\\d{1,16})(?![\\w-])';
const NUMBER = '(\\d{1,20})(?![\\w-])';
const EPISODE = '((?:ep|ss|md)\\d{1,12})(?![\\w-])';

const SHORT_HOST = 'b23.tv';
/** Bilibili's own other hosts of short links, which the API does not document. */
const OTHER_SHORT_HOSTS = ['bili2233.cn', 'bili22.cn', 'bili23.cn', 'bili33.cn'];
const SHORT_HOSTS = [SHORT_HOST, ...OTHER_SHORT_HOSTS];

const PART = /(?:^|[?&;])p=(\d{1,5})(?!\d)/;
const bvOf = (rest: string) => `BV${rest}`;

/** The part of a video stays, unless it is the first: all else in the query tells who shared it, on which device. */
function video(id: string, { query }: UrlParts): string {
	const part = Number(PART.exec(query)?.[1] ?? 1);
	return `https://www.bilibili.com/video/${id}/${part > 1 ? `?p=${part}` : ''}`;
}

const season = (id: string) => `https://www.bilibili.com/bangumi/play/${id}`;
const space = (id: string) => `https://space.bilibili.com/${id}`;
const room = (id: string) => `https://live.bilibili.com/${id}`;

const SHORT = new RegExp(`^(?:${SHORT_HOSTS.join('|').replaceAll('.', '\\.')})$`);
const SPACE = /^space\.bilibili\.com$/;
const LIVE = /^live\.bilibili\.com$/;
/** Pages that play the video which a parameter names. */
const PLAYERS = /^\/(?:festival|list|medialist|player\.html|blackboard)(?:\/|$)/;
/** Articles, posts without a video, courses: the API has no details of them. */
const OTHERS =
	/^\/(?:opus\/\d|read\/(?:cv|mobile\/|mobile\?id=)?\d|dynamic\/\d|cheese\/play\/|audio\/a[um]\d)/;

const PAGES: readonly PageRule[] = [
	{ contentType: 'video', path: new RegExp(`^/(?:s/)?video/${BV}`), idOf: bvOf, canonicalUrl: video },
	{ contentType: 'video', path: new RegExp(`^/(?:s/)?video/${AV}`), idOf: avToBv, canonicalUrl: video },
	{ contentType: 'video', host: SHORT, path: new RegExp(`^/${BV}`), idOf: bvOf, canonicalUrl: video },
	{ contentType: 'video', host: SHORT, path: new RegExp(`^/${AV}`), idOf: avToBv, canonicalUrl: video },
	{
		contentType: 'video',
		path: PLAYERS,
		query: new RegExp(`(?:^|[?&;])bvid=${BV}`),
		idOf: bvOf,
		canonicalUrl: video,
	},
	{ contentType: 'user', host: SPACE, path: new RegExp(`^/${NUMBER}`), canonicalUrl: space },
	{ contentType: 'user', path: new RegExp(`^/space/${NUMBER}`), canonicalUrl: space },
	{ contentType: 'live', host: LIVE, path: new RegExp(`^/(?:h5/|blanc/)?${NUMBER}`), canonicalUrl: room },
	// Episodes of series and films have no BV ID in their address.
	{
		contentType: 'other',
		path: new RegExp(`^/bangumi/(?:play|media)/${EPISODE}`),
		canonicalUrl: withoutQuery,
	},
	{ contentType: 'other', host: SHORT, path: new RegExp(`^/${EPISODE}`), canonicalUrl: season },
	{
		contentType: 'other',
		host: /^t\.bilibili\.com$/,
		path: new RegExp(`^/${NUMBER}`),
		canonicalUrl: withoutQuery,
	},
	{ contentType: 'other', path: OTHERS, canonicalUrl: withoutQuery },
];

/** An ID in the place of a code; a code that only begins like one is a code. */
const NO_CODE = new RegExp(`^/(?:${BV}|${AV}|${EPISODE})`);

/** Bilibili (哔哩哔哩). */
export const bilibili: Platform = {
	name: 'bilibili',
	label: 'Bilibili',
	postIds: [{ form: BV_ID }, { form: /^av\d{1,16}$/i, idOf: (written) => avToBv(written.slice(2)) }],
	authorIds: [{ form: /^\d{1,16}$/ }],
	shareEndpoint: {
		request: { method: 'GET', url: '/api/bilibili/share-url-transfer/v1' },
		linkParameter: 'shareUrl',
	},
	details: bilibiliDetails,
	author: bilibiliAuthor,
	lists: bilibiliLists,
	shortHosts: SHORT_HOSTS,
	sentHosts: [SHORT_HOST],
	siteHosts: [
		'bilibili.com',
		'www.bilibili.com',
		'm.bilibili.com',
		'space.bilibili.com',
		'live.bilibili.com',
		't.bilibili.com',
	],
	domains: ['bilibili.com', ...SHORT_HOSTS],
	codePrefix: '',
	shortUrl: (host, code) => `https://${host}/${code}`,
	isShortLink: ({ host, path }) => SHORT_HOSTS.includes(host) && !NO_CODE.test(path),
	pathMayHoldWords: () => false,
	readTarget: (url) => readByPages(PAGES, url),
	passPhrase: /复制[^。\n]{0,20}打开[【「]?(?:哔哩哔哩|[Bb]站)/,
};
