import { readPostCell } from '../../../../nodes/JustOneApi/resources/post/postCell.ts';
import { looksRounded, readPostId } from '../../../../nodes/JustOneApi/resources/post/postId.ts';

describe('A bare ID is known by its form', () => {
	it.each([
		['7641186371542041559', 'douyin', '7641186371542041559'],
		['6536362398318922509', 'douyin', '6536362398318922509'],
		['3xq7mdwz5kfuhe4', 'kuaishou', '3xq7mdwz5kfuhe4'],
		['BV1UQQgBFEub', 'bilibili', 'BV1UQQgBFEub'],
		['bv1UQQgBFEub', 'bilibili', 'BV1UQQgBFEub'],
		['Bv1UQQgBFEub', 'bilibili', 'BV1UQQgBFEub'],
		['av170001', 'bilibili', 'BV17x411w7KC'],
		['AV111298867365120', 'bilibili', 'BV1L9Uoa9EUx'],
		['6a916774000000001e014a48', 'xiaohongshu', '6a916774000000001e014a48'],
		['6A916774000000001E014A48', 'xiaohongshu', '6a916774000000001e014a48'],
		['672678120000000009001e10', 'xiaohongshu', '672678120000000009001e10'],
	])('%s', (text, platform, id) => {
		expect(readPostId(text)).toEqual({ platform, id });
	});

	it.each([
		['blanks and line breaks', ' \n7641186371542041559\t'],
		['invisible characters', '\u200b7641186371542041559\ufeff'],
		["a spreadsheet's apostrophe", "'7641186371542041559"],
		['quotes', '"7641186371542041559"'],
	])('%s around it do not matter', (_, text) => {
		expect(readPostCell(text)).toEqual([{ platform: 'douyin', id: '7641186371542041559' }]);
	});

	it('an exact integer of any size is taken to its last digit', () => {
		expect(readPostCell(7641186371542041559n)).toEqual([{ platform: 'douyin', id: '7641186371542041559' }]);
	});

	it.each<[string, unknown]>([
		['18 digits', '764118637154204155'],
		['20 digits', '76411863715420415591'],
		['an ID in a sentence', '求 BV1UQQgBFEub 的下集'],
		['a BV ID in lower case, with a letter that none has', 'bv1lqqgbfeub'],
		['a BV ID with a letter that none has', 'BV1UQQgBFEu0'],
		['av and nothing', 'av'],
		['a Kuaishou ID that is too short', '3xq7mdwz5kfuhe'],
		['a Kuaishou ID in upper case', '3XQ7MDWZ5KFUHE4'],
		['23 hex digits', '6a916774000000001e014a4'],
		['a link', 'https://v.douyin.com/kTZRspBf/'],
		['a word', 'hello'],
		['nothing', ''],
		['a small number', 170001],
		['the largest exact number', Number.MAX_SAFE_INTEGER],
		['no number', NaN],
		['null', null],
		['undefined', undefined],
		['an object', { id: '7641186371542041559' }],
	])('%s is none', (_, value) => {
		expect(readPostCell(value)).toEqual([{ text: value }]);
	});

	it.each([
		['an av number that no video can have', 'av2251799813685248', 'Bilibili'],
		["a number of Kuaishou's", '5233906417285530119', 'Kuaishou'],
	])('%s fails by its name', (_, id, label) => {
		expect(readPostId(id)).toMatchObject({
			kind: { reason: 'no_post' },
			title: `No post of ${label} has the ID ${id}`,
		});
	});

	it.each([
		['BV1UQQgBFEub?p=2', { platform: 'bilibili', id: 'BV1UQQgBFEub', part: 2 }],
		['BV1UQQgBFEub/?p=12', { platform: 'bilibili', id: 'BV1UQQgBFEub', part: 12 }],
		['av170001?p=2', { platform: 'bilibili', id: 'BV17x411w7KC', part: 2 }],
		['BV1UQQgBFEub?p=1', { platform: 'bilibili', id: 'BV1UQQgBFEub' }],
		['BV1UQQgBFEub?p=', null],
		['BV1UQQgBFEub?x=2', null],
		['BV1UQQgBFEub/', null],
	])('%s names a part of a video, or is none', (word, id) => {
		expect(readPostId(word)).toEqual(id);
	});
});

describe('An ID that was rounded', () => {
	it.each<[string, unknown]>([
		['a number', Number('7641186371542041559')],
		['the first number that is not exact', 2 ** 53],
		['infinity', Infinity],
		['as a spreadsheet shows it', '7.6E+18'],
		['with two digits', '7.58E+18'],
		['with a comma', '7,58E+18'],
		['as a program may write it', '7.579132723441323e18'],
		['without a fraction', '8E+18'],
		['with blanks', ' 7.6E+18 '],
		['from a data frame', '7579132723441323008.0'],
	])('fails without a call: %s', (_, value) => {
		expect(readPostCell(value)).toMatchObject([
			{
				ok: false,
				billed: false,
				retryable: false,
				code: null,
				kind: { reason: 'rounded_id', errorClass: 'input' },
			},
		]);
	});

	it.each([
		['15 digits and zeros, as spreadsheets write', '7579132723441320000', true],
		['17 digits and zeros, as JavaScript writes', String(7579132723441323298), true],
		['a real one', '7579132723441323298', false],
	])('may have become text before: %s', (_, id, expected) => {
		expect(looksRounded({ platform: 'douyin', id })).toBe(expected);
	});

	it('is not seen in IDs that are no numbers', () => {
		expect(looksRounded({ platform: 'xiaohongshu', id: '672678120000000000000000' })).toBe(false);
	});
});
