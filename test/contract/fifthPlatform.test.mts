/** A platform is an entry and a line in the list: one that stands in this test alone appears in every operation and text. */
import type { ListEndpoint } from '../../nodes/JustOneApi/platforms/list.ts';
import type { Platform } from '../../nodes/JustOneApi/platforms/platform.ts';
import type { Operation, Plan } from '../../nodes/JustOneApi/run/plan.ts';

const ID = 'moments0123456789';

/** A list without entries. */
const listAt = (name: string): ListEndpoint<never> => ({
	request: { method: 'GET', url: `/api/moments/${name}/v1` },
	subjectParameter: 'about',
	cursorParameters: ['page'],
	sorts: { relevance: {}, danmaku: { by: 'd' } },
	periods: { any: {} },
	pageSize: [41, 43],
	readPage: () => ({ ok: true, items: [], hasMore: false, next: null }),
});

const moments: Platform = {
	name: 'moments',
	label: 'Moments',
	postIds: [{ form: /^moments\d{10}$/ }],
	authorIds: [{ form: /^person\d{4}$/ }],
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
	author: {
		request: { method: 'GET', url: '/api/moments/get-person/v1' },
		idParameter: 'personId',
		readAuthor: () => ({ ok: false, why: 'other', code: null, said: '' }),
	},
	lists: { authorPosts: listAt('list'), comments: listAt('comments'), search: listAt('search') },
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

it('is read, asked for and named by every operation', async () => {
	const { plansOf, texts } = await withMoments(async () => {
		const { operations } = await import('../../nodes/JustOneApi/resources/index.ts');
		const { JustOneApi } = await import('../../nodes/JustOneApi/JustOneApi.node.ts');
		const plans = (operation: Operation | undefined, values: Record<string, unknown>): readonly Plan[] =>
			operation?.plans(values) ?? [];
		const short = 'https://mo.example/AbCdE';
		const long = `https://www.moments.example/${ID}`;
		return {
			plansOf: {
				resolve: plans(operations.shareLink?.resolve, { shareUrl: `${short} ${long}` }),
				extract: plans(operations.shareLink?.extract, { shareUrl: `${short} ${long}` }),
				get: [ID, short, long].flatMap((post) => plans(operations.post?.get, { post })),
				author: plans(operations.author?.get, { author: 'person0001' }),
				posts: plans(operations.author?.getPosts, { author: 'person0001' }),
				comments: [ID, short].flatMap((post) => plans(operations.post?.getComments, { post })),
				search: plans(operations.post?.search, {
					keyword: 'a',
					platform: 'moments',
					'options.sortBy': 'danmaku',
				}),
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
	expect(plansOf.author).toMatchObject([
		{ step: { request: { url: '/api/moments/get-person/v1', qs: { personId: 'person0001' } }, cost: 1 } },
	]);
	expect(plansOf.posts).toMatchObject([{ step: { request: { url: '/api/moments/list/v1' }, cost: 1 } }]);
	expect(plansOf.comments).toMatchObject([
		{ step: { request: { url: '/api/moments/comments/v1', qs: { about: ID } }, cost: 1 } },
		{ step: { cost: 2, needs: ['/api/moments/comments/v1'] } },
	]);
	expect(plansOf.search).toMatchObject([
		{ step: { request: { url: '/api/moments/search/v1', qs: { about: 'a', by: 'd' } } } },
	]);
	expect(texts.match(/Moments 41 to 43/g)).toHaveLength(3);
	expect(texts).toContain('"description":"Bilibili, Moments"');
	expect(plansOf.phrase).toMatchObject([{ step: { kind: { reason: 'pass_phrase' } } }]);
	const named = texts.match(/Xiaohongshu (?:and|or) Moments/g) ?? [];
	expect(named.length).toBeGreaterThanOrEqual(4);
	expect(texts).not.toMatch(/Bilibili (?:and|or) Xiaohongshu/);
});
