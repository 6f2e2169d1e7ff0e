import type { UrlParts } from '../platforms/platform';

const ABSOLUTE_URL = /^(?:https?:)?\/\/([^/?#\s@]+)([^?#]*)(?:\?([^#]*))?/i;

/**
 * Takes a URL apart without refusing damage: raw JSON in the query, a lost `?`, doubled slashes, `%2F`
 * after an ID. A host with user information before it (`a@b`) is refused: it hides the real host.
 *
 * @returns null where it is no http(s) URL
 */
export function readUrl(url: string): UrlParts | null {
	const match = ABSOLUTE_URL.exec(url);
	if (!match) return null;
	const [, host, path, query] = match;
	return {
		host: host.toLowerCase().replace(/:\d+$/, ''),
		path: path.replace(/\/+/g, '/') || '/',
		query: query ?? '',
	};
}
