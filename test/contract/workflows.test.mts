/** GitHub's workflows keep our rules, and so they name what is there. */
import { globSync, readFileSync } from 'node:fs';

import { npmScriptsIn, unpinned, workflowProblems } from '../../tools/release/workflowRules.mts';

const SHA = '3d3c42e5aac5ba805825da76410c181273ba90b1';
const WORKFLOW = `name: Example

permissions:
  contents: read

concurrency:
  group: example

jobs:
  one:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    steps:
      - uses: actions/checkout@${SHA} # v7.0.1
        with:
          persist-credentials: false
      - run: npm run build
  two:
    uses: ./.github/workflows/other.yml
`;

it('A workflow as it should be has no problems', () => {
	expect(workflowProblems(WORKFLOW)).toEqual([]);
});

it.each([
	['permissions:\n  contents: read\n', '', 'permissions'],
	['contents: read', 'contents: write', 'permissions'],
	['contents: read\n', 'contents: read\n  id-token: write\n', 'permissions'],
	['concurrency:', 'other:', 'concurrency'],
	['    timeout-minutes: 5\n', '', 'job one needs timeout'],
	['persist-credentials: false', 'fetch-depth: 1', 'job one, checkout'],
	[`@${SHA} # v7.0.1`, '@v7', 'actions/checkout@v7'],
	[' # v7.0.1', '', 'actions/checkout@3d3c'],
	['jobs:', 'job:', 'no jobs'],
])('Without %p there is one', (part, other, told) => {
	expect(workflowProblems(WORKFLOW.replace(part, other)).join('\n')).toContain(told);
});

it('Actions in an action are pinned too', () => {
	expect(unpinned('runs:\n  steps:\n    - uses: actions/setup-node@main\n')).toHaveLength(1);
});

it('Scripts are found in the ways they are called', () => {
	expect(npmScriptsIn('npm run a:b -- --c; npm test && npm run -s d; npm ci; npm run a:b')).toEqual([
		'a:b',
		'test',
		'd',
	]);
});

it('GitHub runs every part of .ci/run', () => {
	const parts = /for part in (.+);/.exec(readFileSync('.ci/run', 'utf8'))?.[1].split(' ') ?? [];
	const workflow = readFileSync('.github/workflows/ci.yml', 'utf8');
	const run = [...workflow.matchAll(/bash \.ci\/run (\w+)/g)].map(([, part]) => part);
	expect(parts.length).toBeGreaterThan(3);
	expect(['install', ...run].sort()).toEqual(parts.toSorted());
});

it('Every npm script that a workflow runs exists', () => {
	const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
	const named = ['.ci/run', ...globSync('.github/workflows/*.yml')].flatMap((file) =>
		npmScriptsIn(readFileSync(file, 'utf8')),
	);
	expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
});
