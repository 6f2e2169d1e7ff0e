import type { CallResult } from '../call/runCalls';
import { emptyBill } from './bill';
import type { Bill } from './bill';
import { CallCap } from './callCap';
import type { CallCount } from './callCap';
import { setNewest } from '../call/newest';

/** The tries of one run of a node: Retry On Fail runs the same run again. */
export interface Try {
	/** Names the run within its execution: the node and n8n's run index. */
	run: string;
}

/** A request that an execution made, or is making. */
export interface Paid {
	called: Promise<CallResult<{ ok: true }>>;
	/** The try that made the calls. */
	by: Try;
	/** The last try whose items say what the calls came to. */
	accountedBy: Try | null;
}

/** What the runs of one node in an execution came to. */
export interface NodeBills {
	/** What an earlier process wrote down: an execution may wait and go on in another one. */
	before: Bill;
	/** By run. A further try of a run replaces what the last one came to, save its calls. */
	runs: Map<string, Bill>;
}

/** What an execution has paid for and what it came to. Its runs share it, whichever node they are of. */
export class Execution {
	/** By account and request. */
	readonly paid = new Map<string, Paid>();

	readonly nodes = new Map<string, NodeBills>();

	/** By node: what is left under "Max Billed Calls". */
	private readonly caps = new Map<string, CallCap>();

	/** ms of a monotonic clock. */
	usedAt = 0;

	/** n8n's cancel signal at the time when it was asked to say when the execution ends; null before. */
	endsWith: AbortSignal | null | undefined = null;

	/** Of all answers that it was given, in characters. */
	size = 0;

	/** Remembers a request; the oldest gives way. */
	remember(key: string, paid: Paid): void {
		setNewest(this.paid, key, paid, MOST_ANSWERS);
		void this.measure(paid);
	}

	private async measure({ called }: Paid): Promise<void> {
		try {
			this.size += JSON.stringify((await called).answer).length;
		} catch {
			// Whoever asked hears of it.
		}
	}

	/** The cap of a node; all its runs share it. @param count where the node's calls are counted */
	capOf(node: string, count: CallCount): CallCap {
		const cap = this.caps.get(node) ?? new CallCap(count);
		cap.countIn(count);
		this.caps.set(node, cap);
		return cap;
	}

	/** The bill of a run, with the calls that its earlier tries made. */
	billOf(node: string, run: string): Bill {
		const bills = this.nodes.get(node) ?? { before: emptyBill(), runs: new Map<string, Bill>() };
		this.nodes.set(node, bills);
		const { calls, billed, billed_unknown, retries } = bills.runs.get(run) ?? emptyBill();
		const bill = { ...emptyBill(), calls, billed, billed_unknown, retries };
		bills.runs.set(run, bill);
		return bill;
	}
}

/** Bounds on what a process remembers. n8n before 2.34 does not say when an execution ends. */
const MOST_EXECUTIONS = 500;
const MOST_ANSWERS = 100_000;
/** With Simplify off one answer may have 426,000 characters. */
const MOST_CHARACTERS = 100_000_000;
/** An execution that nobody came back to for so long is forgotten, in ms: a day. */
const LONGEST_IDLE = 86_400_000;

/** By n8n's execution ID, the longest unused first. */
const executions = new Map<string, Execution>();

function forgetOld(current: string, now: number): void {
	let answers = 0;
	let characters = 0;
	for (const { paid, size } of executions.values()) {
		answers += paid.size;
		characters += size;
	}
	for (const [id, { paid, size, usedAt }] of executions) {
		const isSmall = answers <= MOST_ANSWERS && characters <= MOST_CHARACTERS;
		if ((isSmall && now - usedAt <= LONGEST_IDLE) || id === current) break;
		answers -= paid.size;
		characters -= size;
		executions.delete(id);
	}
}

/**
 * The state of an execution, shared by all its runs in this process.
 *
 * @param id n8n's execution ID; without one the run shares with nobody
 * @param now ms of a monotonic clock
 */
export function executionOf(id: string | undefined, now: number): Execution {
	if (!id) return new Execution();
	const execution = executions.get(id) ?? new Execution();
	execution.usedAt = now;
	setNewest(executions, id, execution, MOST_EXECUTIONS);
	forgetOld(id, now);
	return execution;
}

/** Drops what an execution paid for; n8n calls it when the execution ends. */
export function forgetExecution(id: string): void {
	executions.delete(id);
}
