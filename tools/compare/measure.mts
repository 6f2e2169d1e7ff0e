/** Runs the job in both ways, once for each fault, and counts what came of it. */
import type { Bench } from '../n8n/bench.mts';
import type { Execution, Json, WorkflowJson } from '../n8n/rest.mts';
import { contentId, shortLink } from '../sandbox/links.mts';
import { table } from '../table.mts';
import { httpRequestWorkflow, linesIn, nodesIn, ourWorkflow } from './workflows.mts';

/** The sandbox's names of six things that happen to a link. */
export const FAULTS: ReadonlyArray<[name: string, what: string]> = [
	['c301x1', 'code 301 once: the same call succeeds a moment later'],
	['c201', 'code 201: the post is gone'],
	['c302x1', 'code 302 once: too fast'],
	['c500x1', 'code 500 once'],
	['html', "a web page in place of the API's answer"],
	['cut', 'the connection breaks'],
];

export interface Outcome {
	nodes: number;
	lines: number;
	/** Files of the workflow that hold the token. */
	tokenFiles: number;
	/** Faulty links whose row came out among the good ones without a post. */
	faultsAsGood: number;
	/** Rows of which the run gave neither a post nor a word. */
	lost: number;
	/** Posts that were delivered. */
	posts: number;
	billed: number;
}

/** Five ordinary links, one of them twice, and the faulty one in their midst. */
function rowsWith(fault: string): Json[] {
	const good = [1, 2, 3, 4, 5].map((n) => shortLink('video', `${fault}n${n}`));
	const links = [...good.slice(0, 3), shortLink(fault, 'compared'), ...good.slice(3), good[0]];
	return links.map((share_text) => ({ share_text }));
}

interface Way {
	workflow(rows: Json[]): WorkflowJson;
	good(run: Execution): Json[];
	failed(run: Execution): Json[];
}

/** That workflow keeps its token in plain text, so it gets one of its own: the other must be nowhere. */
const PLAIN_TOKEN = 'token-in-plain-text-4c1e';

const isPost = ({ post_id }: Json) => typeof post_id === 'string' && post_id !== '';

async function outcomeOf(bench: Bench, way: Way): Promise<Outcome> {
	const { sandbox, rest, credential } = bench;
	const shown = way.workflow(rowsWith('c201'));
	const sum: Outcome = {
		nodes: nodesIn(shown),
		lines: linesIn(shown),
		tokenFiles: [PLAIN_TOKEN, bench.token].some((token) => JSON.stringify(shown).includes(token)) ? 1 : 0,
		faultsAsGood: 0,
		lost: 0,
		posts: 0,
		billed: 0,
	};
	for (const [fault] of FAULTS) {
		sandbox.reset();
		const rows = rowsWith(fault);
		const id = await rest.importWorkflow(way.workflow(rows), credential);
		const run = await rest.runManually(id, 'Start');
		const good = way.good(run);
		sum.posts += good.filter(isPost).length;
		sum.faultsAsGood += good.some((row) => !isPost(row)) ? 1 : 0;
		sum.lost += rows.length - good.length - way.failed(run).length;
		sum.billed += sandbox.stats().billed;
	}
	return sum;
}

/** Both ways, in the order of the page. */
export async function compare(bench: Bench): Promise<[http: Outcome, ours: Outcome]> {
	const http: Way = {
		workflow: (rows) => httpRequestWorkflow(rows, bench.sandbox.url, PLAIN_TOKEN),
		good: (run) => run.rows('Shape the post'),
		failed: () => [],
	};
	const ours: Way = {
		workflow: ourWorkflow,
		good: (run) => run.rows('Get post'),
		failed: (run) => run.rows('Get post', 1),
	};
	bench.sandbox.configure({ tokens: [bench.token, PLAIN_TOKEN] });
	try {
		return [await outcomeOf(bench, http), await outcomeOf(bench, ours)];
	} finally {
		bench.sandbox.configure({ tokens: [bench.token] });
	}
}

/** Rows of all sheets together. */
export const ROWS = FAULTS.length * rowsWith('').length;

/** The ID that a link of these sheets leads to; for a test that looks at what was delivered. */
export const idBehind = (fault: string, n: number): string => contentId(`video-${fault}n${n}`);

/** The page's table. */
export function comparison([http, ours]: readonly [Outcome, Outcome]): string {
	const line = (what: string, of: keyof Outcome) => [what, String(http[of]), String(ours[of])];
	return table(
		{
			head: ['', 'HTTP Request and Code', 'Just One API'],
			rows: [
				line('Nodes, besides the trigger', 'nodes'),
				line('Lines of JavaScript', 'lines'),
				line('Files that hold the token', 'tokenFiles'),
				line(`Faults, of ${FAULTS.length}, that come out as good rows`, 'faultsAsGood'),
				line(`Rows, of ${ROWS}, that are lost`, 'lost'),
				line(`Posts, of ${ROWS} rows`, 'posts'),
				line('Calls billed', 'billed'),
			],
			right: (column) => column > 0,
		},
		'markdown',
	);
}
