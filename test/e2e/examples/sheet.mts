/** sheet-to-postgres.json: uploads by form, all rows in PostgreSQL, failed ones again. */
import assert from 'node:assert/strict';
import type { Bench } from '../../../tools/n8n/bench.mts';
import { until } from '../../../tools/wait.mts';
import type { Scenario } from '../../../tools/n8n/report.mts';
import type { N8n } from '../../../tools/n8n/n8n.mts';
import type { Database } from '../../../tools/n8n/services.mts';
import {
	exampleDatabase,
	readExample,
	storingCredentials,
	withCredentials,
} from '../../../tools/n8n/examples.mts';
import { postForm } from './form.mts';
import { later, mixedSheet, smallSheet, type Outcome, type Sheet } from './sheets.mts';

interface Stored {
	row_no: number;
	post_id: string | null;
	like_count: string | null;
	reason: string | null;
	advice: string | null;
	retryable: boolean | null;
	tries: number;
	columns: Record<string, string>;
}

const outcomeOf = ({ post_id, reason }: Stored): Outcome =>
	post_id === null ? { reason: String(reason) } : { post_id };

const keys = (outcomes: Outcome[]) => outcomes.map((outcome) => JSON.stringify(outcome)).sort();

const stored = async (database: Database, { file }: Sheet): Promise<Stored[]> =>
	await database.query<Stored & Record<string, unknown>>(
		'SELECT * FROM sheet_posts WHERE source LIKE $1 ORDER BY row_no, link',
		[`${file.name}, %`],
	);

/** Each row of the sheet once for each of its links, with its own columns. */
async function assertStored(database: Database, sheet: Sheet): Promise<Stored[]> {
	const lines = await stored(database, sheet);
	const byRow = sheet.rows.map((_, index) => lines.filter(({ row_no }) => row_no === index + 1));
	assert.deepEqual(
		byRow.map((found) => keys(found.map(outcomeOf))),
		sheet.expected.map(keys),
	);
	assert.equal(lines.length, sheet.expected.flat().length, 'and nothing else');
	for (const { columns, row_no, post_id, like_count, advice } of lines) {
		assert.deepEqual(columns, sheet.rows[row_no - 1]);
		assert.equal(like_count === null, post_id === null);
		assert.equal(advice === null, post_id !== null, 'what failed says what to do');
	}
	return lines;
}

async function upload(n8n: N8n, database: Database, sheet: Sheet, column: string): Promise<void> {
	await postForm(n8n, 'upload-sheet', [sheet.file, column]);
	const all = sheet.expected.flat().length;
	await until(`${sheet.file.name} is stored`, async () => (await stored(database, sheet)).length >= all, {
		seconds: 40,
	});
}

/** Runs the retry twice at the same moment: no row may be taken by both. */
async function retryTwiceAtOnce({ rest }: Bench, id: string): Promise<number> {
	const runs = await Promise.all([rest.runManually(id, 'Every night'), rest.runManually(id, 'Every night')]);
	for (const run of runs) assert.equal(run.status, 'success', run.error?.message);
	const taken = runs.flatMap((run) => run.rows('Failed rows')).flatMap(({ failed_id }) => failed_id ?? []);
	assert.equal(new Set(taken).size, taken.length, 'a row was taken by both runs');
	return taken.length;
}

export const sheetToPostgres: Scenario = {
	name: 'example: sheet to PostgreSQL, failed rows again',
	newestOnly: true,
	async run(bench) {
		const { rest, n8n, sandbox, counts } = bench;
		const database = await exampleDatabase(bench, 'sheet');
		const credentials = await storingCredentials(bench, database);
		const id = await rest.importWorkflow(withCredentials(readExample('sheet-to-postgres'), credentials));
		await rest.activate(id);

		const small = await smallSheet();
		await upload(n8n, database, small, '');
		await assertStored(database, small);
		const mixed = await mixedSheet(210);
		await upload(n8n, database, mixed, 'link');
		const first = await assertStored(database, mixed);
		const paid = () => sandbox.calls().filter(({ billed }) => billed);
		const links = paid().map(({ path, shareUrl }) => `${path} ${shareUrl}`);
		assert.equal(new Set(links).size, links.length, 'nothing is paid for twice');

		assert.equal(await retryTwiceAtOnce(bench, id), 30);
		const again = { ...mixed, expected: mixed.expected.map(later) };
		const second = await assertStored(database, again);
		await assertStored(database, small);
		assert.deepEqual([...new Set(second.map(({ tries }) => tries))].sort(), [1, 2]);
		assert.equal(await retryTwiceAtOnce(bench, id), 0, 'nothing is left that may succeed');
		const bad = ({ post_id }: Stored) => post_id === null;
		return counts(small.rows.length + mixed.rows.length, second.length - second.filter(bad).length + 2, second.filter(bad).length + 1, [
			`${first.filter(bad).length} failed links in the large sheet at first; the retry stored 30 of them`,
		]);
	},
};

/** What examples/README.md promises for a database that cannot be written to. */
export const sheetDatabaseFails: Scenario = {
	name: 'example: sheet, the database fails',
	newestOnly: true,
	async run(bench) {
		const { rest, n8n, sandbox, counts } = bench;
		const database = await exampleDatabase(bench, 'sheet_midway');
		const example = withCredentials(
			readExample('sheet-to-postgres'),
			await storingCredentials(bench, database),
		);
		// Its address is taken by the scenario above.
		example.nodes = example.nodes.map((node) =>
			node.webhookId
				? {
						...node,
						webhookId: `${String(node.webhookId)}-2`,
						parameters: { ...node.parameters, options: { path: 'upload-sheet-2' } },
					}
				: node,
		);
		const id = await rest.importWorkflow(example);
		await rest.activate(id);
		const small = await smallSheet();
		await database.query('ALTER TABLE sheet_posts RENAME TO gone');
		await postForm(n8n, 'upload-sheet-2', [small.file, '']);
		const failed = await until('the run ended', async () => {
			const [execution] = await rest.executions(id);
			return execution?.status === 'error' && execution;
		});
		await database.query('ALTER TABLE gone RENAME TO sheet_posts');
		const { calls } = sandbox.stats();
		await rest.call('POST', `/rest/executions/${failed.id}/retry`, { loadWorkflow: false });
		await until('all rows are there', async () => (await stored(database, small)).length === 3);
		await assertStored(database, small);
		assert.equal(sandbox.stats().calls, calls, 'the retry asked for no link again');
		return counts(3, 2, 1, [
			'a table was missing; after "Retry with original workflow" all rows are there, without a further call',
		]);
	},
};
