import { createdAt } from '../../tools/sandbox/ids.mts';
import { contentId, PAGES, secUid } from '../../tools/sandbox/links.mts';
import { TOKENS } from '../../tools/sandbox/server.mts';
import { CredentialsHelper } from '../../tools/engine/credentials.mts';
import { callTool } from '../../tools/engine/tool.mts';
import { testCredential } from '../../tools/engine/credentialTest.mts';
import { BAD, details, GOOD, link, RESOLVE, startBench, type Bench } from './bench.mts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => bench.sandbox.reset());

describe('a resolved row', () => {
	it('has the public fields, the redirect URL as it came, and the ID to the last digit', async () => {
		const result = await bench.run('error-output', bench.texts(link('abcdef')));
		expect(result.json(RESOLVE, GOOD)).toEqual([
			{
				share_url: link('abcdef'),
				redirect_url: PAGES.video('abcdef'),
				video_id: contentId('abcdef'),
				content_type: 'video',
				content_id: contentId('abcdef'),
				canonical_url: `https://www.douyin.com/video/${contentId('abcdef')}`,
				resolved_by: 'api',
				platform: 'douyin',
				created_at: new Date(createdAt('abcdef') * 1000).toISOString(),
			},
		]);
	});

	it('has no video ID where the link leads to something else', async () => {
		const result = await bench.run(
			'error-output',
			bench.texts(link('user-x'), link('live-x'), link('hashtag-x')),
		);
		expect(result.json(RESOLVE, GOOD)).toMatchObject([
			{ content_type: 'user', video_id: null, content_id: secUid('user-x') },
			{ content_type: 'live', video_id: null },
			{ content_type: 'other', video_id: null, content_id: null },
		]);
	});

	it('costs nothing where the link says its ID itself', async () => {
		const url = 'https://www.douyin.com/video/7458784447774619122?previous_page=web_code_link';
		const result = await bench.run('error-output', bench.texts(`看 ${url}。`), { credential: null });
		expect(result.json(RESOLVE, GOOD)).toEqual([
			{
				share_url: url,
				redirect_url: url,
				video_id: '7458784447774619122',
				content_type: 'video',
				content_id: '7458784447774619122',
				canonical_url: 'https://www.douyin.com/video/7458784447774619122',
				resolved_by: 'link',
				platform: 'douyin',
				created_at: '2025-01-11T22:13:03.000Z',
			},
		]);
		expect(bench.sandbox.stats().calls).toBe(0);
	});

	it('keeps the columns of its row where the user asks for it', async () => {
		const result = await bench.run('error-output', bench.texts(link('abcdef')), {
			options: { includeInputFields: true },
		});
		expect(result.json(RESOLVE, GOOD)).toMatchObject([
			{ id: 'row 0', text: link('abcdef'), video_id: contentId('abcdef') },
		]);
	});

	it('carries the data of the answer with Output set to Raw, numbers beyond 2^53 as text', async () => {
		const rows = bench.texts(link('idnumber-x'), 'https://www.douyin.com/video/7458784447774619122');
		const result = await bench.run('error-output', rows, { parameters: { output: 'raw' } });
		const [called, free] = result.json(RESOLVE, GOOD);
		expect(called).toMatchObject({
			video_id: contentId('idnumber-x'),
			raw: { aweme_id: contentId('idnumber-x') },
		});
		expect(free.raw).toBeNull();
	});

	it('shares one call among all rows with the same link', async () => {
		const forms = [
			link('same'),
			'v.douyin.com/same',
			`http://V.DOUYIN.COM/same?from=x`,
			`看${link('same')}看`,
		];
		const result = await bench.run('error-output', bench.texts(...forms, link('other')));
		expect(result.json(RESOLVE, GOOD)).toHaveLength(5);
		expect(bench.sandbox.stats()).toMatchObject({ calls: 2, billed: 2 });
	});

	it('shares a failure too, and only the first row reports its calls and its bill', async () => {
		const result = await bench.run('error-output', bench.texts(link('c201-x'), link('c201-x')));
		const spent = result.json(RESOLVE, BAD).map((json) => [details(json).attempts, details(json).billed]);
		expect(spent).toEqual([
			[1, true],
			[0, false],
		]);
	});

	it('does not send a short link that the API does not document', async () => {
		const result = await bench.run('error-output', bench.texts('https://jx.douyin.com/4qqhgjiY/'));
		expect(result.json(RESOLVE, BAD)).toMatchObject([
			{ details: { reason: 'invalid_parameters', code: null, attempts: 0, billed: false } },
		]);
		expect(bench.sandbox.stats().calls).toBe(0);
	});
});

describe('the limit on calls in flight', () => {
	it.each([1, 3, 10])('is never exceeded: %i', async (maxConcurrentRequests) => {
		bench.sandbox.configure({ latencyMs: [5, 25] });
		const rows = bench.texts(
			...Array.from({ length: 40 }, (_, index) => link(`limit${maxConcurrentRequests}n${index}`)),
		);
		const result = await bench.run('error-output', rows, { options: { maxConcurrentRequests } });
		expect(result.json(RESOLVE, GOOD)).toHaveLength(40);
		expect(bench.sandbox.stats().maxInFlight).toBe(maxConcurrentRequests);
		bench.sandbox.configure({ latencyMs: 0 });
	});
});

describe('a rate limit', () => {
	it('loses no row', async () => {
		bench.sandbox.configure({ ratePerSecond: 20, latencyMs: [20, 60] });
		const rows = bench.texts(...Array.from({ length: 80 }, (_, index) => link(`rate${index}`)));
		const result = await bench.run('error-output', rows);
		expect(result.json(RESOLVE, BAD)).toEqual([]);
		expect(result.json(RESOLVE, GOOD)).toHaveLength(80);
		expect(bench.sandbox.stats().billed).toBe(80);
		bench.sandbox.configure({ ratePerSecond: 0, latencyMs: 0 });
	});
});

describe('the token', () => {
	it('is in no item, error or log line, even when the API echoes it', async () => {
		const rows = bench.texts(link('echotoken-x'), link('echotokenfail-x'), link('cut-x'), link('html-x'));
		const branches = await bench.run('error-output', rows, { parameters: { output: 'raw' } });
		const stopped = await bench.run('stop', bench.texts(link('echotokenfail-y')));
		const token = TOKENS.accepted;
		expect(JSON.stringify(branches.data)).not.toContain(token);
		expect(JSON.stringify(branches.json(RESOLVE, GOOD))).toContain('[token]');
		expect(JSON.stringify(stopped.data)).not.toContain(token);
		expect(stopped.error?.description).toContain('[token]');
		expect(bench.engine.logs.length).toBeGreaterThan(0);
		expect(bench.engine.logs.filter((line) => line.includes(token))).toEqual([]);
	});
});

describe('the account', () => {
	it.each([
		'={{ $json.token }}',
		'={{ $input.item.json.token }}',
		'={{ $("Rows").item.json.token }}',
		`={{ $itemIndex === 1 ? "${TOKENS.inactive}" : "${TOKENS.accepted}" }}`,
	])(
		'may differ from row to row: each row is answered, and judged, with its own token: %s',
		async (token) => {
			const rows = bench.texts(link('aaa'), link('bbb'), link('ccc')).map((row, index) => ({
				...row,
				token: index === 1 ? TOKENS.inactive : TOKENS.accepted,
			}));
			const result = await bench.run('error-output', rows, { credential: { token } });
			expect(result.json(RESOLVE, GOOD)).toMatchObject([
				{ video_id: contentId('aaa') },
				{ video_id: contentId('ccc') },
			]);
			expect(result.json(RESOLVE, BAD)).toMatchObject([
				{ id: 'row 1', details: { reason: 'invalid_token' } },
			]);
		},
	);

	it('is read for each row that needs a call, and for no other', async () => {
		const read = jest.spyOn(CredentialsHelper.prototype, 'getDecrypted');
		const texts = Array.from({ length: 20 }, (_, index) => link(`once${index}x`));
		const free = `https://www.douyin.com/video/${contentId('free')}`;
		const result = await bench.run('error-output', bench.texts(...texts, free, 'no link'));
		expect(result.json(RESOLVE, GOOD)).toHaveLength(21);
		expect(read).toHaveBeenCalledTimes(20);
		read.mockRestore();
	});

	it('may have a token that looks like a word of ours', async () => {
		bench.sandbox.configure({ tokens: [TOKENS.accepted, 'error', 'video'] });
		for (const token of ['error', 'video']) {
			const result = await bench.run('error-output', bench.texts(link(`w-${token}`), link('c201-x')), {
				credential: { token },
			});
			expect(result.json(RESOLVE, GOOD)).toMatchObject([
				{ video_id: contentId(`w-${token}`), content_type: 'video' },
			]);
			expect(result.json(RESOLVE, BAD)).toMatchObject([{ details: { reason: 'no_content' } }]);
		}
		bench.sandbox.configure({ tokens: [TOKENS.accepted] });
	});
});

describe('the node as a tool of an agent', () => {
	const tool = {
		name: 'Resolve',
		type: 'n8n-nodes-justoneapi.justOneApiTool',
		parameters: {
			resource: 'shareLink',
			operation: 'resolve',
			shareUrl: "={{ $fromAI('Share_URL', 'The share text', 'string') }}",
		},
		credentials: { justOneApi: { id: 'account', name: 'Just One API' } },
	};
	const ask = async (
		text: string,
		onError: 'stopWorkflow' | 'continueRegularOutput' | undefined,
		route: 'engine' | 'direct',
	) => {
		const data = { token: TOKENS.accepted, region: 'custom', baseUrl: bench.sandbox.url };
		const { answers } = await callTool(bench.engine, {
			node: { ...tool, onError },
			calls: [{ Share_URL: text }],
			credentials: { account: { type: 'justOneApi', data } },
			route,
		});
		return answers;
	};

	it.each(['engine', 'direct'] as const)('gives the model the resolved link (%s)', async (route) => {
		const [answer] = await ask(`看看 ${link('tool')}`, undefined, route);
		expect(answer.failed).toBe(false);
		expect(answer.tool.description).toBe('Resolve share URL in Just One API');
		expect(answer.text).toContain(contentId('tool'));
	});

	it.each(['engine', 'direct'] as const)('tells the model what failed and what to do (%s)', async (route) => {
		const [answer] = await ask(link('c201-x'), undefined, route);
		expect(answer.failed).toBe(true);
		expect(answer.text).toContain('Nothing was found behind the link');
		expect(answer.text).toContain('Open the link in its app.');
	});

	it('asks with its own credential, also beside another tool of the same agent', async () => {
		const accounts = { token: TOKENS.accepted, region: 'custom', baseUrl: bench.sandbox.url };
		const { answers } = await callTool(bench.engine, {
			node: { ...tool, onError: 'continueRegularOutput' },
			calls: [{ Share_URL: link('same') }, { Share_URL: link('same') }, { Share_URL: link('other') }],
			credentials: { account: { type: 'justOneApi', data: accounts } },
			route: 'direct',
		});
		expect(answers.map(({ text }) => JSON.parse(text)[0].video_id)).toEqual([
			contentId('same'),
			contentId('same'),
			contentId('other'),
		]);
	});

	it.each(['engine', 'direct'] as const)('answers where its agent has several rows (%s)', async (route) => {
		const { answers } = await callTool(bench.engine, {
			node: { ...tool, retryOnFail: true },
			calls: [{ Share_URL: link('rowsA') }, { Share_URL: link('rowsB') }],
			items: [{ json: {} }, { json: {} }, { json: {} }],
			credentials: {
				account: {
					type: 'justOneApi',
					data: { token: TOKENS.accepted, region: 'custom', baseUrl: bench.sandbox.url },
				},
			},
			route,
		});
		expect(answers.slice(0, 2).map(({ text }) => JSON.parse(text)[0].video_id)).toEqual([
			contentId('rowsA'),
			contentId('rowsB'),
		]);
	});

	it('gives the model the whole record with "Continue"', async () => {
		const [answer] = await ask('no link at all', 'continueRegularOutput', 'engine');
		expect(JSON.parse(answer.text)).toMatchObject([
			{ error: 'No share link in this text', details: { reason: 'no_link' } },
		]);
	});
});

describe('the credential test', () => {
	const test = async (data: Record<string, string>) =>
		await testCredential(bench.engine, 'justOneApi', {
			token: TOKENS.accepted,
			region: 'custom',
			baseUrl: bench.sandbox.url,
			...data,
		});

	it('passes when a balance came back, and costs no call', async () => {
		expect(await test({})).toMatchObject({ status: 'OK' });
		expect(await test({ baseUrl: `${bench.sandbox.url}///` })).toMatchObject({ status: 'OK' });
		expect(bench.sandbox.stats()).toMatchObject({ calls: 0, billed: 0 });
	});

	it.each([
		['a wrong token', { token: 'nobody-knows-it' }, /did not accept the token/],
		['an inactive token', { token: TOKENS.inactive }, /did not accept the token/],
		['a token without permission', { token: TOKENS.forbidden }, /may not use this endpoint/],
		['a blank token', { token: '  ' }, /holds no token/],
		['a web page', { token: TOKENS.html }, /does not answer like the Just One API/],
		['an unknown code', { token: TOKENS.strange }, /not documented, or no balance/],
		['a dead host', { baseUrl: 'http://127.0.0.1:1' }, /ECONNREFUSED/],
		['a base URL that is none', { baseUrl: 'api.example.com' }, /'Base URL' must begin with http/],
	])('fails with %s and says so', async (_, data, message) => {
		const result = await test(data as Record<string, string>);
		expect(result.status).toBe('Error');
		expect(result.message).toMatch(message);
	});

	it('judges the code, whatever the HTTP status', async () => {
		bench.sandbox.configure({ httpStatusStyle: 'openapi' });
		expect(await test({ token: 'nobody-knows-it' })).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('did not accept the token'),
		});
		bench.sandbox.configure({ httpStatusStyle: 'always200' });
	});
});
