/** What holds of runs whatever the API does: random replies, limits, outages, cancels and runs, on a virtual clock. */
import fc from 'fast-check';

import { failureOf } from '../../nodes/JustOneApi/failure/failure.ts';
import type { Failure } from '../../nodes/JustOneApi/failure/failure.ts';
import {
	connectionError,
	DEFAULTS,
	play,
	SUCCESS,
	TOO_FAST,
	UNAVAILABLE,
} from '../../tools/simulate/play.mts';
import type { Played, Reply, RunPlan, SeenCall, Treatment } from '../../tools/simulate/play.mts';
import { rateLimit } from '../../tools/simulate/rateLimit.mts';
import type { LimitPhase } from '../../tools/simulate/rateLimit.mts';

const RUNS = Number(process.env.PROPERTY_RUNS ?? 120);
const LONGEST_LATENCY = 5000;
const LONGEST_RETRY_AFTER = 10_000;

type Answer = Reply | Error;
const coded = (reason: Parameters<typeof failureOf>[0], known: Partial<Failure> = {}): Failure =>
	failureOf(reason, { httpStatus: 200, ...known });

/** After these no call of the account can succeed. */
const ENDING: Answer[] = [
	coded('invalid_token'),
	coded('insufficient_balance'),
	coded('daily_quota_exceeded'),
];
/** After these nobody knows what the API did. */
const LOST: Answer[] = [connectionError('ECONNRESET'), connectionError('ETIMEDOUT')];
/** These stay as they are, however often they are asked for. */
const FINAL: Answer[] = [coded('no_content'), coded('invalid_parameters'), coded('unknown_code')];
const TRANSIENT: Answer[] = [
	coded('collection_failed'),
	coded('server_error'),
	coded('service_unavailable', { retryAfterMs: 3000 }),
	connectionError('ECONNREFUSED', 'connect'),
];
const REFUSALS: Answer[] = [TOO_FAST, coded('rate_limited', { retryAfterMs: LONGEST_RETRY_AFTER })];
const TOO_LONG = coded('rate_limited', { retryAfterMs: 3_600_000 });

interface Plan {
	phases: LimitPhase[];
	/** What calls within the limit come to, in turn; those beyond it; and all in an outage. */
	treatments: Treatment[];
	refusal: Treatment;
	outage: { from: number; lasts: number; treatment: Treatment };
	runs: Array<RunPlan & { settings: typeof DEFAULTS & { stopOnFailure: boolean } }>;
	seed: number;
}

/** Many calls end in the same moment, so that what one learns and another does meet. */
const latency = fc.oneof(fc.constantFrom(0, 50, 500), fc.nat(LONGEST_LATENCY));
const reply = fc.oneof(
	{ weight: 10, arbitrary: fc.constant<Answer>(SUCCESS) },
	{ weight: 6, arbitrary: fc.constantFrom(...TRANSIENT, ...REFUSALS) },
	{ weight: 4, arbitrary: fc.constantFrom(...LOST, ...FINAL, TOO_LONG) },
	{ weight: 1, arbitrary: fc.constantFrom(...ENDING) },
);
const treatment = fc.record({ reply, latency });

const plans: fc.Arbitrary<Plan> = fc.record({
	phases: fc
		.array(
			fc.record<LimitPhase>({
				from: fc.nat(20_000),
				perSecond: fc.constantFrom(1, 2, 5, 20, Infinity),
				style: fc.constantFrom('second', 'evenly'),
			}),
			{ maxLength: 3 },
		)
		.map((phases) => phases.sort((one, other) => one.from - other.from)),
	treatments: fc.array(treatment, { minLength: 1, maxLength: 30 }),
	refusal: fc.record({ reply: fc.constantFrom(...REFUSALS), latency }),
	outage: fc.record({
		from: fc.nat(5000),
		lasts: fc.oneof(fc.constant(0), fc.nat(30_000), fc.constant(600_000)),
		treatment: fc.record({ reply: fc.constantFrom(...TRANSIENT, ...REFUSALS), latency }),
	}),
	runs: fc.array(
		fc.record({
			process: fc.constantFrom(0, 0, 1),
			rows: fc.integer({ min: 1, max: 40 }),
			rowEvery: fc.constantFrom(0, 0, 30),
			startsAt: fc.oneof(fc.constant(0), fc.nat(3000)),
			cancelAt: fc.option(fc.nat(10_000), { freq: 3, nil: undefined }),
			settings: fc.record({
				maxRetries: fc.nat(4),
				maxConcurrentRequests: fc.integer({ min: 1, max: 12 }),
				retryUnanswered: fc.boolean(),
				stopOnFailure: fc.boolean(),
			}),
		}),
		{ minLength: 1, maxLength: 3 },
	),
	seed: fc.integer(),
});

/** Each call waits for those before it: a latency, the longest pause of pace and breaker, and what the API asks for. */
function bound({ runs }: Plan): number {
	const calls = runs.reduce((sum, { rows, settings }) => sum + rows * (1 + settings.maxRetries), 0);
	return 20_000 + calls * (LONGEST_LATENCY + 10_000 + LONGEST_RETRY_AFTER) + 5 * 30_000;
}

async function played(plan: Plan): Promise<Played> {
	const allows = rateLimit(plan.phases);
	const { from, lasts, treatment: down } = plan.outage;
	let served = 0;
	const api = (now: number): Treatment => {
		if (now >= from && now < from + lasts) return down;
		if (!allows(now)) return plan.refusal;
		return plan.treatments[served++ % plan.treatments.length];
	};
	return await play(plan.runs, api, plan.seed, bound(plan));
}

interface RunHistory {
	plan: Plan['runs'][number];
	rows: Played['runs'][number];
	calls: SeenCall[];
	/** By row, in the order in which they left. */
	attempts: SeenCall[][];
}

function histories(plan: Plan, { runs, calls }: Played): RunHistory[] {
	return runs.map((rows, run) => {
		const own = calls.filter((call) => call.run === run);
		const attempts = rows.map((_, row) => own.filter((call) => call.row === row));
		return { plan: plan.runs[run], rows, calls: own, attempts };
	});
}

function holds(what: string, check: (runs: RunHistory[], all: Played, plan: Plan) => void): void {
	it(what, async () => {
		const property = fc.asyncProperty(plans, async (plan) => {
			const all = await played(plan);
			check(histories(plan, all), all, plan);
		});
		await fc.assert(property, { numRuns: RUNS });
	});
}

describe('Whatever the API answers, and however many runs share it', () => {
	holds(
		'every row gets an outcome, within a bounded time: nobody waits for somebody who waits',
		(_, all, plan) => {
			expect(all.took).toBeLessThanOrEqual(bound(plan));
			for (const { called } of all.runs.flat()) expect(called).not.toBe(null);
		},
	);

	holds('no run exceeds its ceiling, and those of a process together do not exceed the largest', (runs) => {
		for (const { calls, plan } of runs) {
			const together = runs
				.filter((other) => other.plan.process === plan.process)
				.map((other) => other.plan.settings.maxConcurrentRequests);
			for (const { ofRun, ofProcess } of calls) {
				expect(ofRun).toBeLessThanOrEqual(plan.settings.maxConcurrentRequests);
				expect(ofProcess).toBeLessThanOrEqual(Math.max(...together));
			}
		}
	});

	holds('a row is billed for what was called for it, and says what its last call came to', (runs) => {
		for (const { rows, attempts } of runs) {
			for (const [row, { called }] of rows.entries()) {
				const replies = attempts[row].map((call) => call.reply);
				expect(called?.attempts).toHaveLength(replies.length);
				for (const [index, answer] of replies.entries()) {
					if (answer === SUCCESS) expect(called?.attempts[index]).not.toBe(false);
					else if (LOST.includes(answer)) expect(called?.attempts[index]).toBe(null);
				}
				const last = replies.at(-1);
				const answer = called?.answer;
				// The end of its run or account counts for a row that waited for its repeat.
				const isEnd = (reply: Answer) =>
					!(reply instanceof Error) && !reply.ok && answer?.ok === false && answer.kind === reply.kind;
				if (last === undefined || ENDING.some(isEnd)) continue;
				if (last instanceof Error) expect(answer?.ok).toBe(false);
				// A cancel cuts off what was under way.
				else if (!answer || answer.ok || answer.kind.reason !== 'cancelled') expect(answer).toBe(last);
			}
		}
	});

	holds('a row is called once, and as often again as Max Retries allows', (runs) => {
		for (const { attempts, plan } of runs) {
			for (const calls of attempts) expect(calls.length).toBeLessThanOrEqual(1 + plan.settings.maxRetries);
		}
	});

	holds(
		'what was billed, or cannot change, is not called again; what was lost only where the user wants it',
		(runs) => {
			for (const { attempts, plan } of runs) {
				const last: Answer[] = [SUCCESS, ...FINAL, ...ENDING, TOO_LONG];
				if (!plan.settings.retryUnanswered) last.push(...LOST);
				for (const calls of attempts) {
					for (const call of calls.slice(0, -1)) expect(last).not.toContain(call.reply);
				}
			}
		},
	);

	holds('no call leaves after the end of its run', (runs) => {
		for (const { calls, rows, plan } of runs) {
			const ends = [
				plan.cancelAt ?? Infinity,
				...calls.filter((call) => ENDING.includes(call.reply)).map(({ answeredAt }) => answeredAt),
				...rows
					.filter(({ called }) => plan.settings.stopOnFailure && !called?.answer.ok)
					.map(({ settledAt }) => settledAt),
			];
			for (const { at } of calls) expect(at).toBeLessThanOrEqual(Math.min(...ends));
		}
	});

	holds('nobody waits on once the run was cancelled or its account has ended', (runs) => {
		for (const { calls, rows, plan } of runs) {
			const ends = calls.filter((call) => ENDING.includes(call.reply)).map(({ answeredAt }) => answeredAt);
			const end = Math.min(...ends, plan.cancelAt ?? Infinity);
			if (end === Infinity) continue;
			for (const [row, { askedAt, settledAt }] of rows.entries()) {
				const own = calls.filter((call) => call.row === row).map(({ answeredAt }) => answeredAt);
				expect(settledAt).toBeLessThanOrEqual(Math.max(end, askedAt, ...own) + 1);
			}
		}
	});

	holds('rows are called in their order, and no run lets another wait for more than its ceiling', (runs) => {
		for (const { attempts, rows, plan } of runs) {
			const firsts = attempts.flatMap((calls) => calls.slice(0, 1));
			firsts.reduce((before, { at }) => {
				expect(at).toBeGreaterThanOrEqual(before);
				return at;
			}, 0);
			// Its first rows need no permit of the run: they stand in the line at once.
			for (const { row, at } of firsts.slice(0, plan.settings.maxConcurrentRequests)) {
				if (row >= plan.settings.maxConcurrentRequests) continue;
				for (const other of runs) {
					if (other.plan === plan || other.plan.process !== plan.process) continue;
					const between = other.calls.filter((call) => call.at > rows[row].askedAt && call.at < at);
					expect(between.length).toBeLessThanOrEqual(other.plan.settings.maxConcurrentRequests);
				}
			}
		}
	});
});

describe('An outage', () => {
	/** Where a run has not ended by then, it never will, in ms. */
	const HALF_AN_HOUR = 1_800_000;
	const outages = fc.record({
		ceiling: fc.integer({ min: 5, max: 100 }),
		rows: fc.integer({ min: 300, max: 500 }),
		from: fc.integer({ min: 300, max: 1500 }),
		lasts: fc.integer({ min: 2000, max: 60_000 }),
		latency: fc.integer({ min: 20, max: 1000 }),
		seed: fc.integer(),
	});
	/** Single probes, with pauses of 0.5, 1, 2 and then 4 s. */
	const probesIn = (ms: number) => 4 + ms / 4000;

	it('takes no more calls than may be in flight, a few and the probes; rows enough are all resolved after it, and no row repeats for nothing', async () => {
		const property = fc.asyncProperty(
			outages,
			async ({ ceiling, rows, from, lasts, latency: took, seed }) => {
				const isOut = (now: number) => now >= from && now < from + lasts;
				const { calls, runs } = await play(
					[{ rows, settings: { maxConcurrentRequests: ceiling } }],
					(now) => ({ latency: took, reply: isOut(now) ? UNAVAILABLE : SUCCESS }),
					seed,
					HALF_AN_HOUR,
				);
				const into = calls.filter(({ at }) => isOut(at)).length;
				// While the five failures that open the breaker come in, each makes room for another call.
				expect(into).toBeLessThanOrEqual(ceiling + 4 + probesIn(lasts));
				// Rows enough to probe with: a row that is the only one left probes with its own repeats.
				const left = rows - calls.filter(({ at }) => at < from).length;
				if (left < probesIn(lasts)) return;
				expect(runs[0].filter(({ called }) => !called?.answer.ok)).toEqual([]);
				expect(calls).toHaveLength(rows + into);
			},
		);
		await fc.assert(property, { numRuns: RUNS / 4 });
	});

	it('that does not end, ends every run of the account within two minutes and a pause', async () => {
		const property = fc.asyncProperty(
			outages,
			fc.constantFrom(...TRANSIENT.slice(1)),
			async (scene, down) => {
				const { ceiling, rows, from, latency: took, seed } = scene;
				const { calls, took: all } = await play(
					[
						{ rows, settings: { maxConcurrentRequests: ceiling } },
						{ rows, startsAt: 500 },
					],
					(now) => ({ latency: took, reply: now >= from ? down : SUCCESS }),
					seed,
					HALF_AN_HOUR,
				);
				const lastSuccess = Math.max(
					0,
					...calls.filter((call) => call.reply === SUCCESS).map((call) => call.answeredAt),
				);
				expect(all - lastSuccess).toBeLessThanOrEqual(120_000 + 4000 + 3 * took + 3000);
				const into = calls.filter(({ at }) => at >= from).length;
				expect(into).toBeLessThanOrEqual(100 + probesIn(130_000));
			},
		);
		await fc.assert(property, { numRuns: RUNS / 4 });
	});

	it('without any answer ends a run after three probes', async () => {
		const property = fc.asyncProperty(outages, async ({ ceiling, rows, seed }) => {
			const { calls, took } = await play(
				[{ rows, timeout: 30_000, settings: { maxConcurrentRequests: ceiling } }],
				() => ({ latency: Infinity, reply: SUCCESS }),
				seed,
				HALF_AN_HOUR,
			);
			expect(calls.length).toBeLessThanOrEqual(10 + 3);
			expect(took).toBeLessThanOrEqual(4 * 30_000 + 5000);
		});
		await fc.assert(property, { numRuns: RUNS / 10 });
	});
});
