/** `npm run simulate`: plays the scenes and writes the tables in docs/pace.md. Takes some minutes. */
import './sources.mts';

import { readFileSync, writeFileSync } from 'node:fs';

const PAGE = 'docs/pace.md';
const { tables } = await import('./tables.mts');
const written = await tables(Number(process.argv[2] ?? 8));
const page = readFileSync(PAGE, 'utf8').replace(
	/(<!-- simulated:begin[^\n]*-->\n)[\s\S]*?(<!-- simulated:end -->)/,
	(_, begin: string, end: string) => `${begin}\n${written}\n${end}`,
);
writeFileSync(PAGE, page);
