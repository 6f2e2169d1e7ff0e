import { plainText } from '../../../nodes/JustOneApi/failure/plainText.ts';

it.each([
	['nothing', '', ''],
	['words', 'Collection Failed. Please Retry.', 'Collection Failed. Please Retry.'],
	['Chinese and emoji', '采集失败，请重试 👉', '采集失败，请重试 👉'],
	['markup', '<img src=x onerror="a()">&amp;', '‹img src=x onerror="a()"›＆amp;'],
	['control characters', 'a\u0000b\u0007\u001B[31mc\u007Fd', 'a b [31mc d'],
	['line breaks and tabs', ' a\r\n\tb\u2028c ', 'a b c'],
	['direction marks and zero-width characters', 'a\u202Eb\u200Bc', 'a b c'],
	['half of an emoji', 'a\uD83Db', 'a b'],
	['white space only', ' \n\u3000 ', ''],
])('Quoted harmlessly: %s', (_, text, plain) => {
	expect(plainText(text)).toBe(plain);
});

it('Of a long text the beginning is quoted', () => {
	expect(plainText('a'.repeat(300))).toBe('a'.repeat(300));
	expect(plainText('a'.repeat(301))).toBe(`${'a'.repeat(300)}…`);
	expect(plainText(`${'a'.repeat(299)}👉b`)).toBe(`${'a'.repeat(299)}…`);
	expect(plainText('<'.repeat(1_000_000))).toBe(`${'‹'.repeat(300)}…`);
});
