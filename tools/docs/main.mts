// Writes the generated parts of the documentation. With --check, looks whether they are as they should be, whether links lead
// somewhere, and whether pages and words are within their limits.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';

import { generate, SECTIONS } from './sections.mts';
import { counted, limitProblems, wordsOf } from './limits.mts';
import { anchorsIn, anchorsOf, brokenLinks } from './links.mts';

const OTHERS = /(?:^|\/)(?:node_modules|dist|reports|\.stryker-tmp)(?:\/|$)/;
const paths = globSync('**/*.md', { exclude: (path) => OTHERS.test(path) })
	.map((path) => path.replaceAll('\\', '/'))
	.sort();
const pages = new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));

const problems: string[] = [];
const placed = new Set<string>();
for (const [path, before] of pages) {
	const { page, sections } = generate(before);
	for (const section of sections) placed.add(section);
	if (page === before) continue;
	if (process.argv.includes('--check')) {
		problems.push(`${path} is not what the table of failures says: run npm run docs`);
	} else {
		writeFileSync(path, page);
		console.log(`${path} written`);
	}
}
for (const section of Object.keys(SECTIONS)) {
	if (!placed.has(section)) problems.push(`The generated part ${section} stands on no page`);
}
problems.push(...brokenLinks(pages, existsSync), ...limitProblems(pages));

const { homepage } = JSON.parse(readFileSync('package.json', 'utf8')) as { homepage: string };
const [home] = homepage.split('#');
const anchors = ['readme', ...anchorsIn(pages.get('README.md') ?? '')];
for (const path of globSync('{nodes,credentials}/**/*.{ts,json}')) {
	for (const anchor of anchorsOf(home, readFileSync(path, 'utf8'))) {
		if (!anchors.includes(anchor)) problems.push(`${path}: README.md has no heading #${anchor}`);
	}
}

for (const problem of problems) console.error(problem);
const count = counted(pages);
const words = count.reduce((sum, [, page]) => sum + wordsOf(page), 0);
console.log(
	`${count.length} pages with ${words} words, ${pages.size - count.length} of examples, ${placed.size} generated parts: ${problems.length} problems`,
);
process.exitCode = problems.length > 0 ? 1 : 0;
