import { readFileSync } from 'node:fs';

import type { WorkflowJson } from '../../tools/engine/engine.mts';
import { TOKENS } from '../../tools/sandbox/server.mts';
import { GOOD, link, RESOLVE, startBench, type Bench } from './bench.mts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());

const page = readFileSync('docs/costs.md', 'utf8');
const [, EXPRESSION] = /```\n\{\{ (.+) \}\}\n```/.exec(page) ?? [];

/** The expression that docs/costs.md gives for a message with the bill, in n8n's own evaluator. */
it.each([
	['of rows of both branches', [link('one'), 'no link'], [1, 1]],
	['of good rows only', [link('two'), link('three')], [2, 0]],
	['of failed rows only', [link('c201-x'), 'no link'], [1, 2]],
])('A later node can read the bill %s', async (_, texts, [billed, failed]) => {
	const file = 'test/engine/workflows/error-output.workflow.json';
	const text = readFileSync(file, 'utf8').replaceAll(`"${RESOLVE}"`, '"Resolve Share URL"');
	const workflow = JSON.parse(text) as WorkflowJson;
	const resolve = workflow.nodes.find(({ name }) => name === 'Resolve Share URL');
	if (!resolve?.parameters || !EXPRESSION) throw new Error('The workflow or the page is another one now');
	resolve.parameters.options = { addCost: true };
	// On both branches a second Resolve node, which gets the bill in a link and gives that link back.
	const long = `https://www.douyin.com/video/7458784447774619122?bill=`;
	const shareUrl = `={{ '${long}' + encodeURIComponent(${EXPRESSION}) }}`;
	for (const name of ['Resolved', 'Failed']) {
		const later = workflow.nodes.find((node) => node.name === name);
		Object.assign(later ?? {}, resolve, { name, parameters: { ...resolve.parameters, shareUrl } });
	}
	const data = { token: TOKENS.accepted, region: 'custom', baseUrl: bench.sandbox.url };
	const result = await bench.engine.run(workflow, {
		items: bench.texts(...texts).map((json) => ({ json })),
		credentials: { account: { type: 'justOneApi', data } },
	});
	const told = ['Resolved', 'Failed'].flatMap((name) =>
		result.data.data.resultData.runData[name] ? result.json(name, GOOD) : [],
	);
	expect(told).toHaveLength(2);
	for (const { redirect_url } of told) {
		const bill = JSON.parse(decodeURIComponent(String(redirect_url).slice(long.length)));
		expect(bill).toMatchObject({ rows: 2, billed, failed });
	}
});
