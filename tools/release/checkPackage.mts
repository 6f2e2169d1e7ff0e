// What `npm publish` would send is what packed-files.txt lists, and small; with --write, writes the list.
import { readFileSync, writeFileSync } from 'node:fs';

import { dryRun } from '../npm.mts';

const LIST = 'tools/release/packed-files.txt';
/** Bytes. n8n unpacks the package on every worker, and somebody may want to read it before. */
const MOST_PACKED = 200_000;

const { files, size, unpackedSize, warnings } = await dryRun(process.cwd());
const actual = files.map(({ path }) => path).sort();
console.log(`npm publish would send ${actual.length} files, ${size} bytes packed, ${unpackedSize} unpacked`);

const problems = warnings.map((line) => `npm would change package.json: ${line}`);
if (size > MOST_PACKED) problems.push(`More than ${MOST_PACKED} bytes packed`);
if (process.argv.includes('--write')) {
	writeFileSync(LIST, `${actual.join('\n')}\n`);
	console.log(`${LIST} written`);
} else {
	const listed = readFileSync(LIST, 'utf8').trim().split('\n');
	const strangers = actual.filter((path) => !listed.includes(path));
	const missing = listed.filter((path) => !actual.includes(path));
	if (strangers.length > 0) problems.push(`Not in ${LIST}: ${strangers.join(', ')}`);
	if (missing.length > 0) problems.push(`Missing: ${missing.join(', ')}`);
	if (strangers.length + missing.length > 0)
		problems.push('If this is meant: npm run check:package -- --write');
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
