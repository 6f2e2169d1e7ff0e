/**
 * Loaded into n8n by `--import`: every 50 ms it writes a line with the time (ms since 1970), the resident memory (bytes), and
 * how long the event loop was blocked at a stretch since the line before (ms). One file a process, named by its ID.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

const EVERY = 50;
/** How often the loop is looked at, in ms: what it measures is this much too long. */
const RESOLUTION = 10;

const folder = process.env.BENCH_SAMPLES;
if (folder && isMainThread) {
	const file = join(folder, String(process.pid));
	const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
	delay.enable();
	setInterval(() => {
		const blocked = Math.max(0, delay.max / 1e6 - RESOLUTION);
		delay.reset();
		appendFileSync(file, `${Date.now()} ${process.memoryUsage.rss()} ${blocked.toFixed(1)}\n`);
	}, EVERY).unref();
}
