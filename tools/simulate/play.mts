/** Runs of the node against a simulated API on a virtual clock: the code that calls is the node's own. */
import { Accounts } from '../../nodes/JustOneApi/call/accountState.ts';
import type { OpenAnswer } from '../../nodes/JustOneApi/call/attempt.ts';
import { readResponse } from '../../nodes/JustOneApi/call/response.ts';
import { RunCalls } from '../../nodes/JustOneApi/call/runCalls.ts';
import type { CallResult, CallSettings } from '../../nodes/JustOneApi/call/runCalls.ts';
import { failureOf } from '../../nodes/JustOneApi/failure/failure.ts';
import type { Failure } from '../../nodes/JustOneApi/failure/failure.ts';
import { VirtualClock } from './virtualClock.mts';

export interface Success {
	ok: true;
}
export type Reply = Success | Failure;

export const SUCCESS: Success = { ok: true };
export const TOO_FAST = failureOf('rate_limited', { httpStatus: 200 });
export const COLLECTION_FAILED = failureOf('collection_failed', { httpStatus: 200 });
export const UNAVAILABLE = failureOf('service_unavailable', { httpStatus: 503 });

/** A page that is no envelope. */
export function page(status: number, headers: Record<string, unknown> = {}): Failure {
	return readResponse({ statusCode: status, headers, body: '<html></html>' }) as Failure;
}

/** What the API does with a call that arrives. */
export interface Treatment {
	/** Until it answers, in ms; Infinity: never. */
	latency: number;
	/** An answer, or an error of the connection. */
	reply: Reply | Error;
}

/** A call as the API saw it, in ms. */
export interface SeenCall {
	run: number;
	row: number;
	at: number;
	answeredAt: number;
	reply: Reply | Error;
	/** Calls under way, this one included: of all runs, of the runs of its process, and of its own. */
	inFlight: number;
	ofProcess: number;
	ofRun: number;
}

export interface Row {
	askedAt: number;
	settledAt: number;
	called: CallResult<Success> | null;
}

export interface RunPlan {
	rows: number;
	/** With "Stop" mode: the first final failure lets no further call leave. */
	settings?: Partial<CallSettings> & { stopOnFailure?: boolean };
	/** Runs of one process share what they learn. */
	process?: number;
	startsAt?: number;
	/** When it is cancelled. */
	cancelAt?: number;
	/** Between two rows, in ms; by default all ask at once. */
	rowEvery?: number;
	timeout?: number;
	/** Its own proxy and certificate settings. */
	way?: string;
}

export interface Played {
	calls: SeenCall[];
	runs: Row[][];
	/** When the last row settled, in ms. */
	took: number;
}

export const DEFAULTS: CallSettings = {
	maxRetries: 3,
	maxConcurrentRequests: 100,
	retryUnanswered: false,
};

/** An error as n8n's request helper throws it. */
export function connectionError(code: string, syscall?: string): Error {
	return Object.assign(new Error(code), { code, syscall });
}

/**
 * Plays runs of the node.
 *
 * @param api what happens to a call
 * @param until the simulation ends at the latest, in ms
 */
export async function play(
	plans: readonly RunPlan[],
	api: (now: number, random: () => number, row: number, run: number) => Treatment,
	seed: number,
	until = 24 * 3_600_000,
): Promise<Played> {
	const clock = new VirtualClock(seed);
	const processes = new Map<number, Accounts>();
	const calls: SeenCall[] = [];
	const ofProcesses = new Map<number, number>();
	let inFlight = 0;
	let unsettled = 0;
	let took = Infinity;

	const runs = plans.map((plan, run) => {
		const { rows, settings, process = 0, startsAt = 0, rowEvery = 0, timeout = 120_000, way = '' } = plan;
		const shared = processes.get(process) ?? new Accounts();
		processes.set(process, shared);
		const cancel = new AbortController();
		const noMoreCalls = new AbortController();
		const runCalls = new RunCalls({
			settings: { ...DEFAULTS, ...settings },
			clock,
			cancel: cancel.signal,
			noMoreCalls: noMoreCalls.signal,
			shared,
		});
		const settled: Row[] = Array.from({ length: rows }, (_, row) => ({
			askedAt: startsAt + row * rowEvery,
			settledAt: Infinity,
			called: null,
		}));
		let ofRun = 0;
		const send =
			(row: number) =>
			async (signal: AbortSignal): Promise<OpenAnswer> => {
				const { latency, reply } = api(clock.now(), clock.random, row, run);
				const count = (change: 1 | -1) => {
					inFlight += change;
					ofRun += change;
					ofProcesses.set(process, (ofProcesses.get(process) ?? 0) + change);
				};
				count(1);
				const call: SeenCall = {
					run,
					row,
					at: clock.now(),
					answeredAt: Infinity,
					reply,
					inFlight,
					ofRun,
					ofProcess: ofProcesses.get(process) ?? 0,
				};
				calls.push(call);
				await clock.sleep(latency, signal);
				count(-1);
				call.answeredAt = clock.now();
				if (signal.aborted) throw connectionError('ERR_CANCELED');
				if (reply instanceof Error) throw reply;
				return { statusCode: 200, headers: { reply }, body: '' };
			};
		unsettled += rows;
		const work = async (row: number) => {
			const { askedAt } = settled[row];
			if (askedAt > 0) await clock.sleep(askedAt);
			const called = await runCalls.call<Success>({
				accountKey: 'account',
				way,
				endpoint: '/endpoint',
				timeout,
				send: send(row),
				read: ({ headers }) => headers.reply as Reply,
				onFinalFailure: (failure) => {
					if (settings?.stopOnFailure) noMoreCalls.abort(failure);
				},
			});
			settled[row] = { askedAt, settledAt: clock.now(), called };
			unsettled -= 1;
			if (unsettled === 0) took = clock.now();
		};
		for (let row = 0; row < rows; row += 1) void work(row);
		if (plan.cancelAt !== undefined) {
			void clock.sleep(plan.cancelAt).then(() => cancel.abort(failureOf('cancelled')));
		}
		return settled;
	});
	await clock.pass(() => took < Infinity, until);
	return { calls, runs, took };
}
