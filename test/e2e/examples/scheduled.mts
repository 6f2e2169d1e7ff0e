/** scheduled.json: an active workflow that fires every second, slow calls, so that runs overlap. */
import assert from 'node:assert/strict';
import { contentId, shortLink } from '../../../tools/sandbox/links.mts';
import { sleep, until } from '../../../tools/wait.mts';
import type { Bench } from '../../../tools/n8n/bench.mts';
import type { Scenario } from '../../../tools/n8n/report.mts';
import type { Database } from '../../../tools/n8n/services.mts';
import {
	deactivate,
	exampleDatabase,
	insertTexts,
	readExample,
	storingCredentials,
	withCredentials,
	withParameters,
} from '../../../tools/n8n/examples.mts';

interface InboxRow {
	id: string;
	share_text: string;
	status: string;
	tries: number;
}

interface LinkRow {
	share_text: string;
	share_url: string;
	video_id: string | null;
	reason: string | null;
}

/** Waits until no row is open. Rows that wait for their next try get it at once: nobody waits 16 minutes here. */
async function untilClosed(database: Database): Promise<void> {
	let open: InboxRow[] = [];
	const look = async () => {
		await database.query("UPDATE douyin_inbox SET next_try_at = now() WHERE status = 'retry'");
		open = await database.query<InboxRow>(
			"SELECT * FROM douyin_inbox WHERE status NOT IN ('done', 'failed')",
		);
		return open.length === 0;
	};
	const what = () => `no row is open. There are ${open.length}, the first: ${JSON.stringify(open[0])}`;
	await until(what, look, { seconds: 120 });
}

/** Rows that the account cannot pay for wait without losing a try, and are resolved after a top-up. */
async function accountRunsDry(
	{ rest, sandbox }: Bench,
	database: Database,
	workflowId: string,
): Promise<string> {
	const texts = ['dry1', 'dry2', 'dry3'].map((tail) => shortLink('video', tail));
	const rows = async () =>
		await database.query<InboxRow & { waits: boolean }>(
			"SELECT *, next_try_at > now() + interval '50 minutes' AS waits FROM douyin_inbox WHERE share_text = ANY($1) ORDER BY id",
			[texts],
		);
	sandbox.reset();
	sandbox.configure({ balance: 1 });
	await insertTexts(database, texts);
	await rest.activate(workflowId);
	try {
		const waiting = await until('the rows that cannot be paid for wait', async () => {
			const [done, ...open] = (await rows()).sort((a, b) => a.status.localeCompare(b.status));
			return done?.status === 'done' && open.every(({ status }) => status === 'retry') && open;
		});
		assert.deepEqual(
			waiting.map(({ tries, waits }) => [tries, waits]),
			[
				[0, true],
				[0, true],
			],
		);
		const { billed } = sandbox.stats();
		sandbox.configure({ balance: null });
		await untilClosed(database);
		assert.deepEqual(
			(await rows()).map(({ status, tries }) => [status, tries]),
			texts.map(() => ['done', 1]),
		);
		assert.equal(sandbox.stats().billed, texts.length);
		return `with a balance of 1, ${billed} of ${texts.length} rows was paid for and the others waited; after a top-up all are done`;
	} finally {
		await deactivate(rest, workflowId);
	}
}

export const scheduled: Scenario = {
	name: 'example: schedule',
	newestOnly: true,
	async run(bench) {
		const { rest, sandbox, counts } = bench;
		const database = await exampleDatabase(bench, 'scheduled');
		const credentials = await storingCredentials(bench, database);
		const hurried = withParameters(readExample('scheduled'), 'Every five minutes', {
			rule: { interval: [{ field: 'seconds', secondsInterval: 1 }] },
		});
		const id = await rest.importWorkflow(withCredentials(hurried, credentials));

		sandbox.configure({ latencyMs: [1200, 2500] });
		const ordinary = Array.from({ length: 60 }, (_, n) => shortLink('video', `s${n}`));
		await insertTexts(database, ordinary.slice(0, 20));
		// A run that broke off two hours ago left this one.
		await insertTexts(database, [shortLink('video', 'left')], {
			status: "'working'",
			taken_at: "now() - interval '2 hours'",
		});
		// Kinds that end otherwise: two links of which one works at once, one that never does, none at all, no post.
		const both = `${shortLink('video', 'pair')} ${shortLink('c301x5', 'pair')}`;
		await insertTexts(database, [both, shortLink('c301', 'never'), 'no link', shortLink('live', 's')]);
		await rest.activate(id);
		try {
			for (const [from, to] of [
				[20, 40],
				[40, 60],
			] as const) {
				await sleep(2500);
				await insertTexts(database, ordinary.slice(from, to));
			}
			await untilClosed(database);
		} finally {
			await deactivate(rest, id);
			sandbox.configure({ latencyMs: 0 });
		}

		const rows = await database.query<InboxRow>('SELECT * FROM douyin_inbox ORDER BY id');
		const seen = sandbox.calls();
		const status = (text: string) =>
			rows.filter(({ share_text }) => share_text === text).map((row) => [row.status, row.tries]);
		for (const text of [...ordinary, shortLink('live', 's'), shortLink('video', 'left')]) {
			assert.deepEqual(status(text), [['done', 1]], text);
		}
		assert.deepEqual(status(both), [['done', 2]], 'the second try brought the second link');
		assert.deepEqual(status(shortLink('c301', 'never')), [['failed', 5]], 'given up after five tries');
		assert.deepEqual(status('no link'), [['failed', 1]], 'what cannot succeed is not tried again');

		const links = await database.query<LinkRow>(
			'SELECT i.share_text, l.* FROM douyin_inbox_links l JOIN douyin_inbox i ON i.id = l.inbox_id',
		);
		const idOf = (url: string) =>
			links.filter(({ share_url }) => share_url === url).map(({ video_id }) => video_id);
		for (let n = 0; n < ordinary.length; n += 1)
			assert.deepEqual(idOf(shortLink('video', `s${n}`)), [contentId(`video-s${n}`)]);
		assert.deepEqual(idOf(shortLink('c301x5', 'pair')), [contentId('c301x5-pair')]);
		assert.equal(links.length, rows.length + 1, 'one line a link, one row has two');

		// What the API saw: nothing was asked for twice but what it asked to repeat.
		const asked = new Map<string, number>();
		for (const { shareUrl } of seen) asked.set(shareUrl, (asked.get(shareUrl) ?? 0) + 1);
		const twice = [...asked].filter(([url, times]) => times > 1 && !url.includes('c301'));
		assert.deepEqual(twice, [], 'no row is resolved twice');
		assert.equal(asked.get(shortLink('c301x5', 'pair')), 6);

		const executions = await rest.executions(id);
		assert.deepEqual(
			executions.filter(({ status: ended }) => ended !== 'success'),
			[],
			'every execution was fine',
		);
		assert(executions.length >= 3, `the schedule fired ${executions.length} times`);
		const busy: typeof executions = [];
		for (const execution of executions) {
			if ((await rest.executionData(execution.id)).items('Take new rows').length > 0) busy.push(execution);
		}
		assert(busy.length >= 3, `rows were found by ${busy.length} of ${executions.length} executions`);
		const spans = busy.map(
			({ startedAt, stoppedAt }) => [Date.parse(startedAt ?? ''), Date.parse(stoppedAt ?? '')] as const,
		);
		const overlapping = spans.filter(([start, end], i) =>
			spans.some(([from, to], j) => i !== j && from < end && to > start),
		).length;
		const unpaid = await accountRunsDry(bench, database, id);
		const good = rows.filter((row) => row.status === 'done').length;
		return counts(rows.length, good, rows.length - good, [
			`the schedule fired ${executions.length} times; ${busy.length} runs found rows, ${overlapping} of these overlapped with another of these`,
			unpaid,
		]);
	},
};
