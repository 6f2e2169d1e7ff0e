import { kuaishouAuthor } from './author';
import { kuaishouLists } from './lists';
import { kuaishouDetails } from './posts';
import { behind, page, pageReader } from '../pages';
import type { Platform } from '../platform';
import type { UrlParts } from '../target';

/** The one form of ID that the API takes for a post. Persons, rooms and music have the same: the word before it tells them apart. */
const ID = '3x[0-9a-z]{13}';
const PHOTO_ID = `(${ID})(?![\\w-])`;
/** A person, by the same form, by a name of their own or by number. */
const PERSON = '([A-Za-z0-9][\\w-]{2,31})(?![\\w.-])';
const POST = 'short-video|long-video|photo|video';

const post = (id: string) => `https://www.kuaishou.com/short-video/${id}`;
const profile = (id: string) => `https://www.kuaishou.com/profile/${id}`;
const live = (id: string) => `https://live.kuaishou.com/u/${id}`;

/** `photoId`, `userId` and `authorId` in the query look alike: only the path is believed. */
const PAGES = [
	// The first ID is a person's.
	page('video', behind(`(?:${POST})/(?:${ID}|\\d{4,20})|(?:u|profile|user)/[\\w-]{1,64}`, PHOTO_ID), post),
	page('video', behind(POST, PHOTO_ID), post),
	page('user', behind('profile|fw/user', PERSON), profile),
	page('live', new RegExp(`^/(?:u|fw/live)/${PERSON}/?$`), live),
];

const SHORT_HOST = 'v.kuaishou.com';
/** Hosts whose links are short ones without a mark; the API documents the first. */
const CODE_HOSTS = [SHORT_HOST, 'v.kuaishou.cn', 'v.kuaishouapp.com'];
/** Here short links have the segment `f`; the API does not document them. */
const SHARED_BY_COMPUTER = ['www.kuaishou.com', 'kuaishou.com', 'www.kuaishou.cn', 'kuaishou.cn'];
const SITE_HOSTS = [
	...['live.kuaishou.com', 'video.kuaishou.com', 'm.kuaishou.com', 'c.kuaishou.com'],
	...['v.m.chenzhongtech.com', 'm.gifshow.com'],
];
/** First segments that are pages and no codes. */
const PAGE = new RegExp(
	`^/(?:${POST}|fw|profile|user|u|app|download|live|search|brilliant|new-reco|about)(?![\\w-])`,
);

function isShortLink({ host, path }: UrlParts): boolean {
	if (SHARED_BY_COMPUTER.includes(host)) return /^\/f\/[\w-]/.test(path);
	return CODE_HOSTS.includes(host) && !PAGE.test(path);
}

/** Kuaishou (快手). */
export const kuaishou: Platform = {
	name: 'kuaishou',
	label: 'Kuaishou',
	// The API takes none of the numbers.
	postIds: [{ form: /^3x[0-9a-z]{13}$/ }, { form: /^5\d{18}$/, idOf: () => null }],
	authorIds: [{ form: /^\d{3,12}$/ }, { form: /^3x[0-9a-z]{13}$/ }],
	shareEndpoint: {
		request: { method: 'GET', url: '/api/kuaishou/share-url-transfer/v1' },
		linkParameter: 'shareUrl',
	},
	details: kuaishouDetails,
	author: kuaishouAuthor,
	lists: kuaishouLists,
	shortHosts: [...CODE_HOSTS, ...SHARED_BY_COMPUTER],
	sentHosts: [SHORT_HOST],
	siteHosts: SITE_HOSTS,
	domains: [
		...['kuaishou.com', 'kuaishou.cn', 'kuaishouapp.com'],
		...['chenzhongtech.com', 'chenzhongtech.cn', 'gifshow.com'],
	],
	codeSegment: '[fs]',
	// The segment stays: what the app copies begins with the documented host.
	shortUrl: (host, path) => `https://${host}/${path}`,
	isShortLink,
	pathMayHoldWords: (urlPath) => urlPath.includes('/search/'),
	readTarget: pageReader(SITE_HOSTS, PAGES),
	passPhrase: /复制[^。\n]{0,20}打开[【「]?快手|快手口令/,
};
