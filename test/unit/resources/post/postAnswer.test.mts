import { readPostAnswer } from '../../../../nodes/JustOneApi/resources/post/postAnswer.ts';
import { platformNamed } from '../../../../nodes/JustOneApi/platforms/index.ts';

const ID = 'BV1UQQgBFEub';
const read = (body: unknown, statusCode = 200) =>
	readPostAnswer(
		{ statusCode, headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) },
		platformNamed('bilibili').details,
		ID,
	);
const videoData = { bvid: ID, title: '样例' };

it('The post that was asked for is a success, whatever the HTTP status', () => {
	for (const status of [200, 404, 503]) {
		expect(read({ code: 0, data: { videoData } }, status)).toMatchObject({
			ok: true,
			fields: { post_id: ID, title: '样例' },
			raw: videoData,
		});
	}
});

it.each([
	['no data', null, 'The API has no such post'],
	['empty data', {}, 'The API has no such post'],
	['an empty post', { videoData: {} }, 'The API has no such post'],
	[
		'another post',
		{ videoData: { ...videoData, bvid: 'BV1xx411c7mD' } },
		'The API answered with another post',
	],
])('Code 0 with %s is no success, and billed', (_, data, title) => {
	const answer = read({ code: 0, data, requestId: 'r-1' });
	expect(answer).toMatchObject({
		ok: false,
		kind: { reason: 'no_content' },
		code: 0,
		billed: true,
		requestId: 'r-1',
	});
	if (answer.ok) throw new Error('no failure');
	expect(answer.title ?? answer.kind.title).toBe(title);
	expect(answer.retryable).toBe(false);
});

it("The platform's own reason is quoted", () => {
	expect(read({ code: 0, data: { error: { message: '访问权限不足' }, videoData: {} } })).toMatchObject({
		apiMessage: '访问权限不足',
	});
});

it.each([
	[201, true],
	[202, null],
	[404, null],
])('Code %i says the same; billed %s', (code, billed) => {
	// Whatever stands in its data.
	expect(read({ code, message: 'Words', data: { videoData } })).toMatchObject({
		ok: false,
		kind: { reason: 'no_content', title: 'The API has no such post' },
		code,
		billed,
		apiMessage: 'Words',
	});
});

it.each([
	[301, 'collection_failed'],
	[400, 'invalid_parameters'],
	[777, 'unknown_code'],
])('Code %i is %s, as for every call', (code, reason) => {
	expect(read({ code, data: { videoData } })).toMatchObject({ ok: false, kind: { reason }, code });
});

it('What is no envelope is judged by the HTTP status', () => {
	expect(read('<html>', 502)).toMatchObject({
		ok: false,
		kind: { reason: 'service_unavailable' },
		unanswered: true,
	});
	expect(read('<html>', 200)).toMatchObject({ ok: false, kind: { reason: 'bad_response' } });
});
