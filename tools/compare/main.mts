/**
 * Writes the table of examples/coming-from-http-request.md: the same job in two ways, in a real n8n.
 *
 *     npm run compare
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startBench } from '../n8n/bench.mts';
import { installN8n, packNode, PROJECT } from '../n8n/install.mts';
import { startPostgres } from '../n8n/services.mts';
import { NEWEST } from '../n8n/versions.mts';
import { compare, comparison } from './measure.mts';
import { withComparison } from './page.mts';

const postgres = await startPostgres();
const bench = await startBench(await installN8n(NEWEST), await packNode(), postgres);
try {
	const file = join(PROJECT, 'examples/coming-from-http-request.md');
	const found = comparison(await compare(bench));
	writeFileSync(file, withComparison(readFileSync(file, 'utf8'), found));
	console.log(found);
} finally {
	await bench.stop();
	await postgres.stop();
}
process.exit(0);
