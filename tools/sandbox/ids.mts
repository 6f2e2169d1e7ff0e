/**
 * IDs of posts. They are made from a hash, so that the same short code always leads to the same post. An ID can name a
 * scenario of the detail endpoints, since nothing else is sent there: `postId('kuaishou', 'gone')`.
 */
import { createHash } from 'node:crypto';
import type { PlatformName } from '../../nodes/JustOneApi/platforms/platform.ts';
import { avToBv } from '../../nodes/JustOneApi/platforms/bilibili/bvid.ts';

/** What a short code may lead to besides an ordinary video: its name stands in the post's ID. */
const KINDS = [
	'note',
	'slides',
	'gone',
	'private',
	'nulldata',
	'emptydata',
	'other',
	'noid',
	'hollow',
	'odd',
	'big',
	'v6note',
];

/** Failures of every endpoint. In a short code, `d` before one of them puts it off to the details: `dc404`. */
const FAILURES = [
	...[100, 101, 201, 202, 300, 301, 302, 303, 400, 404, 500, 503, 600, 601, 602].map((code) => `c${code}`),
	...['http502', 'html', 'halfjson', 'hang', 'cut', 'cutbody'],
];

/** How a list may be, besides those names that kinds of posts have. */
const LISTS = [
	...[
		'one',
		'many',
		'empty',
		'nulllist',
		'emptypage',
		'repeats',
		'pinned',
		'grows',
		'inner',
		'huge',
		'stuck',
	],
	...['breaks', 'deleted'],
];

/** Every scenario that an ID can name. The position is what stands in the ID. */
export const NAMES: readonly string[] = [...KINDS, ...FAILURES, ...LISTS];

const digest = (text: string): Buffer => createHash('sha512').update(text).digest();

/** Characters of an alphabet, always the same for the same text. */
function characters(text: string, alphabet: string, length: number): string {
	return [...digest(text).subarray(0, length)].map((byte) => alphabet[byte % alphabet.length]).join('');
}

const BASE_36 = '0123456789abcdefghijklmnopqrstuvwxyz';
const BASE_58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const HEX = '0123456789abcdef';

/** Seconds since 1970 at which the post was made: in 2024 or 2025. */
export const createdAt = (code: string): number =>
	1_730_000_000 + Math.floor((digest(`created ${code}`).readUInt32BE(0) / 2 ** 32) * 30_000_000);

/** Seconds in the upper 32 bits. Odd, so the last digit is never 0 and rounding to a JS number is visible. */
export function snowflake(seconds: number, salt: string): string {
	return String(BigInt(seconds) * BigInt(2 ** 32) + BigInt((digest(salt).readUInt32BE(0) | 1) >>> 0));
}

interface Form {
	pattern: RegExp;
	/** The ID of an ordinary post. */
	ordinary: (code: string) => string;
	/** An ID with three digits in it. */
	marked: (code: string, digits: string) => string;
	/** Where these digits stand. */
	mark: RegExp;
}

/** Base 58 has no 0. */
const withoutZeros = (digits: string) => digits.replaceAll('0', 'z');

/** The form of the IDs of each platform, and the place in it that can name a scenario. */
const FORMS: Readonly<Record<PlatformName, Form>> = {
	douyin: {
		pattern: /^\d{19}$/,
		ordinary: (code) => snowflake(createdAt(code), `id ${code}`),
		marked: (code, digits) =>
			`${snowflake(createdAt(code), code).slice(0, 9)}40404${digits}${characters(code, '123456789', 1)}7`,
		mark: /^\d{9}40404(\d{3})\d{2}$/,
	},
	kuaishou: {
		pattern: /^3x[0-9a-z]{13}$/,
		ordinary: (code) => `3x${characters(`photo ${code}`, BASE_36, 13)}`,
		marked: (code, digits) => `3x${characters(`photo ${code}`, BASE_36, 5)}sndbx${digits}`,
		mark: /^3x.{5}sndbx(\d{3})$/,
	},
	bilibili: {
		pattern: /^BV1[1-9A-HJ-NP-Za-km-z]{9}$/,
		ordinary: (code) => avToBv(String(digest(`aid ${code}`).readUIntBE(0, 6))) ?? '',
		// The `x` stands for the highest digit, and makes it an ID that some number has.
		marked: (code, digits) => {
			const [one, ...two] = characters(`bv ${code}`, BASE_58, 3);
			return `BV1${withoutZeros(digits)}${one}SBx${two.join('')}`;
		},
		mark: /^BV1([1-9z]{3}).SBx.{2}$/,
	},
	xiaohongshu: {
		pattern: /^[0-9a-f]{24}$/,
		ordinary: (code) => createdAt(code).toString(16) + characters(`note ${code}`, HEX, 16),
		marked: (code, digits) =>
			`${createdAt(code).toString(16)}${characters(`note ${code}`, HEX, 7)}dec0de${digits}`,
		mark: /^[0-9a-f]{15}dec0de(\d{3})$/,
	},
};

/** Whether the detail endpoint takes this for an ID. */
export const isPostId = (platform: PlatformName, id: string): boolean => FORMS[platform].pattern.test(id);

/** Digits for a name with or without `x<n>`: its position, and n or 0; undefined where no ID can name it. */
function digitsOf(name: string): string | undefined {
	const [, base = '', times = '0'] = /^(.*?)(?:x([1-9]))?$/.exec(name) ?? [];
	const position = NAMES.indexOf(base);
	return position < 0 ? undefined : String(position).padStart(2, '0') + times;
}

/** What a short code says of the post behind it: a kind by its name, a failure by its name after `d`. */
function nameBehind(code: string): string | undefined {
	const name = code.split('-', 1)[0] ?? '';
	if (name.startsWith('d') && digitsOf(name.slice(1)) !== undefined) return name.slice(1);
	return KINDS.includes(name.replace(/x[1-9]$/, '')) ? name : undefined;
}

/** The ID of the post behind a short code. */
export function postIdBehind(platform: PlatformName, code: string): string {
	const digits = digitsOf(nameBehind(code) ?? '');
	return digits === undefined ? FORMS[platform].ordinary(code) : FORMS[platform].marked(code, digits);
}

/**
 * An ID whose details play a scenario.
 *
 * @param name one of `NAMES`, with `x<n>` behind it for the first n calls only; any other is an ordinary video
 * @param tail another tail gives another ID
 */
export function postId(platform: PlatformName, name: string, tail = 'Ab12'): string {
	const digits = digitsOf(name);
	const code = `${name}-${tail}`;
	return digits === undefined ? FORMS[platform].ordinary(code) : FORMS[platform].marked(code, digits);
}

/** The scenario that stands at a mark; `video` where none does. */
function nameAt(mark: RegExp, id: string): string {
	const digits = mark.exec(id)?.[1]?.replaceAll('z', '0') ?? '';
	const base = NAMES[Number(digits.slice(0, 2))];
	if (digits === '' || base === undefined) return 'video';
	return digits.endsWith('0') ? base : `${base}x${digits.slice(2)}`;
}

/** The scenario that an ID names; `video` where it names none. */
export const nameIn = (platform: PlatformName, id: string): string => nameAt(FORMS[platform].mark, id);

/** The forms of authors' IDs, and the place in them that can name a scenario. */
const AUTHORS: Readonly<Record<PlatformName, Form>> = {
	douyin: {
		pattern: /^MS4wLjAB[\w-]{20,120}$/,
		ordinary: (code) => `MS4wLjABAAAA${digest(`sec_uid ${code}`).toString('base64url').slice(0, 64)}`,
		marked: (code, digits) =>
			`MS4wLjABAAAAsandbox${digits}${digest(`sec_uid ${code}`).toString('base64url').slice(0, 54)}`,
		mark: /^MS4wLjABAAAAsandbox(\d{3})/,
	},
	kuaishou: {
		pattern: /^(?:\d{3,12}|3x[0-9a-z]{13})$/,
		ordinary: (code) => `2${characters(`user ${code}`, '123456789', 9)}`,
		marked: (code, digits) => `1${characters(`user ${code}`, '123456789', 3)}404${digits}`,
		mark: /^1[1-9]{3}404(\d{3})$/,
	},
	bilibili: {
		pattern: /^\d{1,16}$/,
		ordinary: (code) => `35${characters(`user ${code}`, '123456789', 14)}`,
		marked: (code, digits) => `1${characters(`user ${code}`, '123456789', 3)}404${digits}`,
		mark: /^1[1-9]{3}404(\d{3})$/,
	},
	xiaohongshu: FORMS.xiaohongshu,
};

/** Whether the endpoints for authors take this for an ID. */
export const isAuthorId = (platform: PlatformName, id: string): boolean => AUTHORS[platform].pattern.test(id);

/** An author's ID that plays a scenario; `name` and `tail` as in `postId`. */
export function authorId(platform: PlatformName, name: string, tail = 'Ab12'): string {
	const digits = digitsOf(name);
	const code = `${name}-${tail}`;
	return digits === undefined ? AUTHORS[platform].ordinary(code) : AUTHORS[platform].marked(code, digits);
}

/** The scenario that an author's ID names; `video` where it names none. */
export const nameInAuthor = (platform: PlatformName, id: string): string =>
	nameAt(AUTHORS[platform].mark, id);
