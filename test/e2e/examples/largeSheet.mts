/** large-sheet.json: a loop of batches, each an execution of its own; and one that the balance ends. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentId, shortLink } from '../../../tools/sandbox/links.mts';
import type { Bench } from '../../../tools/n8n/bench.mts';
import { PROJECT } from '../../../tools/n8n/install.mts';
import { sleep, until } from '../../../tools/wait.mts';
import type { Scenario } from '../../../tools/n8n/report.mts';
import { isUnderWay, type Execution, type Rest } from '../../../tools/n8n/rest.mts';
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

/** What a batch hands back: itself, and the sums so far. */
interface Batch {
	taken: number;
	batches: number;
	rows: number;
	done: number;
	failed: number;
	retry: number;
	put_back: number;
	stopped_by: string | null;
}

/** Rows in a batch, as the example has it. */
const BATCH = 1000;

/** Runs the example by hand, and gives what each of its batches said. */
async function runByHand(
	{ rest, database }: Bench,
	id: string,
): Promise<{ run: Execution; batches: Batch[] }> {
	const run = await ended(rest, database, await rest.startManually(id, 'Start by hand'));
	const runs = run.runData['Run a batch'] ?? [];
	const batches = runs.flatMap((_, index) => run.rows('Run a batch', 0, index)) as unknown as Batch[];
	const executions = runs.map(
		({ metadata }) => (metadata as Metadata | undefined)?.subExecution?.executionId,
	);
	assert.equal(new Set(executions).size, runs.length, 'each batch is an execution of its own');
	assert(!executions.includes(run.summary.id), 'and none is the loop');
	return { run, batches };
}

/** Looks into n8n's database: on a busy machine n8n may answer 503 to everybody who asks while rows begin. */
async function ended(rest: Rest, database: Database, executionId: string): Promise<Execution> {
	const isOver = async () => {
		const [execution] = await database.query<{ status: string }>(
			'SELECT status FROM execution_entity WHERE id = $1',
			[executionId],
		);
		return execution !== undefined && !isUnderWay(execution.status);
	};
	await until('the loop is over', isOver, { seconds: 400, pauseMs: 500 });
	await sleep(3000); // until n8n has looked at its database again
	return await rest.waitForExecution(executionId);
}

interface Metadata {
	subExecution?: { executionId: string };
}

const statuses = async (database: Database) =>
	Object.fromEntries(
		(
			await database.query<{ status: string; rows: number }>(
				'SELECT status, count(*)::integer AS rows FROM douyin_inbox GROUP BY status',
			)
		).map(({ status, rows }) => [status, rows]),
	);

/** Every tenth text has its code after another text, so that rows with one link do not look alike. */
const textOf = (n: number, code: string) =>
	n % 10 === 0
		? `${n}.43 复制打开抖音，看看【第${n}个】 ${shortLink('video', code)} 复制此链接`
		: shortLink('video', code);

async function importExample(bench: Bench, database: Database): Promise<string> {
	return await bench.rest.importWorkflow(
		withCredentials(readExample('large-sheet'), await storingCredentials(bench, database)),
	);
}

export const largeSheet: Scenario = {
	name: 'example: large sheet',
	newestOnly: true,
	async run(bench) {
		const { sandbox, counts } = bench;
		const database = await exampleDatabase(bench, 'large');
		const id = await importExample(bench, database);

		// 3,000 rows, 2,100 links: 900 rows repeat a link from anywhere in the sheet.
		const ordinary = Array.from({ length: 2990 }, (_, n) => textOf(n, `L${n < 2090 ? n : (n * 7) % 2090}`));
		const two = `${shortLink('video', 'pair')} ${shortLink('note', 'pair')}`;
		const half = `${shortLink('video', 'half')} ${shortLink('c301', 'half')}`;
		const odd = [two, half, 'no link', shortLink('live', 'x'), shortLink('c201', 'x')];
		await insertTexts(database, [...ordinary, ...odd]);
		// Two batches that broke off: one so long ago that its rows are free again, and one that may still be at work.
		const left = [1, 2, 3].map((n) => shortLink('video', `left${n}`));
		await insertTexts(database, left, {
			status: "'working'",
			tries: '1',
			taken_at: "now() - interval '2 hours'",
		});
		const busy = [1, 2].map((n) => shortLink('video', `busy${n}`));
		await insertTexts(database, busy, {
			status: "'working'",
			tries: '1',
			taken_at: "now() - interval '5 minutes'",
		});

		const start = performance.now();
		const { run, batches } = await runByHand(bench, id);
		const seconds = (performance.now() - start) / 1000;
		assert.equal(run.status, 'success', run.error?.message);
		assert.deepEqual(
			batches.map(({ taken }) => taken),
			[BATCH, BATCH, 998, 0],
		);
		assert.deepEqual(
			run.rows('What next?', 2, batches.length - 1).map((row) => ({ ...row, advice: null })),
			[
				{
					taken: 0,
					batches: 3,
					rows: 2998,
					done: 2995,
					failed: 2,
					retry: 1,
					put_back: 0,
					stopped_by: null,
					advice: null,
				},
			],
		);
		assert.deepEqual(await statuses(database), { done: 2995, failed: 2, retry: 1, working: 2 });

		// Each link of each row once, with the ID that its own text leads to.
		const links = await database.query<{
			share_text: string;
			share_url: string;
			video_id: string | null;
			reason: string | null;
		}>(
			'SELECT i.share_text, l.* FROM douyin_inbox_links l JOIN douyin_inbox i ON i.id = l.inbox_id ORDER BY i.id, l.share_url',
		);
		const of = (text: string) =>
			links.filter(({ share_text }) => share_text === text).map(({ video_id, reason }) => video_id ?? reason);
		const plain = links.filter(({ share_text }) => !odd.includes(share_text));
		assert.equal(plain.length, ordinary.length + left.length, 'one line for each row with one link');
		for (const { share_text, share_url, video_id } of plain) {
			assert(share_text.includes(share_url));
			assert.equal(video_id, contentId(/\.com\/([\w-]+)/.exec(share_url)?.[1] ?? ''), share_text);
		}
		assert.deepEqual(of(two).sort(), [contentId('note-pair'), contentId('video-pair')].sort());
		assert.deepEqual(of(half).sort(), [contentId('video-half'), 'collection_failed'].sort());
		assert.deepEqual(odd.slice(2).map(of), [['no_link'], [null], ['no_content']]);
		assert.equal(links.length, plain.length + 2 + 2 + 3);

		// What the API saw: each link once, in whichever batch its rows were; the failing one as often as a run repeats it.
		const asked = new Map<string, number>();
		for (const { shareUrl } of sandbox.calls()) asked.set(shareUrl, (asked.get(shareUrl) ?? 0) + 1);
		assert.equal(asked.get(shortLink('c301', 'half')), 4);
		asked.delete(shortLink('c301', 'half'));
		assert.deepEqual(
			[...asked].filter(([, times]) => times > 1),
			[],
			'no link is paid for twice',
		);
		assert.equal(asked.size, 2090 + 3 + 2 + 2 + 1);

		await lookUpFirst(database);
		await publishedRun(bench, id, database);
		return counts(2998, 2995, 3, [
			`${batches.length} sub-executions for 2,998 rows in batches of 1,000 (the last found none), ${seconds.toFixed(0)} s`,
			'900 rows repeat a link of another row; no link was called twice',
			'published, its schedule resolves rows that come later',
		]);
	},
};

/** examples/known-links.sql: links that are known need no call. */
async function lookUpFirst(database: Database): Promise<void> {
	const sql = readFileSync(join(PROJECT, 'examples', 'known-links.sql'), 'utf8');
	const known = [textOf(10, 'L11'), `看看${shortLink('live', 'x')}`];
	const unknown = [
		shortLink('video', 'L1100000'), // longer than a known one
		`${shortLink('video', 'L12')} ${shortLink('video', 'new')}`,
		shortLink('c301', 'half'),
		'no link',
	];
	const before = await database.query<{ id: string }>('SELECT max(id) AS id FROM douyin_inbox');
	await insertTexts(database, [...known, ...unknown]);
	await database.query(sql);
	const rows = await database.query<{
		share_text: string;
		status: string;
		content_type: string;
		video_id: string | null;
	}>(
		'SELECT * FROM douyin_inbox i LEFT JOIN douyin_inbox_links l ON l.inbox_id = i.id WHERE i.id > $1 ORDER BY i.id',
		[before[0]?.id],
	);
	assert.deepEqual(
		rows.map(({ status, content_type, video_id }) => [status, content_type, video_id]),
		[
			['done', 'video', contentId('video-L11')],
			['done', 'live', null],
			...unknown.map(() => ['new', null, null]),
		],
	);
	await database.query("DELETE FROM douyin_inbox WHERE status = 'new'");
}

/** The schedule runs the published version, and that one calls itself too. */
async function publishedRun({ rest }: Bench, id: string, database: Database): Promise<void> {
	const workflow = withParameters(await rest.workflow(id), 'Every night', {
		rule: { interval: [{ field: 'seconds', secondsInterval: 2 }] },
	});
	await rest.call('PATCH', `/rest/workflows/${id}`, workflow);
	await insertTexts(database, [shortLink('video', 'late')]);
	await rest.activate(id);
	try {
		await until('the late row is done', async () => {
			const [row] = await database.query<{ status: string }>(
				'SELECT status FROM douyin_inbox ORDER BY id DESC LIMIT 1',
			);
			return row?.status === 'done';
		});
	} finally {
		await deactivate(rest, id);
	}
}

export const largeSheetWithoutBalance: Scenario = {
	name: 'example: large sheet, the balance runs out',
	newestOnly: true,
	async run(bench) {
		const { sandbox, counts } = bench;
		const database = await exampleDatabase(bench, 'large_poor');
		const id = await importExample(bench, database);
		await insertTexts(
			database,
			Array.from({ length: 2500 }, (_, n) => shortLink('video', `P${n}`)),
		);
		sandbox.configure({ balance: 1200, latencyMs: 20 });
		const first = await runByHand(bench, id);

		assert.equal(first.run.status, 'error');
		assert.match(
			first.run.error?.message ?? '',
			/insufficient_balance.*Top up.*800 rows of this batch stay open.*1200 rows done/s,
		);
		assert.deepEqual(
			first.batches.map(({ taken, put_back }) => [taken, put_back]),
			[
				[BATCH, 0],
				[BATCH, 800],
			],
		);
		const open = async () =>
			await database.query<{ status: string; tries: number; taken_by: string | null; rows: number }>(
				'SELECT status, tries, taken_by, count(*)::integer AS rows FROM douyin_inbox GROUP BY 1, 2, 3 ORDER BY 1',
			);
		assert.deepEqual(await open(), [
			{ status: 'done', tries: 1, taken_by: null, rows: 1200 },
			{ status: 'new', tries: 0, taken_by: null, rows: 500 },
			{ status: 'retry', tries: 0, taken_by: null, rows: 800 },
		]);
		const { byCode } = sandbox.stats();
		assert.equal(byCode['0'], 1200);
		// Those that were under way when the first refusal came.
		assert((byCode['601'] ?? 0) >= 1 && (byCode['601'] ?? 0) <= 10, `${byCode['601']} calls were refused`);

		// After a top-up the same workflow goes on, and asks for no link that was paid for.
		sandbox.configure({ balance: null });
		const second = await runByHand(bench, id);
		sandbox.configure({ latencyMs: 0 });
		assert.equal(second.run.status, 'success', second.run.error?.message);
		assert.deepEqual(
			second.batches.map(({ taken }) => taken),
			[BATCH, 300, 0],
		);
		assert.deepEqual(await open(), [{ status: 'done', tries: 1, taken_by: null, rows: 2500 }]);
		assert.equal(sandbox.stats().byCode['0'], 2500);
		return counts(2500, 2500, 0, [
			`the balance ended in batch 2: ${byCode['601']} calls refused, none after that; 1,300 rows left open, resolved after a top-up`,
		]);
	},
};

/** What examples/README.md promises for a database that cannot be written to. */
export const largeSheetDatabaseFails: Scenario = {
	name: 'example: large sheet, the database fails',
	newestOnly: true,
	async run(bench) {
		const { rest, sandbox, counts } = bench;
		const database = await exampleDatabase(bench, 'large_midway');
		const id = await importExample(bench, database);
		const links = Array.from({ length: 20 }, (_, n) => shortLink('video', `F${n}`));
		await insertTexts(database, links);
		await database.query('ALTER TABLE douyin_inbox_links ADD CONSTRAINT broken CHECK (video_id IS NULL)');
		const { run } = await runByHand(bench, id);
		assert.equal(run.status, 'error');
		assert.deepEqual(await statuses(database), { working: 20 }, 'nothing of the batch is stored');
		await database.query('ALTER TABLE douyin_inbox_links DROP CONSTRAINT broken');

		const batch = (await rest.executions(id)).find(({ id: execution }) => execution !== run.summary.id);
		assert.deepEqual([batch?.mode, batch?.status], ['integrated', 'error']);
		await rest.call('POST', `/rest/executions/${batch?.id}/retry`, { loadWorkflow: false });
		await until('all rows are done', async () => (await statuses(database)).done === 20);
		assert.equal(sandbox.stats().calls, 20, 'the retry asked for no link again');
		return counts(20, 20, 0, [
			'the batch failed as it was stored; after "Retry with original workflow" all rows are there, without a further call',
		]);
	},
};
