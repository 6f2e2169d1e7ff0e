import type { IDataObject } from 'n8n-workflow';

import { beginRun, endRun, forgetExecution } from '../run/execution';
import type { Execution, NodeState } from '../run/execution';
import type { RunTotals, StoredTotals } from '../run/totals';
import { systemClock as clock } from './clock';
import type { NodeHost, RunContext } from './host';

/** Where the node's totals stand in n8n's context of the node, which n8n saves with the execution. */
const STORED = 'justOneApiTotals';

/** What a run shares with the others of its execution. */
export interface RunState {
	execution: Execution;
	node: NodeState;
	totals: RunTotals;
	/** Ends the run. @returns what all runs of the node came to, as it was stored */
	end(): StoredTotals;
}

function executionIdOf(context: RunContext): string | null {
	// Its type says that there always is one; a call of the MCP Server Trigger has none.
	return (context.getExecutionId() as string | undefined) ?? null;
}

/** n8n's ID, else the one object that n8n keeps for the flow of an execution; null where it has neither. */
function identityOf(context: RunContext, id: string | null): string | object | null {
	if (id !== null) return id;
	try {
		return context.getContext('flow');
	} catch {
		return null;
	}
}

/**
 * The node's data of the execution.
 *
 * @returns null where n8n has none, as for some tools
 */
function nodeContext(context: RunContext): IDataObject | null {
	try {
		return context.getContext('node');
	} catch {
		return null;
	}
}

/** What n8n kept of this execution: another one's numbers, as n8n's Retry copies them, count for nothing. */
function storedIn(data: IDataObject | null, id: string | null): StoredTotals | null {
	const stored = data?.[STORED] as StoredTotals | undefined;
	return id !== null && stored?.execution === id ? stored : null;
}

/** Asks n8n to say when the execution ends: once for all runs, and once more after a Wait, when n8n has forgotten. */
function watchEnd({ context }: NodeHost, execution: Execution, id: string | object): void {
	const signal = context.getExecutionCancelSignal() ?? null;
	if (execution.finishHookFor === signal) return;
	execution.finishHookFor = signal;
	try {
		context.onExecutionFinish?.(() => forgetExecution(id));
	} catch {
		// What the execution paid for is then forgotten with age.
	}
}

/**
 * Begins a run.
 *
 * @param isCapped whether the node's billed calls are bounded, so that they must be counted
 * @returns null where they must be, and n8n keeps no data for the node
 */
export function openRun(host: NodeHost, isCapped: boolean): RunState | null {
	const { context, node, run } = host;
	const id = executionIdOf(context);
	const data = nodeContext(context);
	const identity = identityOf(context, id);
	if (data === null && isCapped) return null;
	const execution = beginRun(identity, clock.now());
	if (identity !== null) watchEnd(host, execution, identity);
	const state = execution.node(node.name);
	const totals = state.totals.begin(run, storedIn(data, id));
	return {
		execution,
		node: state,
		totals,
		end() {
			const stored = state.totals.end(run, id);
			if (data !== null) data[STORED] = stored as unknown as IDataObject;
			endRun(execution);
			return stored;
		},
	};
}
