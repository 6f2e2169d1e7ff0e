import { avToBv, bvOf, BV_FORM } from './bvid';
import { bilibiliAuthor } from './author';
import { bilibiliLists } from './lists';
import { bilibiliDetails } from './posts';
import { page, pageReader, pageWith } from '../pages';
import type { Platform } from '../platform';
import type { Target, UrlParts } from '../target';

const END = '(?![\\w-])';
const BV = `(${BV_FORM})${END}`;
const AV = `[Aa][Vv](\\d{1,16})${END}`;
const NUMBER = `(\\d{1,20})${END}`;
const EPISODE = `((?:ep|ss|md)\\d{1,12})${END}`;

const SHORT_HOST = 'b23.tv';
/** Bilibili's own other hosts of short links, which the API does not document. */
const OTHER_SHORT_HOSTS = ['bili2233.cn', 'bili22.cn', 'bili23.cn', 'bili33.cn', 'acg.tv'];
const SHORT_HOSTS = [SHORT_HOST, ...OTHER_SHORT_HOSTS];
const SITE_HOSTS = [
	...['www.bilibili.com', 'bilibili.com', 'm.bilibili.com'],
	...['space.bilibili.com', 'live.bilibili.com', 't.bilibili.com'],
];

const PART = /^(\d{1,5})(?!\d)/;
const PART_IN_PATH = /\/index_(\d{1,5})\.html/;
/** Pages that play the video which a parameter names; only in a player `page` is the part of a video. */
const PLAYER = /\/(?:[\w-]*player(?:\.html)?|html5)(?:\/|$)/;
const PLAYERS =
	/\/(?:[\w-]*player(?:\.html)?|html5|festival|list|medialist|playlist|watchlater|blackboard)(?:\/|$)/;

/** The part of a video that an address names, from 1. */
function partOf({ path, parameters }: UrlParts): number | undefined {
	const page = PLAYER.test(path) ? parameters.get('page') : undefined;
	const written = PART.exec(parameters.get('p') ?? page ?? '') ?? PART_IN_PATH.exec(path);
	return written ? Number(written[1]) : undefined;
}

/** The part of a video stays, unless it is the first. */
const partUrl = (id: string, part: number) =>
	`https://www.bilibili.com/video/${id}/${part > 1 ? `?p=${part}` : ''}`;
/** All else in the query tells who shared it, on which device. */
const video = (id: string, url: UrlParts) => partUrl(id, partOf(url) ?? 1);

const season = (id: string) => `https://www.bilibili.com/bangumi/play/${id}`;
const space = (id: string) => `https://space.bilibili.com/${id}`;
const room = (id: string) => `https://live.bilibili.com/${id}`;

const SHORT = new RegExp(`^(?:${SHORT_HOSTS.join('|').replaceAll('.', '\\.')})$`);

/** A BV ID is a video's wherever it stands, an av number where it is a segment; then the path beats the query. */
const PAGES = [
	page('video', new RegExp(`/${BV}`), video, { idOf: bvOf }),
	page('video', new RegExp(`/${AV}`), video, { idOf: avToBv }),
	// Favourites, collections and series of a person.
	page('other', /^(?:\/space)?\/\d{1,20}\/(?:favlist|lists|channel|series)(?:\/\d{1,20})?(?![\w-])/),
	page('user', new RegExp(`^/${NUMBER}`), space, { host: /^space\.bilibili\.com$/ }),
	page('user', new RegExp(`^/space/${NUMBER}`), space),
	page('live', new RegExp(`^/(?:h5/|blanc/)?${NUMBER}`), room, { host: /^live\.bilibili\.com$/ }),
	// Episodes of series and films have no BV ID in their address.
	page('other', new RegExp(`^/bangumi/(?:play|media)/${EPISODE}`)),
	page('other', new RegExp(`^/${EPISODE}`), season, { host: SHORT }),
	page('other', new RegExp(`^/${NUMBER}`), undefined, { host: /^t\.bilibili\.com$/ }),
	// Articles, posts without a video, courses: the API has no details of them.
	page(
		'other',
		new RegExp(`^/(?:opus/|read/(?:cv|mobile/)?|dynamic/|cheese/play/(?:ep|ss)|audio/a[um])${NUMBER}`),
	),
	pageWith('other', ['id'], NUMBER, undefined, { path: /^\/read\/mobile/ }),
	pageWith('video', ['bvid'], BV, video, { idOf: bvOf }),
	pageWith('video', ['aid', 'oid'], `(?:[Aa][Vv])?(\\d{1,16})${END}`, video, { path: PLAYERS, idOf: avToBv }),
];

const readPage = pageReader(SITE_HOSTS, PAGES);

function readTarget(url: UrlParts): Target | null {
	const target = readPage(url);
	const part = partOf(url);
	return target?.contentType === 'video' && part !== undefined ? { ...target, part } : target;
}

/** An ID in the place of a code; a code that only begins like one is a code. */
const NO_CODE = new RegExp(`^/(?:${BV}|${AV}|${EPISODE})`);

/** Bilibili (哔哩哔哩). */
export const bilibili: Platform = {
	name: 'bilibili',
	label: 'Bilibili',
	postIds: [
		{ form: new RegExp(`^${BV_FORM}$`), idOf: bvOf },
		{ form: /^av\d{1,16}$/i, idOf: (written) => avToBv(written.slice(2)) },
	],
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
	siteHosts: SITE_HOSTS,
	domains: ['bilibili.com', ...SHORT_HOSTS],
	codeSegment: '',
	shortUrl: (host, code) => `https://${host}/${code}`,
	isShortLink: ({ host, path }) => SHORT_HOSTS.includes(host) && !NO_CODE.test(path),
	pathMayHoldWords: () => false,
	partOf,
	partUrl,
	readTarget,
	passPhrase: /复制[^。\n]{0,20}打开[【「]?(?:哔哩哔哩|[Bb]站)/,
};
