import { readShareText } from '../../../nodes/JustOneApi/link/shareLink.ts';
import { readRichJson, textOf } from '../../../nodes/JustOneApi/text/shareText.ts';

const SHORT = 'https://v.douyin.com/AbC12/';
const OTHER = 'https://v.douyin.com/DeF34/';
const [HALF, REST] = ['看 https://v.douyin.com/Ab', 'C12/ 复制'];

const urlsIn = (value: unknown) => readShareText(textOf(value)).links.map(({ url }) => url);
const notion = (content: string, href: string | null = null) => ({
	type: 'text',
	text: { content, link: href === null ? null : { url: href } },
	annotations: { bold: false, color: 'default' },
	plain_text: content,
	href,
});
const docs = (content: string, url?: string) => ({
	startIndex: 1,
	endIndex: 9,
	textRun: { content, textStyle: url === undefined ? {} : { link: { url } } },
});

describe('A link that is cut between the runs of one text is whole', () => {
	it.each<[string, unknown]>([
		['Excel, as exceljs reads it', { richText: [{ text: HALF }, { font: { bold: true }, text: REST }] }],
		['Excel, its runs alone', [{ text: HALF }, { font: { name: 'Calibri', size: 11 }, text: REST }]],
		[
			'Excel, cut three times',
			{
				richText: [
					{ text: 'https://v.dou' },
					{ font: {}, text: 'yin.com/' },
					{ text: 'AbC12' },
					{ text: '/' },
				],
			},
		],
		['a hyperlinked cell', { text: { richText: [{ text: HALF }, { text: REST }] }, hyperlink: 'mailto:x' }],
		['Notion, as it is read', { properties: { Name: { title: [notion(HALF), notion(REST)] } } }],
		[
			'Notion, as it is written, in chunks',
			{ rich_text: [{ text: { content: HALF } }, { text: { content: REST } }] },
		],
		['Google Docs', { body: { content: [{ paragraph: { elements: [docs(HALF), docs(REST)] } }] } }],
		['Google Docs, linked as a whole', [docs('https://v.douyin.com/Ab', SHORT), docs('C12', SHORT)]],
		[
			'Feishu Base',
			[
				{ type: 'text', text: HALF },
				{ type: 'text', text: REST },
			],
		],
		[
			'Feishu documents',
			{ elements: [HALF, REST].map((content) => ({ text_run: { content, text_element_style: {} } })) },
		],
		[
			'a Feishu post',
			{
				content: [
					[
						{ tag: 'text', text: HALF },
						{ tag: 'text', text: REST, style: ['bold'] },
					],
				],
			},
		],
		[
			'Slack',
			{
				blocks: [
					{
						type: 'rich_text',
						elements: [
							{ type: 'rich_text_section', elements: [HALF, REST].map((text) => ({ type: 'text', text })) },
						],
					},
				],
			},
		],
		['Telegram', { text: [HALF, { type: 'bold', text: 'C12' }, '/ 复制'] }],
		['Quill', { ops: [{ insert: HALF }, { insert: REST, attributes: { bold: true } }, { insert: '\n' }] }],
		[
			'TipTap and Jira',
			{ type: 'paragraph', content: [HALF, REST].map((text) => ({ type: 'text', text, marks: [] })) },
		],
		['Slate', { children: [{ text: HALF }, { text: REST }] }],
		[
			'Sanity',
			{
				_type: 'block',
				children: [HALF, REST].map((text) => ({ _type: 'span', _key: 'a', text, marks: [] })),
			},
		],
		['JSON of it', JSON.stringify({ richText: [{ text: HALF }, { text: REST }] })],
		[
			'a row with JSON of it',
			JSON.stringify([
				{ type: 'text', text: HALF },
				{ type: 'text', text: REST },
			]),
		],
	])('%s', (_, value) => {
		expect(urlsIn(value)).toEqual([SHORT]);
	});
});

describe('Separate values are kept apart', () => {
	const [FIRST, SECOND] = ['https://v.douyin.com/AbC12', 'DeF34'];

	it.each<[string, unknown, string[]]>([
		['a list of texts', [FIRST, SECOND], [SHORT]],
		['the columns of a row', { a: FIRST, b: SECOND }, [SHORT]],
		[
			'rows with a column named text',
			[
				{ id: 1, text: FIRST },
				{ id: 2, text: SECOND },
			],
			[SHORT],
		],
		[
			'messages',
			[
				{ role: 'user', content: FIRST },
				{ role: 'user', content: SECOND },
			],
			[SHORT],
		],
		[
			'the fields of a Slack block',
			{ fields: [FIRST, SECOND].map((text) => ({ type: 'mrkdwn', text })) },
			[SHORT],
		],
		[
			'the items of a Slack list',
			{
				type: 'rich_text_list',
				elements: [FIRST, SECOND].map((text) => ({
					type: 'rich_text_section',
					elements: [{ type: 'text', text }],
				})),
			},
			[SHORT],
		],
		[
			'the paragraphs of a document',
			{ content: [FIRST, SECOND].map((content) => ({ paragraph: { elements: [docs(content)] } })) },
			[SHORT],
		],
		[
			'the lines of a Feishu post',
			{ content: [[{ tag: 'text', text: FIRST }], [{ tag: 'text', text: SECOND }]] },
			[SHORT],
		],
		['lists of runs', [[notion(FIRST)], [notion(SECOND)]], [SHORT]],
		["Airtable's attachments", [{ id: 'a', url: FIRST, filename: SECOND }], [SHORT]],
		[
			'a hard break',
			{ content: [{ type: 'text', text: FIRST }, { type: 'hardBreak' }, { type: 'text', text: SECOND }] },
			[SHORT],
		],
	])('%s', (_, value, urls) => {
		expect(urlsIn(value)).toEqual(urls);
	});

	it.each<[string, unknown]>([
		['a list of nothing but texts in objects', [{ text: FIRST }, { text: SECOND }]],
		[
			'behind what an editor has linked',
			[
				{ type: 'url', text: FIRST, link: FIRST },
				{ type: 'text', text: SECOND },
			],
		],
		['behind a link of Google Docs', [docs(FIRST, FIRST), docs(SECOND)]],
		[
			'beside an emoji',
			[
				{ type: 'text', text: FIRST },
				{ type: 'emoji', name: 'x' },
				{ type: 'text', text: SECOND },
			],
		],
	])('Where they may be one or two, nothing is called: %s', (_, value) => {
		expect(readShareText(textOf(value))).toMatchObject({ links: [], others: [{ reason: 'damaged_link' }] });
	});
});

describe('The addresses behind a text are read too', () => {
	it.each<[string, unknown, string[]]>([
		[
			'Feishu Base',
			[
				{ type: 'text', text: '看' },
				{ type: 'url', text: '点这里', link: SHORT },
			],
			[SHORT],
		],
		[
			'Feishu Base, with its address as the text',
			[
				{ type: 'url', text: SHORT, link: SHORT },
				{ type: 'text', text: '好' },
			],
			[SHORT],
		],
		[
			'Slack, without a text',
			{
				elements: [
					{ type: 'text', text: 'a' },
					{ type: 'link', url: SHORT },
					{ type: 'text', text: 'copy' },
				],
			},
			[SHORT],
		],
		['Notion', [notion('这里', SHORT), notion(' 和 '), notion('那里', OTHER)], [SHORT, OTHER]],
		[
			'a text that shows the beginning of its address',
			[
				{ type: 'url', text: 'https://v.douyin.com/AbC', link: SHORT },
				{ type: 'text', text: '好' },
			],
			[SHORT],
		],
		['Quill', [{ insert: '看' }, { insert: '这里', attributes: { link: SHORT } }], [SHORT]],
		[
			'ProseMirror',
			[{ type: 'text', text: '这里', marks: [{ type: 'link', attrs: { href: SHORT } }] }],
			[SHORT],
		],
		['Excel', { text: '看', hyperlink: SHORT }, [SHORT]],
	])('%s', (_, value, urls) => {
		expect(urlsIn(value)).toEqual(urls);
	});
});

it.each(['[{"text":"a"', '{"text": "a"} b', 'x {"text":"a"}'])('%s is no JSON, and stays', (text) => {
	expect(readRichJson(text)).toBe(text);
});

it('JSON without runs stays as it is, with the names of its fields', () => {
	const text = `{"${SHORT}":"a"}`;
	expect(readRichJson(text)).toBe(text);
	expect(urlsIn(text)).toEqual([SHORT]);
});
