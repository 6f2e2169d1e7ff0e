import fc from 'fast-check';

import { findShareLinks, readShareText } from '../../nodes/JustOneApi/link/shareLink.ts';
import { platformOf } from '../../nodes/JustOneApi/platforms/index.ts';
import { textOf } from '../../nodes/JustOneApi/text/shareText.ts';

const SHORT = /^https:\/\/([\w.-]+)\/(?:[a-z]\/)?[\w-]{3,64}\/?$/i;

/** What holds for the links of any text. */
function expectSoundLinks(text: string): void {
	const links = findShareLinks(text);
	for (const { url, target, apiAccepts, platform } of links) {
		// A parser that is not ours sees the same host.
		const { host, protocol, username, port } = new URL(url);
		expect({ protocol, username, port }).toEqual({ protocol: 'https:', username: '', port: '' });
		expect(platformOf(host)).toBe(platform);
		expect(url.length).toBeLessThan(5000);
		if (target === null) expect(SHORT.exec(url)?.[1]).toBe(host);
		if (apiAccepts) expect(platform.sentHosts).toContain(host);
		expect(url).not.toMatch(/[\s\p{Cc}<>"\\]/u);
		// Read again, a link is itself.
		expect(findShareLinks(url).map((link) => link.url)).toEqual([url]);
	}
	const identities = links.map(({ url, target }) => target?.canonicalUrl ?? url);
	expect(new Set(identities).size).toBe(identities.length);
}

const PIECES = [
	'https://',
	'http:',
	'//',
	'/',
	'\\',
	'\\/',
	'@',
	':',
	':443',
	':80',
	':8080',
	'?',
	'#',
	'&',
	'%',
	'%2F',
	'%3A',
	'%252F',
	'%40',
	'%2e',
	'.',
	'。',
	'｡',
	'．',
	'／',
	'：',
	'＠',
	'\u200b',
	'\u202e',
	'\u0000',
	'\n',
	' ',
	'"',
	'<',
	'>',
	'&amp;',
	'&#47;',
	'&#x2f;',
	'\\u002f',
	'抖音',
	'👉',
	'\ud83d',
	'v.douyin.com',
	'V.DOUYIN.COM',
	'ｖ．ｄｏｕｙｉｎ．ｃｏｍ',
	'www.douyin.com',
	'live.douyin.com',
	'jx.douyin.com',
	'www.iesdouyin.com',
	'evil.net',
	'.evil.net',
	'xn--douyin-x.com',
	'AbC12',
	'/AbC12/',
	'/video/7458784447774619122',
	'/user/MS4wLjABxyz',
	'/search/',
	'/note/',
	'modal_id=7458784447774619122',
	'javascript:',
	'file:',
	'data:',
	'ftp:',
	'7'.repeat(25),
	'https%3A%2F%2Fv.douyin.com%2FAbC12%2F',
	'__proto__',
	...[
		'v.kuaishou.com',
		'www.kuaishou.com',
		'b23.tv',
		'bili2233.cn',
		'www.bilibili.com',
		'xhslink.com',
		'xhslink.cn',
	],
	...['www.xiaohongshu.com', 'v.m.chenzhongtech.com', '/f/X-aI0CH5', '/o/mo00cGfYQt9', '/a/', '/fw/photo/'],
	...['/short-video/3xq7mdwz5kfuhe4', '/BV1UQQgBFEub', '/av170001', '/video/av170001', '?p=2'],
	...['/explore/6a916774000000001e014a48', '?xsec_token=AB_x-=', '&type=video', 'bvid=BV1UQQgBFEub'],
];
const hostile = fc
	.array(
		fc.oneof(
			{ weight: 5, arbitrary: fc.constantFrom(...PIECES) },
			fc.string({ unit: 'binary', maxLength: 5 }),
		),
		{
			maxLength: 14,
		},
	)
	.map((pieces) => pieces.join(''));

it('Of any text the links are links of the platform, and read again they are themselves', () => {
	fc.assert(fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' })), expectSoundLinks), {
		numRuns: 20_000,
	});
});

it('Between any two texts without a link in them a link is found', () => {
	const words = fc.string({ unit: fc.constantFrom(...' \n，。！👉复制打开抖音看看'), maxLength: 50 });
	const code = fc.string({ unit: fc.constantFrom(...'abcXYZ019_-'), minLength: 4, maxLength: 11 });
	fc.assert(
		fc.property(words, code, words, (before, shareCode, after) => {
			const url = `https://v.douyin.com/${shareCode}/`;
			expect(findShareLinks(`${before} ${url} ${after}`).map((link) => link.url)).toEqual([url]);
		}),
	);
});

it.each(['', 'a'])('A damaged link is shown up to a whole character: %j', (before) => {
	const [other] = readShareText(`https://v.douyin.com/AbC${before}%${'👉'.repeat(60)}`).others;
	const shown = other?.link ?? '';
	expect(shown).toMatch(/👉$/u);
	expect(shown.length).toBeGreaterThan(98);
});

it('Whatever value an expression gives, there is a text', () => {
	fc.assert(
		fc.property(
			fc.anything({ withBigInt: true, withDate: true, withMap: true, withSparseArray: true }),
			(value) => {
				expect(typeof textOf(value)).toBe('string');
			},
		),
	);
});

describe('No link is found in', () => {
	it.each([
		'https://v.douyin.com.evil.net/AbC12/',
		'https://evil-v.douyin.com/AbC12/',
		'https://xn--v-douyin-x9a.com/AbC12/',
		'https://v.douyin.com@evil.net/AbC12/',
		'https://v.douyin.com:pass@evil.net/AbC12/',
		'https://evil.net@v.douyin.com/AbC12/',
		'https://v.douyin.com%2eevil.net/AbC12/',
		'https://v.douyin.com%2Fevil.net',
		'https://v.douyin.com%40evil.net/AbC12/',
		'https://v.douyin.com\u3002evil.net/AbC12/',
		'https://v.douyin.com\uFF0Eevil.net/AbC12/',
		'https://v.douyin.com\u200b.evil.net/AbC12/',
		'https://v.douyin.com\\@evil.net/AbC12/',
		'https://v.douyin.com\\evil.net/AbC12/',
		'https://v.douyin.com:8080/AbC12/',
		'https://v.douyin.com:443@evil.net/AbC12/',
		'https://evil.net/v.douyin.com/AbC12/',
		'https://v.douyin.соm/AbC12/',
		'file:///v.douyin.com/AbC12/',
		'ftp://v.douyin.com/AbC12/',
		'mailto:a@v.douyin.com/AbC12/',
	])('%j', (text) => {
		expect(findShareLinks(text)).toEqual([]);
	});
});

describe('Words before a bare host are words, and what is called is the plain link', () => {
	it.each([
		'link:v.douyin.com/AbC12/',
		'https://evil.net\\v.douyin.com/AbC12/',
		'javascript:v.douyin.com/AbC12/',
		'data:text/html,//v.douyin.com/AbC12/',
	])('%j', (text) => {
		expect(findShareLinks(text).map(({ url }) => url)).toEqual(['https://v.douyin.com/AbC12/']);
	});
});

describe('A text of ten million characters', () => {
	it('may hold as many links as it likes', () => {
		const url = (index: number) => `https://v.douyin.com/${index.toString(36).padStart(8, '0')}/`;
		const links = findShareLinks(Array.from({ length: 320_000 }, (_, index) => url(index)).join(' '));
		expect(links).toHaveLength(320_000);
		expect(links.at(-1)?.url).toBe(url(319_999));
	});

	it('is read to its end', () => {
		const links = findShareLinks(`${'看'.repeat(10_000_000)} https://v.douyin.com/AbC12/`);
		expect(links.map(({ url }) => url)).toEqual(['https://v.douyin.com/AbC12/']);
	});
});
