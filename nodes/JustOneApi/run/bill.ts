import type { Reason } from '../failure/failureTable';

/** What a run came to, and below that each reason for which rows failed. Public: it stands in the output as `cost.run`. */
export interface Bill extends Partial<Record<Reason, number>> {
	/** Rows that came in. */
	rows: number;
	/** Different links in them. */
	links: number;
	/** Calls made, repeats included. */
	calls: number;
	billed: number;
	/** Calls of which nobody can know whether they were billed. */
	billed_unknown: number;
	retries: number;
	/** Results and failures that another row, or an earlier run, had called for. */
	reused: number;
	/** Links that carry their ID: resolved without a call. */
	free: number;
	/** Links, and texts without one, that have no result. */
	failed: number;
}

/** What a row came to. Public: with the option "Add Cost" it stands in each item. */
export interface Cost {
	/** Calls made for this row. */
	attempts: number;
	/** Whether this row was billed; null where nobody can know. */
	billed: boolean | null;
	/** Another row, or an earlier run, paid for the result. */
	reused: boolean;
	/** The whole run of the node, the same on all its items. */
	run: Bill;
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
] as const satisfies ReadonlyArray<keyof Bill>;

type Count = keyof Bill;

/** n8n keeps 512 characters of a highlighted value, and logs an error beyond 255. */
const LONGEST_TEXT = 255;

export function emptyBill(): Bill {
	return Object.fromEntries(COUNTS.map((count) => [count, 0])) as unknown as Bill;
}

/** The sum of bills. */
export function sumOf(bills: Iterable<Partial<Bill>>): Bill {
	const sum = emptyBill();
	for (const bill of bills) {
		for (const count of Object.keys(bill) as Count[]) sum[count] = (sum[count] ?? 0) + (bill[count] ?? 0);
	}
	return sum;
}

/** The reasons for which rows failed, each with how many. */
export function reasonsIn(bill: Bill): Array<[Reason, number]> {
	const entries = Object.entries(bill) as Array<[Reason, number]>;
	return entries.filter(([name, number]) => number > 0 && !(COUNTS as readonly string[]).includes(name));
}

/** The bill in one line: `3 rows, 3 links, 4 calls, …`, then the reasons of failures as far as they fit. */
export function billText(bill: Bill): string {
	const counts = COUNTS.map((name) => [name, bill[name]] as const);
	let text = '';
	for (const [name, number] of [...counts, ...reasonsIn(bill)]) {
		const longer = `${text}${text === '' ? '' : ', '}${number} ${name}`;
		if (longer.length <= LONGEST_TEXT) text = longer;
	}
	return text;
}

/** Reads such a line; what it does not know stays 0. */
export function readBillText(text: string): Bill {
	const bill = emptyBill();
	for (const [, number, count] of text.matchAll(/(\d+) ([a-z_]+)/g)) bill[count as Count] = Number(number);
	return bill;
}
