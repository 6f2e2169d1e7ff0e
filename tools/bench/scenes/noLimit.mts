/** Scene 1: what the node itself costs, where nothing holds it back. */
import { HTTP, OURS, oursWith, type Contender } from '../contender.mts';
import { lineChart, type Colour } from '../chart.mts';
import { links } from '../links.mts';
import { alternate, type Run, type Runs, type Stage } from '../measure.mts';
import { atMost, number, ratio, type Chart, type Scene, type Target } from '../section.mts';
import { median } from '../statistics.mts';

const OURS_100 = oursWith(100);
const CONTENDERS = [OURS, OURS_100, HTTP];
const COLOURS: Colour[] = [1, 4, 2];

const TIME = 0.7;
const FLAT = 1.15;

interface Part {
	rows: number;
	repeats: number;
	runs: Runs;
}

const seconds = (runs: Run[] = []) => median(runs.map(({ nodeSeconds }) => nodeSeconds));
/** The middle of the ratios of runs that followed each other: what slows the machine down for a while slows both. */
const against = (runs: Run[] = [], others: Run[] = [], pick: (run: Run) => number) =>
	median(runs.map((run, round) => pick(run) / (others[round] ? pick(others[round]) : NaN)));
const time = ({ nodeSeconds }: Run) => nodeSeconds;
const processor = ({ processorSeconds }: Run) => processorSeconds;
const memory = (runs: Run[] = []) => median(runs.map(({ peakMemory }) => peakMemory));
const block = (runs: Run[] = []) => median(runs.map(({ longestBlock }) => longestBlock));

/** Lines of the table: ratios to the HTTP Request node of the same part. */
function rowsOf({ rows, repeats, runs }: Part, isFresh: boolean): string[][] {
	const http = runs.get(HTTP);
	return [...runs].map(([{ name }, own]) => [
		`${number(rows)} rows, ${repeats === 0 ? 'all different' : `${number(repeats * 100)} % repeats`}`,
		name,
		ratio(against(own, http, time)),
		ratio(against(own, http, processor)),
		isFresh ? ratio(memory(own) / memory(http)) : '',
		number(Math.min(...own.map(({ counts }) => counts.resolved))),
		number(median(own.map(({ stats }) => stats.billed))),
		`${number(seconds(own), 1)} s`,
		`${number((seconds(own) * 1000) / rows, 1)} ms`,
		isFresh ? `${number(memory(own))} MB` : '',
		`${number(block(own))} ms`,
	]);
}

function targetsOf(contender: Contender, parts: Part[], large: Part): Target[] {
	const { name } = contender;
	const share = ({ runs }: Part) => against(runs.get(contender), runs.get(HTTP), time);
	const perRow = ({ rows, runs }: Part) => seconds(runs.get(contender)) / rows;
	const [small] = parts;
	if (!small) return [];
	const shares = parts.map(share);
	const runs = [...parts, large].flatMap((part) => part.runs.get(contender) ?? []);
	const whole = runs.filter(({ counts }) => counts.resolved === counts.rows);
	return [
		{
			what: `${name}: every row resolved, in every run`,
			measured: `${whole.length} of ${runs.length} runs`,
			met: whole.length === runs.length,
		},
		...[small, large].map((part) =>
			atMost(
				`${name}: time to the HTTP Request node's, ${number(part.rows)} rows, all different`,
				TIME,
				share(part),
			),
		),
		{
			what: `${name}: that share falls with the share of repeats`,
			measured: shares.map(ratio).join(', '),
			met: shares.every((value, index) => index === 0 || value < (shares[index - 1] ?? 0)),
		},
		atMost(
			`${name}: time per row, ${number(large.rows)} rows to ${number(small.rows)}`,
			FLAT,
			perRow(large) / perRow(small),
		),
		atMost(
			`${name}: peak memory to the HTTP Request node's, ${number(large.rows)} rows`,
			1,
			memory(large.runs.get(contender)) / memory(large.runs.get(HTTP)),
		),
	];
}

function memoryChart({ rows, runs }: Part): Chart {
	const lines = [...runs].flatMap(([contender, [run]]) =>
		run
			? [
					{
						name: contender.name,
						colour: COLOURS[CONTENDERS.indexOf(contender)] ?? 3,
						points: run.samples
							.filter((_, index) => index % 5 === 0)
							.map(({ at, memory: mb }): [number, number] => [(at - run.nodeStart) / 1000, mb])
							.filter(([at]) => at >= 0),
					},
				]
			: [],
	);
	return {
		file: 'bench-memory.svg',
		alt: `Memory of n8n over time while ${number(rows)} rows are resolved, by contender`,
		svg: lineChart({
			title: `Memory of n8n's process, ${number(rows)} rows, no rate limit`,
			x: 'seconds since the node began, until its data was stored',
			y: 'MB',
			panels: [{ lines }],
		}),
	};
}

async function run(stage: Stage) {
	const few = stage.quick ? 100 : 1000;
	const many = few * 10;
	const { sandbox } = stage.bench;
	sandbox.configure({ latencyMs: 50, ratePerSecond: 0, faultRate: {} });
	await alternate(stage, CONTENDERS, 1, links(100)); // warm-up, not counted
	const parts: Part[] = [];
	for (const repeats of [0, 0.3, 0.6, 0.9]) {
		console.log(` ${few} rows, ${repeats * 100} % repeats`);
		parts.push({
			rows: few,
			repeats,
			runs: await alternate(stage, CONTENDERS, 3, links(few, repeats)),
		});
	}
	console.log(` ${many} rows, each run in an n8n that was just started`);
	const runs = await alternate(stage, CONTENDERS, 2, links(many), async () => await stage.bench.restart());
	const large = { rows: many, repeats: 0, runs };
	const head = [
		'',
		'',
		'time ÷ HTTP',
		'processor ÷ HTTP',
		'memory ÷ HTTP',
		'rows resolved',
		'billed',
		'node time',
		'per row',
		'peak memory',
		'longest block',
	];
	return {
		tables: [{ head, rows: [...parts.flatMap((part) => rowsOf(part, false)), ...rowsOf(large, true)] }],
		targets: [OURS, OURS_100].flatMap((contender) => targetsOf(contender, parts, large)),
		charts: [memoryChart(large)],
	};
}

export const noLimit: Scene = {
	name: 'No limit',
	text: `The API takes 50 ms for a call and allows any number of them. Ratios are to the HTTP Request node in the same part. Time is n8n's own
\`executionTime\` of the node; processor time is that of n8n's process meanwhile, and less moved by others on the machine. Memory is the peak of n8n's resident memory from the start of the execution until its data is stored; it is
compared only where n8n was started again before each run, so that no run pays for another. A block is the longest time in which n8n's event loop did not turn while the node ran: so long
every other execution, webhook and editor waits. With 10 calls at once, the default, an API that takes 50 ms gives 200 calls a second at most, while the HTTP Request node has no such limit.`,
	run,
};
