import type { IDataObject } from 'n8n-workflow';

import { openRun } from '../../../nodes/JustOneApi/n8n/executionState.ts';
import type { RunState } from '../../../nodes/JustOneApi/n8n/executionState.ts';
import type { NodeHost } from '../../../nodes/JustOneApi/n8n/host.ts';
import { forgetExecution } from '../../../nodes/JustOneApi/run/execution.ts';
import { emptyTotals, sumOf } from '../../../nodes/JustOneApi/run/totals.ts';
import type { StoredTotals } from '../../../nodes/JustOneApi/run/totals.ts';

let executions = 0;
/** An ID that no other test uses. */
const newId = () => `state ${(executions += 1)}`;

/** What n8n keeps of an execution, and what it gives a run of a node in it. */
interface N8n {
	id?: string;
	/** The data of nodes, by name; null where n8n has none. */
	data?: Record<string, IDataObject> | null;
	/** What n8n keeps of the flow; null where it has none. */
	flow?: object | null;
	signal?: AbortSignal;
	onFinish?: (hook: () => void) => void;
}

function hostOf({ id, data = {}, flow = {}, signal, onFinish }: N8n, node = 'Resolve', run: object = {}) {
	const context = {
		getExecutionId: () => id,
		getContext: (type: string) => {
			const found = type === 'flow' ? flow : data && (data[node] ??= {});
			if (!found) throw new Error('No such context');
			return found;
		},
		getExecutionCancelSignal: () => signal,
		onExecutionFinish: onFinish,
	};
	return { context, node: { name: node }, run } as unknown as NodeHost;
}

function open(n8n: N8n, node?: string, run?: object): RunState {
	const state = openRun(hostOf(n8n, node, run), true);
	if (!state) throw new Error('no state');
	return state;
}

/** A run that is billed for some calls. */
function bill(n8n: N8n, billed: number, node?: string, run?: object): StoredTotals {
	const state = open(n8n, node, run);
	state.totals.billed += billed;
	return state.end();
}

const billedOf = ({ before, run }: StoredTotals) => sumOf([before, run]).billed;
const left = (state: RunState) => state.node.cap.left(10);

describe('The totals of a node in an execution', () => {
	it('are stored in its own data, beside the ID of the execution, as numbers', () => {
		const n8n = { id: newId(), data: {} };
		bill(n8n, 2);
		bill(n8n, 3);
		expect(JSON.parse(JSON.stringify(n8n.data))).toEqual({
			Resolve: {
				justOneApiTotals: {
					execution: n8n.id,
					before: { ...emptyTotals(), billed: 2 },
					run: { ...emptyTotals(), billed: 3 },
				},
			},
		});
		expect(left(open(n8n))).toBe(5);
	});

	it('are those of each node', () => {
		const n8n = { id: newId() };
		bill(n8n, 2, 'A');
		expect([left(open(n8n, 'B')), left(open(n8n, 'A'))]).toEqual([10, 8]);
	});

	it("begin at zero in n8n's Retry, which copies the data into another execution", () => {
		const first = { id: newId(), data: {} };
		bill(first, 7);
		const retry = { id: newId(), data: structuredClone(first.data) };
		expect(left(open(retry))).toBe(10);
		expect(bill(retry, 1)).toMatchObject({ execution: retry.id, before: { billed: 0 }, run: { billed: 1 } });
	});

	it('are those of n8n where another worker went on: A, B, and A again', () => {
		const n8n = { id: newId(), data: {} as Record<string, IDataObject> };
		bill(n8n, 1);
		// What B stored; this process does not know of it.
		const { before, run } = n8n.data.Resolve?.justOneApiTotals as unknown as StoredTotals;
		const ofB = { execution: n8n.id, before: sumOf([before, run]), run: { ...emptyTotals(), billed: 4 } };
		n8n.data.Resolve = { justOneApiTotals: structuredClone(ofB) as unknown as IDataObject };
		expect(left(open(n8n))).toBe(5);
		expect(billedOf(bill(n8n, 2))).toBe(7);
	});

	it('are taken over from n8n after the process began anew', () => {
		const n8n = { id: newId(), data: {} };
		bill(n8n, 4);
		forgetExecution(n8n.id);
		n8n.data = JSON.parse(JSON.stringify(n8n.data)) as object;
		expect(left(open(n8n))).toBe(6);
	});

	it('count five runs that go on side by side, whichever ends last', () => {
		const n8n = { id: newId(), data: {} };
		const runs = Array.from({ length: 5 }, () => open(n8n));
		for (const { totals } of runs) totals.billed += 1;
		const stored = runs.map((run) => run.end());
		expect(stored.map(billedOf)).toEqual([5, 5, 5, 5, 5]);
		expect(left(open(n8n))).toBe(5);
	});

	it('keep the calls of a try in the next one, once', () => {
		const n8n = { id: newId(), data: {} };
		const run = {};
		bill(n8n, 2, 'Resolve', run);
		expect(billedOf(bill(n8n, 1, 'Resolve', run))).toBe(3);
	});

	it('that were damaged count for nothing', () => {
		for (const stored of [null, 7, 'text', [], {}, { execution: 'x', before: null, run: 'text' }]) {
			const id = newId();
			const totals = stored && typeof stored === 'object' ? { ...stored, execution: id } : stored;
			expect(left(open({ id, data: { Resolve: { justOneApiTotals: totals as IDataObject } } }))).toBe(10);
		}
	});
});

describe('An execution', () => {
	it('is that of its ID', () => {
		const n8n = { id: newId() };
		const other = { id: newId() };
		expect(open(n8n).execution).toBe(open(n8n).execution);
		expect(open(other).execution).not.toBe(open(n8n).execution);
	});

	it('without an ID is that of its flow', () => {
		const flow = {};
		expect(open({ flow }).execution).toBe(open({ flow }).execution);
		expect(open({ flow: {} }).execution).not.toBe(open({ flow }).execution);
	});

	it('without either is equal to no other: not what is paid for, and not what n8n stored', () => {
		const n8n = { flow: null, data: {} };
		expect(bill(n8n, 3).execution).toBe(null);
		const again = open(n8n);
		expect(again.execution).not.toBe(open(n8n).execution);
		expect(left(again)).toBe(10);
	});

	it('with a flow and no ID takes nothing from data that hold no ID either', () => {
		const data = { Resolve: { justOneApiTotals: { execution: null, run: { billed: 3 } } } };
		expect(left(open({ data }))).toBe(10);
	});

	it('goes on without data of the node where nothing must be counted, and not where it must', () => {
		const n8n = { id: newId(), data: null };
		const state = openRun(hostOf(n8n), false);
		expect(state).not.toBe(null);
		if (state) state.totals.billed += 1;
		expect(state && billedOf(state.end())).toBe(1);
		expect(openRun(hostOf(n8n), true)).toBe(null);
	});
});

describe('The end of an execution', () => {
	it('is asked for once, and once more after a Wait; then nothing is kept', () => {
		const hooks: Array<() => void> = [];
		const n8n: N8n = {
			id: newId(),
			onFinish: (hook) => hooks.push(hook),
			signal: new AbortController().signal,
		};
		const { execution } = open(n8n);
		open(n8n);
		expect(hooks).toHaveLength(1);
		n8n.signal = new AbortController().signal;
		open(n8n);
		expect(hooks).toHaveLength(2);
		hooks[0]?.();
		expect(open(n8n).execution).not.toBe(execution);
	});

	it('is asked for once also where n8n gives no signal', () => {
		const onFinish = jest.fn();
		const n8n = { id: newId(), onFinish };
		open(n8n);
		open(n8n);
		expect(onFinish).toHaveBeenCalledTimes(1);
	});

	it('fails no run where n8n does not tell it, and is not asked for where no other run could share', () => {
		const onFinish = jest.fn(() => {
			throw new Error('No hooks');
		});
		expect(() => open({ id: newId(), onFinish })).not.toThrow();
		expect(() => open({ id: newId() })).not.toThrow();
		onFinish.mockClear();
		open({ flow: null, onFinish });
		expect(onFinish).not.toHaveBeenCalled();
	});
});
