import { failureKinds } from '../../nodes/JustOneApi/failure/failureTable.ts';
import { generate, SECTIONS } from '../../tools/docs/sections.mts';
import { limitProblems, README_SECTIONS } from '../../tools/docs/limits.mts';
import { anchorsIn, anchorsOf, brokenLinks, linksIn } from '../../tools/docs/links.mts';

describe('The generated parts', () => {
	it.each(Object.keys(SECTIONS))(
		'%s is written between its markers, with every reason where it comes from their table',
		(name) => {
			const { page, sections } = generate(`a\n<!-- ${name}:begin (x) -->\nSTALE\n<!-- ${name}:end -->\nb\n`);
			expect(sections).toEqual([name]);
			expect(page).toMatch(/^a\n<!-- [\s\S]* -->\nb\n$/);
			expect(page).not.toContain('STALE');
			if (['scenarios', 'empty', 'simplified'].includes(name)) return;
			for (const { reason } of failureKinds) expect(page).toMatch(new RegExp(`[\`']${reason}[\`']`));
		},
	);

	it('are the same when they are written again', () => {
		const once = generate('<!-- failures:begin -->\n<!-- failures:end -->').page;
		expect(generate(once).page).toBe(once);
	});

	it('that take minutes are left as they are: npm run simulate writes them', () => {
		const page = '<!-- simulated:begin (npm run simulate) -->\nx\n<!-- simulated:end -->\n';
		expect(generate(page)).toEqual({ page, sections: [] });
	});

	it('are not made up for a name that nobody knows', () => {
		expect(() => generate('<!-- prices:begin -->\n<!-- prices:end -->')).toThrow('prices');
	});

	it('say in which cases money was spent', () => {
		const lines = SECTIONS.bills().split('\n');
		expect(lines[2]).toBe('| **yes** | each result (code 0), 201 `no_content`, `no_target` |');
	});
});

describe('Links', () => {
	it('are found in text, in pictures that are links, and not in code', () => {
		const page =
			'[a](b.md) ![c](d.svg "e") [![f](g.png)](h.md#i) `[no](code.md)`\n```\n[no](fence.md)\n```\n[j](#k)';
		expect(linksIn(page)).toEqual(['b.md', 'd.svg', 'g.png', 'h.md#i', '#k']);
	});

	it('lead to headings as GitHub names them', () => {
		const page =
			'# `Add Cost`, and *why*\n## Costs: 1,000 rows?\n## 费用（计费）\n## Same\n## Same\n```\n# no\n```\n### [x](y.md) z ##';
		expect(anchorsIn(page)).toEqual([
			'add-cost-and-why',
			'costs-1000-rows',
			'费用计费',
			'same',
			'same-1',
			'x-z',
		]);
	});

	it('of the code to the README are found', () => {
		const source =
			"a = 'https://example.com/x#costs'; b = 'https://example.com/x'; c = \"https://example.com/x#\"";
		expect(anchorsOf('https://example.com/x', source)).toEqual(['costs', '']);
	});

	it('that lead nowhere are named', () => {
		const pages = new Map([
			[
				'README.md',
				'# Top\n[good](docs/a.md#part) [bad](docs/a.md#gone) [bad](gone.md) [web](https://example.com/x.md)',
			],
			[
				'docs/a.md',
				'## Part\n[good](../README.md#top) [good](../index.js) [bad](index.js) [bad](../index.js#line) [own](#part)',
			],
		]);
		expect(brokenLinks(pages, (path) => path === 'index.js')).toEqual([
			'README.md: no heading docs/a.md#gone',
			'README.md: no file gone.md',
			'docs/a.md: no file index.js',
			'docs/a.md: no heading ../index.js#line',
		]);
	});
});

describe('The limits of the documentation', () => {
	const readme = README_SECTIONS.map((title) => `## ${title}\n`).join('');
	const pages = (changes: Record<string, string>) =>
		new Map(Object.entries({ 'README.md': readme, ...changes }));

	it('hold for pages that somebody wrote', () => {
		const text = 'word '.repeat(12_000);
		const generated = `<!-- a:begin -->\n${text}\n<!-- a:end -->`;
		const bench = `<!-- Written by npm run bench. -->\n${text}`;
		const fine = pages({ 'docs/a.md': generated, 'docs/b.md': bench, 'examples/README.md': text });
		expect(limitProblems(fine)).toEqual([]);
		expect(limitProblems(pages({ 'docs/a.md': text }))).toEqual([expect.stringContaining('at most 12000')]);
		const many = Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`docs/${index}.md`, '']));
		expect(limitProblems(pages(many))).toEqual([expect.stringContaining('17 pages')]);
	});

	it("hold for the README: its length, and the sections of n8n's template in their order", () => {
		expect(limitProblems(pages({ 'README.md': readme + 'word '.repeat(1001) }))).toHaveLength(1);
		expect(limitProblems(pages({ 'README.md': readme.replace('## Usage', '## Use') }))).toHaveLength(1);
	});
});
