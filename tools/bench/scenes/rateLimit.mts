/** Scene 2: an ordinary sheet, an API that allows 20 calls a second. */
import { barChart } from '../chart.mts';
import { HTTP, HTTP_TUNED, OURS } from '../contender.mts';
import { distinctLinks, links } from '../links.mts';
import { alternate, type Run, type Runs, type Stage } from '../measure.mts';
import { atMost, number, percent, ratio, type Chart, type Scene, type Target } from '../section.mts';
import { isRefused, median } from '../statistics.mts';

const RATE = 20;
/** Time to the least that the limit allows. */
const TIME = 1.1;
const REFUSED = 0.05;

const of = (runs: Run[], pick: (run: Run) => number) => median(runs.map(pick));

const refused = (runs: Run[]): number => {
	const calls = runs.flatMap((run) => run.calls);
	return calls.filter(isRefused).length / calls.length;
};

function billsChart(runs: Runs, different: number, rows: number, counted: string): Chart {
	// One run each: the middle of several would show half rows.
	const groups = [...runs.values()].flatMap((own) =>
		own.slice(-1).map(({ contender: { name }, counts, stats }) => ({
			name,
			bars: [
				{ name: 'rows resolved', value: counts.resolved, colour: 1 as const },
				{ name: 'failures reported as good', value: counts.wronglyGood, colour: 2 as const },
				{ name: 'calls', value: stats.calls, colour: 3 as const },
				{ name: 'calls billed', value: stats.billed, colour: 4 as const },
			],
		})),
	);
	return {
		file: 'bench-bills.svg',
		alt: 'Rows resolved, failures reported as good, calls and bills, by contender',
		svg: barChart({
			title: `${rows} rows with ${different} different links, ${RATE} calls a second, counted ${counted}`,
			x: 'rows or calls',
			groups,
			mark: { name: `${different} different links`, value: different },
		}),
	};
}

/** How the API may count: nobody outside knows which it does. */
const STYLES = [
	{ rateStyle: 'window', counted: 'in each whole second' },
	{ rateStyle: 'bucket', counted: 'spread evenly' },
] as const;

interface Part {
	counted: string;
	runs: Runs;
}

const HEAD = [
	'the limit is counted',
	'',
	'rows resolved',
	'failures reported as good',
	'on the error branch',
	'calls',
	'billed',
	'billed ÷ different links',
	'time ÷ least possible',
	'answered 302',
	'node time',
];

const rowsOf = ({ counted, runs }: Part, different: number): string[][] =>
	[...runs].map(([{ name }, own]) => [
		counted,
		name,
		number(of(own, ({ counts }) => counts.resolved)),
		number(of(own, ({ counts }) => counts.wronglyGood)),
		number(of(own, ({ counts }) => counts.failed)),
		number(of(own, ({ stats }) => stats.calls)),
		number(of(own, ({ stats }) => stats.billed)),
		ratio(of(own, ({ stats }) => stats.billed) / different),
		ratio(of(own, ({ nodeSeconds }) => nodeSeconds) / (different / RATE)),
		percent(refused(own)),
		`${number(
			of(own, ({ nodeSeconds }) => nodeSeconds),
			1,
		)} s`,
	]);

function targetsOf({ counted, runs }: Part, different: number): Target[] {
	const ours = runs.get(OURS) ?? [];
	const least = different / RATE;
	return [
		{
			what: `This node, ${counted}: every row resolved, in every run`,
			measured: ours.map(({ counts }) => `${counts.resolved} of ${counts.rows}`).join(', '),
			met: ours.every(({ counts }) => counts.resolved === counts.rows),
		},
		{
			what: `This node, ${counted}: as many calls billed as links differ (${different}), in every run`,
			measured: ours.map(({ stats }) => stats.billed).join(', '),
			met: ours.every(({ stats }) => stats.billed === different),
		},
		atMost(
			`This node, ${counted}: time to the least that the limit allows (${number(least, 1)} s), slowest run`,
			TIME,
			Math.max(...ours.map(({ nodeSeconds }) => nodeSeconds / least)),
		),
		atMost(`This node, ${counted}: calls answered 302, all runs`, REFUSED, refused(ours), percent),
	];
}

async function run(stage: Stage) {
	const rows = stage.quick ? 100 : 500;
	const sheet = links(rows, 0.3);
	const different = distinctLinks(sheet);
	const { sandbox } = stage.bench;
	const parts: Part[] = [];
	for (const { rateStyle, counted } of STYLES) {
		console.log(` limit ${counted}`);
		sandbox.configure({ ratePerSecond: RATE, rateStyle, latencyMs: [300, 500], faultRate: { 301: 0.02 } });
		const runs = await alternate(stage, [OURS, HTTP], 2, sheet);
		const tuned = await alternate(stage, [HTTP_TUNED], 1, sheet);
		parts.push({ counted, runs: new Map([...runs, ...tuned]) });
	}
	sandbox.configure({ rateStyle: 'bucket' });
	return {
		tables: [{ head: HEAD, rows: parts.flatMap((part) => rowsOf(part, different)) }],
		targets: parts.flatMap((part) => targetsOf(part, different)),
		charts: parts.slice(0, 1).map(({ counted, runs }) => billsChart(runs, different, rows, counted)),
	};
}

export const rateLimit: Scene = {
	name: 'Rate limit',
	text: `500 rows, 30 % of them repeats; the API allows ${RATE} calls a second, takes 300–500 ms, and answers 2 % of calls with code 301. How the vendor counts is not known, so both ways are measured: ${RATE} calls in each whole second, which suits the batches of the HTTP Request node, and evenly, with a burst of
a quarter second. A row is resolved if the
address on the success branch is the one that its link leads to. Figures are medians of two runs (of the tuned HTTP Request node one), rounded: they need not add up. The least possible time is the number of different links, divided by the limit.`,
	run,
};
