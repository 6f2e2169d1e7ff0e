/** The example files themselves: what must hold before anybody imports them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../../../tools/n8n/install.mts';
import type { Scenario } from '../../../tools/n8n/report.mts';
import { EXAMPLES, readExample } from '../../../tools/n8n/examples.mts';

export const exampleFiles: Scenario = {
	name: 'example: files',
	async run({ rest, counts }) {
		const readme = readFileSync(join(PROJECT, 'examples', 'README.md'), 'utf8');
		for (const name of EXAMPLES) {
			const example = readExample(name);
			assert(readme.includes(`${name}.json`), `${name} has no entry in the README`);
			assert.deepEqual(
				Object.keys(example).sort(),
				['connections', 'description', 'name', 'nodes', 'settings'],
				`${name}: nothing of an instance`,
			);
			assert(
				example.nodes.some(({ type }) => type === 'n8n-nodes-base.stickyNote'),
				`${name} tells what to do`,
			);
			for (const node of example.nodes) {
				assert(!('credentials' in node), `${name}: ${node.name} names a credential`);
				if (!node.type.startsWith('n8n-nodes-justoneapi.')) continue;
				assert.match(String(node.onError), /^continue/, `${name}: ${node.name} has an error mode`);
			}
			// Without any credential: that is how a user first sees it.
			await rest.importWorkflow(example);
		}
		return counts(0, 0, 0);
	},
};
