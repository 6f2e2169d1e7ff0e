import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { douyin } from '../../platforms/douyin';
import type { ListedPost } from '../../platforms/list';
import type { Operation } from '../../run/plan';
import { listFields } from '../listFields';
import { LIST_PARAMETERS, listStep, readListChoice } from '../listPlans';
import type { ListKind } from '../listPlans';
import { LISTED_POST_FIELDS, listedPostItem } from '../post/postItem';
import { AUTHOR_POSTS_MESSAGES } from './authorMessages';
import { AUTHOR_PARAMETERS, authorFields, authorPlans } from './authorPlans';

const displayOptions = { show: { resource: ['author'], operation: ['getPosts'] } };

/** The operation in the editor's list. What is declared is one of the requests that are sent. */
export const getPostsOption: INodePropertyOptions = {
	name: 'Get Posts',
	value: 'getPosts',
	action: 'Get posts of author',
	description: 'Get what an author posted, page by page',
	routing: { request: douyin.lists.authorPosts.request },
};

export const getPostsFields: INodeProperties[] = [
	...authorFields('Each author gives a list of posts.', displayOptions),
	...listFields('authorPosts', 'posts', LISTED_POST_FIELDS, displayOptions),
];

const POSTS: ListKind<ListedPost> = {
	operation: 'author.getPosts',
	messages: AUTHOR_POSTS_MESSAGES,
	fields: LISTED_POST_FIELDS,
	endpointOf: ({ lists }) => lists.authorPosts,
	item: ({ name }, post, fetchedAt) => listedPostItem(name, post, fetchedAt),
};

/** Get Posts: link or ID → calls before it, where the link needs them → a call a page → items. */
export const getPosts: Operation = {
	parameters: [...AUTHOR_PARAMETERS, ...LIST_PARAMETERS],
	supportsReuseResults: false,
	plans({ author, platform, ...values }) {
		const choice = readListChoice(values, POSTS.fields);
		if ('ok' in choice) return [{ link: null, step: choice }];
		return authorPlans(author, platform, {
			costOf: () => 1,
			endpointOf: (one) => POSTS.endpointOf(one).request.url,
			stepOf: (one, id) => listStep(POSTS, one, { subject: id }, choice),
		});
	},
};
