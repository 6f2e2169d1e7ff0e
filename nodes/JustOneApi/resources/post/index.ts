import type { INodeProperties } from 'n8n-workflow';

import { getFields, getOption } from './get';

/** The resource Post: its operations and their fields. */
export const postProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['post'] } },
		options: [getOption],
		default: 'get',
	},
	...getFields,
];
