/**
 * The benchmark: this node and n8n's HTTP Request node in the same n8n, against the same sandbox.
 *
 *     npm run bench -- --scene 2 --only "This node" --quick
 *
 * --scene  numbers of scenes, with commas; the others keep their sections of the page
 * --only   contenders whose name contains this; leaves the page alone
 * --quick  small sizes, once: to see that it works; leaves the page alone
 * --keep   logs and user folders stay
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBench } from '../n8n/bench.mts';
import { installN8n, packNode } from '../n8n/install.mts';
import { keepTempFolders, tempFolder } from '../n8n/processes.mts';
import { startPostgres } from '../n8n/services.mts';
import type { Stage } from './measure.mts';
import { sectionText, writePage, type Result } from './page.mts';
import { scenes } from './scenes/index.mts';
import { NEWEST } from '../n8n/versions.mts';

const { values: args } = parseArgs({
	options: {
		scene: { type: 'string' },
		only: { type: 'string', default: '' },
		quick: { type: 'boolean', default: false },
		keep: { type: 'boolean', default: false },
	},
});
if (args.keep) keepTempFolders();

async function main(): Promise<void> {
	const numbers = args.scene?.split(',').map(Number) ?? scenes.map((_, index) => index + 1);
	const chosen = scenes.filter((_, index) => numbers.includes(index + 1));
	if (chosen.length !== numbers.length) throw new Error(`There are scenes 1 to ${scenes.length}`);

	const samples = tempFolder('samples');
	const postgres = await startPostgres();
	const bench = await startBench(await installN8n(NEWEST), await packNode(), postgres, {
		nodeOptions: `--import=${join(import.meta.dirname, 'sampler.mts')}`,
		env: { BENCH_SAMPLES: samples, N8N_LOG_LEVEL: 'info' },
	});
	const stage: Stage = { bench, samples, quick: args.quick, only: args.only };
	const results: Result[] = [];
	for (const scene of chosen) {
		console.log(`\n${scene.name}`);
		const result = { scene, section: await scene.run(stage) };
		results.push(result);
		console.log(`\n${sectionText(result)}`);
		// After each scene, so that one that fails does not take the others with it.
		if (args.only === '' && !args.quick) writePage(results, NEWEST);
	}
	await bench.stop();
	await postgres.stop();
}

const started = performance.now();
try {
	await main();
	console.log(`\nbench: ${((performance.now() - started) / 60_000).toFixed(1)} minutes`);
	process.exit(0);
} catch (error) {
	console.error(error);
	process.exit(1);
}
