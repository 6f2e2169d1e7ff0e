import { failureOf } from '../../../nodes/JustOneApi/failure/failure.ts';
import { failureTable } from '../../../nodes/JustOneApi/failure/failureTable.ts';
import { addToBill, billText, emptyBill, readBillText } from '../../../nodes/JustOneApi/call/bill.ts';
import type { ResolvedItem } from '../../../nodes/JustOneApi/resources/shareLink/resolvedItem.ts';
import { billOf, failed, NO_CALL } from '../../../nodes/JustOneApi/resources/shareLink/outcome.ts';

const URL = 'https://v.douyin.com/abc/';
const resolved = (resolved_by: 'api' | 'link', calls: typeof NO_CALL) => ({
	url: URL,
	calls,
	json: { resolved_by } as ResolvedItem,
});

describe('What an outcome adds to the bill', () => {
	it.each([
		['a call', resolved('api', { bills: [true], reused: false }), { calls: 1, billed: 1 }],
		[
			'repeats, one of them perhaps billed',
			resolved('api', { bills: [false, null, true], reused: false }),
			{ calls: 3, billed: 1, billed_unknown: 1, retries: 2 },
		],
		["another row's call", resolved('api', { bills: [], reused: true }), { reused: 1 }],
		['a link that carries its ID', resolved('link', NO_CALL), { free: 1 }],
		['a text without a link', failed(failureOf('no_link'), null), { failed: 1, no_link: 1 }],
		[
			'a billed failure',
			failed(failureOf('no_content'), URL, { bills: [true], reused: false }),
			{ calls: 1, billed: 1, failed: 1, no_content: 1 },
		],
		[
			"another row's failure",
			failed(failureOf('no_content'), URL, { bills: [], reused: true }),
			{ reused: 1, failed: 1, no_content: 1 },
		],
	])('%s', (_, outcome, entry) => {
		expect(billOf(outcome, false)).toEqual({ ...emptyBill(), ...entry });
		expect(billOf(outcome, true)).toEqual({ ...emptyBill(), ...entry, links: 1 });
	});
});

describe('The bill', () => {
	it('adds up, and takes off again', () => {
		const bill = emptyBill();
		addToBill(bill, { rows: 1, calls: 2, no_link: 1 });
		addToBill(bill, { rows: 1, calls: 1, no_link: 1 });
		expect(bill).toEqual({ ...emptyBill(), rows: 2, calls: 3, no_link: 2 });
		addToBill(bill, { rows: 1, calls: 2, no_link: 1 }, -1);
		expect(bill).toEqual({ ...emptyBill(), rows: 1, calls: 1, no_link: 1 });
	});

	it('is one line that can be read back', () => {
		const bill = {
			...emptyBill(),
			rows: 30,
			links: 25,
			calls: 34,
			billed: 22,
			failed: 3,
			no_link: 2,
			timeout: 1,
		};
		expect(billText(bill)).toBe(
			'30 rows, 25 links, 34 calls, 22 billed, 0 billed_unknown, 0 retries, 0 reused, 0 free, 3 failed, 2 no_link, 1 timeout',
		);
		expect(readBillText(billText(bill))).toEqual(bill);
		expect(readBillText('')).toEqual(emptyBill());
	});

	it('leaves out reasons that nothing failed for, and those that do not fit into 255 characters', () => {
		const bill = { ...emptyBill(), rows: 1_000_000, no_link: 0 };
		expect(billText(bill)).not.toContain('no_link');
		for (const { reason } of failureTable) addToBill(bill, { failed: 100_000, [reason]: 100_000 });
		const text = billText(bill);
		expect(text.length).toBeLessThanOrEqual(255);
		expect(readBillText(text)).toMatchObject({ rows: 1_000_000, failed: 100_000 * failureTable.length });
	});
});
