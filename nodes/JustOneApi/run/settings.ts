import type { CallSettings } from '../call/runCalls';
import { failureOf } from '../failure/failure';
import type { Failure } from '../failure/failure';

/** The user's choices for a run of the node. */
export interface RunSettings extends CallSettings {
	/** Whether the first row that fails ends the run ("Stop" mode). */
	stopOnFailure: boolean;
	includeInputFields: boolean;
	addCost: boolean;
	/** Billed calls of the node in an execution, at most; Infinity for no bound. */
	maxBilledCalls: number;
	/** How old a result of an earlier execution may be, in hours; 0 reuses none. */
	reuseHours: number;
}

/** Whether an option was not set. */
export const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

function invalid(label: string, what: string): Failure {
	return failureOf('invalid_settings', {
		title: `'${label}' must be ${what}`,
		advice: `No call was made. Open the node and correct '${label}'.`,
	});
}

/** A number, or a text that is one; NaN for anything else. */
function numberIn(value: unknown): number {
	return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '')
		? Number(value)
		: NaN;
}

/** A number of an option: empty is the default, a fraction is cut, and what is out of range counts as the nearest bound. */
function readNumber(
	{ label, byDefault, least, most }: { label: string; byDefault: number; least: number; most: number },
	value: unknown,
): number | Failure {
	if (isEmpty(value)) return byDefault;
	const number = numberIn(value);
	return Number.isNaN(number)
		? invalid(label, 'a number')
		: Math.trunc(Math.min(most, Math.max(least, number)));
}

/** A boolean, or a text that is one: empty is the default. */
export function readBoolean(label: string, byDefault: boolean, value: unknown): boolean | Failure {
	if (isEmpty(value)) return byDefault;
	if (value === true || value === 'true') return true;
	return value === false || value === 'false' ? false : invalid(label, 'true or false');
}

/** "Max Billed Calls" protects money, so what cannot be read is no bound that could be guessed: the run fails. */
function readMaxBilledCalls(options: Readonly<Record<string, unknown>>): number | Failure {
	if (!Object.hasOwn(options, 'maxBilledCalls')) return Infinity;
	const number = numberIn(options.maxBilledCalls);
	const isUsable = Number.isSafeInteger(number) && number >= 0;
	return isUsable ? number : invalid('Max Billed Calls', 'a whole number from 0 on');
}

/** Hours may be a fraction. */
function readHours(value: unknown): number | Failure {
	if (isEmpty(value)) return 0;
	const hours = numberIn(value);
	return Number.isNaN(hours) ? invalid('Reuse Results (Hours)', 'a number') : Math.max(0, hours);
}

const RETRIES = { label: 'Max Retries', byDefault: 3, least: 0, most: 10 };
const CONCURRENCY = { label: 'Max Concurrent Requests', byDefault: 100, least: 1, most: 100 };

/**
 * Reads the node's options; those of the first row hold for all.
 *
 * @param options the collection 'Options', as n8n evaluated it
 * @returns a failure where one cannot be understood: none is guessed
 */
export function readSettings(
	options: Readonly<Record<string, unknown>>,
	stopOnFailure: boolean,
): RunSettings | Failure {
	const read = {
		includeInputFields: readBoolean('Include Input Fields', false, options.includeInputFields),
		addCost: readBoolean('Add Cost', false, options.addCost),
		reuseHours: readHours(options.reuseHours),
		maxRetries: readNumber(RETRIES, options.maxRetries),
		maxConcurrentRequests: readNumber(CONCURRENCY, options.maxConcurrentRequests),
		maxBilledCalls: readMaxBilledCalls(options),
		retryUnanswered: readBoolean('Retry Unanswered Calls', false, options.retryUnanswered),
	};
	const failure = Object.values(read).find((value) => typeof value === 'object');
	return failure ?? ({ ...read, stopOnFailure } as RunSettings);
}
