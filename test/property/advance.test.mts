/** What `advance` says of a plan is what `settle` does: on random plans in an execution that has paid for some of it. */
import fc from 'fast-check';

import { RunCalls } from '../../nodes/JustOneApi/call/runCalls.ts';
import { CallCap } from '../../nodes/JustOneApi/run/callCap.ts';
import { beginRun } from '../../nodes/JustOneApi/run/execution.ts';
import { Job } from '../../nodes/JustOneApi/run/job.ts';
import { PaidCalls } from '../../nodes/JustOneApi/run/paidCalls.ts';
import { emptyTotals } from '../../nodes/JustOneApi/run/totals.ts';
import { DEFAULTS } from '../../tools/simulate/play.mts';
import { MAX_AGE, newExecution, planOf, specs } from './world.mts';
import type { PlanSpec } from './world.mts';

const RUNS = Number(process.env.PROPERTY_RUNS ?? 250);

interface Scene {
	seed: number;
	/** Tries of one node or of several, each with plans one behind the other. */
	tries: Array<{ isNewRun: boolean; plans: PlanSpec[]; wait: boolean }>;
}

const scenes: fc.Arbitrary<Scene> = fc.record({
	seed: fc.integer(),
	tries: fc.array(
		fc.record({
			isNewRun: fc.boolean(),
			plans: fc.array(specs, { minLength: 1, maxLength: 6 }),
			wait: fc.boolean(),
		}),
		{ minLength: 1, maxLength: 4 },
	),
});

/** Plays a scene. @returns what was sent and what each plan came to */
async function play({ seed, tries }: Scene, advances: boolean): Promise<unknown> {
	const execution = newExecution(seed);
	const { clock, sent } = execution;
	const shared = beginRun(null, 0);
	const cap = new CallCap(() => 0);
	const outcomes: unknown[] = [];
	let run = {};
	for (const { isNewRun, plans, wait } of tries) {
		if (isNewRun) run = {};
		const never = new AbortController().signal;
		const calls = new RunCalls({
			settings: { ...DEFAULTS, maxRetries: 1 },
			...{ clock, cancel: never, noMoreCalls: never },
		});
		const paidCalls = new PaidCalls(
			{ execution: shared, run, scope: run, totals: emptyTotals(), reuseHours: 0, clock },
			calls,
		);
		const caller = { node: 'A', run, scope: run };
		const connect = async () => await execution.connection('account', caller);
		for (const spec of plans) {
			const job = new Job({
				...{ plan: planOf(spec), connect, paidCalls, reservation: cap.reservation(Infinity) },
			});
			if (!advances) {
				outcomes.push(await execution.outcomeOf(job.settle()));
				continue;
			}
			const [before, at] = [sent.length, clock.now()];
			const next = await job.advance();
			expect([sent.length, clock.now()]).toEqual([before, at]);
			const said = next === null ? job.outcome() : null;
			const outcome = await execution.outcomeOf(job.settle());
			outcomes.push(outcome);
			if (said) {
				expect(outcome).toEqual(said);
				expect(sent).toHaveLength(before);
			} else if (sent.length > before) {
				expect(sent[before]?.request).toEqual(next?.call.request);
			} else {
				// The one other reason: an endpoint is closed, so that no call may leave.
				expect(outcome.result).toMatchObject(
					outcome.result.ok ? { brokenOffBy: { uncalled: true } } : { uncalled: true },
				);
			}
		}
		if (wait) await execution.outcomeOf(clock.sleep(MAX_AGE + 1));
	}
	return { sent: sent.map(({ request, at, reply }) => ({ request, at, reply })), outcomes };
}

it('What advance says of a plan is what settle does, and it changes nothing that settle comes to', async () => {
	const property = fc.asyncProperty(scenes, async (scene) => {
		expect(await play(scene, true)).toEqual(await play(scene, false));
	});
	await fc.assert(property, { numRuns: RUNS });
});
