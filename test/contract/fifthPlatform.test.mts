/** A platform is an entry and a line in the list: one that stands in this test alone appears in every operation and text. */
import type { Platform } from '../../nodes/JustOneApi/platforms/platform.ts';
import type { Operation, Plan } from '../../nodes/JustOneApi/run/plan.ts';

const ID = 'moments0123456789';

const moments: Platform = {
	name: 'moments',
	label: 'Moments',
	postIds: [{ form: /^moments\d{10}$/ }],
	secondOf: () => Date.UTC(2026, 0, 1) / 1000,
	shareEndpoint: {
		request: { method: 'GET', url: '/api/moments/share-url-transfer/v1' },
		linkParameter: 'shareUrl',
	},
	details: {
		endpointFor: () => ({
			request: { method: 'GET', url: '/api/moments/get-post/v1' },
			idParameter: 'postId',
		}),
		readPost: () => ({ found: false, why: 'absent', said: '' }),
	},
	shortHosts: ['mo.example'],
	sentHosts: ['mo.example'],
	siteHosts: ['www.moments.example'],
	codeSegment: '',
	domains: ['moments.example', 'mo.example'],
	shortUrl: (host, code) => `https://${host}/${code}`,
	isShortLink: ({ host }) => host === 'mo.example',
	pathMayHoldWords: () => false,
	readTarget: ({ path }) => ({
		contentType: 'video',
		contentId: path.slice(1),
		canonicalUrl: `https://www.moments.example${path}`,
	}),
	passPhrase: /open Moments/,
};

/** The node's modules, with a list of platforms that has one more. */
async function withMoments<T>(load: () => Promise<T>): Promise<T> {
	const LIST = '../../nodes/JustOneApi/platforms/index.ts';
	let loaded: T | undefined;
	await jest.isolateModulesAsync(async () => {
		const list = jest.requireActual<{ platforms: Platform[] }>(LIST);
		list.platforms.push(moments);
		jest.doMock(LIST, () => list);
		loaded = await load();
		list.platforms.pop();
		jest.dontMock(LIST);
	});
	if (loaded === undefined) throw new Error('Nothing was loaded');
	return loaded;
}

const settings = { simplify: true };

it('is read, asked for and named by every operation', async () => {
	const { plansOf, texts } = await withMoments(async () => {
		const { operations } = await import('../../nodes/JustOneApi/resources/index.ts');
		const { JustOneApi } = await import('../../nodes/JustOneApi/JustOneApi.node.ts');
		const plans = (operation: Operation | undefined, values: Record<string, unknown>): readonly Plan[] =>
			operation?.plans(values, settings) ?? [];
		const short = 'https://mo.example/AbCdE';
		const long = `https://www.moments.example/${ID}`;
		return {
			plansOf: {
				resolve: plans(operations.shareLink?.resolve, { shareUrl: `${short} ${long}` }),
				extract: plans(operations.shareLink?.extract, { shareUrl: `${short} ${long}` }),
				get: [ID, short, long].flatMap((post) => plans(operations.post?.get, { post })),
				phrase: plans(operations.shareLink?.resolve, { shareUrl: 'open Moments now' }),
			},
			texts: JSON.stringify(new JustOneApi().description),
		};
	});
	expect(plansOf.resolve).toMatchObject([
		{ platform: 'moments', step: { request: { url: '/api/moments/share-url-transfer/v1' }, cost: 1 } },
		{ platform: 'moments', step: { items: [{ platform: 'moments', video_id: ID }] } },
	]);
	expect(plansOf.extract).toMatchObject([
		{ step: { items: [{ platform: 'moments', calls_to_resolve: 1, calls_to_get: 2 }] } },
		{ step: { items: [{ calls_to_get: 1, created_at: '2026-01-01T00:00:00.000Z' }] } },
	]);
	expect(plansOf.get).toMatchObject([
		{ platform: 'moments', step: { request: { url: '/api/moments/get-post/v1', qs: { postId: ID } } } },
		{ platform: 'moments', step: { cost: 2, needs: ['/api/moments/get-post/v1'] } },
		{ platform: 'moments', step: { cost: 1 } },
	]);
	expect(plansOf.phrase).toMatchObject([{ step: { kind: { reason: 'pass_phrase' } } }]);
	const named = texts.match(/Xiaohongshu (?:and|or) Moments/g) ?? [];
	expect(named.length).toBeGreaterThanOrEqual(4);
	expect(texts).not.toMatch(/Bilibili (?:and|or) Xiaohongshu/);
});
