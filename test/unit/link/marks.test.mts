import { findShareLinks } from '../../../nodes/JustOneApi/link/shareLink.ts';

const urlsIn = (text: string) => findShareLinks(text).map(({ url }) => url);

it.each([
	['_https://v.douyin.com/AbC12_', 'AbC12'],
	['__https://v.douyin.com/AbC12__', 'AbC12'],
	['_https://v.douyin.com/AbC12/_', 'AbC12'],
	['**https://v.douyin.com/AbC12**', 'AbC12'],
	['**_https://v.douyin.com/AbC12_**', 'AbC12'],
	['***https://v.douyin.com/AbC12***', 'AbC12'],
	['==https://v.douyin.com/AbC12==', 'AbC12'],
	['~~https://v.douyin.com/AbC12~~', 'AbC12'],
	['_v.douyin.com/AbC12_', 'AbC12'],
	['**_v.douyin.com/AbC12_**', 'AbC12'],
	['_https://v.douyin.com/AbC12_，好', 'AbC12'],
	['_https://v.douyin.com/AbC12_.', 'AbC12'],
	['_看看 https://v.douyin.com/AbC12_', 'AbC12'],
	['a _看看 https://v.douyin.com/AbC12_ b', 'AbC12'],
	['_https://v.douyin.com/AbC__', 'AbC_'],
	['_https://v.douyin.com/AbC_/_', 'AbC_'],
	['https://v.douyin.com/AbC12_', 'AbC12_'],
	['https://v.douyin.com/AbC12_/', 'AbC12_'],
	['_a_ https://v.douyin.com/AbC12_', 'AbC12_'],
	['_a\nhttps://v.douyin.com/AbC12_', 'AbC12_'],
	['a_b https://v.douyin.com/AbC12_', 'AbC12_'],
	[`_${'看'.repeat(200)} https://v.douyin.com/AbC12_`, 'AbC12_'],
])('%s', (text, code) => {
	expect(urlsIn(text)).toEqual([`https://v.douyin.com/${code}/`]);
});

it.each([
	['_https://www.douyin.com/video/7458784447774619122_', 'https://www.douyin.com/video/7458784447774619122'],
	['_https://www.douyin.com/user/MS4wLjABAAAAx_', 'https://www.douyin.com/user/MS4wLjABAAAAx'],
	['_https://live.douyin.com/hehua_', 'https://live.douyin.com/hehua'],
])('%s, a long link', (text, url) => {
	expect(urlsIn(text)).toEqual([url]);
});
