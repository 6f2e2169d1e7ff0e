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
	/** The address without the sharer's device and user IDs: made of what was recognised, and nothing else. */
	canonicalUrl: string;
	/** The part of a video that the address names, from 1; left out where it names none. */
	part?: number;
}

/** A URL taken apart leniently: redirect URLs carry raw JSON and other damage that strict parsers refuse. */
export interface UrlParts {
	/** Lower case, without port. */
	host: string;
	/** Begins with a slash; runs of slashes are one; never holds `?` or `#`. */
	path: string;
	/** The first value of each parameter, as it is written. */
	parameters: ReadonlyMap<string, string>;
}

/** Whether the content type is a post, so that its ID is a video ID. */
export function isPost(contentType: ContentType): boolean {
	return ['video', 'note', 'slides', 'article'].includes(contentType);
}
