import { readShareText } from '../../../nodes/JustOneApi/link/shareLink.ts';
import { isDamaged } from '../../../nodes/JustOneApi/link/tail.ts';

const SHORT = 'https://v.douyin.com/AbC12/';
const URL = 'https://v.douyin.com/AbC12';
const ID = '7458784447774619122';
const read = (text: string) => {
	const { links, others } = readShareText(text);
	const damaged = others.filter(({ reason }) => reason === 'damaged_link').map(({ link }) => link);
	expect(damaged).toHaveLength(others.length);
	return { urls: links.map(({ url }) => url), damaged };
};

describe('A code that ends in damage is not called', () => {
	it.each([
		`${URL}%`,
		`${URL}%复制`,
		`${URL}%34/`,
		`${URL}%20x`,
		`${URL}%2`,
		`${URL}%E5%A4`,
		`${URL}=\n34/ a=b`,
		`${URL}=34/`,
		`${URL}<b>34</b>/`,
		`${URL}<span style="color:red">34</span>`,
		`${URL}</em>34/`,
		`${URL}&lt;em&gt;34/`,
		`${URL}<!-- -->34/`,
		`${URL}</w:t></w:r><w:r><w:t>34/`,
		`${URL}_x000D_34/`,
		`${URL}ＯＫ34/`,
		`${URL}２/`,
		`${URL}ＡＰＰ：34/`,
		`${URL}\\34/`,
		`${URL}…`,
		`${URL}...`,
		`${URL}.com/x`,
		`${URL}vt.tiktok.com/abcd`,
		'https://v.douyin.com/%AbC12/',
		'https://v.douyin.com/<em>AbC12</em>/',
		'https://v.douyin.com/ＯＫAbC12/',
		`https://www.douyin.com/video/${ID.slice(0, 9)}<b>${ID.slice(9)}</b>`,
		`https://www.douyin.com/video/${ID.slice(0, 9)}%${ID.slice(9)}`,
		`https://www.douyin.com/video/${ID.slice(0, 9)}=\n${ID.slice(9)}?a=b`,
		`https://www.douyin.com/video/${ID.slice(0, 9)}…`,
		`https://www.douyin.com/video/${ID.slice(0, 9)}...`,
		`https://www.douyin.com/video/${ID}<b>9</b>`,
		'https://www.douyin.com/user/MS4wLjABAAAAwz8foi5<b>PgE</b>',
		'https://www.douyin.com/user/MS4wLjABAAAAwz8foi5=\nPgE?a=b',
		'https://live.douyin.com/9526<b>45837031</b>',
	])('%j', (text) => {
		expect(read(text)).toEqual({ urls: [], damaged: [expect.any(String)] });
		// Beside a whole link it is not lost.
		expect(read(`https://v.douyin.com/XyZ98/ ${text}`)).toEqual({
			urls: ['https://v.douyin.com/XyZ98/'],
			damaged: [expect.any(String)],
		});
	});
});

describe('What ends a code leaves it whole', () => {
	it.each([
		`${URL}%2F`,
		`${URL}%252F 好`,
		`${URL}%2F%20%E5%A4%8D`,
		`${URL}%E5%A4%8D%E5%88%B6`,
		`${URL}%F0%9F%98%80`,
		`${URL}%3Ffrom%3Dsinglemessage`,
		`${URL}%3Ffrom=singlemessage`,
		`${URL}<br>34`,
		`${URL}</a>34`,
		`${URL}</b>`,
		`${URL}</b>/`,
		`<b>${URL}</b> 34`,
		`${URL}<wbr>`,
		'https://v.douyin.com/Ab<wbr>C12/',
		'https://v.douyin.com/Ab<wbr/>C1<WBR>2',
		'https://v.douyin.com/Ab&lt;wbr&gt;C12/',
		'https://v.douyin.com/Ab&shy;C12/',
		'https://v.douyin.com/Ab=\nC12/',
		'=E7=9C=8B https://v.douyin.com/Ab=\r\nC12/ =E5=A5=BD=\r\n',
		'https://v.douyin.com/AbC12/?a=3Db=\n&c',
		`${URL}_x000D_\n复制`,
		`${URL}_x000D_`,
		`${URL}_x000d_复制`,
		`${URL}ＯＫ：好`,
		`${URL}ＯＫ！`,
		`${URL}ＡＰＰ．`,
		`${URL}Ｂ站`,
		`${URL}２０：３０开播`,
		`${URL}……`,
		`${URL}......`,
		`${URL}.`,
		`${URL}.Look`,
		`${URL}\\n复制`,
		`${URL}\\r\\nhttp`,
		`${URL}\\`,
		`${SHORT}…`,
		`${SHORT}<b>34</b>`,
		`<a href="${SHORT}">https://v.douyin.com/AbC…</a>`,
		`${SHORT} https://v.douyin.com/AbC%`,
	])('%j', (text) => {
		expect(read(text)).toEqual({ urls: [SHORT], damaged: [] });
	});

	it('A long link whose ID is whole is whole, whatever becomes of its query', () => {
		const text = `https://www.douyin.com/video/${ID}?a=<b>c</b>`;
		expect(read(text)).toMatchObject({ urls: [`https://www.douyin.com/video/${ID}?a=`], damaged: [] });
	});
});

describe('A damaged link is shown as it stands', () => {
	it.each([
		['看 https://v.douyin.com/Ab%C12/ 复制', 'https://v.douyin.com/Ab%C12/'],
		['https://v.douyin.com/Ab<b>C12</b>/', 'https://v.douyin.com/Ab…C12…/'],
		['"v.douyin.com/AbC12%"', 'v.douyin.com/AbC12%'],
		[`https://v.douyin.com/AbC12%${'x'.repeat(500)}`, `https://v.douyin.com/AbC12%${'x'.repeat(73)}`],
	])('%s', (text, shown) => {
		expect(read(text).damaged).toEqual([shown]);
	});

	it('and once, however often it stands there', () => {
		expect(read('v.douyin.com/AbC12% v.douyin.com/AbC12%').damaged).toEqual(['v.douyin.com/AbC12%']);
	});

	it('and is not taken for another that begins alike', () => {
		expect(read(`https://v.douyin.com/Ab% ${SHORT}`).damaged).toEqual(['https://v.douyin.com/Ab%']);
		expect(read(`https://v.douyin.com/AbD% ${SHORT}`).damaged).toEqual(['https://v.douyin.com/AbD%']);
	});
});

it.each(['', ' x', '/', '?a', '&a', '复制', '"', '%2F'])('%j behind a code is no damage', (tail) => {
	expect(isDamaged(tail)).toBe(false);
});
