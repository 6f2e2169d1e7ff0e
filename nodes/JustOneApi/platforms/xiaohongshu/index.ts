import { xiaohongshuAuthor } from './author';
import { xiaohongshuLists } from './lists';
import { xiaohongshuDetails } from './posts';
import { behind, page, pageReader, pageWith } from '../pages';
import type { Platform } from '../platform';
import type { Target, UrlParts } from '../target';

/** Notes, persons, boards and goods all have 24 hexadecimal digits: the word before them tells them apart. */
const HEX = '([0-9a-fA-F]{24})(?![\\w-])';
/** Words of a note. An item of the shop is none. */
const NOTE = 'explore|(?<!/(?:goods|shop|store|mall)/)item|search_result|note|video';
const PERSON = 'user(?:/profile)?';

/** The page opens in a browser only with its token, which ends in a bare `=` and stays as it is written. */
const TOKEN = /^[\w%-]{1,128}={0,2}(?![\w%=-])/;

const withToken =
	(path: string) =>
	(id: string, { parameters }: UrlParts) => {
		const token = TOKEN.exec(parameters.get('xsec_token') ?? '')?.[0];
		const address = `https://www.xiaohongshu.com/${path}/${id}`;
		return token === undefined ? address : `${address}?xsec_token=${token}`;
	};
const note = withToken('explore');
const idOf = (written: string) => written.toLowerCase();

const SITE_HOSTS = ['www.xiaohongshu.com', 'xiaohongshu.com', 'rednote.com', 'www.rednote.com'];
const PAGES = [
	// The first ID is a person's.
	page('note', behind(`(?:${NOTE}|${PERSON})/[0-9a-fA-F]{24}`, HEX), note, { idOf }),
	page('note', behind(NOTE, HEX), note, { idOf }),
	page('user', behind(PERSON, HEX), withToken('user/profile'), { idOf }),
	page(
		'live',
		/^\/livestream\/(?:[a-z_]{1,32}\/)?(\d{10,20})(?![\w-])/,
		(id) => `https://www.xiaohongshu.com/livestream/${id}`,
	),
	page('other', /^\/(?:board|page\/topics|topic\/normal|goods-detail)\/[0-9a-z]{1,32}(?![\w-])/i),
	pageWith('note', ['noteId', 'note_id'], HEX, note, { idOf }),
];
const readPage = pageReader(SITE_HOSTS, PAGES);

/** A note's link says whether it is a video, which saves a call for its details. */
function readTarget(url: UrlParts): Target | null {
	const target = readPage(url);
	const isVideo = /^video(?![\w-])/.test(url.parameters.get('type') ?? '');
	return target?.contentType === 'note' && isVideo ? { ...target, contentType: 'video' } : target;
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
	postIds: [{ form: /^[0-9a-f]{24}$/i, idOf }],
	authorIds: [{ form: /^[0-9a-f]{24}$/i, idOf }],
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
	siteHosts: SITE_HOSTS,
	domains: ['xiaohongshu.com', 'rednote.com', ...SHORT_HOSTS],
	// `/a/`, `/m/`, `/o/`.
	codeSegment: '[a-z]',
	shortUrl: (host, path) => `https://${host}/${path}`,
	isShortLink: ({ host }) => SHORT_HOSTS.includes(host),
	pathMayHoldWords: () => false,
	readTarget,
	passPhrase: /复制[^。\n]{0,20}打开[【「]?小红书/,
};
