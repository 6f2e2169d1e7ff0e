import {
	at,
	count,
	countAboveZero,
	hashtags,
	id,
	isoDate,
	lines,
	seconds,
	secondsOfMs,
	text,
	webUrl,
	webUrls,
} from '../../../nodes/JustOneApi/platforms/json.ts';

const ODD = [undefined, null, true, {}, [], NaN, Infinity, () => 1];

it('a path ends where it is interrupted, and never leads into what every object inherits', () => {
	const value = { a: [{ b: 1 }] };
	expect(at(value, 'a', 0, 'b')).toBe(1);
	expect(at(value)).toBe(value);
	for (const path of [['a', 1, 'b'], ['x', 'b'], ['a', 0, 'b', 'c'], ['constructor'], ['a', 'map']]) {
		expect(at(value, ...path)).toBeUndefined();
	}
	for (const nothing of [null, undefined, 1, 'text']) expect(at(nothing, 'length')).toBeUndefined();
});

it('a text says something', () => {
	expect(text(' a\n')).toBe(' a\n');
	for (const value of ['', ' \n', '\u0000 ', 7, ...ODD]) expect(text(value)).toBeNull();
});

it('an ID is a text without blanks, or an exact integer', () => {
	expect(id('7641186371542041559')).toBe('7641186371542041559');
	expect(id(' 76411863\u0000 71542041559\n')).toBe('7641186371542041559');
	expect(id('\u0001')).toBeNull();
	expect(id(3290456781)).toBe('3290456781');
	expect(id(0)).toBe('0');
	for (const value of ['', 1.5, 2 ** 53, ...ODD]) expect(id(value)).toBeNull();
});

it.each<[unknown, number | null]>([
	[0, 0],
	[18342, 18342],
	['18342', 18342],
	[' 7 ', 7],
	['1.2万', 12000],
	['10万+', 100000],
	['3亿', 300000000],
	['1.15万', 11500],
	[-1, null],
	[1.5, null],
	['-1', null],
	['1,685', null],
	['万', null],
	['x1.2万', null],
	['1.2万x', null],
	['1e3', null],
	['', null],
	['9007199254740993', null],
	...ODD.map((value): [unknown, null] => [value, null]),
])('the count %p is %p', (value, expected) => {
	expect(count(value)).toBe(expected);
});

it('a count whose 0 says nothing', () => {
	expect([0, '0', 1, 'x'].map(countAboveZero)).toEqual([null, null, 1, null]);
});

it.each<[string, unknown, string | null]>([
	['seconds', 1779102345, '2026-05-18T11:05:45.000Z'],
	['milliseconds', 1781763045218, '2026-06-18T06:10:45.218Z'],
	['seconds as text', '1779102345', '2026-05-18T11:05:45.000Z'],
	['the last second', 99999999999, '5138-11-16T09:46:39.000Z'],
	['the first millisecond', 100000000000, '1973-03-03T09:46:40.000Z'],
	['none', 0, null],
	['before 1970', -1, null],
	['beyond what a date holds', 8.7e15, null],
	['a date as text', '2026-06-18 14:10:45', null],
	...ODD.map((value): [string, unknown, null] => [String(value), value, null]),
])('a time in %s', (_, value, expected) => {
	expect(isoDate(value)).toBe(expected);
});

it('a duration is positive', () => {
	expect([seconds(733), secondsOfMs(23417), secondsOfMs(1)]).toEqual([733, 23.417, 0.001]);
	for (const value of [0, -1, '5', ...ODD]) {
		expect(seconds(value)).toBeNull();
		expect(secondsOfMs(value)).toBeNull();
	}
});

describe('a URL is of a public host and one word', () => {
	it.each([
		'http://a.example/b',
		'HTTPS://A.example',
		'https://a-b_c.a.example:8443?x=1',
		'https://a.example./b#c',
		'https://11.0.0.1/a',
		...['100.63.9.9', '100.128.0.1', '126.1.1.1', '128.0.0.1', '169.253.1.1', '172.15.0.1', '172.32.0.1'],
		...[
			'192.0.1.1',
			'192.0.3.1',
			'192.167.0.1',
			'192.169.0.1',
			'198.17.0.1',
			'198.20.0.1',
			'223.255.255.255',
		],
		'http://[2400:3200::1]:80/a',
		'https://localhost.example/a',
		'https://a.example/internal',
		'https://10.example/a',
		'https://127.0.0.1.example.com/a',
	])('%s', (address) => {
		const url = /^\d+(?:\.\d+){3}$/.test(address) ? `http://${address}/a` : address;
		expect(webUrl(url)).toBe(url);
	});

	it('without a scheme, https is taken', () => {
		expect(webUrl('//i0.hdslb.com/a.jpg')).toBe('https://i0.hdslb.com/a.jpg');
	});

	it.each([
		'',
		'a.jpg',
		'ftp://a.example',
		'javascript:alert(1)',
		'https://',
		'https://a.example\nb',
		'https://a.example/b\u0007',
		'x https://a.example',
		// A user, a password, and what a browser reads in another way.
		...[
			'http://a@b.example/',
			'http://a:b@c.example/',
			'http://a.example\\@b.example/',
			'http://a.example\\b',
		],
		...[
			'http://a%2eb.example/',
			'http://a\tb.example/',
			'http://a。example/',
			'http://ⓐ.example/',
			'http:///a.example',
		],
		...['http://a.example:99999999/', 'http://a.example:x/', 'https:a.example', 'https:/a.example'],
		// No public name.
		...[
			'http://a/',
			'http://localhost:5678/',
			'http://localhost./',
			'http://a./',
			'http://../',
			'http://.a/',
		],
		...[
			'http://a.localhost/',
			'http://printer.local/',
			'http://metadata.google.internal/',
			'http://a.home.arpa./',
		],
	])('not %j', (value) => {
		expect(webUrl(value)).toBeNull();
	});

	it.each([
		...['0.0.0.0', '10.0.0.1', '100.64.0.1', '100.99.0.1', '100.127.255.255', '127.0.0.1', '127.255.0.1'],
		...[
			'169.254.169.254',
			'172.16.0.1',
			'172.20.0.1',
			'172.31.255.255',
			'192.168.0.1',
			'192.0.0.8',
			'192.0.2.1',
		],
		...['192.88.99.1', '198.18.0.1', '198.19.0.1', '198.51.100.7', '203.0.113.7', '224.0.0.1', '239.1.1.1'],
		...['240.0.0.1', '249.1.1.1', '255.255.255.255'],
		// Numbers in other forms.
		...[
			'2130706433',
			'0x7f000001',
			'017700000001',
			'0x7f.1',
			'127.1',
			'0177.0.0.1',
			'127.0.0.1.',
			'8.8',
			'8.8.8.8.',
		],
		...['08.8.8.8', '8.8.8.0x8', '256.1.1.1', '１１.0.0.1'],
		...[
			'[::]',
			'[::1]',
			'[::ffff:127.0.0.1]',
			'[::ffff:7f00:1]',
			'[fc00::1]',
			'[fd12::1]',
			'[fe80::1]',
			'[ff02::1]',
		],
		...[
			'[64:ff9b::7f00:1]',
			'[2001::1]',
			'[2001:0:1::]',
			'[2001:db8::1]',
			'[2002:7f00:1::]',
			'[2400:0:0::1]',
		],
		...['[100::1]', '[2::1]', '[20::1]', '[fe80::1%25eth0]', '[4000::1]'],
	])('no host of ones own: %s', (host) => {
		for (const scheme of ['http', 'https']) expect(webUrl(`${scheme}://${host}/a`)).toBeNull();
	});

	it('lists keep what is one', () => {
		for (const value of ODD) expect(webUrl(value)).toBeNull();
		expect(webUrls(['https://a.b', 7, null, 'https://b.c'])).toEqual(['https://a.b', 'https://b.c']);
		expect(webUrls('https://a.b')).toEqual([]);
	});
});

it('lists become text, or null', () => {
	expect(lines(['a', 'b'])).toBe('a\nb');
	expect(lines([])).toBeNull();
	expect(hashtags(['a', ' b ', '#c', 'd#e', 'a', '', null, 7])).toBe('#a #b #c #d#e');
	expect(hashtags([])).toBeNull();
});
