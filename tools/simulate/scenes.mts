/** Scenes against a limit, and what they came to. */
import { COLLECTION_FAILED, play, SUCCESS, TOO_FAST } from './play.mts';
import type { Played } from './play.mts';
import { rateLimit } from './rateLimit.mts';
import type { LimitPhase, LimitStyle } from './rateLimit.mts';
import { randomFrom } from './virtualClock.mts';

export interface Outcome {
	/** Calls that were refused, as a share of all. */
	refused: number;
	/** The same without the first minute. */
	refusedLater: number;
	/** The time it took, to the least that the limit allows. */
	time: number;
	/** Rows without a result. */
	lost: number;
}

/** @param from the first moment that counts, in ms */
export function refusedShare({ calls }: Played, from = 0): number {
	const counted = calls.filter(({ at }) => at >= from);
	return counted.filter(({ reply }) => reply === TOO_FAST).length / Math.max(1, counted.length);
}

export function lostRows({ runs }: Played): number {
	return runs.flat().filter(({ called }) => !called?.answer.ok).length;
}

/** When the last of so many calls can be let through at the earliest, in ms. */
function leastTime(phase: LimitPhase, offset: number, calls: number): number {
	const allows = rateLimit([phase], offset);
	let now = 0;
	for (let left = calls; left > 0; ) {
		if (allows(now)) left -= 1;
		else now += 1;
	}
	return now;
}

/** One run from a cold start against a limit, for as many rows as that lets through in so many seconds. */
export async function alone(
	perSecond: number,
	style: LimitStyle,
	seed: number,
	seconds = 180,
): Promise<Outcome> {
	const random = randomFrom(seed);
	const offset = Math.floor(random() * 60_000);
	const rows = Math.round(perSecond * seconds);
	const phase = { from: 0, perSecond, style };
	const allows = rateLimit([phase], offset);
	const played = await play(
		[{ rows }],
		(now, chance) =>
			allows(now)
				? { latency: 300 + 200 * chance(), reply: SUCCESS }
				: { latency: 20 + 80 * chance(), reply: TOO_FAST },
		seed,
	);
	return {
		refused: refusedShare(played),
		refusedLater: refusedShare(played, 60_000),
		time: played.took / leastTime(phase, offset, rows),
		lost: lostRows(played),
	};
}

/** The benchmark's limit: 350 different links at 20 calls/s, of which 2 % cannot be collected at the first try. */
export async function limited(style: LimitStyle, seed: number): Promise<Outcome> {
	const phase = { from: 0, perSecond: 20, style };
	const allows = rateLimit([phase]);
	const played = await play(
		[{ rows: 350 }],
		(now, chance) => {
			if (!allows(now)) return { latency: 5, reply: TOO_FAST };
			return { latency: 300 + 200 * chance(), reply: chance() < 0.02 ? COLLECTION_FAILED : SUCCESS };
		},
		seed,
	);
	const counted = played.calls.filter(({ reply }) => reply !== TOO_FAST).length;
	return {
		refused: refusedShare(played),
		refusedLater: refusedShare(played, 60_000),
		time: played.took / (leastTime(phase, 0, counted) + 400),
		lost: lostRows(played),
	};
}

/**
 * Two workers of one token that begin together with as many rows each as the limit lets through in a minute.
 *
 * @returns how many of its rows the slower one has when the other is done, as a share
 */
export async function pair(
	seed: number,
): Promise<{ perSecond: number; slower: number; refused: number; lost: number }> {
	const random = randomFrom(seed);
	const perSecond = Math.round(5 * 12 ** random());
	const style: LimitStyle = random() < 0.5 ? 'second' : 'evenly';
	const allows = rateLimit([{ from: 0, perSecond, style }], Math.floor(random() * 60_000));
	const rows = perSecond * 60;
	const latency = [50, 300, 1000][Math.floor(random() * 3)];
	const played = await play(
		[
			{ rows, process: 0 },
			{ rows, process: 1 },
		],
		(now, chance) =>
			allows(now)
				? { latency: latency * (1 + chance()), reply: SUCCESS }
				: { latency: 20 + 80 * chance(), reply: TOO_FAST },
		seed,
	);
	const doneAt = Math.min(...played.runs.map((run) => Math.max(...run.map(({ settledAt }) => settledAt))));
	const shares = played.runs.map((run) => run.filter(({ settledAt }) => settledAt <= doneAt).length / rows);
	return { perSecond, slower: Math.min(...shares), refused: refusedShare(played), lost: lostRows(played) };
}

/** The benchmark's changing limit: 50 calls/s until a third of 2,000 rows came through, 5 for 20 s, then 50 again. */
export async function changingLimit(seed: number): Promise<{ refused: number; used: number; lost: number }> {
	const rows = 2000;
	let through = 0;
	let lowSince = Infinity;
	const phases: LimitPhase[] = [{ from: 0, perSecond: 50, style: 'second' }];
	const allows = rateLimit(phases);
	const played = await play(
		[{ rows }],
		(now, chance) => {
			if (through >= rows / 3 && lowSince === Infinity) {
				lowSince = now;
				phases.push(
					{ from: now, perSecond: 5, style: 'second' },
					{ from: now + 20_000, perSecond: 50, style: 'second' },
				);
			}
			if (!allows(now)) return { latency: 5, reply: TOO_FAST };
			through += 1;
			return { latency: 300 + 200 * chance(), reply: SUCCESS };
		},
		seed,
	);
	const end = Math.max(...played.calls.map(({ at }) => at));
	const low = Math.max(0, Math.min(20_000, end - lowSince));
	const most = (50 * (end - low) + 5 * low) / 1000;
	return { refused: refusedShare(played), used: rows / most, lost: lostRows(played) };
}
