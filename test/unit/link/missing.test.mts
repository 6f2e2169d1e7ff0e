import { DAMAGED_LINK, UNDOCUMENTED_HOST } from '../../../nodes/JustOneApi/link/missing.ts';
import { readShareText } from '../../../nodes/JustOneApi/link/shareLink.ts';

const missingIn = (text: string) => readShareText(text).missing;

describe('A text without a link says which of three things it is', () => {
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
		expect(readShareText(text)).toEqual({ links: [], unreadable: [], missing: 'no_post' });
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
		expect(readShareText(text)).toEqual({ links: [], unreadable: [], missing: 'pass_phrase' });
	});

	it.each([
		'',
		'hello',
		'mention of douyin.com in prose',
		'今天打开抖音看了很久',
		'7458784447774619122',
		'12:30/45',
		'https://vt.tiktok.com/zc26Oyu pda:/',
		'https://youtu.be/abc 复制打开抖音',
		'http://example.com/a/:b',
	])('%j holds no link', (text) => {
		expect(readShareText(text)).toEqual({ links: [], unreadable: [], missing: 'no_link' });
	});

	it('A page beside a link is no failure', () => {
		expect(missingIn('https://v.douyin.com/AbC12/ 官网 https://www.douyin.com/')).toBeNull();
	});

	it('A short link of an undocumented host is a link, which the API does not take', () => {
		expect(readShareText('https://jx.douyin.com/AbC12/')).toMatchObject({
			links: [{ url: 'https://jx.douyin.com/AbC12/', apiAccepts: false }],
			missing: null,
		});
	});
});

it.each([DAMAGED_LINK, UNDOCUMENTED_HOST])(
	'What is said instead of the table is a title and full sentences: %j',
	({ title, advice }) => {
		expect(title).toMatch(/^[A-Z][^.]*[^.\s]$/);
		expect(advice).toMatch(/^[A-Z].*\.$/);
		expect(title + advice).not.toMatch(/Douyin/);
	},
);
