/** The links that the user gives. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { askForLinks, readLink, readLinks, readTextsFile } from '../../../../tools/verify/links.mts';
import { NONSENSE_LINK } from '../../../../tools/verify/questions.mts';

test('a whole share text gives the documented form of its link', () => {
	expect(readLink('video', '7.43 pda:/ 复制打开抖音 V.douyin.com/kTZRspBf 12/08 Q@K.Wm')).toBe(
		'https://v.douyin.com/kTZRspBf/',
	);
});

test.each([
	['nothing to see', 'no Douyin link'],
	['https://www.douyin.com/video/7579132723441323298', 'only short links'],
	['https://jx.douyin.com/Ab12Cd34/', 'only short links'],
])('%s is refused', (text, why) => {
	expect(() => readLink('note', text)).toThrow(new RegExp(`^note: .*${why}`));
});

test('what is not given falls back, what is empty is skipped', () => {
	expect(readLinks({ video: 'https://v.douyin.com/Ab12/', user: ' ' })).toEqual({
		video: 'https://v.douyin.com/Ab12/',
		nonsense: NONSENSE_LINK,
	});
	expect(readLinks({ nonsense: '' })).toEqual({});
});

test('the default nonsense link is one that the node would send', () => {
	expect(readLink('nonsense', NONSENSE_LINK)).toBe(NONSENSE_LINK);
});

test('a file of links', () => {
	const file = join(mkdtempSync(join(tmpdir(), 'verify-')), 'links.json');
	const write = (text: string) => writeFileSync(file, text);
	write('{ "video": "https://v.douyin.com/Ab12/" }');
	expect(readTextsFile(file)).toEqual({ video: 'https://v.douyin.com/Ab12/' });
	for (const wrong of ['{ "vidoe": "x" }', '{ "video": 1 }', '["x"]', 'null', '{']) {
		write(wrong);
		expect(() => readTextsFile(file)).toThrow(file);
	}
	expect(() => readTextsFile(`${file}.missing`)).toThrow('could not be read');
});

test('asked one by one: empty skips, what holds no link is asked again', async () => {
	const typed = ['no link', 'https://v.douyin.com/Ab12/', '', '', '', '', ''];
	const prompts: string[] = [];
	const links = await askForLinks(async (prompt) => {
		prompts.push(prompt);
		return typed.shift() ?? '';
	});
	expect(links).toEqual({ video: 'https://v.douyin.com/Ab12/', nonsense: NONSENSE_LINK });
	expect(prompts[1]).toContain('no Douyin link');
	expect(prompts).toHaveLength(7);
});

test('asked one by one: the made-up code can be skipped too', async () => {
	const typed = ['', '', '', '', '', '-'];
	expect(await askForLinks(async () => typed.shift() ?? '')).toEqual({});
});
