/** What the database holds after an upload, against the sheet and against what the API handed out. */
import assert from 'node:assert/strict';
import type { Sandbox } from '../../../tools/sandbox/server.mts';
import type { Database } from '../../../tools/n8n/services.mts';
import type { Outcome, Sheet } from './sheets.mts';

interface StoredRow {
	source: string;
	row_no: number;
	share_url: string | null;
	outcome: Outcome['outcome'];
	video_id: string | null;
	reason: string | null;
	columns: Record<string, string>;
}

/** All rows of an upload, by the name of its file. */
const storedRows = async (database: Database, file: string): Promise<StoredRow[]> =>
	await database.query<StoredRow>(
		'SELECT * FROM douyin_rows WHERE source LIKE $1 ORDER BY row_no, share_url',
		[`${file}, %`],
	);

const keyOf = (row: Outcome) =>
	row.outcome === 'video'
		? `video ${row.video_id}`
		: row.outcome === 'other'
			? `other ${row.share_url}`
			: `failed ${row.reason}`;

/**
 * Each row of the sheet exactly once (once for each of its links), in the right table, with its own columns.
 *
 * @returns rows with a good link, and rows with a failure; a row with both counts as both
 */
export async function assertStored(
	database: Database,
	{ file, rows, expected }: Sheet,
): Promise<{ good: number; failed: number }> {
	const stored = await storedRows(database, file.name);
	const byRow = rows.map((_, index) => stored.filter(({ row_no }) => row_no === index + 1));
	assert.deepEqual(
		byRow.map((found) => found.map((row) => keyOf(row as Outcome)).sort()),
		expected.map((outcomes) => outcomes.map(keyOf).sort()),
		'each row, once for each link',
	);
	assert.equal(stored.length, expected.flat().length, 'and nothing else');
	byRow.forEach((found, index) => {
		// Empty cells are left out by n8n's file reader.
		const own = Object.fromEntries(Object.entries(rows[index] ?? {}).filter(([, value]) => value !== ''));
		for (const { columns } of found) assert.deepEqual(columns, own, `the columns of row ${index + 1}`);
	});
	const count = (isIt: (row: StoredRow) => boolean) => byRow.filter((found) => found.some(isIt)).length;
	return {
		good: count(({ outcome }) => outcome !== 'failed'),
		failed: count(({ outcome }) => outcome === 'failed'),
	};
}

/** Every link that the API resolved is stored, to the last digit of its ID; no link was paid for twice. */
export async function assertNothingPaidIsLost(database: Database, sandbox: Sandbox): Promise<void> {
	const paid = sandbox.calls().filter(({ code, billed }) => code === 0 && billed);
	const links = paid.map(({ shareUrl }) => shareUrl);
	assert.equal(new Set(links).size, links.length, 'no link is paid for twice');
	const stored = await database.query<{ share_url: string }>(`
		SELECT DISTINCT share_url FROM douyin_rows WHERE share_url IS NOT NULL`);
	const known = new Set(stored.map(({ share_url }) => share_url));
	assert.deepEqual(
		links.filter((link) => !known.has(link)),
		[],
		'links that were paid for, but are nowhere',
	);
	const ids = await database.query<{ video_id: string }>('SELECT video_id FROM douyin_videos');
	for (const { video_id } of ids) assert.match(video_id, /^\d{19}$/);
}
