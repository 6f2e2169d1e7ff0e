import type { Success } from '../../../nodes/JustOneApi/answer/answer.ts';
import { EarlierResults } from '../../../nodes/JustOneApi/call/earlierResults.ts';

const HOUR = 3_600_000;
const START = 1_800_000_000_000;

const success = (redirectUrl: string, data: unknown = null): Success => ({
	ok: true,
	redirectUrl,
	target: { contentType: 'video', contentId: '1', canonicalUrl: redirectUrl },
	envelope: { code: 0, data, message: '', requestId: null, raw: { code: 0, data } },
});

let accounts = 0;
/** Of an account that no other test uses. */
const newResults = (hours = 1) => new EarlierResults(`account ${(accounts += 1)}`, hours, true);

describe('Results of earlier runs', () => {
	it('are found for as long as the user says, to the millisecond', () => {
		const results = newResults(2);
		results.keep('a', success('https://a'), START);
		expect(results.find('a', START + 2 * HOUR)?.redirectUrl).toBe('https://a');
		expect(results.find('a', START + 2 * HOUR + 1)).toBeUndefined();
		expect(results.find('b', START)).toBeUndefined();
	});

	it('belong to their account, in all runs of the process', () => {
		newResults().keep('a', success('https://a'), START);
		const same = new EarlierResults(`account ${accounts}`, 24, true);
		expect(same.find('a', START + 20 * HOUR)?.redirectUrl).toBe('https://a');
		expect(newResults().find('a', START)).toBeUndefined();
	});

	it('are the newest ones', () => {
		const results = newResults();
		results.keep('a', success('https://old'), START);
		results.keep('a', success('https://new'), START + HOUR);
		expect(results.find('a', START + 2 * HOUR)?.redirectUrl).toBe('https://new');
	});

	it('are 5,000 at most: the oldest gives way', () => {
		const results = newResults();
		results.keep('first', success('https://a'), START);
		results.keep('second', success('https://a'), START);
		results.keep('first', success('https://a'), START);
		for (let index = 0; index < 4999; index += 1) results.keep(`${index}`, success('https://a'), START);
		expect(results.find('second', START)).toBeUndefined();
		expect(results.find('first', START)).toBeDefined();
		expect(results.find('0', START)).toBeDefined();
	});

	it('are not kept where they are large', () => {
		const results = newResults();
		results.keep('large', success('https://a', 'x'.repeat(5000)), START);
		results.keep('usual', success(`https://a/?${'x'.repeat(900)}`, 'x'.repeat(900)), START);
		expect(results.find('large', START)).toBeUndefined();
		expect(results.find('usual', START)).toBeDefined();
	});

	it("are of no use without the API's whole answer where that is wanted", () => {
		newResults().keep('a', { ...success('https://a'), envelope: null }, START);
		const find = (needsEnvelope: boolean) =>
			new EarlierResults(`account ${accounts}`, 1, needsEnvelope).find('a', START);
		expect(find(true)).toBeUndefined();
		expect(find(false)?.redirectUrl).toBe('https://a');
	});
});
