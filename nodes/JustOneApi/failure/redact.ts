import type { Failure } from './failure';

/** Shorter tokens than this would blot out ordinary text. Real ones are far longer. */
const SHORTEST_TOKEN = 4;
const BLOT = '[token]';

/** Takes the token out of a value, in whichever form it stands there. */
export type Clean = <V>(value: V) => V;

/** One character of the token: plain, or percent-encoded, also several times over; a space also as `+`. */
function formsOf(character: string): string {
	const plain = character.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
	const bytes = encodeURIComponent(character).startsWith('%')
		? encodeURIComponent(character)
		: `%${character.charCodeAt(0).toString(16)}`;
	const either = (digit: string) => `[${digit.toUpperCase()}${digit.toLowerCase()}]`;
	const encoded = bytes.replace(
		/%(.)(.)/g,
		(_, high: string, low: string) => `%(?:25)*${either(high)}${either(low)}`,
	);
	return `(?:${plain}|${encoded}${character === ' ' ? '|\\+' : ''})`;
}

function cleanValue(value: unknown, token: RegExp): unknown {
	if (typeof value === 'string') return value.replace(token, BLOT);
	if (typeof value === 'number') {
		const text = String(value).replace(token, BLOT);
		return text === String(value) ? value : text;
	}
	if (Array.isArray(value)) return value.map((entry) => cleanValue(entry, token));
	if (typeof value === 'object' && value !== null) {
		return Object.fromEntries(
			Object.entries(value).map(([key, entry]) => [key.replace(token, BLOT), cleanValue(entry, token)]),
		);
	}
	return value;
}

/**
 * Gives a function that copies a value without the token: plain, percent-encoded by whatever rule, form-encoded (`+`), or
 * as a JSON number.
 *
 * @param token well-formed: no lone surrogate
 */
export function redactor(token: string): Clean {
	if (token.length < SHORTEST_TOKEN) return (value) => value;
	const pattern = new RegExp([...token].map(formsOf).join(''), 'g');
	return <V>(value: V) => cleanValue(value, pattern) as V;
}

/** A copy without the token; for more than a value or two, see `redactor`. */
export function redact<T>(value: T, token: string): T {
	return redactor(token)(value);
}

/**
 * Takes the token out of the API's words in a failure.
 *
 * @param clean takes the token out of a value
 */
export function redactFailure(failure: Failure, clean: Clean): Failure {
	return { ...failure, apiMessage: clean(failure.apiMessage), requestId: clean(failure.requestId) };
}
