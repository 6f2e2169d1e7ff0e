/** The reader's own sheet: read as spreadsheets write it, and written so that they read it back. */
import { decode, readCsv, shareColumn, writeCsv } from '../../../../tools/demo/csv.mts';

const LINK = 'https://v.douyin.com/AbC12/';

describe('A CSV', () => {
	it.each([
		['commas', `id,text\n1,"a, b ${LINK}"\n`],
		['semicolons', `id;text\r\n1;"a, b ${LINK}"\r\n`],
		['tabs', `id\ttext\n1\ta, b ${LINK}\n`],
		['a byte order mark and blank lines', `\uFEFFid,text\n\n1,"a, b ${LINK}"\n\n`],
	])('is read with %s', (_, text) => {
		expect(readCsv(text)).toEqual([{ id: '1', text: `a, b ${LINK}` }]);
	});

	it('needs no header: a first line with a link is a row', () => {
		expect(readCsv(`${LINK}\nno link\n`)).toEqual([{ 'column 1': LINK }, { 'column 1': 'no link' }]);
	});

	it('may have lines that are too short or too long', () => {
		expect(readCsv('a,b\n1\n2,3,4\n')).toEqual([
			{ a: '1', b: '', 'column 3': '' },
			{ a: '2', b: '3', 'column 3': '4' },
		]);
	});

	it('is refused without rows', () => {
		expect(() => readCsv('id,text\n')).toThrow('no rows');
	});

	it('may be UTF-8 or GB 18030', () => {
		expect(decode(new TextEncoder().encode('链接'))).toBe('链接');
		expect(decode(Uint8Array.of(0xc1, 0xb4, 0xbd, 0xd3))).toBe('链接');
	});

	it('comes back as it was written, quotes, commas and line breaks included', () => {
		const rows = [
			{ text: 'a "b", c\nd', video_id: '7000000000251380272' },
			{ text: '', video_id: '' },
			{ text: '看看', video_id: '1' },
		];
		expect(readCsv(writeCsv(rows))).toEqual(rows);
	});

	it('has the columns of all rows; what is null or missing is empty, objects are JSON', () => {
		const text = writeCsv([{ a: null }, { b: true, c: { d: 1 } }]);
		expect(text).toBe('\uFEFFa,b,c\r\n,,\r\n,true,"{""d"":1}"\r\n');
	});
});

describe('The column with the share texts', () => {
	const rows = [
		{ id: '1', note: LINK, text: `看看 ${LINK}` },
		{ id: '2', note: 'none', text: LINK },
	];

	it('is the one with most links', () => expect(shareColumn(rows)).toBe('text'));
	it('is the one that is named', () => expect(shareColumn(rows, 'note')).toBe('note'));
	it('must exist', () => expect(() => shareColumn(rows, 'nothing')).toThrow('id, note, text'));
	it('is asked for where no cell holds a link', () => {
		expect(() => shareColumn([{ id: '1' }])).toThrow('--column');
	});
});
