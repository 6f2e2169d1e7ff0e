import type { UrlParts } from '../platforms/platform';

const ABSOLUTE_URL = /^(?:https?:)?\/\/([\w.-]+)(?::\d+)?(?=[/?#]|$)([^?#]*)(?:\?([^#]*))?/i;

/**
 * Takes a URL apart without refusing damage: raw JSON in the query, a lost `?`, doubled slashes, `%2F`
 * after an ID. Only the host must be beyond doubt: `a@b`, spaces and backslashes may hide the real one.
 *
 * @returns null where it is no http(s) URL
 */
export function readUrl(url: string): UrlParts | null {
	const match = ABSOLUTE_URL.exec(url);
	if (!match) return null;
	const [, host, path, query] = match;
	return {
		host: host.toLowerCase(),
		path: path.replace(/\/+/g, '/') || '/',
		query: query ?? '',
	};
}
