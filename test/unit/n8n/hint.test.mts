import type { IExecuteFunctions } from 'n8n-workflow';

import { addHint, hintOf } from '../../../nodes/JustOneApi/n8n/hint.ts';
import { emptyBill } from '../../../nodes/JustOneApi/run/bill.ts';

const bill = (some: object) => ({ ...emptyBill(), ...some });

describe('The line in the output panel', () => {
	it.each([
		[{ rows: 3, links: 3, free: 3 }, null],
		[{ rows: 3, links: 3, reused: 3 }, null],
		[{ rows: 1, links: 1, calls: 1, billed: 1 }, 'info: 1 row, 1 link: 1 call made, 1 billed.'],
		[
			{ rows: 2, links: 2, calls: 2, billed: 1, billed_unknown: 1, failed: 1, timeout: 1 },
			'warning: 2 rows, 2 links: 2 calls made, 1 billed, 1 perhaps billed. 1 item failed: 1 timeout.',
		],
		[
			{ rows: 5, failed: 5, no_link: 2, credential_missing: 3 },
			'warning: 5 rows, 0 links: 0 calls made, 0 billed. 5 items failed: 2 no link, 3 credential missing.',
		],
	])('is words, where money was spent or something needs attention: %j', (some, line) => {
		const hint = hintOf(bill(some));
		expect(hint && `${hint.type}: ${hint.message}`).toBe(line);
	});

	it('fails no run where n8n does not take it', () => {
		const context = {
			addExecutionHints: () => {
				throw new Error('No hints');
			},
		};
		expect(() => addHint(context as unknown as IExecuteFunctions, bill({ calls: 1 }))).not.toThrow();
		expect(() => addHint({} as IExecuteFunctions, bill({ calls: 1 }))).not.toThrow();
	});
});
