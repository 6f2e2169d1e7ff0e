import type { Answer } from '../answer/answer';

/** Shorter tokens than this would blot out ordinary text. Real ones are far longer. */
const SHORTEST_TOKEN = 4;
const BLOT = '[token]';

function blot(text: string, secrets: readonly string[]): string {
	return secrets.reduce((clean, secret) => clean.replaceAll(secret, BLOT), text);
}

function redactValue(value: unknown, secrets: readonly string[]): unknown {
	if (typeof value === 'string') return blot(value, secrets);
	if (Array.isArray(value)) return value.map((entry) => redactValue(entry, secrets));
	if (typeof value === 'object' && value !== null) {
		return Object.fromEntries(
			Object.entries(value).map(([key, entry]) => [blot(key, secrets), redactValue(entry, secrets)]),
		);
	}
	return value;
}

/**
 * A copy without the token, plain or percent-encoded.
 *
 * @param value what the API sent
 */
export function redact<T>(value: T, token: string): T {
	if (token.length < SHORTEST_TOKEN) return value;
	const encoded = encodeURIComponent(token);
	const lowerCaseHex = encoded.replace(/%[\dA-F]{2}/g, (escape) => escape.toLowerCase());
	return redactValue(value, [...new Set([token, encoded, lowerCaseHex])]) as T;
}

/**
 * Takes the token out of everything that the API sent, as soon as it was read: it may echo the token in any
 * field. What the node itself says holds none, and the IDs it read stay as they are.
 */
export function redactAnswer(answer: Answer, token: string): Answer {
	if (!answer.ok) {
		const { apiMessage, requestId } = answer;
		return { ...answer, apiMessage: redact(apiMessage, token), requestId: redact(requestId, token) };
	}
	const { redirectUrl, target, envelope } = answer;
	return {
		...answer,
		redirectUrl: redact(redirectUrl, token),
		target: { ...target, canonicalUrl: redact(target.canonicalUrl, token) },
		envelope: redact(envelope, token),
	};
}
