/** Scene 6: the balance runs out in the middle. */
import { HTTP, OURS } from '../contender.mts';
import { links } from '../links.mts';
import { alternate, type Run, type Stage } from '../measure.mts';
import { atMost, number, type Scene } from '../section.mts';

const CALLS = 10;

const callsAfter = ({ stats }: Run) =>
	Object.values(stats.byCodeAfterFirst['601'] ?? {}).reduce((sum, count) => sum + count, 0);

async function run(stage: Stage) {
	const rows = stage.quick ? 100 : 1000;
	const balance = rows * 0.4;
	stage.bench.sandbox.configure({ ratePerSecond: 0, latencyMs: 50, faultRate: {}, balance });
	const runs = await alternate(stage, [OURS, HTTP], 1, links(rows));
	stage.bench.sandbox.configure({ balance: null });
	const [ours] = runs.get(OURS) ?? [];
	return {
		tables: [
			{
				head: [
					'',
					'calls after the first 601',
					'rows resolved',
					'failures reported as good',
					'on the error branch',
					'on no branch',
					'calls',
					'billed',
				],
				rows: [...runs.values()]
					.flat()
					.map((one) => [
						one.contender.name,
						number(callsAfter(one)),
						number(one.counts.resolved),
						number(one.counts.wronglyGood),
						number(one.counts.failed),
						number(one.counts.missing),
						number(one.stats.calls),
						number(one.stats.billed),
					]),
			},
		],
		targets: ours
			? [
					atMost('This node: calls after the first 601', CALLS, callsAfter(ours), number),
					{
						what: 'This node: every row on a branch, all that were paid for on the success branch',
						measured: `${ours.counts.resolved} resolved, ${ours.counts.failed} failed, ${ours.counts.missing} missing`,
						met: ours.counts.resolved === balance && ours.counts.failed === rows - balance,
					},
				]
			: [],
	};
}

export const balance: Scene = {
	name: 'Balance runs out',
	text: '1,000 rows, all different, 50 ms a call; after 400 billed calls the API answers code 601. Counted are the calls that arrive after the first 601 was sent.',
	run,
};
