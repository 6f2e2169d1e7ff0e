import fc from 'fast-check';

import { failureOf } from '../../nodes/JustOneApi/failure/failure.ts';
import type { Answer } from '../../nodes/JustOneApi/answer/answer.ts';
import type { Failure } from '../../nodes/JustOneApi/failure/failure.ts';
import { AccountCalls } from '../../nodes/JustOneApi/call/accountCalls.ts';
import type { CallSettings, Resolution } from '../../nodes/JustOneApi/call/accountCalls.ts';
import { PaceGate } from '../../nodes/JustOneApi/call/pace.ts';
import { randomFrom, rateLimit } from './rateLimit.mts';
import type { LimitPhase } from './rateLimit.mts';
import { ENDING, REPLIES } from './simulatedApi.mts';
import type { Reply } from './simulatedApi.mts';

const START = 1_800_000_000_000;
export const LONGEST_LATENCY = 5000;

export interface RunPlan {
	/** Runs with the same gate are executions of one process; other gates are other workers. */
	gate: number;
	/** The link of each row. */
	rows: number[];
	/** Between two rows, in ms. */
	rowEvery: number;
	startsAt: number;
	cancelAt: number | null;
	/** Whether n8n runs the node once more afterwards (Retry On Fail). */
	again: boolean;
	settings: CallSettings;
}

export interface Plan {
	phases: LimitPhase[];
	/** What calls within the limit come to, in turn; and those beyond it. */
	replies: Array<{ reply: Reply; latency: number; hops: number }>;
	refusal: { reply: Reply; latency: number; hops: number };
	runs: RunPlan[];
	seed: number;
}

/** Many calls end in the same moment, so that what one learns and another does meet. */
const latency = fc.oneof(fc.constantFrom(0, 50, 500), fc.nat(LONGEST_LATENCY));

/** Promises that an answer goes through on its way, as in any HTTP client. */
const hops = fc.nat(12);

const reply = fc.oneof(
	{ weight: 6, arbitrary: fc.constant<Reply>('success') },
	{
		weight: 8,
		arbitrary: fc.constantFrom(...(Object.keys(REPLIES) as Reply[]).filter((name) => !ENDING.includes(name))),
	},
	{ weight: 1, arbitrary: fc.constantFrom(...ENDING) },
);

const runPlan: fc.Arbitrary<RunPlan> = fc.record({
	gate: fc.constantFrom(0, 0, 1),
	rows: fc.array(fc.nat(15), { minLength: 1, maxLength: 25 }),
	rowEvery: fc.constantFrom(0, 0, 30),
	startsAt: fc.oneof(fc.constant(0), fc.nat(3000)),
	cancelAt: fc.option(fc.nat(10_000), { freq: 3 }),
	again: fc.boolean(),
	settings: fc.record({
		maxRetries: fc.nat(4),
		maxConcurrentRequests: fc.integer({ min: 1, max: 6 }),
		retryUnanswered: fc.boolean(),
		stopOnFailure: fc.boolean(),
	}),
});

export const plans: fc.Arbitrary<Plan> = fc.record({
	phases: fc
		.array(
			fc.record<LimitPhase>({
				from: fc.nat(20_000).map((ms) => START + ms),
				perSecond: fc.constantFrom(1, 2, 5, 20, Infinity),
				style: fc.constantFrom('bucket', 'window'),
			}),
			{ maxLength: 3 },
		)
		.map((phases) => phases.sort((one, other) => one.from - other.from)),
	replies: fc.array(fc.record({ reply, latency, hops }), { minLength: 1, maxLength: 30 }),
	refusal: fc.record({
		reply: fc.constantFrom<Reply>('tooFast', 'tooFast', 'tooFastForAWhile', 'tooManyRequestsPage'),
		latency,
		hops,
	}),
	runs: fc.array(runPlan, { minLength: 1, maxLength: 3 }),
	seed: fc.integer(),
});

/** A call as the API saw it. */
export interface Call {
	link: number;
	leftAt: number;
	answeredAt: number;
	reply: Reply;
	/** Calls of the same run under way, this one included. */
	inFlight: number;
	/** Whether the run had ended before. */
	isLate: boolean;
}

export interface Row {
	link: number;
	askedAt: number;
	settledAt: number;
	outcome: Resolution | null;
}

export interface RunHistory {
	plan: RunPlan;
	calls: Call[];
	rows: Row[];
	endedAt: number | null;
	/** Calls of the run that n8n makes again. */
	secondCalls: Call[];
}

/** A call's way through a gate. */
export interface Passage {
	run: number;
	/** Its place in the order of asking. */
	asked: number;
	/** How many had left when it asked. */
	leftBefore: number;
	leftAt: number;
}

export interface History {
	runs: RunHistory[];
	/** Of each gate, in the order of leaving; without those whose run ended first. */
	passages: Passage[][];
	/** How long it took until the last row settled, in ms. */
	took: number;
}

class WatchedRun extends AccountCalls {
	endedAt: number | null = null;

	override end(failure: Failure): void {
		this.endedAt ??= Date.now();
		super.end(failure);
	}
}

class SharedGate {
	readonly gate = new PaceGate();

	readonly passages: Passage[] = [];

	asked = 0;
}

/** One run's door to a gate that runs share. */
class WatchedGate extends PaceGate {
	private readonly shared: SharedGate;

	private readonly run: number;

	constructor(shared: SharedGate, run: number) {
		super();
		Object.assign(this, { pace: shared.gate.pace });
		this.shared = shared;
		this.run = run;
	}

	override pass(isOver: () => boolean): Promise<boolean> {
		const { shared, run } = this;
		const passage = { run, asked: shared.asked++, leftBefore: shared.passages.length, leftAt: Infinity };
		const turn = shared.gate.pass(isOver);
		void turn.then((granted) => {
			if (granted) shared.passages.push({ ...passage, leftAt: Date.now() });
		});
		return turn;
	}
}

/** Real time: jest's fake clock leaves it alone, so that promises settle between two moments. */
const promisesSettle = async () => await new Promise((resolve) => setImmediate(resolve));

/** Lets virtual time pass from timer to timer. All timers of one moment fire before any promise goes on. */
async function passTime(isOver: () => boolean): Promise<void> {
	for (;;) {
		await promisesSettle();
		if (isOver() || jest.getTimerCount() === 0) return;
		const before = Date.now();
		jest.advanceTimersToNextTimer();
		// A timer of less than a millisecond takes one, as in Node.
		if (Date.now() === before) jest.advanceTimersByTime(1);
	}
}

/** Plays a plan on a virtual clock. Rows that have not settled when nothing happens any more, or at `deadline`, stay without outcome. */
export async function playRuns(plan: Plan, deadline: number): Promise<History> {
	jest.useFakeTimers({ now: START, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
	const random = jest.spyOn(Math, 'random').mockImplementation(randomFrom(plan.seed));
	const allows = rateLimit(plan.phases);
	let served = 0;
	const sender = (run: WatchedRun, calls: Call[]) => {
		let inFlight = 0;
		return (link: number) => async (): Promise<Answer> => {
			const isAllowed = allows(Date.now());
			const { reply, latency, hops } = isAllowed
				? plan.replies[served++ % plan.replies.length]
				: plan.refusal;
			inFlight += 1;
			const isLate = run.endedAt !== null;
			const call = { link, leftAt: Date.now(), answeredAt: Infinity, reply, inFlight, isLate };
			calls.push(call);
			if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency));
			for (let hop = 0; hop < hops; hop += 1) await null;
			inFlight -= 1;
			call.answeredAt = Date.now();
			return REPLIES[reply]();
		};
	};
	const resolveRows = async (run: WatchedRun, { rows, rowEvery }: RunPlan, calls: Call[], history: Row[]) => {
		const send = sender(run, calls);
		await Promise.all(
			rows.map(async (link, index) => {
				if (rowEvery > 0) await new Promise((resolve) => setTimeout(resolve, index * rowEvery));
				const row: Row = { link, askedAt: Date.now(), settledAt: Infinity, outcome: null };
				history.push(row);
				row.outcome = await run.resolve(String(link), send(link));
				row.settledAt = Date.now();
			}),
		);
	};
	const gates = [new SharedGate(), new SharedGate()];
	let took = Infinity;
	try {
		const played = plan.runs.map((runPlan, index) => {
			const gate = new WatchedGate(gates[runPlan.gate], index);
			const run = new WatchedRun(runPlan.settings, gate);
			const history: RunHistory = { plan: runPlan, calls: [], rows: [], endedAt: null, secondCalls: [] };
			const work = async () => {
				await new Promise((resolve) => setTimeout(resolve, runPlan.startsAt));
				await resolveRows(run, runPlan, history.calls, history.rows);
			};
			const cancel = () => run.end(failureOf('cancelled'));
			if (runPlan.cancelAt !== null) setTimeout(cancel, runPlan.cancelAt);
			return { run, history, work: work() };
		});
		void Promise.all(played.map(async ({ work }) => await work)).then(() => {
			took = Date.now() - START;
		});
		await passTime(() => took < Infinity || Date.now() > START + deadline);
		for (const { run, history } of played) {
			history.endedAt = run.endedAt;
			if (!history.plan.again || took === Infinity) continue;
			const second = new WatchedRun(
				history.plan.settings,
				gates[history.plan.gate].gate,
				null,
				await run.paidLinks(),
			);
			let isOver = false;
			void resolveRows(second, history.plan, history.secondCalls, []).then(() => {
				isOver = true;
			});
			await passTime(() => isOver);
		}
		return {
			runs: played.map(({ history }) => history),
			passages: gates.map(({ passages }) => passages),
			took,
		};
	} finally {
		jest.useRealTimers();
		random.mockRestore();
	}
}
