import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { failureOf } from '../../failure/failure';
import { douyin } from '../../platforms/douyin';
import { PERIOD_LABELS, SORT_LABELS } from '../../platforms/list';
import type { ListedPost, Period, SortBy } from '../../platforms/list';
import type { Operation, Step } from '../../run/plan';
import { textOf } from '../../text/shareText';
import { choiceOption, listFields, readChoice } from '../listFields';
import { LIST_PARAMETERS, listStep, readListChoice } from '../listPlans';
import type { ListKind } from '../listPlans';
import { PLATFORM_PARAMETER, platformField, readPlatform } from '../platformField';
import { SEARCH_MESSAGES } from './listMessages';
import { LISTED_POST_FIELDS, listedPostItem } from './postItem';

const displayOptions = { show: { resource: ['post'], operation: ['search'] } };

/** The operation in the editor's list. What is declared is one of the requests that are sent. */
export const searchOption: INodePropertyOptions = {
	name: 'Search',
	value: 'search',
	action: 'Search posts',
	description: 'Search a platform for posts, page by page',
	routing: { request: douyin.lists.search.request },
};

const SORT_BY = choiceOption(
	{
		displayName: 'Sort By',
		name: 'sortBy',
		default: 'relevance',
		description: 'The order of the posts. A platform that does not offer it fails the row without a call.',
	},
	SORT_LABELS,
	({ search }) => search.sorts,
);
const PUBLISHED_WITHIN = choiceOption(
	{
		displayName: 'Published Within',
		name: 'publishedWithin',
		default: 'any',
		description: 'How old a post may be. A platform that does not offer it fails the row without a call.',
	},
	PERIOD_LABELS,
	({ search }) => search.periods,
);

export const searchFields: INodeProperties[] = [
	{
		displayName: 'Keyword',
		name: 'keyword',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. coffee',
		description: 'The words to search for',
		displayOptions,
	},
	platformField('Where to search', false, displayOptions),
	...listFields('search', 'posts', LISTED_POST_FIELDS, displayOptions, [PUBLISHED_WITHIN, SORT_BY]),
];

const SEARCH: ListKind<ListedPost> = {
	operation: 'post.search',
	messages: SEARCH_MESSAGES,
	fields: LISTED_POST_FIELDS,
	endpointOf: ({ lists }) => lists.search,
	item: ({ name }, post, fetchedAt) => listedPostItem(name, post, fetchedAt),
};

function searchStep(values: Readonly<Record<string, unknown>>): Step {
	const choice = readListChoice(values, SEARCH.fields);
	if ('ok' in choice) return choice;
	const platform = readPlatform(values.platform);
	if (platform === null) {
		return failureOf('invalid_settings', {
			title: "'Platform' is empty",
			advice: "No call was made. Choose in 'Platform' where to search.",
		});
	}
	if ('ok' in platform) return platform;
	const subject = textOf(values.keyword).replace(/\s+/g, ' ').trim();
	if (subject === '') return failureOf('no_keyword', { platform: platform.name });
	const sortBy = readChoice<SortBy>(values['options.sortBy']);
	const publishedWithin = readChoice<Period>(values['options.publishedWithin']);
	return listStep(SEARCH, platform, { subject, sortBy, publishedWithin }, choice);
}

/** Search: words → a call a page → items. */
export const search: Operation = {
	parameters: [
		{ name: 'keyword', label: 'Keyword', unreadable: 'no_keyword' },
		PLATFORM_PARAMETER,
		...LIST_PARAMETERS,
		{ name: 'options.sortBy', label: 'Sort By' },
		{ name: 'options.publishedWithin', label: 'Published Within' },
	],
	supportsReuseResults: false,
	plans: (values) => [{ link: null, step: searchStep(values) }],
};
