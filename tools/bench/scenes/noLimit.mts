/** Scene 1: what the node itself costs, where nothing holds it back. */
import { bothWith, HTTP, OURS, type Contender } from '../contender.mts';
import { lineChart, type Colour } from '../chart.mts';
import { links } from '../links.mts';
import { alternate, type Run, type Runs, type Stage } from '../measure.mts';
import { atMost, number, ratio, type Chart, type Scene, type Target } from '../section.mts';
import { median } from '../statistics.mts';

const COLUMN = [OURS, HTTP] as const;
/** An expression that neither node can read without n8n's evaluator. */
const EXPRESSION = "{{ $json.a + ' ' + $json.b }}";
const JOINED = bothWith({ text: `=${EXPRESSION}` });
const COLOURS: Colour[] = [1, 2];

const TIME = 0.6;
const TIME_JOINED = 0.7;
const MEMORY = 0.85;
const FLAT = 1.15;
/** Of the event loop: so many times the HTTP Request node's stop, or so many ms. */
const STOP = 1.2;
const SHORT_STOP = 100;

type Both = readonly [ours: Contender, http: Contender];

interface Part {
	/** What the text is read from. */
	text: string;
	both: Both;
	rows: number;
	repeats: number;
	/** n8n was started again before each run. */
	isFresh: boolean;
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
function rowsOf({ text, both: [, other], rows, repeats, isFresh, runs }: Part): string[][] {
	const http = runs.get(other);
	return [...runs].map(([{ name }, own]) => [
		`${number(rows)} rows, ${repeats === 0 ? 'all different' : `${number(repeats * 100)} % repeats`}, ${text}`,
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

/** Time and stops of a part in which all rows differ. */
function costTargets({ text, both: [ours, http], rows, runs }: Part, most: number): Target[] {
	const stop = block(runs.get(ours));
	const theirs = block(runs.get(http));
	return [
		atMost(
			`Time to the HTTP Request node's, ${number(rows)} rows, ${text}`,
			most,
			against(runs.get(ours), runs.get(http), time),
		),
		{
			what: `Longest block, ${number(rows)} rows, ${text}: at most ${ratio(STOP)} the HTTP Request node's, or ${SHORT_STOP} ms`,
			measured: `${number(stop)} ms, ${ratio(stop / theirs)}`,
			met: stop <= Math.max(STOP * theirs, SHORT_STOP),
		},
	];
}

function targetsOf(parts: Part[], large: Part, joined: Part[]): Target[] {
	const [small] = parts;
	if (!small) return [];
	const shares = parts.map(({ runs }) => against(runs.get(OURS), runs.get(HTTP), time));
	const perRow = ({ rows, runs }: Part) => seconds(runs.get(OURS)) / rows;
	const runs = [...parts, large, ...joined].flatMap((part) => part.runs.get(part.both[0]) ?? []);
	const whole = runs.filter(({ counts }) => counts.resolved === counts.rows);
	return [
		{
			what: 'Every row resolved, in every run',
			measured: `${whole.length} of ${runs.length} runs`,
			met: whole.length === runs.length,
		},
		...[small, large].flatMap((part) => costTargets(part, TIME)),
		...joined.flatMap((part) => costTargets(part, TIME_JOINED)),
		{
			what: "The time to the HTTP Request node's falls with the share of repeats",
			measured: shares.map(ratio).join(', '),
			met: shares.every((value, index) => index === 0 || value < (shares[index - 1] ?? 0)),
		},
		atMost(
			`Time per row, ${number(large.rows)} rows to ${number(small.rows)}`,
			FLAT,
			perRow(large) / perRow(small),
		),
		atMost(
			`Peak memory to the HTTP Request node's, ${number(large.rows)} rows`,
			MEMORY,
			memory(large.runs.get(OURS)) / memory(large.runs.get(HTTP)),
		),
	];
}

function memoryChart({ rows, runs }: Part): Chart {
	const lines = [...runs].flatMap(([contender, [run]]) =>
		run
			? [
					{
						name: contender.name,
						colour: COLOURS[COLUMN.indexOf(contender)] ?? 3,
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
	const part = async (both: Both, rows: number, rounds: number, repeats = 0): Promise<Part> => {
		const isFresh = rows === many;
		const text = both === COLUMN ? 'a column' : 'an expression';
		console.log(` ${rows} rows, ${repeats * 100} % repeats, ${text}`);
		const before = async () => await (isFresh ? stage.bench.restart() : undefined);
		const runs = await alternate(stage, [...both], rounds, links(rows, repeats), before);
		return { text, both, rows, repeats, isFresh, runs };
	};
	sandbox.configure({ latencyMs: 50, ratePerSecond: 0, faultRate: {} });
	await alternate(stage, [...COLUMN], 1, links(100)); // warm-up, not counted
	const parts: Part[] = [];
	for (const repeats of [0, 0.3, 0.6, 0.9]) {
		parts.push(await part(COLUMN, few, repeats === 0 ? 3 : 1, repeats));
	}
	const joined = [await part(JOINED, few, 3)];
	const large = await part(COLUMN, many, 1);
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
		tables: [{ head, rows: [...parts, large, ...joined].flatMap(rowsOf) }],
		targets: targetsOf(parts, large, joined),
		charts: [memoryChart(large)],
	};
}

export const noLimit: Scene = {
	name: 'No limit',
	text: `The API takes 50 ms for a call and allows any number of them. Both nodes as they come: this one finds by itself how many calls at once are of use, 100 at most. Ratios are to the HTTP Request node in
the same part. Time is n8n's own \`executionTime\` of the node; processor time is that of n8n's process meanwhile, and less moved by others on the machine. Memory is the peak of n8n's resident memory
from the start of the execution until its data is stored; it is compared only where n8n was started again before each run, so that no run pays for another. A block is the longest time in which n8n's
event loop did not turn while the node ran: so long every other execution, webhook and editor waits. The text of a row is read from a column, or from an expression (\`${EXPRESSION}\`), which n8n has to evaluate for
each row. Where all 1,000 rows differ, figures are medians of three runs; all others are of one.`,
	run,
};
