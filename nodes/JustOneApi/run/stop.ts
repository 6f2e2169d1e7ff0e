import { failureOf } from '../failure/failure';
import type { Failure } from '../failure/failure';
import type { Job, Outcome } from './job';
import { failureIn, isCall } from './plan';
import type { Call, Step } from './plan';

/** The row that ended a run in "Stop" mode. */
export interface StoppedBy {
	row: number;
	outcome: Outcome;
	failure: Failure;
}

/** The failure for which an outcome ends a run in "Stop" mode. A list that the cap cut is none: its items are good. */
export function stopFailureIn(result: Step): Failure | null {
	if (isCall(result)) return null;
	const failure = failureIn(result);
	const isCut = result.ok && failure?.kind.reason === 'max_calls_reached';
	return isCut ? null : failure;
}

/** Says that paid pages are lost with the run. */
export function namingLoss(failure: Failure, { attempts, result }: Outcome): Failure {
	const lost = attempts.filter((billed) => billed === true).length;
	if (!result.ok || lost === 0) return failure;
	const words = `The run ended here, so ${lost} billed ${lost === 1 ? 'call' : 'calls'} of this row came to nothing.`;
	return { ...failure, advice: `${failure.advice ?? failure.kind.advice} ${words}` };
}

/**
 * Reserves permits for the next call of each plan; plans with the same call share them.
 *
 * @param next the call of each job that is next, and what it is paid for once; null at the end of a plan
 * @param left billed calls that "Max Billed Calls" leaves
 * @returns the first row that does not fit, and why; then nothing is reserved. Null where all fit
 */
export function reserveAll(
	jobs: readonly Job[][],
	next: ReadonlyArray<ReadonlyArray<{ call: Call; key: string } | null>>,
	left: number,
): { row: number; outcome: Outcome } | null {
	const seen = new Set<string>();
	let needed = 0;
	let beyond: { row: number; job: Job } | null = null;
	for (const [row, ofRow] of jobs.entries()) {
		for (const [index, job] of ofRow.entries()) {
			const step = next[row][index];
			// Of two requests for one thing, the answer to one may not be enough for the other.
			const name = step && `${step.key} ${step.call.request.url}`;
			if (!step || name === null || step.call.cost === 0 || seen.has(name)) continue;
			seen.add(name);
			needed += step.call.cost;
			if (needed > left) beyond ??= { row, job };
			else job.reservation.tryReach(step.call.cost);
		}
	}
	if (!beyond) return null;
	for (const job of jobs.flat()) job.reservation.release();
	const { link, platform = null } = beyond.job.plan;
	const result = failureOf('max_calls_reached', {
		title: "The run may need more billed calls than 'Max Billed Calls' leaves",
		advice: `It may need up to ${needed} billed calls, ${Math.max(0, left)} are left; no call was made. Raise 'Max Billed Calls' in the node's options, or set 'On Error' to continue: then the rows that fit are called.`,
		platform,
	});
	return { row: beyond.row, outcome: { link, attempts: [], isReused: false, result } };
}
