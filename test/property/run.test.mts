import fc from 'fast-check';

import { RUN_INVARIANTS } from './invariants.mts';
import { LONGEST_LATENCY, plans, playRuns } from './runs.mts';
import type { History, Plan } from './runs.mts';
import { BILLED, ENDING, LONGEST_RETRY_AFTER, LOST } from './simulatedApi.mts';

const RUNS = Number(process.env.PROPERTY_RUNS ?? 250);

/** How late a waiting row may notice that its run has ended, in ms: one slice of its sleep. */
const SLICE = 200;

/**
 * A bound, in ms, by which all rows have settled. While a call waits at a gate, the next one leaves it after at most
 * - the interval at the slowest pace, or the longest hold (5 s each): a refusal may put one behind the other, but only
 *   once, since it cuts, and the calls under way had left before the cut; or
 * - the answers under way (a latency), each of which may ask for a wait, the last one for a whole Retry-After.
 * While none waits there, all slots that anybody waits for are held by calls under way: one comes free within a latency.
 * So a row that waits, waits at most a gap and a latency for each call of all runs. Beside that it has its own pauses
 * (Retry-After, or a backoff of less than that after up to four calls) and its own calls.
 */
function bound({ runs }: Plan): number {
	const gap = 10_000 + LONGEST_LATENCY + LONGEST_RETRY_AFTER;
	const repeats = Math.max(...runs.map(({ settings }) => settings.maxRetries));
	const calls = runs.reduce((sum, { rows, settings }) => sum + rows.length * (1 + settings.maxRetries), 0);
	const begins = Math.max(...runs.map(({ startsAt, rows, rowEvery }) => startsAt + rows.length * rowEvery));
	return begins + calls * (gap + LONGEST_LATENCY) + (1 + repeats) * (LONGEST_RETRY_AFTER + LONGEST_LATENCY);
}

function holds(invariant: string, check: (history: History, plan: Plan) => void): void {
	it(invariant, async () => {
		const property = fc.asyncProperty(plans, async (plan) => {
			check(await playRuns(plan, bound(plan)), plan);
		});
		await fc.assert(property, { numRuns: RUNS });
	});
}

function byLink<T extends { link: number }>(entries: readonly T[]): T[][] {
	return [...Map.groupBy(entries, ({ link }) => link).values()];
}

describe('Whatever the API answers, and however many runs share it', () => {
	holds(RUN_INVARIANTS.inFlight, ({ runs }) => {
		for (const { calls, plan } of runs) {
			for (const { inFlight } of calls)
				expect(inFlight).toBeLessThanOrEqual(plan.settings.maxConcurrentRequests);
		}
	});

	holds(RUN_INVARIANTS.settles, ({ took }, plan) => {
		expect(took).toBeLessThanOrEqual(bound(plan));
	});

	holds(RUN_INVARIANTS.oneOutcome, ({ runs }) => {
		for (const { rows, calls, plan } of runs) {
			expect(rows).toHaveLength(plan.rows.length);
			for (const { link, outcome } of rows) {
				const reply = calls.findLast((call) => call.link === link)?.reply;
				expect(outcome?.answer.ok).toBe(reply === 'success');
				expect(outcome?.answer).toBe(rows.find((row) => row.link === link)?.outcome?.answer);
			}
		}
	});

	holds(RUN_INVARIANTS.order, ({ runs, passages }) => {
		for (const gate of passages) {
			gate.reduce((before, passage) => {
				expect(passage.asked).toBeGreaterThan(before);
				return passage.asked;
			}, -1);
			for (const [left, { run, leftBefore }] of gate.entries()) {
				for (const sameRun of Map.groupBy(gate.slice(leftBefore, left), (other) => other.run).values()) {
					const other = sameRun[0].run;
					const most = runs[other].plan.settings.maxConcurrentRequests;
					if (other !== run) expect(sameRun.length).toBeLessThanOrEqual(most);
				}
			}
		}
	});

	holds(RUN_INVARIANTS.end, ({ runs }) => {
		for (const { calls, plan, endedAt, rows } of runs) {
			expect(calls.filter(({ isLate }) => isLate)).toEqual([]);
			const reasonsToEnd = [
				...calls.filter(({ reply }) => ENDING.includes(reply)).map(({ answeredAt }) => answeredAt),
				...rows
					.filter(({ outcome }) => plan.settings.stopOnFailure && !outcome?.answer.ok)
					.map((row) => row.settledAt),
			];
			expect(endedAt ?? Infinity).toBeLessThanOrEqual(Math.min(...reasonsToEnd));
		}
	});

	holds(RUN_INVARIANTS.nobodyWaits, ({ runs, passages }) => {
		// Nor does it take a turn that another run could have.
		for (const { run, leftAt } of passages.flat())
			expect(leftAt).toBeLessThanOrEqual(runs[run].endedAt ?? Infinity);
		for (const { calls, rows, endedAt } of runs) {
			if (endedAt === null) continue;
			for (const { link, askedAt, settledAt } of rows) {
				const answers = calls.filter((call) => call.link === link).map(({ answeredAt }) => answeredAt);
				expect(settledAt).toBeLessThanOrEqual(Math.max(endedAt, askedAt, ...answers) + SLICE);
			}
		}
	});

	holds(RUN_INVARIANTS.attempts, ({ runs }) => {
		for (const { calls, secondCalls, plan } of runs) {
			for (const attempts of [...byLink(calls), ...byLink(secondCalls)]) {
				expect(attempts.length).toBeLessThanOrEqual(1 + plan.settings.maxRetries);
			}
		}
	});

	holds(RUN_INVARIANTS.lost, ({ runs }) => {
		for (const { calls, secondCalls, plan } of runs) {
			if (plan.settings.retryUnanswered) continue;
			for (const attempts of byLink([...calls, ...secondCalls])) {
				for (const { reply } of attempts.slice(0, -1)) expect(LOST).not.toContain(reply);
			}
		}
	});

	holds(RUN_INVARIANTS.billed, ({ runs }) => {
		for (const { calls, secondCalls } of runs) {
			for (const attempts of byLink([...calls, ...secondCalls])) {
				for (const { reply } of attempts.slice(0, -1)) expect(BILLED).not.toContain(reply);
			}
		}
	});

	holds(RUN_INVARIANTS.bills, ({ runs }) => {
		for (const { calls, rows } of runs) {
			for (const sameLink of byLink(rows)) {
				const attempts = calls.filter(({ link }) => link === sameLink[0].link);
				const bills = sameLink.map(({ outcome }) => outcome?.bills ?? []);
				expect(bills.filter((bill) => bill.length > 0).length).toBeLessThanOrEqual(1);
				const billed = bills.flat();
				expect(billed).toHaveLength(attempts.length);
				expect(billed.filter((bill) => bill === true)).toHaveLength(
					attempts.filter(({ reply }) => BILLED.includes(reply)).length,
				);
			}
		}
	});
});
