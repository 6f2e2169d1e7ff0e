import type { INodeProperties } from 'n8n-workflow';

import { resolveFields, resolveOperation } from './resolve.operation';

/** The resource Share Link: its operations and their fields. */
export const shareLinkProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['shareLink'] } },
		options: [resolveOperation],
		default: 'resolve',
	},
	...resolveFields,
];
