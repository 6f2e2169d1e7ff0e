/** How much documentation there may be, and which sections the README has. Pure. */
import type { Pages } from './links.mts';

/** Pages and words that are not generated, outside examples/ and GitHub's forms. */
const MOST_PAGES = 16;
const MOST_WORDS = 12_000;
const MOST_WORDS_README = 1000;

/** The sections of n8n's template for READMEs, in its order: reviewers and users look for them. */
export const README_SECTIONS = [
	'Installation',
	'Operations',
	'Credentials',
	'Compatibility',
	'Usage',
	'Resources',
	'Version history',
];

const GENERATED_PART = /<!-- ([\w-]+):begin[\s\S]*?<!-- \1:end -->/g;
const GENERATED_PAGE = '<!-- Written by npm run ';

/** Words as `wc -w` counts them, without generated parts; 0 for a page that a command writes. */
export function wordsOf(page: string): number {
	if (page.includes(GENERATED_PAGE)) return 0;
	return page.replace(GENERATED_PART, '').split(/\s+/).filter(Boolean).length;
}

/** What is counted: every page but examples and GitHub's forms. */
export const counted = (pages: Pages): Array<[path: string, page: string]> =>
	[...pages].filter(([path]) => !/^(?:examples|\.github)\//.test(path));

/** What is too much, or in the wrong order, one sentence each. */
export function limitProblems(pages: Pages): string[] {
	const problems: string[] = [];
	const all = counted(pages);
	const words = all.reduce((sum, [, page]) => sum + wordsOf(page), 0);
	if (all.length > MOST_PAGES) problems.push(`${all.length} pages of documentation; at most ${MOST_PAGES}`);
	if (words > MOST_WORDS) problems.push(`${words} words of documentation; at most ${MOST_WORDS}`);
	const readme = pages.get('README.md') ?? '';
	if (wordsOf(readme) > MOST_WORDS_README) {
		problems.push(`README.md has ${wordsOf(readme)} words; at most ${MOST_WORDS_README}`);
	}
	const sections = [...readme.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
	if (sections.join() !== README_SECTIONS.join()) {
		problems.push(`README.md must have these sections, in this order: ${README_SECTIONS.join(', ')}`);
	}
	return problems;
}
