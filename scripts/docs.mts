// Writes the generated parts of the documentation from the table of failures; with --check, only looks.
import { readFileSync, writeFileSync } from 'node:fs';

import { failureTable } from '../nodes/JustOneApi/answer/failureTable.ts';

const WORDS = new Map([
	[true, 'yes'],
	[false, 'no'],
	[null, 'unknown'],
]);

const rows = failureTable.map(
	({ code, reason, title, billed, retryable, advice }) =>
		`| ${code ?? ''} | \`${reason}\` | ${title} | ${WORDS.get(billed)} | ${WORDS.get(retryable)} | ${advice} |`,
);
const table = [
	'| code | reason | what happened | billed | retryable | what to do |',
	'|---|---|---|---|---|---|',
	...rows,
].join('\n');

const FILE = 'README.md';
const before = readFileSync(FILE, 'utf8');
const after = before.replace(
	/(<!-- failures:begin[^\n]*-->\n)[\s\S]*?(<!-- failures:end -->)/,
	`$1\n${table}\n\n$2`,
);

if (process.argv.includes('--check')) {
	const isCurrent = before === after;
	console.log(
		isCurrent
			? `${FILE} agrees with the table of failures`
			: `${FILE} is not what the table of failures says: run npm run docs`,
	);
	process.exitCode = isCurrent ? 0 : 1;
} else {
	writeFileSync(FILE, after);
	console.log(`${FILE} written`);
}
