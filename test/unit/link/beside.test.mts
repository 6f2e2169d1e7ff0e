import { readLanding, withPart } from '../../../nodes/JustOneApi/link/landing.ts';
import { readShareText } from '../../../nodes/JustOneApi/link/shareLink.ts';
import { bilibili } from '../../../nodes/JustOneApi/platforms/bilibili/index.ts';

const GOOD = 'https://v.douyin.com/AbC12/';
const ID = '7458784447774619122';
const NOTE = '6a916774000000001e014a48';
const othersOf = (text: string) => readShareText(`${GOOD} ${text}`).others;

describe('Beside a good link', () => {
	it.each([
		['an ID in an unknown place', `https://www.douyin.com/some/page/${ID}`, 'no_post'],
		['a note in one', `https://www.xiaohongshu.com/store/${NOTE}`, 'no_post'],
		['an ID in a query', 'https://www.kuaishou.com/short-video/?photoId=3xjqzfxanz4f8jk', 'no_post'],
		['an ID in a fragment', 'https://www.bilibili.com/watchlater/#/BV1UQQgBFEub/p1', 'no_post'],
		['an ID that is percent-encoded', `https://www.douyin.com/page?x=a%3D${ID}`, 'no_post'],
		['half an ID', 'https://www.xiaohongshu.com/explore/6a916774000000001e01', 'no_post'],
		['half an ID of a video', 'https://www.bilibili.com/video/BV1UQQgBF', 'no_post'],
		['a damaged code', 'https://v.douyin.com/XyZ%9/', 'damaged_link'],
	])('%s fails by its link', (_, link, reason) => {
		expect(othersOf(link)).toMatchObject([{ reason, link }]);
		expect(readShareText(link)).toMatchObject({ links: [], others: [{ reason, link }] });
	});

	it.each([
		['home pages', 'https://www.douyin.com/ https://www.kuaishou.com https://www.xiaohongshu.com/explore'],
		['searches', 'https://www.douyin.com/search/cat https://search.bilibili.com/all?keyword=BV1UQQgBFEub'],
		['a search of notes', `https://www.xiaohongshu.com/search_result?keyword=${NOTE}`],
		['logins', `https://www.douyin.com/login?next=${ID} https://passport.bilibili.com/login?x=BV1UQQgBFEub`],
		['captchas', `https://www.xiaohongshu.com/website-login/captcha?noteId=${NOTE}`],
		['downloads', `https://www.kuaishou.com/download?from=3xjqzfxanz4f8jk`],
		['bare domains', 'douyin.com www.bilibili.com'],
		['other products', 'https://creator.douyin.com/creator-micro/home https://www.bilibili.com/read/home'],
		['half of it', 'https://v.douyin.com/AbC%'],
		['another site', 'https://youtu.be/abc https://www.ixigua.com/7458784447774619122'],
	])('%s are silent', (_, text) => {
		expect(readShareText(`${GOOD} ${text}`)).toMatchObject({ links: [{ url: GOOD }], others: [] });
	});

	it('what fails stands in the order of the text, each once', () => {
		const [one, two] = [`https://www.douyin.com/x/${ID}`, 'https://v.douyin.com/XyZ%'];
		expect(othersOf(`${one} ${two} ${one}`).map(({ link }) => link)).toEqual([one, two]);
	});

	it('two tokens of one note are one link, and so are two kinds of one post', () => {
		const links = (text: string) => readShareText(text).links.map(({ url }) => url);
		const note = `https://www.xiaohongshu.com/explore/${NOTE}`;
		expect(links(`${note}?xsec_token=AB1= ${note}?xsec_token=AB2= ${note}?type=video`)).toEqual([
			`${note}?xsec_token=AB1=`,
		]);
		expect(links(`www.douyin.com/video/${ID} www.douyin.com/note/${ID}`)).toHaveLength(1);
		expect(links(`${note} www.xiaohongshu.com/user/profile/${NOTE}`)).toHaveLength(2);
	});
});

describe('A part of a video', () => {
	const part = (url: string) => readLanding(bilibili, url);
	const page = 'https://www.bilibili.com/video/BV17x411w7KC/';
	it.each([
		['https://www.bilibili.com/video/av170001/?p=3', 3],
		['https://www.bilibili.com/video/av170001/index_3.html', 3],
		['https://player.bilibili.com/player.html?aid=170001&page=3', 3],
		['https://www.bilibili.com/list/ml1?oid=170001&p=3', 3],
		['https://www.bilibili.com/video/av170001/?p=1', 1],
		['https://www.bilibili.com/video/av170001/', undefined],
		['https://www.bilibili.com/list/ml1?oid=170001&page=3', undefined],
		['https://www.bilibili.com/video/av170001/?p=x', undefined],
		['https://www.bilibili.com/video/av170001/?u=1?p=3', undefined],
	])('of %s is %s', (url, number) => {
		const canonicalUrl = number === 3 ? `${page}?p=3` : page;
		const target = { contentType: 'video', contentId: 'BV17x411w7KC', canonicalUrl };
		expect(part(url)).toEqual({ found: 'target', target: number ? { ...target, part: number } : target });
	});

	it.each([
		['https://b23.tv/AbC12?p=3', 3],
		['https://b23.tv/AbC12/?share_source=x&p=3', 3],
		['https%3A%2F%2Fb23.tv%2FAbC12%3Fp%3D3', 3],
		['https://b23.tv/AbC12', undefined],
		['https://b23.tv/AbC12 ?p=3', undefined],
	])('of the short link %s is %s', (text, number) => {
		const [link] = readShareText(text).links;
		expect(link).toMatchObject({ url: 'https://b23.tv/AbC12', target: null });
		expect(link?.part).toBe(number);
	});

	it('of a short link holds where its landing names none', () => {
		const target = { contentType: 'video' as const, contentId: 'BV17x411w7KC', canonicalUrl: page };
		expect(withPart(target, 3)).toEqual({ ...target, part: 3, canonicalUrl: `${page}?p=3` });
		expect(withPart(target, undefined)).toBe(target);
		expect(withPart(target, 1)).toBe(target);
		const second = { ...target, part: 1 };
		expect(withPart(second, 3)).toBe(second);
		const season = { ...target, contentType: 'other' as const };
		expect(withPart(season, 3)).toBe(season);
	});

	it('two parts of one short link are two links, of other platforms there are none', () => {
		expect(
			readShareText('https://b23.tv/AbC12?p=2 https://b23.tv/AbC12?p=3 b23.tv/AbC12?p=2').links,
		).toHaveLength(2);
		expect(readShareText('https://v.douyin.com/AbC12/?p=2').links[0]).not.toHaveProperty('part');
	});
});
