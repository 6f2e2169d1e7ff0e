import type { PostDetails } from './details/details';

/** The platforms whose links and posts the API knows, as they are named in the output. */
export type PlatformName = 'douyin' | 'kuaishou' | 'bilibili' | 'xiaohongshu';

/** What a link or a redirect URL leads to. The first four are posts and carry a video ID. */
export type ContentType =
	| 'video'
	| 'note'
	| 'slides'
	| 'article'
	| 'user'
	| 'live'
	| 'mix'
	| 'music'
	| 'other';

/** The thing a URL leads to. IDs are text: 19 digits do not fit a JavaScript number. */
export interface Target {
	contentType: ContentType;
	/** Null for kinds without an ID of their own (hashtag pages and the like). */
	contentId: string | null;
	/** The address without the sharer's device and user IDs. */
	canonicalUrl: string;
}

/** A URL taken apart leniently: redirect URLs carry raw JSON and other damage that strict parsers refuse. */
export interface UrlParts {
	/** Lower case, without port. */
	host: string;
	/** Begins with a slash; runs of slashes are one; never holds `?` or `#`. */
	path: string;
	/** Without the leading `?`; empty when there is none. */
	query: string;
}

/** An endpoint of the API that takes a short link. The node's description holds the same object. */
export interface ShareEndpoint {
	request: { method: 'GET'; url: string };
	/** The query parameter that takes the link. */
	linkParameter: string;
}

/**
 * One platform whose share links the API resolves. Everything that differs between sisters stands
 * in such an entry; a new sister is one more entry in `platforms/index.ts`.
 */
export interface Platform {
	/** As it is named in the output. */
	name: PlatformName;
	/** How the API resolves a short link. */
	shareEndpoint: ShareEndpoint;
	/** How the API's details of a post are asked for and read. */
	details: PostDetails;
	/** Hosts of short links. */
	shortHosts: readonly string[];
	/** Those of them whose links are sent; the others are recognised, and fail without a call. */
	sentHosts: readonly string[];
	/** Hosts that people share by name, so that a link is found where it is glued to another or to a list's number. */
	siteHosts: readonly string[];
	/** Domains of the platform, each with all its sub-domains, in a pasted text and in a redirect alike. */
	domains: readonly string[];
	/** Segments that may stand before a short link's code, as the source of a pattern; empty where there are none. */
	codePrefix: string;
	/** The form in which a short link is sent. `path` is the code, with its prefix. */
	shortUrl(host: string, path: string): string;
	/** Whether a URL on a short host is a short link: its path is a code, not a page. */
	isShortLink(url: UrlParts): boolean;
	/** Whether a path may hold characters outside ASCII, as an address bar shows a search word. */
	pathMayHoldWords(path: string): boolean;
	/** Reads a long URL of the platform; null where it leads to nothing that people share (a home page, a login). */
	readTarget(url: UrlParts): Target | null;
	/** What the app's pass phrases look like: the app reads them, the API does not. */
	passPhrase: RegExp;
}

/** Whether the content type is a post, so that its ID is a video ID. */
export function isPost(contentType: ContentType): boolean {
	return ['video', 'note', 'slides', 'article'].includes(contentType);
}
