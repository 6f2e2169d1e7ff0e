import fc from 'fast-check';

import {
	newPace,
	onCall,
	onDelivered,
	onRateLimited,
	onRetryAfter,
} from '../../nodes/JustOneApi/call/pace.ts';
import type { PaceState } from '../../nodes/JustOneApi/call/pace.ts';
import { PACE_INVARIANTS } from './invariants.mts';
import type { LimitPhase } from './rateLimit.mts';
import { play } from './senders.mts';
import type { Scene } from './senders.mts';

const START = 1_800_000_000_000;

/** The bounds that docs/pace.md states: calls per second, and ms. */
const SLOWEST = 0.2;
const LONGEST_HOLD = 5000;
const LONGEST_RETRY_AFTER = 5 * 60_000;

/** Something happens to a pace: a call leaves when it may, or one of those under way is answered. */
type Event = { after: number } & (
	| { kind: 'call' }
	| { kind: 'delivered' | 'refused'; which: number }
	| { kind: 'retryAfter'; ms: number }
);

const after = fc.oneof(
	{ weight: 40, arbitrary: fc.nat(50) },
	{ weight: 20, arbitrary: fc.nat(2000) },
	{ weight: 1, arbitrary: fc.constant(61_000) },
);
const answer = fc.constantFrom('delivered' as const, 'refused' as const);
const single: fc.Arbitrary<Event> = fc.oneof(
	{ weight: 8, arbitrary: fc.record({ kind: fc.constant('call' as const), after }) },
	{ weight: 5, arbitrary: fc.record({ kind: answer, which: fc.nat(9), after }) },
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant('retryAfter' as const),
			ms: fc.nat(LONGEST_RETRY_AFTER),
			after,
		}),
	},
);
/** Calls that are all answered alike, one after the other. */
const burst: fc.Arbitrary<Event[]> = fc
	.record({ kind: answer, times: fc.nat(15), after: fc.nat(500) })
	.map(({ kind, times, after: wait }) =>
		Array.from({ length: times }, (): Event[] => [
			{ kind: 'call', after: 0 },
			{ kind, which: -1, after: wait },
		]).flat(),
	);
const events: fc.Arbitrary<Event[]> = fc
	.array(
		fc.oneof({ weight: 6, arbitrary: single.map((event) => [event]) }, { weight: 1, arbitrary: burst }),
		{
			maxLength: 200,
			size: 'max',
		},
	)
	.map((parts) => parts.flat());

interface Step {
	event: Event;
	now: number;
	/** When the answered call left. */
	leftAt: number;
	before: PaceState;
	pace: PaceState;
	/** Answers other than 302 within the last second, this one included. */
	recent: number[];
	/** Until when the API asked everybody to wait. */
	askedUntil: number;
}

/** Plays events on a pace and looks at it after each one. */
function playEvents(list: readonly Event[], look: (step: Step) => void): void {
	const pace = newPace();
	const underWay: number[] = [];
	let delivered: number[] = [];
	let now = START;
	let askedUntil = 0;
	for (const event of list) {
		now += event.after;
		if (event.kind === 'call') now = Math.max(now, Math.ceil(pace.nextCallAt));
		const before = structuredClone(pace);
		let leftAt = now;
		if (event.kind === 'call') {
			onCall(pace, now);
			underWay.push(now);
		} else if (event.kind === 'retryAfter') {
			onRetryAfter(pace, now, event.ms);
			askedUntil = Math.max(askedUntil, now + event.ms);
		} else {
			if (underWay.length === 0) continue;
			[leftAt] = underWay.splice(event.which % underWay.length, 1);
			if (event.kind === 'refused') onRateLimited(pace, leftAt, now);
			else {
				onDelivered(pace, now);
				delivered = [...delivered, now].filter((moment) => moment > now - 1000);
			}
		}
		look({ event, now, leftAt, before, pace, recent: delivered, askedUntil });
	}
}

function holds(invariant: string, look: (step: Step) => void): void {
	it(invariant, () => {
		fc.assert(
			fc.property(events, (list) => playEvents(list, look)),
			{ numRuns: Number(process.env.PROPERTY_RUNS ?? 40) },
		);
	});
}

/** The most that the curve allows: doubling while the limit is unknown; then that limit, and beyond it twice what comes through. */
function mostAllowed({ before, now, recent }: Step): number {
	const seconds = (now - before.cutAt) / 1000;
	if (before.limitSeen === Infinity) return Math.max(before.rateAfterCut * 2 ** seconds, recent.length);
	const deliveryRate = (recent.length * 1000) / Math.max(250, now - recent[0]);
	return seconds < 2 ? before.limitSeen : Math.max(before.limitSeen, 2 * deliveryRate);
}

describe('Whatever happens to a pace', () => {
	holds(PACE_INVARIANTS.finite, ({ pace }) => {
		expect(Object.values(pace).flat().some(Number.isNaN)).toBe(false);
		expect(pace.rate).toBeGreaterThanOrEqual(SLOWEST);
		expect(pace.nextCallAt).toBeLessThan(Infinity);
	});

	holds(PACE_INVARIANTS.wait, ({ event, before, pace, now, askedUntil }) => {
		const ahead = Math.max(pace.hold, 1000 / pace.rate);
		expect(ahead).toBeLessThanOrEqual(LONGEST_HOLD);
		if (event.kind === 'call') expect(pace.nextCallAt - now).toBeCloseTo(1000 / pace.rate, 2);
		if (event.kind === 'delivered') expect(pace.nextCallAt).toBe(before.nextCallAt);
		if (event.kind === 'refused')
			expect(pace.nextCallAt).toBeLessThanOrEqual(Math.max(before.nextCallAt, now + ahead));
		expect(pace.nextCallAt).toBeLessThanOrEqual(Math.max(askedUntil, now + LONGEST_HOLD));
	});

	holds(PACE_INVARIANTS.delivered, (step) => {
		const { event, before, pace } = step;
		if (event.kind !== 'delivered') return;
		expect(pace.rate).toBeGreaterThanOrEqual(before.rate);
		expect(pace.rate).toBeLessThanOrEqual(Math.max(before.rate, mostAllowed(step)));
		expect([pace.hold, pace.cutAt, pace.limitSeen]).toEqual([before.hold, before.cutAt, before.limitSeen]);
	});

	holds(PACE_INVARIANTS.refused, ({ event, before, pace, leftAt }) => {
		if (event.kind !== 'refused') return;
		if (leftAt <= before.cutAt) expect(pace).toEqual(before);
		else expect(pace.rate).toBeLessThanOrEqual(before.rate);
	});
});

/** How long a limit has to stay until it is found, and how long is then looked at, in ms. */
const FINDING = 60_000;
const WATCHED = 60_000;
/** Calls answered with 302 at most, and the least that comes through, as shares. */
const MOST_REFUSED = 0.15;
const MOST_REFUSED_TOGETHER = 0.25;
const LEAST_USED = 0.7;

const latencies = fc.constantFrom<[number, number]>([5, 50], [100, 300], [300, 500], [50, 1000], [500, 2000]);
const style = fc.constantFrom<LimitPhase['style']>('bucket', 'window');
const history = fc.array(
	fc.record({
		perSecond: fc.constantFrom(1, 2, 5, 10, 30, 100, Infinity),
		style,
		lasts: fc.integer({ min: 1000, max: 30_000 }),
	}),
	{ maxLength: 3 },
);

/** A limit that stays, after some that did not. Refusals come fast, and there are slots enough to use it. */
function sceneOf(
	senders: number,
	limit: number,
	past: Array<Omit<LimitPhase, 'from'> & { lasts: number }>,
	scene: Pick<Scene, 'latency' | 'refusalLatency' | 'seed'> & { style: LimitPhase['style'] },
) {
	let from = 0;
	const phases: LimitPhase[] = past.map(({ perSecond, style: pastStyle, lasts }) => {
		const phase = { from, perSecond, style: pastStyle };
		from += lasts;
		return phase;
	});
	phases.push({ from, perSecond: limit, style: scene.style });
	const inFlight = 2 + Math.ceil((2 * limit * scene.latency[1]) / 1000);
	const until = from + FINDING + WATCHED;
	const calls = play({ ...scene, senders, inFlight, phases, until });
	return calls.filter(({ at }) => at >= from + FINDING);
}

const scenes = fc.record({
	latency: latencies,
	refusalLatency: fc.constantFrom<[number, number]>([5, 5], [0, 100], [50, 300]),
	style,
	seed: fc.integer(),
});

describe('With calls enough', () => {
	it(PACE_INVARIANTS.found, () => {
		const limits = fc.integer({ min: 2, max: 100 });
		const property = fc.property(limits, history, scenes, (limit, past, scene) => {
			const calls = sceneOf(1, limit, past, scene);
			const accepted = calls.filter((call) => call.accepted).length;
			expect(accepted / (limit * (WATCHED / 1000))).toBeGreaterThanOrEqual(LEAST_USED);
			expect(1 - accepted / calls.length).toBeLessThanOrEqual(MOST_REFUSED);
		});
		fc.assert(property, { numRuns: Number(process.env.PROPERTY_RUNS ?? 30) });
	});

	it(PACE_INVARIANTS.shared, () => {
		const limits = fc.integer({ min: 5, max: 60 });
		const workers = fc.integer({ min: 2, max: 4 });
		const property = fc.property(workers, limits, history, scenes, (senders, limit, past, scene) => {
			const calls = sceneOf(senders, limit, past, scene);
			const accepted = calls.filter((call) => call.accepted).length;
			expect(accepted / (limit * (WATCHED / 1000))).toBeGreaterThanOrEqual(LEAST_USED);
			expect(1 - accepted / calls.length).toBeLessThanOrEqual(MOST_REFUSED_TOGETHER);
		});
		fc.assert(property, { numRuns: Number(process.env.PROPERTY_RUNS ?? 8) });
	});
});
