/** How a limit is counted: in whole seconds, in whole minutes, or filled up evenly with one second's calls in reserve. */
export type LimitStyle = 'second' | 'minute' | 'evenly';

/** From a moment on (ms), so many calls a second. */
export interface LimitPhase {
	from: number;
	perSecond: number;
	style: LimitStyle;
}

/** Asks a rate limit for leave at a moment in ms; moments must not go back. */
export type RateLimit = (now: number) => boolean;

const WINDOW = { second: 1000, minute: 60_000 };

/**
 * A limit that may change over time. Before the first phase there is none.
 *
 * @param offset when the first window would have begun, in ms: a run does not begin with the minute
 */
export function rateLimit(phases: readonly LimitPhase[], offset = 0): RateLimit {
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
			window = -1;
		}
		if (style === 'evenly') {
			tokens = Math.min(Math.max(1, perSecond), tokens + ((now - filledAt) / 1000) * perSecond);
			filledAt = now;
		} else if (window !== Math.floor((now + offset) / WINDOW[style])) {
			window = Math.floor((now + offset) / WINDOW[style]);
			tokens = (perSecond * WINDOW[style]) / 1000;
		}
		if (tokens < 1) return false;
		tokens -= 1;
		return true;
	};
}
