import fc from 'fast-check';

import { readShareText } from '../../nodes/JustOneApi/link/shareLink.ts';
import { textOf } from '../../nodes/JustOneApi/text/shareText.ts';

/** A link in parts, and the text that damage made of it. */
interface Link {
	scheme: string;
	code: string;
	end: string;
	/** Where in the code the damage stands: 0 is before its first character. */
	at: number;
}

const ALPHABET = 'abcdeFGHIJ0123456789-_';
const codes = fc
	.string({ unit: fc.constantFrom(...ALPHABET), minLength: 5, maxLength: 11 })
	// A percent sign before 2F at a code's end is the one damage that cannot be told from an encoded slash.
	.filter((code) => /\d/.test(code) && /[A-Z]/.test(code) && !code.includes('2F'));
const links = fc
	.record({
		scheme: fc.constantFrom('https://', 'http://', '', 'HTTPS://', 'https//', '分享地址：//', 'https\\c//'),
		code: codes,
		end: fc.constantFrom('/', '', '/ ', ' 复制此链接', '，好', '/?a=b', '\n'),
		at: fc.nat(),
	})
	.map((link): Link => ({ ...link, at: link.at % (link.code.length + 1) }));

const HOST = 'v.douyin.com/';
const whole = ({ code }: Link) => `https://${HOST}${code}/`;
const before = ({ scheme, code, at }: Link) => `看 ${scheme}${HOST}${code.slice(0, at)}`;
const behind = ({ code, at, end }: Link) => `${code.slice(at)}${end}`;

function calledFor(value: unknown): { urls: string[]; failed: boolean } {
	const { links: found, others } = readShareText(textOf(value));
	return { urls: found.map(({ url }) => url), failed: others.length > 0 };
}

/** What damage does to a code at a place in it. */
const DAMAGE: Record<string, (link: Link) => unknown> = {
	...Object.fromEntries(
		[
			...[
				'%',
				'%%',
				'<b>',
				'</b>',
				'<span class="x">',
				'</em><em>',
				'<!-- -->',
				'<wbr>',
				'<wbr/>',
				'&lt;wbr&gt;',
				'</wbr>',
			],
			...[
				'=\n',
				'=\r\n',
				'=\n=\n',
				'_x000D_',
				'_x000d_',
				'_x000A_',
				'&shy;',
				'&#173;',
				'\u00AD',
				'\u200B',
				'&#8203;',
			],
			...['\\u200b', '&amp;shy;', '&zwj;', '\uFE0F', '％'],
		].map((sign) => [JSON.stringify(sign), (link: Link) => `${before(link)}${sign}${behind(link)}`]),
	),
	"exceljs's runs": (link) => ({
		richText: [{ text: before(link) }, { font: { bold: true }, text: behind(link) }],
	}),
	'runs of three': (link) => ({
		richText: [
			{ text: before(link) },
			{ text: link.code.slice(link.at) },
			{ font: { size: 11 }, text: link.end },
		],
	}),
	'runs in JSON': (link) => JSON.stringify({ richText: [{ text: before(link) }, { text: behind(link) }] }),
	"Notion's runs": (link) => ({
		rich_text: [before(link), behind(link)].map((content) => ({
			type: 'text',
			text: { content, link: null },
			annotations: { bold: false, color: 'default' },
			plain_text: content,
			href: null,
		})),
	}),
	"Google Docs' runs": (link) => [
		{
			paragraph: {
				elements: [before(link), behind(link)].map((content) => ({ textRun: { content, textStyle: {} } })),
			},
		},
	],
	"Feishu's runs": (link) => [before(link), behind(link)].map((text) => ({ type: 'text', text })),
	'a run that an editor linked by half': (link) => [
		{ type: 'url', text: before(link), link: before(link) },
		{ type: 'text', text: behind(link) },
	],
	"Slack's runs": (link) => ({
		type: 'rich_text_section',
		elements: [
			{ type: 'text', text: before(link) },
			{ type: 'text', text: behind(link), style: { bold: true } },
		],
	}),
	'rows or runs': (link) => [{ text: before(link) }, { text: behind(link) }],
};

describe('A code that was damaged gives its own link, or none, and never another', () => {
	it.each(Object.entries(DAMAGE))('%s', (_, damage) => {
		fc.assert(
			fc.property(links, (link) => {
				const { urls, failed } = calledFor(damage(link));
				if (urls.length === 0) expect(failed).toBe(true);
				else expect(urls).toEqual([whole(link)]);
			}),
		);
	});
});

/** Damage at the end of a code, where the code is whole: letters of a Chinese keyboard, a percent-encoded word. */
describe('Behind a code they end it, within a code nothing is called', () => {
	it.each(['ＯＫ', 'Ｂ', 'ＡＰＰ：', '２０２６', '%E5%A4%8D%E5%88%B6', '％Ｅ'])('%s', (word) => {
		fc.assert(
			fc.property(links, (link) => {
				const { urls } = calledFor(`${before(link)}${word}${behind(link)}`);
				if (urls.length > 0) expect(urls).toEqual([whole(link)]);
			}),
		);
	});
});

const GLUE = [
	'',
	'/',
	'.',
	'。',
	'/.',
	'/。',
	'//',
	'/1.',
	'/2．',
	'，',
	'\n',
	'\n-',
	'\n1.',
	'\n2．',
	'@',
	'<br>',
	'</p><p>',
	';',
];

describe('Two links that are glued stay two, or the row fails', () => {
	it.each(GLUE)('with %j between them', (glue) => {
		fc.assert(
			fc.property(links, codes, fc.constantFrom('', 'https://', 'http//'), (link, second, scheme) => {
				const both = [whole(link), `https://${HOST}${second}/`];
				const text = `看 ${link.scheme}${HOST}${link.code}${glue}${scheme}${HOST}${second}/`;
				const { urls, failed } = calledFor(text);
				expect([...new Set(both)]).toEqual(expect.arrayContaining(urls));
				if (!failed) expect(urls).toEqual([...new Set(both)]);
			}),
		);
	});
});

/** How a link is written down by what it passes through; each can be applied to the other's work. */
const ENCODERS: Record<string, (text: string) => string> = {
	json: (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/'),
	unicode: (text) => text.replace(/[^\w]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
	html: (text) => text.replaceAll('&', '&amp;').replaceAll('/', '&#47;').replaceAll(':', '&#x3A;'),
};

it('A link is found however often it was escaped', () => {
	const names = fc.array(fc.constantFrom(...Object.keys(ENCODERS)), { maxLength: 3 });
	fc.assert(
		fc.property(codes, names, (code, applied) => {
			const url = `https://${HOST}${code}/`;
			const text = applied.reduce((encoded, name) => ENCODERS[name](encoded), url);
			expect(calledFor(text).urls).toEqual([url]);
		}),
	);
});

it('A link is found however often it was percent-encoded within another', () => {
	fc.assert(
		fc.property(codes, fc.nat({ max: 4 }), (code, times) => {
			const url = `https://${HOST}${code}/`;
			let encoded = url;
			for (let time = 0; time < times; time += 1) encoded = encodeURIComponent(encoded);
			expect(calledFor(`https://search.example/link?url=${encoded}&x=1`).urls).toEqual([url]);
		}),
	);
});

it.each([
	['_', '_'],
	['__', '__'],
	['**', '**'],
	['**_', '_**'],
	['_看 ', '_'],
	['~~', '~~'],
	['==', '=='],
])("Markdown's marks %s … %s are no part of a link", (open, close) => {
	const inner = codes.filter((code) => !code.endsWith('_'));
	fc.assert(
		fc.property(inner, fc.constantFrom('https://', ''), fc.constantFrom('', '/'), (code, scheme, slash) => {
			expect(calledFor(`${open}${scheme}${HOST}${code}${slash}${close} 好`).urls).toEqual([
				`https://${HOST}${code}/`,
			]);
		}),
	);
});
