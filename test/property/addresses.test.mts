import fc from 'fast-check';

import { readLanding } from '../../nodes/JustOneApi/link/landing.ts';
import { readShareText } from '../../nodes/JustOneApi/link/shareLink.ts';
import { avToBv } from '../../nodes/JustOneApi/platforms/bilibili/bvid.ts';
import { platformNamed } from '../../nodes/JustOneApi/platforms/index.ts';

const DIGITS = '0123456789';
const HEX = `${DIGITS}abcdef`;
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const LOWER = `${DIGITS}abcdefghijklmnopqrstuvwxyz`;
const of = (alphabet: string, length: number, prefix = '') =>
	fc
		.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length })
		.map((rest) => prefix + rest);

/** Where `<id>` stands an ID of a post, where `<other>` another thing of the same form; `<name>` is a person's name. */
interface Sheet {
	hosts: string[];
	id: fc.Arbitrary<string>;
	/** Addresses that name the post. */
	posts: string[];
	/** Addresses that name something else, or nothing that is known: authors, collections, rooms, music, goods, boards. */
	others: string[];
	/** The ID as it is read, where it is written otherwise. */
	read?: (written: string) => string | null;
}

const SHEETS: Record<string, Sheet> = {
	douyin: {
		hosts: ['www.douyin.com', 'm.douyin.com', 'www.iesdouyin.com', 'jingxuan.douyin.com', 'new.douyin.com'],
		id: of(DIGITS, 18, '7'),
		posts: [
			...[
				'/video/<id>',
				'/share/video/<id>/',
				'/note/<id>?mid=<other>',
				'/x/y/slides/<id>',
				'/gallery/<id>/',
			],
			...[
				'/article/<id>',
				'/light/<id>',
				'/jingxuan/video/<id>',
				'/video/<id>/<other>',
				'/a/b/c/note/<id>/d',
			],
			...['/?modal_id=<id>', '/anything?a=b&modal_id=<id>&mid=<other>', '/collection/<other>?modal_id=<id>'],
			...[
				'/new/page?aweme_id=<id>',
				'/page?item_id=<id>&music_id=<other>',
				'/player?vid=<id>',
				'/video/<id>?modal_id=<other>',
			],
		],
		others: [
			...[
				'/collection/<other>',
				'/mix/<other>',
				'/share/mix/detail/<other>/?object_id=<other>',
				'/playlet/<other>',
			],
			...[
				'/music/<other>',
				'/share/music/<other>?item_id=<other>',
				'/webcast/reflow/<other>?item_id=<other>',
			],
			...['/hashtag/<other>', '/share/poilist/?id=<other>', '/lvdetail/<other>', '/shipin/<other>'],
			...[
				'/share/live/<other>?anchor_id=<other>',
				'/follow/live/<other>',
				'/vsdetail/<other>',
				'/goods/<other>',
			],
			...[
				'/user/<other>',
				'/page/<other>',
				'/a/b/<other>/c',
				'/video?mid=<other>',
				'/?room_id=<other>&mix_id=<other>',
			],
			...[
				'/page?from_item_id=<other>',
				'/page?x=/video/<other>',
				'/page?u=a?modal_id=<other>',
				'/login?modal_id=<other>',
			],
			...[
				'/video/x<other>',
				'/video/<other>0',
				'/videos/<other>',
				'/my-video/<other>',
				'/page?modal_ids=<other>',
			],
		],
	},
	kuaishou: {
		hosts: ['www.kuaishou.com', 'kuaishou.cn', 'v.m.chenzhongtech.com', 'm.gifshow.com', 'live.kuaishou.com'],
		id: of(LOWER, 13, '3x'),
		posts: [
			...[
				'/short-video/<id>',
				'/fw/photo/<id>?userId=<other>',
				'/fw/long-video/<id>',
				'/video/<id>?authorId=<other>',
			],
			...[
				'/photo/<other>/<id>',
				'/photo/123456/<id>',
				'/u/<name>/<id>',
				'/profile/<other>/<id>',
				'/x/short-video/<id>/y',
			],
			...['/short-video/<id>?photoId=<other>'],
		],
		others: [
			...[
				'/profile/<other>',
				'/fw/user/<other>',
				'/u/<other>',
				'/fw/live/<other>',
				'/playback/<other>',
				'/live/<other>',
			],
			...[
				'/music/<other>',
				'/goods/<other>',
				'/collection/<other>',
				'/short-video/?photoId=<other>',
				'/?photoId=<other>',
			],
			...[
				'/fw/photo/?userId=<other>&photoId=<other>',
				'/page/<other>',
				'/photos/<other>',
				'/short-video/<other>0',
			],
		],
	},
	bilibili: {
		hosts: ['www.bilibili.com', 'm.bilibili.com', 'bilibili.com', 'new.bilibili.com'],
		id: of(BASE58, 9, 'BV1'),
		posts: [
			...[
				'/video/<id>',
				'/<id>',
				'/s/video/<id>/',
				'/a/b/<id>?x=y',
				'/festival/x?bvid=<id>',
				'/any/page?bvid=<id>',
			],
			...[
				'/list/ml1?oid=170001&bvid=<id>',
				'/player.html?aid=170001&bvid=<id>',
				'/playlist/pl1?a=b&bvid=<id>',
			],
			...['/video/<id>?bvid=<other>', '/medialist/play/ml1/<id>'],
		],
		others: [
			...['/space/123456?bvid=<other>', '/bangumi/play/ep123?bvid=<other>', '/opus/123456', '/read/cv123456'],
			...[
				'/page?x=<other>',
				'/page?from_bvid=<other>',
				'/video/<other>0',
				'/page?u=/video/<other>',
				'/login?bvid=<other>',
			],
			...['/audio/au123456', '/cheese/play/ep123', '/list/ml123456', '/space/123456/favlist?fid=170001'],
			...['/page?aid=170001', '/video/av170001x', '/page/my-av170001', '/page?oid=170001'],
		],
	},
	xiaohongshu: {
		hosts: ['www.xiaohongshu.com', 'xiaohongshu.com', 'www.rednote.com', 'new.xiaohongshu.com'],
		id: of(HEX, 23, '6'),
		posts: [
			...[
				'/explore/<id>',
				'/discovery/item/<id>/',
				'/search_result/<id>?xsec_token=A=',
				'/user/profile/<other>/<id>',
			],
			...[
				'/explore/<other>/<id>',
				'/a/b/explore/<id>',
				'/note/<id>',
				'/any/page?noteId=<id>',
				'/?a=b&noteId=<id>',
			],
			...['/explore/<id>?noteId=<other>', '/page?userId=<other>&noteId=<id>'],
		],
		others: [
			...[
				'/user/profile/<other>',
				'/user/profile/<other>?noteId=<other>',
				'/board/<other>',
				'/page/topics/<other>',
			],
			...[
				'/goods-detail/<other>',
				'/goods/item/<other>',
				'/store/item/<other>',
				'/livestream/<other>',
				'/page/<other>',
			],
			...[
				'/404?noteId=<other>',
				'/login?noteId=<other>',
				'/website-login/captcha?noteId=<other>',
				'/shop/<other>',
			],
			...[
				'/explore/<other>0',
				'/page?userId=<other>',
				'/page?u=/explore/<other>',
				'/page?u=x?noteId=<other>',
			],
		],
	},
};

const filled = (address: string, id: string, other: string) =>
	address.replaceAll('<id>', id).replaceAll('<other>', other).replaceAll('<name>', 'some_name');

/** Each host with each address, and two IDs of the same form. */
const addresses = ({ hosts, id }: Sheet, forms: readonly string[]) =>
	fc
		.record({ host: fc.constantFrom(...hosts), form: fc.constantFrom(...forms), id, other: id })
		.filter(({ id: one, other }) => one !== other)
		.map((made) => ({ ...made, url: `https://${made.host}${filled(made.form, made.id, made.other)}` }));

const POSTS = ['video', 'note', 'slides', 'article'];

describe.each(Object.entries(SHEETS))('An address of %s', (name, sheet) => {
	const platform = platformNamed(name);

	it('names a post by the word before its ID, on any page', () => {
		fc.assert(
			fc.property(addresses(sheet, sheet.posts), ({ url, id }) => {
				const landing = readLanding(platform, url);
				expect(landing).toMatchObject({ found: 'target', target: { contentId: id } });
				expect(landing.found === 'target' && POSTS).toContain(
					landing.found === 'target' && landing.target.contentType,
				);
				expect(readShareText(`看 ${url} 好`)).toMatchObject({
					links: [{ target: { contentId: id } }],
					others: [],
				});
			}),
			{ numRuns: 400 },
		);
	});

	it('names no post where another word, or none, stands before the ID', () => {
		fc.assert(
			fc.property(addresses(sheet, sheet.others), ({ url }) => {
				const landing = readLanding(platform, url);
				if (landing.found === 'target') expect(POSTS).not.toContain(landing.target.contentType);
				const { links, others } = readShareText(`看 ${url} 好`);
				for (const { target } of links) expect(POSTS).not.toContain(target?.contentType);
				// What names nothing fails by its link.
				if (links.length === 0)
					expect(others).toMatchObject([{ reason: 'no_post', platform: name, link: url }]);
			}),
			{ numRuns: 400 },
		);
	});

	it('never vanishes beside a good link where it holds an ID, but for pages on the way', () => {
		const unknown = sheet.others.filter((form) => !/login|captcha/.test(form) && form.includes('<'));
		fc.assert(
			fc.property(addresses(sheet, unknown), ({ url, form }) => {
				const { links, others } = readShareText(`https://b23.tv/AbC12 ${url}`);
				if (/<other>0|x<other>/.test(form)) return;
				expect(links.length + others.length).toBe(2);
			}),
		);
	});

	it('gives a canonical address of what was recognised, with a bound', () => {
		const mess = fc.string({ unit: fc.constantFrom(...`<>"'&%=?/#\\ ${LOWER}看`), maxLength: 60 });
		fc.assert(
			fc.property(addresses(sheet, [...sheet.posts, ...sheet.others]), mess, ({ url }, tail) => {
				const dirty = `${url}${url.includes('?') ? '&' : '?'}z=${tail}&id=${tail}&xsec_token=${tail.repeat(20)}`;
				const landing = readLanding(platform, dirty);
				if (landing.found !== 'target') return;
				const { canonicalUrl } = landing.target;
				expect(canonicalUrl).toMatch(/^https:\/\/[\w.-]+\/[\w./-]*(?:\?(?:p|id|xsec_token)=[\w%-]+=?=?)?$/);
				expect(canonicalUrl.length).toBeLessThan(300);
				expect(readLanding(platform, canonicalUrl)).toMatchObject({
					target: { contentType: expect.any(String) },
				});
			}),
			{ numRuns: 400 },
		);
	});
});

it('An av number is a video where it is a segment of a path, and on the pages of players and lists', () => {
	const forms = [
		'/video/av<n>',
		'/av<n>',
		'/a/AV<n>/b',
		'/video/Av<n>/index_1.html',
		'/player.html?aid=<n>',
		'/list/1?oid=<n>',
		'/playlist/pl1?oid=<n>',
		'/blackboard/html5mobileplayer.html?aid=<n>',
	];
	fc.assert(
		fc.property(fc.constantFrom(...forms), fc.bigInt({ min: 1n, max: 2n ** 51n - 1n }), (form, number) => {
			const url = `https://www.bilibili.com${form.replace('<n>', String(number))}`;
			const bv = avToBv(String(number));
			expect(readLanding(platformNamed('bilibili'), url)).toMatchObject({
				target: { contentType: 'video', contentId: bv },
			});
		}),
	);
});

/** Ways to write a URL's host, of which some lead a browser elsewhere. */
const WRITINGS: Array<(host: string) => string> = [
	(host) => `https://${host}`,
	(host) => `https:${host}`,
	(host) => `https:\\\\${host}`,
	(host) => `https:\\/\\/${host}`,
	(host) => `HTTPS://${host.toUpperCase()}`,
	(host) => `https://${host.replaceAll('.', '。')}`,
	(host) => `https://${host.replaceAll('.', '．')}`,
	(host) => `https://${host.replaceAll('.', '%2e')}`,
	(host) => `https://${host.replaceAll('.', '\\u002e')}`,
	(host) => `https://evil.example\\u002e${host}`,
	(host) => `https://evil.example\\${host}`,
	(host) => `https://evil.example/${host}`,
	(host) => `https://evil.example#${host}`,
	(host) => `https://evil.example?${host}`,
	(host) => `https://evil.example\t.${host}`,
	(host) => `https://${host}@evil.example`,
	(host) => `https://user:pw@${host}`,
	(host) => `https://${host}:8080`,
	(host) => `https://${host}.evil.example`,
	(host) => `https://${host}\\.evil.example`,
	(host) => `https://${host}%00.evil.example`,
	(host) => `https://${host}%2f.evil.example`,
	(host) => `https://${host}&evil.example`,
	(host) => `https:\\u002f\\u002f${host}`,
	(host) => `//${host}`,
	(host) => `https%3A%2F%2F${host}`,
	(host) => `"https://${host}`,
	(host) => ` https://${host}`,
	(host) => `ftp://${host}`,
	(host) => `javascript://${host}`,
	(host) => `https://xn--${host}`,
	(host) => `https://\u00ad${host}`,
];

it("A redirect is a result only where a browser would open the platform's host, however it is written", () => {
	const writings = fc.constantFrom(...WRITINGS);
	const hosts = fc.constantFrom('www.douyin.com', 'v.douyin.com', 'www.iesdouyin.com', 'douyin.com');
	const paths = fc.constantFrom(
		'/video/7458784447774619122',
		'\\video\\7458784447774619122',
		'/share/video/7458784447774619122/?a=b',
	);
	let results = 0;
	fc.assert(
		fc.property(writings, hosts, paths, (write, host, path) => {
			const url = write(host) + path;
			const landing = readLanding(platformNamed('douyin'), url);
			if (landing.found !== 'target') return;
			results += 1;
			const opened = new URL(url.trim().replace(/^"/, ''), 'https://n8n.example');
			expect(opened.hostname).toMatch(/(?:^|\.)(?:ies)?douyin\.com$/);
			expect(opened.pathname).toContain('7458784447774619122');
		}),
		{ numRuns: 1000 },
	);
	expect(results).toBeGreaterThan(50);
});
