/**
 * Readers of single values in an answer. Each gives null for whatever it does not expect, so that one odd field costs
 * no row.
 */

/**
 * The value at a path of keys and positions; undefined where the path ends early.
 *
 * @param value any JSON value
 */
export function at(value: unknown, ...path: ReadonlyArray<string | number>): unknown {
	return path.reduce<unknown>(
		(inner, key) =>
			typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
				? (inner as Record<string | number, unknown>)[key]
				: undefined,
		value,
	);
}

/** A list; empty where there is none. */
export function list(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

/** The values that are not null, in order. */
export function present<T>(values: ReadonlyArray<T | null>): T[] {
	return values.filter((value): value is T => value !== null);
}

/** A text that says something. */
export function text(value: unknown): string | null {
	return typeof value === 'string' && /[^\s\0]/.test(value) ? value : null;
}

/** An ID as text: a text without the blanks and control characters in it, or an integer that is exact. */
export function id(value: unknown): string | null {
	if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null;
	return text(value)?.replace(/[\s\p{Cc}]+/gu, '') || null;
}

const DIGITS = /^\d+$/;
/** `1.2万`, `3亿`, `10万+`: how the platforms' pages round a count. */
const ROUNDED_COUNT = /^(\d+(?:\.\d+)?)(万|亿)\+?$/;
const UNITS: Readonly<Record<string, number>> = { 万: 1e4, 亿: 1e8 };

function countIn(words: string): number {
	if (DIGITS.test(words)) return Number(words);
	const [, figure, unit] = ROUNDED_COUNT.exec(words) ?? [];
	return figure === undefined ? NaN : Math.round(Number(figure) * UNITS[unit]);
}

/** A count: a whole number from 0 on. The API sends integers; a text of digits or `1.2万` is understood as well. */
export function count(value: unknown): number | null {
	const figure = typeof value === 'string' ? countIn(value.trim()) : value;
	return typeof figure === 'number' && Number.isSafeInteger(figure) && figure >= 0 ? figure : null;
}

/** A count of a platform whose 0 means "not given". */
export function countAboveZero(value: unknown): number | null {
	return count(value) || null;
}

/** From here on a Unix time counts milliseconds: in seconds it would be the year 5138. */
const FIRST_MILLISECONDS = 1e11;
/** The last moment that a JavaScript date can hold, in ms. */
const LAST_DATE = 8.64e15;

/**
 * A Unix time as ISO 8601 in UTC. Kuaishou sends milliseconds, the others seconds; the size tells which.
 *
 * @param value 0 stands for "not given"
 */
export function isoDate(value: unknown): string | null {
	const time = countAboveZero(value);
	if (time === null) return null;
	const ms = time < FIRST_MILLISECONDS ? time * 1000 : time;
	return ms <= LAST_DATE ? new Date(ms).toISOString() : null;
}

/** A duration in seconds, from one in seconds; 0 stands for "none". */
export function seconds(value: unknown): number | null {
	return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null;
}

/** A duration in seconds, from one in milliseconds; 0 stands for "none". */
export function secondsOfMs(value: unknown): number | null {
	const ms = seconds(value);
	return ms === null ? null : ms / 1000;
}

/** Scheme, host as a name or an address, port, and no blank behind them: lists of URLs stand one a line. */
const WEB_URL = /^https?:\/\/([a-z\d_-][a-z\d._-]*|\[[a-f\d:]+\])(?::\d{1,5})?(?:[/?#][^\s\p{Cc}]*)?$/iu;
/** Names that resolve to nothing public: of one label, or kept for the machine and the local network (RFC 6761, 6762, 8375). */
const LOCAL_NAME = /^[^.]*\.?$|\.(?:localhost|local|internal|home\.arpa)\.?$/;
/** IPv4 for networks of one's own, the machine itself, documentation, tests and groups (IANA's special-purpose registry). */
const LOCAL_IPV4 = new RegExp(
	`^(?:${[
		'0|10|127|22[4-9]|2[34]\\d|25[0-5]',
		'100\\.(?:6[4-9]|[7-9]\\d|1[01]\\d|12[0-7])',
		'169\\.254|172\\.(?:1[6-9]|2\\d|3[01])|192\\.168|198\\.1[89]',
		'192\\.0\\.[02]|192\\.88\\.99|198\\.51\\.100|203\\.0\\.113',
	].join('|')})\\.(?=[\\d.]+$)`,
);
/** IPv6 that is routed (2000::/3), without what holds an IPv4 address or is for documentation (2001::/32, 2001:db8::/32, 2002::/16). */
const PUBLIC_IPV6 = /^\[(?!2001:(?:0?:|db8:)|2002:)[23][a-f\d]{3}:/;

/**
 * An http(s) URL of a public host, as it stands; `//host/…` becomes https. A later step may fetch it from inside a network:
 * so no user or password, no private address, and no host that a browser (WHATWG) reads in another way than it is written.
 * A public name may still resolve to a private address.
 */
export function webUrl(value: unknown): string | null {
	const address = typeof value === 'string' && value.startsWith('//') ? `https:${value}` : value;
	const written = typeof address === 'string' ? WEB_URL.exec(address)?.[1].toLowerCase() : undefined;
	if (written === undefined || !URL.canParse(`http://${written}`)) return null;
	const host = new URL(`http://${written}`).hostname;
	const isPublic = host.startsWith('[')
		? PUBLIC_IPV6.test(host)
		: !LOCAL_NAME.test(host) && !LOCAL_IPV4.test(host);
	return host === written && isPublic ? (address as string) : null;
}

/** The URLs in a list, in order. */
export function webUrls(values: unknown): string[] {
	return present(list(values).map(webUrl));
}

/** Lines of text from a list; null where it is empty. */
export function lines(values: readonly string[]): string | null {
	return values.length === 0 ? null : values.join('\n');
}

/** Names of hashtags, with or without `#`, as `#a #b`, each once; null where there is none. */
export function hashtags(names: readonly unknown[]): string | null {
	const tags = present(names.map(text)).map((name) => `#${name.trim().replace(/^#/, '')}`);
	return tags.length === 0 ? null : [...new Set(tags)].join(' ');
}
