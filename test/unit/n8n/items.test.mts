import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import { failureOf } from '../../../nodes/JustOneApi/failure/failure.ts';
import { itemsOf } from '../../../nodes/JustOneApi/n8n/items.ts';
import type { Output } from '../../../nodes/JustOneApi/n8n/items.ts';
import type { Outcome } from '../../../nodes/JustOneApi/run/job.ts';
import { emptyTotals } from '../../../nodes/JustOneApi/run/totals.ts';

const totals = { ...emptyTotals(), calls: 4 };

/** How n8n takes the items; by default in a mode that continues, on the regular output. */
const outputWith = (settings: Partial<Output['settings']> = {}, more: Partial<Output> = {}): Output => ({
	node: {} as INode,
	isTool: false,
	hasErrorOutput: false,
	takesDetails: true,
	settings: { includeInputFields: false, addCost: false, stopOnFailure: false, ...settings },
	...more,
});

const outcome = (
	result: Outcome['result'],
	attempts: Outcome['attempts'] = [],
	isReused = false,
): Outcome => ({
	link: 'https://v.douyin.com/abc/',
	...{ attempts, isReused, result },
});
const found = (...items: object[]) => ({ ok: true as const, items });

const jsonsOf = (output: Output, outcomes: Outcome[], row: IDataObject = {}) =>
	itemsOf(output, outcomes, totals, { json: row }, 3).map(({ json }) => json);

describe('The items of a row', () => {
	it('are those of its outcomes in order, each linked to it', () => {
		const outcomes = [outcome(found({ a: 1 }, { a: 2 })), outcome(failureOf('no_link')), outcome(found())];
		const items = itemsOf(outputWith(), outcomes, totals, { json: { id: 7 } }, 3);
		expect(items).toMatchObject([
			{ json: { a: 1 }, pairedItem: { item: 3 } },
			{ json: { a: 2 }, pairedItem: { item: 3 } },
			{ json: { id: 7, details: { reason: 'no_link' } }, pairedItem: { item: 3 } },
		]);
		expect(items).toHaveLength(3);
	});

	it('and behind them the failure that broke them off', () => {
		const broken = { ...found({ a: 1 }), brokenOffBy: failureOf('timeout') };
		expect(jsonsOf(outputWith(), [outcome(broken, [true, null])])).toMatchObject([
			{ a: 1 },
			{ error: expect.any(String), details: { reason: 'timeout', attempts: 2, billed: true } },
		]);
	});

	it('in "Stop" mode are all: a list that was cut has no failure among its items', () => {
		const cut = { ...found({ a: 1 }), brokenOffBy: failureOf('max_calls_reached') };
		expect(jsonsOf(outputWith({ stopOnFailure: true }), [outcome(cut, [true])])).toEqual([{ a: 1 }]);
	});

	it('share nothing with one another: neither what is in them nor their row’s file', () => {
		const nested = { list: [1] };
		const file = { file: { data: 'aGk=', mimeType: 'text/plain' } };
		const row: INodeExecutionData = { json: { column: { value: 1 } }, binary: file };
		const output = outputWith({ includeInputFields: true, addCost: true });
		const items = itemsOf(output, [outcome(found({ nested }, { nested }), [true])], totals, row, 0);
		const [one, other] = items;
		expect(one?.json).toMatchObject({ nested, column: { value: 1 }, cost: { run: totals } });
		for (const key of ['nested', 'column', 'cost']) expect(one?.json[key]).not.toBe(other?.json[key]);
		expect((one?.json.cost as IDataObject).run).not.toBe(totals);
		expect([one?.binary, other?.binary]).toEqual([file, file]);
		expect(one?.binary).not.toBe(other?.binary);
	});
});

describe('What a row cost', () => {
	const addCost = outputWith({ addCost: true });
	const cost = (of: object) => ({ ...of, run: totals });
	const NOTHING = cost({ attempts: 0, billed: false, billed_calls: 0, billed_unknown: 0, reused: false });

	it('stands on the first of its items', () => {
		const jsons = jsonsOf(addCost, [outcome(found({ a: 1 }, { a: 2 }), [true, true, false, null])]);
		expect(jsons.map((json) => json.cost)).toEqual([
			cost({ attempts: 4, billed: true, billed_calls: 2, billed_unknown: 1, reused: false }),
			NOTHING,
		]);
	});

	it('stands on its failure where there are no items, and else not a second time', () => {
		const failed = jsonsOf(addCost, [outcome(failureOf('timeout'), [null])]);
		expect(failed).toMatchObject([
			{ details: { attempts: 1, billed: null, cost: { attempts: 1, billed: null, billed_unknown: 1 } } },
		]);
		const broken = { ...found({ a: 1 }), brokenOffBy: failureOf('timeout') };
		const jsons = jsonsOf(addCost, [outcome(broken, [true, null])]);
		expect(jsons[0]?.cost).toMatchObject({ attempts: 2, billed_calls: 1, billed_unknown: 1 });
		expect(jsons[1]).toMatchObject({ details: { cost: { attempts: 0, billed: false, billed_calls: 0 } } });
	});

	it('says whether another one paid', () => {
		const jsons = jsonsOf(addCost, [outcome(found({ a: 1 }), [], true)]);
		expect(jsons).toEqual([{ a: 1, cost: { ...NOTHING, reused: true } }]);
	});

	it('is nowhere without the option', () => {
		const jsons = jsonsOf(outputWith(), [
			outcome(found({ a: 1 }), [true]),
			outcome(failureOf('timeout'), [null]),
		]);
		expect(JSON.stringify(jsons)).not.toContain('"cost"');
	});
});
