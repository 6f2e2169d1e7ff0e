import { xiaohongshuAuthor } from './author';
import { xiaohongshuLists } from './lists';
import { xiaohongshuDetails } from './posts';
import { readByPages, withoutQuery } from '../pages';
import type { PageRule } from '../pages';
import type { IdForm, Platform } from '../platform';
import type { Target, UrlParts } from '../target';

/** Notes, persons, boards and topics all have 24 hexadecimal digits: the path tells them apart. */
const HEX = '([0-9a-f]{24})(?![\\w-])';

/** The IDs of notes and of persons. */
const HEX_IDS: readonly IdForm[] = [{ form: /^[0-9a-f]{24}$/i, idOf: (written) => written.toLowerCase() }];

/** The page opens in a browser only with its token, which ends in a bare `=` and stays as it is written. */
const TOKEN = /(?:^|[?&;])xsec_token=([\w%-]+=*)/;
const IS_VIDEO = /(?:^|[?&;])type=video(?![\w-])/;

const withToken = (address: string, { query }: UrlParts) => {
	const token = TOKEN.exec(query)?.[1];
	return token === undefined ? address : `${address}?xsec_token=${token}`;
};
const note = (id: string, url: UrlParts) => withToken(`https://www.xiaohongshu.com/explore/${id}`, url);
const profile = (id: string, url: UrlParts) =>
	withToken(`https://www.xiaohongshu.com/user/profile/${id}`, url);

const PAGES: readonly PageRule[] = [
	{ contentType: 'note', path: new RegExp(`^/(?:explore|discovery/item)/${HEX}`), canonicalUrl: note },
	// The first ID is a person's.
	{ contentType: 'note', path: new RegExp(`^/user/profile/[0-9a-f]{24}/${HEX}`), canonicalUrl: note },
	{ contentType: 'user', path: new RegExp(`^/user/profile/${HEX}`), canonicalUrl: profile },
	{
		contentType: 'live',
		path: /^\/livestream\/(?:[a-z_]+\/)?(\d{10,20})(?![\w-])/,
		canonicalUrl: (id) => `https://www.xiaohongshu.com/livestream/${id}`,
	},
	{
		contentType: 'other',
		path: /^\/(?:board|page\/topics|topic\/normal|goods-detail)\/\w/,
		canonicalUrl: withoutQuery,
	},
];

/** A note's link says whether it is a video, which saves a call for its details. */
function readTarget(url: UrlParts): Target | null {
	const target = readByPages(PAGES, url);
	return target?.contentType === 'note' && IS_VIDEO.test(url.query)
		? { ...target, contentType: 'video' }
		: target;
}

const SHORT_HOST = 'xhslink.com';
/** Most new links have it. The API does not document it; a refusal (code 400) is free, so it is tried. */
const TRIED_SHORT_HOST = 'xhslink.cn';
const SHORT_HOSTS = [SHORT_HOST, TRIED_SHORT_HOST];

/** Xiaohongshu (小红书, RedNote). */
export const xiaohongshu: Platform = {
	name: 'xiaohongshu',
	label: 'Xiaohongshu',
	// 24 hex digits, as MongoDB gives them out: the first eight are seconds since 1970.
	postIds: HEX_IDS,
	authorIds: HEX_IDS,
	secondOf: (postId) => (/^[\da-f]{24}$/i.test(postId) ? parseInt(postId.slice(0, 8), 16) : NaN),
	shareEndpoint: {
		request: { method: 'GET', url: '/api/xiaohongshu/share-url-transfer/v1' },
		linkParameter: 'shareUrl',
	},
	details: xiaohongshuDetails,
	author: xiaohongshuAuthor,
	lists: xiaohongshuLists,
	shortHosts: SHORT_HOSTS,
	sentHosts: SHORT_HOSTS,
	siteHosts: ['xiaohongshu.com', 'www.xiaohongshu.com', 'rednote.com', 'www.rednote.com'],
	domains: ['xiaohongshu.com', 'rednote.com', ...SHORT_HOSTS],
	// `/a/`, `/m/`, `/o/`.
	codePrefix: '(?:[a-z]/)?',
	shortUrl: (host, path) => `https://${host}/${path}`,
	isShortLink: ({ host }) => SHORT_HOSTS.includes(host),
	pathMayHoldWords: () => false,
	readTarget,
	passPhrase: /复制[^。\n]{0,20}打开[【「]?小红书/,
};
