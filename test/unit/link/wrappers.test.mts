import { readShareText } from '../../../nodes/JustOneApi/link/shareLink.ts';
import { unwrapLinks } from '../../../nodes/JustOneApi/link/wrappers.ts';

const urlsIn = (text: string) => {
	const { links, others } = readShareText(text);
	expect(others.filter(({ reason }) => reason === 'damaged_link')).toEqual([]);
	return links.map(({ url, target }) => target?.canonicalUrl ?? url);
};

const v3 = (link: string, lacking = '') => `https://urldefense.com/v3/__${link}__;${lacking}!!Nv0x!aB-c_D1~$`;
/** As Proofpoint writes it: `-` for a percent sign, `_` for a slash, and both of them as numbers. */
const v2 = (link: string) =>
	`https://urldefense.proofpoint.com/v2/url?u=${encodeURIComponent(link)
		.replace(/[-_!~*'()]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
		.replaceAll('%2F', '_')
		.replaceAll('%', '-')}&d=DwMFaQ&c=x`;
const outlook = (link: string) =>
	`https://nam02.safelinks.protection.outlook.com/?url=${encodeURIComponent(link)}&data=05%7C02&sdata=x%3D&reserved=0`;
const google = (link: string) => `https://www.google.com/url?q=${encodeURIComponent(link)}&sa=D&ust=1`;
const zhihu = (link: string) => `https://link.zhihu.com/?target=${link.replace(':', '%3A')}`;
const barracuda = (link: string) =>
	`https://linkprotect.cudasvc.com/url?a=${encodeURIComponent(link)}&c=E,1,x&typo=1`;

const WRAPPERS = { v3, v2, outlook, google, zhihu, barracuda };
const LINKS = [
	['https://v.douyin.com/Rt6yU8_iO2-pA/', 'https://v.douyin.com/Rt6yU8_iO2-pA/'],
	['http://xhslink.com/o/kQ7_wE2x', 'https://xhslink.com/o/kQ7_wE2x'],
	['https://v.kuaishou.com/f/X-3kQ9vT7', 'https://v.kuaishou.com/f/X-3kQ9vT7'],
	['https://b23.tv/kQ7wE2x', 'https://b23.tv/kQ7wE2x'],
	['https://www.douyin.com/video/7458784447774619122', 'https://www.douyin.com/video/7458784447774619122'],
] as const;

describe.each(Object.entries(WRAPPERS))('What %s wraps', (_, wrap) => {
	it.each(LINKS)('is found, with nothing of the wrapper: %s', (link, url) => {
		expect(urlsIn(`看 ${wrap(link)} 好`)).toEqual([url]);
		expect(urlsIn(`看${wrap(link)}`)).toEqual([url]);
		expect(urlsIn(`${wrap(link)},${wrap('https://b23.tv/AbC12')}`)).toEqual([
			...new Set([url, 'https://b23.tv/AbC12']),
		]);
	});

	it.each(Object.entries(WRAPPERS))(
		'is found where %s wraps that, and a third wraps both',
		(_name, outer) => {
			for (const [link, url] of LINKS) {
				expect(urlsIn(outer(wrap(link)))).toEqual([url]);
				expect(urlsIn(v3(outer(wrap(link))))).toEqual([url]);
				expect(urlsIn(outlook(outer(wrap(link))))).toEqual([url]);
			}
		},
	);
});

it('Ten links of a list are found, each in a wrapper of its own, without a blank between them', () => {
	const links = Array.from({ length: 10 }, (_, index) => `https://b23.tv/kQ7wE${index}`);
	expect(urlsIn(links.map((link) => v3(link)).join(','))).toEqual(links);
});

it.each([
	['one character', v3('https://a.example/*x', 'Iw'), 'https://a.example/#x'],
	['several', v3('https://a.example/*x*y', 'Iys'), 'https://a.example/#x+y'],
	['a run of two', v3('https://a.example/**Ax', 'Iys'), 'https://a.example/#+x'],
	['a run of three, then one', v3('https://a.example/**B-*', 'IyMjKw'), 'https://a.example/###-+'],
	['Chinese', v3('https://a.example/**A', '55yL5aW9'), 'https://a.example/看好'],
	['more than there are', v3('https://a.example/*x*y', 'Iw'), 'https://a.example/#xy'],
])('Version 3 puts back what it took out: %s', (_, text, link) => {
	expect(unwrapLinks(text).trim()).toBe(link);
});

it('Version 2 leaves what is no ASCII percent-encoded', () => {
	const page = 'https://www.douyin.com/search/橘?modal_id=7458784447774619122';
	expect(unwrapLinks(v2(page))).toContain(encodeURI(page));
	expect(urlsIn(v2(page))).toEqual(['https://www.douyin.com/video/7458784447774619122']);
});

describe('The rules of a wrapper hold within it alone', () => {
	it.each([
		['https://v.douyin.com/kQ7wE2x__', ['https://v.douyin.com/kQ7wE2x__/']],
		['https://b23.tv/kQ7wE2x__;!!a!b$', ['https://b23.tv/kQ7wE2x__']],
		['https://evil.example/v3/__https://b23.tv/kQ7wE2x__;!!a!b$', ['https://b23.tv/kQ7wE2x__']],
		['https://xurldefense.com/v3/__https://b23.tv/kQ7wE2x__;!!a!b$', ['https://b23.tv/kQ7wE2x__']],
		['https://x.example/?u=https-3A__b23.tv_kQ7wE2x&d=x', []],
	])('%s', (text, urls) => {
		expect(urlsIn(text)).toEqual(urls);
	});
});

describe('What stays wrapped is not sent', () => {
	it.each([
		['cut before its marks', 'https://urldefense.com/v3/__https://b23.tv/kQ7wE2x__'],
		['cut within a code', 'https://urldefense.com/v3/__https://b23.tv/kQ7'],
		['four deep', v2(v2(v2(v2('https://b23.tv/kQ7wE2x'))))],
	])('%s', (_, text) => {
		expect(readShareText(text)).toMatchObject({ links: [], others: [{ link: expect.any(String) }] });
		expect(readShareText(`https://b23.tv/AbC12 ${text}`).links).toHaveLength(1);
	});

	it('and where it was cut it is damaged', () => {
		const { others } = readShareText('https://urldefense.com/v3/__https://b23.tv/kQ7wE2x__');
		expect(others).toMatchObject([{ reason: 'damaged_link', link: 'https://b23.tv/kQ7wE2x…' }]);
	});
});

it.each([
	['https://urldefense.com/v3/__', 30_000],
	['https://urldefense.com/v3/__a__;*', 30_000],
	['https://urldefense.proofpoint.com/v2/url?u=', 24_000],
	['https://urldefense.com/v3/__*', 30_000],
	['urldefense.', 90_000],
	['https%3A%2F%2Furldefense.com%2Fv3%2F__', 25_000],
])('%s repeated over a megabyte is read in passes of its length', (piece, times) => {
	expect(unwrapLinks(piece.repeat(times)).length).toBeGreaterThan(0);
	expect(unwrapLinks(`${piece}${'*__&u-_;'.repeat(125_000)}`).length).toBeGreaterThan(0);
});
