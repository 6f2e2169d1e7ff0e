/** What was proved, as a table. */
import { table } from '../table.mts';
import type { Bench } from './bench.mts';

/** What a scenario counted. */
export interface Counts {
	/** Rows that went into the node. */
	rows: number;
	/** Rows on its success branch. */
	good: number;
	/** Rows on its error branch, or that ended a run. */
	failed: number;
	/** Calls that reached the API. */
	calls: number;
	/** Of these, billed. */
	billed: number;
	/** Lines to print below the table: what a reader should know besides. */
	notes?: string[];
}

export interface Scenario {
	name: string;
	/** Runs only with the newest n8n. */
	newestOnly?: boolean;
	/** Throws if something is not as it should be. */
	run(bench: Bench): Promise<Counts>;
}

interface Row {
	scenario: string;
	version: string;
	seconds: number;
	counts?: Counts;
	error?: unknown;
}

const HEAD = ['scenario', 'n8n', 'rows in', 'good', 'failed', 'calls', 'billed', 'seconds', ''];

/** Runs scenarios and keeps their results. */
export class Report {
	readonly #rows: Row[] = [];

	async run(scenario: Scenario, version: string, bench: Bench): Promise<void> {
		const start = performance.now();
		const row: Row = { scenario: scenario.name, version, seconds: 0 };
		try {
			row.counts = await scenario.run(bench);
		} catch (error) {
			row.error = error;
		}
		row.seconds = (performance.now() - start) / 1000;
		this.add(row);
	}

	/** For what failed outside a scenario, such as the start of n8n. */
	add(row: Row): void {
		this.#rows.push(row);
		const outcome = row.error === undefined ? 'ok' : 'FAILED';
		console.log(`${outcome} ${row.scenario} (n8n ${row.version}, ${row.seconds.toFixed(1)} s)`);
		if (row.error !== undefined)
			console.log(row.error instanceof Error ? (row.error.stack ?? row.error.message) : row.error);
	}

	get count(): number {
		return this.#rows.length;
	}

	get failed(): number {
		return this.#rows.filter(({ error }) => error !== undefined).length;
	}

	/** The table, the notes, and the one line that a machine reads. */
	print(): void {
		const lines = this.#rows.map(({ scenario, version, seconds, counts, error }) => [
			scenario,
			version,
			...[counts?.rows, counts?.good, counts?.failed, counts?.calls, counts?.billed].map((n) =>
				String(n ?? '-'),
			),
			seconds.toFixed(1),
			error === undefined ? 'ok' : 'FAILED',
		]);
		const right = (column: number) => column > 1 && column < 8;
		console.log(`\n${table({ head: HEAD, rows: lines, right }, 'terminal')}`);
		for (const { scenario, version, counts } of this.#rows) {
			for (const note of counts?.notes ?? []) console.log(`\n${scenario}, n8n ${version}: ${note}`);
		}
		console.log(`\ne2e: ${this.#rows.length - this.failed} passed, ${this.failed} failed`);
	}
}
