import type { IDataObject, IExecuteFunctions, INodeType } from 'n8n-workflow';

import { testCredential } from '../../tools/engine/credentialTest.mts';
import { passThrough } from '../../tools/engine/engine.mts';
import { goodBody, response } from '../../tools/hostile/answers.mts';
import { protectInside, startBench, TOKEN, type HostileBench } from '../../tools/hostile/bench.mts';
import { write, type Reply } from '../../tools/hostile/server.mts';

const answers: Reply = async (socket) => void (await write(socket, response(goodBody())));

/** A node of somebody else that uses the credential for a request of its own. */
const stranger: INodeType = {
	description: {
		...passThrough('stranger').description,
		credentials: [{ name: 'justOneApi', required: true }],
		properties: ['helper', 'request'].map((name) => ({
			displayName: name,
			name,
			type: 'string',
			default: '',
		})),
	},
	async execute(this: IExecuteFunctions) {
		const helper = this.getNodeParameter('helper', 0) as 'httpRequestWithAuthentication';
		const request = JSON.parse(this.getNodeParameter('request', 0) as string) as never;
		try {
			await this.helpers[helper].call(this, 'justOneApi', request);
			return [[{ json: { error: null } }]];
		} catch (error) {
			return [[{ json: { error: (error as Error).message } }]];
		}
	},
};

let bench: HostileBench;
beforeAll(async () => {
	bench = await startBench(undefined, { 'x.stranger': stranger });
	bench.api.reply = answers;
	bench.evil.reply = answers;
});
afterAll(async () => await bench.close());
beforeEach(() => bench.api.requests.splice(0));

async function ask(helper: string, request: IDataObject, credential: IDataObject = {}): Promise<unknown> {
	const data = { token: TOKEN, region: 'custom', baseUrl: bench.api.url, ...credential };
	const result = await bench.engine.run(
		{
			nodes: [
				{ name: 'Rows', type: 'n8n-nodes-base.manualTrigger' },
				{
					name: 'Stranger',
					type: 'x.stranger',
					parameters: { helper, request: JSON.stringify(request) },
					credentials: { justOneApi: { id: 'c1', name: 'Just One API' } },
				},
			],
			connections: { Rows: { main: [[{ node: 'Stranger', type: 'main', index: 0 }]] } },
		},
		{ credentials: { c1: { type: 'justOneApi', data: data as never } } },
	);
	return result.json('Stranger')[0].error;
}

/** n8n's two request helpers; the HTTP Request node uses the older one, with `uri`. */
const HELPERS = [
	['httpRequestWithAuthentication', 'url'],
	['requestWithAuthentication', 'url'],
	['requestWithAuthentication', 'uri'],
] as const;

describe.each(HELPERS)("Another node's %s with %s", (helper, key) => {
	it('gets the token to the API', async () => {
		expect(await ask(helper, { [key]: `${bench.api.url}/x` })).toBeNull();
		expect(bench.api.requests).toHaveLength(1);
		expect(bench.api.requests[0]).toContain(`token=${TOKEN}`);
	});

	it.each([
		'http://HOST/x',
		'//HOST/x',
		' http://HOST/x',
		'\t//HOST/x',
		'\\\\HOST\\x',
		'/\\HOST/x',
		'/\n/HOST/x',
		'HTTP://HOST/x',
		'http:HOST/x',
		'http:\\\\HOST/x',
		'http://API@HOST/x',
		'http://HOST#API/x',
		'APIURL@HOST/x',
		'APIURL.HOST/x',
		'.HOST/x',
		'@HOST/x',
		':80@HOST/x',
	])('gets nothing to another host: %j', async (address) => {
		const { api, evil } = bench;
		const target = address
			.replace('HOST', `127.0.0.1:${evil.port}`)
			.replace('APIURL', api.url)
			.replace('API', `127.0.0.1:${api.port}`);
		for (const more of [{}, { baseURL: evil.url }, { allowedDomains: '127.0.0.1' }]) {
			await ask(helper, { [key]: target, ...more });
		}
		expect(evil.requests).toEqual([]);
	});
});

it("n8n's allowed domains hold for the node and for others", async () => {
	const limits = { allowedHttpRequestDomains: 'domains', allowedDomains: 'other.test' };
	const result = await bench.ask(answers, { credential: limits });
	expect(result.json('Resolve', 1)).toMatchObject([{ details: { reason: 'network', billed: false } }]);
	expect(bench.api.requests).toEqual([]);
});

it.each(['127.0.0.1', 'localhost', '0.0.0.0'])(
	"n8n's SSRF protection holds for the node: %s is not called",
	async (host) => {
		protectInside(bench, true);
		const result = await bench.ask(answers, { credential: { baseUrl: `http://${host}:${bench.api.port}` } });
		protectInside(bench, false);
		expect(bench.api.requests).toEqual([]);
		expect(result.json('Resolve', 1)).toMatchObject([
			{
				error: expect.stringMatching(/^n8n cannot call this address/),
				details: { reason: 'network', billed: false, retryable: false },
			},
		]);
	},
);

it.each(['301 Moved', '302 Found', '307 Temporary', '308 Permanent'])(
	'The credential test follows no redirect: %s',
	async (status) => {
		bench.api.reply = async (socket) =>
			void (await write(socket, response('', [`Location: ${bench.evil.url}/?token=${TOKEN}`], status)));
		const data = { token: TOKEN, region: 'custom', baseUrl: bench.api.url };
		const verdict = await testCredential(bench.engine, 'justOneApi', data);
		expect(verdict.status).toBe('Error');
		expect(JSON.stringify(verdict)).not.toContain(TOKEN);
		expect(bench.api.requests).toHaveLength(1);
		expect(bench.evil.requests).toEqual([]);
	},
);
