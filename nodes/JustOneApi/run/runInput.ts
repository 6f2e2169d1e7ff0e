import type { Clock } from '../call/clock';
import type { Failure } from '../failure/failure';
import type { CallCap } from './callCap';
import type { Execution } from './execution';
import type { Outcome } from './job';
import type { Connection } from './paidCalls';
import type { Operation } from './plan';
import type { RunSettings } from './settings';
import type { StoppedBy } from './stop';
import type { RunTotals } from './totals';

/** What the run needs from n8n. */
export interface RunHost {
	rows: number;
	/** The values of the operation's parameters for a row, or why there are none. */
	read(row: number): { values: Readonly<Record<string, unknown>> } | Failure;
	/** The row's way to the API. The signal ends the wait for it. */
	connect(row: number, signal: AbortSignal): Promise<Connection | Failure>;
	/** The pause before a row begins, in ms. */
	pauseBefore(row: number): number;
}

export interface RunInput {
	operation: Operation;
	settings: RunSettings;
	host: RunHost;
	execution: Execution;
	/** Names the run within the execution: all its tries have it. */
	run: object;
	/** Within it, a call whose bill is unknown is not made again. */
	scope: object;
	/** Where the run writes what it comes to; it may hold the calls of earlier tries. */
	totals: RunTotals;
	/** What the node may still bill in the execution. */
	cap: CallCap;
	clock: Clock;
	/** Ends the run; its reason is a `Failure`. */
	signal: AbortSignal;
	/** In "Stop" mode: whether calls under way may finish, because a further try can use what they bring. */
	finishCalls: boolean;
	/** Where the run says how far it is. */
	progress: { rows: number };
}

export interface RunResult {
	/** By row, in order; in "Stop" mode incomplete. */
	outcomes: Outcome[][];
	stoppedBy: StoppedBy | null;
}
