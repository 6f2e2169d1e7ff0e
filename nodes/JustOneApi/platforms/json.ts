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

/** A text that says something, without NUL characters, which no PostgreSQL column takes. */
export function text(value: unknown): string | null {
	if (typeof value !== 'string' || value.trim() === '') return null;
	return value.replaceAll('\u0000', '');
}

/** An ID as text: a text, or an integer that is exact. */
export function id(value: unknown): string | null {
	return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : text(value);
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

/** An http or https URL without blanks, so that a list of them stands one a line. `//host/…` becomes https. */
export function webUrl(value: unknown): string | null {
	const address = typeof value === 'string' && value.startsWith('//') ? `https:${value}` : value;
	return typeof address === 'string' && /^https?:\/\/[^\s\p{Cc}]+$/iu.test(address) ? address : null;
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
