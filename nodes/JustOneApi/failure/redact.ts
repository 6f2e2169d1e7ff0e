import { INVISIBLE } from '../text/encodings';
import type { Failure } from './failure';

/** Shorter tokens than this would blot out ordinary text. Real ones are far longer. */
const SHORTEST_TOKEN = 4;
const BLOT = '[token]';

/** Takes the token out of a value, in whichever form it stands there. */
export type Clean = <V>(value: V) => V;

/** Forms of the whole token that are shorter would blot out ordinary text, too. */
const SHORTEST_CODED = 8;

const hexOf = (code: number, digits: number) => code.toString(16).padStart(digits, '0');

/** The UTF-8 bytes of a text. */
const bytesOf = (text: string): number[] =>
	encodeURIComponent(text)
		.match(/%..|[^]/g)
		?.map((byte) => (byte.length > 1 ? Number.parseInt(byte.slice(1), 16) : byte.charCodeAt(0))) ?? [];

/**
 * One character of the token: plain, full width, escaped as in a URL (also several times over), JSON or HTML; a space also
 * as `+`. Bounded, so that a run of escapes is not gone over again and again.
 */
function formsOf(character: string): string {
	const code = character.charCodeAt(0);
	const isAscii = character.length === 1 && code < 0x80;
	const forms = [
		character.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'),
		bytesOf(character)
			.map((byte) => `%(?:25){0,8}${hexOf(byte, 2)}`)
			.join(''),
		[...character.split('')].map((unit) => `\\\\{1,8}u${hexOf(unit.charCodeAt(0), 4)}`).join(''),
	];
	if (isAscii) forms.push(`(?:\\\\{1,8}x|&#x0{0,4})${hexOf(code, 2)};?`, `&#0{0,4}${code};`);
	if (isAscii && code > 0x20) forms.push(String.fromCharCode(code + 0xfee0));
	if (character === ' ') forms.push('\\+');
	return `(?:${forms.join('|')})`;
}

/** What base64 makes of the token in a longer text, by where it begins in three bytes: without what its neighbours also change. */
function base64Forms(token: string): string[] {
	return [0, 1, 2].map((before) => {
		const bytes = String.fromCharCode(...new Array<number>(before).fill(0), ...bytesOf(token));
		const characters = Math.floor((bytes.length * 8) / 6);
		const coded = btoa(bytes).slice(Math.ceil((before * 8) / 6), characters);
		return coded.replaceAll('+', '(?:[+-]|%2B)').replaceAll('/', '(?:[/_]|%2F)');
	});
}

/** @param shortest length of a text that can hold the token in any form */
function cleanValue(value: unknown, token: RegExp, shortest: number): unknown {
	const cleanText = (text: string) => (text.length < shortest ? text : text.replace(token, BLOT));
	if (typeof value === 'string') return cleanText(value);
	if (typeof value === 'number') {
		const text = cleanText(String(value));
		return text === String(value) ? value : text;
	}
	if (Array.isArray(value)) return value.map((entry) => cleanValue(entry, token, shortest));
	if (typeof value === 'object' && value !== null) {
		return Object.fromEntries(
			Object.entries(value).map(([key, entry]) => [cleanText(key), cleanValue(entry, token, shortest)]),
		);
	}
	return value;
}

/**
 * Gives a function that copies a value without the token, in one pass: plain, full width, or escaped as `formsOf` says, in
 * capitals or not, also with invisible characters within; in hex; in base64, also within a longer text; as a JSON number.
 *
 * @param token well-formed: no lone surrogate
 */
export function redactor(token: string): Clean {
	if (token.length < SHORTEST_TOKEN) return (value) => value;
	const plain = [...token].map(formsOf).join(`(?:${INVISIBLE.source})*`);
	const coded = [
		bytesOf(token)
			.map((byte) => hexOf(byte, 2))
			.join(''),
		...base64Forms(token),
	];
	const forms = [plain, ...coded.filter(({ length }) => length >= SHORTEST_CODED)];
	const pattern = new RegExp(forms.join('|'), 'gi');
	return <V>(value: V) => cleanValue(value, pattern, token.length) as V;
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
