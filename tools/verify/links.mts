/** The user's links: from the environment, or asked one by one. */
import { findShareLinks } from '../../dist/nodes/JustOneApi/link/shareLink.js';
import { NotStarted } from '../prompt.mts';
import { LINK_KINDS, LINK_PROMPTS, NONSENSE_LINK, type LinkKind, type Links } from './questions.mts';

/** The environment variable with the link of a kind: JUSTONEAPI_VIDEO, …; one that is set and empty skips the question. */
export const variableOf = (kind: LinkKind): string => `JUSTONEAPI_${kind.toUpperCase()}`;

/**
 * The short link in a text.
 *
 * @param text a link or a whole share text
 * @throws NotStarted that names the kind where the text holds none
 */
export function readLink(kind: LinkKind, text: string): string {
	const links = findShareLinks(text);
	const link = links.find(({ apiAccepts }) => apiAccepts);
	if (link) return link.url;
	const why =
		links.length === 0
			? 'there is no Douyin link in it'
			: 'the API takes only short links, https://v.douyin.com/<code>/. Share the post from the app';
	throw new NotStarted(`${kind}: ${why}.`);
}

/**
 * One link for each kind; what is not given is skipped, but for the code that was never issued.
 *
 * @param ask shows a prompt and resolves to the line that was typed; undefined where there is nobody to ask
 * @throws NotStarted where a text of the environment holds no short link
 */
export async function readLinks(
	environment: Record<string, string | undefined>,
	ask?: (prompt: string) => Promise<string>,
): Promise<Links> {
	const links: Links = {};
	for (const kind of LINK_KINDS) {
		const fallback = kind === 'nonsense' ? NONSENSE_LINK : undefined;
		const given = environment[variableOf(kind)]?.trim();
		const hint = fallback ? `Enter: ${fallback}` : 'Enter: skip';
		const question = `${LINK_PROMPTS[kind]} (${hint}): `;
		const link = given === undefined && ask ? await askFor(kind, question, ask) : given;
		if (link) links[kind] = readLink(kind, link);
		else if (fallback && given === undefined) links[kind] = fallback;
	}
	return links;
}

/** Asks again until there is a short link in the answer, or nothing. */
async function askFor(
	kind: LinkKind,
	question: string,
	ask: (prompt: string) => Promise<string>,
): Promise<string> {
	for (let complaint = ''; ; ) {
		const typed = await ask(complaint + question);
		try {
			if (typed !== '') readLink(kind, typed);
			return typed;
		} catch (error) {
			if (!(error instanceof NotStarted)) throw error;
			complaint = `${error.message}\n`;
		}
	}
}
