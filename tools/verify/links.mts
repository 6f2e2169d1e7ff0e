/** The user's links: from flags, from a file, or asked one by one. */
import { readFileSync } from 'node:fs';

import { findShareLinks } from '../../dist/nodes/JustOneApi/link/shareLink.js';
import { LINK_KINDS, LINK_PROMPTS, NONSENSE_LINK, type LinkKind, type Links } from './questions.mts';

/** Texts by kind, as the user gave them; an empty one skips the question. */
export type Texts = Partial<Record<LinkKind, string>>;

const isKind = (name: string): name is LinkKind => LINK_KINDS.some((kind) => kind === name);

/**
 * The short link in a text.
 *
 * @param text a link or a whole share text
 * @throws Error that names the kind where the text holds none
 */
export function readLink(kind: LinkKind, text: string): string {
	const links = findShareLinks(text);
	const link = links.find(({ apiAccepts }) => apiAccepts);
	if (link) return link.url;
	const why =
		links.length === 0
			? 'there is no Douyin link in it'
			: 'the API takes only short links, https://v.douyin.com/<code>/. Share the post from the app';
	throw new Error(`${kind}: ${why}.`);
}

/**
 * Reads given texts; what is not given falls back, what is empty is skipped.
 *
 * @throws Error where a text holds no short link
 */
export function readLinks(texts: Texts, fallback: Links = { nonsense: NONSENSE_LINK }): Links {
	const links: Links = { ...fallback };
	for (const kind of LINK_KINDS) {
		const text = texts[kind]?.trim();
		if (text === '') delete links[kind];
		else if (text !== undefined) links[kind] = readLink(kind, text);
	}
	return links;
}

/**
 * Reads a file like `{ "video": "https://v.douyin.com/…/", "note": "…" }`.
 *
 * @throws Error where it is not of that form
 */
export function readTextsFile(path: string): Texts {
	const form = `${path} must hold a JSON object with texts for some of: ${LINK_KINDS.join(', ')}.`;
	let parsed: unknown;
	try {
		parsed = JSON.parse(readFileSync(path, 'utf8'));
	} catch {
		throw new Error(`${path} could not be read as JSON.`);
	}
	if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new Error(form);
	const texts: Texts = {};
	for (const [name, text] of Object.entries(parsed)) {
		if (!isKind(name) || typeof text !== 'string') throw new Error(form);
		texts[name] = text;
	}
	return texts;
}

/**
 * Asks for one link after the other, again where a text holds none.
 *
 * @param ask shows a prompt and resolves to the line that was typed
 */
export async function askForLinks(ask: (prompt: string) => Promise<string>): Promise<Links> {
	const links: Links = {};
	for (const kind of LINK_KINDS) {
		const isLast = kind === 'nonsense';
		const hint = isLast ? `Enter: ${NONSENSE_LINK}, -: skip` : 'Enter: skip';
		let complaint = '';
		for (;;) {
			const typed = (await ask(`${complaint}${LINK_PROMPTS[kind]} (${hint}): `)).trim();
			if (isLast && typed === '') links[kind] = NONSENSE_LINK;
			if (typed === '' || (isLast && typed === '-')) break;
			try {
				links[kind] = readLink(kind, typed);
				break;
			} catch (error) {
				complaint = `${error instanceof Error ? error.message : String(error)}\n`;
			}
		}
	}
	return links;
}
