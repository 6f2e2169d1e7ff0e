import { findShareLinks, readShareText } from '../../../nodes/JustOneApi/link/shareLink.ts';

const SHORT = 'https://v.douyin.com/AbC12/';
const OTHER = 'https://v.douyin.com/DeF34/';
const ID = '7458784447774619122';
const VIDEO = `https://www.douyin.com/video/${ID}`;
const urlsIn = (text: string) => findShareLinks(text).map(({ url, target }) => target?.canonicalUrl ?? url);

describe('A scheme may be damaged', () => {
	it.each([
		...[
			'https//',
			'http//',
			'https\\c//',
			'https\\\\c//',
			'https;//',
			'https：//',
			'https：／／',
			'https。//',
			'https.//',
			'https,//',
		],
		...[
			'https:://',
			'https: //',
			'https:/',
			'https:///',
			'https:////',
			'https:\\\\',
			'https\\://',
			'https:\\/\\/',
		],
		...[
			'ttps://',
			'tps://',
			'ps://',
			's://',
			'://',
			'//',
			'htps://',
			'htpps://',
			'hhttps://',
			'httpss://',
			'hxxps://',
			'hxxp://',
		],
		...[
			'分享地址：//',
			'地址: //',
			'link：//',
			'链接：https://',
			'https://https://',
			'http://https://',
			'Https//',
			'ｈｔｔｐｓ：//',
		],
	])('%s', (scheme) => {
		expect(urlsIn(`看 ${scheme}v.douyin.com/AbC12/`)).toEqual([SHORT]);
	});

	it.each([
		'ftp://',
		'ws://',
		'wss://',
		'file:///',
		'x-https+a://',
		'abc://',
		'snssdk1128://',
		'https://a/',
		'https://a@',
	])('%s is another scheme, or hides the host', (scheme) => {
		expect(urlsIn(`看 ${scheme}v.douyin.com/AbC12/`)).toEqual([]);
	});

	it('Backslashes instead of slashes are undone in the whole link', () => {
		expect(urlsIn('https:\\\\v.douyin.com\\AbC12\\ 看')).toEqual([SHORT]);
		expect(urlsIn('https:\\\\v.douyin.com\\@evil.net\\AbC12')).toEqual([]);
	});
});

describe('Two links that are glued', () => {
	it.each([
		'',
		'.',
		'。',
		'｡',
		'．',
		'/',
		'/.',
		'/。',
		'//',
		'/1.',
		'/2．',
		'@',
		'，',
		'|',
		'&',
		'+',
		'\\n',
		'\n-',
		'\n1.',
	])('with %j between them stay two', (glue) => {
		expect(urlsIn(`https://v.douyin.com/AbCxy${glue}v.douyin.com/DeF34/`)).toEqual([
			'https://v.douyin.com/AbCxy/',
			OTHER,
		]);
	});

	it.each([
		[`v.douyin.com/AbC12/www.douyin.com/video/${ID}`, [SHORT, VIDEO]],
		[`${VIDEO}v.douyin.com/AbC12/`, [VIDEO, SHORT]],
		[`${VIDEO}/v.douyin.com/AbC12/v.douyin.com/DeF34/`, [VIDEO, SHORT, OTHER]],
		['https://v.douyin.com/AbC12https//v.douyin.com/DeF34', [SHORT, OTHER]],
		['https://v.douyin.com/AbC12%2Fv.douyin.com%2FDeF34', [OTHER]],
		[`live.douyin.com%2Fwww.douyin.com/video/${ID}`, [VIDEO]],
		['https://evil.net/v.douyin.com/AbC12/', []],
		[`https://www.douyin.com/video/${ID}?a=b/v.douyin.com/AbC12/`, [VIDEO]],
	])('%s', (text, urls) => {
		expect(urlsIn(text)).toEqual(urls);
	});

	it('by a dash, nobody knows whose it is: the row fails beside the second', () => {
		const { links, others } = readShareText('v.douyin.com/AbC12-v.douyin.com/DeF34/');
		expect(links.map(({ url }) => url)).toEqual([OTHER]);
		expect(others).toMatchObject([{ reason: 'damaged_link' }]);
	});
});

describe('The bare items of a list', () => {
	it.each([
		...[
			'1.',
			'12.',
			'1．',
			'1、',
			'1)',
			'(1)',
			'1:',
			'①',
			'1.2.',
			'1-',
			'1. ',
			'１．',
			'-',
			'- ',
			'--',
			'*',
			'+',
			'•',
			'·',
			'>',
			'# ',
			'【1】',
		],
	])('%s', (marker) => {
		expect(urlsIn(`${marker}v.douyin.com/AbC12/\n${marker}v.douyin.com/DeF34`)).toEqual([SHORT, OTHER]);
		expect(urlsIn(`${marker}www.douyin.com/video/${ID}`)).toEqual([VIDEO]);
	});

	it.each([
		'evil-v.douyin.com/AbC12/',
		'my.v.douyin.com/AbC12/',
		'https://1.v.douyin.com/AbC12/',
		'me@1.v.douyin.com/AbC12',
	])('%s is another host', (text) => {
		expect(urlsIn(text)).toEqual([]);
	});
});

describe('A link that is percent-encoded', () => {
	const encoded = (url: string, times: number): string =>
		times === 0 ? url : encodeURIComponent(encoded(url, times - 1));

	it.each([1, 2, 3, 4])('%i times is found', (times) => {
		expect(urlsIn(encoded(SHORT, times))).toEqual([SHORT]);
		expect(urlsIn(`https://so.example/link?url=${encoded(`${VIDEO}?a=b`, times)}&x=1`)).toEqual([VIDEO]);
		expect(urlsIn(`text=${encoded(`看看${SHORT} 复制`, times)}`)).toEqual([SHORT]);
	});

	it.each([
		'?u=v.douyin.com%2FAbC12%2F',
		'?u%3Dv.douyin.com%2FAbC12%2F',
		'%20v.douyin.com/AbC12/',
		'%E7%9C%8Bv.douyin.com/AbC12/',
		'https://v.douyin.com%2FAbC12%2F',
		'https%3A//v.douyin.com/AbC12/',
	])('in part: %s', (text) => {
		expect(urlsIn(text)).toEqual([SHORT]);
	});

	it.each([
		'https%3A%2F%2Fevil.net%2Fv.douyin.com%2FAbC12%2F',
		'https://evil.net%40v.douyin.com/AbC12/',
		'%2Dv.douyin.com/AbC12',
	])('in another host is none: %s', (text) => {
		expect(urlsIn(text)).toEqual([]);
	});

	it('within one of ours says who shared it, no more, also after the other links of the text', () => {
		expect(urlsIn(`${VIDEO}?u=${encoded(SHORT, 2)} ${OTHER}`)).toEqual([VIDEO, OTHER]);
	});
});

describe('A link percent-encoded within another reads as it does by itself', () => {
	it.each([
		[
			'a glued host without a path is damage here and there',
			'%3Awww.douyin.com/user/MS4wLjABxyzwww.iesdouyin.com',
			[],
		],
		[
			'the next link ends it',
			'live.douyin.com%252F/user/MS4wLjABxyzhttps%3A%2F%2Fv.douyin.com%2FAbC12%2F',
			['https://live.douyin.com//user/MS4wLjABxyz', 'https://v.douyin.com/AbC12/'],
		],
		[
			'its ID is whole',
			`https://x.example/?u=https%3A%2F%2Fwww.douyin.com%2Fvideo%2F${ID}.html`,
			[`${VIDEO}.html`],
		],
	])('%s', (_, text, expected) => {
		const links = findShareLinks(text).map(({ url }) => url);
		expect(links).toEqual(expected);
		for (const url of links) expect(findShareLinks(url).map((link) => link.url)).toEqual([url]);
	});
});

it.each([`${ID}:live.douyin.comhttps://`, `${ID}：www.kuaishou.com\\`, `${ID}=www.iesdouyin.com：`])(
	'A host that would begin a link by itself ends the one before: %j',
	(end) => {
		const [link] = findShareLinks(`www.douyin.com/video/${end}`);
		expect(link?.target?.contentId).toBe(ID);
		expect(findShareLinks(link?.url ?? '').map(({ url }) => url)).toEqual([link?.url]);
	},
);

it('No link holds a control character', () => {
	expect(findShareLinks(`www.douyin.com/search/看\u0000看?modal_id=${ID}`).map(({ url }) => url)).toEqual([]);
	expect(findShareLinks(`v.douyin.com/video/${ID}/search/\u0000`).map(({ url }) => url)).toEqual([
		`https://v.douyin.com/video/${ID}/search/`,
	]);
});
