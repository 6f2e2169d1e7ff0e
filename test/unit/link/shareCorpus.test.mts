import reports2 from '../../fixtures/share-corpus-reports-2.json' with { type: 'json' };
import reports from '../../fixtures/share-corpus-reports.json' with { type: 'json' };
import sisters from '../../fixtures/share-corpus-sisters.json' with { type: 'json' };
import corpus from '../../fixtures/share-corpus.json' with { type: 'json' };

import { readLanding } from '../../../nodes/JustOneApi/link/landing.ts';
import { findShareLinks } from '../../../nodes/JustOneApi/link/shareLink.ts';
import { platformNamed } from '../../../nodes/JustOneApi/platforms/index.ts';
import type { PlatformName } from '../../../nodes/JustOneApi/platforms/platform.ts';

interface Reading {
	links: string[];
	kind: string;
	id: string | null;
	platform: string | null;
	/** The links that are sent to the API, in order. */
	asks: string[];
}

interface Case {
	input: string;
	mode: string;
	/** For a redirect: whose link was asked. */
	platform?: string;
	expect: Omit<Reading, 'platform' | 'asks'> & Partial<Reading>;
	why: string;
}

/**
 * Six cases of the first corpus hold a sister's link beside a Douyin link, or alone. Since the sisters are read too, they
 * are links; the Douyin link beside one stays.
 */
const NOW_A_LINK: Readonly<Record<string, string>> = {
	'only a Kuaishou link': 'https://v.kuaishou.com/f/X-evs9qQdhp9PN',
	'only a Xiaohongshu link, bare host': 'https://xhslink.com/m/6hbktTwVuWe',
	'only a Bilibili link': 'https://b23.tv/zc26Oyu',
	'Kuaishou link first; only the Douyin one counts': 'https://v.kuaishou.com/f/X-5DIXnyJQAlO5',
	'Xiaohongshu short link first': 'https://xhslink.com/o/0vzW2PlHvjS',
	'Bilibili short link first': 'https://b23.tv/boVpm5L',
};

function withSister(entry: Case): Case {
	const link = NOW_A_LINK[entry.why];
	if (link === undefined) return entry;
	return { ...entry, expect: { ...entry.expect, links: [link, ...entry.expect.links], kind: 'short' } };
}

const isText = ({ mode }: Case) => mode === 'text';
const titled = (cases: Case[]) => cases.map((entry) => [entry.why, entry] as const);

const cases: Case[] = [...corpus.map(withSister), ...reports, ...sisters];
const texts = cases.filter(isText);
const redirects = cases.filter((entry) => !isText(entry));

/** The corpora keep the query of pages without an ID; we drop it, since it may name who shared the link. */
const withoutQuery = (link: string) => link.split('?')[0] ?? '';

function readText(text: string): Reading {
	const links = findShareLinks(text);
	const [first] = links;
	return {
		links: links.map(({ url, target }) => target?.canonicalUrl ?? url),
		kind: first ? (first.target?.contentType ?? 'short') : 'none',
		id: first?.target?.contentId ?? null,
		platform: first?.platform.name ?? null,
		asks: links.filter(({ target, apiAccepts }) => target === null && apiAccepts).map(({ url }) => url),
	};
}

function readRedirect(url: string, name: string): Reading {
	const platform = platformNamed(name as PlatformName);
	const landing = readLanding(platform, url);
	if (landing.found !== 'target') {
		const kind = { foreign: 'other', short: 'short', nowhere: 'none' }[landing.found];
		return { links: [], kind, id: null, platform: null, asks: [] };
	}
	const { contentType, contentId, canonicalUrl } = landing.target;
	return { links: [canonicalUrl], kind: contentType, id: contentId, platform: name, asks: [] };
}

/** The platform and the links to be asked, where the corpus says which. */
function expectRead(read: Reading, expected: Case['expect']): void {
	const links =
		read.kind === 'other' || expected.kind === 'other' ? read.links.map(withoutQuery) : read.links;
	const named = expected.kind === 'other' ? expected.links.map(withoutQuery) : expected.links;
	expect({ ...read, links }).toMatchObject({ ...expected, links: named });
}

it('The corpora are whole: 136 cases, 13 from public reports of other tools, and 110 of the sisters', () => {
	expect([texts.length, redirects.length]).toEqual([97 + 12 + 81, 39 + 1 + 29]);
	expect(corpus.map(({ why }) => why)).toEqual(expect.arrayContaining(Object.keys(NOW_A_LINK)));
});

describe('A pasted text holds the links that the corpus names', () => {
	it.each(titled(texts))('%s', (_, { input, expect: expected }) => {
		expectRead(readText(input), expected);
	});
});

describe('A redirect URL leads where the corpus says', () => {
	it.each(titled(redirects))('%s', (_, { input, platform = 'douyin', expect: expected }) => {
		const read = readRedirect(input, platform);
		// A short link leads nowhere: no call would be made for it, and it is no result.
		if (expected.kind === 'short') expect(read).toMatchObject({ kind: 'short', id: null });
		else expectRead(read, expected);
	});

	it.each(titled(redirects.filter(({ expect: { kind } }) => kind === 'other')))(
		'of %s nothing is left but a number that names the page',
		(_, { input, platform = 'douyin' }) => {
			for (const link of readRedirect(input, platform).links) expect(link).not.toMatch(/[?&](?!id=\d)/);
		},
	);
});

/** Of the second reports: what is named is what an item has. A ref of null is not compared. */
interface Item {
	platform: string;
	kind: string;
	ref: string | null;
	unsent?: boolean;
}

const itemOf = (platform: string, kind: string, ref: string): Item => ({ platform, kind, ref });

describe('A link of the second public reports is read as the corpus names it', () => {
	it.each(reports2.map((entry) => [`${entry.why}: ${entry.input}`, entry] as const))('%s', (_, entry) => {
		const expected: Item[] = entry.expect.items;
		const isRedirect = entry.mode === 'redirect';
		const read = isRedirect
			? [readLanding(platformNamed(entry.platform ?? ''), entry.input)].map((landing) => {
					if (landing.found !== 'target') throw new Error(landing.found);
					return { target: landing.target, url: '', name: entry.platform ?? '', apiAccepts: true };
				})
			: findShareLinks(entry.input).map((link) => ({ ...link, name: link.platform.name }));
		const items = read.map(({ target, url, name, apiAccepts }) => {
			if (target === null) {
				const item = itemOf(name, 'short', url.replace(/\/$/, ''));
				return apiAccepts ? item : { ...item, unsent: true };
			}
			return itemOf(name, target.contentType, target.contentId ?? withoutQuery(target.canonicalUrl));
		});
		expect(items).toEqual(
			expected.map((item, index) => ({
				...item,
				ref: item.ref === null ? items[index]?.ref : item.ref.replace(/\/$/, ''),
			})),
		);
	});
});
