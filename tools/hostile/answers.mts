/** What a hostile API answers, and what must come of it. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

import type { Reason } from '../../nodes/JustOneApi/failure/failureTable.ts';
import { drip, pour, write, type Reply } from './server.mts';

const MEGABYTE = 1024 * 1024;
const FILLER = Buffer.alloc(64 * 1024, ' ');

export const VIDEO_ID = '7579132723441323298';
export const REDIRECT_URL = `https://www.iesdouyin.com/share/video/${VIDEO_ID}/?region=CN`;

/** An answer as the API sends it, with more in it where a test wants that: JSON text, one member or more. */
export function goodBody(more = ''): string {
	return `{"code":0,"message":null,"requestId":"r-1"${more && `,${more}`},"data":{"redirect_url":"${REDIRECT_URL}"}}`;
}

/** An HTTP head; lines as given, nothing added. */
export function head(headers: readonly string[], status = '200 OK'): Buffer {
	return Buffer.from(`${[`HTTP/1.1 ${status}`, ...headers].join('\r\n')}\r\n\r\n`, 'latin1');
}

/** A whole HTTP response with the length that its body has. */
export function response(
	body: string | Uint8Array,
	headers: readonly string[] = [],
	status = '200 OK',
): Buffer {
	const bytes = typeof body === 'string' ? Buffer.from(body) : body;
	return Buffer.concat([head([...headers, `Content-Length: ${bytes.length}`], status), bytes]);
}

/** A gzip body that unpacks to so many MiB of spaces: one packed block again and again, as gzip allows. */
export function bomb(megabytes: number): Buffer {
	const block = gzipSync(Buffer.alloc(16 * MEGABYTE, ' '), { level: 9 });
	return Buffer.concat(Array.from({ length: megabytes / 16 }, () => block));
}

/** One way to be hostile. */
export interface HostileAnswer {
	name: string;
	reply: Reply;
	/** Why the row has no result; null where it has one all the same. */
	reason: Reason | null;
	/** Whether the row was billed, where it has no result. Unknown by default. */
	billed?: boolean | null;
}

const sends =
	(data: string | Uint8Array): Reply =>
	async (socket) => {
		await write(socket, data);
	};
const withHead =
	(headers: readonly string[], rest: Reply): Reply =>
	async (socket, path) => {
		if (await write(socket, head(headers))) await rest(socket, path);
	};
const chunked = (data: Uint8Array) =>
	Buffer.concat([Buffer.from(`${data.length.toString(16)}\r\n`), data, Buffer.from('\r\n')]);
const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const JSON_TYPE = 'Content-Type: application/json;charset=UTF-8';
const FAILED = (message: string) => JSON.stringify({ code: 301, message, requestId: message, data: null });

/** How long a row may take in these tests, in ms; a body that drips on beyond it is cut off. */
export const TIMEOUT = 1000;

/** Bodies that are too long, too slow or never end. */
export const ENDLESS: readonly HostileAnswer[] = [
	{
		name: 'gzip that unpacks to 512 MB',
		reply: sends(response(bomb(512), ['Content-Encoding: gzip'])),
		reason: 'bad_response',
	},
	{
		name: '100 MB with their length',
		reply: withHead([`Content-Length: ${100 * MEGABYTE}`], async (socket) => {
			await pour(socket, FILLER, 100 * MEGABYTE);
		}),
		reason: 'bad_response',
	},
	{
		name: 'a good answer, then 100 MB of spaces',
		reply: withHead(['Connection: close'], async (socket) => {
			if (await write(socket, goodBody())) await pour(socket, FILLER, 100 * MEGABYTE);
		}),
		reason: 'bad_response',
	},
	{
		name: 'chunks without end',
		reply: withHead(['Transfer-Encoding: chunked'], async (socket) => {
			await pour(socket, chunked(FILLER));
		}),
		reason: 'bad_response',
	},
	{
		name: 'a gateway page without end',
		reply: async (socket) => {
			if (await write(socket, head(['Connection: close'], '502 Bad Gateway'))) await pour(socket, FILLER);
		},
		reason: 'service_unavailable',
	},
	{
		name: 'a body that drips',
		reply: withHead(['Content-Length: 1000000'], async (socket) => await drip(socket, ' ', 50)),
		reason: 'timeout',
	},
	{
		name: 'a packed body that drips',
		reply: withHead(['Content-Encoding: gzip', 'Transfer-Encoding: chunked'], async (socket) => {
			const packed = gzipSync(goodBody());
			for (const byte of packed.subarray(0, -9)) {
				if (!(await write(socket, chunked(Buffer.of(byte))))) return;
				await new Promise((resolve) => setTimeout(resolve, 50));
			}
			await drip(socket, '', 50);
		}),
		reason: 'timeout',
	},
	{
		name: 'a head, then silence',
		reply: withHead(['Content-Length: 1000000'], async (socket) => await drip(socket, '', 50)),
		reason: 'timeout',
	},
	{ name: 'silence', reply: async (socket) => await drip(socket, '', 50), reason: 'timeout' },
	{
		name: 'headers without end',
		reply: async (socket) => {
			if (await write(socket, 'HTTP/1.1 200 OK\r\n')) await pour(socket, `X-Header: ${'a'.repeat(1000)}\r\n`);
		},
		reason: 'bad_response',
	},
	{
		name: 'headers that drip',
		reply: async (socket) => {
			if (await write(socket, 'HTTP/1.1 200 OK\r\n')) await drip(socket, 'X: a\r\n', 50);
		},
		reason: 'timeout',
	},
	{
		name: 'an endless header line',
		reply: async (socket) => {
			if (await write(socket, 'HTTP/1.1 200 OK\r\nX-Header: ')) await pour(socket, 'a'.repeat(4096));
		},
		reason: 'bad_response',
	},
	{
		name: '"continue" without end',
		reply: async (socket) => await drip(socket, 'HTTP/1.1 100 Continue\r\n\r\n', 50),
		reason: 'timeout',
	},
];

/** Answers that end, and are not what they should be. */
export const DAMAGED: readonly HostileAnswer[] = [
	{ name: 'a good answer', reply: sends(response(goodBody(), [JSON_TYPE])), reason: null },
	{
		name: 'a body shorter than its length',
		reply: withHead(['Content-Length: 500'], sends(goodBody())),
		reason: 'network',
	},
	{
		name: 'a body longer than its length',
		reply: withHead([`Content-Length: ${goodBody().length}`], sends(`${goodBody()}${'x'.repeat(5000)}`)),
		reason: null,
	},
	{
		name: 'a length that cuts the JSON',
		reply: withHead(['Content-Length: 40'], sends(goodBody())),
		reason: 'bad_response',
	},
	{
		name: 'two lengths',
		reply: withHead(['Content-Length: 10', 'Content-Length: 20'], sends(goodBody())),
		reason: 'bad_response',
	},
	{
		name: 'a length that is none',
		reply: withHead(['Content-Length: -5'], sends(goodBody())),
		reason: 'bad_response',
	},
	{
		name: 'chunks that stop',
		reply: withHead(['Transfer-Encoding: chunked'], sends(`ff\r\n${goodBody()}`)),
		reason: 'network',
	},
	{
		name: 'chunks that are none',
		reply: withHead(['Transfer-Encoding: chunked'], sends('zz\r\nboo\r\n')),
		reason: 'network',
	},
	{
		name: 'a connection that is reset in the body',
		reply: withHead(['Content-Length: 500'], async (socket) => {
			await write(socket, '{"code":0,');
			socket.resetAndDestroy();
		}),
		reason: 'network',
	},
	{
		name: 'a connection that is reset at once',
		reply: (socket) => void socket.resetAndDestroy(),
		reason: 'network',
	},
	{ name: 'nothing', reply: () => {}, reason: 'network' },
	{ name: 'garbage', reply: sends('SSH-2.0-OpenSSH_9.9\r\n'), reason: 'bad_response' },
	{
		name: 'bytes',
		reply: sends(Buffer.from(Array.from({ length: 999 }, (_, i) => (i * 37) % 256))),
		reason: 'bad_response',
	},
	{
		name: 'HTTP/2 settings',
		reply: sends(Buffer.from('00000604000000000000040010000000', 'hex')),
		reason: 'bad_response',
	},
	{
		name: 'gzip that is none',
		reply: sends(response('no gzip', ['Content-Encoding: gzip'])),
		reason: 'bad_response',
	},
	{
		name: 'brotli that is none',
		reply: sends(response('no brotli', ['Content-Encoding: br'])),
		reason: 'bad_response',
	},
	{
		name: 'deflate that is none',
		reply: sends(response('x no deflate', ['Content-Encoding: deflate'])),
		reason: 'bad_response',
	},
	{
		name: 'zstd that is none',
		reply: sends(response('no zstd', ['Content-Encoding: zstd'])),
		reason: 'bad_response',
	},
	{
		name: 'half a gzip',
		reply: sends(response(gzipSync(goodBody()).subarray(0, 60), ['Content-Encoding: gzip'])),
		reason: 'bad_response',
	},
	{
		name: 'gzip in gzip',
		reply: sends(response(gzipSync(gzipSync(goodBody())), ['Content-Encoding: gzip, gzip'])),
		reason: 'bad_response',
	},
	{
		name: 'an unknown packing',
		reply: sends(response(goodBody(), ['Content-Encoding: rot13'])),
		reason: null,
	},
	{ name: 'gzip', reply: sends(response(gzipSync(goodBody()), ['Content-Encoding: gzip'])), reason: null },
	{
		name: 'brotli',
		reply: sends(response(brotliCompressSync(goodBody()), ['Content-Encoding: br'])),
		reason: null,
	},
	{
		name: 'deflate',
		reply: sends(response(deflateSync(goodBody()), ['Content-Encoding: deflate'])),
		reason: null,
	},
	{ name: 'a byte order mark', reply: sends(response(`\uFEFF${goodBody()}`)), reason: null },
	{
		name: "a charset that is not the body's",
		reply: sends(response(goodBody(), ['Content-Type: application/json;charset=gbk'])),
		reason: null,
	},
	{
		name: 'UTF-16',
		reply: sends(
			response(Buffer.from(goodBody(), 'utf16le'), ['Content-Type: application/json;charset=utf-16']),
		),
		reason: 'bad_response',
	},
	{
		name: 'bytes that are no UTF-8, in a member that is not read',
		reply: sends(response(Buffer.concat([Buffer.from(goodBody().replace('r-1', 'r-\xff')), Buffer.of()]))),
		reason: null,
	},
	{
		name: 'bytes that are no UTF-8',
		reply: sends(response(Buffer.concat([Buffer.of(0xff, 0xfe, 0xc0), Buffer.from(goodBody())]))),
		reason: 'bad_response',
	},
	{ name: 'HTTP 204', reply: sends(head([], '204 No Content')), reason: 'bad_response' },
	{
		name: 'HTTP 204 that says it is gzip',
		reply: sends(head(['Content-Encoding: gzip'], '204 No Content')),
		reason: 'bad_response',
	},
	{ name: 'HTTP 304', reply: sends(head([], '304 Not Modified')), reason: 'bad_response' },
	{
		name: 'HTTP 101',
		reply: sends(head(['Upgrade: websocket', 'Connection: Upgrade'], '101 Switching Protocols')),
		reason: 'timeout',
	},
	{
		name: 'HTTP 103, then a good answer',
		reply: sends(Buffer.concat([head(['Link: </x>'], '103 Early Hints'), response(goodBody())])),
		reason: null,
	},
	{ name: 'HTTP 999', reply: sends(response(goodBody(), [], '999 Strange')), reason: null },
	{ name: 'HTTP 0', reply: sends(response('', [], '000 None')), reason: 'bad_response' },
	{ name: 'no JSON', reply: sends(response('<html><script>alert(1)</script>')), reason: 'bad_response' },
	{ name: 'an empty body', reply: sends(response('')), reason: 'bad_response' },
	{ name: '100,000 levels', reply: sends(response(nested(100_000))), reason: 'bad_response' },
	{
		name: '100,000 levels in a good answer',
		reply: sends(response(goodBody(`"extra":${nested(100_000)}`))),
		reason: 'bad_response',
	},
	{
		name: '100,000 objects deep',
		reply: sends(response(goodBody(`"extra":${'{"a":'.repeat(100_000)}0${'}'.repeat(100_000)}`))),
		reason: 'bad_response',
	},
	{
		name: 'prototype keys',
		reply: sends(
			response(
				goodBody(
					'"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":"x","then":1',
				),
			),
		),
		reason: null,
	},
	{
		name: 'a code that only the prototype has',
		reply: sends(response('{"__proto__":{"code":0,"data":{"redirect_url":"x"}}}')),
		reason: 'bad_response',
	},
	{
		name: 'code twice, the last one good',
		reply: sends(response(goodBody('"code":100,"code":0'))),
		reason: null,
	},
	{ name: 'code 1e999', reply: sends(response('{"code":1e999}')), reason: 'bad_response' },
	{ name: 'code NaN', reply: sends(response('{"code":NaN}')), reason: 'bad_response' },
	{ name: 'code "NaN"', reply: sends(response('{"code":"NaN"}')), reason: 'bad_response' },
	{ name: 'code 0.5', reply: sends(response('{"code":0.5}')), reason: 'bad_response' },
	{ name: 'code 1e300', reply: sends(response('{"code":1e300}')), reason: 'unknown_code' },
	{ name: 'code []', reply: sends(response('{"code":[]}')), reason: 'bad_response' },
	{
		name: 'a number for the redirect URL',
		reply: sends(response('{"code":0,"data":{"redirect_url":7579132723441323298}}')),
		reason: 'no_target',
		billed: true,
	},
	{
		name: 'an object for the redirect URL',
		reply: sends(response('{"code":0,"data":{"redirect_url":{"toString":1}}}')),
		reason: 'no_target',
		billed: true,
	},
	...[
		'https://evil.example/video/7579132723441323298',
		'https://www.douyin.com.evil.example/video/7579132723441323298',
		'https://www.douyin.com@evil.example/video/7579132723441323298',
		'https://evil.example\\\\@www.douyin.com/video/7579132723441323298',
		'javascript:alert(1)//www.douyin.com/video/7579132723441323298',
		'file:///www.douyin.com/video/7579132723441323298',
		'data:text/html,//www.douyin.com/video/7579132723441323298',
		'https://www.douyin.com/video/7579132723441323298\\u0000\\r\\nSet-Cookie: a=b',
		'https://www.douyin.com/video/7579132723441323298\\u001b[31m',
	].map(
		(url): HostileAnswer => ({
			name: `the redirect URL ${url}`,
			reply: sends(response(`{"code":0,"data":{"redirect_url":"${url}"}}`)),
			reason: 'no_target',
			billed: true,
		}),
	),
	...[
		['HTML', '<img src=x onerror=alert(1)><script>alert(1)</script>'],
		['Markdown', '[click](javascript:alert(1)) ![x](https://evil.example/?)'],
		['ANSI and control characters', '\u001b[31m\u0000\u0007\u202e\u200b\r\n\u2028red'],
		['256 kB', '<'.repeat(256 * 1024)],
		['half an emoji', '\ud83d'],
		['a system code word', 'EACCES ENOENT EPERM'],
		['an expression', '={{ $env.SECRET }}'],
	].map(
		([what, message]): HostileAnswer => ({
			name: `${what} in message and request ID`,
			reply: sends(response(FAILED(message))),
			reason: 'collection_failed',
			billed: false,
		}),
	),
	...[
		'301 Moved',
		'302 Found',
		'303 See Other',
		'307 Temporary',
		'308 Permanent',
		'300 Choices',
		'305 Use Proxy',
	].flatMap((status) =>
		['http://127.0.0.1:EVIL/steal', '//127.0.0.1:EVIL/', 'file:///etc/passwd', '/again', 'data:,x', ''].map(
			(location): HostileAnswer => ({
				name: `HTTP ${status} to "${location}"`,
				reply: async (socket, path) => {
					const { evilPort } = addresses;
					const target = location.replace('EVIL', String(evilPort));
					await write(
						socket,
						response('', [`Location: ${target}${path}`, `Refresh: 0;url=${target}`], status),
					);
				},
				reason: 'bad_response',
			}),
		),
	),
];

/** Where the second server listens, to which no call may go. */
export const addresses = { evilPort: 1 };
