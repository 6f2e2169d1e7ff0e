import fc from 'fast-check';

import { readPostCell } from '../../../../nodes/JustOneApi/resources/post/postCell.ts';

const ID = '7641186371542041559';
const OTHER = '7458784447774619122';
const BV = 'BV1UQQgBFEub';
const NOTE = '6a916774000000001e014a48';
const SHORT = 'https://v.douyin.com/AbC12/';
const douyin = (id: string) => ({ platform: 'douyin', id });
const bilibili = { platform: 'bilibili', id: BV };

/** What failed by its reason, all else as it is read. */
const read = (value: unknown) =>
	readPostCell(value).map((entry) => ('ok' in entry ? entry.kind.reason : entry));

describe('A cell of nothing but IDs, links, labels and separators gives one entry each, in order', () => {
	it.each<[string, unknown, unknown[]]>([
		['brackets', `【${ID}】`, [douyin(ID)]],
		[
			'other brackets',
			`(${ID}) 「${BV}」 <${NOTE}>`,
			[douyin(ID), bilibili, { platform: 'xiaohongshu', id: NOTE }],
		],
		[
			'blanks, commas and lines',
			`${ID} ${OTHER},${BV}，\n${NOTE}`,
			[douyin(ID), douyin(OTHER), bilibili, { platform: 'xiaohongshu', id: NOTE }],
		],
		['a JSON list', `["${ID}", "${BV}"]`, [douyin(ID), bilibili]],
		['a JSON list of bare numbers, to the last digit', `[${ID},${OTHER}]`, [douyin(ID), douyin(OTHER)]],
		['a JSON object', `{"aweme_id":"${ID}"}`, [douyin(ID)]],
		['a list with marks', `1. ${ID}\n2. ${OTHER}\n- ${BV}`, [douyin(ID), douyin(OTHER), bilibili]],
		['a list of values', [ID, BV], [douyin(ID), bilibili]],
		['a list with a text', [ID, `看 ${SHORT} 好`, ''], [douyin(ID), { text: `看 ${SHORT} 好` }]],
		['an ID and a link', `${ID}\n${SHORT}`, [douyin(ID), { text: SHORT }]],
		['a link and an ID', `${SHORT}, ${ID}`, [{ text: SHORT }, douyin(ID)]],
		['a bare link and an ID', `b23.tv/AbC12 ${BV}`, [{ text: 'b23.tv/AbC12' }, bilibili]],
		['a part', `${BV}?p=2`, [{ ...bilibili, part: 2 }]],
		['two parts', `${BV}?p=2 ${BV}`, [{ ...bilibili, part: 2 }, bilibili]],
		['a rounded ID among others', `7.6E+18 ${BV}`, ['rounded_id', bilibili]],
		['a rounded ID with a comma', '7,58E+18', ['rounded_id']],
		['a rounded number in a list', [Number(ID), BV], ['rounded_id', bilibili]],
	])('%s', (_, value, entries) => {
		expect(read(value)).toEqual(entries);
	});

	it.each<[string, unknown, unknown[]]>([
		['an ID twice', `${ID} ${ID}`, [douyin(ID)]],
		['an ID twice in a list', [ID, ID], [douyin(ID)]],
		['a link twice beside an ID', `${SHORT} ${SHORT} ${ID}`, [{ text: SHORT }, douyin(ID)]],
		[
			'an ID before its own link',
			`${ID} https://www.douyin.com/note/${ID}`,
			[{ text: `https://www.douyin.com/note/${ID}` }],
		],
		[
			'an ID behind its own link',
			`https://www.douyin.com/note/${ID} ${ID}`,
			[{ text: `https://www.douyin.com/note/${ID}` }],
		],
		['an av number and its BV ID', `av170001 BV17x411w7KC`, [{ platform: 'bilibili', id: 'BV17x411w7KC' }]],
	])('and each post once: %s', (_, value, entries) => {
		expect(read(value)).toEqual(entries);
	});
});

describe('In any other text only links count', () => {
	it.each([
		`看看 ${ID}`,
		`求 ${BV} 的下集`,
		`【${ID}】 好看`,
		`${ID} ${SHORT} 复制此链接`,
		`${ID}@x.com`,
		`{"aweme_id":"${ID}","desc":"好"}`,
		`${SHORT} 12345`,
		`x${ID}`,
		`${ID}9`,
		'7.43 pda:/ https://v.douyin.com/AbC12/',
		SHORT,
		`${SHORT} ${SHORT}`,
		'',
		'post_id:',
	])('%j', (text) => {
		expect(readPostCell(text)).toEqual([{ text }]);
	});

	it.each([12, NaN, null, undefined, true, { id: ID }, [[ID]], ['看', 'b'], []])('%j', (value) => {
		expect(readPostCell(value)).toEqual([{ text: value }]);
	});
});

describe('A label says what an ID names', () => {
	it.each([
		...['post_id', 'video_id', 'aweme_id', 'item_id', 'note_id', 'photo_id', 'modal_id', 'bvid', 'id', 'ids'],
		...['Video ID', 'videoId', 'NOTE-ID', 'aweme_ids', 'BV号', '作品ID', '视频 id', '笔记ID'],
	])('%s is one of a post', (label) => {
		for (const text of [
			`${label}: ${ID}`,
			`${label}=${ID}`,
			`${label}：${ID}`,
			`"${label}": "${ID}"`,
			`${label} ${ID}`,
		]) {
			expect(read(text)).toEqual([douyin(ID)]);
		}
	});

	it.each([
		'author_id',
		'user_id',
		'sec_uid',
		'mid',
		'music_id',
		'room_id',
		'作者ID',
		'直播间',
		'xid',
		'pids',
		'url',
	])('%s is not', (label) => {
		for (const text of [`${label}: ${ID}`, `${label}=${ID}`, `${label}：【${ID}】`, `{"${label}":"${ID}"}`]) {
			expect(readPostCell(text)).toMatchObject([
				{ kind: { reason: 'no_post' }, title: `The ID ${ID} is labelled '${label}', not as one of a post` },
			]);
		}
	});

	it('and reaches to the next one, to the end of its line, or to the end of its object', () => {
		expect(read(`author_id: ${ID}, post_id: ${OTHER}`)).toEqual(['no_post', douyin(OTHER)]);
		expect(read(`author_id: ${ID}, ${OTHER}`)).toEqual(['no_post', 'no_post']);
		expect(read(`author_id: ${ID}\n${OTHER}`)).toEqual(['no_post', douyin(OTHER)]);
		expect(read(`[{"author_id":"${ID}"},"${OTHER}"]`)).toEqual(['no_post', douyin(OTHER)]);
		expect(read(`url: ${SHORT} ${ID}`)).toEqual([{ text: SHORT }, 'no_post']);
	});
});

// Where a reader went back over its steps, these would take minutes.
it.each([
	' ',
	'a ',
	'"',
	'\u200b',
	'1',
	'1.',
	'1. ',
	'id',
	'id:',
	'id ',
	'a_',
	'a:',
	'a-',
	'.a',
	'a.',
	'://',
	'e+',
	'？',
	`${ID},`,
	'a.b/',
])('%j repeated over a megabyte is read in one pass', (piece) => {
	const many = piece.repeat(1_000_000 / piece.length);
	for (const text of [many, `x${many}x`, `${ID}${many}${ID}`, `post_id${many}:`]) {
		expect(readPostCell(text).length).toBeGreaterThan(0);
	}
});

it('IDs between any separators are all read', () => {
	const ids = fc.uniqueArray(
		fc.bigInt({ min: 6_000_000_000_000_000_000n, max: 7_999_999_999_999_999_999n }),
		{ minLength: 1, maxLength: 5 },
	);
	const separators = fc.constantFrom(' ', '\n', ',', '，', ', ', '; ', '、', '|', '】【', '" "', '\t');
	fc.assert(
		fc.property(ids, separators, (numbers, separator) => {
			expect(read(numbers.join(separator))).toEqual(numbers.map((id) => douyin(String(id))));
		}),
	);
});

describe('What is labelled as a person or the like is not paid for', () => {
	it.each([
		`author_id:\n${ID}`,
		`作者ID：\n${ID}`,
		`{"author":{"id":"${ID}"}}`,
		`author:\n  id: ${ID}`,
		`用户：ID ${ID}`,
	])('%j', (text) => {
		expect(readPostCell(text)).toMatchObject([{ ok: false, kind: { reason: 'no_post' } }]);
	});

	it.each([`Posts:\n${ID}`, `{"data":{"id":"${ID}"}}`, `{"author":{}, "id":"${ID}"}`])(
		'but %j is',
		(text) => {
			expect(readPostCell(text)).toMatchObject([{ platform: 'douyin', id: ID }]);
		},
	);

	it('ends with the line behind its ID', () => {
		expect(readPostCell(`author:\n  id: ${ID}\nid: ${ID}`)).toMatchObject([
			{ ok: false },
			{ platform: 'douyin', id: ID },
		]);
	});
});

it('A number of another network is no ID of a post', () => {
	expect(readPostCell('1790000000000000000')).toEqual([{ text: '1790000000000000000' }]);
});
