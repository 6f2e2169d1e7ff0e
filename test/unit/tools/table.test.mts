import { table } from '../../../tools/table.mts';

const ROWS = {
	head: ['name', 'n'],
	rows: [
		['中文', '1'],
		['a|b', '100'],
	],
	right: (column: number) => column === 1,
};

it('In the terminal, columns are as wide as their widest cell; Chinese counts double', () => {
	expect(table(ROWS, 'terminal')).toBe(['name    n', '────  ───', '中文    1', 'a|b   100'].join('\n'));
});

it('In Markdown, a bar in a cell does not end it, and is not escaped twice', () => {
	expect(table(ROWS, 'markdown')).toBe(
		['| name | n |', '| --- | --: |', '| 中文 | 1 |', '| a\\|b | 100 |'].join('\n'),
	);
	expect(table({ head: ['a\\|b'], rows: [] }, 'markdown')).toBe('| a\\|b |\n| --- |');
});
