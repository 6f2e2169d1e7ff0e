import { accountKey, baseUrlOf, readAccount } from '../../../nodes/JustOneApi/call/account.ts';

const GLOBAL = 'https://api.justoneapi.com';
const MAINLAND = 'http://47.117.133.51:30015';
const custom = (baseUrl: unknown) => ({ region: 'custom', baseUrl });

describe('The base URL', () => {
	it.each<[Record<string, unknown>, string | null]>([
		[{}, GLOBAL],
		[{ region: undefined }, GLOBAL],
		[{ region: null }, GLOBAL],
		[{ region: 'global' }, GLOBAL],
		[{ region: 'cn' }, MAINLAND],
		[{ region: 'cn', baseUrl: 'https://evil.net' }, MAINLAND],
		[{ region: 'mars' }, null],
		[{ region: '' }, null],
		[{ region: 'mars', baseUrl: 'https://a.test' }, 'https://a.test'],
		[custom('https://a.test'), 'https://a.test'],
		[custom('http://a.test'), 'http://a.test'],
		[custom('HTTPS://A.test'), 'HTTPS://A.test'],
		[custom('https://a.test/'), 'https://a.test'],
		[custom('https://a.test///'), 'https://a.test'],
		[custom('https://a.test/one/two/'), 'https://a.test/one/two'],
		[custom('http://127.0.0.1:4040/'), 'http://127.0.0.1:4040'],
		[custom('http://[::1]:4040'), 'http://[::1]:4040'],
		[custom('http://a.test:1'), 'http://a.test:1'],
		[custom('http://a.test:65535/b'), 'http://a.test:65535/b'],
		[custom('  https://a.test/ \n'), 'https://a.test'],
	])('of %j is %j', (credential, baseUrl) => {
		expect(baseUrlOf(credential)).toBe(baseUrl);
	});

	it.each<[string, unknown]>([
		['nothing', ''],
		['nothing at all', undefined],
		['white space', '   '],
		['no scheme', 'a.test'],
		['no scheme but slashes', '//a.test'],
		['another scheme', 'ftp://a.test'],
		['another scheme', 'file:///etc/passwd'],
		['another scheme', 'javascript:alert(1)'],
		['a scheme alone', 'https://'],
		['no host', 'https:///a'],
		['words before it', 'Use https://a.test'],
		['a query', 'https://a.test?x=1'],
		['a query after a path', 'https://a.test/b?x'],
		['a fragment', 'https://a.test/#x'],
		['a user', 'https://me@a.test'],
		['a password', 'https://me:pw@a.test/b'],
		['a space in the host', 'https://a .test'],
		['a space in the path', 'https://a.test/b c'],
		['a line break', 'https://a.test\n/b'],
		['an expression that stayed unresolved', '={{ $json.url }}'],
		['a port that is none', 'https://a.test:99999'],
		['the first port that is none', 'https://a.test:65536'],
		['port 0', 'https://a.test:0'],
		['a port with nothing in it', 'https://a.test:'],
		['a backslash, which Node reads as a slash', 'https://a.test\\b'],
		['a port that is no number', 'https://a.test:x'],
		['a port without a host', 'https://:443'],
	])('is not usable: %s', (_, baseUrl) => {
		expect(baseUrlOf(custom(baseUrl))).toBeNull();
	});
});

describe('A credential', () => {
	it('gives the base URL and the token, without the white space of a paste', () => {
		expect(readAccount({ token: ' tok-5f2c9a\n', region: 'cn' })).toEqual({
			baseUrl: MAINLAND,
			token: 'tok-5f2c9a',
		});
	});

	it.each([{}, { token: '' }, { token: '  ' }, { token: null }])(
		'without a token is not usable: %j',
		(credential) => {
			expect(readAccount(credential)).toEqual({
				title: 'The credential holds no token',
				advice: expect.stringMatching(/paste the token/),
			});
		},
	);

	it('may have a number for a token', () => {
		expect(readAccount({ token: 20260730 })).toMatchObject({ token: '20260730' });
	});

	it.each([{ token: {} }, { token: ['tok-5f2c9a'] }, { token: true }, { token: 1.5 }, { token: 2 ** 53 }])(
		'whose token is no text is not usable: %j',
		(credential) => {
			expect(readAccount(credential)).toEqual({
				title: 'The token in the credential is no text',
				advice: expect.stringMatching(/expression/),
			});
		},
	);

	it('without a usable base URL is not usable', () => {
		const unusable = readAccount({ token: 'tok-5f2c9a', ...custom('https://me:pw@a.test') });
		expect(unusable).toEqual({
			title: 'The base URL in the credential is not usable',
			advice: expect.stringContaining("'Base URL'"),
		});
		expect(JSON.stringify(unusable)).not.toMatch(/tok-5f2c9a|pw/);
	});
});

describe('The key of an account', () => {
	const account = { baseUrl: GLOBAL, token: 'tok-5f2c9a' };

	it('is the same for the same account, and another for another', () => {
		expect(accountKey({ ...account })).toBe(accountKey(account));
		expect(accountKey({ ...account, token: 'tok-5f2c9b' })).not.toBe(accountKey(account));
		expect(accountKey({ ...account, baseUrl: MAINLAND })).not.toBe(accountKey(account));
	});

	it('holds nothing of the token', () => {
		expect(accountKey(account)).toMatch(/^[0-9a-f]{64}$/);
		expect(accountKey({ baseUrl: '', token: 'abc' })).not.toContain('abc');
	});
});
