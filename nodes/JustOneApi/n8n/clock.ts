import { sleep } from 'n8n-workflow';

import type { Clock } from '../call/clock';

/** Longest sleep at a stretch, in ms: n8n's `sleep` knows no signal. */
const SLICE = 200;

/** The machine's clock: monotonic, so a time of day that is set back changes nothing. */
export const systemClock: Clock = {
	now: () => performance.now(),
	async sleep(ms, signal) {
		const dueAt = performance.now() + ms;
		let remaining = ms;
		// A sleep of 0 ms lets others work too.
		while (!signal?.aborted) {
			await sleep(Math.max(0, Math.min(remaining, SLICE)));
			remaining = dueAt - performance.now();
			if (remaining <= 0) return;
		}
	},
	random: () => Math.random(),
};
