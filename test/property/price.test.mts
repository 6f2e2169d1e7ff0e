/** What Extract From Text says that a sheet will cost is what a faultless API bills. */
import type { IDataObject } from 'n8n-workflow';

import { randomFrom } from '../../tools/simulate/virtualClock.mts';
import { BAD, details, GOOD, RESOLVE, startBench, type Bench } from '../engine/bench.mts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());

const ID = '745878444777461912';
/** Links of all kinds, each with a number; no two kinds lead to one post. */
const LINKS: ReadonlyArray<(n: number) => string> = [
	(n) => `https://v.douyin.com/price${n}/`,
	(n) => `http://v.douyin.com/price${n}`,
	(n) => `7.43 pda:/ 复制打开抖音，看看【…】 https://v.douyin.com/price${n}/ 复制此链接`,
	(n) => `https://v.douyin.com/note-${n}/`,
	(n) => `https://v.kuaishou.com/price${n}`,
	(n) => `https://b23.tv/price${n}`,
	(n) => `http://xhslink.com/a/price${n}，复制本条信息`,
	(n) => `https://www.douyin.com/video/${ID}${n}`,
	(n) => `https://www.douyin.com/note/745878444777461913${n}?previous_page=web`,
	(n) => `https://www.xiaohongshu.com/explore/6a916774000000001e014a4${n}?xsec_token=CB=`,
	(n) => `https://www.bilibili.com/video/BV1UQQgBFEu${n + 1}`,
];
/** They name no post: free for Resolve, and nothing for Get. */
const NO_POSTS: ReadonlyArray<(n: number) => string> = [
	(n) => `https://www.douyin.com/collection/${ID}${n}`,
	() => 'https://www.douyin.com/user/MS4wLjABAAAAwz8foi5PgE-vZ3gLx2DcqAcmry_Hv5TCjmL11BXEFdc',
];
const JUNK = [
	'',
	'no link',
	'https://jx.douyin.com/4qqhgjiY/',
	'https://www.douyin.com/',
	'https://v.douyin.com/%E',
];

function sheet(seed: number): string[] {
	const random = randomFrom(seed);
	const pick = <T,>(from: readonly T[]) => from[Math.floor(random() * from.length)];
	const text = () =>
		random() < 0.15 ? pick(JUNK) : pick(random() < 0.1 ? NO_POSTS : LINKS)(Math.floor(random() * 9));
	return Array.from({ length: 1 + Math.floor(random() * 25) }, () =>
		Array.from({ length: 1 + Math.floor(random() * 3) }, text).join(random() < 0.5 ? '\n' : ' 和 '),
	);
}

const SEEDS = Array.from({ length: 15 }, (_, index) => index + 1);
const OPERATIONS = [
	['calls_to_resolve', { operation: 'resolve' }],
	['calls_to_get', { resource: 'post', operation: 'get', post: '={{ $json.text }}' }],
] as const;

async function extracted(rows: IDataObject[]): Promise<IDataObject[]> {
	const result = await bench.run('error-output', rows, {
		parameters: { operation: 'extract' },
		credential: null,
	});
	const different = new Map(
		result.json(RESOLVE, GOOD).map((json) => [String(json.canonical_url ?? json.share_url), json]),
	);
	return [...different.values()];
}

describe.each(OPERATIONS)('The sum of %s over different links', (column, parameters) => {
	it.each(SEEDS)('is what the API bills, and as a cap it is just enough (sheet %i)', async (seed) => {
		const rows = bench.texts(...sheet(seed));
		const items = await extracted(rows);
		const price = items.reduce((sum, json) => sum + Number(json[column] ?? 0), 0);

		bench.sandbox.reset();
		const result = await bench.run('error-output', rows, { parameters, options: { maxBilledCalls: price } });
		expect(bench.sandbox.stats()).toMatchObject({ billed: price, calls: price });
		const refused = () =>
			result.json(RESOLVE, BAD).filter((json) => details(json).reason === 'max_calls_reached');
		expect(price === 0 ? [] : refused()).toEqual([]);
	});
});

it('The sheets hold what they are about', async () => {
	const items = (
		await Promise.all(SEEDS.map(async (seed) => await extracted(bench.texts(...sheet(seed)))))
	).flat();
	const calls = new Set(items.map((json) => `${json.calls_to_resolve} ${json.calls_to_get}`));
	expect([...calls].sort()).toEqual(['0 1', '0 null', '1 2']);
	expect(new Set(items.map(({ platform }) => platform)).size).toBe(4);
});
