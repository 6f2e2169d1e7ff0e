import type { Reason } from '../answer/failureTable';

/** What is counted: rows and links of the input, calls and what they cost, results that cost nothing, rows without a result. */
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
] as const;

/**
 * What a run came to. Public: it stands in the output as `cost.run`. `links` are different links, `calls` include
 * `retries`, `reused` were paid for by another row or an earlier run, `free` are links that carry their ID;
 * `failed` is also told by reason.
 */
export type Bill = Record<(typeof COUNTS)[number], number> & Partial<Record<Reason, number>>;

type Count = keyof Bill;

/** n8n keeps 512 characters of a highlighted value, and logs an error beyond 255. */
const LONGEST_TEXT = 255;

export function emptyBill(): Bill {
	return Object.fromEntries(COUNTS.map((count) => [count, 0])) as Bill;
}

/** Adds what one row came to; `-1` takes it off again. */
export function addToBill(bill: Bill, entry: Partial<Bill>, sign: 1 | -1 = 1): void {
	for (const count of Object.keys(entry) as Count[]) {
		bill[count] = (bill[count] ?? 0) + sign * (entry[count] ?? 0);
	}
}

/** The bill in one line: `3 rows, 3 links, 4 calls, …`, then the reasons of failures as far as they fit. */
export function billText(bill: Bill): string {
	let text = '';
	for (const [count, number] of Object.entries(bill)) {
		const isReason = !(COUNTS as readonly string[]).includes(count);
		if (isReason && number === 0) continue;
		const longer = `${text}${text === '' ? '' : ', '}${number} ${count}`;
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
