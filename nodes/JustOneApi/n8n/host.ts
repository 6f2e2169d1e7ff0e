import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IExecutePaginationFunctions,
	INode,
	INodeExecutionData,
} from 'n8n-workflow';

export type RunContext = IExecuteFunctions | IExecutePaginationFunctions;

/**
 * What a run asks n8n for, whichever way n8n calls: a custom operation gets all rows of a run at once, the pagination
 * hook one row of a tool.
 */
export interface NodeHost {
	context: RunContext;
	node: INode;
	rows: INodeExecutionData[];
	/** n8n's index of the first row. */
	firstIndex: number;
	/** Names the run: all its tries have it. Each call of the pagination hook counts as a run. */
	run: object;
	/** The run, and what n8n does not tell from a further try of it. */
	scope: object;
	/**
	 * A parameter of the node for a row.
	 *
	 * @param raw whether expressions are left as they are
	 * @throws where an expression fails
	 */
	parameter(name: string, row: number, byDefault: unknown, raw?: boolean): unknown;
	/** @throws where n8n cannot read or decrypt the credential */
	credential(row: number): Promise<ICredentialDataDecryptedObject>;
}

/** The host of a custom operation. n8n keeps the execute data of a run through all its tries. */
export function operationHost(context: IExecuteFunctions): NodeHost {
	const run = context.getExecuteData();
	return {
		context,
		node: context.getNode(),
		rows: context.getInputData(),
		firstIndex: 0,
		run,
		scope: run,
		parameter: (name, row, byDefault, raw = false) =>
			context.getNodeParameter(name, row, byDefault, { rawExpressions: raw }),
		credential: async (row) => await context.getCredentials('justOneApi', row),
	};
}

/** The host of a tool's row. Here nothing public tells a further try from another question: n8n keeps the execute data through both. */
export function hookHost(context: IExecutePaginationFunctions): NodeHost {
	return {
		context,
		node: context.getNode(),
		rows: [context.getInputData()],
		firstIndex: context.getItemIndex(),
		run: {},
		scope: context.getExecuteData(),
		parameter: (name, _, byDefault, raw = false) =>
			context.getNodeParameter(name, byDefault, { rawExpressions: raw }),
		credential: async () => await context.getCredentials('justOneApi'),
	};
}

/**
 * Whether failed rows go on as items ("Continue"); otherwise the first one ends the run ("Stop"). n8n lets either of its
 * two flags count. Never throws: where n8n tells neither, rows go on as failures.
 */
export function continuesOnFail(context: RunContext): boolean {
	try {
		const { onError, continueOnFail } = context.getNode();
		return continueOnFail === true || (onError !== undefined && onError !== 'stopWorkflow');
	} catch {
		return true;
	}
}

/** Whether a parameter, however deep, holds an expression. */
export function holdsExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	return typeof value === 'object' && value !== null && Object.values(value).some(holdsExpression);
}
