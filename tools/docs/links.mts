/** Links between the pages of this repository: which of them lead nowhere. Pure but for `exists`. */
import { dirname, join, normalize } from 'node:path';

/** By path from the project's folder, with `/`. */
export type Pages = ReadonlyMap<string, string>;

const FENCE = /^([ \t]*)(```|~~~)[\s\S]*?^\1\2[^\n]*$/gm;
const CODE = /`[^`\n]*`/g;
/** `[text](target)` and `![text](target "title")`; the text may hold a picture. */
const LINK = /\]\(\s*<?([^\s()<>]+)>?(?:\s+"[^"]*")?\s*\)/g;
const HEADING = /^#{1,6}[ \t]+(.+?)[ \t#]*$/gm;

/** Where a page's links lead, in order; what stands in code is no link. */
export function linksIn(page: string): string[] {
	const text = page.replace(FENCE, '').replace(CODE, '');
	return [...text.matchAll(LINK)].map(([, target]) => target);
}

/** The anchors of a page's headings, as GitHub makes them: a second one of the same name gets `-1`. */
export function anchorsIn(page: string): string[] {
	const seen = new Map<string, number>();
	return [...page.replace(FENCE, '').matchAll(HEADING)].map(([, heading]) => {
		const slug = heading
			.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
			.toLowerCase()
			.replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
			.replaceAll(' ', '-');
		const count = seen.get(slug) ?? 0;
		seen.set(slug, count + 1);
		return count === 0 ? slug : `${slug}-${count}`;
	});
}

/** The anchors of an address in a source file: the editor links to the README. */
export function anchorsOf(address: string, source: string): string[] {
	return source
		.split(`${address}#`)
		.slice(1)
		.map((rest) => /^[\w-]*/.exec(rest)?.[0] ?? '');
}

/**
 * The links that lead to no file, or to no heading of a page.
 *
 * @param pages all pages, for their anchors
 * @param exists whether a file or folder is there
 * @returns one sentence each
 */
export function brokenLinks(pages: Pages, exists: (path: string) => boolean): string[] {
	const problems: string[] = [];
	for (const [path, page] of pages) {
		for (const link of linksIn(page)) {
			if (/^[a-z][\w+.-]*:/i.test(link)) continue;
			const [file, anchor] = decodeURI(link).split('#');
			const target = file === '' ? path : normalize(join(dirname(path), file)).replaceAll('\\', '/');
			const targetPage = pages.get(target);
			if (targetPage === undefined ? !exists(target) : false) problems.push(`${path}: no file ${link}`);
			else if (anchor && !(targetPage && anchorsIn(targetPage).includes(anchor)))
				problems.push(`${path}: no heading ${link}`);
		}
	}
	return problems;
}
