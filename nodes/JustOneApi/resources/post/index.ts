import type { INodeProperties } from 'n8n-workflow';

import { getFields, getOption } from './get';
import { getCommentsFields, getCommentsOption } from './getComments';
import { searchFields, searchOption } from './search';

/** The resource Post: its operations and their fields. */
export const postProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['post'] } },
		options: [getOption, getCommentsOption, searchOption],
		default: 'get',
	},
	...getFields,
	...getCommentsFields,
	...searchFields,
];
