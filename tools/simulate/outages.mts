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
const BEGINS = 400;

function recoveryOf({ calls, took }: Played): number {
	const end = BEGINS + OUTAGE;
	const later = calls.filter(({ at }) => at >= end).map(({ at }) => at);
	const fast = later.findIndex((at, index) => (later[index + 99] ?? Infinity) - at <= 1000);
	return ((fast < 0 ? took : later[fast + 99]) - end) / 1000;
}

/** 600 rows, 100 ms a call, no limit, and 20 s of an outage in the middle. */
export async function interrupted(seed: number): Promise<Interrupted[]> {
	const results: Interrupted[] = [];
	for (const [name, reply] of [
		['503', UNAVAILABLE],
		['cut connections', connectionError('ECONNRESET')],
	] as const) {
		const isOut = (now: number) => now >= BEGINS && now < BEGINS + OUTAGE;
		const played = await play(
			[{ rows: 600 }],
			(now) => ({ latency: 100, reply: isOut(now) ? reply : SUCCESS }),
			seed,
		);
		const underWay = played.calls.filter(({ at, answeredAt }) => at < BEGINS && answeredAt >= BEGINS).length;
		const rows = played.runs.flat().filter(({ called }) => !called?.answer.ok);
		results.push({
			name,
			into: played.calls.filter(({ at }) => isOut(at)).length - underWay,
			lost: rows.length,
			inDoubt: rows.filter(({ called }) => called?.bills.includes(null)).length,
			recovery: recoveryOf(played),
		});
	}
	return results;
}
