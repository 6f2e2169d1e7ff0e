import { douyinAuthor } from './author';
import { douyinLists } from './lists';
import { douyinDetails } from './posts';
import type { Platform } from '../platform';
import type { ContentType, Target, UrlParts } from '../target';

/** Work IDs are 64-bit snowflakes: 19 digits for every post since 2018, and never part of a longer number. */
const WORK_ID = '(\\d{19})(?!\\d)';
const NUMBER = '(\\d{5,20})(?!\\d)';
/** `sec_uid`: a fixed prefix and base64url. Device IDs (`did`, `iid`) have the same shape, so only the parameter's name tells. */
const SEC_UID = '(MS4wLjAB[\\w-]+)';

/**
 * First segments of paths that are pages: they are no short code, though they look like one, and no author's Douyin ID.
 * Real codes mix letters of both cases and digits; that one is such a word by chance is out of the question.
 */
const PAGE_NAMES = [
	...['video', 'note', 'slides', 'gallery', 'article', 'light', 'user', 'live', 'music', 'mix', 'collection'],
	...[
		'series',
		'playlet',
		'vsdetail',
		'lvdetail',
		'shipin',
		'hashtag',
		'challenge',
		'poilist',
		'share',
		'search',
	],
	...[
		'discover',
		'jingxuan',
		'recommend',
		'channel',
		'follow',
		'friend',
		'root',
		'hot',
		'hot_live',
		'category',
	],
	...['categorynew', 'fans', 'fansclub', 'goods', 'product', 'shop', 'game', 'games', 'theater', 'aisearch'],
	...['index', 'home', 'main', 'login', 'logout', 'passport', 'download', 'app', 'about', 'aboutus', 'help'],
	...[
		'agreement',
		'privacy',
		'web',
		'api',
		'aweme',
		'webcast',
		'player',
		'embed',
		'platform',
		'static',
		'robots',
	],
	...['favicon', 'sitemap', 'manifest', 'qrcode', '404', 'null', 'undefined', 'html'],
];
const PAGE = new RegExp(`^/(?:${PAGE_NAMES.join('|')})(?![\\w-])`);
/** IDs are numbers as long, and no code has ever had more than 11 characters. */
const NUMBER_PATH = /^\/\d{12,}(?![\w-])/;
/** What an author's Douyin ID consists of; it names a live room as the room's number does. No file, and no other site. */
const LIVE_NAME =
	`(?!(?:${PAGE_NAMES.join('|')})(?:[./]|$)|[\\w.]*\\.(?:com|cn|net|html?|txt|xml|ico|js|json|php)(?:/|$))` +
	'([A-Za-z0-9_][A-Za-z0-9._]{1,30}[A-Za-z0-9_])';

/** Where an ID stands: in the path, or in query parameters in this order. */
type Place = { path: RegExp } | { parameters: readonly RegExp[] };

type Rule = Place & {
	contentType: ContentType;
	/** On which host the rule holds; on all where there is none. */
	host?: string;
	/** On which pages the rule holds; on all where there is none. */
	page?: RegExp;
	canonicalUrl: (id: string) => string;
};

/** Query parameters that hold an ID; built once, since a text may hold very many links. */
const parameters = (id: string, ...names: string[]) =>
	names.map((name) => new RegExp(`(?:^|[?&;])${name}=${id}`));

const video = (id: string) => `https://www.douyin.com/video/${id}`;
const article = (id: string) => `https://www.douyin.com/article/${id}`;
const note = (id: string) => `https://www.douyin.com/note/${id}`;
const user = (id: string) => `https://www.douyin.com/user/${id}`;
const mix = (id: string) => `https://www.douyin.com/collection/${id}`;
const music = (id: string) => `https://www.douyin.com/music/${id}`;
const liveRoom = (id: string) => `https://webcast.amemv.com/douyin/webcast/reflow/${id}`;
const livePage = (id: string) => `https://live.douyin.com/${id}`;

/**
 * First match wins. A post in the path beats everything; a post opened over another page (`modal_id`) beats
 * that page; then the path decides, and other parameters come last. Parameters that only look like an ID
 * (`mid`, `mix_id`, `from_item_id`, …) are in no rule.
 */
const RULES: readonly Rule[] = [
	// `/light/` is the player that pages embed.
	{ contentType: 'video', path: new RegExp(`/(?:video|light)/${WORK_ID}`), canonicalUrl: video },
	{ contentType: 'article', path: new RegExp(`/article/${WORK_ID}`), canonicalUrl: article },
	{ contentType: 'note', path: new RegExp(`/(?:note|gallery)/${WORK_ID}`), canonicalUrl: note },
	{ contentType: 'slides', path: new RegExp(`/slides/${WORK_ID}`), canonicalUrl: note },
	{ contentType: 'video', parameters: parameters(WORK_ID, 'modal_id'), canonicalUrl: video },
	{
		contentType: 'video',
		page: new RegExp('/user/'),
		parameters: parameters(WORK_ID, 'vid'),
		canonicalUrl: video,
	},
	{
		contentType: 'mix',
		path: new RegExp(`/(?:collection|(?:mix|playlet|series)(?:/detail)?)/${NUMBER}`),
		canonicalUrl: mix,
	},
	{ contentType: 'music', path: new RegExp(`/music/${NUMBER}`), canonicalUrl: music },
	{
		contentType: 'live',
		path: new RegExp(`/reflow/episode/${NUMBER}`),
		canonicalUrl: (id) => liveRoom(`episode/${id}`),
	},
	{
		contentType: 'live',
		path: new RegExp(`/vsdetail/${NUMBER}`),
		canonicalUrl: (id) => `https://www.douyin.com/vsdetail/${id}`,
	},
	{ contentType: 'live', path: new RegExp(`/(?:reflow|share/live)/${NUMBER}`), canonicalUrl: liveRoom },
	{
		contentType: 'live',
		path: new RegExp(`^(?:/follow|/root)?(?:/live)?/${NUMBER}/?$`),
		canonicalUrl: livePage,
	},
	{
		contentType: 'live',
		host: 'live.douyin.com',
		path: new RegExp(`^/${LIVE_NAME}/?$`),
		canonicalUrl: livePage,
	},
	{ contentType: 'live', path: new RegExp(`^/(?:follow|root)/live/${LIVE_NAME}/?$`), canonicalUrl: livePage },
	{ contentType: 'user', path: new RegExp(`/user/${SEC_UID}`), canonicalUrl: user },
	{
		page: new RegExp('^/share/?$'),
		contentType: 'video',
		parameters: parameters(WORK_ID, 'object_id'),
		canonicalUrl: video,
	},
	{
		page: new RegExp('/user(?:/|$)'),
		contentType: 'user',
		parameters: parameters(SEC_UID, 'sec_uid', 'sec_user_id'),
		canonicalUrl: user,
	},
	{
		page: new RegExp('/music(?:/|$)'),
		contentType: 'music',
		parameters: parameters(NUMBER, 'music_id'),
		canonicalUrl: music,
	},
	{
		page: new RegExp('/liveweb(?:/|$)'),
		contentType: 'live',
		parameters: parameters(NUMBER, 'room_id'),
		canonicalUrl: liveRoom,
	},
	{
		page: new RegExp('^/follow'),
		contentType: 'live',
		parameters: parameters(NUMBER, 'webRid'),
		canonicalUrl: livePage,
	},
];

/** On a page that is nothing else, these name a post. */
const POST_PARAMETERS: Rule = {
	contentType: 'video',
	parameters: parameters(WORK_ID, 'item_ids', 'aweme_id', 'item_id', 'vid'),
	canonicalUrl: video,
};

/** Pages without an ID of ours that people do share. Any other page (a login, a 404) is nowhere. */
const SHARE_PAGE = new RegExp(
	'/(?:hashtag|challenge|poilist|lvdetail|shipin)/|/share/(?:challenge|poilist|user(?!/self))(?:/|$)',
);

const SHORT_HOSTS = ['v.douyin.com', 'jx.douyin.com', 'z.douyin.com', 'v.iesdouyin.com'];

/** The shop's pages name a product, and nothing in them is a post. */
const SHOP_HOST = 'haohuo.jinritemai.com';

/** The one parameter that names a place or a product; all others may tell who shared the link. */
const OTHER_ID = /(?:^|&)id=(\d{5,20})(?!\d)/;

function applyRule(rule: Rule, url: UrlParts): Target | null {
	if ((rule.host && rule.host !== url.host) || (rule.page && !rule.page.test(url.path))) return null;
	const matches =
		'path' in rule
			? [rule.path.exec(url.path)]
			: rule.parameters.map((parameter) => parameter.exec(url.query));
	const id = matches.find((match) => match)?.[1];
	if (id === undefined) return null;
	return { contentType: rule.contentType, contentId: id, canonicalUrl: rule.canonicalUrl(id) };
}

function readOther(url: UrlParts): Target | null {
	const id = OTHER_ID.exec(url.query)?.[1];
	const isKnown = url.host === SHOP_HOST ? id !== undefined : SHARE_PAGE.test(url.path);
	if (!isKnown) return null;
	const canonicalUrl = `https://${url.host}${url.path}${id ? `?id=${id}` : ''}`;
	return { contentType: 'other', contentId: null, canonicalUrl };
}

function readTarget(url: UrlParts): Target | null {
	if (url.host === SHOP_HOST) return readOther(url);
	// A long number is no code, and on a short host no live room either.
	if (SHORT_HOSTS.includes(url.host) && NUMBER_PATH.test(url.path)) return null;
	for (const rule of RULES) {
		const target = applyRule(rule, url);
		if (target) return target;
	}
	return readOther(url) ?? applyRule(POST_PARAMETERS, url);
}

/** Douyin (抖音). */
export const douyin: Platform = {
	name: 'douyin',
	label: 'Douyin',
	// Work IDs are 64-bit snowflakes whose upper 32 bits are seconds since 1970.
	postIds: [{ form: /^\d{19}$/ }],
	authorIds: [{ form: /^MS4wLjAB[\w-]{20,120}$/ }],
	secondOf: (postId) => (/^\d{19}$/.test(postId) ? Number(BigInt(postId) >> 32n) : NaN),
	shareEndpoint: {
		request: { method: 'GET', url: '/api/douyin/share-url-transfer/v1' },
		linkParameter: 'shareUrl',
	},
	details: douyinDetails,
	author: douyinAuthor,
	lists: douyinLists,
	shortHosts: SHORT_HOSTS,
	// The only documented one.
	sentHosts: SHORT_HOSTS.slice(0, 1),
	siteHosts: [
		'douyin.com',
		'www.douyin.com',
		'm.douyin.com',
		'jingxuan.douyin.com',
		'live.douyin.com',
		'open.douyin.com',
		'iesdouyin.com',
		'www.iesdouyin.com',
		'webcast.amemv.com',
		'www.amemv.com',
		SHOP_HOST,
	],
	domains: ['douyin.com', 'iesdouyin.com', 'amemv.com', SHOP_HOST],
	codePrefix: '',
	shortUrl: (host, code) => `https://${host}/${code}/`,
	isShortLink: ({ host, path }) => SHORT_HOSTS.includes(host) && !PAGE.test(path) && !NUMBER_PATH.test(path),
	pathMayHoldWords: (urlPath) => urlPath.includes('/search/'),
	readTarget,
	// `##aBcDeF##`, `pda:/` or `baN/:` among the codes of a share text, or the words that tell to copy it.
	passPhrase:
		/##[^#\s]{4,64}##|(?<![\w:/])[A-Za-z]{2,4}(?::\/|\/:)(?![\w/])|复制[^。\n]{0,20}打开[【「]?(?:抖音|Dou音)|抖音口令/,
};
