import { sleep } from 'n8n-workflow';

import type { Clock } from '../call/clock';

/** How late a sleep notices that it was aborted, in ms: n8n's `sleep` takes a signal only in new versions. */
const SLICE = 200;

/** The machine's clock. Monotonic, so that a clock that is set back or forward changes nothing. */
export const clock: Clock = {
	now: () => performance.now(),
	random: () => Math.random(),
	async sleep(ms, signal) {
		const dueAt = performance.now() + ms;
		let remaining = ms;
		while (!signal?.aborted) {
			await sleep(Math.max(0, Math.min(remaining, SLICE)));
			remaining = dueAt - performance.now();
			if (remaining <= 0) return;
		}
	},
};
