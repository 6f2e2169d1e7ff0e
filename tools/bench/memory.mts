/**
 * `npm run bench:memory`: what hostile answers cost, in a process of its own for each so that peaks are its own.
 * Prints MiB: the highest resident set beyond the process at rest, and what the API managed to send.
 * An argument names the folder whose n8n-core is used.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';

import { DAMAGED, ENDLESS, type HostileAnswer } from '../hostile/answers.mts';
import { bad, good, startBench } from '../hostile/bench.mts';

const MEBIBYTE = 1024 * 1024;
/** As many as the node sends at once by default. */
const ROWS = 10;
/** A run that has not ended by then never will, in ms. */
const PATIENCE = 20_000;
const NO_FIGURES = { rss: NaN, heap: NaN, buffers: NaN, sent: NaN, outcome: 'the process died' };
const mib = (bytes: number) => Math.round(bytes / MEBIBYTE);

const cases: readonly HostileAnswer[] = [
	...DAMAGED.slice(0, 1),
	...ENDLESS,
	...DAMAGED.filter(({ name }) => name.startsWith('100,000') || name.startsWith('256 kB')),
];

interface Figures {
	rss: number;
	heap: number;
	buffers: number;
	sent: number;
	outcome: string;
}

/** One answer, in this process: ten rows at once. Tells the parent the peaks so far, over and over. */
async function measure(name: string, resolveFrom?: string): Promise<void> {
	const answer = cases.find((candidate) => candidate.name === name);
	if (!answer) throw new Error(`No answer ${name}`);
	const bench = await startBench(resolveFrom);
	// What is loaded and compiled once is not the answer's.
	await bench.ask(DAMAGED[0].reply, { rows: ROWS });
	const atRest = process.memoryUsage();
	const sentAtRest = bench.api.sent();
	const peak = { heapUsed: 0, arrayBuffers: 0 };
	const report = (outcome: string) => {
		const figures: Figures = {
			rss: mib(process.resourceUsage().maxRSS * 1024 - atRest.rss),
			heap: mib(peak.heapUsed - atRest.heapUsed),
			buffers: mib(peak.arrayBuffers - atRest.arrayBuffers),
			sent: mib(bench.api.sent() - sentAtRest),
			outcome,
		};
		process.send?.(figures);
	};
	const look = () => {
		const now = process.memoryUsage();
		for (const key of ['heapUsed', 'arrayBuffers'] as const) peak[key] = Math.max(peak[key], now[key]);
	};
	const looking = setInterval(look, 10);
	const reporting = setInterval(() => report(`no end within ${PATIENCE / 1000} s`), 500);
	const result = await bench.ask(answer.reply, { rows: ROWS, timeout: 5000 });
	look();
	clearInterval(looking);
	clearInterval(reporting);
	const reasons = new Set(
		bad(result).map(({ details }) => (details as { reason?: string })?.reason ?? 'a raw error'),
	);
	report([...reasons].join(', ') || `${good(result).length} items`);
	process.disconnect();
	await bench.close();
}

const row = (name: string, figures: unknown[], outcome: string) =>
	`${name.padEnd(42)} ${figures.map((figure) => String(figure).padStart(7)).join(' ')}  ${outcome}`;

async function main(resolveFrom?: string): Promise<void> {
	console.log(row('answer, ten rows at once', ['rss', 'heap', 'buffers', 'sent'], 'outcome'));
	for (const { name } of cases) {
		const child = fork(import.meta.filename, resolveFrom ? [resolveFrom] : [], {
			env: { ...process.env, HOSTILE_ANSWER: name },
			execArgv: ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'],
		});
		let last: Figures | null = null;
		child.on('message', (message) => {
			last = message as Figures;
		});
		const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
		const [code] = (await once(child, 'exit')) as [number | null];
		clearTimeout(timer);
		if (code !== 0) process.exitCode = 1;
		const { rss, heap, buffers, sent, outcome } = (last as Figures | null) ?? NO_FIGURES;
		console.log(row(name, [rss, heap, buffers, sent], outcome));
	}
}

const [resolveFrom] = process.argv.slice(2);
const { HOSTILE_ANSWER } = process.env;
await (HOSTILE_ANSWER ? measure(HOSTILE_ANSWER, resolveFrom) : main(resolveFrom));
