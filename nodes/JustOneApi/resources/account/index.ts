import type { INodeProperties } from 'n8n-workflow';

import { getBalanceFields, getBalanceOption } from './getBalance';

/** The resource Account: its operations and their fields. */
export const accountProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['account'] } },
		options: [getBalanceOption],
		default: 'getBalance',
	},
	...getBalanceFields,
];
