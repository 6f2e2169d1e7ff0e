import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { readResponse } from '../../call/response';
import type { HttpAnswer } from '../../call/response';
import { failureOf } from '../../failure/failure';
import type { Failure } from '../../failure/failure';
import { failureKindOfCode, SUCCESS_CODE } from '../../failure/failureTable';
import type { Clean } from '../../failure/redact';
import { redactFailure } from '../../failure/redact';
import type { AuthorFields } from '../../platforms/author';
import { douyin } from '../../platforms/douyin';
import type { Platform } from '../../platforms/platform';
import { callStep } from '../../run/plan';
import type { Found, Operation, Step } from '../../run/plan';
import { readBoolean } from '../../run/settings';
import { commonFields } from '../fields';
import { OUTPUT_PARAMETERS, outputProperties, readOutput, shaped } from '../output';
import type { OutputChoice } from '../output';
import { afterResolve, FRESH } from '../post/detailsCall';
import { AUTHOR_FIELDS, authorItem } from './authorItem';
import { AUTHOR_MESSAGES } from './authorMessages';
import { AUTHOR_PARAMETERS, authorFields, authorPlans } from './authorPlans';

const displayOptions = { show: { resource: ['author'], operation: ['get'] } };

/** The operation in the editor's list. What is declared is one of the requests that are sent. */
export const getAuthorOption: INodePropertyOptions = {
	name: 'Get',
	value: 'get',
	action: 'Get author',
	description: 'Get name, bio and counts of an author, by the link of the profile or by ID',
	routing: { request: douyin.author.request },
};

export const getAuthorFields: INodeProperties[] = [
	...authorFields('Each author costs one call.', displayOptions),
	...outputProperties(displayOptions, AUTHOR_FIELDS),
	...commonFields(displayOptions, [
		{
			displayName: 'Include Follower Count',
			name: 'includeFollowerCount',
			type: 'boolean',
			default: false,
			description:
				'Whether to ask for the follower count where it takes a second billed call, as on Bilibili. The other platforms give it anyway.',
		},
	]),
];

/** What is kept of an answer for the execution. */
interface Answer<Fields> {
	ok: true;
	fields: Fields;
	/** Null where it was not wanted. */
	raw: unknown;
	/** ms since 1970. */
	fetchedAt: number;
}

/** What a platform's reader makes of the data of an answer. */
type Reading<Fields> =
	| { ok: true; fields: Fields; raw: unknown }
	| { ok: false; why: 'refused' | 'absent' | 'other'; said: string };

function readAnswer<Fields>(
	response: HttpAnswer,
	clean: Clean,
	wantsRaw: boolean,
	readData: (data: unknown) => Reading<Fields>,
): Answer<Fields> | Failure {
	const answered = readResponse(response, AUTHOR_MESSAGES);
	if (!answered.ok) return redactFailure(answered, clean);
	const { envelope, httpStatus } = answered;
	const reading = readData(envelope.data);
	if (reading.ok) {
		const { fields, raw } = reading;
		return { ok: true, fields: clean(fields), raw: wantsRaw ? clean(raw) : null, fetchedAt: Date.now() };
	}
	const { why, said } = reading;
	const known = { httpStatus, code: SUCCESS_CODE, requestId: envelope.requestId, apiMessage: said };
	if (why === 'refused')
		return redactFailure(failureOf('author_not_found', { ...known, billed: true }), clean);
	const title = why === 'other' ? { title: 'The API answered with another author' } : {};
	return redactFailure(
		failureOf(failureKindOfCode(SUCCESS_CODE, AUTHOR_MESSAGES), { ...known, ...title }),
		clean,
	);
}

/** The second call, for counts that are not in the first answer. Where it fails, the author was found all the same. */
function followersStep(
	{ name, author }: Platform,
	fields: AuthorFields,
	then: (fields: AuthorFields) => Found,
): Step {
	const { followers } = author;
	if (!followers) return then(fields);
	return callStep<Answer<Partial<AuthorFields>>>({
		request: { ...followers.request, qs: { [followers.idParameter]: fields.author_id } },
		cost: 1,
		maxAge: FRESH,
		read: (response, clean) => readAnswer(response, clean, false, followers.readFollowers),
		next: (counts) => then({ ...fields, ...counts.fields }),
		onFailure: (failure) => ({
			...then(fields),
			brokenOffBy: { ...failure, step: 'author', platform: name },
		}),
	});
}

function authorStep(platform: Platform, id: string, output: OutputChoice, followers: boolean): Step {
	const { author, name } = platform;
	const { isRaw } = output;
	return callStep<Answer<AuthorFields>>({
		request: { ...author.request, qs: { [author.idParameter]: id } },
		cost: followers && author.followers ? 2 : 1,
		maxAge: FRESH,
		read: (response, clean) => readAnswer(response, clean, isRaw, (data) => author.readAuthor(data, id)),
		accepts: ({ raw }) => !isRaw || raw !== null,
		next({ fields, raw, fetchedAt }) {
			const found = (all: AuthorFields): Found => {
				return { ok: true, items: [shaped(output, authorItem(name, all, fetchedAt), raw)] };
			};
			return followers ? followersStep(platform, fields, found) : found(fields);
		},
		onFailure: (failure, billed) => ({
			...afterResolve(failure, billed, 'the author was'),
			step: 'author',
			platform: name,
		}),
	});
}

/** Get: link or ID → calls before it, where the link needs them → call for the author → item. */
export const getAuthor: Operation = {
	parameters: [
		...AUTHOR_PARAMETERS,
		...OUTPUT_PARAMETERS,
		{ name: 'options.includeFollowerCount', label: 'Include Follower Count', byDefault: false },
	],
	supportsReuseResults: false,
	plans({ author, platform, ...values }) {
		const output = readOutput(values, AUTHOR_FIELDS);
		if ('ok' in output) return [{ link: null, step: output }];
		const followers = readBoolean('Include Follower Count', false, values['options.includeFollowerCount']);
		if (typeof followers !== 'boolean') return [{ link: null, step: followers }];
		return authorPlans(author, platform, {
			costOf: (one) => (followers && one.author.followers ? 2 : 1),
			endpointOf: (one) => one.author.request.url,
			stepOf: (one, id) => authorStep(one, id, output, followers),
		});
	},
};
