import type { Billed } from '../../call/runCalls';
import type { Failure } from '../../failure/failure';
import { redactFailure } from '../../failure/redact';
import type { Platform } from '../../platforms/platform';
import type { PostFields } from '../../platforms/post';
import type { ContentType } from '../../platforms/target';
import { callStep } from '../../run/plan';
import type { Call, Step } from '../../run/plan';
import { readPostAnswer } from './postAnswer';

/** What is kept of an answer for the execution. */
export interface Post {
	ok: true;
	fields: PostFields;
	/** ms since 1970. */
	fetchedAt: number;
	/** The endpoint gives no video. */
	lacksVideo: boolean;
	/** The API's own object, some of 426 kB: null where it was not wanted. */
	raw: unknown;
}

/** Counts change: a loop that asks again later gets new ones. In ms. */
export const FRESH = 5 * 60_000;

/**
 * What a call that did not leave says where calls before it did.
 *
 * @param what was not asked for, as `the post was`
 */
export function afterResolve(failure: Failure, billed: Billed, what: string): Failure {
	if (!failure.uncalled || billed === false) return failure;
	const bill = billed ? 'and billed' : 'and may have been billed';
	const words = `The link was resolved ${bill}; ${what} not asked for.`;
	return { ...failure, advice: `${failure.advice ?? failure.kind.advice} ${words}` };
}

/** A post that is asked for. */
export interface AskedPost {
	platform: Platform;
	id: string;
	/** What its link says it is; null for a bare ID. */
	contentType: ContentType | null;
}

/**
 * The call for a post: the same identity for every operation, so that an execution pays once.
 *
 * @param next what the answer leads to
 * @param further calls that may be billed behind it, and the endpoints that they need
 */
export function detailsCall(
	{ platform, id, contentType }: AskedPost,
	wantsRaw: boolean,
	next: (post: Post) => Step,
	further: Partial<Pick<Call, 'cost' | 'needs'>> = {},
): Call {
	const { request, idParameter, lacksVideo = false } = platform.details.endpointFor(contentType);
	return callStep<Post>({
		cost: 1,
		...further,
		request: { ...request, qs: { [idParameter]: id } },
		identity: `post ${platform.name} ${id}`,
		maxAge: FRESH,
		read(response, clean) {
			const answer = readPostAnswer(response, platform.details, id);
			if (!answer.ok) return redactFailure(answer, clean);
			// What was asked for holds no token.
			const fields = { ...clean(answer.fields), post_id: id };
			return {
				ok: true,
				fields,
				fetchedAt: Date.now(),
				lacksVideo,
				raw: wantsRaw ? clean(answer.raw) : null,
			};
		},
		accepts: (known) => (!wantsRaw || known.raw !== null) && (lacksVideo || !known.lacksVideo),
		next,
		onFailure: (failure, billed) => ({
			...afterResolve(failure, billed, 'the post was'),
			step: 'details',
			platform: platform.name,
		}),
	});
}
