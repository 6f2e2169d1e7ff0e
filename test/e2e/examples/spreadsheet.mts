/** spreadsheet-to-database.json and retry-failed.json: uploads by form, rows in PostgreSQL, retries. */
import assert from 'node:assert/strict';
import { contentId } from '../../../tools/sandbox/links.mts';
import type { Bench } from '../../../tools/n8n/bench.mts';
import { until } from '../../../tools/wait.mts';
import type { Scenario } from '../../../tools/n8n/report.mts';
import type { Database } from '../../../tools/n8n/services.mts';
import {
	deactivate,
	exampleDatabase,
	readExample,
	storingCredentials,
	withCredentials,
	withParameters,
	type Credentials,
} from '../../../tools/n8n/examples.mts';
import { sendForm, submitForm, untilStatus } from './form.mts';
import { demoCsv, mixedXlsx, type Outcome, type Sheet } from './sheets.mts';
import { assertNothingPaidIsLost, assertStored } from './stored.mts';

const number = (message: string, label: string) => Number(new RegExp(`${label}: (\\d+)`).exec(message)?.[1]);

/** The page at the end tells what is in the tables. */
function assertCounts(
	{ title, message }: { title: string; message: string },
	{ rows, expected }: Sheet,
): void {
	const count = (outcome: Outcome['outcome']) =>
		expected.flat().filter((one) => one.outcome === outcome).length;
	assert.equal(title, `${rows.length} rows stored`);
	assert.equal(number(message, 'Videos'), count('video'), message);
	assert.equal(number(message, 'Links to no post'), count('other'), message);
	assert.equal(number(message, 'Failed'), count('failed'), message);
}

/** What a row of the kind c301x4 becomes once it is tried again. */
const storedLater = (index: number): Outcome[] => [
	{ outcome: 'video', video_id: contentId(`c301x4-x${10 + index}`) },
];

/** Runs the retry twice at the same moment: no row may be taken by both. */
async function retryTwiceAtOnce({ rest, n8n }: Bench, credentials: Credentials): Promise<void> {
	const example = withCredentials(readExample('retry-failed'), credentials);
	const id = await rest.importWorkflow(example);
	const runs = await Promise.all([
		rest.runManually(id, 'Start by hand'),
		rest.runManually(id, 'Start by hand'),
	]);
	for (const run of runs) assert.equal(run.status, 'success', `${run.error?.message} (${n8n.name})`);
	const taken = runs.flatMap((run) => run.rows('Take failed rows'));
	const keys = taken.map(({ source, row_no, link }) => JSON.stringify([source, row_no, link]));
	assert.equal(new Set(keys).size, keys.length, 'a row was taken by both runs');
}

/** Runs the retry by its schedule, every second, until it finds nothing more to do. */
async function retryOnSchedule({ rest }: Bench, credentials: Credentials, database: Database): Promise<void> {
	const hurried = withParameters(readExample('retry-failed'), 'Every night', {
		rule: { interval: [{ field: 'seconds', secondsInterval: 1 }] },
	});
	const id = await rest.importWorkflow(withCredentials(hurried, credentials));
	await rest.activate(id);
	const open = async () =>
		(
			await database.query(
				'SELECT 1 FROM douyin_failed WHERE retryable AND (tries < 5 OR taken_at IS NOT NULL)',
			)
		).length;
	await until('no row is tried again', async () => (await open()) === 0, { seconds: 120 });
	await deactivate(rest, id);
}

export const spreadsheet: Scenario = {
	name: 'example: spreadsheet to database, retry',
	newestOnly: true,
	async run(bench) {
		const { rest, n8n, sandbox, counts } = bench;
		const database = await exampleDatabase(bench, 'spreadsheet');
		const credentials = await storingCredentials(bench, database);
		const id = await rest.importWorkflow(
			withCredentials(readExample('spreadsheet-to-database'), credentials),
		);
		await rest.activate(id);
		const notes: string[] = [];
		const callsNow = () => sandbox.stats().calls;

		const csv = demoCsv();
		let start = performance.now();
		assertCounts(await submitForm(n8n, 'douyin-sheet', [csv.file, '']), csv);
		const csvCounts = await assertStored(database, csv);
		notes.push(
			`CSV: ${csv.rows.length} rows, ${csvCounts.good} good, ${csvCounts.failed} failed, ${callsNow()} calls, ${((performance.now() - start) / 1000).toFixed(1)} s`,
		);

		const xlsx = await mixedXlsx(210);
		start = performance.now();
		const before = callsNow();
		assertCounts(await submitForm(n8n, 'douyin-sheet', [xlsx.file, 'link']), xlsx);
		const xlsxCounts = await assertStored(database, xlsx);
		notes.push(
			`XLSX: ${xlsx.rows.length} rows, ${xlsxCounts.good} good, ${xlsxCounts.failed} failed, ${callsNow() - before} calls, ${((performance.now() - start) / 1000).toFixed(1)} s`,
		);
		await assertNothingPaidIsLost(database, sandbox);

		const wrong = new File(['%PDF-1.7'], 'scan.pdf', { type: 'application/pdf' });
		const calls = callsNow();
		assert.match((await submitForm(n8n, 'douyin-sheet', [wrong, ''])).title, /no XLSX or CSV/);
		assert.equal(callsNow(), calls, 'a wrong file costs nothing');

		// The retry moves what succeeds now, leaves what cannot, and gives up after five tries.
		const failedBefore = await database.query('SELECT 1 FROM douyin_failed');
		await retryTwiceAtOnce(bench, credentials);
		const retried: Sheet = {
			...xlsx,
			expected: xlsx.expected.map((outcomes, index) => (index % 7 === 5 ? storedLater(index) : outcomes)),
		};
		await assertStored(database, retried);
		await assertStored(database, csv);
		const moved = failedBefore.length - (await database.query('SELECT 1 FROM douyin_failed')).length;
		assert.equal(moved, 30);
		await retryOnSchedule(bench, credentials, database);
		const lastXlsx = await assertStored(database, retried);
		const lastCsv = await assertStored(database, csv);
		await assertNothingPaidIsLost(database, sandbox);
		const tries = await database.query<{ reason: string; retryable: boolean; tries: number }>(
			'SELECT DISTINCT reason, retryable, tries FROM douyin_failed ORDER BY reason',
		);
		assert.deepEqual(
			tries.map(({ reason, retryable, tries: made }) => [reason, retryable, made]),
			[
				['bad_response', false, 1],
				['collection_failed', true, 5],
				['network', true, 5],
				['no_content', false, 1],
				['no_link', false, 1],
				['no_target', false, 1],
				['pass_phrase', false, 1],
				['unknown_code', false, 1],
			],
		);
		notes.push(`retry: ${moved} rows moved out of douyin_failed; 2 rows given up after 5 tries`);
		notes.push('a row with a good link and a bad one counts as both');

		return counts(
			csv.rows.length + xlsx.rows.length,
			lastCsv.good + lastXlsx.good,
			lastCsv.failed + lastXlsx.failed,
			notes,
		);
	},
};

/** What examples/README.md promises for a database that cannot be written to. */
export const databaseFails: Scenario = {
	name: 'example: spreadsheet, the database fails midway',
	newestOnly: true,
	async run(bench) {
		const { rest, n8n, sandbox, counts } = bench;
		const database = await exampleDatabase(bench, 'midway');
		const example = withCredentials(
			readExample('spreadsheet-to-database'),
			await storingCredentials(bench, database),
		);
		// Its address is taken by the scenario above.
		const elsewhere = withParameters(example, 'Upload a sheet', { options: { path: 'douyin-sheet-2' } });
		elsewhere.nodes = elsewhere.nodes.map((node) =>
			node.webhookId ? { ...node, webhookId: `${String(node.webhookId)}-2` } : node,
		);
		const id = await rest.importWorkflow(elsewhere);
		await rest.activate(id);

		const csv = demoCsv();
		await database.query('ALTER TABLE douyin_other_links RENAME TO gone');
		await untilStatus(await sendForm(n8n, 'douyin-sheet-2', [csv.file, '']), 'error');
		await database.query('ALTER TABLE gone RENAME TO douyin_other_links');
		const { calls } = sandbox.stats();

		const [execution] = await rest.executions(id);
		assert.equal(execution?.status, 'error');
		await rest.call('POST', `/rest/executions/${execution.id}/retry`, { loadWorkflow: false });
		await until(
			'all rows are there',
			async () => (await database.query('SELECT 1 FROM douyin_rows')).length >= csv.expected.flat().length,
		);
		const { good, failed } = await assertStored(database, csv);
		assert.equal(sandbox.stats().calls, calls, 'the retry asked for no link again');
		await assertNothingPaidIsLost(database, sandbox);
		return counts(csv.rows.length, good, failed, [
			'a table was missing; after "Retry with original workflow" all rows are there, without a further call',
		]);
	},
};
