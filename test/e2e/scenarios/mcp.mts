/** The tool variant, called by a real MCP client through n8n's MCP Server Trigger. */
import assert from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { contentId, shortLink } from '../../../tools/sandbox/links.mts';
import { NODE_TYPE } from '../../../tools/n8n/bench.mts';
import { retry } from '../../../tools/wait.mts';
import type { Scenario } from '../../../tools/n8n/report.mts';
import { node, workflow, type OnError } from '../../../tools/n8n/workflow.mts';

const tool = (name: string, onError: OnError) =>
	node(
		name,
		`${NODE_TYPE}Tool`,
		1,
		{ shareUrl: "={{ $fromAI('Share_URL', ``, 'string') }}", options: { maxRetries: 1 } },
		{ onError },
	);

/** What a model reads of an answer. */
interface ToolResult {
	isError?: boolean;
	content: Array<{ type: string; text?: string }>;
}

export const mcp: Scenario = {
	name: 'tool over MCP',
	newestOnly: true,
	async run({ rest, n8n, credential, token, counts }) {
		const trigger = node(
			'MCP',
			'@n8n/n8n-nodes-langchain.mcpTrigger',
			2,
			{ path: 'douyin' },
			{ webhookId: 'douyin' },
		);
		const tools = [tool('Resolve', 'stopWorkflow'), tool('Resolve softly', 'continueRegularOutput')];
		const id = await rest.importWorkflow(
			workflow(
				'MCP',
				[trigger, ...tools],
				tools.map(({ name }) => [name, 'MCP']),
				'ai_tool',
			),
			credential,
		);
		await rest.activate(id);

		// It is active a moment later.
		const client = await retry(async () => {
			const attempt = new Client({ name: 'e2e', version: '1.0.0' });
			await attempt.connect(new StreamableHTTPClientTransport(new URL(`${n8n.url}/mcp/douyin`)));
			return attempt;
		});
		try {
			const listed = await client.listTools();
			assert.deepEqual(listed.tools.map(({ name }) => name).sort(), ['Resolve', 'Resolve_softly']);
			for (const { inputSchema, description } of listed.tools) {
				assert.deepEqual(Object.keys(inputSchema.properties ?? {}), ['Share_URL']);
				assert.match(description ?? '', /share URL/i);
			}

			const read: string[] = [];
			const ask = async (name: string, text: string) => {
				const { isError = false, content } = (await client.callTool({
					name,
					arguments: { Share_URL: text },
				})) as ToolResult;
				const answer = content.map((part) => part.text ?? '').join('\n');
				assert(!answer.includes(token), 'the token stays here');
				read.push(
					`${name} ${text}${isError ? ' (isError)' : ''}: ${answer.replace(/\?from_ssr[^"]*/, '?…')}`,
				);
				return answer;
			};

			for (const name of ['Resolve', 'Resolve_softly']) {
				const code = `video-${name}`;
				assert.match(
					await ask(name, `看看 ${shortLink('video', name)} 复制`),
					new RegExp(`"${contentId(code)}"`),
				);
				const gone = await ask(name, shortLink('c201', name));
				assert.match(gone, /Nothing was found behind the link/);
				assert.match(gone, /Open the link in its app/);
				assert.match(await ask(name, 'no link in here'), /No share link in this text/);
			}
			return counts(6, 2, 4, [`what the client reads\n  ${read.join('\n  ')}`]);
		} finally {
			await client.close();
		}
	},
};
