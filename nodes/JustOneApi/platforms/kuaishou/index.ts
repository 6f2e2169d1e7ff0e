import { kuaishouAuthor } from './author';
import { kuaishouLists } from './lists';
import { kuaishouDetails } from './posts';
import { readByPages } from '../pages';
import type { PageRule } from '../pages';
import type { Platform } from '../platform';
import type { UrlParts } from '../target';

/** The one form of ID that the API takes for a post. Persons have the same form, so the path tells them apart. */
const PHOTO_ID = '(3x[0-9a-z]{13})(?![\\w-])';
/** A person, by the same form, by a name of their own or by number. */
const PERSON = '([A-Za-z0-9][\\w-]{2,31})(?![\\w.-])';

const post = (id: string) => `https://www.kuaishou.com/short-video/${id}`;
const profile = (id: string) => `https://www.kuaishou.com/profile/${id}`;
const live = (id: string) => `https://live.kuaishou.com/u/${id}`;

/** `photoId`, `userId` and `authorId` in the query look alike: only the path is believed. */
const PAGES: readonly PageRule[] = [
	{
		contentType: 'video',
		path: new RegExp(`^/(?:short-video|fw/(?:long-)?(?:photo|video))/${PHOTO_ID}`),
		canonicalUrl: post,
	},
	// A work on its author's live page.
	{ contentType: 'video', path: new RegExp(`^/u/[\\w-]+/${PHOTO_ID}`), canonicalUrl: post },
	{ contentType: 'user', path: new RegExp(`^/(?:profile|fw/user)/${PERSON}`), canonicalUrl: profile },
	{ contentType: 'live', path: new RegExp(`^/(?:u|fw/live)/${PERSON}/?$`), canonicalUrl: live },
];

/** The only host whose links are short ones without a mark. */
const SHORT_HOST = 'v.kuaishou.com';
/** Here short links have the segment `f`; the API does not document them. */
const SHARED_BY_COMPUTER = ['www.kuaishou.com', 'kuaishou.com'];
/** First segments that are pages and no codes. */
const PAGE = /^\/(?:fw|short-video|profile|u|app|download|live|search|brilliant|new-reco|about)(?![\w-])/;

function isShortLink({ host, path }: UrlParts): boolean {
	if (SHARED_BY_COMPUTER.includes(host)) return /^\/f\/[\w-]/.test(path);
	return host === SHORT_HOST && !PAGE.test(path);
}

/** Kuaishou (快手). */
export const kuaishou: Platform = {
	name: 'kuaishou',
	label: 'Kuaishou',
	postIds: [{ form: /^3x[0-9a-z]{13}$/ }],
	authorIds: [{ form: /^\d{3,12}$/ }, { form: /^3x[0-9a-z]{13}$/ }],
	shareEndpoint: {
		request: { method: 'GET', url: '/api/kuaishou/share-url-transfer/v1' },
		linkParameter: 'shareUrl',
	},
	details: kuaishouDetails,
	author: kuaishouAuthor,
	lists: kuaishouLists,
	shortHosts: [SHORT_HOST, ...SHARED_BY_COMPUTER],
	sentHosts: [SHORT_HOST],
	siteHosts: [
		'live.kuaishou.com',
		'video.kuaishou.com',
		'm.kuaishou.com',
		'c.kuaishou.com',
		'v.m.chenzhongtech.com',
		'm.gifshow.com',
	],
	domains: ['kuaishou.com', 'chenzhongtech.com', 'gifshow.com'],
	codePrefix: '(?:f/)?',
	// The segment stays: what the app copies begins with the documented host.
	shortUrl: (host, path) => `https://${host}/${path}`,
	isShortLink,
	pathMayHoldWords: (urlPath) => urlPath.includes('/search/'),
	readTarget: (url) => readByPages(PAGES, url),
	passPhrase: /复制[^。\n]{0,20}打开[【「]?快手|快手口令/,
};
