import type { UrlParts } from '../platforms/target';

/** A slash, a question mark and an equals sign in the path or a name, percent-encoded any number of times. */
const SLASH = /%(?:25){0,8}2F/gi;
const QUESTION_MARK = /%(?:25){0,8}3F/i;
const EQUALS = /=|%(?:25){0,8}3D/i;

/** The first value of each parameter. What stands within a value, another URL say, is no parameter of this one. */
function parametersOf(query: string): Map<string, string> {
	const parameters = new Map<string, string>();
	for (const parameter of query.split('&').filter(Boolean)) {
		const [name] = parameter.split(EQUALS, 1);
		// `amp;` is left of an ampersand that was escaped twice.
		const key = name.replace(/^\?+|^amp;/, '');
		const value = parameter.slice(name.length).replace(EQUALS, '');
		if (!parameters.has(key)) parameters.set(key, value);
	}
	return parameters;
}

/**
 * Takes a URL apart as a browser does (WHATWG), so that its host is the one that a browser would open. Damage beyond the
 * host is forgiven: raw JSON in the query, a lost `?`, doubled slashes, `%2F` in the path, `%3D` in the query.
 *
 * @returns null where it is no http(s) URL, or has a user's name before its host
 */
export function readUrl(url: string): UrlParts | null {
	const absolute = url.startsWith('//') ? `https:${url}` : url;
	// Without its slashes it is relative to the page on which it stands.
	if (!/^https?:[\\/]{2}/i.test(absolute) || !URL.canParse(absolute)) return null;
	const { username, password, hostname, pathname, search } = new URL(absolute);
	if (username + password !== '') return null;
	const [path, ...hidden] = pathname.replace(SLASH, '/').split(QUESTION_MARK);
	return {
		host: hostname,
		path: path.replace(/\/+/g, '/'),
		parameters: parametersOf([...hidden, search.slice(1)].join('&')),
	};
}
