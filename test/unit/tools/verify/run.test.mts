/** The questions, put to sandboxes that answer as usual and otherwise. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { shortLink } from '../../../../tools/sandbox/links.mts';
import {
	startSandbox,
	TOKENS,
	type Sandbox,
	type SandboxOptions,
} from '../../../../tools/sandbox/server.mts';
import { SANDBOX_LINKS, type Links, type Question } from '../../../../tools/verify/questions.mts';
import { compareRuns, report, resultLine, type Findings } from '../../../../tools/verify/report.mts';
import { askAll, type Answered, type Entry, type Run } from '../../../../tools/verify/run.mts';

const open: Array<Sandbox | Server> = [];
afterEach(async () => {
	await Promise.all(open.splice(0).map(async (server) => void (await server.close())));
});

/** Runs against a sandbox in the place of the real API. */
async function runAgainst(
	options: SandboxOptions,
	links: Links = SANDBOX_LINKS,
	token: string = TOKENS.accepted,
): Promise<{ run: Run; sandbox: Sandbox }> {
	const sandbox = await startSandbox({ balance: 1000, ...options });
	open.push(sandbox);
	return { run: await askAll({ baseUrl: sandbox.url, token }, links), sandbox };
}

async function findingsOf(api: Run): Promise<Findings> {
	const { run: sandbox } = await runAgainst({});
	return {
		region: 'custom',
		startedAt: '2026-01-02T03:04:05.000Z',
		version: '0.0.0',
		api,
		sandbox,
	};
}

const entryOf = (run: Run, id: Question['id']): Entry | undefined =>
	run.entries.find(({ question }) => question.id === id);

function answerTo(run: Run, id: Question['id']): Answered {
	const entry = entryOf(run, id);
	if (entry?.state !== 'answered') throw new Error(`${id} was not answered`);
	return entry;
}

/** What differs, by question, as `what: api/sandbox`. */
function differing(findings: Findings): Record<string, string[]> {
	return Object.fromEntries(
		compareRuns(findings)
			.filter(({ differences }) => differences.length > 0)
			.map(({ entry, differences }) => [
				entry.question.id,
				differences.map(({ what, api, sandbox }) => `${what}: ${api}/${sandbox}`),
			]),
	);
}

test('a second sandbox gives no differences, and each call is billed as it should be', async () => {
	const { run } = await runAgainst({});
	const findings = await findingsOf(run);
	expect(differing(findings)).toEqual({});
	expect(resultLine(findings)).toBe('20 of 20 questions asked, no differences from the sandbox.');
	expect(report(findings)).not.toContain('To be changed');
	const billed = run.entries.filter((entry) => entry.state === 'answered' && entry.charge === 0.1);
	expect(billed.map(({ question }) => question.id)).toEqual([
		...['imageNote', 'video', 'note', 'user', 'live', 'deleted', 'kuaishou', 'bilibili', 'xiaohongshu'],
		...['douyinGone', 'kuaishouGone', 'bilibiliGone', 'xiaohongshuGone'],
	]);
	expect(run).toMatchObject({ currency: 'CNY', total: 1.3, late: 0 });
});

test('the HTTP statuses of the OpenAPI are reported as differences', async () => {
	const { run } = await runAgainst({ httpStatusStyle: 'openapi' });
	expect(differing(await findingsOf(run))).toEqual({
		bearer: ['HTTP status: 401/200'],
		xhslinkCn: ['HTTP status: 400/200'],
		wrongTokenBalance: ['HTTP status: 401/200'],
		wrongToken: ['HTTP status: 401/200'],
		nonsense: ['HTTP status: 400/200'],
		longLink: ['HTTP status: 400/200'],
	});
});

test('a fault is reported as a difference, and the long link that hangs on it cannot be asked', async () => {
	const { run } = await runAgainst({ faultRate: { 301: 1 } });
	const findings = await findingsOf(run);
	const failed = expect.arrayContaining(['code: 301/0', 'billed: no/yes', 'ID found: no/yes']);
	expect(differing(findings)).toEqual({ video: failed, kuaishou: failed, bilibili: failed });
	expect(entryOf(run, 'longLink')).toMatchObject({ state: 'impossible' });
	expect(report(findings)).toContain(
		'**To be changed:** the node makes of it the failure `collection_failed`',
	);
	expect(report(findings)).toMatch(/- Long links: .* Could not be asked: /);
});

test('what the node would get wrong, or does not know, is said', async () => {
	const { run } = await runAgainst(
		{},
		{
			video: shortLink('keyurl'),
			note: shortLink('video'),
			user: shortLink('c101'),
			deleted: shortLink('video'),
		},
	);
	const findings = await findingsOf(run);
	const text = report(findings);
	expect(differing(findings).video).toEqual([
		'type of data.url: string/(none)',
		'type of data.redirect_url: (none)/string',
	]);
	expect(text).toContain('the node makes of it `video` with an ID; `note` or `slides` was expected');
	expect(text).toContain('code 101 is missing');
	expect(text).toContain('the node calls the bill unknown; here it was free');
	expect(text).toContain('So a deleted post is resolved like any other');
	expect(text).toContain('Live rooms: whether live rooms are resolved. Skipped: no link was given.');
});

test('a dead code that the node would repeat is said', async () => {
	const { run } = await runAgainst({}, { nonsense: shortLink('c301') });
	expect(report(await findingsOf(run))).toContain('The node repeats such calls, here in vain.');
});

test('a call whose answer is lost is a finding, not the end', async () => {
	const { run } = await runAgainst({}, { video: shortLink('cut'), note: shortLink('note') });
	expect(entryOf(run, 'video')).toMatchObject({ state: 'unanswered', charge: 0 });
	expect(entryOf(run, 'note')).toMatchObject({ state: 'answered' });
	const findings = await findingsOf(run);
	expect(differing(findings).video).toHaveLength(1);
	expect(report(findings)).toContain('Videos get no answer');
});

test('JSON types are those that were sent, long numbers included', async () => {
	const { run } = await runAgainst(
		{},
		{
			video: shortLink('idnumber'),
			note: shortLink('strcode'),
			user: shortLink('array'),
			live: shortLink('html'),
		},
	);
	expect(answerTo(run, 'video').facts.shape['data.aweme_id']).toBe('number');
	expect(answerTo(run, 'note').facts).toMatchObject({ code: 0, shape: { code: 'string' } });
	expect(answerTo(run, 'user').facts).toMatchObject({ code: null, shape: { '(body)': 'array' } });
	expect(answerTo(run, 'live').facts).toMatchObject({ code: null, mediaType: 'text/html' });
});

test('damage in a redirect URL is reported, and the ID is found all the same', async () => {
	const { run } = await runAgainst({}, { video: shortLink('mangled') });
	expect(answerTo(run, 'video').facts).toMatchObject({
		outcome: 'video',
		idIsMid: false,
		contentId: expect.stringMatching(/^\d{19}$/),
		redirect: { damaged: true, pathForm: '/share/video/‹19 digits›/' },
	});
});

test('the report holds no token, even where the API echoes it', async () => {
	const token = 'se/cret+& 7`|x';
	const { run } = await runAgainst(
		{ tokens: [token] },
		{ video: shortLink('echotoken'), note: shortLink('echotokenfail') },
		token,
	);
	expect(answerTo(run, 'video').facts.message).toBe('success for token [token]');
	expect(answerTo(run, 'note').facts.message).toBe('Invalid Parameters: token=[token] ([token])');
	const text = report(await findingsOf(run)) + JSON.stringify(run);
	expect(text).not.toContain('cret');
	expect(text).not.toContain(encodeURIComponent(token));
});

test('the report does not tell who shared a link: no short code, no value of a query', async () => {
	const code = 'Ab12Sharer';
	const links = {
		video: shortLink('video', code),
		live: shortLink('live', code),
		deleted: shortLink('echo', code),
	};
	const { run, sandbox } = await runAgainst({}, links);
	const text = report(await findingsOf(run)) + JSON.stringify(run);
	expect(text).not.toContain(code);
	const answers = await Promise.all(
		[links.video, links.live].map(async (link) => {
			const query = new URLSearchParams({ token: TOKENS.accepted, shareUrl: link });
			const response = await fetch(`${sandbox.url}/api/douyin/share-url-transfer/v1?${query}`);
			return (await response.json()) as { data: { redirect_url: string } };
		}),
	);
	for (const { data } of answers) {
		const { searchParams, pathname } = new URL(data.redirect_url);
		expect(text).toContain(pathname);
		for (const [name, value] of searchParams) {
			expect(text).toContain(name);
			if (value.length > 6 && !pathname.includes(value) && value !== 'client_share') {
				expect(text).not.toContain(value);
			}
		}
	}
});

test('after an answer that ends all, nothing more is asked', async () => {
	const { run, sandbox } = await runAgainst({}, SANDBOX_LINKS, TOKENS.poor);
	expect(answerTo(run, 'imageNote').facts.outcome).toBe('insufficient_balance');
	expect(entryOf(run, 'video')).toMatchObject({
		state: 'impossible',
		why: 'The account has no balance left',
	});
	expect(sandbox.stats().calls).toBe(1);
});

test('a wrong token of the user is not asked further; the made-up one is no reason to stop', async () => {
	const { run, sandbox } = await runAgainst({}, SANDBOX_LINKS, 'not the right one');
	expect(answerTo(run, 'balance').facts.outcome).toBe('invalid_token');
	expect(entryOf(run, 'video')).toMatchObject({ state: 'impossible' });
	expect(sandbox.stats().calls).toBe(0);
});

test('an API that cannot be reached is asked once, and nothing is claimed', async () => {
	const { run, sandbox } = await runAgainst({});
	await sandbox.close();
	const api = await askAll({ baseUrl: sandbox.url, token: TOKENS.accepted }, SANDBOX_LINKS);
	expect(run.entries).toHaveLength(20);
	expect(new Set(api.entries.map(({ state }) => state))).toEqual(new Set(['impossible']));
	expect(resultLine(await findingsOf(api))).toBe('0 of 20 questions asked: nothing could be compared.');
});

test('after an abort no further call leaves', async () => {
	const stop = new AbortController();
	const sandbox = await startSandbox({ balance: 1000 });
	open.push(sandbox);
	const run = await askAll({ baseUrl: sandbox.url, token: TOKENS.accepted }, SANDBOX_LINKS, {
		signal: stop.signal,
		onEntry: ({ question }) => {
			if (question.id === 'video') stop.abort();
		},
	});
	// The image note, the made-up token and the video.
	expect(sandbox.stats().calls).toBe(3);
	expect(answerTo(run, 'video').charge).toBe(0.1);
	expect(entryOf(run, 'note')).toMatchObject({ state: 'impossible', why: 'stopped by the user' });
	expect(run.total).toBe(0.2);
});

test('a balance in another shape costs the bill, not the answers; redirects are not followed', async () => {
	const seen: string[] = [];
	const server = createServer((request, response) => {
		const path = request.url?.split('?')[0] ?? '';
		seen.push(path);
		if (path === '/user/get-balance') return void response.end('{"code":0,"data":{"money":"7"}}');
		response.writeHead(302, { location: '/elsewhere' }).end();
	});
	open.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const run = await askAll({ baseUrl, token: TOKENS.accepted }, { video: shortLink('video') });
	expect(answerTo(run, 'balance')).toMatchObject({
		charge: null,
		facts: { outcome: 'bad_response', shape: { 'data.money': 'string' } },
	});
	expect(answerTo(run, 'video')).toMatchObject({
		charge: null,
		facts: { httpStatus: 302, code: null, outcome: 'bad_response', shape: { '(body)': 'empty' } },
	});
	expect(run).toMatchObject({ total: null, late: null });
	expect(seen).not.toContain('/elsewhere');
	// Three balances, two links, four made-up IDs: no balance in between, for there is nothing to read.
	expect(seen).toHaveLength(9);
});
