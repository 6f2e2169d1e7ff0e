/** From a moment on (ms), so many calls a second; `window` counts whole seconds, `bucket` fills up evenly. */
export interface LimitPhase {
	from: number;
	perSecond: number;
	style: 'bucket' | 'window';
}

/** Asks a rate limit for leave at a moment in ms; moments must not go back. */
export type RateLimit = (now: number) => boolean;

/** A limit that may change over time. Before the first phase there is none. */
export function rateLimit(phases: readonly LimitPhase[]): RateLimit {
	let current: LimitPhase | undefined;
	let tokens = 0;
	let filledAt = 0;
	let window = -1;
	return (now) => {
		const phase = phases.findLast(({ from }) => from <= now);
		if (!phase || phase.perSecond === Infinity) return true;
		const { perSecond, style } = phase;
		if (phase !== current) {
			current = phase;
			tokens = perSecond;
			filledAt = now;
		}
		if (style === 'bucket') {
			tokens = Math.min(perSecond, tokens + ((now - filledAt) / 1000) * perSecond);
			filledAt = now;
		} else if (window !== Math.floor(now / 1000)) {
			window = Math.floor(now / 1000);
			tokens = perSecond;
		}
		if (tokens < 1) return false;
		tokens -= 1;
		return true;
	};
}

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
export function randomFrom(seed: number): () => number {
	let state = seed | 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
