/** Queue mode: a worker dies in the middle of its work. No row may vanish unnoticed, and what is paid for twice must be known. */
import assert from 'node:assert/strict';
import { contentId, shortLink } from '../../../tools/sandbox/links.mts';
import { CREDENTIAL_TYPE, NODE_TYPE, type Bench } from '../../../tools/n8n/bench.mts';
import { installPackage } from '../../../tools/n8n/install.mts';
import { startN8n, type N8n } from '../../../tools/n8n/n8n.mts';
import { tempFolder } from '../../../tools/n8n/processes.mts';
import { until } from '../../../tools/wait.mts';
import type { Scenario } from '../../../tools/n8n/report.mts';
import { Rest, type Execution } from '../../../tools/n8n/rest.mts';
import { startRedis, type Database } from '../../../tools/n8n/services.mts';
import { editFields, node, resolve, RESOLVE, workflow } from '../../../tools/n8n/workflow.mts';

const EXECUTIONS = 200;
/** Calls that have arrived when the worker is killed. */
const KILL_AT = 60;
/** What one worker does at a time (n8n's --concurrency, set in startN8n): so many rows can be hit. */
const CONCURRENCY = 5;

/** n8n's defaults are 60, 10 and 30 seconds: the same things happen, only later. */
const FASTER = {
	QUEUE_WORKER_LOCK_DURATION: '10000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '2500',
	QUEUE_WORKER_STALLED_INTERVAL: '3000',
};

const link = (row: number) => shortLink('video', `q${row}`);

/** Answers at once, then resolves the one row that was sent. */
const WORKFLOW = workflow(
	'Queue',
	[
		node(
			'Webhook',
			'n8n-nodes-base.webhook',
			2,
			{ httpMethod: 'POST', path: 'rows', responseMode: 'onReceived', options: {} },
			{ webhookId: 'rows' },
		),
		editFields('Row', { row: '={{ $json.body.row }}', share_text: '={{ $json.body.share_text }}' }),
		resolve('continueErrorOutput'),
		editFields('Good', { row: "={{ $('Row').item.json.row }}", video_id: '={{ $json.video_id }}' }),
		editFields('Failed', { row: '={{ $json.row }}', reason: '={{ $json.details.reason }}' }),
	],
	[
		['Webhook', 'Row'],
		['Row', RESOLVE],
		[RESOLVE, 'Good', 0],
		[RESOLVE, 'Failed', 1],
	],
);

/** One main instance; workers come and go. */
class Cluster {
	readonly #running: N8n[] = [];
	readonly #start: (name: string, role: 'main' | 'worker', userFolder: string) => Promise<N8n>;

	constructor(start: Cluster['start']) {
		this.#start = start;
	}

	async start(name: string, role: 'main' | 'worker', userFolder: string): Promise<N8n> {
		const n8n = await this.#start(name, role, userFolder);
		this.#running.push(n8n);
		return n8n;
	}

	async stop(): Promise<void> {
		await Promise.all(this.#running.map(async (n8n) => await n8n.stop()));
	}
}

async function postRows(rest: Rest, rows: number[]): Promise<void> {
	const todo = [...rows];
	const post = async () => {
		for (let row = todo.shift(); row !== undefined; row = todo.shift()) {
			const response = await rest.webhook('rows', { row, share_text: link(row) });
			assert.equal(response.status, 200);
			await response.body?.cancel();
		}
	};
	await Promise.all([post(), post(), post(), post()]);
}

/** Waits until no execution is under way, and returns their number by status. */
async function allEnded(database: Database, total: number): Promise<Record<string, number>> {
	let byStatus: Record<string, number> = {};
	const look = async () => {
		const rows = await database.query<{ status: string; n: number }>(
			'SELECT status, count(*)::int AS n FROM execution_entity GROUP BY status',
		);
		byStatus = Object.fromEntries(rows.map(({ status, n }) => [status, n]));
		const ended = (byStatus.success ?? 0) + (byStatus.error ?? 0) + (byStatus.crashed ?? 0);
		return ended >= total;
	};
	await until(() => `all executions ended: ${JSON.stringify(byStatus)}`, look, { seconds: 180 });
	return byStatus;
}

/** The executions as the database has them: n8n's list comes in pages, and one may be between two of them. */
async function executionIds(database: Database, isGood: boolean): Promise<string[]> {
	const operator = isGood ? '=' : '<>';
	const rows = await database.query<{ id: number }>(
		`SELECT id FROM execution_entity WHERE status ${operator} 'success' ORDER BY id`,
	);
	return rows.map(({ id }) => String(id));
}

/** The rows that came out on the success branch, with their IDs. */
async function resolvedRows(rest: Rest, database: Database): Promise<Map<number, unknown>> {
	const resolved = new Map<number, unknown>();
	for (const id of await executionIds(database, true)) {
		for (const { row, video_id } of (await rest.executionData(id)).rows('Good'))
			resolved.set(Number(row), video_id);
	}
	return resolved;
}

async function unsuccessful(rest: Rest, database: Database): Promise<Execution[]> {
	const ids = await executionIds(database, false);
	return await Promise.all(ids.map(async (id) => await rest.executionData(id)));
}

async function run(bench: Bench, cluster: Cluster, database: Database) {
	const { sandbox, tarball } = bench;
	const folder = async (name: string) => {
		const path = tempFolder(`queue-${name}`);
		await installPackage(tarball, path);
		return path;
	};
	const main = await cluster.start('main', 'main', await folder('main'));
	const folder1 = await folder('worker-1');
	const folder2 = await folder('worker-2');
	const [worker1, worker2] = await Promise.all([
		cluster.start('worker-1', 'worker', folder1),
		cluster.start('worker-2', 'worker', folder2),
	]);
	const rest = new Rest(main.url);
	await rest.setupOwner();
	const credential = await rest.createCredential(CREDENTIAL_TYPE, bench.credentialData(), 'Sandbox');
	const id = await rest.importWorkflow(WORKFLOW, credential);
	await rest.activate(id);
	sandbox.configure({ latencyMs: [400, 800] });
	sandbox.reset();

	// 200 executions; one worker dies without a word, and is started again.
	const rows = Array.from({ length: EXECUTIONS }, (_, index) => index + 1);
	const posted = postRows(rest, rows);
	await until('the first calls are made', () => sandbox.stats().calls >= KILL_AT, { pauseMs: 10 });
	await worker1.kill('SIGKILL');
	const killedAt = Date.now();
	const [workerAgain] = await Promise.all([cluster.start('worker-1-again', 'worker', folder1), posted]);
	const byStatus = await allEnded(database, EXECUTIONS);
	const seconds = ((Date.now() - killedAt) / 1000).toFixed(0);

	// Each row is either resolved, or belongs to an execution that is reported as failed.
	const resolved = await resolvedRows(rest, database);
	for (const [row, videoId] of resolved) assert.equal(videoId, contentId(`video-q${row}`));
	const missing = rows.filter((row) => !resolved.has(row));
	// n8n stores an execution first and its highlighted data afterwards: a worker that is killed in between leaves none.
	const otherBills = await database.query<{ id: number; stoppedAt: Date; value: string | null }>(
		`SELECT e.id, e."stoppedAt", m.value FROM execution_entity e
		LEFT JOIN execution_metadata m ON m."executionId" = e.id AND m.key = 'cost_${RESOLVE}'
		WHERE e.status = 'success' AND (m.value IS NULL OR m.value NOT LIKE '1 rows, 1 links, 1 calls, 1 billed%')`,
	);
	const cutShort = otherBills.filter(
		({ stoppedAt, value }) => value === null && Math.abs(stoppedAt.getTime() - killedAt) < 2000,
	);
	assert.deepEqual(otherBills, cutShort, 'every execution that a worker ended has its bill');
	assert(cutShort.length <= CONCURRENCY, `${cutShort.length} executions of the killed worker have no bill`);
	const dead = await unsuccessful(rest, database);
	assert.equal(missing.length, dead.length, 'every row without a result has an execution that says so');
	assert(dead.length > 0 && dead.length <= CONCURRENCY, `${dead.length} executions died with the worker`);
	const messages = new Set(dead.map(({ error }) => error?.message ?? '(none)'));

	// What a user sees of them: do they still hold their row?
	const [kept] = await database.query<{ n: number }>(
		`SELECT count(*)::int AS n FROM execution_data d JOIN execution_entity e ON e.id = d."executionId"
		 WHERE e.status <> 'success' AND strpos(d.data::text, 'v.douyin.com') > 0`,
	);

	// Nothing was repeated by n8n, so nothing was paid for twice so far.
	const before = sandbox.stats();
	assert.equal(before.calls, before.distinctLinks, 'n8n repeated a row by itself');
	const paidAndLost = missing.filter((row) =>
		sandbox.calls().some(({ shareUrl }) => shareUrl === link(row)),
	).length;

	// The remedy: send the rows again that have no result.
	await postRows(rest, missing);
	await allEnded(database, EXECUTIONS + missing.length);
	const resolvedNow = await resolvedRows(rest, database);
	const stillMissing = rows.filter((row) => !resolvedNow.has(row));
	assert.deepEqual(stillMissing, [], 'after that every row is resolved');
	const after = sandbox.stats();
	assert.equal(after.distinctLinks, EXECUTIONS);
	assert.equal(
		after.calls - after.distinctLinks,
		paidAndLost,
		'only what the dead worker had asked for is paid for again',
	);
	const counts = bench.counts(EXECUTIONS, resolved.size, dead.length, [
		`${EXECUTIONS} executions, a worker with ${CONCURRENCY} at a time killed after ${KILL_AT} calls: ${JSON.stringify(byStatus)}, ` +
			`${cutShort.length} of the successful ones without a bill, the last of them ended ${seconds} s after the kill. n8n repeats none of them.`,
		`the ${dead.length} that died say: ${[...messages].join(' | ')}. ${kept?.n ?? 0} of them still hold their row.`,
		`sending the ${missing.length} rows without a result again resolves all ${EXECUTIONS}; paid for twice: ${paidAndLost}`,
	]);

	// A worker without the package.
	await Promise.all([workerAgain.stop(), worker2.stop()]);
	const known = new Set((await unsuccessful(rest, database)).map(({ summary }) => summary.id));
	const bare = await cluster.start('worker-without-package', 'worker', tempFolder('queue-bare'));
	await postRows(rest, [1]);
	await allEnded(database, EXECUTIONS + missing.length + 1);
	const [refused] = (await unsuccessful(rest, database)).filter(({ summary }) => !known.has(summary.id));
	const message = refused?.error?.message ?? '';
	assert.match(message, /Unrecognized node type/);
	assert(message.includes(NODE_TYPE));
	assert.equal(sandbox.stats().calls, after.calls, 'that one called nothing');
	assert(bare.logs().includes('Unrecognized node type'));
	counts.notes?.push(`a worker without the package: execution ${refused?.status}, "${message}"`);
	return counts;
}

export const queue: Scenario = {
	name: 'queue mode, a worker dies',
	newestOnly: true,
	async run(bench) {
		const { install, postgres, sandbox } = bench;
		const redis = await startRedis();
		const database = await postgres.createDatabase('n8n_queue');
		const cluster = new Cluster(
			async (name, role, userFolder) =>
				await startN8n({
					install,
					database,
					redis,
					mode: 'queue',
					role,
					userFolder,
					env: FASTER,
					name: `queue-${name}`,
				}),
		);
		try {
			return await run(bench, cluster, database);
		} finally {
			sandbox.configure({ latencyMs: 0 });
			await cluster.stop();
			await redis.stop();
		}
	},
};
