import type { IDataObject } from 'n8n-workflow';

import { callTool } from '../../tools/engine/tool.mts';
import { BAD, details, GOOD, link, RESOLVE, startBench, throughRouting, type Bench } from './bench.mts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => bench.sandbox.reset());

const EXTRACT = { operation: 'extract' };
const VIDEO = 'https://www.douyin.com/video/7458784447774619122';
const USER = 'https://www.douyin.com/user/MS4wLjABAAAAwz8foi5PgE-vZ3gLx2DcqAcmry_Hv5TCjmL11BXEFdc';
const texts = () =>
	bench.texts(`${link('extA')} and ${VIDEO}`, USER, 'no link', 'https://jx.douyin.com/4qqhgjiY/');

describe('Extract From Text', () => {
	it('gives one item a link, in order, linked to its row, without a credential or a call', async () => {
		const result = await bench.run('error-output', texts(), { parameters: EXTRACT, credential: null });
		expect(result.json(RESOLVE, GOOD)).toEqual([
			{
				share_url: link('extA'),
				platform: 'douyin',
				content_type: null,
				video_id: null,
				content_id: null,
				canonical_url: null,
				calls_to_resolve: 1,
				calls_to_get: 2,
				created_at: null,
			},
			{
				share_url: VIDEO,
				platform: 'douyin',
				content_type: 'video',
				video_id: '7458784447774619122',
				content_id: '7458784447774619122',
				canonical_url: VIDEO,
				calls_to_resolve: 0,
				calls_to_get: 1,
				created_at: '2025-01-11T22:13:03.000Z',
			},
			expect.objectContaining({ share_url: USER, calls_to_resolve: 0, calls_to_get: null, created_at: null }),
		]);
		expect(result.pairedInputs(RESOLVE, GOOD)).toEqual([0, 0, 1]);
		expect(bench.sandbox.stats().calls).toBe(0);
	});

	it('refuses the rows that Resolve refuses without a call, with the same words', async () => {
		const extracted = await bench.run('error-output', texts(), { parameters: EXTRACT, credential: null });
		const resolved = await bench.run('error-output', texts());
		expect(extracted.json(RESOLVE, BAD)).toEqual(resolved.json(RESOLVE, BAD));
		expect(extracted.json(RESOLVE, BAD).map((json) => details(json).reason)).toEqual([
			'no_link',
			'invalid_parameters',
		]);
	});

	it('ends a run in "Stop" mode with the first row without a link', async () => {
		const result = await bench.run('stop', bench.texts(VIDEO, 'no link'), {
			parameters: EXTRACT,
			credential: null,
		});
		expect(result.error?.message).toContain('No share link in this text [item 1]');
	});

	it('keeps the columns of its row where the user wants them, and takes no other option', async () => {
		const options = { includeInputFields: true, addCost: true, maxBilledCalls: 1 };
		const result = await bench.run('error-output', bench.texts(VIDEO), {
			parameters: { ...EXTRACT, output: 'raw' },
			options,
			credential: null,
		});
		const [item] = result.json(RESOLVE, GOOD);
		expect(Object.keys(item).slice(0, 3)).toEqual(['id', 'text', 'share_url']);
		for (const key of ['cost', 'raw']) expect(item).not.toHaveProperty(key);
	});

	const ask = async (route: 'engine' | 'direct', ...calls: string[]) => {
		const { answers } = await callTool(bench.engine, {
			node: {
				name: 'Extract',
				type: 'n8n-nodes-justoneapi.justOneApiTool',
				parameters: {
					resource: 'shareLink',
					operation: 'extract',
					shareUrl: "={{ $fromAI('Share_URL', 'The share text', 'string') }}",
				},
				onError: 'continueRegularOutput',
			},
			calls: calls.map((Share_URL) => ({ Share_URL })),
			route,
		});
		return answers.map(({ text }) => text);
	};

	it('is a tool of newer agents, without a credential', async () => {
		const [[found], [failed]] = (await ask('engine', VIDEO, 'no link')).map(
			(text) => JSON.parse(text) as IDataObject[],
		);
		expect(found).toMatchObject({ share_url: VIDEO, calls_to_get: 1 });
		expect(details(failed)).toMatchObject({ reason: 'no_link' });
	});

	// n8n's routing asks for the hidden credential before it calls anything of ours (docs/maintain/design.md).
	it('is no tool of older agents: n8n says so to the model', async () => {
		expect(await ask('direct', VIDEO)).toEqual([expect.stringContaining('Credentials not found')]);
	});
});

describe('The credential', () => {
	it.each([
		['the other operation', { operation: 'resolve' }],
		['an expression', { operation: "={{ 'extract' }}" }],
		['an unknown operation', { operation: 'publish' }],
	])('is asked for by %s', async (_, parameters) => {
		const result = await throughRouting(
			bench,
			async () =>
				await bench.run('stop', bench.texts(link('guard')), {
					parameters: parameters as IDataObject,
					credential: null,
				}),
		);
		expect(result.error?.message).toMatch(/credential/i);
		expect(bench.sandbox.stats().calls).toBe(0);
	});
});
