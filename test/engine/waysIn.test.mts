import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import type { RunResult } from '../../tools/engine/engine.mts';
import type { OutsideOfJest } from '../../tools/engine/runtime.mts';
import type { ShareEndpoint } from '../../nodes/JustOneApi/platforms/platform.ts';
import { callTool } from '../../tools/engine/tool.mts';
import { TOKENS } from '../../tools/sandbox/server.mts';
import {
	BAD,
	details,
	GOOD,
	link,
	MODES,
	RESOLVE,
	startBench,
	throughRouting,
	type Bench,
} from './bench.mts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => bench.sandbox.reset());

const WAYS = ['custom operation', 'routing'] as const;
const through = async <T,>(way: (typeof WAYS)[number], work: () => Promise<T>): Promise<T> =>
	way === 'routing' ? await throughRouting(bench, work) : await work();

const FREE = 'https://www.douyin.com/video/7458784447774619122';
const branches = (result: RunResult) =>
	[GOOD, BAD].map((branch) =>
		result.output(RESOLVE, branch).map(({ json, pairedItem }) => {
			const { details: of, ...rest } = json;
			// The API gives each call an ID of its own.
			return {
				...rest,
				...(of ? { details: { ...(of as IDataObject), request_id: null } } : {}),
				pairedItem,
			};
		}),
	);

describe('Without custom operations', () => {
	it.each(MODES)('routing gives the same items on the same branches: %s', async (mode) => {
		const good = [link('doorA'), `${link('doorB')} and ${FREE}`, link('doorA')];
		const failing = [
			'no link',
			link('c400-x'),
			`${link('c201-x')} ${FREE}`,
			'https://jx.douyin.com/4qqhgjiY/',
		];
		const texts = bench.texts(...good, ...(mode === 'stop' ? [] : failing));
		const options = { includeInputFields: true };
		const first = await bench.run(mode, texts, { options });
		const second = await throughRouting(bench, async () => await bench.run(mode, texts, { options }));
		expect(first.json(RESOLVE, GOOD).length).toBeGreaterThanOrEqual(4);
		expect(branches(second)).toEqual(branches(first));
		expect(second.status).toBe(first.status);
	});
});

describe('What is declared is what is sent', () => {
	const requests: URL[] = [];
	const methods: string[] = [];
	const server = createServer(({ url, method }, response) => {
		requests.push(new URL(String(url), 'http://api'));
		methods.push(String(method));
		response.end(JSON.stringify({ code: 0, data: { redirect_url: FREE } }));
	});
	let baseUrl: string;
	let endpoint: ShareEndpoint;
	beforeAll(async () => {
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		// The module that n8n loaded, outside of jest.
		const { createRequire } = (globalThis as unknown as { outsideOfJest: OutsideOfJest }).outsideOfJest;
		const load = createRequire(`${process.cwd()}/package.json`);
		const { douyin } = load('./dist/nodes/JustOneApi/platforms/douyin/index.js') as {
			douyin: { shareEndpoint: ShareEndpoint };
		};
		endpoint = douyin.shareEndpoint;
	});
	afterAll(() => void server.close());
	beforeEach(() => {
		requests.length = 0;
		methods.length = 0;
	});

	const declared = () => {
		const options = bench.nodeType.description.properties
			.filter(({ name }) => name === 'operation')
			.flatMap((property) => property.options as INodePropertyOptions[]);
		return options.find(({ value }) => value === 'resolve')?.routing?.request as unknown as IDataObject;
	};
	const resolve = async (way: (typeof WAYS)[number]) => {
		const result = await through(
			way,
			async () => await bench.run('error-output', bench.texts(link('declared')), { credential: { baseUrl } }),
		);
		expect(result.json(RESOLVE, GOOD)).toHaveLength(1);
		return { url: requests[0], method: methods[0] };
	};

	it.each(WAYS)('its method (%s)', async (way) => {
		expect((await resolve(way)).method).toBe('GET');
		declared().method = 'PUT';
		methods.length = 0;
		expect((await resolve(way)).method).toBe('PUT');
		declared().method = 'GET';
	});

	it.each(WAYS)('its path (%s)', async (way) => {
		const { url } = declared();
		expect((await resolve(way)).url.pathname).toBe(url);
		declared().url = '/api/changed/v2';
		requests.length = 0;
		expect((await resolve(way)).url.pathname).toBe('/api/changed/v2');
		declared().url = url;
	});

	it.each(WAYS)('the name of its query parameter (%s)', async (way) => {
		const { linkParameter } = endpoint;
		expect((await resolve(way)).url.searchParams.get(linkParameter)).toBe(link('declared'));
		endpoint.linkParameter = 'changed';
		requests.length = 0;
		const { url } = await resolve(way);
		expect([...url.searchParams.keys()].sort()).toEqual(['changed', 'token']);
		endpoint.linkParameter = linkParameter;
	});

	it.each(WAYS)('what all requests have in common (%s)', async (way) => {
		const defaults = bench.nodeType.description.requestDefaults as IDataObject;
		defaults.headers = { 'x-common': 'yes' };
		const seen: unknown[] = [];
		const listener = ({ headers }: { headers: IDataObject }) => seen.push(headers['x-common']);
		server.on('request', listener as never);
		await resolve(way);
		server.off('request', listener as never);
		delete defaults.headers;
		expect(seen).toEqual(['yes']);
	});
});

describe('An operation that does not exist', () => {
	it.each([
		['an expression', { operation: "={{ 'resolve' }}" }],
		['an expression for the resource', { resource: "={{ 'shareLink' }}" }],
		["n8n's Custom API Call", { operation: '__CUSTOM_API_CALL__' }],
		[
			"n8n's Custom API Call as resource",
			{ resource: '__CUSTOM_API_CALL__', operation: '__CUSTOM_API_CALL__' },
		],
		['an unknown operation', { operation: 'publish' }],
		['an unknown resource', { resource: 'post', operation: 'resolve' }],
		['a word of every object', { operation: 'constructor' }],
		['another one', { resource: '__proto__', operation: 'toString' }],
		['no text', { operation: 7 }],
	])('makes no call, and each row goes to the error branch with its columns: %s', async (_, parameters) => {
		const texts = bench.texts(link('opA'), link('opB'), FREE);
		const result = await bench.run('error-output', texts, { parameters: parameters as IDataObject });
		expect(result.status).toBe('success');
		expect(result.json(RESOLVE, GOOD)).toEqual([]);
		expect(result.json(RESOLVE, BAD)).toMatchObject(
			texts.map((row) => ({ ...row, details: { reason: 'invalid_settings', billed: false } })),
		);
		expect(result.pairedInputs(RESOLVE, BAD)).toEqual([0, 1, 2]);
		const stopped = await bench.run('stop', texts, { parameters: parameters as IDataObject });
		expect(stopped.status).toBe('error');
		expect(bench.sandbox.stats().calls).toBe(0);
	});
});

describe("n8n's own settings", () => {
	it.each(WAYS)('Execute Once resolves the first row (%s)', async (way) => {
		const node = { executeOnce: true };
		const result = await through(
			way,
			async () => await bench.run('error-output', bench.texts(link('onceA'), link('onceB')), { node }),
		);
		expect(result.json(RESOLVE, GOOD)).toMatchObject([{ share_url: link('onceA') }]);
		expect(bench.sandbox.stats().calls).toBe(1);
	});

	it('Always Output Data adds nothing where rows leave', async () => {
		const node = { alwaysOutputData: true };
		const result = await bench.run('continue', bench.texts('no link', link('alwaysA')), { node });
		expect(result.json(RESOLVE)).toHaveLength(2);
	});
});

describe('A file attached to a row', () => {
	const binary = { file: { data: 'aGk=', mimeType: 'text/plain', fileName: 'a.txt' } };
	it.each(WAYS)('stays attached, on both branches (%s)', async (way) => {
		const result = await through(
			way,
			async () =>
				await bench.run('error-output', bench.texts(link('fileA'), 'no link', link('c201-file')), {
					item: (item) => ({ ...item, binary }),
				}),
		);
		const files = [GOOD, BAD].map((branch) => result.output(RESOLVE, branch).map((item) => item.binary));
		expect(files).toEqual([[binary], [binary, binary]]);
	});
});

describe('A tool', () => {
	const items = [{ json: { secret: 'a column of the row', chatInput: 'the prompt' } }];
	const ask = async (
		route: 'engine' | 'direct',
		text: string,
		node: IDataObject,
		options: IDataObject = {},
	) => {
		const data = { token: TOKENS.accepted, region: 'custom', baseUrl: bench.sandbox.url };
		const { answers } = await callTool(bench.engine, {
			node: {
				name: 'Resolve',
				type: 'n8n-nodes-justoneapi.justOneApiTool',
				parameters: {
					resource: 'shareLink',
					operation: 'resolve',
					shareUrl: "={{ $fromAI('Share_URL', 'The share text', 'string') }}",
					options: options as never,
				},
				credentials: { justOneApi: { id: 'account', name: 'Just One API' } },
				...node,
			},
			calls: [{ Share_URL: text }],
			items,
			credentials: { account: { type: 'justOneApi', data } },
			route,
		});
		return answers[0];
	};

	it.each(['engine', 'direct'] as const)(
		'tells the model what it found, and nothing of the row (%s)',
		async (route) => {
			const node = { onError: 'continueRegularOutput' };
			const failed = await ask(route, link('c201-tool'), node);
			const [record] = JSON.parse(failed.text) as IDataObject[];
			expect(Object.keys(record)).toEqual(['error', 'message', 'details']);
			const found = await ask(route, link('toolFound'), node);
			const [item] = JSON.parse(found.text) as IDataObject[];
			expect(Object.keys(item)).toEqual([
				'share_url',
				'redirect_url',
				'video_id',
				'content_type',
				'content_id',
				'canonical_url',
				'resolved_by',
				'platform',
				'created_at',
			]);
			for (const { text } of [failed, found]) expect(text).not.toMatch(/secret|prompt|toolCallId|Share_URL/);
		},
	);

	it('tells the row where Include Input Fields is on', async () => {
		const node = { onError: 'continueRegularOutput' };
		for (const text of [link('toolWithRow'), link('c201-row')]) {
			expect((await ask('engine', text, node, { includeInputFields: true })).text).toContain(
				'a column of the row',
			);
		}
	});

	it('fails with one sentence where an option cannot be read', async () => {
		const answer = await ask(
			'engine',
			link('toolOption'),
			{},
			{ maxRetries: '={{ $("Nope").item.json.x }}' },
		);
		expect(answer.failed).toBe(true);
		expect(answer.text).toContain("An expression in 'Options' could not be evaluated");
		expect(bench.sandbox.stats().calls).toBe(0);
	});
});

describe('A repaired row', () => {
	const details1 = { reason: 'collection_failed', retryable: true, billed: false };
	const run = async (row: IDataObject) => {
		const result = await bench.run('error-output', [{ text: link('repaired'), ...row }], {
			options: { includeInputFields: true },
		});
		return result.json(RESOLVE, GOOD)[0];
	};

	it('carries no older failure of ours', async () => {
		const item = await run({ id: 1, error: 'old', message: 'old advice', details: details1 });
		expect(item).toMatchObject({ id: 1, resolved_by: 'api' });
		for (const key of ['error', 'message', 'details']) expect(item).not.toHaveProperty(key);
	});

	it('carries none in the form of older versions of n8n, and keeps details of its own', async () => {
		const message =
			'Run it again. (reason: collection_failed, code: 301, retryable: yes, billed: no, calls: 4)';
		const item = await run({ error: 'old', message, details: 'mine' });
		expect(item).toMatchObject({ details: 'mine' });
		for (const key of ['error', 'message']) expect(item).not.toHaveProperty(key);
	});

	it("keeps a person's own message and details, but no error, which n8n would read as a failure", async () => {
		const own = { message: 'hello', details: { reason: 'because', retryable: true } };
		const item = await run({ error: 'failed last week', ...own });
		expect(item).toMatchObject(own);
		expect(item).not.toHaveProperty('error');
	});

	it('does not make n8n run the node again', async () => {
		const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
		await bench.run('continue', [{ text: link('again'), error: 'old' }, { text: link('c400-again') }], {
			options: { includeInputFields: true },
			node,
		});
		expect(bench.sandbox.stats().calls).toBe(2);
	});
});

describe('The line in the output panel', () => {
	const hints = async (texts: unknown[], mode: (typeof MODES)[number] = 'error-output') =>
		(await bench.run(mode, bench.texts(...texts))).runs(RESOLVE)[0].hints;

	it('says what the run came to and cost, in words', async () => {
		expect(await hints([link('hintA'), link('hintA'), link('c201-x'), 'no <i>link</i>'])).toEqual([
			{
				message: '4 rows, 2 links: 2 calls made, 2 billed. 2 items failed: 1 no link, 1 no content.',
				type: 'warning',
				location: 'outputPane',
			},
		]);
		expect(await hints([link('hintB')])).toMatchObject([
			{ message: '1 row, 1 link: 1 call made, 1 billed.', type: 'info' },
		]);
	});

	it('is not there where nothing was spent and nothing failed', async () => {
		expect(await hints([FREE])).toEqual([]);
	});
});

it('A failure on the error branch has three keys beside the columns of its row', async () => {
	const result = await bench.run('error-output', bench.texts('no link'));
	expect(details(result.json(RESOLVE, BAD)[0])).toMatchObject({ reason: 'no_link' });
});
