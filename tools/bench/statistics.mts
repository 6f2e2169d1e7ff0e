/** Numbers from numbers. */
import type { SandboxCall } from '../sandbox/server.mts';
import type { Sample } from './measure.mts';

/** The middle value; of an even number, the mean of the two in the middle. NaN if there is none. */
export function median(values: number[]): number {
	const sorted = values.toSorted((one, other) => one - other);
	const half = Math.floor(sorted.length / 2);
	return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

export const peak = (values: number[]): number => values.reduce((most, value) => Math.max(most, value), 0);

/** The longest block of the event loop, as far as it lies between two moments, in ms. */
export const longest = (samples: Sample[], from: number, to: number): number =>
	peak(samples.map(({ at, blocked }) => Math.min(at, to) - Math.max(at - blocked, from)));

/** Processor time between two moments, in ms. */
export function processorTime(samples: Sample[], from: number, to: number): number {
	const [first] = samples;
	const at = (moment: number) => (samples.findLast((sample) => sample.at <= moment) ?? first)?.processor ?? 0;
	return at(to) - at(from);
}

/** A limit of calls per second from a moment on (ms since 1970), until the next one. */
export interface Limit {
	at: number;
	perSecond: number;
}

/** Calls that the limits allow between two moments. */
export function allowed(limits: Limit[], from: number, to: number): number {
	return limits.reduce((sum, { at, perSecond }, index) => {
		const end = Math.min(to, limits[index + 1]?.at ?? to);
		return sum + (Math.max(0, end - Math.max(at, from)) / 1000) * perSecond;
	}, 0);
}

export const isRefused = ({ code }: SandboxCall): boolean => code === 302;

/** The longest time between two of these moments that follow each other, in seconds. */
export function longestGap(moments: number[]): number {
	const sorted = moments.toSorted((one, other) => one - other);
	return peak(sorted.slice(1).map((moment, index) => moment - sorted[index]!)) / 1000;
}

/** How many of the moments lie in each slice of so many ms, from `from` on. */
export function perSlice(moments: number[], from: number, ms: number): number[] {
	const counts: number[] = [];
	for (const moment of moments) {
		const slice = Math.max(0, Math.floor((moment - from) / ms));
		while (counts.length <= slice) counts.push(0);
		counts[slice]! += 1;
	}
	return counts;
}

/** The most of these moments, in order, that lie within so many ms. */
export const most = (moments: number[], ms: number): number =>
	peak(moments.map((moment, index) => moments.slice(index).filter((later) => later - moment < ms).length));
