import type { IDataObject } from 'n8n-workflow';

import type { WorkflowJson } from '../../tools/engine/engine.mts';
import { callTool } from '../../tools/engine/tool.mts';
import { postId } from '../../tools/sandbox/ids.mts';
import { TOKENS } from '../../tools/sandbox/server.mts';
import { sisterLink } from '../../tools/sandbox/sisters.mts';
import { BAD, details, GOOD, link, RESOLVE, startBench, throughRouting, type Bench } from './bench.mts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => bench.sandbox.reset());

const FREE = 'https://www.douyin.com/video/7458784447774619122';
const links = (count: number, name = 'cap') =>
	Array.from({ length: count }, (_, index) => link(`${name}${index}`));
const cap = (maxBilledCalls: number, options: IDataObject = {}) => ({
	options: { maxBilledCalls, ...options },
});
const stats = () => bench.sandbox.stats();
const reasons = (items: IDataObject[]) => items.map((json) => details(json).reason);

describe('Max Billed Calls', () => {
	it('bills so many calls and no more; the rows beyond say which option it was', async () => {
		bench.sandbox.configure({ latencyMs: 20 });
		const result = await bench.run('error-output', bench.texts(...links(30), FREE, 'no link'), cap(7));
		bench.sandbox.configure({ latencyMs: 0 });
		expect(stats()).toMatchObject({ calls: 7, billed: 7 });
		expect(result.json(RESOLVE, GOOD)).toHaveLength(8);
		const failed = result.json(RESOLVE, BAD);
		expect(reasons(failed)).toEqual([...Array<string>(23).fill('max_calls_reached'), 'no_link']);
		expect(details(failed[0])).toMatchObject({ billed: false, retryable: false, attempts: 0 });
		expect(String(failed[0].message)).toContain("'Max Billed Calls'");
	});

	it('sets no limit where it is not set', async () => {
		await bench.run('error-output', bench.texts(...links(3)), { options: {} });
		expect(stats().billed).toBe(3);
	});

	it('lets only what is free pass where it is 0', async () => {
		const result = await bench.run('error-output', bench.texts(...links(3), FREE), cap(0));
		expect(stats().calls).toBe(0);
		expect(result.json(RESOLVE, GOOD)).toHaveLength(1);
		expect(reasons(result.json(RESOLVE, BAD))).toEqual(Array(3).fill('max_calls_reached'));
	});

	it.each(['2', ' 2 ', '={{ 1 + 1 }}', '={{ "2" }}'])('understands %j', async (maxBilledCalls) => {
		await bench.run('error-output', bench.texts(...links(3)), { options: { maxBilledCalls } });
		expect(stats().billed).toBe(2);
	});

	it.each([
		...['', 'many', -1, null, 0.9, '¥5', '1,000', true, '={{ 100 - 105 }}', '={{ 0.5 }}'],
		...['={{ $json.noSuchColumn }}', '={{ null }}', '={{ "" }}', '={{ NaN }}', '={{ [5] }}', '={{ ({}) }}'],
	])('fails all rows without a call where it is %j', async (maxBilledCalls) => {
		const result = await bench.run('error-output', bench.texts(...links(3)), { options: { maxBilledCalls } });
		expect(stats().calls).toBe(0);
		expect(reasons(result.json(RESOLVE, BAD))).toEqual(Array(3).fill('invalid_settings'));
		expect(String(result.json(RESOLVE, BAD)[0].error)).toContain("'Max Billed Calls' must be a whole number");
	});

	it('lets the same link pass, however many rows hold it', async () => {
		const result = await bench.run(
			'error-output',
			bench.texts(...Array<string>(9).fill(link('same'))),
			cap(1),
		);
		expect(result.json(RESOLVE, GOOD)).toHaveLength(9);
	});

	it('gets back the place of a call that was free', async () => {
		const free = Array.from({ length: 5 }, (_, index) => link(`c400-free${index}`));
		const result = await bench.run('error-output', bench.texts(...free, link('afterFree')), cap(1));
		expect(reasons(result.json(RESOLVE, BAD))).toEqual(Array(5).fill('invalid_parameters'));
		expect(result.json(RESOLVE, GOOD)).toMatchObject([{ share_url: link('afterFree') }]);
	});

	it('counts what is billed without a result, and what may have been billed', async () => {
		const result = await bench.run(
			'error-output',
			bench.texts(link('c201-count'), link('cut-count'), link('third')),
			cap(2),
		);
		expect(reasons(result.json(RESOLVE, BAD))).toEqual(['no_content', 'network', 'max_calls_reached']);
	});

	it('needs one place more for each repeat of an unanswered call', async () => {
		const run = async (places: number, tail: string) =>
			await bench.run(
				'error-output',
				bench.texts(link(`cutx1-${tail}`)),
				cap(places, { retryUnanswered: true }),
			);
		expect((await run(2, 'two')).json(RESOLVE, GOOD)).toHaveLength(1);
		expect(stats().calls).toBe(2);
		expect(reasons((await run(1, 'one')).json(RESOLVE, BAD))).toEqual(['network']);
		expect(stats().calls).toBe(3);
	});

	it('makes no call for a post whose two calls do not fit', async () => {
		const parameters = { resource: 'post', operation: 'get', post: '={{ $json.text }}' };
		const run = async (places: number) =>
			await bench.run('error-output', bench.texts(link('postA'), link('postB')), {
				parameters,
				...cap(places),
			});
		const result = await run(3);
		expect(stats().billed).toBe(2);
		expect(result.json(RESOLVE, GOOD)).toHaveLength(1);
		expect(reasons(result.json(RESOLVE, BAD))).toEqual(['max_calls_reached']);
		bench.sandbox.reset();
		expect((await run(4)).json(RESOLVE, GOOD)).toHaveLength(2);
		expect(stats().billed).toBe(4);
	});

	it("names the platform of each link and ID beyond it, also in one row's text", async () => {
		const texts = [
			`${link('first')} ${sisterLink('kuaishou', 'video')} ${sisterLink('bilibili', 'video')}`,
			'https://www.bilibili.com/video/BV1UQQgBFEub',
			postId('xiaohongshu', 'note'),
		];
		const platforms = async (parameters: IDataObject, places: number) =>
			(await bench.run('error-output', bench.texts(...texts), { parameters, ...cap(places) }))
				.json(RESOLVE, BAD)
				.filter((json) => details(json).reason === 'max_calls_reached')
				.map((json) => details(json).platform);
		expect(await platforms({ shareUrl: '={{ $json.text }}' }, 1)).toEqual(['kuaishou', 'bilibili']);
		const get = { resource: 'post', operation: 'get', post: '={{ $json.text }}' };
		expect(await platforms(get, 2)).toEqual(['kuaishou', 'bilibili', 'bilibili', 'xiaohongshu']);
	});

	it('holds where n8n routes every row by itself', async () => {
		await throughRouting(
			bench,
			async () => await bench.run('error-output', bench.texts(...links(9, 'routed')), cap(4)),
		);
		expect(stats().billed).toBe(4);
	});
});

describe('In "Stop" mode', () => {
	it('a run whose links cannot fit ends before its first call', async () => {
		const result = await bench.run(
			'stop',
			bench.texts(...links(3), FREE, ...links(3), ...links(3, 'more')),
			cap(5),
		);
		expect(result.error?.message).toBe(
			`The run may need more billed calls than 'Max Billed Calls' leaves: ${link('more2')} [item 9]`,
		);
		expect(stats().calls).toBe(0);
	});

	it('a run whose links fit is done', async () => {
		const result = await bench.run(
			'stop',
			bench.texts(...links(3), FREE, ...links(3), ...links(2, 'more')),
			cap(5),
		);
		expect(result.status).toBe('success');
		expect(stats().billed).toBe(5);
	});

	it('each account pays for a link of its own', async () => {
		bench.sandbox.configure({ tokens: ['first-token', 'second-token'] });
		const result = await bench.run('stop', bench.texts(link('both'), link('both')), {
			...cap(1),
			credential: { token: "={{ $itemIndex === 0 ? 'first-token' : 'second-token' }}" },
		});
		bench.sandbox.configure({ tokens: [TOKENS.accepted] });
		expect(result.error?.message).toContain('[item 1]');
		expect(stats().calls).toBe(0);
	});

	it('IDs that repeat count once', async () => {
		const id = '7458784447774619122';
		const parameters = { resource: 'post', operation: 'get', post: '={{ $json.text }}' };
		const result = await bench.run('stop', bench.texts(id, id, FREE), { parameters, ...cap(1) });
		expect(result.status).toBe('success');
		expect(stats().billed).toBe(1);
	});
});

describe('The count is that of the node in the execution', () => {
	/** n8n runs a node once for each connection that leads to it, as a loop does. */
	const twice = (workflow: WorkflowJson) => {
		const { connections = {} } = workflow;
		workflow.nodes.push({ name: 'Again', type: 'n8n-nodes-base.noOp' });
		const toResolve = { node: RESOLVE, type: 'main', index: 0 } as const;
		connections.Rows = { main: [[toResolve, { node: 'Again', type: 'main', index: 0 }]] };
		connections.Again = { main: [[{ ...toResolve }]] };
	};

	it('over the rounds of a loop', async () => {
		const shareUrl = '={{ $runIndex === 0 ? $json.text : $json.text.replace("cap", "loop") }}';
		const result = await bench.run('error-output', bench.texts(...links(4)), {
			...cap(6),
			parameters: { shareUrl },
			workflow: twice,
		});
		expect(result.runs(RESOLVE)).toHaveLength(2);
		expect(stats().billed).toBe(6);
		expect(reasons(result.json(RESOLVE, BAD))).toEqual(Array(2).fill('max_calls_reached'));
	});

	it('over the tries of Retry On Fail', async () => {
		const rows = bench.texts(...links(3), link('c400x1-try'));
		const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
		const result = await bench.run('error-output', rows, { ...cap(3), node });
		expect(stats().billed).toBe(3);
		expect(result.json(RESOLVE, GOOD)).toHaveLength(3);
	});

	it('and lies in its own data, where a Wait takes it along', async () => {
		const result = await bench.run('error-output', bench.texts(...links(2)), cap(6));
		const { contextData } = result.data.data.executionData ?? {};
		expect(contextData).toMatchObject({
			[`node:${RESOLVE}`]: { justOneApiTotals: { before: { billed: 0 }, run: { billed: 2 } } },
		});
	});

	it('so that two nodes have two', async () => {
		const second = (workflow: WorkflowJson) => {
			const [first, good] = [RESOLVE, 'Resolved'].map((name) =>
				workflow.nodes.find((node) => node.name === name),
			);
			if (!first || !good) throw new Error('The workflow is another one now');
			const shareUrl = '={{ $json.share_url.replace("cap", "second") }}';
			Object.assign(good, first, { name: 'Resolved', parameters: { ...first.parameters, shareUrl } });
		};
		await bench.run('error-output', bench.texts(...links(5)), { ...cap(2), workflow: second });
		expect(stats().billed).toBe(4);
	});
});

it.each(['engine', 'direct'] as const)('An agent that asks again and again is told (%s)', async (route) => {
	const data = { token: TOKENS.accepted, region: 'custom', baseUrl: bench.sandbox.url };
	const asked = [...links(3, route), links(1, route)[0], FREE];
	const { answers } = await callTool(bench.engine, {
		node: {
			name: 'Resolve',
			type: 'n8n-nodes-justoneapi.justOneApiTool',
			parameters: {
				resource: 'shareLink',
				operation: 'resolve',
				shareUrl: "={{ $fromAI('Share_URL', 'The share text', 'string') }}",
				options: { maxBilledCalls: 2 } as never,
			},
			credentials: { justOneApi: { id: 'account', name: 'Just One API' } },
			onError: 'continueRegularOutput',
		},
		calls: asked.map((Share_URL) => ({ Share_URL })),
		credentials: { account: { type: 'justOneApi', data } },
		route,
	});
	const told = answers.map(({ text }) => (JSON.parse(text) as IDataObject[])[0]);
	const said = told.map((json) => json.resolved_by ?? details(json).reason);
	// Newer agents run their tools side by side: which of them comes first is not for us to say.
	expect([...said].sort()).toEqual(['api', 'api', 'api', 'link', 'max_calls_reached']);
	expect(stats().billed).toBe(2);
});
