/** Characters that terminals show two columns wide: CJK, full-width forms, emoji. */
const WIDE =
	/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

const widthOf = (text: string) =>
	[...text].reduce((sum, character) => sum + (WIDE.test(character) ? 2 : 1), 0);

/** Columns by title, each with how to read a cell from a row. */
export type Columns<Row> = Record<string, (row: Row) => unknown>;

/** A table as plain text, as wide as its cells. */
export function table<Row>(columns: Columns<Row>, rows: Row[]): string {
	const cells = [
		Object.keys(columns),
		...rows.map((row) => Object.values(columns).map((read) => String(read(row) ?? '–'))),
	];
	const widths = Object.keys(columns).map((_, column) =>
		Math.max(...cells.map((line) => widthOf(line[column] ?? ''))),
	);
	const print = (line: string[]) =>
		line
			.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)))
			.join('  ')
			.trimEnd();
	const [head = [], ...body] = cells;
	return [print(head), widths.map((width) => '─'.repeat(width)).join('  '), ...body.map(print)].join('\n');
}
