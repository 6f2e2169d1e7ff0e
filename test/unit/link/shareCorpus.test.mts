import reports from '../../fixtures/share-corpus-reports.json' with { type: 'json' };
import corpus from '../../fixtures/share-corpus.json' with { type: 'json' };

import { readLanding } from '../../../nodes/JustOneApi/link/landing.ts';
import { findShareLinks } from '../../../nodes/JustOneApi/link/shareLink.ts';
import { douyin } from '../../../nodes/JustOneApi/platforms/douyin.ts';

interface Reading {
	links: string[];
	kind: string;
	id: string | null;
}

interface Case {
	input: string;
	mode: string;
	expect: Reading;
	why: string;
}

const isText = ({ mode }: Case) => mode === 'text';
const isOther = ({ expect: { kind } }: Case) => kind === 'other';
const titled = (cases: Case[]) => cases.map((entry) => [entry.why, entry] as const);

const cases: Case[] = [...corpus, ...reports];
const texts = cases.filter(isText);
const redirects = cases.filter((entry) => !isText(entry));

function readText(text: string): Reading {
	const links = findShareLinks(text);
	const [first] = links;
	return {
		links: links.map(({ url, target }) =>
			target && target.contentType !== 'other' ? target.canonicalUrl : url,
		),
		kind: first ? (first.target?.contentType ?? 'short') : 'none',
		id: first?.target?.contentId ?? null,
	};
}

function readRedirect(url: string): Reading {
	const landing = readLanding(douyin, url);
	if (landing.found !== 'target') {
		const kind = { foreign: 'other', short: 'short', nowhere: 'none' }[landing.found];
		return { links: landing.found === 'short' ? [url] : [], kind, id: null };
	}
	const { contentType, contentId, canonicalUrl } = landing.target;
	return { links: [canonicalUrl], kind: contentType, id: contentId };
}

it('The corpora are whole: 136 cases, and 13 from public reports of other tools', () => {
	expect([texts.length, redirects.length]).toEqual([97 + 12, 39 + 1]);
});

describe('A pasted text holds the links that the corpus names', () => {
	it.each(titled(texts))('%s', (_, { input, expect: expected }) => {
		expect(readText(input)).toEqual(expected);
	});
});

describe('A redirect URL leads where the corpus says', () => {
	it.each(titled(redirects.filter((entry) => !isOther(entry))))('%s', (_, { input, expect: expected }) => {
		expect(readRedirect(input)).toEqual(expected);
	});

	// The corpus keeps the query of such pages; we drop it, since it names who shared the link.
	it.each(titled(redirects.filter(isOther)))('%s', (_, { input, expect: expected }) => {
		const { links, kind, id } = readRedirect(input);
		expect({ kind, id }).toEqual({ kind: 'other', id: null });
		expect(links).toHaveLength(expected.links.length);
		links.forEach((link) => {
			expect(link.split('?')[0]).toBe(input.split('?')[0]);
			expect(link).not.toMatch(/[?&](?!id=\d)/);
		});
	});
});
