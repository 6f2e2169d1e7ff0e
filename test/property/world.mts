/** Random executions on the virtual clock: nodes whose plans share calls, and an API that does whatever it likes. */
import fc from 'fast-check';

import type { HttpAnswer } from '../../nodes/JustOneApi/call/response.ts';
import { failureOf } from '../../nodes/JustOneApi/failure/failure.ts';
import type { Failure } from '../../nodes/JustOneApi/failure/failure.ts';
import { callStep } from '../../nodes/JustOneApi/run/plan.ts';
import type { ApiRequest, Call, Operation, Plan, Step } from '../../nodes/JustOneApi/run/plan.ts';
import type { Billed } from '../../nodes/JustOneApi/call/runCalls.ts';
import { connectionError } from '../../tools/simulate/play.mts';
import { FakeExecution } from '../../tools/simulate/rows.mts';
import type { RowsResult, SentCall } from '../../tools/simulate/rows.mts';
import { VirtualClock } from '../../tools/simulate/virtualClock.mts';

/**
 * What a plan does: `steps` are calls one behind the other, the last of them for a post that has two endpoints; `pages`
 * are a list; `balance` is a call that is never billed; `free` and `none` need no call.
 */
export interface PlanSpec {
	kind: 'steps' | 'pages' | 'balance' | 'free' | 'none';
	/** Plans with the same name share calls. */
	name: number;
	/** Calls that it takes where all goes well. */
	length: number;
	/** The post is asked for at the endpoint that says more; what the other one said is not enough. */
	isWhole: boolean;
}

interface Known {
	ok: true;
	isWhole: boolean;
	isLate: boolean;
}

/** What the API makes of a call, with how often of a hundred. */
const REPLIES = {
	ok: 62,
	gone: 7,
	busy: 8,
	refused: 4,
	down: 4,
	cut: 8,
	unread: 2,
	late: 3,
	denied: 1,
	broke: 1,
} as const;
type Reply = keyof typeof REPLIES;
const ALL = Object.entries(REPLIES).flatMap(([reply, times]) => Array<Reply>(times).fill(reply as Reply));
/** Nothing is billed for these. */
const UNBILLED: ReadonlySet<unknown> = new Set<Reply>(['busy', 'refused', 'denied', 'broke']);
/** The answer is there, and billed. */
const ANSWERED: ReadonlySet<unknown> = new Set<Reply>(['ok', 'late']);

const FAILURES: Readonly<Record<string, Failure>> = {
	gone: failureOf('no_content', { httpStatus: 200 }),
	busy: failureOf('collection_failed', { httpStatus: 200 }),
	refused: failureOf('invalid_parameters', { httpStatus: 200 }),
	down: failureOf('service_unavailable', { httpStatus: 503 }),
	denied: failureOf('permission_denied', { httpStatus: 200 }),
	broke: failureOf('insufficient_balance', { httpStatus: 200 }),
};

/** How old the answer for a post may be that another run takes, in ms. */
export const MAX_AGE = 1500;
const WHOLE = '/whole';
const SHORT = '/short';

function callFor(url: string, qs: Record<string, string>, more: Partial<Call<Known>>): Call {
	return callStep<Known>({
		request: { method: 'GET', url, qs },
		cost: 1,
		read({ body }: HttpAnswer) {
			if (body === 'unread') throw new Error('a defect');
			return FAILURES[String(body)] ?? { ok: true, isWhole: url === WHOLE, isLate: body === 'late' };
		},
		next: () => failureOf('node_fault'),
		...more,
	});
}

/** The next step, or a defect of the operation. */
const unlessLate = (step: () => Step) => (known: Known) => {
	if (known.isLate) throw new Error('a defect');
	return step();
};

function stepOf({ name, length, isWhole }: PlanSpec, index = 0): Step {
	if (index === length) return { ok: true, items: [{ name }] };
	const spec: PlanSpec = { kind: 'steps', name, length, isWhole };
	const next = unlessLate(() => stepOf(spec, index + 1));
	if (index < length - 1) {
		const needs = index === length - 2 ? [isWhole ? WHOLE : SHORT] : ['/1'];
		return callFor(`/${index}`, { name: String(name) }, { cost: length - index, needs, next });
	}
	return callFor(
		isWhole ? WHOLE : SHORT,
		{ name: String(name) },
		{
			identity: `post ${name}`,
			maxAge: MAX_AGE,
			accepts: (known) => known.isWhole || !isWhole,
			next,
		},
	);
}

function pageOf({ name, length }: PlanSpec, page = 0, found: readonly object[] = []): Step {
	if (page === length) return { ok: true, items: found };
	const spec: PlanSpec = { kind: 'pages', name, length, isWhole: false };
	return callFor(
		'/pages',
		{ name: String(name), page: String(page) },
		{
			next: unlessLate(() => pageOf(spec, page + 1, [...found, { name, page }])),
			onFailure: (failure) => (page === 0 ? failure : { ok: true, items: found, brokenOffBy: failure }),
		},
	);
}

export function planOf(spec: PlanSpec): Plan {
	const link = `${spec.kind} ${spec.name}`;
	switch (spec.kind) {
		case 'steps':
			return { link, step: stepOf(spec) };
		case 'pages':
			return { link, step: pageOf(spec) };
		case 'balance':
			return {
				link: null,
				step: callFor('/balance', {}, { cost: 0, next: () => ({ ok: true, items: [{}] }) }),
			};
		case 'free':
			return { link, step: { ok: true, items: [{ name: spec.name }] } };
		case 'none':
			return { link: null, step: failureOf('no_link') };
	}
}

const operation: Operation = {
	parameters: [{ name: 'text', label: 'Text' }],
	supportsReuseResults: false,
	plans: ({ text }) => (text as PlanSpec[]).map(planOf),
};

/** What an execution pays for once. */
export const identityOf = ({ url, qs }: ApiRequest): string =>
	url === WHOLE || url === SHORT ? `post ${qs.name}` : `${url} ${JSON.stringify(qs)}`;
export const isFree = ({ request }: SentCall): boolean => request.url === '/balance';
export const isAnswer = ({ reply }: SentCall): boolean => ANSWERED.has(reply);
/** Whether a call was billed; null where the node cannot know. */
export const billOf = (call: SentCall): Billed => {
	if (isFree(call) || UNBILLED.has(call.reply)) return false;
	return ANSWERED.has(call.reply) || call.reply === 'gone' ? true : null;
};

/** Whether a call could have taken what an earlier one with the same identity came to. */
export function accepts(call: SentCall, earlier: SentCall, isRepeatAllowed: boolean): boolean {
	const isSameRun = call.scope === earlier.scope;
	const isPost = identityOf(call.request).startsWith('post');
	if (!isSameRun && isPost && call.at - earlier.answeredAt > MAX_AGE) return false;
	if (isAnswer(earlier)) return call.request.url !== WHOLE || earlier.request.url === WHOLE;
	const billed = billOf(earlier);
	return billed === true || (billed === null && isSameRun && !isRepeatAllowed);
}

/** A run of a node. */
export interface RunSpec {
	node: 'A' | 'B';
	/** It is a further try of the node's last run, with its rows. */
	isTry: boolean;
	/** It cannot be told from a further try of the node's last run. */
	isUntold: boolean;
	rows: PlanSpec[][];
	stop: boolean;
	finishCalls: boolean;
	options: { maxRetries: number; retryUnanswered: boolean; maxConcurrentRequests: number };
	/** ms */
	cancelAt: number | null;
}

export interface World {
	seed: number;
	/** Max Billed Calls of each node. */
	limit: number;
	/** Runs side by side; then the execution may wait, here or on its way to another process. */
	moves: Array<{ runs: RunSpec[]; wait: 'none' | 'here' | 'elsewhere' }>;
}

export const specs: fc.Arbitrary<PlanSpec> = fc.record({
	kind: fc.constantFrom('steps', 'steps', 'steps', 'pages', 'pages', 'balance', 'free', 'none'),
	name: fc.nat(5),
	length: fc.integer({ min: 1, max: 3 }),
	isWhole: fc.boolean(),
});
/** Without what ends a "Stop" run before it begins. */
const calling = specs.filter(({ kind }) => kind !== 'none');

const run: fc.Arbitrary<RunSpec> = fc
	.record({
		node: fc.constantFrom('A', 'A', 'B'),
		isTry: fc.boolean(),
		isUntold: fc.boolean(),
		stop: fc.constantFrom(false, false, true),
		finishCalls: fc.boolean(),
		options: fc.record({
			maxRetries: fc.nat(2),
			retryUnanswered: fc.boolean(),
			maxConcurrentRequests: fc.constantFrom(1, 3, 100),
		}),
		cancelAt: fc.option(fc.nat(600), { freq: 4, nil: null }),
	})
	.chain((some) =>
		fc
			.array(fc.array(some.stop ? calling : specs, { minLength: 1, maxLength: 2 }), {
				minLength: 1,
				maxLength: 8,
			})
			.map((rows) => ({ ...some, rows })),
	) as fc.Arbitrary<RunSpec>;

export const worlds: fc.Arbitrary<World> = fc.record({
	seed: fc.integer(),
	limit: fc.oneof(fc.constant(Infinity), fc.integer({ min: 0, max: 16 })),
	moves: fc.array(
		fc.record({
			runs: fc.array(run, { minLength: 1, maxLength: 2 }),
			wait: fc.constantFrom('none', 'none', 'here', 'elsewhere'),
		}),
		{ minLength: 1, maxLength: 4 },
	),
});

export interface PlayedRun {
	spec: RunSpec;
	/** Its tries have it. */
	run: object;
	result: RowsResult;
	/** Its totals when it ended. */
	ran: { billed: number; billed_unknown: number };
	/** It is a further try, and another run went on beside its first one or since. */
	isDisturbed: boolean;
}

/** An API of random replies. */
export function newExecution(seed: number): FakeExecution {
	const clock = new VirtualClock(seed);
	return new FakeExecution(clock, async (_, signal) => {
		const reply = ALL[Math.floor(clock.random() * ALL.length)] ?? 'ok';
		await clock.sleep(300 * clock.random(), signal);
		return reply === 'cut' ? connectionError('ECONNRESET') : reply;
	});
}

export interface PlayedWorld {
	execution: FakeExecution;
	runs: PlayedRun[];
	/** The most that the API may have billed a node at any time. */
	billed: Record<'A' | 'B', number>;
	/** What the totals of each node came to after each move, beside what the API may have billed it. */
	totals: Array<{ node: string; counted: number; mayHaveBilled: number; billed: number; unknown: number }>;
}

export async function playWorld({ seed, limit, moves }: World): Promise<PlayedWorld> {
	const execution = newExecution(seed);
	const runs: PlayedRun[] = [];
	const last = new Map<
		string,
		{ run: object; scope: object; rows: PlanSpec[][]; began: number; isAlone: boolean }
	>();
	const totals: PlayedWorld['totals'] = [];
	let began = 0;
	let process = 0;
	for (const move of moves) {
		const specs = move.runs.filter(
			(one, index) => index === 0 || one.node !== move.runs[0]?.node || !one.isTry,
		);
		const played = specs.map(async (spec): Promise<PlayedRun> => {
			const before = last.get(spec.node);
			const isTry = spec.isTry && before !== undefined;
			const run = isTry ? before.run : {};
			const scope = before && (isTry || spec.isUntold) ? before.scope : run;
			const rows = isTry ? before.rows : spec.rows;
			const tries = runs.filter((other) => other.run === run).length;
			const first = isTry ? before : { began, isAlone: true };
			// Tries of a run that began one behind the other, with no other run between or beside them.
			const isAlone = first.isAlone && specs.length === 1 && began - first.began === tries;
			began += 1;
			last.set(spec.node, { run, scope, rows, began: first.began, isAlone });
			const cancel = new AbortController();
			if (spec.cancelAt !== null) {
				void execution.clock.sleep(spec.cancelAt).then(() => cancel.abort(failureOf('cancelled')));
			}
			const { node, stop, finishCalls } = spec;
			const options = { ...spec.options, ...(limit === Infinity ? {} : { maxBilledCalls: limit }) };
			const result = await execution.run({
				...{ operation, texts: rows, node, run, scope, stop, finishCalls, options, signal: cancel.signal },
			});
			const { billed, billed_unknown } = result.totals;
			return {
				...{ spec: { ...spec, rows }, run, result, ran: { billed, billed_unknown } },
				isDisturbed: tries > 0 && !isAlone,
			};
		});
		runs.push(...(await Promise.all(played)));
		for (const node of ['A', 'B']) {
			const { billed, billed_unknown } = execution.totalsOf(node);
			const own = execution.sent.filter((call) => call.node === node);
			totals.push({
				node,
				counted: billed + billed_unknown,
				mayHaveBilled: own.filter((call) => billOf(call) !== false).length,
				billed,
				unknown: billed_unknown,
			});
		}
		if (move.wait === 'none') continue;
		// Long enough for what is kept of posts to grow old.
		await execution.outcomeOf(execution.clock.sleep(MAX_AGE));
		if (move.wait !== 'elsewhere') continue;
		execution.moveTo((process = 1 - process));
		// A run is tried again where it began.
		last.clear();
	}
	const billed = { A: 0, B: 0 };
	for (const call of execution.sent) if (billOf(call) !== false) billed[call.node as 'A' | 'B'] += 1;
	return { execution, runs, billed, totals };
}
