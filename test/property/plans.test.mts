/** What holds of any plans in any execution: random steps, pages, failures, repeats, cancels, tries, nodes, Stop and caps. */
import fc from 'fast-check';

import type { Failure } from '../../nodes/JustOneApi/failure/failure.ts';
import type { Outcome } from '../../nodes/JustOneApi/run/job.ts';
import type { SentCall } from '../../tools/simulate/rows.mts';
import { accepts, billOf, identityOf, isFree, playWorld, worlds } from './world.mts';
import type { PlayedWorld, World } from './world.mts';

const RUNS = Number(process.env.PROPERTY_RUNS ?? 250);

function holds(what: string, check: (played: PlayedWorld, world: World) => void): void {
	it(what, async () => {
		const property = fc.asyncProperty(worlds, async (world) => check(await playWorld(world), world));
		await fc.assert(property, { numRuns: RUNS });
	});
}

/** What a plan failed by, also where it gave items. */
const failureOf = ({ result }: Outcome): Failure | null =>
	result.ok ? (result.brokenOffBy ?? null) : result;

/** Calls that were made although the answer of an earlier one was there, or was under way. */
function needless({ execution, runs }: PlayedWorld): SentCall[] {
	const remembered = new Map<string, Map<string, SentCall>>();
	const found: SentCall[] = [];
	const mayRepeat = (run: object) =>
		runs.some((other) => other.run === run && other.spec.options.maxRetries > 0);
	for (const call of execution.sent) {
		if (isFree(call)) continue;
		const key = `${call.process} ${identityOf(call.request)}`;
		const ofKey = remembered.get(key) ?? new Map<string, SentCall>();
		remembered.set(key, ofKey);
		for (const earlier of ofKey.values()) {
			// A repeat of the same call looks like a new one, and may be made where the bill of the first one is unknown.
			const isUnderWay = earlier.answeredAt > call.at;
			if (isUnderWay || accepts(call, earlier, mayRepeat(call.run))) found.push(call);
		}
		ofKey.set(call.request.url, call);
	}
	return found;
}

holds(
	'no call is paid for twice whose answer is remembered, and accepted by the plan that needs it',
	(played) => {
		expect(needless(played)).toEqual([]);
	},
);

holds('"Max Billed Calls" is never exceeded', ({ billed }, { limit }) => {
	expect(Math.max(billed.A, billed.B)).toBeLessThanOrEqual(limit);
});

holds(
	'in every ending the totals of a node are what the API got from it and may have billed',
	({ totals }) => {
		for (const { counted, mayHaveBilled } of totals) expect(counted).toBe(mayHaveBilled);
	},
);

holds('where all rows come out, their costs add up to the totals of their run', ({ runs }) => {
	for (const { result, ran, isDisturbed } of runs) {
		if (result.stoppedBy || isDisturbed) continue;
		const attempts = result.outcomes.flat().flatMap((outcome) => outcome.attempts);
		expect(attempts.filter((billed) => billed === true)).toHaveLength(ran.billed);
		expect(attempts.filter((billed) => billed === null)).toHaveLength(ran.billed_unknown);
	}
});

holds('every plan ends once: as items, as a failure, or as items and one failure', ({ runs }) => {
	for (const { spec, result } of runs) {
		const { outcomes, stoppedBy, totals } = result;
		if (stoppedBy) {
			expect(spec.stop).toBe(true);
			expect(failureOf(stoppedBy.outcome)).not.toBe(null);
			continue;
		}
		expect(outcomes.map((row) => row.length)).toEqual(spec.rows.map((row) => row.length));
		const failures = outcomes.flat().map(failureOf);
		expect(failures.filter((failure) => failure !== null)).toHaveLength(totals.failed);
		if (spec.stop) {
			for (const failure of failures)
				expect(failure?.kind.reason ?? 'max_calls_reached').toBe('max_calls_reached');
		}
		for (const { result: ended } of outcomes.flat()) {
			if (ended.ok && ended.brokenOffBy) expect(ended.items.length).toBeGreaterThan(0);
		}
	}
});

it('All of this happens often enough to mean something', async () => {
	const seen = { calls: 0, unknown: 0, full: 0, stopped: 0, broken: 0, reused: 0, again: 0 };
	for (const world of fc.sample(worlds, { numRuns: 200, seed: 1 })) {
		const { execution, runs, billed } = await playWorld(world);
		seen.calls += execution.sent.length;
		seen.unknown += execution.sent.filter((call) => billOf(call) === null).length;
		if (Math.max(billed.A, billed.B) === world.limit) seen.full += 1;
		for (const { result, run } of runs) {
			if (result.stoppedBy) seen.stopped += 1;
			if (runs.filter((other) => other.run === run).length > 1) seen.again += 1;
			for (const { result: ended, isReused } of result.outcomes.flat()) {
				if (isReused) seen.reused += 1;
				if (ended.ok && ended.brokenOffBy) seen.broken += 1;
			}
		}
	}
	for (const count of Object.values(seen)) expect(count).toBeGreaterThan(30);
});
