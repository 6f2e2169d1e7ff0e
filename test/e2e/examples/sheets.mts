/** Sheets for the upload, and what must come of each row. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import writeXlsxFile from 'write-excel-file/node';
import { postIdBehind } from '../../../tools/sandbox/ids.mts';
import { contentId, shortLink } from '../../../tools/sandbox/links.mts';
import type { Sister } from '../../../tools/sandbox/sisters.mts';
import { PROJECT } from '../../../tools/n8n/install.mts';

/** What a row must become: one entry for each of its links. */
export type Outcome =
	| { outcome: 'video'; video_id: string }
	| { outcome: 'other'; share_url: string }
	| { outcome: 'failed'; reason: string };

export interface Sheet {
	file: File;
	/** The rows as a user sees them, as text. */
	rows: Array<Record<string, string>>;
	/** By row, in the order of the sheet. */
	expected: Outcome[][];
}

const video = (code: string): Outcome => ({ outcome: 'video', video_id: contentId(code) });
const sister = (platform: Sister, code: string): Outcome => ({
	outcome: 'video',
	video_id: postIdBehind(platform, code),
});
const other = (code: string): Outcome => ({ outcome: 'other', share_url: `https://v.douyin.com/${code}/` });
const failed = (reason: string): Outcome => ({ outcome: 'failed', reason });

/** What the demo's 30 rows must become, written down by hand. */
const DEMO: Outcome[][] = [
	[video('kTZRspBf')],
	[video('-qf6Ca1ezEx')],
	[video('huJwytBrWRh')],
	[video('note-lO8f2Nxm')],
	[video('slides-1Zg4eX')],
	[other('user-Kx3mPq')],
	[other('live-k2Xty2')],
	[{ outcome: 'video', video_id: '7458784447774619122' }],
	[video('qtem4VBXpee'), video('uLvqXh8g5rM')],
	[sister('bilibili', 'JB4kLV4')],
	[video('kTZRspBf')],
	[video('SmJQDFBC7WX')],
	[other('mix-6BZNbrK')],
	[other('music-e1qUF')],
	[failed('pass_phrase')],
	[video('c301x2-Yh7Kd')],
	[video('c302x1-Wq2Lm')],
	[video('c500x1-Rt5Vb')],
	[sister('xiaohongshu', 'note-l6xXCB')],
	[failed('no_content')],
	[failed('collection_failed')],
	[failed('no_target')],
	[failed('no_target')],
	[failed('bad_response')],
	[failed('unknown_code')],
	[failed('network')],
	[sister('kuaishou', 'X-5DIXnyJQAlO5')],
	[failed('no_link')],
	[video('AFs7BVmP3JF')],
	[video('mangled-Ll0Qw')],
];

/** The demo's CSV, with the byte order mark that Excel writes. */
export function demoCsv(): Sheet {
	const text = readFileSync(join(PROJECT, 'tools', 'demo', 'share-texts.csv'), 'utf8');
	return {
		file: new File([`\uFEFF${text}`], 'share-texts.csv', { type: 'text/csv' }),
		rows: parse(text, { columns: true }) as Array<Record<string, string>>,
		expected: DEMO,
	};
}

/** How one row of a kind looks. `n` makes it a link of its own. */
const KINDS: Array<(n: number) => { text: string; expected: Outcome[] }> = [
	(n) => ({
		text: `7.43 复制打开抖音，看看【第${n}个】 ${shortLink('video', `x${n}`)} 复制此链接`,
		expected: [video(`video-x${n}`)],
	}),
	(n) => ({ text: shortLink('note', `x${n}`), expected: [video(`note-x${n}`)] }),
	(n) => ({
		text: `看${shortLink('video', `y${n}`)}和${shortLink('c201', `y${n}`)}`,
		expected: [video(`video-y${n}`), failed('no_content')],
	}),
	(n) => ({ text: shortLink('user', `x${n}`), expected: [other(`user-x${n}`)] }),
	// The same link in many rows: paid for once, and no row merged away.
	() => ({ text: shortLink('video', 'same'), expected: [video('video-same')] }),
	// Fails four calls, which are all that one run makes for it; the retry gets it.
	(n) => ({ text: shortLink('c301x4', `x${n}`), expected: [failed('collection_failed')] }),
	(n) => ({
		text: `https://www.douyin.com/video/7412345678901234${100 + n}`,
		expected: [{ outcome: 'video', video_id: `7412345678901234${100 + n}` }],
	}),
];

/** An XLSX with hostile column names, IDs as text, and a blank row in the middle. */
export async function mixedXlsx(count: number): Promise<Sheet> {
	const rows: Sheet['rows'] = [];
	const expected: Sheet['expected'] = [];
	for (let index = 0; index < count; index += 1) {
		const made = KINDS[index % KINDS.length]?.(10 + index);
		if (!made) continue;
		// `error` and `share_url` are also names of the node's own fields.
		rows.push({
			序号: `742000000000000${1000 + index}`,
			error: `备注 ${index}`,
			share_url: 'https://example.com/',
			link: made.text,
		});
		expected.push(made.expected);
	}
	const columns = Object.keys(rows[0] ?? {});
	const cells = rows.map((row) => columns.map((column) => ({ value: row[column], type: String })));
	cells.splice(20, 0, []);
	const header = columns.map((value) => ({ value, type: String }));
	const bytes = new Uint8Array(await writeXlsxFile([header, ...cells], { sheet: '链接' }).toBuffer());
	const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
	return { file: new File([bytes], '链接 2026.xlsx', { type }), rows, expected };
}
