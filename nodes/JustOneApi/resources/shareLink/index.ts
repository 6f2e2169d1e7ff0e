import type { INodeProperties } from 'n8n-workflow';

import { extractFields, extractOption } from './extract';
import { resolveFields, resolveOption } from './resolve';

/** The resource Share Link: its operations and their fields. */
export const shareLinkProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['shareLink'] } },
		options: [extractOption, resolveOption],
		default: 'resolve',
	},
	...extractFields,
	...resolveFields,
];
