/** agent-and-mcp.json: an MCP client and an AI agent look up posts. The model is a stand-in. */
import assert from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { contentId, shortLink } from '../../../tools/sandbox/links.mts';
import { fetchWhenThere, retry } from '../../../tools/wait.mts';
import type { Scenario } from '../../../tools/n8n/report.mts';
import { readExample, withCredentials, withParameters } from '../../../tools/n8n/examples.mts';
import { startStandIns } from '../../../tools/n8n/standIns.mts';

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

export const agentAndMcp: Scenario = {
	name: 'example: agent and MCP',
	newestOnly: true,
	async run({ rest, n8n, credential, sandbox, counts }) {
		const standIns = await startStandIns();
		const httpBearerAuth = await rest.createCredential('httpBearerAuth', { token: BEARER });
		const openAiApi = await rest.createCredential('openAiApi', { apiKey: 'x', url: `${standIns.url}/v1` });
		const credentials = { justOneApi: credential, httpBearerAuth, openAiApi };
		// The chat of the editor has no address; a public one does.
		const example = withParameters(readExample('agent-and-mcp'), 'Chat', { public: true, options: {} });
		const chatId = String(example.nodes.find(({ name }) => name === 'Chat')?.webhookId);
		await rest.activate(await rest.importWorkflow(withCredentials(example, credentials)));
		const url = new URL(`${n8n.url}/mcp/posts-mcp`);
		const client = await connect(url, BEARER, 40);
		try {
			await assert.rejects(connect(url, 'wrong', 1), 'without the token there is no way in');
			const { tools } = await client.listTools();
			assert.deepEqual(
				tools.map(({ name, inputSchema }) => [name, Object.keys(inputSchema.properties ?? {})]),
				[['Get_post', ['Post']]],
			);
			const ask = async (text: string) =>
				JSON.stringify(await client.callTool({ name: 'Get_post', arguments: { Post: text } }));
			assert.match(await ask(`看看 ${shortLink('video', 'agent')}`), new RegExp(contentId('video-agent')));
			assert.match(await ask(shortLink('c201', 'agent')), /no_content/, 'the whole record reaches the model');
			assert.equal(sandbox.stats().calls, 3);

			const chat = async (chatInput: string) => {
				const body = JSON.stringify({ action: 'sendMessage', sessionId: 'e2e', chatInput });
				const headers = { 'content-type': 'application/json' };
				const send = async () =>
					await fetch(`${n8n.url}/webhook/${chatId}/chat`, { method: 'POST', headers, body });
				const response = await fetchWhenThere(send);
				const text = await response.text();
				assert.equal(response.status, 200, text);
				return text;
			};
			assert.match(await chat(shortLink('video', 'chat')), new RegExp(contentId('video-chat')));
			assert.match(await chat(shortLink('c201', 'chat')), /no_content/);
			assert.equal(sandbox.stats().calls, 6);
		} finally {
			await client.close();
			await standIns.close();
		}
		return counts(4, 2, 2, ['two questions by MCP, two by the chat']);
	},
};
