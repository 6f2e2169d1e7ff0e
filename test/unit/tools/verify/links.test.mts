/** The links that the user gives. */
import { readLink, readLinks } from '../../../../tools/verify/links.mts';
import { NONSENSE_LINK } from '../../../../tools/verify/questions.mts';

test('a whole share text gives the documented form of its link', () => {
	expect(readLink('video', '7.43 pda:/ 复制打开抖音 V.douyin.com/kTZRspBf 12/08 Q@K.Wm')).toBe(
		'https://v.douyin.com/kTZRspBf/',
	);
});

test.each([
	['nothing to see', 'no link of douyin'],
	['https://www.douyin.com/video/7579132723441323298', 'only short links'],
	['https://jx.douyin.com/Ab12Cd34/', 'only short links'],
])('%s is refused', (text, why) => {
	expect(() => readLink('note', text)).toThrow(new RegExp(`^note: .*${why}`));
});

test('what is not given is skipped, but for the code that was never issued; empty skips that too', async () => {
	expect(
		await readLinks({ JUSTONEAPI_VIDEO: '看看 https://v.douyin.com/Ab12/', JUSTONEAPI_USER: ' ' }),
	).toEqual({
		video: 'https://v.douyin.com/Ab12/',
		nonsense: NONSENSE_LINK,
	});
	expect(await readLinks({ JUSTONEAPI_NONSENSE: '' })).toEqual({});
	await expect(readLinks({ JUSTONEAPI_NOTE: 'x' })).rejects.toThrow('note: ');
});

test.each([
	['kuaishou', '看 https://v.kuaishou.com/f/X-aI0CH5', 'https://v.kuaishou.com/f/X-aI0CH5'],
	['xhslinkCn', 'http://xhslink.cn/o/VLZHp5PlSVE', 'https://xhslink.cn/o/VLZHp5PlSVE'],
	[
		'imageNote',
		'https://www.xiaohongshu.com/explore/6a916774000000001e014a48?x=y',
		'6a916774000000001e014a48',
	],
	['imageNote', ' 6a916774000000001e014a48 ', '6a916774000000001e014a48'],
] as const)('%s is read from %s', (kind, text, link) => {
	expect(readLink(kind, text)).toBe(link);
});

test.each([
	['kuaishou', 'https://v.douyin.com/Ab12Cd/', 'no link of kuaishou'],
	['xiaohongshu', 'http://xhslink.cn/o/VLZHp5PlSVE', 'documented form'],
	['xhslinkCn', 'http://xhslink.com/o/VLZHp5PlSVE', 'documented form'],
	['imageNote', 'http://xhslink.com/o/VLZHp5PlSVE', 'long link'],
] as const)('%s is not read from %s', (kind, text, why) => {
	expect(() => readLink(kind, text)).toThrow(why);
});

test('the default nonsense link is one that the node would send', () => {
	expect(readLink('nonsense', NONSENSE_LINK)).toBe(NONSENSE_LINK);
});

test('asked one by one: empty skips, what holds no link is asked again, what the environment has is not asked', async () => {
	const typed = ['', 'no link', 'https://v.douyin.com/Ab12/', '', '', '', '', '', '', '', ''];
	const prompts: string[] = [];
	const links = await readLinks({ JUSTONEAPI_LIVE: 'https://v.douyin.com/Cd34/' }, async (prompt) => {
		prompts.push(prompt);
		return typed.shift() ?? '';
	});
	expect(links).toEqual({
		video: 'https://v.douyin.com/Ab12/',
		live: 'https://v.douyin.com/Cd34/',
		nonsense: NONSENSE_LINK,
	});
	expect(prompts[2]).toContain('no link of douyin');
	expect(prompts).toHaveLength(11);
});
