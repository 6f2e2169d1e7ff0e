import { readAccount } from '../../nodes/JustOneApi/call/account.ts';
import { readEnvelope } from '../../nodes/JustOneApi/call/envelope.ts';
import { readRetryAfter } from '../../nodes/JustOneApi/call/response.ts';
import { plainText } from '../../nodes/JustOneApi/failure/plainText.ts';
import { redactor } from '../../nodes/JustOneApi/failure/redact.ts';
import { readLanding } from '../../nodes/JustOneApi/link/landing.ts';
import { readShareText } from '../../nodes/JustOneApi/link/shareLink.ts';
import type { NodeHost } from '../../nodes/JustOneApi/n8n/host.ts';
import { withOwnColumns } from '../../nodes/JustOneApi/n8n/ownColumns.ts';
import { requestSettingsReader } from '../../nodes/JustOneApi/n8n/requestSettings.ts';
import { valuesReader } from '../../nodes/JustOneApi/n8n/rowValues.ts';
import { platforms } from '../../nodes/JustOneApi/platforms/index.ts';
import { textOf } from '../../nodes/JustOneApi/text/shareText.ts';
import { wellFormed } from '../../nodes/JustOneApi/text/wellFormed.ts';
import { countable, countSteps, TooManySteps } from '../../tools/hostile/steps.mts';
import { repeated, SHAPES } from '../../tools/hostile/texts.mts';
import { ANSWERS, dataOf } from '../unit/platforms/answers.mts';

/** Steps a character at most. A piece of a cell that is read as one link has up to 4,096 characters, and takes their square. */
const MOST = 1000;
const MOST_IN_LINKS = 5000;
/** Counting takes some hundred times as long as reading. At this length its square is three times what is allowed for links, fifteen times for the rest. */
const LENGTH = Number(process.env.STEPS_LENGTH ?? 15_000);

const host = (parameters: object) => ({ parameter: () => parameters, rows: [] }) as unknown as NodeHost;

/** An answer in which every text is another one, but for those that make it the one that was asked for. */
function withText(value: unknown, id: string, text: string): unknown {
	if (typeof value === 'string') {
		if (value.includes(id)) return value;
		return value.startsWith('http') ? `https://a.example/${text}` : text;
	}
	if (Array.isArray(value)) return value.map((entry) => withText(entry, id, text));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withText(entry, id, text)]));
}

const TOKEN = 'tok-5f2c9a7b%\\';
const clean = redactor(TOKEN);
const answers = ANSWERS.map(([name, platform, id]) => ({ name, platform, id }));

const CELL = 'a cell, for links';

/** Whatever meets a cell, a column, a setting or an answer. */
const READERS: ReadonlyArray<[string, (text: string) => unknown]> = [
	[CELL, (text) => readShareText(textOf(text))],
	['a column', (text) => withOwnColumns({ error: text, message: text, [text]: 1 }, {})],
	['an item', (text) => wellFormed({ [text]: [text] })],
	['the words of the API', plainText],
	[
		'a column that a parameter is mapped to',
		(text) => valuesReader(mapped(text), [{ name: 'post', label: 'Post' }]),
	],
	['the proxy', (text) => requestSettingsReader(host({ proxy: `http://${text}` }))(0)],
	['the timeout', (text) => requestSettingsReader(host({ timeout: text }))(0)],
	['the base URL', (text) => readAccount({ token: 'abcd', region: 'custom', baseUrl: `http://a.b/${text}` })],
	['the token', (text) => readAccount({ token: text, region: 'cn' })],
	['the body of an answer', readEnvelope],
	['a text in an answer', (text) => readEnvelope(JSON.stringify({ code: text, message: text, 0: 10 ** 17 }))],
	['Retry-After', (text) => readRetryAfter(text, 0)],
	['what may be the token', (text) => clean({ [text]: [text] })],
	[
		'a redirect',
		(text) =>
			readLanding(platforms[text.length % 4], `https://www.${platforms[text.length % 4].domains[0]}/${text}`),
	],
	...answers.map(({ name, platform, id }): [string, (text: string) => unknown] => [
		`the texts of ${name}`,
		(text) => {
			const { details } = platforms.find((one) => one.name === platform) as (typeof platforms)[number];
			const reading = details.readPost(withText(dataOf(name), id, text), id);
			if (!reading.found) throw new Error('The post is not found');
		},
	]),
];

function mapped(text: string): NodeHost {
	return { parameter: () => `={{ $json["${text}`, rows: [] } as unknown as NodeHost;
}

describe.each(READERS)('Work in proportion to the length: %s', (reader, read) => {
	const most = reader === CELL ? MOST_IN_LINKS : MOST;

	it.each(Object.entries(SHAPES))('%s', (_shape, piece) => {
		const text = repeated(piece, LENGTH);
		expect(countSteps(most * text.length, () => read(text))).toBeGreaterThan(0);
	});
});

describe('What is not linear is found out', () => {
	const blanks = `a${' '.repeat(20_000)}a`;

	it.each<[string, () => unknown]>([
		['a pattern that is tried from each blank', () => blanks.replace(/[\s\p{Cf}'"]+$/gu, '')],
		['one that is tried from each beginning', () => /\(a, .*b\)$/.test('(a, '.repeat(5000))],
		['a search from each character on', () => [...blanks].map((_, start) => blanks.includes('b', start))],
		['a list within a list', () => [...blanks].map((one, _, all) => all.includes(`${one}.`))],
		['a text that grows', () => [...blanks].reduce((text, one) => `${text}${one}`.trimStart(), '')],
	])('%s', (_, work) => {
		expect(() => countSteps(500 * blanks.length, work)).toThrow(TooManySteps);
	});

	it('The form in which steps are counted matches as the pattern does', () => {
		for (const [pattern, text] of [
			[/(?<!\\)\\+u([0-9a-f]{4})/i, 'a\\\\u002f'],
			[/^(?:[a-z]*?\.)+(?<end>\p{Lu}{1,2})$/u, 'a.bc.DE'],
			[/(['"])[^'"\]*+]{2,}\1[^]?/, `'ab"cd"`],
		] as const) {
			expect(new RegExp(countable(pattern.source), pattern.flags).exec(text)).toEqual(pattern.exec(text));
		}
	});
});
