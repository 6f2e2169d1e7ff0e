import type { UrlParts } from '../platforms/target';
import { undoPercent } from '../text/encodings';

const ABSOLUTE_URL = /^(?:https?:)?\/\/([\w.-]+)(?::\d+)?(?=[/?#]|$)([^?#]*)(?:\?([^#]*))?/i;

/** A parameter whose `=` is percent-encoded is one as well; one with a plain `=` may hold another URL, which is left. */
const readParameter = (parameter: string) => (parameter.includes('=') ? parameter : undoPercent(parameter));

/**
 * Takes a URL apart without refusing damage: raw JSON in the query, a lost `?`, doubled slashes, `%2F`
 * in the path, `%3D` in the query. Only the host must be beyond doubt: `a@b`, spaces and backslashes may hide the real one.
 *
 * @returns null where it is no http(s) URL
 */
export function readUrl(url: string): UrlParts | null {
	const match = ABSOLUTE_URL.exec(url);
	if (!match) return null;
	const [, host, rawPath, query = ''] = match;
	const [path, hidden] = rawPath.replace(/%(?:25){0,8}2F/gi, '/').split(/%(?:25){0,8}3F(.*)/i);
	const parameters = [hidden, query].filter((part) => part).join('&');
	return {
		host: host.toLowerCase(),
		path: path.replace(/\/+/g, '/') || '/',
		query: parameters.split('&').map(readParameter).join('&'),
	};
}
