/** The API's answer as every endpoint sends it: `code` tells success or failure, whatever the HTTP status. */
export interface Envelope {
	/** The business code as a number; the API sent it as text until 2026-07. */
	code: number;
	data: unknown;
	/** The API's own words; empty when it sent none. */
	message: string;
	requestId: string | null;
	/** The whole body, integers beyond 2^53 as strings. */
	raw: Record<string, unknown>;
}

/** A string literal (left alone) or a number. Exact and linear in valid JSON, where every string ends. */
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/** 2^53 has 16 digits. */
const LONG_NUMBER = /\d{16}/;

function quoteUnsafeInteger(token: string): string {
	const isInteger = /^-?\d+$/.test(token);
	return isInteger && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token;
}

/**
 * JSON.parse that keeps every digit: integers beyond 2^53 (19-digit IDs) come out as strings.
 *
 * @throws SyntaxError where the text is no JSON
 */
export function parseJson(text: string): unknown {
	const value: unknown = JSON.parse(text);
	return LONG_NUMBER.test(text) ? JSON.parse(text.replace(STRING_OR_NUMBER, quoteUnsafeInteger)) : value;
}

/** An integer, or its plain decimal text: `"00"`, `"0x0"`, -0 and null, which `Number` takes for 0, are no success. */
function readCode(code: unknown): number | null {
	const number = typeof code === 'string' ? Number(code) : code;
	const isPlain = typeof code === 'string' ? String(number) === code : !Object.is(code, -0);
	return Number.isInteger(number) && isPlain ? (number as number) : null;
}

/** Deepest nesting of an envelope. Answers have two or three levels; n8n and this node walk them by recursion. */
const DEEPEST = 64;

function isDeeperThan(levels: number, value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return levels === 0 || Object.values(value).some((entry) => isDeeperThan(levels - 1, entry));
}

function readText(value: unknown): string | null {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

/**
 * Reads a response body.
 *
 * @param body the body as text
 * @returns null where it is no envelope: HTML, half a JSON, an array, a code that is missing or no integer, or
 * a nesting that n8n could not store
 */
export function readEnvelope(body: string): Envelope | null {
	let raw: Record<string, unknown> | null;
	try {
		// Whatever else JSON can be has no `code`.
		raw = parseJson(body) as Record<string, unknown> | null;
	} catch {
		return null;
	}
	const code = readCode(raw?.code);
	if (raw === null || code === null || isDeeperThan(DEEPEST, raw)) return null;
	return {
		code,
		data: raw.data,
		message: readText(raw.message) ?? '',
		requestId: readText(raw.requestId),
		raw,
	};
}
