import { findShareLinks } from '../../../nodes/JustOneApi/link/shareLink.ts';
import { undoEncodings } from '../../../nodes/JustOneApi/text/encodings.ts';
import { textOf } from '../../../nodes/JustOneApi/text/shareText.ts';

const SHORT = 'https://v.douyin.com/AbC12/';
const OTHER_SHORT = 'https://v.douyin.com/-x_9Q8w7e6r/';
const VIDEO_ID = '7458784447774619122';
const VIDEO = `https://www.douyin.com/video/${VIDEO_ID}`;

/** Links as they are told apart: short ones by themselves, long ones by what they lead to. */
const linksIn = (value: unknown) =>
	findShareLinks(textOf(value)).map(({ url, target }) => target?.canonicalUrl ?? url);

describe('Damage is undone', () => {
	it.each([
		['JSON slashes', 'https:\\/\\/v.douyin.com\\/AbC12\\/', SHORT],
		['JSON code points', 'https:\\u002F\\u002fv.douyin.com\\u002FAbC12\\u002F', SHORT],
		['an escaped colon, question mark and ampersand', '\\u003A \\u003f \\u0026 \\u003D', ': ? & ='],
		['Markdown escapes', '\\[a\\](b\\_c) \\*x\\* \\#1 \\~ 1\\.', '[a](b_c) *x* #1 ~ 1.'],
		['a backslash that escapes nothing of a link', 'C:\\temp\\new', 'C:\\temp\\new'],
		['JSON within JSON', 'https:\\\\/\\\\/v.douyin.com\\\\/AbC12\\\\/', SHORT],
		['JSON within JSON within a log line', 'https:\\\\\\/\\\\\\/v.douyin.com\\\\\\/AbC12\\\\\\/', SHORT],
		['any character as a code point', '\\u0068ttps://v\\u002Edouyin.com/\\u0041bC12\\u002f', SHORT],
		['code points escaped twice', 'https:\\\\u002F\\\\u002Fv.douyin.com\\\\u002FAbC12/', SHORT],
		["JavaScript's escapes", 'https:\\x2f\\x2Fv.douyin.com/AbC12/', SHORT],
		['entities within entities', 'https&amp;#58;//v.douyin.com&amp;amp;#x2F;AbC12/', SHORT],
		['a soft hyphen, by its name', 'https://v.douyin.com/Ab&shy;C12/', SHORT],
		['a break opportunity', 'https://v.dou<wbr>yin.com/AbC<wbr />12/', SHORT],
		["Excel's escapes", 'https:_x002F_/v.douyin.com/AbC12_x002f_', SHORT],
		['names of an object are no entities', '&constructor;&toString;', '&constructor;&toString;'],
		['named entities', '&amp;&lt;&gt;&quot;&apos;x&nbsp;y', '&<>"\'x y'],
		['numeric entities', 'https&#58;&#47;&#x2F;v.douyin.com&#X2f;AbC12&#47;', SHORT],
		['the last character of Unicode', 'a&#x10FFFF;b', 'a\u{10FFFF}b'],
		['an entity beyond Unicode', 'a&#1114112;b&#xFFFFFF;c&#0;d', 'a b c d'],
		[
			'entities without a semicolon stay, or &region would become ®ion',
			'&region=1&times=2&amp',
			'&region=1&times=2&amp',
		],
		['unknown entities stay', '&reg;&bogus;', '&reg;&bogus;'],
		['full-width letters', 'ｈｔｔｐｓ：／／ｖ．ｄｏｕｙｉｎ．ｃｏｍ／ＡｂＣ１２／', SHORT],
		['ideographic full stops within a host', 'https://v。douyin｡com/AbC12/', SHORT],
		['an ideographic full stop after a link stays', `${SHORT}。`, `${SHORT}。`],
		['a zero-width space', 'https://v.dou\u200Byin.com/Ab\u200BC12/', SHORT],
		['a joiner', 'https://v.douyin\u200D.com/AbC12\u2060/', SHORT],
		['direction marks', '\u202Ahttps://v.douyin.com/AbC12\u200E/\u202C\u2069', SHORT],
		['a soft hyphen', 'https://v.dou\u00ADyin.com/AbC\u00AD12/', SHORT],
		['a byte order mark', `\uFEFF${SHORT}`, SHORT],
	])('%s', (_, text, readable) => {
		expect(undoEncodings(text)).toContain(readable);
	});

	it('Characters outside the BMP survive', () => {
		expect(undoEncodings('👉𠮷&#128073;')).toBe('👉𠮷👉');
	});
});

describe('Whatever is mapped into the field is read as a text', () => {
	it.each<[string, unknown, string]>([
		['a text', ' a ', ' a '],
		['an empty cell', null, ''],
		['a missing column', undefined, ''],
		['a number', 12.5, '12.5'],
		['zero', 0, '0'],
		['a switch', false, 'false'],
		['no number', NaN, 'NaN'],
		['an empty list', [], ''],
		['a list, one entry a line', ['a', 1, null, 'b'], 'a\n1\nb'],
		['a row, without the names of its columns', { a: 'b', c: { d: ['e', 'f'] }, g: 'h' }, 'b\ne\nf\nh'],
	])('%s', (_, value, text) => {
		expect(textOf(value)).toBe(text);
	});

	it.each<[string, unknown, string[]]>([
		['a list of links', [SHORT, VIDEO, SHORT], [SHORT, VIDEO]],
		['a row with links in it', { a: { b: [`看看${SHORT}复制`] }, c: VIDEO }, [SHORT, VIDEO]],
		[
			'a list of bare links',
			['v.douyin.com/AbC12', 'www.douyin.com/video/7458784447774619122'],
			[SHORT, VIDEO],
		],
		['a cell with line breaks in a list', [`第一行\n${SHORT}\r\n第三行`], [SHORT]],
		['a code that ends at a line break in a list', ['https://v.douyin.com/AbC12\n好'], [SHORT]],
		['a bare link after a line break in a list', ['第一行\nv.douyin.com/AbC12/'], [SHORT]],
		['a bare link after a tab in a row', { cell: `a\twww.douyin.com/video/${VIDEO_ID}` }, [VIDEO]],
		['a text of JSON in a row', { raw: JSON.stringify({ url: SHORT }) }, [SHORT]],
		[
			'a text of JSON with escaped slashes in a row',
			{ raw: '{"url":"https:\\/\\/v.douyin.com\\/AbC12\\/"}' },
			[SHORT],
		],
		['a 19-digit number is no link', 7458784447774619, []],
		['links that follow each other in a list do not flow together', ['https://v.douyin.com/', 'AbC12'], []],
		['nothing', null, []],
		['an empty row', {}, []],
	])('Links are found in it: %s', (_, value, links) => {
		expect(linksIn(value)).toEqual(links);
	});
});

it('Links are found in a very long list', () => {
	expect(linksIn([...Array.from({ length: 300_000 }, () => 'x'), SHORT])).toEqual([SHORT]);
});

it('Each object is read once, even if it holds itself', () => {
	let reads = 0;
	const row = {
		link: SHORT,
		get itself() {
			reads += 1;
			if (reads > 1000) throw new Error('It goes round and round');
			return row;
		},
	};
	expect(linksIn(row)).toEqual([SHORT]);
});

describe('The link is found however it was pasted', () => {
	it.each([
		[
			'JSON of page data',
			`{"share_url":"https:\\u002F\\u002Fwww.douyin.com\\u002Fvideo\\u002F${VIDEO_ID}\\u003fa=b"}`,
			[VIDEO],
		],
		['a spreadsheet formula', '"=HYPERLINK(""https://v.douyin.com/AbC12/"",""看"")"', [SHORT]],
		[
			'spreadsheet cells',
			`7.43 pda:/ a\t${SHORT}\t12\r\n7.43\t"x\n${OTHER_SHORT}\n"\r\n`,
			[SHORT, OTHER_SHORT],
		],
		['CSV', `1,"${SHORT}",2\n2,${OTHER_SHORT},3`, [SHORT, OTHER_SHORT]],
		['an HTML attribute, escaped', '&lt;a href=&quot;https://v.douyin.com/AbC12/&quot;&gt;', [SHORT]],
		['an HTML attribute with a bare link', "<a href='//v.douyin.com/AbC12/'>", [SHORT]],
		['a Markdown autolink', `<${SHORT}>`, [SHORT]],
		['a Markdown link with a bare address', '[看](v.douyin.com/AbC12/)', [SHORT]],
		['struck out', '~~https://v.douyin.com/AbC12~~', [SHORT]],
		['an escaped underscore in the code', 'https://v.douyin.com/AbC\\_12/', ['https://v.douyin.com/AbC_12/']],
		[
			'a redirect page of a chat',
			`https://weixin110.qq.com/x?main_type=2&url=https%3A%2F%2Fwww.douyin.com%2Fvideo%2F${VIDEO_ID}%3Fa%3Db&s=1`,
			[VIDEO],
		],
		['a search engine', 'https://www.google.com/url?q=https%3A%2F%2Fv.douyin.com%2FAbC12%2F&sa=D', [SHORT]],
		[
			'a redirect page that leaves the slashes alone',
			'https://link.zhihu.com/?target=https%3A//v.douyin.com/AbC12/',
			[SHORT],
		],
		['a non-breaking space on both sides', `\u00A0${SHORT}\u00A0`, [SHORT]],
		['a non-breaking space after the code', 'https://v.douyin.com/AbC12\u00A0复制', [SHORT]],
		['an ideographic space after the code', 'https://v.douyin.com/AbC12\u3000复制', [SHORT]],
		[
			'invisible characters everywhere',
			'\uFEFFh\u200Bttps:/\u2060/v.dou\u00ADyin.com/\u200EAbC\u200D12/',
			[SHORT],
		],
		['all of it full-width', '看ｈｔｔｐｓ：／／ｖ．ｄｏｕｙｉｎ．ｃｏｍ／ＡｂＣ１２／，好', [SHORT]],
		[
			'full-width digits within a code, where nobody knows which they were',
			'https://v.douyin.com/AbC１２/',
			[],
		],
		['full-width punctuation in it', 'https：／／v．douyin．com／AbC12？a＝b＆c＃d', [SHORT]],
		['a full-width year glued to the code', 'https://v.douyin.com/AbC12２０２６年', [SHORT]],
		['a full-width time glued to the code', 'https://v.douyin.com/AbC12２０：３０开播', [SHORT]],
		['a full-width word glued to the code', 'https://v.douyin.com/AbC12ＯＫ！', [SHORT]],
		['a full-width letter and a colon glued to the code', 'https://v.douyin.com/AbC12Ａ：好', [SHORT]],
		['full-width upper case', 'ＨＴＴＰＳ：／／Ｖ．ＤＯＵＹＩＮ．ＣＯＭ／AbC12', [SHORT]],
		['a full-width number sign after it', `${SHORT}＃抖音`, [SHORT]],
		['a dash after it', 'https://v.douyin.com/AbC12——复制', [SHORT]],
		['a tilde after it', 'https://v.douyin.com/AbC12～', [SHORT]],
		['a label before it', `链接：${SHORT}`, [SHORT]],
		['a label before a bare link', '链接：v.douyin.com/AbC12/', [SHORT]],
		['an ASCII label before a bare link', 'link:v.douyin.com/AbC12/', [SHORT]],
		['no slashes after the scheme', 'https:v.douyin.com/AbC12/', [SHORT]],
		['a space after the scheme', 'https:// v.douyin.com/AbC12/', [SHORT]],
		['one slash too many', 'https:///v.douyin.com//AbC12//', [SHORT]],
		['one slash too few', 'https:/v.douyin.com/AbC12/', [SHORT]],
		['a host at the end of a line, its code on the next', 'https://v.douyin.com/\nAbC12/', []],
	])('%s', (_, text, links) => {
		expect(linksIn(text)).toEqual(links);
	});
});
