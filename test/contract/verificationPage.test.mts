/** docs/verification.md names only commands that exist and that CI runs, and no rule is left out. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { npmScriptsIn } from '../../tools/release/workflowRules.mts';

const PAGE = 'docs/verification.md';
/** n8n's rules that we know of: `@n8n/scan-community-package` and the documentation, counted in November 2026. */
const RULES = 43;

const page = readFileSync(PAGE, 'utf8');
const rows = page.split('\n').flatMap((line) => {
	const cells = line.split(' | ');
	const number = /^\| (\d+)$/.exec(cells[0] ?? '')?.[1];
	return number === undefined
		? []
		: [{ number: Number(number), shownBy: (cells.at(-1) ?? '').replace(/ \|$/, '') }];
});

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const steps = readFileSync('.ci/run', 'utf8')
	.split('\n')
	.filter((line) => !/^\s*(?:#|step )/.test(line));

/** A command is run if it begins a line of .ci/run: more arguments may follow there. */
const isRun = (command: string) =>
	steps.some((line) => line.trim() === command || line.trim().startsWith(`${command} `));

it('Every rule has a row, once and in order', () => {
	expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: RULES }, (_, index) => index + 1));
});

it('Every row has commands, or says that it takes a person', () => {
	const others = rows.filter(({ shownBy }) => !/^(?:read|`[^`]+`(?:, `[^`]+`)*)$/.test(shownBy));
	expect(others).toEqual([]);
});

const commands = [...new Set(rows.flatMap(({ shownBy }) => shownBy.match(/(?<=`)[^`,]+(?=`)/g) ?? []))];

it.each(commands)('CI runs %s', (command) => {
	expect(isRun(command)).toBe(true);
	expect(Object.keys(scripts)).toEqual(expect.arrayContaining(npmScriptsIn(command)));
	expect(npmScriptsIn(command)).toHaveLength(1);
});

it('Every npm script on the page exists', () => {
	expect(Object.keys(scripts)).toEqual(expect.arrayContaining(npmScriptsIn(page)));
});

it('Every file that the page links to is there', () => {
	const links = [...page.matchAll(/\]\(([^)#]+)\)/g)].map(([, path = '']) => join(dirname(PAGE), path));
	expect(links.length).toBeGreaterThan(0);
	expect(links.filter((path) => !existsSync(path))).toEqual([]);
});
