import { sleep } from 'n8n-workflow';

import type { Clock } from '../call/clock';

/** Longest sleep at a stretch, in ms: n8n's `sleep` knows no signal. */
const SLICE = 200;

/** The machine's clock: monotonic, so a time of day that is set back changes nothing. */
export const systemClock: Clock = {
	now: () => performance.now(),
	async sleep(ms, signal) {
		const dueAt = performance.now() + ms;
		for (let remaining = ms; remaining > 0 && !signal?.aborted; remaining = dueAt - performance.now()) {
			await sleep(Math.min(remaining, SLICE));
		}
	},
	random: () => Math.random(),
};
