import { failureOf } from '../../failure/failure';
import type { Failure } from '../../failure/failure';
import { failureKindOfCode, SUCCESS_CODE } from '../../failure/failureTable';
import type { PostDetails, PostFields } from '../../platforms/post';
import { readResponse } from '../../call/response';
import type { HttpAnswer } from '../../call/response';
import { POST_MESSAGES } from './postMessages';

/** A post that the API gave details of. */
export interface PostAnswer {
	ok: true;
	fields: PostFields;
	/** The API's own object, integers beyond 2^53 as text. */
	raw: unknown;
}

/** In the place of the table's title: what came was readable, and is not what was asked for. */
const OTHER_POST = { title: 'The API answered with another post' };

/**
 * Judges the response to the call for a post. Code 0 is a success only where the post is there, and is the one that was
 * asked for.
 *
 * @param details the platform's reader
 * @param askedId the ID that was sent
 * @param now current time, ms since 1970, for `Retry-After`
 */
export function readPostAnswer(
	response: HttpAnswer,
	details: PostDetails,
	askedId: string,
	now = Date.now(),
): PostAnswer | Failure {
	const answered = readResponse(response, POST_MESSAGES, now);
	if (!answered.ok) return answered;
	const { envelope, httpStatus } = answered;
	const reading = details.readPost(envelope.data, askedId);
	if (reading.found) return { ok: true, fields: reading.fields, raw: reading.raw };
	return failureOf(failureKindOfCode(SUCCESS_CODE, POST_MESSAGES), {
		httpStatus,
		requestId: envelope.requestId,
		apiMessage: reading.said,
		...(reading.why === 'other' ? OTHER_POST : {}),
	});
}
