/** Lists on the virtual clock: random lengths, pages, repeats, pins, growth, empty pages and failures; rows side by side under a cap. */
import fc from 'fast-check';

import { getPosts } from '../../nodes/JustOneApi/resources/author/getPosts.ts';
import { MOST_PAGES } from '../../nodes/JustOneApi/resources/listPlans.ts';
import { search } from '../../nodes/JustOneApi/resources/post/search.ts';
import type { Outcome } from '../../nodes/JustOneApi/run/job.ts';
import type { Operation } from '../../nodes/JustOneApi/run/plan.ts';
import { FakeExecution } from '../../tools/simulate/rows.mts';
import type { RowsResult } from '../../tools/simulate/rows.mts';
import { VirtualClock } from '../../tools/simulate/virtualClock.mts';

const RUNS = Number(process.env.PROPERTY_RUNS ?? 100);

/** A list as the API has it. */
interface List {
	kind: 'posts' | 'search';
	length: number;
	pageSize: number;
	/** Items of the page before that each page repeats. */
	repeats: number;
	pinned: number;
	/** Newer items at each further call. */
	grows: number;
	emptyPage: number | null;
	failPage: number | null;
	failCode: number;
	/** How many first-level items the row wants; null for all. */
	limit: number | null;
}

/** A page as the API sent it. */
interface Served {
	subject: string;
	request: string;
	ok: boolean;
	ids: string[];
	hasMore: boolean;
}

const rarely = <T,>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
	fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

const listOf = fc.record<List>({
	kind: fc.constantFrom('posts', 'search'),
	length: fc.oneof(
		{ weight: 2, arbitrary: fc.nat(6) },
		{ weight: 8, arbitrary: fc.nat(60) },
		{ weight: 1, arbitrary: fc.constant(1300) },
	),
	pageSize: fc.integer({ min: 2, max: 12 }),
	repeats: fc.constantFrom(0, 0, 1, 3),
	pinned: fc.constantFrom(0, 0, 2),
	grows: fc.constantFrom(0, 0, 0, 1),
	emptyPage: rarely(fc.integer({ min: 1, max: 5 })),
	failPage: rarely(fc.integer({ min: 1, max: 6 })),
	failCode: fc.constantFrom(301, 400, 201, 601),
	limit: rarely(fc.integer({ min: 1, max: 40 })),
});
const scenes = fc.record({
	lists: fc.array(listOf, { minLength: 1, maxLength: 6 }),
	cap: fc.option(fc.nat(30), { freq: 2 }),
	stop: fc.boolean(),
	seed: fc.integer(),
});
type Scene = typeof scenes extends fc.Arbitrary<infer T> ? T : never;

/** The API: its lists by subject, and what it sent. */
class ListApi {
	readonly served: Served[] = [];

	/** Whether pages fail where their list says so. */
	fails = true;

	private readonly calls = new Map<string, number>();

	private readonly lists: Readonly<Record<string, List>>;

	constructor(lists: Readonly<Record<string, List>>) {
		this.lists = lists;
	}

	answer(qs: Readonly<Record<string, string>>): string {
		const subject = String(qs.secUid ?? qs.keyword);
		const list = this.lists[subject] as List;
		const calls = this.calls.get(subject) ?? 0;
		this.calls.set(subject, calls + 1);
		const position = Number(qs.maxCursor ?? (Number(qs.page) - 1) * list.pageSize);
		const page = Math.floor(position / list.pageSize) + 1;
		const all = this.idsOf(list, calls);
		// A cursor names an item: what is newer stands before it. A page's number does not.
		const start = list.kind === 'posts' && position > 0 ? position + list.grows * calls : position;
		const end = Math.min(all.length, start + list.pageSize);
		const isEmpty = page === list.emptyPage;
		const ids = isEmpty ? [] : all.slice(start === 0 ? 0 : Math.max(0, start - list.repeats), end);
		const hasMore = end < all.length;
		const ok = !(this.fails && page === list.failPage);
		this.served.push({ subject, request: JSON.stringify(qs), ok, ids, hasMore });
		if (!ok) return JSON.stringify({ code: list.failCode, message: 'No' });
		const next = end - (list.kind === 'posts' ? list.grows * calls : 0);
		return JSON.stringify({ code: 0, data: this.dataOf(list, ids, hasMore, next) });
	}

	private idsOf({ length, grows, pinned }: List, calls: number): string[] {
		const ids = Array.from(
			{ length: length + grows * calls },
			(_, index) => `i${length + grows * calls - index}x`,
		);
		// Pinned ones are the oldest, in front.
		return pinned < ids.length
			? [...ids.slice(ids.length - pinned), ...ids.slice(0, ids.length - pinned)]
			: ids;
	}

	private dataOf({ kind }: List, ids: string[], hasMore: boolean, next: number): object {
		return kind === 'posts'
			? { aweme_list: ids.map((id) => ({ aweme_id: id })), has_more: hasMore ? 1 : 0, max_cursor: next }
			: { notes: ids.map((id) => ({ id })), has_more: hasMore };
	}
}

/** Each row has its operation in it. */
const operation: Operation = {
	parameters: [],
	supportsReuseResults: false,
	plans: ({ text }) => {
		if (text === null) return [{ link: null, step: { ok: true, items: [] } }];
		const { kind, ...values } = text as { kind: List['kind'] };
		return (kind === 'posts' ? getPosts : search).plans(values);
	},
};

const subjectOf = (kind: List['kind'], row: number) => `MS4wLjAB${kind}of${String(row).padStart(30, '0')}`;

function valuesOf({ kind, limit }: List, row: number, startFromCursor: string, cap: number | null): object {
	const subject = subjectOf(kind, row);
	return {
		kind,
		...(kind === 'posts' ? { author: subject } : { keyword: subject, platform: 'xiaohongshu' }),
		output: 'all',
		returnAll: limit === null,
		limit: limit ?? 1,
		'options.startFromCursor': startFromCursor,
		'options.maxBilledCalls': cap,
	};
}

interface Played extends RowsResult {
	api: ListApi;
	/** By row, the calls of this run. */
	served: Served[][];
}

async function play(
	{ lists, cap, stop, seed }: Scene,
	cursors: readonly string[] | null = null,
	api?: ListApi,
): Promise<Played> {
	const clock = new VirtualClock(seed);
	const source =
		api ?? new ListApi(Object.fromEntries(lists.map((list, row) => [subjectOf(list.kind, row), list])));
	const before = source.served.length;
	const execution = new FakeExecution(clock, async ({ qs }) => {
		await clock.sleep(1 + 50 * clock.random());
		return source.answer(qs);
	});
	const result = await execution.run({
		operation,
		// What has no cursor is not gone on with.
		texts: lists.map((list, row) =>
			cursors?.[row] === '' ? null : valuesOf(list, row, cursors?.[row] ?? '', cap),
		),
		stop,
		options: { maxConcurrentRequests: 4, ...(cap === null ? {} : { maxBilledCalls: cap }) },
	});
	const served = lists.map((list, row) =>
		source.served.slice(before).filter(({ subject }) => subject === subjectOf(list.kind, row)),
	);
	return { ...result, api: source, served };
}

const idsIn = ({ result }: Outcome): string[] =>
	result.ok ? result.items.map((item) => (item as { post_id: string }).post_id) : [];
const failureOfRow = ({ result }: Outcome) => (result.ok ? result.brokenOffBy : result);
/** The items that pages brought, each once, as many as were wanted. */
const brought = (pages: readonly Served[], limit: number | null): string[] =>
	[...new Set(pages.flatMap(({ ok, ids }) => (ok ? ids : [])))].slice(0, limit ?? Infinity);

function holds(what: string, check: (played: Played, scene: Scene) => Promise<void> | void): void {
	it(what, async () => {
		const property = fc.asyncProperty(scenes, async (scene) => await check(await play(scene), scene));
		await fc.assert(property, { numRuns: RUNS });
	});
}

/** Each row that ended, with its list. */
const rowsOf = ({ outcomes, served, stoppedBy }: Played, { lists }: Scene) =>
	stoppedBy
		? []
		: outcomes.map(([outcome], row) => ({
				outcome: outcome as Outcome,
				list: lists[row] as List,
				pages: served[row] ?? [],
			}));

describe('Whatever a list does', () => {
	holds(
		'every item that the API had when its page was asked comes out once, in its order',
		(played, scene) => {
			for (const { outcome, list, pages } of rowsOf(played, scene)) {
				expect(idsIn(outcome)).toEqual(brought(pages, list.limit));
			}
		},
	);

	holds('calls are pages: none is asked for twice, and none beyond the limit or the end', (played, scene) => {
		expect(new Set(played.api.served.map(({ request }) => request)).size).toBe(played.api.served.length);
		for (const { outcome, list, pages } of rowsOf(played, scene)) {
			expect(outcome.attempts).toHaveLength(pages.length);
			for (const [index, page] of pages.slice(0, -1).entries()) {
				const before = brought(pages.slice(0, index), null);
				expect(page.ok && page.hasMore).toBe(true);
				expect(page.ids.some((id) => !before.includes(id))).toBe(true);
				expect(brought(pages.slice(0, index + 1), null).length).toBeLessThan(list.limit ?? Infinity);
			}
		}
	});

	holds('the cap holds, and without one a row ends after its most pages', (played, { cap }) => {
		const billed = played.served.flat().filter(({ ok }) => ok).length;
		expect(billed).toBeLessThanOrEqual(cap ?? Infinity);
		for (const pages of played.served) expect(pages.length).toBeLessThanOrEqual(MOST_PAGES);
	});

	holds(
		'a row ends in items, in a failure, in both, or among those that brought nothing',
		(played, scene) => {
			const rows = rowsOf(played, scene);
			let nothing = 0;
			let early = 0;
			for (const { outcome, list, pages } of rows) {
				const failure = failureOfRow(outcome);
				const last = pages.at(-1);
				const isWhole = idsIn(outcome).length === list.limit || (last?.ok === true && !last.hasMore);
				const repeated = last?.ok === true && last.hasMore && !isWhole && !failure;
				if (isWhole) expect(failure).toBeUndefined();
				if (failure && pages.length > (last?.ok === false ? 1 : 0))
					expect(failure.nextCursor).toMatch(/^list1\./);
				if (last?.ok === false) expect(failure).toBeDefined();
				if (!failure && idsIn(outcome).length === 0) nothing += 1;
				if (repeated) {
					early += 1;
					// Nothing else ends a list before its end.
					expect(brought(pages, null)).toEqual(brought(pages.slice(0, -1), null));
				}
			}
			if (played.stoppedBy) return;
			expect([played.totals.empty ?? 0, played.totals.ended_early ?? 0]).toEqual([nothing, early]);
			const failed = rows.filter(({ outcome }) => failureOfRow(outcome)).length;
			expect(played.totals.failed + (played.totals.cut ?? 0)).toBe(failed);
			if (!scene.stop) expect(played.totals.cut).toBeUndefined();
		},
	);

	holds(
		'a run that goes on from the cursors pays for no page again, and brings the rest',
		async (played, scene) => {
			const rows = rowsOf(played, scene);
			if (rows.length === 0) return;
			const { api } = played;
			api.fails = false;
			let cursors = rows.map(({ outcome }) => failureOfRow(outcome)?.nextCursor ?? '');
			// A few times under the cap, then as far as a run may read.
			for (const cap of [scene.cap, scene.cap, null]) {
				const paid = api.served.filter(({ ok }) => ok).map(({ request }) => request);
				const rest = await play({ ...scene, cap, stop: false }, cursors, api);
				for (const { request } of rest.served.flat()) expect(paid).not.toContain(request);
				for (const { outcome, list, pages } of rowsOf(rest, scene)) {
					expect(idsIn(outcome)).toEqual(brought(pages, list.limit));
					expect(failureOfRow(outcome)?.kind.reason ?? 'max_calls_reached').toBe('max_calls_reached');
				}
				const before = cursors;
				cursors = rest.outcomes.map(([outcome], row) => {
					const next = outcome && failureOfRow(outcome)?.nextCursor;
					return before[row] === '' ? '' : (next ?? '');
				});
			}
		},
	);
});

it('The scenes hold what they are about', async () => {
	const seen = { whole: 0, broken: 0, failed: 0, empty: 0, early: 0, cut: 0, stopped: 0 };
	for (const scene of fc.sample(scenes, { numRuns: 150, seed: 7 })) {
		const played = await play(scene);
		if (played.stoppedBy) seen.stopped += 1;
		seen.empty += played.totals.empty ?? 0;
		seen.early += played.totals.ended_early ?? 0;
		seen.cut += played.totals.cut ?? 0;
		for (const { outcome } of rowsOf(played, scene)) {
			if (!outcome.result.ok) seen.failed += 1;
			else if (outcome.result.brokenOffBy) seen.broken += 1;
			else seen.whole += 1;
		}
	}
	for (const [what, times] of Object.entries(seen)) expect([what, times > 5]).toEqual([what, true]);
});
