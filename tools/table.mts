/** Tables: one function for the terminal, one way of writing cells, and the same rows as Markdown. */

export interface Table {
	head: readonly string[];
	rows: ReadonlyArray<readonly string[]>;
	/** Columns whose cells stand at the right, by index. */
	right?: (column: number) => boolean;
}

/** Characters that terminals show two columns wide: CJK, full-width forms, emoji. */
const WIDE =
	/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

const widthOf = (text: string) =>
	[...text].reduce((sum, character) => sum + (WIDE.test(character) ? 2 : 1), 0);

/**
 * Writes a table.
 *
 * @param form `terminal`: columns as wide as their cells; `markdown`: as GitHub reads it, a bar in a cell escaped
 * @returns lines without a line break at the end
 */
export function table({ head, rows, right = () => false }: Table, form: 'terminal' | 'markdown'): string {
	if (form === 'markdown') {
		const line = (cells: readonly string[]) =>
			`| ${cells.map((cell) => cell.replace(/(?<!\\)\|/g, '\\|')).join(' | ')} |`;
		return [
			line(head),
			line(head.map((_, column) => (right(column) ? '--:' : '---'))),
			...rows.map(line),
		].join('\n');
	}
	const widths = head.map((_, column) =>
		Math.max(...[head, ...rows].map((cells) => widthOf(cells[column] ?? ''))),
	);
	const line = (cells: readonly string[]) =>
		widths
			.map((width, column) => {
				const cell = cells[column] ?? '';
				const padding = ' '.repeat(width - widthOf(cell));
				return right(column) ? padding + cell : cell + padding;
			})
			.join('  ')
			.trimEnd();
	return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
}
