/** One constant says which n8n is tested (tools/n8n/versions.mts); whatever else must name a version names that one. */
import { globSync, readFileSync } from 'node:fs';

import { NEWEST, OLDEST, VERSIONS } from '../../tools/n8n/versions.mts';

const read = (file: string) => readFileSync(file, 'utf8');
const { devDependencies, engines } = JSON.parse(read('package.json')) as {
	devDependencies: Record<string, string>;
	engines: { node: string };
};

it('CI runs the end-to-end ring in these versions', () => {
	expect(read('.github/workflows/ci.yml')).toContain(`'${JSON.stringify(VERSIONS)}'`);
});

it.each([
	['README.md', [NEWEST, OLDEST]],
	['examples/queue-mode/Dockerfile', [NEWEST]],
	['examples/queue-mode/.env.example', [NEWEST]],
	['examples/queue-mode/compose.yaml', [NEWEST]],
])('%s names the tested version', (file, versions) => {
	for (const version of versions) expect(read(file)).toContain(version);
});

it("The engine of the demo and the tests is the newest version's, and axios is the one that it brings", () => {
	expect(devDependencies['n8n-core']).toBe(NEWEST);
	const { dependencies } = JSON.parse(read('node_modules/n8n-workflow/package.json')) as {
		dependencies: Record<string, string>;
	};
	expect(devDependencies.axios).toBe(dependencies.axios);
});

it('No tool and no test has a version of its own', () => {
	const files = globSync('{tools,test}/**/*.{mts,json}').filter(
		(file) => !file.endsWith('versions.mts') && !file.includes('fixtures'),
	);
	const named = files.filter((file) => VERSIONS.some((version) => read(file).includes(version)));
	expect(files.length).toBeGreaterThan(50);
	expect(named).toEqual([]);
});

it('CI tries what ships on the oldest Node that package.json allows, and people get the Node of the scripts', () => {
	expect(read('.github/workflows/ci.yml')).toContain(`node: ['${engines.node.replace('>=', '')}',`);
	expect(read('.nvmrc').trim()).toBe(devDependencies.node);
});
