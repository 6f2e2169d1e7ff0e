/** The sandbox's sister links and detail endpoints, and that the node's readers make of each what its row says. */
import { readFileSync } from 'node:fs';

import axios from 'axios';

import { readEnvelope } from '../../nodes/JustOneApi/call/envelope.ts';
import { redirectUrlIn } from '../../nodes/JustOneApi/resources/redirect.ts';
import { bvToAv } from '../../tools/sandbox/avOf.mts';
import { platformNamed } from '../../nodes/JustOneApi/platforms/index.ts';
import type { PlatformName } from '../../nodes/JustOneApi/platforms/platform.ts';
import { readPostId } from '../../nodes/JustOneApi/resources/post/postId.ts';
import { DETAILS } from '../../tools/sandbox/details.mts';
import { LISTS } from '../../tools/sandbox/lists.mts';
import { NAMES, nameIn, postId, postIdBehind } from '../../tools/sandbox/ids.mts';
import { CODES } from '../../tools/sandbox/scenarios.mts';
import { startSandbox, TOKENS, type Sandbox } from '../../tools/sandbox/server.mts';
import { sisterLink, SISTERS, type Sister } from '../../tools/sandbox/sisters.mts';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
});

beforeEach(() => sandbox.reset());

afterAll(async () => {
	await sandbox.close();
});

const http = axios.create({
	validateStatus: () => true,
	responseType: 'text',
	transformResponse: (body: string) => body,
	proxy: false,
});

const ask = async (path: string, params: object) =>
	(await http.get<string>(sandbox.url + path, { params: { token: TOKENS.accepted, ...params } })).data;

const envelopeOf = async (path: string, params: object) => {
	const envelope = readEnvelope(await ask(path, params));
	if (!envelope) throw new Error('no envelope');
	return envelope;
};

const V1 = '/api/xiaohongshu/get-note-detail/v1';
const V6 = '/api/xiaohongshu/get-note-detail/v6';
const PATHS = Object.keys(DETAILS);
const PLATFORMS: readonly PlatformName[] = ['douyin', 'kuaishou', 'bilibili', 'xiaohongshu'];

const detailsOf = async (path: string, id: string) =>
	await envelopeOf(path, { [DETAILS[path].parameter]: id });

const readAt = async (path: string, id: string) =>
	platformNamed(DETAILS[path].platform).details.readPost((await detailsOf(path, id)).data, id);

describe('An ID', () => {
	it.each(PLATFORMS)('of %s has the form of its platform, whatever it names', (platform) => {
		for (const name of ['video', ...NAMES]) {
			const id = postId(platform, name);
			expect(readPostId(id)).toEqual({ platform, id });
			expect(nameIn(platform, id)).toBe(name);
			expect(nameIn(platform, postId(platform, `${name}x3`))).toBe(name === 'video' ? 'video' : `${name}x3`);
			expect(postId(platform, name, 'other')).not.toBe(id);
		}
	});

	it.each(PLATFORMS)('of %s is the same for the same short code, and says what it names', (platform) => {
		const codes = ['AbC12', 'DeF34', 'gone-Ab12', 'note-Ab12', 'dc404-Ab12', 'dc301x1-Ab12'];
		const ids = codes.map((code) => postIdBehind(platform, code));
		expect(codes.map((code) => postIdBehind(platform, code))).toEqual(ids);
		expect(new Set(ids).size).toBe(codes.length);
		expect(ids.map((id) => nameIn(platform, id))).toEqual([
			'video',
			'video',
			'gone',
			'note',
			'c404',
			'c301x1',
		]);
		// A code that fails at once leads to an ordinary post afterwards.
		expect(nameIn(platform, postIdBehind(platform, 'c301x1-Ab12'))).toBe('video');
	});

	it('names only what an endpoint plays', () => {
		const endpoints = [...PATHS.map((path) => DETAILS[path]), ...LISTS];
		const played = endpoints.flatMap(({ scenarios }) => scenarios.map(({ name }) => name));
		expect(NAMES.filter((name) => !played.includes(name))).toEqual([]);
		expect(new Set(NAMES).size).toBe(NAMES.length);
		expect(NAMES).toEqual(expect.arrayContaining(Object.keys(CODES).map((code) => `c${code}`)));
	});

	it('of Douyin is rounded by a number', () => {
		for (const name of ['video', 'gone']) {
			const id = postId('douyin', name);
			expect(String(Number(id))).not.toBe(id);
		}
	});
});

describe('The detail endpoints', () => {
	it.each(PATHS)('%s plays each of its scenarios as its row says', async (path) => {
		const { platform, scenarios } = DETAILS[path];
		for (const { name, expect: expected, billed } of scenarios) {
			const isAnswered = name === 'video' || NAMES.includes(name);
			if (!isAnswered || ['hang', 'cut', 'cutbody', 'html', 'halfjson', 'http502'].includes(name)) continue;
			const id = postId(platform, name);
			const envelope = await detailsOf(path, id);
			const reading = platformNamed(platform).details.readPost(envelope.data, id);
			if ('content_type' in expected) {
				expect([name, envelope.code, reading.found, billed]).toEqual([name, 0, true, true]);
				if (!reading.found) throw new Error(name);
				expect(reading.fields.post_id).toBe(id);
				const says = reading.fields.content_type;
				if (!['hollow', 'odd'].includes(name)) expect([name, says]).toEqual([name, expected.content_type]);
			} else {
				expect([name, reading.found]).toEqual([name, false]);
				if (expected.reason === 'no_content' && envelope.code === 0) {
					expect(reading).toMatchObject({ why: name === 'other' ? 'other' : 'absent' });
				}
			}
		}
	});

	it.each(PATHS)(
		'%s takes its documented parameter and IDs of its form, and refuses all else',
		async (path) => {
			const { platform, parameter } = DETAILS[path];
			const id = postId(platform, 'video');
			const code = async (params: object) => (await envelopeOf(path, params)).code;
			expect(await code({ [parameter]: id })).toBe(0);
			expect(await code({ [parameter]: `${id}x` })).toBe(400);
			expect(await code({ [parameter]: '' })).toBe(400);
			expect(await code({ id })).toBe(400);
			expect(await code({ token: 'wrong', [parameter]: id })).toBe(100);
		},
	);

	it.each([
		['douyin-video-detail', '/api/douyin/get-video-detail/v2', '7641186371542041559'],
		['kuaishou-video-detail', '/api/kuaishou/get-video-detail/v2', '3xq7mdwz5kfuhe4'],
		['bilibili-video-detail', '/api/bilibili/get-video-detail/v2', 'BV1UQQgBFEub'],
		['xiaohongshu-note-detail', V1, '69c349b70000000022019c3e'],
		['xiaohongshu-video-note-detail-v6', V6, '6a511e8200000000210231d7'],
	])('%s comes as it stands in the file, to the last digit', async (name, path, id) => {
		const file = readEnvelope(readFileSync(`tools/sandbox/answers/${name}.json`, 'utf8'));
		expect((await detailsOf(path, id)).data).toEqual(file?.data);
	});

	it('send numbers beyond 2^53 without quotes, as the real ones', async () => {
		const id = postId('douyin', 'video');
		const body = await ask('/api/douyin/get-video-detail/v2', { videoId: id });
		expect(body).toContain(`"comment_gid": ${id}`);
	});

	it("give Bilibili's number of the asked video", async () => {
		const id = postId('bilibili', 'video');
		const { data } = await detailsOf('/api/bilibili/get-video-detail/v2', id);
		expect(String((data as { videoData: { aid: number } }).videoData.aid)).toBe(bvToAv(id));
	});

	it('answer an image note at v1 only, unless the ID says that v6 does', async () => {
		const note = postId('xiaohongshu', 'note');
		expect(await readAt(V1, note)).toMatchObject({ found: true, fields: { content_type: 'note' } });
		expect(await readAt(V6, note)).toMatchObject({ found: false });
		expect(await readAt(V6, postId('xiaohongshu', 'v6note'))).toMatchObject({ found: true });
	});

	it('say why a post is not there, where the platform does', async () => {
		expect(await readAt('/api/douyin/get-video-detail/v2', postId('douyin', 'gone'))).toMatchObject({
			said: '作品已删除',
		});
		expect(await readAt('/api/bilibili/get-video-detail/v2', postId('bilibili', 'private'))).toMatchObject({
			said: '访问权限不足',
		});
	});

	it('can be as large as the largest known answer', async () => {
		const body = await ask('/api/bilibili/get-video-detail/v2', { bvid: postId('bilibili', 'big') });
		expect(Buffer.byteLength(body)).toBeGreaterThan(426_000);
		expect(Buffer.byteLength(body)).toBeLessThan(1024 * 1024);
	});

	it('play a failure for the first calls only', async () => {
		const id = postId('kuaishou', 'c301x2');
		const codes = [];
		for (let nth = 0; nth < 3; nth += 1) {
			codes.push((await detailsOf('/api/kuaishou/get-video-detail/v2', id)).code);
		}
		expect(codes).toEqual([301, 301, 0]);
	});

	it('are billed and counted like the others, by path', async () => {
		await detailsOf(V1, postId('xiaohongshu', 'gone'));
		await detailsOf(V1, postId('xiaohongshu', 'c404'));
		await envelopeOf('/api/xiaohongshu/share-url-transfer/v1', {
			shareUrl: sisterLink('xiaohongshu', 'note'),
		});
		expect(sandbox.calls().map(({ path, billed, code }) => [path, billed, code])).toEqual([
			[V1, true, 0],
			[V1, false, 404],
			['/api/xiaohongshu/share-url-transfer/v1', true, 0],
		]);
	});
});

describe('Short links of the sisters', () => {
	const NAMES_OF_SISTERS = Object.keys(SISTERS) as Sister[];
	const resolve = async (sister: Sister, shareUrl: string) =>
		await envelopeOf(`/api/${sister}/share-url-transfer/v1`, { shareUrl });
	const pageOf = async (sister: Sister, name: string) =>
		new URL(redirectUrlIn((await resolve(sister, sisterLink(sister, name))).data) ?? '');

	it.each<[Sister, string, RegExp]>([
		['kuaishou', 'video', /^v\.m\.chenzhongtech\.com\/fw\/photo\/3x[0-9a-z]{13}$/],
		['kuaishou', 'webvideo', /^www\.kuaishou\.com\/short-video\/3x[0-9a-z]{13}$/],
		['kuaishou', 'user', /^www\.kuaishou\.com\/profile\/3x[0-9a-z]{13}$/],
		['kuaishou', 'live', /^livev\.m\.chenzhongtech\.com\/fw\/live\/3x[0-9a-z]{13}$/],
		['kuaishou', 'sister', /^www\.douyin\.com\/video\/\d{19}$/],
		['bilibili', 'video', /^www\.bilibili\.com\/video\/BV1\w{9}$/],
		['bilibili', 'av', /^www\.bilibili\.com\/video\/av\d+$/],
		['bilibili', 'user', /^space\.bilibili\.com\/\d+$/],
		['bilibili', 'live', /^live\.bilibili\.com\/\d+$/],
		['bilibili', 'season', /^www\.bilibili\.com\/bangumi\/play\/ep\d+$/],
		['xiaohongshu', 'video', /^www\.xiaohongshu\.com\/discovery\/item\/[0-9a-f]{24}$/],
		['xiaohongshu', 'user', /^www\.xiaohongshu\.com\/user\/profile\/[0-9a-f]{24}$/],
		['xiaohongshu', 'live', /^www\.xiaohongshu\.com\/livestream\/\d{18}$/],
		['xiaohongshu', 'dead', /^www\.xiaohongshu\.com\/404$/],
		['xiaohongshu', 'foreign', /^evil\.example\/discovery\/item\/[0-9a-f]{24}$/],
	])('of %s lead to the page of %s', async (sister, name, page) => {
		const { host, pathname } = await pageOf(sister, name);
		expect(host + pathname).toMatch(page);
	});

	it.each(NAMES_OF_SISTERS)('of %s lead to the post that its details are about', async (sister) => {
		for (const name of ['video', 'gone', 'dc404']) {
			const id = postIdBehind(sister, `${name}-Ab12`);
			expect((await pageOf(sister, name)).pathname).toContain(id);
		}
	});

	it("Xiaohongshu's say what the note is, and carry a token that ends in a bare equals sign", async () => {
		expect((await pageOf('xiaohongshu', 'note')).search).toContain('&type=normal&');
		const { search } = await pageOf('xiaohongshu', 'video');
		expect(search).toMatch(/&type=video&xsec_token=[\w-]+=&/);
	});

	it("Bilibili's part stands in the query", async () => {
		expect((await pageOf('bilibili', 'part')).searchParams.get('p')).toBe('2');
		const { pathname } = await pageOf('bilibili', 'av');
		expect(pathname).toBe(`/video/av${bvToAv(postIdBehind('bilibili', 'av-Ab12'))}`);
	});

	it.each<[Sister, string, number]>([
		['kuaishou', 'https://v.kuaishou.com/AbC12', 0],
		['kuaishou', 'https://v.kuaishou.com/f/X-AbC12', 0],
		['kuaishou', 'http://v.kuaishou.com/AbC12', 400],
		['kuaishou', 'https://www.kuaishou.com/f/X-AbC12', 400],
		['kuaishou', 'https://v.douyin.com/AbC12/', 400],
		['bilibili', 'https://b23.tv/AbC12', 0],
		['bilibili', 'http://b23.tv/AbC12', 400],
		['bilibili', 'https://bili2233.cn/AbC12', 400],
		['xiaohongshu', 'https://xhslink.com/AbC12', 0],
		['xiaohongshu', 'http://xhslink.com/a/AbC12', 0],
		['xiaohongshu', 'https://xhslink.com/m/AbC12', 0],
		['xiaohongshu', 'https://xhslink.cn/o/AbC12', 400],
		['xiaohongshu', 'https://www.xiaohongshu.com/explore/6a916774000000001e014a48', 400],
	])('of %s: %s is answered with %i', async (sister, shareUrl, code) => {
		expect((await resolve(sister, shareUrl)).code).toBe(code);
	});

	it.each(NAMES_OF_SISTERS)(
		'of %s fail in all the ways that have nothing of Douyin in them',
		async (sister) => {
			for (const code of [100, 201, 300, 301, 400, 404, 600, 602]) {
				expect((await resolve(sister, sisterLink(sister, `c${code}`))).code).toBe(code);
			}
			expect((await resolve(sister, sisterLink(sister, 'c301x1'))).code).toBe(301);
			expect((await resolve(sister, sisterLink(sister, 'c301x1'))).code).toBe(0);
		},
	);

	it.each(NAMES_OF_SISTERS)('of %s lead to Douyin in the one scenario that says so', async (sister) => {
		for (const { name, example, expect: expected } of SISTERS[sister].scenarios) {
			if (!('content_type' in expected)) continue;
			const { host } = await pageOf(sister, name === 'slow<ms>' ? 'slow20' : example);
			expect([name, host]).toEqual([name, expect.not.stringMatching(/douyin/)]);
		}
	});
});
