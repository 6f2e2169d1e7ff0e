import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IExecutePaginationFunctions,
	INodeExecutionData,
} from 'n8n-workflow';

/**
 * What both doors ask n8n for. Door 1 (`workflowDoor.ts`) gets all rows of a run at once, door 2 (`toolDoor.ts`)
 * one row of a tool that n8n calls directly.
 */
export interface Door {
	context: IExecuteFunctions | IExecutePaginationFunctions;
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

/** Whether a parameter, however deep, holds an expression. */
export function holdsExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	return typeof value === 'object' && value !== null && Object.values(value).some(holdsExpression);
}
