import type { OperationMessages } from '../../failure/failureTable';

const REFUSED = {
	title: 'The API does not accept the ID of this author',
	advice: "Give the link of the author's profile, or the ID as the API's answers for posts have it.",
};

/** What the call for an author reads as an author who is not there, in words of its own. */
export const AUTHOR_MESSAGES = {
	codes: {
		0: { reason: 'no_content', billed: true },
		201: { reason: 'author_not_found', billed: true },
		202: { reason: 'author_not_found', billed: null },
		404: { reason: 'author_not_found', billed: null },
	},
	words: {
		no_content: {
			title: 'The API answered without the author',
			advice:
				'The account may be deleted, private or blocked: nobody can tell. Open the profile in its app. This answer is billed.',
		},
		invalid_parameters: REFUSED,
	},
} as const satisfies OperationMessages;

/** The same for the list of what an author posted. An author without posts is no failure. */
export const AUTHOR_POSTS_MESSAGES = {
	codes: {
		0: { reason: 'no_content', billed: true },
		201: { reason: 'no_content', billed: true },
		202: { reason: 'author_not_found', billed: null },
		404: { reason: 'author_not_found', billed: null },
	},
	words: {
		no_content: {
			title: 'The API answered without a list of posts',
			advice:
				'The account may be deleted, private or blocked: nobody can tell. Open the profile in its app. This answer is billed.',
		},
		invalid_parameters: REFUSED,
	},
} as const satisfies OperationMessages;
