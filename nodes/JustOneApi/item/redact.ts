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
 * A copy without the token, plain or percent-encoded: the API may echo it in any field.
 *
 * @param value anything that goes into an item or a message
 * @param token undefined where there is no credential
 */
export function redact<T>(value: T, token: string | undefined): T {
	if (token === undefined || token.length < SHORTEST_TOKEN) return value;
	const encoded = encodeURIComponent(token);
	const lowerCaseHex = encoded.replace(/%[\dA-F]{2}/g, (escape) => escape.toLowerCase());
	return redactValue(value, [...new Set([token, encoded, lowerCaseHex])]) as T;
}
