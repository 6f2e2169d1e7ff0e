import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { CommentFields } from '../../platforms/comment';
import { douyin } from '../../platforms/douyin';
import { SORT_LABELS } from '../../platforms/list';
import type { SortBy } from '../../platforms/list';
import type { Operation } from '../../run/plan';
import { choiceOption, listFields, readChoice } from '../listFields';
import { LIST_PARAMETERS, listStep, readListChoice } from '../listPlans';
import type { ListKind } from '../listPlans';
import { COMMENT_FIELDS, commentItem } from './commentItem';
import { COMMENTS_MESSAGES } from './listMessages';
import { POST_PARAMETER, postField } from './postField';
import { postPlans } from './postPlans';

const displayOptions = { show: { resource: ['post'], operation: ['getComments'] } };

/** The operation in the editor's list. What is declared is one of the requests that are sent. */
export const getCommentsOption: INodePropertyOptions = {
	name: 'Get Comments',
	value: 'getComments',
	action: 'Get comments of post',
	description: 'Get what people answered to a post, page by page',
	routing: { request: douyin.lists.comments.request },
};

const SORT_BY = choiceOption(
	{
		displayName: 'Sort By',
		name: 'sortBy',
		default: 'newest',
		description:
			"The order of the comments, where the platform offers one. Where Newest brings nothing, try Normal. Without this option the order is the API's own.",
	},
	SORT_LABELS,
	({ comments }) => comments.sorts,
);

export const getCommentsFields: INodeProperties[] = [
	postField(
		'Each post gives a list of comments; a short link costs one call more. Replies that a page brings come behind their comment and do not count for the limit.',
		displayOptions,
	),
	...listFields('comments', 'comments', COMMENT_FIELDS, displayOptions, [SORT_BY]),
];

const COMMENTS: ListKind<CommentFields> = {
	operation: 'post.getComments',
	messages: COMMENTS_MESSAGES,
	fields: COMMENT_FIELDS,
	endpointOf: ({ lists }) => lists.comments,
	item: ({ name }, comment, fetchedAt) => commentItem(name, comment, fetchedAt),
	counts: (comment) => comment.parent_comment_id === null,
};

/** Get Comments: link or ID → call where the link is short → a call a page → items. */
export const getComments: Operation = {
	parameters: [POST_PARAMETER, ...LIST_PARAMETERS, { name: 'options.sortBy', label: 'Sort By' }],
	supportsReuseResults: false,
	plans({ post, ...values }) {
		const choice = readListChoice(values, COMMENTS.fields);
		if ('ok' in choice) return [{ link: null, step: choice }];
		const sortBy = readChoice<SortBy>(values['options.sortBy']);
		return postPlans(post, {
			endpointOf: (platform) => COMMENTS.endpointOf(platform).request.url,
			stepOf: ({ platform, id }) => listStep(COMMENTS, platform, { subject: id, sortBy }, choice),
		});
	},
};
