/** Scene 4: nothing is ever answered. */
import { freePort } from '../../n8n/processes.mts';
import { bothWith } from '../contender.mts';
import { links } from '../links.mts';
import { measure, type Run, type Stage } from '../measure.mts';
import { atMost, number, type Scene, type Target } from '../section.mts';

const CALLS = 60;
/** In seconds. */
const TIME = 150;
const TIMEOUT_MS = 2000;

interface Fault {
	name: string;
	faultRate: Record<string, number>;
	/** Nobody listens where the calls go. */
	isClosed?: boolean;
	/** In ms, of both nodes. */
	timeout?: number;
}

const FAULTS: Fault[] = [
	{ name: 'code 503', faultRate: { 503: 1 } },
	{ name: 'refused connections', faultRate: {}, isClosed: true },
	{ name: `no answers, timeout ${TIMEOUT_MS / 1000} s`, faultRate: { hang: 1 }, timeout: TIMEOUT_MS },
];

interface Part {
	fault: Fault;
	/** Ours first. */
	runs: Run[];
}

async function measureOne(stage: Stage, fault: Fault): Promise<Part> {
	const { sandbox } = stage.bench;
	console.log(` ${fault.name}`);
	const apiUrl = fault.isClosed ? `http://127.0.0.1:${await freePort()}` : sandbox.url;
	const { faultRate, timeout } = fault;
	const runs: Run[] = [];
	for (const contender of bothWith(timeout === undefined ? {} : { timeout })) {
		if (!contender.name.includes(stage.only)) continue;
		sandbox.configure({ faultRate });
		runs.push(await measure(stage, contender, links(stage.quick ? 100 : 1000), { apiUrl }));
	}
	return { fault, runs };
}

const rowsOf = ({ fault, runs }: Part): string[][] =>
	runs.map(({ contender, counts, sent, nodeSeconds }) => [
		fault.name,
		contender.name,
		number(counts.failed),
		number(counts.wronglyGood),
		number(counts.missing),
		number(sent),
		`${number(nodeSeconds, 1)} s`,
	]);

function targetsOf({ fault, runs: [ours] }: Part): Target[] {
	if (!ours || ours.contender.name !== 'This node') return [];
	const { counts, sent, nodeSeconds } = ours;
	return [
		{
			what: `This node, ${fault.name}: every row on the error branch`,
			measured: `${number(counts.failed)} of ${number(counts.rows)}`,
			met: counts.failed === counts.rows,
		},
		atMost(`This node, ${fault.name}: calls`, CALLS, sent, number),
		atMost(`This node, ${fault.name}: seconds`, TIME, nodeSeconds, number),
	];
}

async function run(stage: Stage) {
	stage.bench.sandbox.configure({ ratePerSecond: 0, latencyMs: 50 });
	const parts: Part[] = [];
	for (const fault of FAULTS) parts.push(await measureOne(stage, fault));
	stage.bench.sandbox.configure({ faultRate: {} });
	return {
		tables: [
			{
				head: [
					'',
					'',
					'on the error branch',
					'failures reported as good',
					'on no branch',
					'calls',
					'node time',
				],
				rows: parts.flatMap(rowsOf),
			},
		],
		targets: parts.flatMap(targetsOf),
	};
}

export const down: Scene = {
	name: 'The API is down',
	text: `1,000 rows, all different, and not one call succeeds: each is answered with code 503 after 50 ms, or its connection is refused, or nothing comes and both nodes have a timeout of ${TIMEOUT_MS / 1000} s. Calls are
counted in n8n's process, since no server sees those that are refused. This node tests the API with single calls, and gives up after two minutes or three calls without an answer.`,
	run,
};
