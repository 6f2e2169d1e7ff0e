import { readAnswer } from '../../../nodes/JustOneApi/resources/redirect.ts';
import { failureOf } from '../../../nodes/JustOneApi/failure/failure.ts';
import { redact, redactor } from '../../../nodes/JustOneApi/failure/redact.ts';
import { redactAnswer } from '../../../nodes/JustOneApi/resources/redirect.ts';
import { douyin } from '../../../nodes/JustOneApi/platforms/douyin/index.ts';

const TOKEN = 'tok-5f2c9a';

describe('The token is blotted out', () => {
	it.each<[string, unknown, unknown]>([
		['as the whole text', TOKEN, '[token]'],
		['within a text, more than once', `a ${TOKEN}, b=${TOKEN}&c`, 'a [token], b=[token]&c'],
		['in a list', [TOKEN, [`x${TOKEN}`]], ['[token]', ['x[token]']]],
		['in an object', { a: { b: TOKEN } }, { a: { b: '[token]' } }],
		['in a key', { [TOKEN]: 1 }, { '[token]': 1 }],
		['deep down', { a: [{ b: { c: [`${TOKEN}!`] } }] }, { a: [{ b: { c: ['[token]!'] } }] }],
	])('%s', (_, value, clean) => {
		expect(redact(value, TOKEN)).toEqual(clean);
	});

	it.each([
		['as it is', 'Ab/Cd+ e'],
		['percent-encoded', 'Ab%2FCd%2B%20e'],
		['percent-encoded in lower case', 'Ab%2fCd%2b%20e'],
		['form-encoded', 'Ab%2FCd%2B+e'],
		['percent-encoded twice', 'Ab%252FCd%252B%2520e'],
		['encoded in part, as axios does', 'Ab/Cd%2B+e'],
	])('%s', (_, echoed) => {
		expect(redact(`https://x/?token=${echoed}&a=1`, 'Ab/Cd+ e')).toBe('https://x/?token=[token]&a=1');
	});

	it.each([
		['a plain one', "a!b'c(d)e*f~g"],
		['encodeURIComponent', encodeURIComponent("a!b'c(d)e*f~g")],
		['RFC 3986', 'a%21b%27c%28d%29e%2Af~g'],
		['RFC 3986 in lower case', 'a%21b%27c%28d%29e%2af~g'],
		['a form', new URLSearchParams({ x: "a!b'c(d)e*f~g" }).toString().slice(2)],
		['everything', "a!b'c(d)e*f~g".replace(/[^]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)],
	])("whichever rule left !'()*~ alone: %s", (_, echoed) => {
		expect(redact(`<${echoed}>`, "a!b'c(d)e*f~g")).toBe('<[token]>');
	});

	it('beyond ASCII', () => {
		expect(redact(`${encodeURIComponent('令牌😀4')} 令牌😀4`, '令牌😀4')).toBe('[token] [token]');
	});

	it('as a JSON number', () => {
		expect(redact({ a: 12345678, b: 912345678.5, c: 1234567 }, '12345678')).toEqual({
			a: '[token]',
			b: '9[token].5',
			c: 1234567,
		});
	});

	it('from four characters on', () => {
		expect(redact('x=abcd', 'abcd')).toBe('x=[token]');
	});

	it('where it means something in a pattern', () => {
		expect(redact('x.y*z $& xAyyz', 'x.y*z')).toBe('[token] $& xAyyz');
	});
});

describe('The token is blotted out in other forms, in one pass', () => {
	const LONG = 'Tok-5f2c/9A+b~';
	const units = (text: string, form: (hex: string) => string) =>
		text.replace(/[^]/g, (unit) => form(unit.charCodeAt(0).toString(16).padStart(4, '0')));
	const base64 = (text: string) => Buffer.from(text).toString('base64');

	it.each([
		['in capitals', LONG.toUpperCase()],
		['in small letters', LONG.toLowerCase()],
		['in hex', Buffer.from(LONG).toString('hex')],
		['in hex, in capitals', Buffer.from(LONG).toString('hex').toUpperCase()],
		['full width', LONG.replace(/[^]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0))],
		['escaped as in JSON', units(LONG, (hex) => `\\u${hex}`)],
		['escaped as in JSON twice, in capitals', units(LONG, (hex) => `\\\\u${hex.toUpperCase()}`)],
		['escaped in two digits', units(LONG, (hex) => `\\x${hex.slice(2)}`)],
		['escaped as in HTML', units(LONG, (hex) => `&#x${hex};`)],
		['escaped as in HTML, in decimals', units(LONG, (hex) => `&#${Number.parseInt(hex, 16)};`)],
		['with invisible characters within', [...LONG].join('\u200b\u00ad\ufe0f')],
		['in part this way and that', `%54\\u006F\u200bK-5f${LONG.slice(6)}`],
	])('%s', (_, echoed) => {
		expect(redact(`<${echoed}>`, LONG)).toBe('<[token]>');
	});

	it.each(['', 'a', 'ab', 'abc', '令牌'])('in base64, within a longer text that begins with %j', (before) => {
		for (const token of [LONG, 'tok-5f2c9a7b', '令牌😀4567']) {
			for (const coded of [
				base64(`${before}${token}&x`),
				Buffer.from(`${before}${token}`).toString('base64url'),
			]) {
				const clean = redact(coded, token);
				expect(clean).toContain('[token]');
				const left = clean.split('[token]').map((rest) => Buffer.from(rest, 'base64').toString('latin1'));
				expect(left.join(' ').length).toBeLessThanOrEqual(Buffer.from(before).length + 8);
			}
		}
	});

	it('beyond ASCII', () => {
		expect(
			redact(
				units('令牌😀4', (hex) => `\\u${hex}`),
				'令牌😀4',
			),
		).toBe('[token]');
		expect(redact(Buffer.from('令牌😀4').toString('hex'), '令牌😀4')).toBe('[token]');
	});

	it('but a short one not in hex or base64, whose forms are found in other words, too', () => {
		expect(redact('YWJj abcd', 'abc4')).toBe('YWJj abcd');
	});
});

it.each([null, undefined, 0, 17.5, true, '', 'token', [], {}, { a: null, b: [1, false] }])(
	'What holds no token stays as it is: %j',
	(value) => {
		expect(redact(value, TOKEN)).toEqual(value);
	},
);

it('The original is left alone', () => {
	const value = { a: [TOKEN] };
	redact(value, TOKEN);
	expect(value).toEqual({ a: [TOKEN] });
});

describe('An answer that echoes the token', () => {
	const VIDEO_ID = '7579132723441323298';
	const answerTo = (body: unknown) =>
		redactAnswer(
			readAnswer({ statusCode: 200, headers: {}, body: JSON.stringify(body) }, douyin, 0),
			(value) => redact(value, TOKEN),
		);

	it('keeps nothing of it where it is a success, and all the rest', () => {
		const body = (token: string) => ({
			code: 0,
			message: `Hello ${token}`,
			data: { redirect_url: `https://www.douyin.com/hashtag/1593608573838339?token=${token}` },
			requestId: token,
		});
		const clean = body('[token]');
		expect(answerTo(body(TOKEN))).toEqual({
			ok: true,
			redirectUrl: clean.data.redirect_url,
			target: {
				contentType: 'other',
				contentId: null,
				canonicalUrl: 'https://www.douyin.com/hashtag/1593608573838339',
			},
			raw: clean.data,
		});
	});

	it('keeps nothing of it where it is a failure, and all the rest', () => {
		expect(answerTo({ code: 100, message: `${TOKEN} is unknown`, requestId: `r-${TOKEN}` })).toEqual(
			failureOf('invalid_token', {
				httpStatus: 200,
				apiMessage: '[token] is unknown',
				requestId: 'r-[token]',
			}),
		);
	});

	it.each(['https://live.douyin.com/', 'https://live.douyin.com/x_'])(
		'keeps nothing of it in an ID that has letters: %s…',
		(page) => {
			const token = 'Ab12Cd34Ef56Gh78';
			const body = JSON.stringify({ code: 0, data: `${page}${token}` });
			const answer = readAnswer({ statusCode: 200, headers: {}, body }, douyin, 0);
			expect(answer).toMatchObject({ target: { contentId: expect.stringContaining(token) } });
			expect(JSON.stringify(redactAnswer(answer, redactor(token)))).not.toContain(token);
		},
	);

	it('keeps its IDs, even where a token is made of the same digits', () => {
		const url = `https://www.douyin.com/video/${VIDEO_ID}`;
		const answer = readAnswer(
			{ statusCode: 200, headers: {}, body: JSON.stringify({ code: 0, data: url }) },
			douyin,
			0,
		);
		const clean = <V,>(value: V) => redact(value, VIDEO_ID.slice(0, 6));
		expect(redactAnswer(answer, clean)).toMatchObject({ target: { contentId: VIDEO_ID } });
	});
});

it.each(['', 'a', 'abc'])(
	'Without a token, or with one too short to be one, nothing changes: %j',
	(token) => {
		const value = { a: 'abc a b c' };
		expect(redact(value, token)).toEqual(value);
	},
);
