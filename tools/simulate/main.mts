/** `node tools/simulate/main.mts`: plays the scenes and writes the table in docs/pace.md. */
import './sources.mts';

import { readFileSync, writeFileSync } from 'node:fs';

const PAGE = 'docs/pace.md';
const { tables } = await import('./tables.mts');
const seeds = Number(process.argv[2] ?? 20);
const written = readFileSync(PAGE, 'utf8').replace(
	/(<!-- simulated:begin[^\n]*-->\n)[\s\S]*?(<!-- simulated:end -->)/,
	`$1\n${(await tables(seeds)).replaceAll('$', '$$$$')}\n$2`,
);
writeFileSync(PAGE, written);
