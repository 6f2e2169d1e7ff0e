/** A raw TCP server: what it sends need not be HTTP. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** Sends an answer. The socket is closed afterwards, whatever this does. */
export type Reply = (socket: Socket, path: string) => void | Promise<void>;

export interface HostileServer {
	/** Base URL, without a slash at the end. */
	url: string;
	port: number;
	/** The first line of each request, and the raw head behind it. */
	requests: string[];
	/** What the next requests are answered with. */
	reply: Reply;
	/** Bytes that left so far. */
	sent(): number;
	/** Connections that are open now. */
	open(): number;
	close(): Promise<void>;
}

const HEAD_END = '\r\n\r\n';

/** Starts on a free port of the loopback; answers nothing until `reply` is set. */
export async function startHostile(): Promise<HostileServer> {
	const sockets = new Set<Socket>();
	let gone = 0;
	const server = createServer((socket) => {
		sockets.add(socket);
		let head = '';
		// A client that is fed up resets the connection.
		socket.on('error', () => {});
		socket.on('close', () => {
			sockets.delete(socket);
			gone += socket.bytesWritten;
		});
		socket.on('data', (chunk) => {
			head += chunk.toString('latin1');
			if (!head.includes(HEAD_END)) return;
			hostile.requests.push(head);
			const path = head.split(' ', 2)[1];
			head = '';
			void (async () => {
				await hostile.reply(socket, path);
				socket.end();
			})();
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const hostile: HostileServer = {
		url: `http://127.0.0.1:${port}`,
		port,
		requests: [],
		reply: () => {},
		sent: () => [...sockets].reduce((sum, { bytesWritten }) => sum + bytesWritten, gone),
		open: () => sockets.size,
		async close() {
			for (const socket of sockets) socket.destroy();
			server.close();
			await once(server, 'close');
		},
	};
	return hostile;
}

/** Writes as fast as the client takes it; false once the client is gone. */
export async function write(socket: Socket, data: string | Uint8Array): Promise<boolean> {
	if (socket.destroyed) return false;
	if (!socket.write(data)) {
		const done = new AbortController();
		const { signal } = done;
		await Promise.race([once(socket, 'drain', { signal }), once(socket, 'close', { signal })]).catch(
			() => {},
		);
		done.abort();
	}
	return !socket.destroyed;
}

/** Writes the same chunk over and over until so many bytes are sent, or the client is gone. */
export async function pour(socket: Socket, chunk: string | Uint8Array, bytes = Infinity): Promise<void> {
	for (let sent = 0; sent < bytes; sent += chunk.length) {
		if (!(await write(socket, chunk))) return;
	}
}

/** Writes a chunk every so many ms until the client is gone. */
export async function drip(socket: Socket, chunk: string, everyMs: number): Promise<void> {
	while (await write(socket, chunk)) await new Promise((resolve) => setTimeout(resolve, everyMs));
}
