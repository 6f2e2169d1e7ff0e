import { setLru } from './lruMap';
import type { Billed } from '../call/runCalls';
import type { Failure } from '../failure/failure';
import { CallCap } from './callCap';
import type { Answer } from './plan';
import { NodeTotals } from './totals';

/** One try of a run: Retry On Fail gives a run several. */
export interface RunAttempt {
	/** Names the run: all its tries have it. */
	run: object;
	/** Within it, a call whose bill is unknown is not made again. The run, or what n8n cannot tell from further tries of it. */
	scope: object;
}

/** What a call came to. */
export interface KnownCall {
	answer: Answer | Failure;
	attempts: readonly Billed[];
	/** ms of a monotonic clock. */
	answeredAt: number;
	/** Characters that the answer takes up. */
	size: number;
}

/** A call that an execution made, or is making. */
export interface PaidCall {
	/** Names the request: calls with another one may have the same identity. */
	request: string;
	madeBy: RunAttempt;
	/** The last try whose items say what the call came to. */
	reportedBy: RunAttempt | null;
	/** Null while the call is under way. */
	known: KnownCall | null;
	/** Resolves when the call is over; never rejects. */
	over: Promise<void>;
}

/** What the runs of one node share. */
export interface NodeState {
	totals: NodeTotals;
	cap: CallCap;
}

/** What an execution has paid for and what it came to. Its runs share it, whichever node they are of. */
export class Execution {
	/** By account and identity of the call: one for each request, the newest first. */
	readonly paid = new Map<string, readonly PaidCall[]>();

	/** Characters of the answers that are kept. */
	size = 0;

	/** Runs under way: what they use is not dropped. */
	runs = 0;

	/** ms of a monotonic clock. */
	usedAt = 0;

	/** n8n's cancel signal at the time when a finish hook was registered; undefined before. */
	finishHookFor: AbortSignal | null | undefined;

	private readonly nodes = new Map<string, NodeState>();

	node(name: string): NodeState {
		let state = this.nodes.get(name);
		if (!state) {
			const totals = new NodeTotals();
			state = { totals, cap: new CallCap(() => totals.billedCalls) };
			this.nodes.set(name, state);
		}
		return state;
	}

	/** The calls of an identity. */
	callsFor(key: string): readonly PaidCall[] {
		return this.paid.get(key) ?? [];
	}

	/** Keeps a call; one with the same request goes. */
	keep(key: string, call: PaidCall): void {
		const others = this.callsFor(key).filter(({ request }) => request !== call.request);
		this.replace(key, [call, ...others]);
	}

	/** Takes back a call that came to nothing: what it replaced stands again. */
	takeBack(key: string, call: PaidCall, replaced: readonly PaidCall[]): void {
		const calls = this.callsFor(key).flatMap((one) => (one === call ? replaced : [one]));
		this.replace(key, calls);
	}

	/** Drops all calls of an identity. */
	drop(key: string): void {
		this.replace(key, []);
	}

	/** A call that is kept is over. */
	settle(key: string, call: PaidCall, known: KnownCall): void {
		call.known = known;
		if (this.callsFor(key).includes(call)) this.size += known.size;
	}

	private replace(key: string, calls: readonly PaidCall[]): void {
		for (const { known } of this.callsFor(key)) this.size -= known?.size ?? 0;
		for (const { known } of calls) this.size += known?.size ?? 0;
		this.paid.delete(key);
		if (calls.length > 0) this.paid.set(key, calls);
	}
}

/** Executions remembered at once. n8n before 2.34 does not say when an execution ends. */
const MOST_EXECUTIONS = 500;
/** An execution without a run for so long is forgotten, in ms: a day. */
const LONGEST_IDLE = 86_400_000;
/** Characters of answers that a process keeps between runs: some 100 MB. */
const MOST_CHARACTERS = 100_000_000;
/** An answer counts for so many at least: an entry takes up memory too. */
const LEAST_CHARACTERS = 1000;

/** By n8n's execution ID, or the object that stands for the execution where it has none; the longest unused first. */
const executions = new Map<unknown, Execution>();

/** The characters for which an answer counts. */
export function sizeOf(answer: Answer | Failure): number {
	return Math.max(LEAST_CHARACTERS, JSON.stringify(answer).length);
}

function forgetIdle(now: number): void {
	for (const [id, { usedAt, runs }] of executions) {
		if (runs === 0 && now - usedAt > LONGEST_IDLE) executions.delete(id);
	}
}

/** Drops the oldest answers until the others fit. What a run under way may need stays. */
function forgetAnswers(): void {
	let total = 0;
	for (const { size } of executions.values()) total += size;
	for (const execution of executions.values()) {
		if (execution.runs > 0) continue;
		for (const key of execution.paid.keys()) {
			if (total <= MOST_CHARACTERS) return;
			const before = execution.size;
			execution.drop(key);
			total -= before - execution.size;
		}
	}
}

/**
 * The state of an execution, shared by all its runs in this process. A run begins; `endRun` ends it.
 *
 * @param id n8n's execution ID, or an object that n8n keeps for the execution; null where it has neither: the run then
 * shares with no other
 * @param now ms of a monotonic clock
 */
export function beginRun(id: string | object | null, now: number): Execution {
	const execution = (id === null ? undefined : executions.get(id)) ?? new Execution();
	execution.usedAt = now;
	execution.runs += 1;
	if (id !== null) setLru(executions, id, execution, MOST_EXECUTIONS);
	forgetIdle(now);
	return execution;
}

/** A run is over: between runs the oldest answers go once all together are too large. */
export function endRun(execution: Execution): void {
	execution.runs -= 1;
	forgetAnswers();
}

/** Drops what an execution paid for; n8n calls it when the execution ends. */
export function forgetExecution(id: string | object): void {
	executions.delete(id);
}
