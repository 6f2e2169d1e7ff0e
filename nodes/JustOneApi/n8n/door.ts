import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IExecutePaginationFunctions,
	INode,
	INodeExecutionData,
} from 'n8n-workflow';

/** n8n's side of a door. */
export type DoorContext = IExecuteFunctions | IExecutePaginationFunctions;

/**
 * What both doors ask n8n for. Door 1 (`workflowDoor.ts`) gets all rows of a run at once, door 2 (`toolDoor.ts`)
 * one row of a tool that n8n calls directly.
 */
export interface Door {
	context: DoorContext;
	node: INode;
	rows: INodeExecutionData[];
	/** n8n's index of the first row. */
	firstIndex: number;
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

/**
 * Whether failed rows go on as items ("Continue"); otherwise the first one ends the run ("Stop"). Never throws: where n8n
 * does not answer, the node's own settings do, and without them rows go on as failures.
 */
export function continuesOnFail(context: DoorContext): boolean {
	try {
		return context.continueOnFail();
	} catch {
		try {
			const { onError, continueOnFail } = context.getNode();
			return onError === undefined ? continueOnFail === true : onError !== 'stopWorkflow';
		} catch {
			return true;
		}
	}
}

/** Whether a parameter, however deep, holds an expression. */
export function holdsExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	return typeof value === 'object' && value !== null && Object.values(value).some(holdsExpression);
}
