/** Scene 7: two executions at once on one token, in one process and in two workers. */
import { installPackage } from '../../n8n/install.mts';
import { startN8n, type N8n } from '../../n8n/n8n.mts';
import { tempFolder } from '../../n8n/processes.mts';
import { Rest } from '../../n8n/rest.mts';
import { startRedis } from '../../n8n/services.mts';
import { OURS } from '../contender.mts';
import { isOneOf, links } from '../links.mts';
import { finish, newAccount, start, type Finished, type Place, type Stage } from '../measure.mts';
import { atLeast, atMost, number, percent, ratio, type Scene, type Target } from '../section.mts';
import { isRefused, longestGap } from '../statistics.mts';

const RATE = 20;
/** When one execution is done, the other has at least this share of its rows. */
const FAIR = 0.8;
/** No execution waits longer for its next answer, in seconds. */
const STARVED = 3;

const seconds = (value: number) => `${number(value, 1)} s`;

interface Pair {
	where: string;
	finished: Finished[];
	refused: number;
	/** What the slower one had done when the other was done, as a share of its rows. */
	fairness: number;
	/** Longest time between two calls of one execution that came through, in seconds. */
	gap: number;
	/** From the start of the first node to the end of the last, to the least that the limit allows. */
	time: number;
}

async function runPair(stage: Stage, where: string, place: Place): Promise<Pair> {
	const rows = stage.quick ? 60 : 300;
	const { sandbox } = place;
	sandbox.configure({ ratePerSecond: RATE, latencyMs: [300, 500], faultRate: {} });
	const account = await newAccount(place, OURS);
	sandbox.reset();
	const both = [links(rows, 0, 'a'), links(rows, 0, 'b')];
	const started = await Promise.all(both.map(async (own) => await start(place, OURS, own, account)));
	const finished = await Promise.all(started.map(async (one) => await finish(place, one)));
	const calls = sandbox.calls();
	const delivered = both.map((own) =>
		calls.filter((call) => !isRefused(call) && isOneOf(own, call.shareUrl)).map(({ at }) => at),
	);
	const firstEnd = Math.min(...delivered.map((moments) => Math.max(...moments)));
	const begin = Math.min(...finished.map(({ nodeStart }) => nodeStart));
	const end = Math.max(...finished.map(({ nodeStart, nodeSeconds }) => nodeStart + nodeSeconds * 1000));
	const pair = {
		where,
		finished,
		refused: calls.filter(isRefused).length / calls.length,
		fairness: Math.min(...delivered.map((moments) => moments.filter((at) => at <= firstEnd).length)) / rows,
		gap: Math.max(...delivered.map((moments, index) => longestGap([finished[index]!.nodeStart, ...moments]))),
		time: (end - begin) / 1000 / ((2 * rows) / RATE),
	};
	console.log(
		`  ${where}: fairness ${percent(pair.fairness)}, 302 ${percent(pair.refused)}, ${ratio(pair.time)}`,
	);
	return pair;
}

/** A main instance and two workers that take one execution each. */
async function inQueueMode(stage: Stage, use: (place: Place) => Promise<Pair>): Promise<Pair> {
	const { install, postgres, tarball, sandbox } = stage.bench;
	const redis = await startRedis();
	const database = await postgres.createDatabase('bench_queue');
	const running: N8n[] = [];
	const begin = async (name: string, role: 'main' | 'worker') => {
		const userFolder = tempFolder(name);
		await installPackage(tarball, userFolder);
		const env = { OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true', N8N_LOG_LEVEL: 'info' };
		const options = { install, database, redis, mode: 'queue', concurrency: 1, env } as const;
		running.push(await startN8n({ ...options, role, userFolder, name }));
	};
	try {
		await begin('bench-main', 'main');
		await Promise.all([begin('bench-worker-1', 'worker'), begin('bench-worker-2', 'worker')]);
		const rest = new Rest(running[0]!.url);
		await rest.setupOwner();
		return await use({ rest, database, sandbox });
	} finally {
		await Promise.all(running.map(async (n8n) => await n8n.stop()));
		await redis.stop();
	}
}

function targetsOf({ where, finished, fairness, gap }: Pair): Target[] {
	const resolved = finished.map(({ counts }) => counts.resolved);
	return [
		{
			what: `${where}: every row resolved`,
			measured: finished.map(({ counts }) => `${counts.resolved} of ${counts.rows}`).join(', '),
			met: finished.every(({ counts }, index) => resolved[index] === counts.rows),
		},
		atLeast(`${where}: rows of the slower one when the other is done`, FAIR, fairness, percent),
		atMost(`${where}: longest time without a call that comes through`, STARVED, gap, seconds),
	];
}

async function run(stage: Stage) {
	const pairs = [
		await runPair(stage, 'One process', stage.bench),
		await inQueueMode(stage, async (place) => await runPair(stage, 'Two workers', place)),
	];
	return {
		tables: [
			{
				head: [
					'',
					'rows resolved',
					'fairness',
					'time ÷ least possible',
					'answered 302',
					'longest gap',
					'node times',
				],
				rows: pairs.map(({ where, finished, fairness, time, refused, gap }) => [
					where,
					finished.map(({ counts }) => counts.resolved).join(' + '),
					percent(fairness),
					ratio(time),
					percent(refused),
					seconds(gap),
					finished.map(({ nodeSeconds }) => seconds(nodeSeconds)).join(', '),
				]),
			},
		],
		targets: pairs.flatMap(targetsOf),
	};
}

export const together: Scene = {
	name: 'Two at once',
	text: `Two executions of this node with 300 different rows each, on one token, started together; ${RATE} calls a second, 300–500 ms. First in one process, which shares its pace; then in
queue mode in two workers, which know nothing of each other. Fairness is the share of its rows that the slower one had done when the other was done. The longest gap is the longest time that one of them
waited for a call that came through, from the start of its node on.`,
	run,
};
