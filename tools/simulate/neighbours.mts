/** A healthy run beside another one of the same account, which has settings of its own. */
import { connectionError, page, play, SUCCESS, TOO_FAST } from './play.mts';
import type { Played, RunPlan, Treatment } from './play.mts';
import { rateLimit } from './rateLimit.mts';

const ROWS = 300;

/** What becomes of the other run's calls; null where the API answers them. */
export interface Neighbour {
	name: string;
	plan: Partial<RunPlan>;
	treatment: Treatment | null;
}

export const HEALTHY: Neighbour = { name: 'nothing', plan: {}, treatment: null };

export const NEIGHBOURS: readonly Neighbour[] = [
	{ name: 'a timeout of 100 ms', plan: { timeout: 100 }, treatment: null },
	{
		name: 'a dead proxy',
		plan: { way: 'proxy' },
		treatment: { latency: 1, reply: connectionError('ECONNREFUSED', 'connect') },
	},
	{
		name: 'a proxy that is silent',
		plan: { way: 'proxy' },
		treatment: { latency: Infinity, reply: SUCCESS },
	},
	{
		name: 'a refused certificate',
		plan: { way: 'certificate' },
		treatment: { latency: 5, reply: connectionError('CERT_HAS_EXPIRED') },
	},
	{
		name: 'a proxy that says 429',
		plan: { way: 'proxy' },
		treatment: { latency: 5, reply: page(429, { 'retry-after': '60' }) },
	},
	{ name: 'a proxy that says 407', plan: { way: 'proxy' }, treatment: { latency: 5, reply: page(407) } },
];

/**
 * Run 0 is healthy, run 1 the neighbour.
 *
 * @param perSecond the API's limit; Infinity for none
 */
export async function beside(neighbour: Neighbour | null, perSecond: number, seed: number): Promise<Played> {
	const allows = rateLimit([{ from: 0, perSecond, style: 'evenly' }]);
	const plans = [{ rows: ROWS }, ...(neighbour ? [{ rows: ROWS, ...neighbour.plan }] : [])];
	return await play(
		plans,
		(now, random, _row, run) => {
			if (run === 1 && neighbour?.treatment) return neighbour.treatment;
			if (!allows(now)) return { latency: 5, reply: TOO_FAST };
			return { latency: 300 + 200 * random(), reply: SUCCESS };
		},
		seed,
	);
}

/** When the healthy run was done, in ms. */
export function doneAt({ runs }: Played): number {
	return Math.max(...runs[0].map(({ settledAt }) => settledAt));
}
