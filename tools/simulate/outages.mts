/** The scenes in which the API is down, for all rows or for a while. */
import { connectionError, play, SUCCESS, UNAVAILABLE } from './play.mts';
import type { Played, Treatment } from './play.mts';
import { lostRows } from './scenes.mts';

export interface Down {
	name: string;
	calls: number;
	seconds: number;
	lost: number;
}

const KINDS: ReadonlyArray<[name: string, treatment: Treatment]> = [
	['503', { latency: 50, reply: UNAVAILABLE }],
	['refused connections', { latency: 1, reply: connectionError('ECONNREFUSED', 'connect') }],
	['no answers, timeout 2 s', { latency: Infinity, reply: SUCCESS }],
];

/** 1,000 rows, and nothing ever succeeds. */
export async function down(seed: number): Promise<Down[]> {
	const results: Down[] = [];
	for (const [name, treatment] of KINDS) {
		const played = await play([{ rows: 1000, timeout: 2000 }], () => treatment, seed);
		results.push({ name, calls: played.calls.length, seconds: played.took / 1000, lost: lostRows(played) });
	}
	return results;
}

export interface Interrupted {
	name: string;
	/** Calls into the outage, beyond those under way when it began. */
	into: number;
	/** Rows without a result, and how many of those had a call whose bill is in doubt. */
	lost: number;
	inDoubt: number;
	/** From its end until a hundred calls had left within a second, or all rows were done, in seconds. */
	recovery: number;
}

const OUTAGE = 20_000;

function recoveryOf({ calls, took }: Played, end: number): number {
	const later = calls.filter(({ at }) => at >= end).map(({ at }) => at);
	const fast = later.findIndex((at, index) => (later[index + 99] ?? Infinity) - at <= 1000);
	return ((fast < 0 ? took : later[fast + 99]) - end) / 1000;
}

/**
 * 600 rows, 100 ms a call, no limit, and 20 s of an outage.
 *
 * @param after so many results it begins: 300 is the middle; at 70 the number of calls in flight still doubles
 */
export async function interrupted(seed: number, after: number): Promise<Interrupted[]> {
	const results: Interrupted[] = [];
	for (const [name, reply] of [
		['503', UNAVAILABLE],
		['cut connections', connectionError('ECONNRESET')],
	] as const) {
		const answeredAt: number[] = [];
		let begins = Infinity;
		const isOut = (now: number) => now >= begins && now < begins + OUTAGE;
		const played = await play(
			[{ rows: 600 }],
			(now) => {
				if (begins === Infinity && answeredAt[after - 1] <= now) begins = now;
				answeredAt.push(now + 100);
				return { latency: 100, reply: isOut(now) ? reply : SUCCESS };
			},
			seed,
		);
		const underWay = played.calls.filter((call) => call.at < begins && call.answeredAt >= begins).length;
		const rows = played.runs.flat().filter(({ called }) => !called?.answer.ok);
		results.push({
			name,
			into: played.calls.filter(({ at }) => isOut(at)).length - underWay,
			lost: rows.length,
			inDoubt: rows.filter(({ called }) => called?.attempts.includes(null)).length,
			recovery: recoveryOf(played, begins + OUTAGE),
		});
	}
	return results;
}
