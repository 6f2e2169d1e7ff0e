import type { AuthorDetails } from './author';
import type { PlatformLists } from './list';
import type { PostDetails } from './post';
import type { Target, UrlParts } from './target';

/** A platform as it is named in the output: douyin, kuaishou, bilibili or xiaohongshu. */
export type PlatformName = string;

/** An endpoint of the API that takes a short link. The node's description holds the same object. */
export interface ShareEndpoint {
	request: { method: 'GET'; url: string };
	/** The query parameter that takes the link. */
	linkParameter: string;
}

/** One form of a bare ID. */
export interface IdForm {
	form: RegExp;
	/** The ID as the API takes it; null where nothing can have it. The ID as written, where left out. */
	idOf?(written: string): string | null;
}

/**
 * One platform whose share links the API resolves and whose posts it gives. Everything that differs between platforms
 * stands in such an entry; `index.ts` lists them.
 */
export interface Platform {
	/** As it is named in the output. */
	name: PlatformName;
	/** As people call it, for titles and descriptions. */
	label: string;
	/** The forms of a post's bare ID, as a person puts it in place of a link. No form fits two platforms. */
	postIds: readonly IdForm[];
	/** The forms of an author's bare ID. Digits are Kuaishou's and Bilibili's. */
	authorIds: readonly IdForm[];
	/** The second since 1970 at which a post's ID was given out, where IDs hold it; NaN where this one holds none. */
	secondOf?(postId: string): number;
	/** How the API resolves a short link. */
	shareEndpoint: ShareEndpoint;
	/** How the API's details of a post are asked for and read. */
	details: PostDetails;
	/** How an author is asked for and read. The ID is the `author_id` of a post. */
	author: AuthorDetails;
	/** How lists are asked for and read. */
	lists: PlatformLists;
	/** Hosts of short links. */
	shortHosts: readonly string[];
	/** Those of them whose links are sent; the others are recognised, and fail without a call. */
	sentHosts: readonly string[];
	/** Hosts that people share by name, so that a link is found where it is glued to another or to a list's number. */
	siteHosts: readonly string[];
	/** Domains of the platform, each with all its sub-domains, in a pasted text and in a redirect alike. */
	domains: readonly string[];
	/** What a segment before a short link's code may be, as the source of a pattern; empty where there is none. */
	codeSegment: string;
	/** The form in which a short link is sent. `path` is the code, with its prefix. */
	shortUrl(host: string, path: string): string;
	/** Whether a URL on a short host is a short link: its path is a code, not a page. */
	isShortLink(url: UrlParts): boolean;
	/** Whether a path may hold characters outside ASCII, as an address bar shows a search word. */
	pathMayHoldWords(path: string): boolean;
	/** On a domain that is mostly another site's: whether this page is the platform's. */
	isGuestPage?(url: UrlParts): boolean;
	/** The part of a video that a short link's own parameters name, from 1; undefined where they name none. */
	partOf?(url: UrlParts): number | undefined;
	/** The address of a part of a video, where videos have parts. */
	partUrl?(id: string, part: number): string;
	/** Reads a long URL of the platform; null where it leads to nothing that people share (a home page, a login). */
	readTarget(url: UrlParts): Target | null;
	/** What the app's pass phrases look like: the app reads them, the API does not. */
	passPhrase: RegExp;
}
