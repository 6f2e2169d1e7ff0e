/** Sheets for the upload, and what must come of each row. */
import writeXlsxFile from 'write-excel-file/node';
import { contentId, shortLink } from '../../../tools/sandbox/links.mts';

/** The post's ID, or the reason of the failure. */
export type Outcome = { post_id: string } | { reason: string };

export interface Sheet {
	file: File;
	/** The rows as a user sees them, as text. */
	rows: Array<Record<string, string>>;
	/** By row, in the order of the sheet: one entry for each of its links. */
	expected: Outcome[][];
}

const post = (code: string): Outcome => ({ post_id: contentId(code) });
const failed = (reason: string): Outcome => ({ reason });

/** How one row of a kind looks. `n` makes it a link of its own. */
const KINDS: Array<(n: number) => { text: string; expected: Outcome[] }> = [
	(n) => ({
		text: `7.43 复制打开抖音，看看【第${n}个】 ${shortLink('video', `x${n}`)} 复制此链接`,
		expected: [post(`video-x${n}`)],
	}),
	(n) => ({
		text: `看${shortLink('video', `y${n}`)}和${shortLink('c201', `y${n}`)}`,
		expected: [post(`video-y${n}`), failed('no_content')],
	}),
	(n) => ({ text: shortLink('user', `x${n}`), expected: [failed('no_post')] }),
	// The same link in many rows: paid for once, and no row merged away.
	() => ({ text: shortLink('video', 'same'), expected: [post('video-same')] }),
	// Fails four calls, which are all that one run makes for it; the retry gets it.
	(n) => ({ text: shortLink('c301x5', `x${n}`), expected: [failed('collection_failed')] }),
	(n) => ({ text: contentId(`video-z${n}`), expected: [post(`video-z${n}`)] }),
	() => ({ text: '7.6E+18', expected: [failed('rounded_id')] }),
];

/** What a row becomes once it is tried again, by the outcome of the upload. */
export const later = (outcomes: Outcome[], index: number): Outcome[] =>
	index % KINDS.length === 4 ? [post(`c301x5-x${10 + index}`)] : outcomes;

function kinds(count: number): Pick<Sheet, 'rows' | 'expected'> {
	const made = Array.from({ length: count }, (_, index) => KINDS[index % KINDS.length]?.(10 + index));
	return {
		// `error` and `share_url` are also names of the node's own fields.
		rows: made.map((kind, index) => ({
			序号: `742000000000000${1000 + index}`,
			error: `备注 ${index}`,
			share_url: 'https://example.com/',
			link: kind?.text ?? '',
		})),
		expected: made.map((kind) => kind?.expected ?? []),
	};
}

async function xlsx(name: string, rows: Sheet['rows'], blankRowAt?: number): Promise<File> {
	const columns = Object.keys(rows[0] ?? {});
	const cells = rows.map((row) => columns.map((column) => ({ value: row[column], type: String })));
	if (blankRowAt !== undefined) cells.splice(blankRowAt, 0, []);
	const header = columns.map((value) => ({ value, type: String }));
	const bytes = new Uint8Array(await writeXlsxFile([header, ...cells], { sheet: '链接' }).toBuffer());
	const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
	return new File([bytes], name, { type });
}

/** Hostile column names, IDs as text, and a blank row in the middle. */
export async function mixedSheet(count: number): Promise<Sheet> {
	const { rows, expected } = kinds(count);
	return { file: await xlsx('链接 2026.xlsx', rows, 20), rows, expected };
}

/** Three rows, their texts in the column that is read without being named. */
export async function smallSheet(): Promise<Sheet> {
	const texts = [shortLink('video', 'small'), contentId('video-small2'), '没有链接'];
	const rows = texts.map((share_text, index) => ({ share_text, note: `备注 ${index}` }));
	const expected = [[post('video-small')], [post('video-small2')], [failed('no_link')]];
	return { file: await xlsx('small.xlsx', rows), rows, expected };
}
