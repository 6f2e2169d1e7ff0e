/** What a link or a redirect URL leads to. The first three are posts and carry a video ID. */
export type ContentType = 'video' | 'note' | 'slides' | 'user' | 'live' | 'mix' | 'music' | 'other';

/** The thing a URL leads to. IDs are strings: 19 digits do not fit a JavaScript number. */
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
	/** How the API resolves a short link. */
	shareEndpoint: ShareEndpoint;
	/** Hosts of short links. The API documents only the first; the others are recognised, not sent. */
	shortHosts: readonly string[];
	/** Hosts whose links may stand in a pasted text. Exact names: `dev.douyin.com` is not one of them. */
	siteHosts: readonly string[];
	/** Whether a redirect to this host still leads to the platform. */
	isLandingHost(host: string): boolean;
	/** Whether a URL is a short link: its path is a code, not a page. */
	isShortLink(url: UrlParts): boolean;
	/** Whether a path may hold characters outside ASCII, as an address bar shows a search word. */
	pathMayHoldWords(path: string): boolean;
	/** Reads a long URL of the platform; null where it leads to nothing that people share (a home page, a login). */
	readTarget(url: UrlParts): Target | null;
}

/** Whether the content type is a post, so that its ID is a video ID. */
export function isPost(contentType: ContentType): boolean {
	return contentType === 'video' || contentType === 'note' || contentType === 'slides';
}
