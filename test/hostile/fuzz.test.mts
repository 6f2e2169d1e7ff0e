import { deflateSync, gzipSync } from 'node:zlib';

import fc from 'fast-check';

import { goodBody, head, REDIRECT_URL, response, VIDEO_ID } from '../../tools/hostile/answers.mts';
import {
	expectNoConnection,
	expectSound,
	good,
	startBench,
	watchStrays,
	type HostileBench,
} from '../../tools/hostile/bench.mts';
import { write } from '../../tools/hostile/server.mts';

let bench: HostileBench;
let watch: ReturnType<typeof watchStrays>;

beforeAll(async () => {
	bench = await startBench();
	watch = watchStrays();
});
afterAll(async () => {
	await expectNoConnection(bench);
	watch.stop();
	expect(watch.strays).toEqual([]);
	await bench.close();
});

const RUNS = { numRuns: 60 };
/** In ms. Only what holds for every answer is looked at here, so a slow machine does no harm. */
const TIMEOUT = 250;

/** Sends the bytes and closes the connection, politely or not. */
async function expectSoundAfter(bytes: Uint8Array, isReset = false) {
	const result = await bench.ask(
		async (socket) => {
			await write(socket, bytes);
			if (isReset) socket.resetAndDestroy();
		},
		{ timeout: TIMEOUT },
	);
	expectSound(bench, result);
	return result;
}

const KEYS = [
	'code',
	'data',
	'message',
	'requestId',
	'recordTime',
	'redirect_url',
	'__proto__',
	'constructor',
	'toString',
	'then',
	'',
];
const url = fc.oneof(
	fc.constant(REDIRECT_URL),
	fc.webUrl({ withQueryParameters: true, withFragments: true }),
	fc
		.tuple(
			fc.constantFrom('https://', '//', 'http://', '"https://', 'javascript:', 'https://x@', 'https:\\'),
			fc.constantFrom(
				'www.douyin.com',
				'v.douyin.com',
				'www.iesdouyin.com',
				'evil.example',
				'WWW.DOUYIN.COM:443',
			),
			fc.constantFrom('/video/', '/hashtag/', '/user/', '/share/user', '/', '?', '\\'),
			fc.string({ unit: 'binary', maxLength: 30 }),
		)
		.map((parts) => parts.join('')),
	fc.string({ unit: 'binary' }),
);
const text = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 600 }),
	fc.constantFrom('<img src=x>', '\u001b[2J', '={{ 1 }}'),
);
const scalar = fc.oneof(
	fc.constantFrom(
		'0',
		'"0"',
		'100',
		'301',
		'601',
		'-0',
		'1e999',
		'0.1',
		'null',
		'true',
		'{}',
		'[]',
		'""',
		'9'.repeat(40),
	),
	text.map((value) => JSON.stringify(value)),
	url.map((value) => JSON.stringify(value)),
	fc.json({ maxDepth: 4 }),
);
/** Objects as JSON text, so that keys may come twice and be `__proto__`. */
const object = (value: fc.Arbitrary<string>) =>
	fc
		.array(fc.tuple(fc.constantFrom(...KEYS), value), { maxLength: 8 })
		.map((members) => `{${members.map(([key, member]) => `${JSON.stringify(key)}:${member}`).join(',')}}`);
const envelope = fc.oneof(
	object(fc.oneof(scalar, object(scalar))),
	fc
		.tuple(url, fc.oneof(scalar, object(scalar)))
		.map(([target, more]) =>
			goodBody(`"x":${more}`).replace(JSON.stringify(REDIRECT_URL), JSON.stringify(target)),
		),
);

it('Any envelope', async () => {
	await fc.assert(
		fc.asyncProperty(envelope, async (body) => void (await expectSoundAfter(response(body)))),
		RUNS,
	);
});

it('Any bytes', async () => {
	const bytes = fc.uint8Array({ maxLength: 300 });
	const responses = fc.oneof(
		bytes,
		bytes.map((body) => response(body)),
		bytes.map((body) => response(body, ['Content-Encoding: gzip'])),
		bytes.map((body) => Buffer.concat([head(['Transfer-Encoding: chunked']), body])),
	);
	await fc.assert(
		fc.asyncProperty(responses, async (data) => void (await expectSoundAfter(data))),
		RUNS,
	);
});

it('A good answer cut or reset at any byte, or with one byte changed', async () => {
	const body = Buffer.from(goodBody());
	const half = body.length >> 1;
	const wholes = [
		response(body),
		response(gzipSync(body), ['Content-Encoding: gzip']),
		response(deflateSync(body), ['Content-Encoding: deflate']),
		Buffer.concat([head(['Connection: close']), body]),
		Buffer.concat([
			head(['Transfer-Encoding: chunked']),
			...[body.subarray(0, half), body.subarray(half)].flatMap((part) => [
				Buffer.from(`${part.length.toString(16)}\r\n`),
				part,
				Buffer.from('\r\n'),
			]),
			Buffer.from('0\r\n\r\n'),
		]),
	];
	await fc.assert(
		fc.asyncProperty(
			fc.constantFrom(...wholes),
			fc.double({ min: 0, max: 1, noNaN: true }),
			fc.constantFrom('cut', 'reset', 'changed'),
			fc.integer({ min: 0, max: 255 }),
			async (whole, where, how, byte) => {
				const at = Math.floor(where * (whole.length - 1));
				const changed = Buffer.from(whole);
				changed[at] = byte;
				const data = how === 'changed' ? changed : whole.subarray(0, at);
				const result = await expectSoundAfter(data, how === 'reset');
				// Half an answer is never taken for a whole one, nor a wrong ID for the right one.
				if (how !== 'changed') {
					for (const { video_id } of good(result)) expect(video_id).toBe(VIDEO_ID);
				}
			},
		),
		{ numRuns: 120 },
	);
});

it('Any headers and status', async () => {
	const name = fc.constantFrom(
		'Content-Type',
		'Content-Encoding',
		'Transfer-Encoding',
		'Content-Length',
		'Location',
		'Retry-After',
		'Connection',
		'Set-Cookie',
		'Trailer',
		'Upgrade',
		'WWW-Authenticate',
		'Refresh',
		'__proto__',
		'constructor',
		'X-A',
		'Bad Name',
		'',
	);
	const value = fc.oneof(
		fc.constantFrom(
			'gzip',
			'br',
			'zstd',
			'deflate',
			'identity',
			'chunked',
			'gzip, chunked',
			'close',
			'keep-alive',
			'h2c',
			'0',
			'5',
			'-1',
			'1e9',
			'99999999999999999999',
			'Thu, 01 Jan 2099 00:00:00 GMT',
			'text/html;charset=utf-16',
			'application/json; charset=gbk',
			'Digest nonce="x", realm="y"',
			'file:///etc/passwd',
		),
		fc.constant(`http://127.0.0.1:${bench.evil.port}/`),
		fc.string({ unit: 'binary-ascii', maxLength: 60 }),
		fc.integer({ min: 1, max: 20_000 }).map((length) => 'a'.repeat(length)),
	);
	const header = fc.tuple(name, value).map(([key, content]) => `${key}: ${content}`);
	const status = fc.oneof(
		fc.constantFrom(200, 204, 301, 302, 304, 401, 429, 500, 503),
		fc.integer({ min: 200, max: 999 }),
	);
	await fc.assert(
		fc.asyncProperty(
			fc.array(header, { maxLength: 12 }),
			status,
			fc.boolean(),
			async (headers, code, isFramed) => {
				const line = `${code} Status`;
				const body = Buffer.from(goodBody());
				await expectSoundAfter(
					isFramed ? response(body, headers, line) : Buffer.concat([head(headers, line), body]),
				);
			},
		),
		RUNS,
	);
});
