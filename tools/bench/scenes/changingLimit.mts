/** Scene 3: the limit falls to a tenth and rises again, and the API stumbles twice. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Sandbox, SandboxSettings } from '../../sandbox/server.mts';
import { lineChart, type Line } from '../chart.mts';
import { HTTP, OURS, type Contender } from '../contender.mts';
import { links } from '../links.mts';
import { measure, type Run, type Stage } from '../measure.mts';
import { atLeast, atMost, number, percent, type Chart, type Scene } from '../section.mts';
import { allowed, isRefused, perSlice, type Limit } from '../statistics.mts';

const CONTENDERS = [OURS, HTTP];
const HIGH = 50;
const LOW = 5;
const REFUSED = 0.06;
const THROUGHPUT = 0.88;

interface Measured {
	run: Run;
	limits: Limit[];
	refused: number;
	/** Calls that were not refused, to what the limit allowed from the first call to the last. */
	used: number;
}

/** Changes the sandbox as calls come through; keeps the limits in force. */
async function disturb(
	sandbox: Sandbox,
	rows: number,
	slowMs: number,
	isOver: () => boolean,
): Promise<Limit[]> {
	const limits: Limit[] = [];
	const set = (changes: Partial<SandboxSettings>) => {
		sandbox.configure(changes);
		if (changes.ratePerSecond) limits.push({ at: Date.now(), perSecond: changes.ratePerSecond });
	};
	const plan: Array<[share: number, Partial<SandboxSettings>, ms: number, Partial<SandboxSettings>]> = [
		[1 / 6, { faultRate: { 500: 0.5 } }, 1000, { faultRate: {} }],
		[1 / 3, { ratePerSecond: LOW }, slowMs, { ratePerSecond: HIGH }],
		[2 / 3, { faultRate: { 503: 0.5 } }, 1000, { faultRate: {} }],
	];
	set({ ratePerSecond: HIGH });
	for (const [share, change, ms, back] of plan) {
		const cameThrough = () => {
			const { calls, byCode } = sandbox.stats();
			return calls - (byCode[302] ?? 0);
		};
		while (!isOver() && cameThrough() < rows * share) await pause(20);
		if (isOver()) break;
		set(change);
		await pause(ms);
		set(back);
	}
	return limits;
}

async function measureOne(stage: Stage, contender: Contender): Promise<Measured> {
	const rows = stage.quick ? 200 : 2000;
	const { sandbox } = stage.bench;
	sandbox.configure({ latencyMs: [300, 500], faultRate: {} });
	let limits: Limit[] = [];
	const run = await measure(stage, contender, links(rows), {
		during: async (isOver) => {
			limits = await disturb(sandbox, rows, stage.quick ? 5000 : 20_000, isOver);
		},
	});
	const moments = run.calls.map(({ at }) => at);
	const refused = run.calls.filter(isRefused).length;
	const most = allowed(limits, Math.min(...moments), Math.max(...moments));
	return { run, limits, refused: refused / run.calls.length, used: (run.calls.length - refused) / most };
}

function linesOf({ run, limits }: Measured): Line[] {
	const from = run.nodeStart;
	const second = (at: number) => Math.max(0, (at - from) / 1000);
	const end = second(Math.max(...run.calls.map(({ at }) => at)));
	const steps = limits.flatMap(
		({ at, perSecond: limit }, index): Array<[number, number]> => [
			[Math.min(end, second(at)), limit],
			[Math.min(end, second(limits[index + 1]?.at ?? Infinity)), limit],
		],
	);
	const line = (name: string, colour: 1 | 2, isOne: (call: Run['calls'][number]) => boolean): Line => ({
		name,
		colour,
		points: perSlice(
			run.calls.filter(isOne).map(({ at }) => at),
			from,
			1000,
		).map((count, index) => [index + 0.5, count]),
	});
	return [
		{ name: 'limit in force', colour: 3, points: steps, dashed: true },
		line('calls that came through', 1, (call) => !isRefused(call)),
		line('calls answered 302', 2, isRefused),
	].filter(({ points }) => points.length > 0) as Line[];
}

/** Without the HTTP Request node: all its calls leave in the first seconds, and the scale with them. */
function throughputChart(measured: Measured[]): Chart {
	const shown = measured.filter(({ run }) => run.contender !== HTTP);
	return {
		file: 'bench-throughput.svg',
		alt: 'Calls per second over time while the limit falls from 50 to 5 and rises again',
		svg: lineChart({
			title: 'Calls per second while the limit changes',
			x: 'seconds since the node began',
			y: 'calls/s',
			panels: shown.map((one) => ({ name: one.run.contender.name, lines: linesOf(one) })),
		}),
	};
}

async function run(stage: Stage) {
	const measured: Measured[] = [];
	for (const contender of CONTENDERS.filter(({ name }) => name.includes(stage.only))) {
		measured.push(await measureOne(stage, contender));
	}
	const [ours] = measured.filter(({ run: { contender } }) => contender === OURS);
	return {
		tables: [
			{
				head: [
					'',
					'rows resolved',
					'failures reported as good',
					'on the error branch',
					'throughput ÷ limit',
					'answered 302',
					'calls',
					'billed',
					'node time',
				],
				rows: measured.map(({ run: { contender, counts, stats, nodeSeconds }, used, refused }) => [
					contender.name,
					number(counts.resolved),
					number(counts.wronglyGood),
					number(counts.failed),
					percent(used),
					percent(refused),
					number(stats.calls),
					number(stats.billed),
					`${number(nodeSeconds, 1)} s`,
				]),
			},
		],
		targets: ours
			? [
					{
						what: 'This node: every row resolved',
						measured: `${ours.run.counts.resolved} of ${ours.run.counts.rows}`,
						met: ours.run.counts.resolved === ours.run.counts.rows,
					},
					atMost('This node: calls answered 302', REFUSED, ours.refused, percent),
					atLeast('This node: throughput to what the limit allowed', THROUGHPUT, ours.used, percent),
				]
			: [],
		charts: [throughputChart(measured)],
	};
}

export const changingLimit: Scene = {
	name: 'Changing limit',
	text: `2,000 rows, all different; 300–500 ms a call. The API allows ${HIGH} calls a second until a third of the rows came through, then ${LOW} for 20 s, then ${HIGH} again. For one second after a
sixth of the rows, half of the calls are answered with code 500; for one second after two thirds, half with code 503. Throughput is the calls not answered 302, to the limit in force added up from the first call to the last. It is one run; others differ by some percent.`,
	run,
};
