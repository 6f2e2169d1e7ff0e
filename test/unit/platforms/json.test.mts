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

it('a text says something, and holds no NUL', () => {
	expect(text(' a\u0000b\n')).toBe(' ab\n');
	for (const value of ['', ' \n', 7, ...ODD]) expect(text(value)).toBeNull();
});

it('an ID is a text or an exact integer', () => {
	expect(id('7641186371542041559')).toBe('7641186371542041559');
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

it('a URL is of the web and one word', () => {
	expect(webUrl('http://a.example/b')).toBe('http://a.example/b');
	expect(webUrl('HTTPS://a.example')).toBe('HTTPS://a.example');
	expect(webUrl('//i0.hdslb.com/a.jpg')).toBe('https://i0.hdslb.com/a.jpg');
	for (const value of [
		'',
		'a.jpg',
		'ftp://a',
		'javascript:alert(1)',
		'https://',
		'https://a\nb',
		'x https://a',
	]) {
		expect(webUrl(value)).toBeNull();
	}
	for (const value of ODD) expect(webUrl(value)).toBeNull();
	expect(webUrls(['https://a', 7, null, 'https://b'])).toEqual(['https://a', 'https://b']);
	expect(webUrls('https://a')).toEqual([]);
});

it('lists become text, or null', () => {
	expect(lines(['a', 'b'])).toBe('a\nb');
	expect(lines([])).toBeNull();
	expect(hashtags(['a', ' b ', '#c', 'd#e', 'a', '', null, 7])).toBe('#a #b #c #d#e');
	expect(hashtags([])).toBeNull();
});
