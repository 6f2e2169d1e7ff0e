/** A stand-in for the other services that the templates call: OpenAI, Telegram, and a host of video files. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StandIns {
	/** Without a slash at the end. */
	url: string;
	/** Method and path of every request so far, and its body as text. */
	requests(): Array<{ method: string; path: string; body: string }>;
	close(): Promise<void>;
}

interface Message {
	role: string;
	content: string;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	return Buffer.concat(parts).toString('latin1');
}

/** A model that calls its first tool with the user's words, and repeats what the tool said. */
function chatAnswer(body: string) {
	const { messages, tools } = JSON.parse(Buffer.from(body, 'latin1').toString('utf8')) as {
		messages: Message[];
		tools?: Array<{ function: { name: string; parameters: { properties: object } } }>;
	};
	const last = messages.at(-1);
	const tool = tools?.[0]?.function;
	const ask = last?.role === 'user' && tool !== undefined;
	const call = () => ({
		id: 'call_1',
		type: 'function',
		function: {
			name: tool?.name,
			arguments: JSON.stringify({ [Object.keys(tool?.parameters.properties ?? {})[0] ?? '']: last?.content }),
		},
	});
	const message = ask
		? { role: 'assistant', content: null, tool_calls: [call()] }
		: { role: 'assistant', content: `The tool says: ${last?.content}` };
	return {
		id: 'chatcmpl-1',
		object: 'chat.completion',
		created: 0,
		model: 'stand-in',
		choices: [{ index: 0, message, finish_reason: ask ? 'tool_calls' : 'stop' }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}

const JSON_ROUTES: ReadonlyArray<[path: RegExp, answer: (body: string) => unknown]> = [
	[/\/chat\/completions$/, chatAnswer],
	[/\/audio\/transcriptions$/, () => ({ text: 'what is said in the video' })],
	[/^\/bot[^/]+\/sendMessage$/, () => ({ ok: true, result: { message_id: 1 } })],
];

/** Starts it on a free port. `/gone.mp4` is refused; any other `.mp4` is a file. */
export async function startStandIns(): Promise<StandIns> {
	const seen: Array<{ method: string; path: string; body: string }> = [];
	const server = createServer((request, response) => {
		void bodyOf(request).then((body) => {
			const path = (request.url ?? '').split('?')[0] ?? '';
			seen.push({ method: request.method ?? '', path, body });
			const route = JSON_ROUTES.find(([pattern]) => pattern.test(path));
			if (route) {
				response.setHeader('content-type', 'application/json');
				response.end(JSON.stringify(route[1](body)));
			} else if (path.endsWith('.mp4') && !path.endsWith('/gone.mp4')) {
				response.setHeader('content-type', 'video/mp4');
				response.end(Buffer.from('not really a video'));
			} else {
				response.statusCode = 403;
				response.end('Forbidden');
			}
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests: () => [...seen],
		close: async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}
