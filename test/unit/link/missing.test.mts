import { undocumentedHost } from '../../../nodes/JustOneApi/link/missing.ts';
import { readShareText } from '../../../nodes/JustOneApi/link/shareLink.ts';

/** Why a text without a link has none. */
const whyNone = (text: string) => {
	const { links, others } = readShareText(text);
	expect(links).toEqual([]);
	expect(others).toHaveLength(1);
	return others[0];
};

describe('A text without a link says what it is', () => {
	it.each([
		'https://www.douyin.com',
		'https://www.douyin.com/',
		'官网 https://www.douyin.com。',
		'https://www.douyin.com/?recommend=1',
		'https://www.douyin.com/user/self',
		'www.douyin.com/user/self',
		'https://www.douyin.com/hot/2034567',
		'https://www.douyin.com/search/cat',
		'https://www.douyin.com/jingxuan',
		'https://live.douyin.com/',
		'https://live.douyin.com/hot_live',
		'https://creator.douyin.com/creator-micro/home',
		'https://v.douyin.com/',
		'https://v.douyin.com',
		'https://v.douyin.com/share/video/745878444777461912',
		'https://v.douyin.com/share/video/?region=CN',
		'https://v.douyin.com/note/',
		'https://v.douyin.com/video',
		'v.douyin.com/user/self',
		'https://v.douyin.com/share/user/self',
		'https://v.douyin.com/robots.txt',
		'https://v.douyin.com/favicon.ico',
		'https://v.douyin.com/index.html',
		'https://v.douyin.com/passport/web/login',
		'https://v.douyin.com/7458784447774619122/',
		'https://v.douyin.com/aweme/v1/feed',
		'https://jx.douyin.com/article/',
		'复制打开抖音 https://www.douyin.com/',
	])('%s names no post', (text) => {
		expect(whyNone(text)).toMatchObject({
			reason: 'no_post',
			platform: 'douyin',
			link: expect.stringContaining('douyin.com'),
		});
	});

	it.each([
		'7.66 B@T.IP 03/03 baN/: :4pm 今天天气真好',
		'97:/##aBcDeF##:/ 8@9.com',
		'##XRqEeAk8KXldTQZ## 长按复制，打开抖音看回放',
		'7.43 pda:/ 老街的灯',
		'复制打开抖音，看看【青屿的作品】',
		'长按复制此条消息，打开抖音搜索，查看TA的更多作品。',
		'复制此链接，打开Dou音搜索，直接观看视频！',
		'复制下方内容，打开【抖音】，直接观看直播！',
		'抖音口令：8aBc',
	])('%s is a pass phrase', (text) => {
		expect(whyNone(text)).toEqual({ reason: 'pass_phrase', link: null });
	});

	it.each([
		'hello',
		'mention of douyin.com in prose',
		'今天打开抖音看了很久',
		'7458784447774619122',
		'12:30/45',
		'8@9.com 12/08 Q@K.Wm/',
	])('%j holds no link', (text) => {
		expect(whyNone(text)).toEqual({ reason: 'no_link', link: null });
	});

	it.each(['', ' \n\t', '\u200b\ufeff'])('%j is empty', (text) => {
		expect(whyNone(text)).toEqual({ reason: 'no_text', link: null });
	});

	it.each([
		['https://vt.tiktok.com/zc26Oyu pda:/', 'https://vt.tiktok.com/zc26Oyu', 'TikTok (vt.tiktok.com)'],
		['看 https://weibo.com/tv/show/1034:95', 'https://weibo.com/tv/show/1034:95', 'Weibo (weibo.com)'],
		['http://t.cn/A6abc', 'http://t.cn/A6abc', 'Weibo (t.cn)'],
		['vm.tiktok.com/ZM85YMY5y/', 'vm.tiktok.com/ZM85YMY5y/', 'TikTok (vm.tiktok.com)'],
		['https://youtu.be/abc 复制打开抖音', 'https://youtu.be/abc', 'youtu.be'],
		['http://example.com/a/:b', 'http://example.com/a/:b', 'example.com'],
		[
			'https://www.ixigua.com/7458784447774619122',
			'https://www.ixigua.com/7458784447774619122',
			'www.ixigua.com',
		],
		['https://mytiktok.com/a', 'https://mytiktok.com/a', 'mytiktok.com'],
		[
			'https://protect-eu.mimecast.com/s/AbC?domain=v.douyin.com',
			'https://protect-eu.mimecast.com/s/AbC?domain=v.douyin.com',
			'protect-eu.mimecast.com',
		],
	])('%s is a link of another site, which the title names', (text, link, site) => {
		expect(whyNone(text)).toMatchObject({ reason: 'other_site', link, title: `The link is one of ${site}` });
		expect(whyNone(text).advice).toContain('Douyin, Kuaishou, Bilibili, Xiaohongshu');
	});

	it.each([
		'https://user:pw@v.douyin.com/AbC12/',
		'https://v.douyin.com:8080/AbC12/',
		'https://v.douyin.com@evil.net/AbC12/',
		'https://%zz/',
	])('%s is damaged', (text) => {
		expect(whyNone(text)).toMatchObject({ reason: 'damaged_link' });
	});

	it('A page beside a link is no failure, and neither is another site', () => {
		const text = 'https://v.douyin.com/AbC12/ 官网 https://www.douyin.com/ https://youtu.be/abc';
		expect(readShareText(text)).toMatchObject({
			links: [{ url: 'https://v.douyin.com/AbC12/' }],
			others: [],
		});
	});

	it('A short link of an undocumented host is a link, which the API does not take', () => {
		expect(readShareText('https://jx.douyin.com/AbC12/')).toMatchObject({
			links: [{ url: 'https://jx.douyin.com/AbC12/', apiAccepts: false }],
			others: [],
		});
	});
});

it('A short host that is not sent is named', () => {
	expect(undocumentedHost('https://v.kuaishouapp.com/s/Tq4mZ8Lk').title).toBe(
		'The API does not document short links of v.kuaishouapp.com',
	);
});
