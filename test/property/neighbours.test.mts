/** A run's own settings harm no other run of its account, and it ends early by itself. */
import { beside, doneAt, HEALTHY, NEIGHBOURS } from '../../tools/simulate/neighbours.mts';
import { page, play, SUCCESS } from '../../tools/simulate/play.mts';
import type { Played, Treatment } from '../../tools/simulate/play.mts';

const SEED = 7001;
const lost = ({ runs }: Played) => runs[0].filter(({ called }) => !called?.answer.ok).length;

let alone: Played;
let shared: Played;
beforeAll(async () => {
	alone = await beside(null, Infinity, SEED);
	shared = await beside(HEALTHY, 20, SEED);
});

describe.each(NEIGHBOURS.map((neighbour) => [neighbour.name, neighbour] as const))(
	'Beside %s',
	(_, neighbour) => {
		it('a healthy run without a limit loses no row and takes at most a tenth longer', async () => {
			const played = await beside(neighbour, Infinity, SEED);
			expect(lost(played)).toBe(0);
			expect(doneAt(played)).toBeLessThanOrEqual(1.1 * doneAt(alone));
		});

		it('at a limit it takes no longer than beside a healthy run', async () => {
			const played = await beside(neighbour, 20, SEED);
			expect(lost(played)).toBe(0);
			expect(doneAt(played)).toBeLessThanOrEqual(doneAt(shared));
		});
	},
);

/** The advice of the rows of a run that were not called, and its calls. */
async function ended(treatment: Treatment, plan: { timeout?: number; way?: string } = {}) {
	const { calls, runs } = await play([{ rows: 120, ...plan }], () => treatment, SEED);
	const uncalled = runs[0].flatMap(({ called }) =>
		called && !called.answer.ok && called.answer.uncalled ? [called.answer] : [],
	);
	for (const { billed } of uncalled) expect(billed).toBe(false);
	expect(uncalled.length).toBeGreaterThanOrEqual(60);
	const advice = new Set(uncalled.map((failure) => failure.advice ?? failure.kind.advice));
	return { calls: calls.length, advice: [...advice].join('|') };
}

it('A run in which a short timeout leaves nothing answered ends after 20 calls, and names the setting', async () => {
	const { calls, advice } = await ended({ latency: 1500, reply: SUCCESS }, { timeout: 1000 });
	expect(calls).toBeLessThanOrEqual(20);
	expect(advice).toMatch(/'Timeout' of 1000 ms in 'Request Options'/);
});

it('Its rows say that a change helps where others were answered meanwhile', async () => {
	const played = await beside(NEIGHBOURS[0], Infinity, SEED);
	const last = played.runs[1].at(-1)?.called?.answer;
	expect(last).toMatchObject({
		uncalled: true,
		advice: expect.stringMatching(/'Timeout'.*a change there helps/),
	});
	const proxy = await beside({ ...NEIGHBOURS[1] }, 1, SEED);
	expect(proxy.runs[1].at(-1)?.called?.answer).toMatchObject({
		advice: expect.stringMatching(/'Proxy'.*a change there helps/),
	});
});

it.each([404, 407, 302, 200])(
	'A page that is not the API (HTTP %i) ends the run after tens of calls',
	async (status) => {
		const { calls, advice } = await ended({ latency: 20, reply: page(status) });
		expect(calls).toBeLessThanOrEqual(20);
		expect(advice).toMatch(/[Pp]roxy/);
	},
);

it.each([408, 501, 502, 507, 520, 522, 524, 530])(
	'A page that means out of order (HTTP %i) costs tens of calls, not one a row',
	async (status) => {
		const { calls } = await ended({ latency: 20, reply: page(status) });
		expect(calls).toBeLessThanOrEqual(50);
	},
);

it('A short timeout does not open the breaker of the others, and probes only where no other call waits', async () => {
	const probing: number[] = [];
	const OUTAGE = 8000;
	const played = await play(
		[{ rows: 200 }, { rows: 200, timeout: 50 }],
		(now, _random, _row, run) => {
			if (now < OUTAGE && now > 1500) probing.push(run);
			return { latency: 300, reply: now < OUTAGE && run === 0 ? page(502) : SUCCESS };
		},
		SEED,
	);
	expect(lost(played)).toBeLessThanOrEqual(20);
	expect(probing.length).toBeGreaterThan(0);
	expect(new Set(probing)).toEqual(new Set([0]));
});

it('A healthy run with a proxy of its own is as fast as one without, but for its first round trip', async () => {
	const took = async (way: string) =>
		(await play([{ rows: 1000, way }], () => ({ latency: 50, reply: SUCCESS }), SEED)).took;
	expect(await took('proxy')).toBeLessThanOrEqual((await took('')) + 100);
});
