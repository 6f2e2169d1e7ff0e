/** Rows through the node's own run, in an execution on a virtual clock, against an API that a caller makes up. */
import type { OpenAnswer } from '../../nodes/JustOneApi/call/attempt.ts';
import { redactor } from '../../nodes/JustOneApi/failure/redact.ts';
import type { Failure } from '../../nodes/JustOneApi/failure/failure.ts';
import { beginRun, endRun } from '../../nodes/JustOneApi/run/execution.ts';
import type { Connection } from '../../nodes/JustOneApi/run/paidCalls.ts';
import type { ApiRequest, Operation, Plan } from '../../nodes/JustOneApi/run/plan.ts';
import { runRows } from '../../nodes/JustOneApi/run/run.ts';
import type { RunHost, RunInput, RunResult } from '../../nodes/JustOneApi/run/run.ts';
import { readSettings } from '../../nodes/JustOneApi/run/settings.ts';
import { sumOf } from '../../nodes/JustOneApi/run/totals.ts';
import type { RunTotals, StoredTotals } from '../../nodes/JustOneApi/run/totals.ts';
import { connectionError } from './play.mts';
import { VirtualClock } from './virtualClock.mts';

/** In what a fake API sends, it must not be passed on. */
export const TOKEN = 'secret-token';

/** A call as the API saw it. */
export interface SentCall {
	request: ApiRequest;
	node: string;
	/** What the run is called by: all its tries have it. */
	run: object;
	scope: object;
	process: number;
	/** ms */
	at: number;
	answeredAt: number;
	/** What the API said; null while it has not, and where the node did not wait for it. */
	reply: string | Error | null;
}

/** What the API makes of a call: the body of its answer, with HTTP status 200, or an error of the connection. */
export type FakeApi = (request: ApiRequest, signal: AbortSignal) => Promise<string | Error>;

/** What a run of a node is made of. */
export interface RowsInput {
	operation: Operation;
	/** One a row, as the parameter `text`. */
	texts: readonly unknown[];
	stop?: boolean;
	/** The collection 'Options'; Max Retries is 0 where it is left out. */
	options?: Record<string, unknown>;
	node?: string;
	run?: object;
	scope?: object;
	signal?: AbortSignal;
	finishCalls?: boolean;
	accountOf?: (row: number) => string;
	connect?: RunInput['host']['connect'];
	pauseBefore?: RunHost['pauseBefore'];
	onRead?: (row: number) => void;
}

export interface RowsResult extends RunResult {
	totals: RunTotals;
}

let executions = 0;

async function* streamOf(text: string): AsyncGenerator<Uint8Array> {
	yield new TextEncoder().encode(text);
}

/** An execution of n8n: its nodes run in it one after another or side by side, and what they paid for is shared. */
export class FakeExecution<Clock extends VirtualClock = VirtualClock> {
	readonly clock: Clock;

	readonly sent: SentCall[] = [];

	/** How often a row asked for its way to the API. */
	connections = 0;

	private readonly api: FakeApi;

	private readonly id = `execution ${(executions += 1)} of rows`;

	/** What n8n keeps of each node, as JSON. */
	private readonly stored = new Map<string, string>();

	private process = 0;

	constructor(clock: Clock, api: FakeApi) {
		this.clock = clock;
		this.api = api;
	}

	/** The execution waits, and goes on in another process, which knows n8n's data only. */
	moveTo(process: number): void {
		this.process = process;
	}

	/** What all runs of a node came to. */
	totalsOf(node = 'Node'): RunTotals {
		const stored = this.storedOf(node);
		return sumOf(stored ? [stored.before, stored.run] : []);
	}

	async run(input: RowsInput): Promise<RowsResult> {
		const { texts, node = 'Node', run = {}, scope = run, stop = false } = input;
		const settings = readSettings({ maxRetries: 0, ...input.options }, stop);
		if ('ok' in settings) throw new Error(settings.title);
		const execution = beginRun(`${this.id} in process ${this.process}`, this.clock.now());
		const { totals: all, cap } = execution.node(node);
		const totals = all.begin(run, this.storedOf(node));
		const host: RunHost = {
			rows: texts.length,
			read: (row) => {
				input.onRead?.(row);
				return { values: { text: texts[row] } };
			},
			connect: async (row, signal) => {
				this.connections += 1;
				return await (input.connect?.(row, signal) ??
					this.connection(input.accountOf?.(row) ?? 'account', { node, run, scope }));
			},
			pauseBefore: input.pauseBefore ?? (() => 0),
		};
		try {
			const running = runRows({
				...{ operation: input.operation, settings, host, execution, run, scope, totals, cap },
				clock: this.clock,
				signal: input.signal ?? new AbortController().signal,
				finishCalls: input.finishCalls === true,
				progress: { rows: 0 },
			});
			return { ...(await this.outcomeOf(running)), totals };
		} finally {
			this.stored.set(node, JSON.stringify(all.end(run, this.id)));
			endRun(execution);
		}
	}

	/** Lets time pass until something has settled. */
	async outcomeOf<T>(work: Promise<T>): Promise<T> {
		let isOver = false;
		void work.finally(() => (isOver = true)).catch(() => {});
		if (!(await this.clock.pass(() => isOver))) throw new Error('It waits for ever');
		return await work;
	}

	/** A way to the fake API. */
	async connection(
		accountKey: string,
		caller: Pick<SentCall, 'node' | 'run' | 'scope'>,
	): Promise<Connection | Failure> {
		return {
			ok: true,
			accountKey: `${accountKey} of ${this.id} in process ${this.process}`,
			way: '',
			clean: redactor(TOKEN),
			timeout: 60_000,
			send: async (request, signal) => await this.send({ ...caller, request }, signal),
		};
	}

	private storedOf(node: string): StoredTotals | null {
		const stored = this.stored.get(node);
		return stored === undefined ? null : (JSON.parse(stored) as StoredTotals);
	}

	private async send(
		caller: Pick<SentCall, 'node' | 'run' | 'scope' | 'request'>,
		signal: AbortSignal,
	): Promise<OpenAnswer> {
		const { clock, process } = this;
		const call: SentCall = { ...caller, process, at: clock.now(), answeredAt: Infinity, reply: null };
		this.sent.push(call);
		const reply = await this.api(call.request, signal);
		call.answeredAt = clock.now();
		if (signal.aborted) throw connectionError('ERR_CANCELED');
		call.reply = reply;
		if (reply instanceof Error) throw reply;
		return { statusCode: 200, headers: {}, body: streamOf(reply) };
	}
}

/** An operation whose rows are words, each with a plan of its own. */
export function operationOfWords(planOf: (word: string) => Plan): Operation {
	return {
		parameters: [{ name: 'text', label: 'Text' }],
		supportsReuseResults: true,
		plans: ({ text }) => String(text).split(' ').map(planOf),
	};
}
