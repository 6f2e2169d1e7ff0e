import type { OperationMessages } from '../../failure/failureTable';

/**
 * What the call for a post reads as a post that is not there, in words of its own. 202 and 404 are listed by the vendor
 * and not explained; it once counted every code that begins with 2 as an answer.
 */
export const POST_MESSAGES = {
	codes: {
		0: { reason: 'no_content', billed: true },
		201: { reason: 'no_content', billed: true },
		202: { reason: 'no_content', billed: null },
		404: { reason: 'no_content', billed: null },
	},
	words: {
		no_content: {
			title: 'The API has no such post',
			advice:
				'It was deleted, it is private, or the ID is wrong: nobody can tell. Open the post in its app. Calls that find nothing may be billed.',
		},
	},
} as const satisfies OperationMessages;
