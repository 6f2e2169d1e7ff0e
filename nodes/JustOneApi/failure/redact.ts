import type { Answer } from '../answer/answer';
import type { Failure } from './failure';

/** Shorter tokens than this would blot out ordinary text. Real ones are far longer. */
const SHORTEST_TOKEN = 4;
const BLOT = '[token]';

function blot(text: string, secrets: readonly string[]): string {
	return secrets.reduce((clean, secret) => clean.replaceAll(secret, BLOT), text);
}

function redactValue(value: unknown, secrets: readonly string[]): unknown {
	if (typeof value === 'string') return blot(value, secrets);
	if (typeof value === 'number') {
		const text = blot(String(value), secrets);
		return text === String(value) ? value : text;
	}
	if (Array.isArray(value)) return value.map((entry) => redactValue(entry, secrets));
	if (typeof value === 'object' && value !== null) {
		return Object.fromEntries(
			Object.entries(value).map(([key, entry]) => [blot(key, secrets), redactValue(entry, secrets)]),
		);
	}
	return value;
}

/** Every form in which the token is sent or may be echoed: plain, percent-encoded and form-encoded. */
function formsOf(token: string): string[] {
	const encoded = encodeURIComponent(token);
	const strict = encoded.replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	const forms = [token, encoded, strict].flatMap((form) => [form, form.replaceAll('%20', '+')]);
	const lowerCaseHex = forms.map((form) => form.replace(/%[\dA-F]{2}/g, (escape) => escape.toLowerCase()));
	// The longest first, so that none hides the rest of another.
	return [...new Set([...forms, ...lowerCaseHex])].sort((a, b) => b.length - a.length);
}

/**
 * A copy without the token, in whichever form it stands there.
 *
 * @param value what the API sent
 */
export function redact<T>(value: T, token: string): T {
	if (token.length < SHORTEST_TOKEN) return value;
	return redactValue(value, formsOf(token)) as T;
}

/**
 * Takes the token out of the API's words in a failure.
 *
 * @param clean takes the token out of a value
 */
export function redactFailure(failure: Failure, clean: <V>(value: V) => V): Failure {
	return { ...failure, apiMessage: clean(failure.apiMessage), requestId: clean(failure.requestId) };
}

/**
 * Takes the token out of everything that the API sent, as soon as it was read: it may echo the token in any
 * field. What the node itself says holds none, and the IDs it read stay as they are.
 *
 * @param clean takes the token out of a value
 */
export function redactAnswer(answer: Answer, clean: <V>(value: V) => V): Answer {
	if (!answer.ok) return redactFailure(answer, clean);
	const { redirectUrl, target, envelope } = answer;
	return {
		...answer,
		redirectUrl: clean(redirectUrl),
		target: { ...target, canonicalUrl: clean(target.canonicalUrl) },
		envelope: clean(envelope),
	};
}
