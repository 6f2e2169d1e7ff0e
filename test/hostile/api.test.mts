import { once } from 'node:events';

import {
	DAMAGED,
	ENDLESS,
	goodBody,
	head,
	REDIRECT_URL,
	response,
	VIDEO_ID,
} from '../../tools/hostile/answers.mts';
import {
	bad,
	expectNoConnection,
	expectSound,
	good,
	NODE,
	realProcess,
	startBench,
	TOKEN,
	watchStrays,
	type HostileBench,
} from '../../tools/hostile/bench.mts';
import { drip, pour, write } from '../../tools/hostile/server.mts';

const MEBIBYTE = 1024 * 1024;

let bench: HostileBench;
let watch: ReturnType<typeof watchStrays>;

beforeAll(async () => {
	bench = await startBench();
	watch = watchStrays();
});
afterAll(async () => {
	watch.stop();
	await bench.close();
});
afterEach(() => {
	expect(watch.strays).toEqual([]);
});

describe('Whatever the API answers, the row ends with a known reason', () => {
	it.each([...DAMAGED, ...ENDLESS])('$name', async ({ reply, reason, billed = null }) => {
		const result = await bench.ask(reply);
		expectSound(bench, result);
		if (reason === null) {
			expect(good(result)).toMatchObject([{ redirect_url: REDIRECT_URL, video_id: VIDEO_ID }]);
		} else {
			expect(bad(result)).toMatchObject([{ details: { reason, billed, attempts: 1 } }]);
		}
		await expectNoConnection(bench);
	});

	it('with ten of each at once', async () => {
		const [tooLong, silent] = [ENDLESS[3], ENDLESS[7]];
		for (const { reply, reason } of [tooLong, silent]) {
			const result = await bench.ask(reply, { rows: 10 });
			expectSound(bench, result, 10);
			expect(bad(result).map(({ details }) => (details as { reason: string }).reason)).toEqual(
				Array(10).fill(reason),
			);
			await expectNoConnection(bench);
		}
	});

	it.each(ENDLESS.slice(0, 8))('in "Stop" mode as one error: $name', async ({ reply }) => {
		const result = await bench.ask(reply, { stops: true });
		expect(result.status).toBe('error');
		expect(result.error?.message).toMatch(/\[item 0\]$/);
		expect(JSON.stringify(result.error)).not.toContain(TOKEN);
		await expectNoConnection(bench);
	});
});

describe('An answer that is too large', () => {
	it('says so, and what to look at', async () => {
		const result = await bench.ask(async (socket) => {
			await write(socket, head(['Connection: close']));
			await pour(socket, Buffer.alloc(64 * 1024, ' '));
		});
		expect(bad(result)).toMatchObject([
			{
				error: expect.stringMatching(/^The answer is far larger than any answer of the API: https:/),
				message: expect.stringContaining('base URL'),
				details: { reason: 'bad_response', http_status: 200, retryable: false },
			},
		]);
	});

	it.each([
		['of four mebibytes is read', 4 * MEBIBYTE, 1],
		['of a byte more is not', 4 * MEBIBYTE + 1, 0],
	])('%s', async (_, size, items) => {
		const body = goodBody();
		const result = await bench.ask(async (socket) => {
			await write(socket, response(`${body}${' '.repeat(size - body.length)}`));
		});
		expectSound(bench, result);
		expect(good(result)).toHaveLength(items);
	});

	it('is not fetched: what the API manages to send is bounded, and so is memory', async () => {
		const sentBefore = bench.api.sent();
		const before = realProcess.memoryUsage().arrayBuffers;
		let most = 0;
		const timer = setInterval(() => {
			most = Math.max(most, realProcess.memoryUsage().arrayBuffers - before);
		}, 5);
		for (const { reply } of ENDLESS.slice(0, 5)) await bench.ask(reply, { rows: 10 });
		clearInterval(timer);
		// Ten answers at once are 40 MiB; unbounded, they took 500 MiB and more.
		expect(most).toBeLessThan(150 * MEBIBYTE);
		// Sockets hold some MiB besides what was read; unbounded, this is 5,000 MiB and more.
		expect(bench.api.sent() - sentBefore).toBeLessThan(1000 * MEBIBYTE);
	});
});

describe('A call that the user cancels', () => {
	it.each([
		['before the headers', async () => {}],
		[
			'in the body',
			async (socket: Parameters<typeof write>[0]) => void (await write(socket, head(['Content-Length: 99']))),
		],
	])('%s ends at once, and its connection with it', async (_, begin) => {
		const stop = new AbortController();
		const arrived = new AbortController();
		const run = bench.ask(
			async (socket) => {
				await begin(socket);
				arrived.abort();
				await drip(socket, '', 20);
			},
			{ timeout: 50_000, signal: stop.signal },
		);
		await once(arrived.signal, 'abort');
		stop.abort();
		expect((await run).status).toBe('canceled');
		await expectNoConnection(bench);
	});
});

it('The words of the API stay words', async () => {
	const message = '<b>bold</b> \u001b[31m[x](javascript:alert(1))';
	const body = JSON.stringify({ code: 301, message, requestId: `<i>${'9'.repeat(5000)}` });
	const [{ message: shown, details }] = bad(await bench.ask((socket) => void socket.write(response(body))));
	expect(shown).toContain('‹b›bold‹/b› [31m[x](javascript:alert(1))');
	expect(details).toMatchObject({ request_id: expect.stringMatching(/^‹i›9{297}…$/) });
});

it('A token that the API echoes is blotted out everywhere', async () => {
	const body = (code: number) =>
		goodBody(`"message":"${TOKEN}","requestId":"x${TOKEN}","${TOKEN}":["${TOKEN}"],"code":${code}`).replace(
			'region=CN',
			`token=${TOKEN}`,
		);
	for (const code of [0, 301, 777]) {
		const result = await bench.ask(async (socket) => void (await write(socket, response(body(code)))));
		expectSound(bench, result);
		expect(JSON.stringify([...result.json(NODE, 0), ...result.json(NODE, 1)])).toContain('[token]');
	}
});
