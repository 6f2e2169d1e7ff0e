/** A sheet as CSV: read as spreadsheets write it, and written so that they read it. */
import { parse } from 'csv-parse/sync';

import { findShareLinks } from '../../dist/nodes/JustOneApi/link/shareLink.js';

export type Row = Record<string, string>;

/** How many rows are looked at to find the column with the share texts. */
const SAMPLE = 200;

/** As UTF-8, or where it is not valid as GB 18030, in which Excel in China saves CSV. */
export function decode(bytes: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return new TextDecoder('gb18030').decode(bytes);
	}
}

/** The separator of a CSV: the most frequent candidate in its first line, quoted parts left out. */
function separatorOf(text: string): string {
	const head = text.slice(0, text.indexOf('\n') + 1 || undefined).replaceAll(/"[^"]*"/g, '');
	const count = (separator: string) => head.split(separator).length;
	return [',', ';', '\t'].sort((a, b) => count(b) - count(a))[0] ?? ',';
}

/** No title of a column. */
const LINK_LIKE = /https?:|douyin\.com/i;

const hasLink = (text: string | undefined) => text !== undefined && findShareLinks(text).length > 0;

/**
 * Reads a CSV. Where the first line already holds a link there is no header, and columns are called `column 1`, ….
 *
 * @throws Error where it is no CSV, or has no rows
 */
export function readCsv(text: string): Row[] {
	const options = {
		delimiter: separatorOf(text),
		bom: true,
		relax_quotes: true,
		relax_column_count: true,
		skip_empty_lines: true,
	};
	const [head = [], ...body] = parse(text, options) as string[][];
	const hasHeader = !head.some((cell) => LINK_LIKE.test(cell));
	const width = Math.max(head.length, ...body.map(({ length }) => length));
	const names = Array.from({ length: width }, (_, index) =>
		hasHeader && head[index] ? head[index] : `column ${index + 1}`,
	);
	const rows = hasHeader ? body : [head, ...body];
	if (rows.length === 0) throw new Error('The file has no rows.');
	return rows.map((cells) => Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])));
}

/**
 * The column with the share texts.
 *
 * @param named as the user says; otherwise the column in which most cells hold a link
 * @throws Error that names the columns, where there is no such one
 */
export function shareColumn(rows: readonly Row[], named?: string): string {
	const columns = Object.keys(rows[0] ?? {});
	const all = `The columns are: ${columns.join(', ')}.`;
	if (named !== undefined) {
		if (!columns.includes(named)) throw new Error(`There is no column "${named}". ${all}`);
		return named;
	}
	const sample = rows.slice(0, SAMPLE);
	const counts = columns.map((column) => sample.filter((row) => hasLink(row[column])).length);
	const most = Math.max(...counts);
	if (most <= 0) throw new Error(`No column holds Douyin links. Name it with --column. ${all}`);
	return columns[counts.indexOf(most)] ?? '';
}

const cellText = (value: unknown): string => {
	if (value === null || value === undefined) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
};

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A CSV as Excel opens it: UTF-8 with a byte order mark. Columns are those of all rows, in the order in which they appear. */
export function writeCsv(rows: ReadonlyArray<Record<string, unknown>>): string {
	const columns = [...new Set(rows.flatMap(Object.keys))];
	const lines = [columns, ...rows.map((row) => columns.map((column) => cellText(row[column])))];
	return `\uFEFF${lines.map((cells) => cells.map(quoted).join(',')).join('\r\n')}\r\n`;
}
