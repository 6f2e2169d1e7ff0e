/**
 * Loaded into n8n by `--import`: every 50 ms it writes a line with the time (ms since 1970), the resident memory (bytes), and
 * how long the event loop was blocked at a stretch since the line before (ms), the processor time so far (ms), the calls to
 * the API so far, those included that no server saw, and those in flight. One file a process, named by its ID.
 *
 * A timer of its own tells the blocks: Node's monitorEventLoopDelay does not see one that follows its reset() at once.
 */
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import type { ClientRequest } from 'node:http';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';

/** In ms. */
const LOOK_EVERY = 10;
const WRITE_EVERY = 50;

const folder = process.env.BENCH_SAMPLES;
if (folder && isMainThread) {
	const file = join(folder, String(process.pid));
	let turn = performance.now();
	let written = turn;
	let blocked = 0;
	let calls = 0;
	const inFlight = new Set<ClientRequest>();
	subscribe('http.client.request.created', (message) => {
		const { request } = message as { request: ClientRequest };
		if (!request.path.startsWith('/api/douyin/')) return;
		calls += 1;
		inFlight.add(request);
	});
	for (const end of ['http.client.response.finish', 'http.client.request.error']) {
		subscribe(end, (message) => inFlight.delete((message as { request: ClientRequest }).request));
	}
	setInterval(() => {
		const now = performance.now();
		blocked = Math.max(blocked, now - turn - LOOK_EVERY);
		turn = now;
		if (now - written < WRITE_EVERY) return;
		const { user, system } = process.cpuUsage();
		const numbers = [
			Date.now(),
			process.memoryUsage.rss(),
			blocked.toFixed(1),
			(user + system) / 1000,
			calls,
			inFlight.size,
		];
		appendFileSync(file, `${numbers.join(' ')}\n`);
		written = now;
		blocked = 0;
	}, LOOK_EVERY).unref();
}
