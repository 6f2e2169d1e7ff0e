import { readLanding } from '../../../nodes/JustOneApi/link/landing.ts';
import { findShareLinks, readShareText } from '../../../nodes/JustOneApi/link/shareLink.ts';
import { platformNamed, platforms } from '../../../nodes/JustOneApi/platforms/index.ts';
import type { PlatformName } from '../../../nodes/JustOneApi/platforms/platform.ts';

const one = (text: string) => {
	const links = findShareLinks(text);
	expect(links).toHaveLength(1);
	return links[0] ?? { url: '', target: null, apiAccepts: false };
};
const landing = (name: PlatformName, url: string) => readLanding(platformNamed(name), url);

it('No two platforms share a host, and every name is found', () => {
	const hosts = platforms.flatMap(({ domains }) => domains);
	expect(new Set(hosts).size).toBe(hosts.length);
	for (const platform of platforms) expect(platformNamed(platform.name)).toBe(platform);
});

it('Links are sent to documented hosts, and to one more that is tried', () => {
	expect(platforms.flatMap(({ sentHosts }) => sentHosts)).toEqual([
		'v.douyin.com',
		'v.kuaishou.com',
		'b23.tv',
		'xhslink.com',
		'xhslink.cn',
	]);
	for (const { sentHosts, shortHosts } of platforms)
		expect(shortHosts).toEqual(expect.arrayContaining([...sentHosts]));
});

it.each(platforms.flatMap(({ name }) => platforms.map((other) => [name, other.name] as const)))(
	'A link of %s that leads to %s is a target only where these are one',
	(name, other) => {
		const pages: Readonly<Record<PlatformName, string>> = {
			douyin: 'https://www.douyin.com/video/7458784447774619122',
			kuaishou: 'https://www.kuaishou.com/short-video/3xq7mdwz5kfuhe4',
			bilibili: 'https://www.bilibili.com/video/BV1UQQgBFEub',
			xiaohongshu: 'https://www.xiaohongshu.com/explore/6a916774000000001e014a48',
		};
		expect(landing(name, pages[other]).found).toBe(name === other ? 'target' : 'foreign');
	},
);

describe('A short link is sent as documented', () => {
	it.each([
		['http://v.kuaishou.com/zmV4eA?from=x', 'https://v.kuaishou.com/zmV4eA'],
		['v.kuaishou.com/f/X-aI0CH5X1BI05k/', 'https://v.kuaishou.com/f/X-aI0CH5X1BI05k'],
		['https://b23.tv/JB4kLV4?share_medium=android', 'https://b23.tv/JB4kLV4'],
		['http://xhslink.com/a/l6xXCB2LXGbJ，复制', 'https://xhslink.com/a/l6xXCB2LXGbJ'],
		['http://xhslink.com/AbC12dE', 'https://xhslink.com/AbC12dE'],
		['http://xhslink.cn/o/VLZHp5PlSVE', 'https://xhslink.cn/o/VLZHp5PlSVE'],
	])('%s', (text, url) => {
		expect(one(text)).toMatchObject({ url, target: null, apiAccepts: true });
	});
});

describe('Half a code or half an ID is not taken for a whole one', () => {
	it.each([
		'http://xhslink.com/o/mo00c<b>GfYQt9</b>',
		'http://xhslink.com/o/<b>mo00cGfYQt9</b>',
		'https://v.kuaishou.com/f/X-aI0\u200B%H5X1BI05k',
		'https://b23.tv/JB4k…',
		'https://www.bilibili.com/video/av5736063<em>28699014</em>',
		'https://www.kuaishou.com/short-video/3xq7mdwz5k<i>fuhe4</i>',
		'https://www.xiaohongshu.com/explore/6a916774000000001e<b>014a48</b>',
	])('%s', (text) => {
		expect(readShareText(text)).toMatchObject({ links: [], others: [{ reason: 'damaged_link' }] });
	});
});

describe('Persons, rooms and devices are no posts', () => {
	it.each([
		['https://www.kuaishou.com/profile/3xx3ia7zbffkase', 'user'],
		['https://live.kuaishou.com/u/some_name', 'live'],
		['https://space.bilibili.com/910880153', 'user'],
		['https://www.xiaohongshu.com/user/profile/5622e0bf0000000001006c2f', 'user'],
		['https://t.bilibili.com/8125575005927377846', 'other'],
	])('%s is %s', (url, contentType) => {
		expect(one(url).target).toMatchObject({ contentType });
	});

	it.each([
		'https://www.kuaishou.com/short-video/?photoId=3xjqzfxanz4f8jk',
		'https://www.xiaohongshu.com/404?noteId=6a916774000000001e014a48',
		'https://www.bilibili.com/?aid=170001',
		// No number above 2^51 is a video.
		'https://www.bilibili.com/video/av9999999999999999',
	])('%s names nothing', (url) => {
		expect(readShareText(url)).toMatchObject({ links: [], others: [{ reason: 'no_post', link: url }] });
	});
});

it('A post in two spellings is one, its second part another', () => {
	const text =
		'b23.tv/BV1UQQgBFEub https://m.bilibili.com/video/BV1UQQgBFEub?p=1 bilibili.com/video/BV1UQQgBFEub?p=2';
	expect(findShareLinks(text).map(({ target }) => target?.canonicalUrl)).toEqual([
		'https://www.bilibili.com/video/BV1UQQgBFEub/',
		'https://www.bilibili.com/video/BV1UQQgBFEub/?p=2',
	]);
});

it.each(['复制此消息，打开【快手】直接观看！', '复制后打开【小红书】查看笔记！', '复制打开哔哩哔哩'])(
	'%s without a link is a pass phrase',
	(text) => {
		expect(readShareText(text).others).toEqual([{ reason: 'pass_phrase', link: null }]);
	},
);
