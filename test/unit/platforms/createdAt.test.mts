import { createdAt } from '../../../nodes/JustOneApi/platforms/createdAt.ts';
import { ANSWERS, fieldsAfter } from './answers.mts';

const NOW = Date.UTC(2026, 10, 25, 12);
const snowflake = (ms: number, low = 4_294_967_295n) => String((BigInt(ms / 1000) << 32n) + low);
const objectId = (ms: number) => `${(ms / 1000).toString(16)}000000001e014a48`;

it.each([
	['douyin', '7579132723441323298', '2025-12-02T05:45:50.000Z'],
	['xiaohongshu', '6a916774000000001e014a48', '2026-08-28T10:48:20.000Z'],
	['xiaohongshu', '6A916774000000001E014A48', '2026-08-28T10:48:20.000Z'],
] as const)('An ID of %s names its moment: %s', (platform, id, moment) => {
	expect(createdAt(platform, id, NOW)).toBe(moment);
});

it.each([
	['kuaishou', '3xq7mdwz5kfuhe4'],
	['bilibili', 'BV1UQQgBFEub'],
	['douyin', null],
	['douyin', ''],
	['douyin', '757913272344132329'],
	['douyin', '7579132723441323298x'],
	['xiaohongshu', '6a9167740000'],
	['xiaohongshu', '6a91677400000000ze014a48'],
] as const)('Other IDs name none: %s %s', (platform, id) => {
	expect(createdAt(platform, id, NOW)).toBeNull();
});

describe.each([
	['douyin', snowflake],
	['xiaohongshu', objectId],
] as const)('A moment that cannot be (%s)', (platform, idOf) => {
	const first = Date.UTC(2012, 0, 1);
	const last = NOW + 86_400_000;
	it.each([first, last])('is none of those between: %d', (ms) => {
		expect(createdAt(platform, idOf(ms), NOW)).toBe(new Date(ms).toISOString());
	});
	it.each([first - 1000, last + 1000])('is null: %d', (ms) => {
		expect(createdAt(platform, idOf(ms), NOW)).toBeNull();
	});
});

const NAMING = ANSWERS.filter(([, platform]) => platform === 'douyin' || platform === 'xiaohongshu');
it.each(NAMING)('It is not after publication, and less than a day before: %s', (name, platform, id) => {
	const published = Date.parse(fieldsAfter(name).published_at ?? '');
	const before = published - Date.parse(createdAt(platform, id, published) ?? '');
	expect(before).toBeGreaterThanOrEqual(0);
	expect(before).toBeLessThan(86_400_000);
});
