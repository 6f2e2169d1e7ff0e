import type { CallSettings } from '../call/runCalls';

/** The user's choices for a run of the node. */
export interface RunSettings extends CallSettings {
	/** Whether the first row that finally fails ends the run ("Stop" mode). */
	stopOnFailure: boolean;
	/** Whether items leave out the API's whole answer. */
	simplify: boolean;
	includeInputFields: boolean;
	addCost: boolean;
	/** Billed calls of the node in an execution, at most; 0 for no bound. */
	maxBilledCalls: number;
	/** How old a result of an earlier execution may be, in hours; 0 reuses none. */
	reuseHours: number;
}

function numberWithin(value: unknown, byDefault: number, least: number, most: number): number {
	const number = Number(value ?? byDefault);
	return Number.isNaN(number) ? byDefault : Math.min(most, Math.max(least, number));
}

/**
 * Reads the node's options. Anything that is no number counts as the default, and is kept within its bounds.
 *
 * @param options the collection 'Options', as n8n evaluated it
 */
export function readSettings(
	options: Readonly<Record<string, unknown>>,
	simplify: unknown,
	stopOnFailure: boolean,
): RunSettings {
	return {
		simplify: simplify !== false,
		includeInputFields: options.includeInputFields === true,
		addCost: options.addCost === true,
		reuseHours: numberWithin(options.reuseHours, 0, 0, Infinity),
		maxRetries: Math.floor(numberWithin(options.maxRetries, 3, 0, 10)),
		maxConcurrentRequests: Math.floor(numberWithin(options.maxConcurrentRequests, 100, 1, 100)),
		maxBilledCalls: Math.floor(numberWithin(options.maxBilledCalls, 0, 0, Infinity)),
		retryUnanswered: options.retryUnanswered === true,
		stopOnFailure,
	};
}
