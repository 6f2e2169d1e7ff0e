import type { OperationMessages } from '../../failure/failureTable';

/** How lists are answered that have nothing in them, beside a list that is empty: that is no failure. */
const CODES = {
	0: { reason: 'no_content', billed: true },
	201: { reason: 'no_content', billed: true },
	202: { reason: 'no_content', billed: null },
	404: { reason: 'no_content', billed: null },
} as const;

/** What a page of comments says in words of its own. */
export const COMMENTS_MESSAGES = {
	codes: CODES,
	words: {
		no_content: {
			title: 'The API answered without a list of comments',
			advice:
				"The post may be deleted, private or closed for comments: nobody can tell. On Xiaohongshu set 'Sort By' to Normal. Calls that find nothing may be billed.",
		},
		invalid_parameters: {
			title: 'The API does not accept the ID of this post for its comments',
			advice: 'Share the post again from the app with Copy link, and paste the new text.',
		},
	},
} as const satisfies OperationMessages;

/** What a page of a search says in words of its own. */
export const SEARCH_MESSAGES = {
	codes: CODES,
	words: {
		no_content: {
			title: 'The API answered without a list of posts',
			advice: 'Try other words. Calls that find nothing may be billed.',
		},
		collection_failed: { title: 'The API could not search just now' },
		invalid_parameters: {
			title: 'The API does not accept this search',
			advice: "Try other words in 'Keyword', and other values of 'Sort By' and 'Published Within'.",
		},
	},
} as const satisfies OperationMessages;
