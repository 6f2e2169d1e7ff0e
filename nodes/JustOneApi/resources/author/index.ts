import type { INodeProperties } from 'n8n-workflow';

import { getAuthorFields, getAuthorOption } from './get';
import { getPostsFields, getPostsOption } from './getPosts';

/** The resource Author: its operations and their fields. */
export const authorProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['author'] } },
		options: [getAuthorOption, getPostsOption],
		default: 'getPosts',
	},
	...getAuthorFields,
	...getPostsFields,
];
