/**
 * The end-to-end ring: the packed package in a real n8n. Only the API is not real: it is the sandbox.
 *
 *     npm run test:e2e -- --n8n <version> --only name --keep
 *
 * --n8n      a version, or several with commas. Without it: the newest supported and the last 1.x
 * --only     scenarios whose name contains this
 * --tarball  a packed package to test. Without it, this one is built and packed
 * --keep     logs and user folders stay
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startBench } from '../../tools/n8n/bench.mts';
import { installN8n, packNode } from '../../tools/n8n/install.mts';
import { keepTempFolders } from '../../tools/n8n/processes.mts';
import { Report, type Scenario } from '../../tools/n8n/report.mts';
import { scenarios, tokenScenario } from './scenarios/index.mts';
import { startPostgres } from '../../tools/n8n/services.mts';
import { VERSIONS } from '../../tools/n8n/versions.mts';

const { values: args } = parseArgs({
	options: {
		n8n: { type: 'string' },
		only: { type: 'string' },
		tarball: { type: 'string' },
		keep: { type: 'boolean', default: false },
	},
});
if (args.keep) keepTempFolders();

/** Scenarios of a neighbouring folder, if it is there. */
async function optional(file: string, name: string): Promise<Scenario[]> {
	const path = join(import.meta.dirname, file);
	if (!existsSync(path)) return [];
	return ((await import(path)) as Record<string, Scenario[]>)[name] ?? [];
}

async function main(): Promise<Report> {
	const report = new Report();
	const versions = args.n8n?.split(',') ?? VERSIONS;
	const newest = versions.find((version) => !version.startsWith('1.'));
	const all = [
		...scenarios,
		...(await optional('examples/index.mts', 'exampleScenarios')),
		...(await optional('browser/index.mts', 'browserScenarios')),
		tokenScenario, // looks at what all others left behind
	];
	const chosen = all.filter(({ name }) => name.includes(args.only ?? ''));
	if (chosen.length === 0)
		throw new Error(`No scenario is named like ${args.only}: ${all.map(({ name }) => name).join(', ')}`);

	const tarball = args.tarball ? resolve(args.tarball) : await packNode();
	const postgres = await startPostgres();
	for (const version of versions) {
		const start = performance.now();
		try {
			const bench = await startBench(await installN8n(version), tarball, postgres);
			console.log(`n8n ${version} is ready at ${bench.n8n.url}`);
			for (const scenario of chosen) {
				if (scenario.newestOnly && version !== newest) continue;
				bench.sandbox.reset();
				await report.run(scenario, version, bench);
			}
			await bench.stop();
		} catch (error) {
			report.add({ scenario: 'start', version, seconds: (performance.now() - start) / 1000, error });
		}
	}
	await postgres.stop();
	if (report.count === 0) throw new Error(`None of the scenarios runs with n8n ${versions.join(', ')}`);
	return report;
}

try {
	const report = await main();
	report.print();
	process.exit(report.failed > 0 ? 1 : 0);
} catch (error) {
	console.error(error);
	console.log('\ne2e: 0 passed, 1 failed');
	process.exit(1);
}
