import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { platformLabels } from '../../platforms';
import type { RowParameter } from '../../run/plan';

/** The parameter of every operation that takes a post, read for each row. */
export const POST_PARAMETER: RowParameter = { name: 'post', label: 'Post', unreadable: 'no_link' };

/**
 * The parameter that takes the link of a post or its ID.
 *
 * @param what becomes of each post, and what it costs, in sentences
 * @param displayOptions where it is shown
 */
export function postField(what: string, displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Post',
		name: 'post',
		type: 'string',
		typeOptions: { rows: 3 },
		required: true,
		default: '',
		placeholder: 'e.g. https://www.bilibili.com/video/BV1UQQgBFEub/',
		description: `The link of a ${platformLabels('or')} post, the whole text that the app copies, or the ID as text. Several may stand in one row. ${what}`,
		displayOptions,
	};
}
