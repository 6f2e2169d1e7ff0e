import type { Billed } from '../call/runCalls';
import { isReason } from '../failure/failureTable';
import type { Reason } from '../failure/failureTable';

/** What a run came to, and below that each reason for which rows failed. Public: it stands in the output as `cost.run`. */
export interface RunTotals extends Partial<Record<Reason, number>> {
	/** Rows that came in. */
	rows: number;
	/** Different links in them. */
	links: number;
	/** Calls made, repeats included. */
	calls: number;
	billed: number;
	/** Calls of which it is unknown whether they were billed. */
	billed_unknown: number;
	retries: number;
	/** Results and failures that another row, or an earlier run, had called for. */
	reused: number;
	/** Links that carry their ID: resolved without a call. */
	free: number;
	/** Links, and texts without one, that have no result. */
	failed: number;
	/** Lists without an item. Left out where it is 0, as the next two are. */
	empty?: number;
	/** Lists that ended although the API promised more. */
	ended_early?: number;
	/** Lists that "Max Billed Calls", or 100 calls without it, ended in "Stop" mode. */
	cut?: number;
}

/** What a row came to. Public: with the option "Add Cost" it stands in each item. */
export interface RowCost {
	/** Calls made for this row; they stand on its first item. */
	attempts: number;
	/** Whether this row was billed; null where that is unknown. */
	billed: boolean | null;
	/** How many of the calls were billed. */
	billed_calls: number;
	/** Of how many it is unknown whether they were billed. */
	billed_unknown: number;
	/** Another row, or an earlier run, paid for the result. */
	reused: boolean;
	/** The whole run of the node, the same on all its items. */
	run: RunTotals;
}

const COUNTS = [
	'rows',
	'links',
	'calls',
	'billed',
	'billed_unknown',
	'retries',
	'reused',
	'free',
	'failed',
] as const satisfies ReadonlyArray<keyof RunTotals>;

/** They stand in the totals only where they are above 0. */
const RARE_COUNTS = ['empty', 'ended_early', 'cut'] as const satisfies ReadonlyArray<keyof RunTotals>;
const NAMES: readonly string[] = [...COUNTS, ...RARE_COUNTS];

/** n8n keeps 512 characters of a highlighted value, and logs an error beyond 255. */
const LONGEST_TEXT = 255;

export function emptyTotals(): RunTotals {
	return Object.fromEntries(COUNTS.map((count) => [count, 0])) as unknown as RunTotals;
}

/** The sum of totals, from whatever is stored: what is no count is left out. */
export function sumOf(all: Iterable<unknown>): RunTotals {
	const sum = emptyTotals();
	for (const totals of all) {
		for (const [name, number] of Object.entries((totals ?? {}) as object)) {
			const isCount = NAMES.includes(name) || isReason(name);
			if (!isCount || !Number.isSafeInteger(number) || number < 0) continue;
			sum[name as keyof RunTotals] = (sum[name as keyof RunTotals] ?? 0) + (number as number);
		}
	}
	return sum;
}

/** Adds 1 to a count that may not stand there yet. */
export function addTo(totals: RunTotals, name: keyof RunTotals): void {
	totals[name] = (totals[name] ?? 0) + 1;
}

/** What calls came to: billed if one was, unknown if one may have been. */
export function billedOf(attempts: readonly Billed[]): Billed {
	return attempts.includes(true) || (attempts.includes(null) ? null : false);
}

/**
 * Adds the attempts of one call.
 *
 * @param wasTriedBefore whether an earlier try of the run made the first attempt
 */
export function addAttempts(totals: RunTotals, attempts: readonly Billed[], wasTriedBefore: boolean): void {
	totals.calls += attempts.length;
	totals.billed += attempts.filter((billed) => billed === true).length;
	totals.billed_unknown += attempts.filter((billed) => billed === null).length;
	totals.retries += Math.max(0, attempts.length - (wasTriedBefore ? 0 : 1));
}

/** The reasons for which rows failed, each with how many. */
export function reasonsIn(totals: RunTotals): Array<[Reason, number]> {
	const entries = Object.entries(totals) as Array<[Reason, number]>;
	return entries.filter(([name, number]) => number > 0 && isReason(name));
}

/** The totals in one line: `3 rows, 3 links, 4 calls, …`, then the reasons of failures as far as they fit. */
export function totalsText(totals: RunTotals): string {
	const rare = RARE_COUNTS.filter((name) => (totals[name] ?? 0) > 0);
	const counts = [...COUNTS, ...rare].map((name) => [name, totals[name] ?? 0] as const);
	let text = '';
	for (const [name, number] of [...counts, ...reasonsIn(totals)]) {
		const longer = `${text}${text === '' ? '' : ', '}${number} ${name}`;
		if (longer.length <= LONGEST_TEXT) text = longer;
	}
	return text;
}

/** What n8n keeps of a node with an execution: plain numbers. */
export interface StoredTotals {
	/** n8n's ID of the execution; null without one, which equals no other. */
	execution: string | null;
	/** All runs before the last one. */
	before: RunTotals;
	/** The last run. */
	run: RunTotals;
}

/** What the runs of one node in an execution came to. */
export class NodeTotals {
	/** Runs that can no longer be tried again, in whichever process they were made. */
	private before = emptyTotals();

	/** The last run, and those under way beside it. */
	private readonly runs = new Map<object, { totals: RunTotals; isUnderWay: boolean }>();

	/**
	 * A run, or a further try of one, begins. A further try replaces what the run came to, save its calls.
	 *
	 * @param run names the run: all its tries have it
	 * @param stored what n8n kept of this execution. It wins over this process: an execution that waited may have gone on
	 * in another one
	 */
	begin(run: object, stored: StoredTotals | null): RunTotals {
		if (stored && ![...this.runs.values()].some(({ isUnderWay }) => isUnderWay)) this.adopt(stored);
		for (const [other, { totals, isUnderWay }] of this.runs) {
			if (other === run || isUnderWay) continue;
			this.before = sumOf([this.before, totals]);
			this.runs.delete(other);
		}
		const { calls, billed, billed_unknown, retries } = this.runs.get(run)?.totals ?? emptyTotals();
		const totals = { ...emptyTotals(), calls, billed, billed_unknown, retries };
		this.runs.set(run, { totals, isUnderWay: true });
		return totals;
	}

	/** @returns what is to be stored */
	end(run: object, execution: string | null): StoredTotals {
		const ended = this.runs.get(run);
		if (ended) ended.isUnderWay = false;
		const others = [...this.runs].filter(([other]) => other !== run).map(([, { totals }]) => totals);
		return {
			execution,
			before: sumOf([this.before, ...others]),
			run: { ...(ended?.totals ?? emptyTotals()) },
		};
	}

	/** Calls that were billed or may have been. */
	get billedCalls(): number {
		let calls = this.before.billed + this.before.billed_unknown;
		for (const { totals } of this.runs.values()) calls += totals.billed + totals.billed_unknown;
		return calls;
	}

	private adopt({ before, run }: StoredTotals): void {
		const stored = sumOf([before, run]);
		const own = sumOf([this.before, ...[...this.runs.values()].map(({ totals }) => totals)]);
		if (COUNTS.every((count) => stored[count] === own[count])) return;
		this.before = stored;
		this.runs.clear();
	}
}
