import { douyinAuthor } from './author';
import { douyinLists } from './lists';
import { douyinDetails } from './posts';
import { behind, page, pageReader, pageWith } from '../pages';
import type { Platform } from '../platform';

/** Work IDs are 64-bit snowflakes: 19 digits for every post since 2018, and never part of a longer number. */
const WORK_ID = '(\\d{19})(?!\\d)';
const NUMBER = '(\\d{5,20})(?!\\d)';
/** `sec_uid`: a fixed prefix and base64url. Device IDs (`did`, `iid`) have the same shape, so only the parameter's name tells. */
const SEC_UID = '(MS4wLjAB[\\w-]{1,120})(?![\\w-])';

/**
 * First segments of paths that are pages: they are no short code, though they look like one, and no author's Douyin ID.
 * Real codes mix letters of both cases and digits; that one is such a word by chance is out of the question.
 */
const PAGE_NAMES =
	'video|note|slides|gallery|article|light|user|live|music|mix|collection|series|playlet|vsdetail|lvdetail|shipin|hashtag|' +
	'challenge|poilist|share|search|discover|jingxuan|recommend|channel|follow|friend|root|hot|hot_live|category|' +
	'categorynew|fans|fansclub|goods|product|shop|game|games|theater|aisearch|index|home|main|login|logout|passport|' +
	'download|app|about|aboutus|help|agreement|privacy|web|api|aweme|webcast|player|embed|platform|static|robots|' +
	'favicon|sitemap|manifest|qrcode|404|null|undefined|html';
const PAGE = new RegExp(`^/(?:${PAGE_NAMES})(?![\\w-])`);
/** IDs are numbers as long, and no code has ever had more than 11 characters. */
const NUMBER_PATH = /^\/\d{12,}(?![\w-])/;
/** What an author's Douyin ID consists of; it names a live room as the room's number does. No file, and no other site. */
const LIVE_NAME =
	`(?!(?:${PAGE_NAMES})(?:[./]|$)|[\\w.]*\\.(?:com|cn|net|html?|txt|xml|ico|js|json|php)(?:/|$))` +
	'([A-Za-z0-9_][A-Za-z0-9._]{1,30}[A-Za-z0-9_])/?$';

const site = (path: string) => (id: string) => `https://www.douyin.com/${path}/${id}`;
const video = site('video');
const liveRoom = (id: string) => `https://webcast.amemv.com/douyin/webcast/reflow/${id}`;
const livePage = (id: string) => `https://live.douyin.com/${id}`;

/** The shop's pages name a product, and nothing in them is a post. */
const SHOP_HOST = 'haohuo.jinritemai.com';
const SHOP_PAGE =
	/^\/(?:views\/product(?:\/(?:item2?|detail))?|ecommerce\/trade\/detail\/index\.html)(?![\w.-])/;
const SHORT_HOSTS = ['v.douyin.com', 'jx.douyin.com', 'z.douyin.com', 'v.iesdouyin.com'];
/** On a short host a number is no live room. */
const NO_SHORT_HOST = /^(?!(?:v|jx|z)\.)/;
const GUEST_DOMAIN = 'ixigua.com';

/**
 * First match wins. A post in the path beats everything; a post opened over another page (`modal_id`) beats
 * that page; then the path decides, and other parameters come last. Parameters that only look like an ID
 * (`mid`, `mix_id`, `from_item_id`, …) are in no rule.
 */
const PAGES = [
	// `/light/` is the player that pages embed.
	page('video', behind('video|light', WORK_ID), video),
	page('article', behind('article', WORK_ID), site('article')),
	page('note', behind('note|gallery', WORK_ID), site('note')),
	page('slides', behind('slides', WORK_ID), site('note')),
	pageWith('video', ['modal_id'], WORK_ID, video),
	pageWith('video', ['vid'], WORK_ID, video, { path: /\/user\// }),
	page('mix', behind('collection|(?:mix|playlet|series)(?:/detail)?', NUMBER), site('collection')),
	page('music', behind('music', NUMBER), site('music')),
	page('live', behind('reflow/episode', NUMBER), (id) => liveRoom(`episode/${id}`)),
	page('live', behind('vsdetail', NUMBER), site('vsdetail')),
	page('live', behind('reflow|share/live', NUMBER), liveRoom),
	page('live', new RegExp(`^(?:/follow|/root)?(?:/live)?/${NUMBER}/?$`), livePage, { host: NO_SHORT_HOST }),
	page('live', new RegExp(`^/${LIVE_NAME}`), livePage, { host: /^live\.douyin\.com$/ }),
	page('live', new RegExp(`^/(?:follow|root)/live/${LIVE_NAME}`), livePage),
	page('user', behind('user', SEC_UID), site('user')),
	pageWith('video', ['object_id'], WORK_ID, video, { path: /^\/share\/?$/ }),
	pageWith('user', ['sec_uid', 'sec_user_id'], SEC_UID, site('user'), { path: /\/user(?:\/|$)/ }),
	pageWith('music', ['music_id'], NUMBER, site('music'), { path: /\/music(?:\/|$)/ }),
	pageWith('live', ['room_id'], NUMBER, liveRoom, { path: /\/liveweb(?:\/|$)/ }),
	pageWith('live', ['webRid'], NUMBER, livePage, { path: /^\/follow/ }),
	// Pages without an ID of ours that people do share. Any other page is nowhere.
	page('other', /^\/(?:share\/)?(?:hashtag|challenge|poilist|lvdetail|shipin)\/\d{5,20}(?![\w-])/),
	page('other', /^\/share\/(?:challenge|poilist|user(?:\/\d{5,20})?)\/?$/),
	// On a page that is nothing else, these name a post.
	pageWith('video', ['item_ids', 'aweme_id', 'item_id', 'video_id', 'vid'], WORK_ID, video),
];

const SITE_HOSTS = [
	...[
		'www.douyin.com',
		'douyin.com',
		'm.douyin.com',
		'jingxuan.douyin.com',
		'live.douyin.com',
		'open.douyin.com',
	],
	...['iesdouyin.com', 'www.iesdouyin.com', 'webcast.amemv.com', 'www.amemv.com', SHOP_HOST],
];

const readPage = pageReader(SITE_HOSTS, PAGES);
const readShopPage = pageReader(
	[SHOP_HOST],
	[pageWith('other', ['id'], NUMBER, undefined, { path: SHOP_PAGE })],
);

/** Douyin (抖音). */
export const douyin: Platform = {
	name: 'douyin',
	label: 'Douyin',
	// The upper 32 bits are seconds since 1970: 6 begins in 2014, 9 in 2036. Numbers that begin with 1 are of X or Discord,
	// those with 5 of Kuaishou.
	postIds: [{ form: /^[678]\d{18}$/ }],
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
	siteHosts: SITE_HOSTS,
	domains: ['douyin.com', 'iesdouyin.com', 'amemv.com', SHOP_HOST, GUEST_DOMAIN],
	codeSegment: '',
	shortUrl: (host, code) => `https://${host}/${code}/`,
	isShortLink: ({ host, path }) => SHORT_HOSTS.includes(host) && !PAGE.test(path) && !NUMBER_PATH.test(path),
	pathMayHoldWords: (urlPath) => urlPath.includes('/search/'),
	// Some short links of videos that are too long for Douyin end on its page there, and the number is Douyin's.
	isGuestPage: ({ host, path }) => !host.endsWith(GUEST_DOMAIN) || path.startsWith('/douyin/share/'),
	readTarget: (url) => (url.host === SHOP_HOST ? readShopPage(url) : readPage(url)),
	// `##aBcDeF##`, `pda:/` or `baN/:` among the codes of a share text, or the words that tell to copy it.
	passPhrase:
		/##[^#\s]{4,64}##|(?<![\w:/])[A-Za-z]{2,4}(?::\/|\/:)(?![\w/])|复制[^。\n]{0,20}打开[【「]?(?:抖音|Dou音)|抖音口令/,
};
