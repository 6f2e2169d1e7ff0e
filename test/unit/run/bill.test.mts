import { failureOf } from '../../../nodes/JustOneApi/failure/failure.ts';
import { failureKinds } from '../../../nodes/JustOneApi/failure/failureTable.ts';
import { billText, emptyBill, readBillText, reasonsIn, sumOf } from '../../../nodes/JustOneApi/run/bill.ts';
import { addOutcome, NO_CALL, spentOn } from '../../../nodes/JustOneApi/run/outcome.ts';
import type { Outcome } from '../../../nodes/JustOneApi/run/outcome.ts';

const FOUND = { ok: true as const, item: {}, envelope: null };
const of = (result: Outcome['result'], calls: Outcome['calls'] = NO_CALL): Outcome => ({
	link: 'https://v.douyin.com/abc/',
	calls,
	result,
});

describe('What an outcome adds to the bill, beside its calls', () => {
	it.each<[string, Outcome, object]>([
		['a call', of(FOUND, { bills: [true], reused: false }), {}],
		["another row's call", of(FOUND, { bills: [], reused: true }), { reused: 1 }],
		['a link that carries its ID', of(FOUND), { free: 1 }],
		['a text without a link', of(failureOf('no_link')), { failed: 1, no_link: 1 }],
		[
			'a billed failure',
			of(failureOf('no_content'), { bills: [true], reused: false }),
			{ failed: 1, no_content: 1 },
		],
		[
			"another row's failure",
			of(failureOf('no_content'), { bills: [], reused: true }),
			{ reused: 1, failed: 1, no_content: 1 },
		],
	])('%s', (_, outcome, entry) => {
		const bill = emptyBill();
		addOutcome(bill, outcome);
		expect(bill).toEqual({ ...emptyBill(), ...entry });
	});

	it('is billed if one call was, and unknown if one may have been', () => {
		expect(spentOn([])).toEqual({ attempts: 0, billed: false });
		expect(spentOn([false, false])).toEqual({ attempts: 2, billed: false });
		expect(spentOn([false, null])).toEqual({ attempts: 2, billed: null });
		expect(spentOn([null, true])).toEqual({ attempts: 2, billed: true });
	});
});

describe('The bill', () => {
	it('adds up', () => {
		const sum = sumOf([{ rows: 1, calls: 2, no_link: 1 }, emptyBill(), { rows: 1, calls: 1, no_link: 1 }]);
		expect(sum).toEqual({ ...emptyBill(), rows: 2, calls: 3, no_link: 2 });
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

	it('names the reasons for which rows failed', () => {
		const bill = { ...emptyBill(), failed: 3, no_link: 2, timeout: 1, network: 0 };
		expect(reasonsIn(bill)).toEqual([
			['no_link', 2],
			['timeout', 1],
		]);
	});

	it('leaves out reasons that nothing failed for, and those that do not fit into 255 characters', () => {
		const bill = { ...emptyBill(), rows: 1_000_000, no_link: 0 };
		expect(billText(bill)).not.toContain('no_link');
		const full = sumOf([bill, ...failureKinds.map(({ reason }) => ({ failed: 100_000, [reason]: 100_000 }))]);
		const text = billText(full);
		expect(text.length).toBeLessThanOrEqual(255);
		expect(readBillText(text)).toMatchObject({ rows: 1_000_000, failed: 100_000 * failureKinds.length });
	});
});
