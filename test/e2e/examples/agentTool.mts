/** agent-tool.json: an MCP client sees the tool and calls it. */
import assert from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { contentId, shortLink } from '../../../tools/sandbox/links.mts';
import { retry } from '../../../tools/wait.mts';
import type { Scenario } from '../../../tools/n8n/report.mts';
import { readExample, withCredentials } from '../../../tools/n8n/examples.mts';

const BEARER = 'a-long-random-text';

/** A client is refused until the trigger is there, a moment after it was activated. */
async function connect(url: URL, token: string, attempts: number): Promise<Client> {
	return await retry(async () => {
		const client = new Client({ name: 'e2e', version: '1.0.0' });
		const requestInit = { headers: { authorization: `Bearer ${token}` } };
		await client.connect(new StreamableHTTPClientTransport(url, { requestInit }));
		return client;
	}, attempts);
}

export const agentTool: Scenario = {
	name: 'example: agent tool',
	newestOnly: true,
	async run({ rest, n8n, credential, counts }) {
		const httpBearerAuth = await rest.createCredential('httpBearerAuth', { token: BEARER });
		const example = withCredentials(readExample('agent-tool'), { justOneApi: credential, httpBearerAuth });
		await rest.activate(await rest.importWorkflow(example));
		const url = new URL(`${n8n.url}/mcp/douyin-mcp`);
		const client = await connect(url, BEARER, 40);
		try {
			await assert.rejects(connect(url, 'wrong', 1), 'without the token there is no way in');
			const { tools } = await client.listTools();
			assert.deepEqual(
				tools.map(({ name }) => name),
				['Resolve_Douyin_link'],
			);
			assert.match(tools[0]?.description ?? '', /Douyin \(抖音\) share link/);
			assert.deepEqual(Object.keys(tools[0]?.inputSchema.properties ?? {}), ['Share_URL']);

			const ask = async (text: string) =>
				JSON.stringify(
					await client.callTool({ name: 'Resolve_Douyin_link', arguments: { Share_URL: text } }),
				);
			assert.match(await ask(`看看 ${shortLink('video', 'agent')}`), new RegExp(contentId('video-agent')));
			const gone = await ask(shortLink('c201', 'agent'));
			assert.match(gone, /Nothing was found behind the link/);
			assert.match(gone, /no_content/, 'the whole record reaches the model');
		} finally {
			await client.close();
		}
		return counts(2, 1, 1);
	},
};
