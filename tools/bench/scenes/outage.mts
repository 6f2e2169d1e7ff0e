/** Scene 5: the API goes away for a while in the middle of a run, and comes back. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Sandbox } from '../../sandbox/server.mts';
import { lineChart, type Line } from '../chart.mts';
import { HTTP, OURS, type Contender } from '../contender.mts';
import { links } from '../links.mts';
import { measure, type Run, type Stage } from '../measure.mts';
import { atMost, number, type Chart, type Scene, type Target } from '../section.mts';
import { most, perSlice } from '../statistics.mts';

const LATENCY_MS = 100;
/** The outage begins when so many calls came in, as a share of the rows. */
const BEGINS_AFTER = 1 / 3;
const OUTAGE_MS = 20_000;
/** Calls into the outage beyond those in flight at its start. */
const EXTRA = 40;
/** In seconds. */
const BACK = 8;
/** Speed is counted in slices of so many ms; full speed is so much of the fastest slice before the outage. */
const SLICE_MS = 200;
const FULL = 0.8;

interface Fault {
	name: string;
	faultRate: Record<string, number>;
}

const FAULTS: Fault[] = [
	{ name: 'code 503', faultRate: { 503: 1 } },
	{ name: 'cut connections', faultRate: { cut: 1 } },
];

/** In ms since 1970. */
interface Outage {
	from: number;
	to: number;
}

interface Measured {
	fault: string;
	run: Run;
	outage: Outage;
	/** Calls that n8n had in flight when the outage began. */
	inFlight: number;
	/** Calls that arrived while it lasted. */
	into: number;
	/** Seconds from its end to full speed, or to the last answer where that came first; NaN: the run did not last so long. */
	back: number;
}

/** Takes the API away for a while, once enough calls came in. */
async function takeAway(
	sandbox: Sandbox,
	faultRate: Record<string, number>,
	rows: number,
	isOver: () => boolean,
): Promise<Outage> {
	while (!isOver() && sandbox.stats().calls < rows * BEGINS_AFTER) await pause(5);
	sandbox.configure({ faultRate });
	const from = Date.now();
	while (!isOver() && Date.now() - from < OUTAGE_MS) await pause(5);
	sandbox.configure({ faultRate: {} });
	return { from, to: Date.now() };
}

function secondsBack({ calls }: Run, { from, to }: Outage): number {
	const good = calls.filter(({ billed }) => billed).map(({ at }) => at);
	const after = good.filter((at) => at >= to);
	if (after.length === 0) return NaN;
	const fastest = most(
		good.filter((at) => at < from),
		SLICE_MS,
	);
	const full = after.find((_, index) => {
		const upTo = after[index + Math.ceil(fastest * FULL) - 1];
		return upTo !== undefined && upTo - after[index]! < SLICE_MS;
	});
	return ((full ?? after.at(-1)!) - to) / 1000;
}

async function measureOne(stage: Stage, contender: Contender, fault: Fault): Promise<Measured> {
	const { sandbox } = stage.bench;
	const rows = stage.quick ? 300 : 600;
	let outage: Outage = { from: 0, to: 0 };
	const run = await measure(stage, contender, links(rows), {
		during: async (isOver) => {
			outage = await takeAway(sandbox, fault.faultRate, rows, isOver);
		},
	});
	const { from, to } = outage;
	return {
		fault: fault.name,
		run,
		outage,
		inFlight: run.samples.findLast(({ at }) => at <= from)?.inFlight ?? NaN,
		into: run.calls.filter(({ at }) => at >= from && at < to).length,
		back: secondsBack(run, outage),
	};
}

const secondsOf = (value: number) => (Number.isNaN(value) ? '–' : `${number(value, 1)} s`);

function targetsOf({ fault, run, inFlight, into, back }: Measured): Target[] {
	const { rows, resolved, inDoubt } = run.counts;
	return [
		{
			what: `This node, ${fault}: every row resolved, save where the bill is in doubt`,
			measured: `${resolved} resolved, ${inDoubt} in doubt`,
			met: resolved + inDoubt === rows,
		},
		atMost(
			`This node, ${fault}: calls into the outage, ${EXTRA} and those in flight at its start`,
			inFlight + EXTRA,
			into,
			number,
		),
		atMost(
			`This node, ${fault}: from the end of the outage to full speed`,
			BACK,
			Number.isNaN(back) ? Infinity : back,
			secondsOf,
		),
	];
}

function chart(measured: Measured[]): Chart {
	const panels = measured
		.filter(({ run }) => run.contender === OURS)
		.map(({ fault, run, outage }) => {
			const second = (at: number) => (at - run.nodeStart) / 1000;
			const line = (name: string, colour: 1 | 2, billed: boolean): Line => ({
				name,
				colour,
				points: perSlice(
					run.calls.filter((call) => call.billed === billed).map(({ at }) => at),
					run.nodeStart,
					SLICE_MS,
				).map((count, index) => [((index + 0.5) * SLICE_MS) / 1000, (count * 1000) / SLICE_MS]),
			});
			return {
				name: `${fault}, from ${number(second(outage.from), 1)} s to ${number(second(outage.to), 1)} s`,
				lines: [line('calls that succeeded', 1, true), line('calls that failed', 2, false)].filter(
					({ points }) => points.length > 0,
				),
			};
		});
	return {
		file: 'bench-outage.svg',
		alt: 'Calls per second over time of this node, with an outage of 20 s: with code 503, and with cut connections',
		svg: lineChart({
			title: 'This node while the API is away for 20 s',
			x: 'seconds since the node began',
			y: 'calls/s',
			panels,
		}),
	};
}

async function run(stage: Stage) {
	stage.bench.sandbox.configure({ ratePerSecond: 0, latencyMs: LATENCY_MS, faultRate: {} });
	const measured: Measured[] = [];
	for (const fault of FAULTS) {
		console.log(` ${fault.name}`);
		for (const contender of [OURS, HTTP].filter(({ name }) => name.includes(stage.only))) {
			measured.push(await measureOne(stage, contender, fault));
		}
	}
	const ours = measured.filter(({ run: { contender } }) => contender === OURS);
	return {
		tables: [
			{
				head: [
					'',
					'',
					'rows resolved',
					'failures reported as good',
					'on the error branch',
					'of these, bill in doubt',
					'in flight at its start',
					'calls into the outage',
					'full speed after',
					'calls',
					'node time',
				],
				rows: measured.map(
					({ fault, run: { contender, counts, sent, nodeSeconds }, inFlight, into, back }) => [
						fault,
						contender.name,
						number(counts.resolved),
						number(counts.wronglyGood),
						number(counts.failed),
						contender === OURS ? number(counts.inDoubt) : '',
						number(inFlight),
						number(into),
						secondsOf(back),
						number(sent),
						secondsOf(nodeSeconds),
					],
				),
			},
		],
		targets: ours.flatMap(targetsOf),
		charts: ours.length > 0 ? [chart(ours)] : [],
	};
}

export const outage: Scene = {
	name: 'An outage in the middle',
	text: `600 rows, all different, ${LATENCY_MS} ms a call, no limit. When a third of the calls came in, the API is away for ${OUTAGE_MS / 1000} s: what arrives then is answered with code 503, or its connection is cut. A call whose
connection was cut may have been billed, so it is not repeated by default; its row fails, and its bill is in doubt. Calls in flight are counted in n8n's process. Full speed is ${FULL * 100} % of the most calls that succeeded in ${SLICE_MS} ms before the outage; where the
last row is done earlier, the time is that until then. The HTTP Request node sends all its calls at once, and is done before the API is back.`,
	run,
};
