import { parseJson, readEnvelope } from '../../../nodes/JustOneApi/call/envelope.ts';
import { redirectUrlIn } from '../../../nodes/JustOneApi/resources/redirect.ts';

const TARGET = 'https://www.iesdouyin.com/share/video/7579132723441323298/?a=b';

describe('JSON keeps every digit', () => {
	it.each<[string, string, unknown]>([
		['a 19-digit number', '{"id":7579132723441323298}', { id: '7579132723441323298' }],
		['a negative one', '[-7579132723441323298]', ['-7579132723441323298']],
		[
			'in a list, without spaces',
			'[7579132723441323298,7579132714545318675]',
			['7579132723441323298', '7579132714545318675'],
		],
		['the largest safe number', '9007199254740991', 9007199254740991],
		['the first unsafe number', '9007199254740992', '9007199254740992'],
		['a fraction', '[1.25,-0.5e-3]', [1.25, -0.0005]],
		[
			'fractions and exponents beside a 19-digit number',
			'[7579132723441323298,1.25,-0.5e-3,0.12345678901234567890,12345678901234567e3,2E+3]',
			['7579132723441323298', 1.25, -0.0005, 0.12345678901234568, 12345678901234567e3, 2000],
		],
		['digits in a text', '{"a":"x 7579132723441323298 y"}', { a: 'x 7579132723441323298 y' }],
		[
			'digits after an escaped quote',
			'{"a":"\\":7579132723441323298,\\"","b":1}',
			{ a: '":7579132723441323298,"', b: 1 },
		],
		[
			'digits after an escaped backslash',
			'{"a":"\\\\","b":7579132723441323298}',
			{ a: '\\', b: '7579132723441323298' },
		],
		['digits in a key', '{"7579132723441323298":0}', { '7579132723441323298': 0 }],
		['no numbers at all', '{"a":[true,null,"\\u00e9"]}', { a: [true, null, 'é'] }],
	])('%s', (_, text, value) => {
		expect(parseJson(text)).toEqual(value);
	});

	it.each(['', '{', '{"a":1,}', '{"a":"', '<html>', 'undefined', '7579132723441323298x'])(
		'%j is no JSON',
		(text) => {
			expect(() => parseJson(text)).toThrow(SyntaxError);
		},
	);
});

describe('An envelope', () => {
	it('is read with all its fields', () => {
		const raw = {
			code: 0,
			message: 'success',
			data: { redirect_url: TARGET },
			recordTime: '2026-07-25 13:00:00',
			requestId: 'r-1',
		};
		expect(readEnvelope(JSON.stringify(raw))).toEqual({
			code: 0,
			data: raw.data,
			message: 'success',
			requestId: 'r-1',
			raw,
		});
	});

	it.each<[string, number]>([
		['{"code":0}', 0],
		['{"code":"0"}', 0],
		['{"code":"301"}', 301],
		['{"code":"-1"}', -1],
		['{"code":601.0}', 601],
		['{"code":-1}', -1],
		['\n {"code":100}\n', 100],
	])('%j has the code %i', (body, code) => {
		expect(readEnvelope(body)?.code).toBe(code);
	});

	it.each([
		'{}',
		'{"code":null}',
		'{"code":""}',
		'{"code":"  "}',
		'{"code":true}',
		'{"code":false}',
		'{"code":"abc"}',
		'{"code":"0x"}',
		...['"0x0"', '"0e9"', '"00"', '"-0"', '"+0"', '"0.0"', '" 0"', '"٠"', '-0', '"1e2"'].map(
			(code) => `{"code":${code}}`,
		),
		'{"code":0.5}',
		'{"code":"1.5"}',
		'{"code":[0]}',
		'{"code":{}}',
		'{"Code":0}',
		'[{"code":0}]',
		'"0"',
		'0',
		'null',
		'',
		' ',
		'OK',
		'<html><body>502</body></html>',
		'{"code":0,"data":{"redirect_url":"https://www.iesdouy',
	])('%j is none: nothing but a whole number is a code', (body) => {
		expect(readEnvelope(body)).toBeNull();
	});

	it.each<[string, string, string | null]>([
		['{"code":301}', '', null],
		['{"code":301,"message":null,"requestId":null}', '', null],
		['{"code":301,"message":"","requestId":""}', '', ''],
		['{"code":301,"message":"Retry","requestId":"abc"}', 'Retry', 'abc'],
		['{"code":301,"message":17,"requestId":7579132723441323298}', '17', '7579132723441323298'],
		['{"code":301,"message":{"a":1},"requestId":[1]}', '', null],
	])('%j says what the API said, and which call it was', (body, message, requestId) => {
		expect(readEnvelope(body)).toMatchObject({ message, requestId });
	});
});

describe('The redirect URL', () => {
	it.each<[string, unknown, string | null]>([
		['redirect_url, as documented', { redirect_url: TARGET }, TARGET],
		['the data itself', TARGET, TARGET],
		['redirectUrl', { redirectUrl: TARGET }, TARGET],
		['url', { url: TARGET }, TARGET],
		['redirect_url before all others', { url: 'a', redirectUrl: 'b', redirect_url: TARGET }, TARGET],
		['the next key where the first is empty', { redirect_url: '', redirectUrl: null, url: TARGET }, TARGET],
		['exactly as it came', { redirect_url: ` ${TARGET}®ion=CN×tamp=1\n` }, ` ${TARGET}®ion=CN×tamp=1\n`],
		['no data', null, null],
		['data left out', undefined, null],
		['empty data', {}, null],
		['an empty text', '', null],
		['white space', { redirect_url: ' \n' }, null],
		['no text', { redirect_url: 17, redirectUrl: { url: TARGET }, url: [TARGET] }, null],
		['a list', [TARGET], null],
		['a number', 17, null],
		['other keys', { link: TARGET, aweme_id: '7579132723441323298' }, null],
	])('%s', (_, data, redirectUrl) => {
		expect(redirectUrlIn(data)).toBe(redirectUrl);
	});
});

it('An envelope nested deeper than anybody could store is none', () => {
	const nested = (levels: number) =>
		readEnvelope(`{"code":0,"data":${'['.repeat(levels)}${']'.repeat(levels)}}`);
	expect(nested(63)).toMatchObject({ code: 0 });
	expect(nested(65)).toBeNull();
	expect(nested(500_000)).toBeNull();
});
