/** docs/maintain/verification.md names only commands that exist and that CI runs. */
import { readFileSync } from 'node:fs';

import { npmScriptsIn } from '../../tools/release/workflowRules.mts';

const PAGE = 'docs/maintain/verification.md';
/** No longer than a screen. */
const MOST_ROWS = 25;

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

it('The table is numbered, and no longer than a screen', () => {
	expect(rows.map(({ number }) => number)).toEqual(rows.map((_, index) => index + 1));
	expect(rows.length).toBeGreaterThan(10);
	expect(rows.length).toBeLessThanOrEqual(MOST_ROWS);
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
