/** The user's links: from the environment, or asked one by one. */
import { findShareLinks } from '../../dist/nodes/JustOneApi/link/shareLink.js';
import { readPostId } from '../../dist/nodes/JustOneApi/resources/post/postId.js';
import { NotStarted } from '../prompt.mts';
import {
	LINK_KINDS,
	LINK_PROMPTS,
	NONSENSE_LINK,
	QUESTIONS,
	type LinkKind,
	type Links,
} from './questions.mts';

/** The environment variable with the link of a kind: JUSTONEAPI_VIDEO, …; one that is set and empty skips the question. */
export const variableOf = (kind: LinkKind): string =>
	`JUSTONEAPI_${kind.replace(/[A-Z]/g, '_$&').toUpperCase()}`;

/**
 * The short link in a text.
 *
 * @param text a link or a whole share text
 * @throws NotStarted that names the kind where the text holds none
 */
export function readLink(kind: LinkKind, text: string): string {
	const platform = QUESTIONS.find(({ id }) => id === kind)?.platform ?? 'douyin';
	const links = findShareLinks(text).filter((link) => link.platform.name === platform);
	if (kind === 'imageNote') return readNoteId(text, links[0]?.target?.contentId);
	const link = links.find(
		({ apiAccepts, url }) => apiAccepts && url.includes('xhslink.cn') === (kind === 'xhslinkCn'),
	);
	if (link) return link.url;
	const why =
		links.length === 0
			? `there is no link of ${platform} in it`
			: 'only short links of the documented form are asked. Share the post from the app';
	throw new NotStarted(`${kind}: ${why}.`);
}

/** The ID in the long link of a note, or the ID itself. */
function readNoteId(text: string, inLink: string | null | undefined): string {
	const id = readPostId(text.trim());
	if (inLink) return inLink;
	if (id !== null && !('ok' in id) && id.platform === 'xiaohongshu') return id.id;
	throw new NotStarted(
		'imageNote: give the long link of the note, www.xiaohongshu.com/explore/…, or its ID.',
	);
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
