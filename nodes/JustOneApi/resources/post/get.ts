import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Operation } from '../../run/plan';
import { douyin } from '../../platforms/douyin';
import { commonFields } from '../fields';
import { OUTPUT_PARAMETERS, outputProperties, readOutput, shaped } from '../output';
import type { OutputChoice } from '../output';
import { detailsCall } from './detailsCall';
import { POST_PARAMETER, postField } from './postField';
import { POST_FIELDS, postItem } from './postItem';
import { postPlans } from './postPlans';
import type { PostStep } from './postPlans';

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
	postField(
		'Each link gives one item. A short link costs two calls, an ID or a long link one. Links to videos and images in the result may live one hour only.',
		displayOptions,
	),
	...outputProperties(displayOptions, POST_FIELDS),
	...commonFields(displayOptions),
];

/** The call for the post itself, and its item. */
export const getStep = (output: OutputChoice): PostStep => ({
	endpointOf: ({ details }) => details.endpointFor(null).request.url,
	stepOf: ({ platform, id, origin }) =>
		detailsCall({ platform, id, contentType: origin.contentType }, output.isRaw, (post) => {
			const item = postItem(platform.name, post.fields, origin, post.fetchedAt);
			return { ok: true, items: [shaped(output, item, post.raw)] };
		}),
});

/** Get: text or ID → link → call where the link is short → call for the post → item. */
export const get: Operation = {
	parameters: [POST_PARAMETER, ...OUTPUT_PARAMETERS],
	// Links to media die within hours.
	supportsReuseResults: false,
	plans({ post, ...values }) {
		const output = readOutput(values, POST_FIELDS);
		return 'ok' in output ? [{ link: null, step: output }] : postPlans(post, getStep(output));
	},
};
