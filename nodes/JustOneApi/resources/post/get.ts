import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Operation } from '../../run/plan';
import { commonFields } from '../fields';
import { platformLabels } from '../../platforms';
import { douyin } from '../../platforms/douyin';
import { postPlans } from './postPlans';

const displayOptions = { show: { resource: ['post'], operation: ['get'] } };

/** The operation in the editor's list. What is declared is one of the requests that are sent: a platform's entry holds it. */
export const getOption: INodePropertyOptions = {
	name: 'Get',
	value: 'get',
	action: 'Get post',
	description: 'Get title, author, counts, date and media links of a post, by its share link or its ID',
	routing: { request: douyin.details.endpointFor(null).request },
};

export const getFields: INodeProperties[] = [
	{
		displayName: 'Post',
		name: 'post',
		type: 'string',
		typeOptions: { rows: 3 },
		required: true,
		default: '',
		placeholder: 'e.g. https://www.bilibili.com/video/BV1UQQgBFEub/',
		description: `The link of a ${platformLabels('or')} post, the whole text that the app copies, or the ID as text. Each link gives one item. A short link costs two calls, an ID or a long link one. Links to videos and images in the result may live one hour only.`,
		displayOptions,
	},
	...commonFields(displayOptions, false),
];

/** Get: text or ID → link → call where the link is short → call for the post → item. */
export const get: Operation = {
	parameters: [{ name: 'post', label: 'Post' }],
	// Links to media die within hours.
	supportsReuseResults: false,
	plans: ({ post }, { simplify }) => postPlans(post, simplify),
};
