import { failureOf } from '../../../nodes/JustOneApi/failure/failure.ts';
import { failureKind, failureKinds } from '../../../nodes/JustOneApi/failure/failureTable.ts';
import { failureRecord, withoutDetails } from '../../../nodes/JustOneApi/failure/failureRecord.ts';

const LINK = 'https://v.douyin.com/AbC12/';
const NO_CALL = { attempts: 0, billed: false };

it.each(failureKinds.map(({ reason }) => reason))(
	'The record of %s says what happened and to which link, what to do, and the facts',
	(reason) => {
		const { title, advice, code, retryable } = failureKind(reason);
		const record = failureRecord(failureOf(reason, { code: code ?? 777 }), LINK, {
			attempts: 2,
			billed: true,
		});
		expect(record).toEqual({
			error: `${title}${reason === 'unknown_code' ? ' (code 777)' : ''}: ${LINK}`,
			message: advice,
			details: {
				reason,
				code: code ?? 777,
				http_status: null,
				retryable,
				billed: true,
				attempts: 2,
				share_url: LINK,
				request_id: null,
				step: null,
				platform: null,
			},
		});
	},
);

it('The details say which call failed, and whose link it is', () => {
	const failure = failureOf('no_content', { step: 'details', platform: 'bilibili' });
	expect(failureRecord(failure, LINK, NO_CALL).details).toMatchObject({
		step: 'details',
		platform: 'bilibili',
	});
});

it('n8n takes a record for a failed row only if it has these three keys', () => {
	expect(Object.keys(failureRecord(failureOf('no_link'), null, NO_CALL)).sort()).toEqual([
		'details',
		'error',
		'message',
	]);
});

it('Without a link there is none in the title', () => {
	expect(failureRecord(failureOf('no_link'), null, NO_CALL)).toMatchObject({
		error: failureKind('no_link').title,
		details: { share_url: null, attempts: 0, billed: false },
	});
});

it('Words of its own come before those of the table', () => {
	const failure = failureOf('no_target', {
		title: 'The link leads to another site',
		advice: 'Look.',
		httpStatus: 200,
		code: 0,
		requestId: 'r-1',
	});
	expect(failureRecord(failure, LINK, { attempts: 1, billed: true })).toMatchObject({
		error: `The link leads to another site: ${LINK}`,
		message: 'Look.',
		details: { code: 0, http_status: 200, request_id: 'r-1' },
	});
});

it('The bill is that of all calls for the row, not of the last answer', () => {
	const failure = failureOf('no_content');
	for (const billed of [true, false, null]) {
		expect(failureRecord(failure, LINK, { attempts: 3, billed }).details).toMatchObject({
			billed,
			attempts: 3,
		});
	}
});

it.each([
	['', ''],
	[' \n', ''],
	['Please Retry.', ' The API said: "Please Retry."'],
	['<b>x</b>', ' The API said: "‹b›x‹/b›"'],
])("The API's own words are quoted harmlessly: %j", (apiMessage, quotation) => {
	const failure = failureOf('collection_failed', { apiMessage });
	expect(failureRecord(failure, LINK, NO_CALL).message).toBe(
		failureKind('collection_failed').advice + quotation,
	);
});

it.each([
	['no_content', true, 'reason: no_content, code: 201, retryable: no, billed: yes, calls: 2'],
	['collection_failed', false, 'reason: collection_failed, code: 301, retryable: yes, billed: no, calls: 2'],
	['timeout', null, 'reason: timeout, retryable: yes, billed: unknown, calls: 2'],
] as const)(
	'For an n8n that takes two keys only, the facts of %s go into the message',
	(reason, billed, facts) => {
		const record = failureRecord(failureOf(reason), LINK, { attempts: 2, billed });
		expect(withoutDetails(record)).toEqual({
			error: record.error,
			message: `${record.message} (${facts})`,
		});
	},
);
