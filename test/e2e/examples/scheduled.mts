/** scheduled.json: rows that are new, failed, or a day old; a link is resolved once. */
import assert from 'node:assert/strict';
import { contentId, shortLink } from '../../../tools/sandbox/links.mts';
import type { Scenario } from '../../../tools/n8n/report.mts';
import type { Json } from '../../../tools/n8n/rest.mts';
import { insertRows, tableRows, updateRows } from '../../../tools/n8n/dataTables.mts';
import { readExample, withCredentials, withParameters } from '../../../tools/n8n/examples.mts';
import { until } from '../../../tools/wait.mts';
import { makeTable, SOCIAL_POSTS } from './socialPosts.mts';

/** How long a run holds the rows that it took. */
const HELD = 30 * 60_000;
const PAST = '2020-01-01T00:00:00.000Z';
const NEVER = '9999-01-01T00:00:00.000Z';

export const scheduled: Scenario = {
	name: 'example: schedule',
	newestOnly: true,
	async run({ rest, credential, sandbox, counts }) {
		const hurried = withParameters(readExample('scheduled'), 'Every hour', {
			rule: { interval: [{ field: 'seconds', secondsInterval: 2 }] },
		});
		const id = await rest.importWorkflow(withCredentials(hurried, { justOneApi: credential }));
		await makeTable(rest, id);
		const texts = {
			good: `看看 ${shortLink('video', 'sched')}`,
			two: `${shortLink('video', 'pair1')} ${shortLink('video', 'pair2')}`,
			never: shortLink('c301', 'sched'),
			gone: shortLink('c201', 'sched'),
			none: '没有链接',
			later: shortLink('c301x5', 'sched'),
		};
		await insertRows(
			rest,
			SOCIAL_POSTS,
			Object.values(texts).map((share_text) => ({ share_text })),
		);
		/** Makes the rows with this text due, and waits until a run has worked on all that is due. */
		const nextRun = async (share_text?: string): Promise<Json[]> => {
			if (share_text) await updateRows(rest, SOCIAL_POSTS, ['share_text', share_text], { next_at: PAST });
			const due = ({ next_at, status }: Json) => status === null || next_at === null || next_at === PAST;
			const working = ({ next_at, updatedAt }: Json) =>
				Math.abs(Date.parse(String(next_at)) - Date.parse(String(updatedAt)) - HELD) < 5000;
			const look = async () => {
				const rows = await tableRows(rest, SOCIAL_POSTS);
				return !rows.some((row) => due(row) || working(row)) && rows;
			};
			return await until('no row is due', look, { seconds: 60 });
		};
		const fromNow = ({ next_at, updatedAt }: Json) =>
			Math.round((Date.parse(String(next_at)) - Date.parse(String(updatedAt))) / 60_000);
		await rest.activate(id);
		let rows = await nextRun();
		const of = (text: string) => rows.filter(({ share_text }) => share_text === text);
		const only = (text: string): Json => {
			assert.equal(of(text).length, 1, text);
			return of(text)[0] ?? {};
		};
		assert.equal(only(texts.good).post_id, contentId('video-sched'));
		assert.equal(fromNow(only(texts.good)), 24 * 60);
		assert.deepEqual(
			of(texts.two).map(({ post_id, link }) => [post_id, link]),
			['pair1', 'pair2'].map((tail) => [contentId(`video-${tail}`), shortLink('video', tail)]),
			'a row a link',
		);
		assert.deepEqual([only(texts.never).reason, only(texts.never).tries], ['collection_failed', 1]);
		assert.equal(fromNow(only(texts.never)), 2);
		assert.deepEqual([only(texts.gone).reason, only(texts.gone).next_at], ['no_content', NEVER]);
		assert.deepEqual([only(texts.none).reason, only(texts.none).next_at], ['no_link', NEVER]);
		const paths = () => sandbox.calls().map(({ path }) => path.includes('share-url'));
		assert.equal(paths().length, 3 * 2 + 4 * 2 + 1);

		// A known post costs one call, the one for its details.
		const before = paths().length;
		rows = await nextRun(texts.good);
		assert.deepEqual(paths().slice(before), [false], 'not resolved again');
		assert.equal(only(texts.good).status, 'ok');
		assert.equal(only(texts.good).link, shortLink('video', 'sched'));

		// A failed row is asked for again, and keeps its count of tries only as long as it fails.
		rows = await nextRun(texts.later);
		assert.deepEqual([only(texts.later).status, only(texts.later).tries], ['ok', 0]);
		for (const tries of [2, 3, 4]) {
			rows = await nextRun(texts.never);
			assert.deepEqual([only(texts.never).tries, fromNow(only(texts.never))], [tries, 2 ** tries]);
		}
		rows = await nextRun(texts.never);
		assert.deepEqual([only(texts.never).tries, only(texts.never).next_at], [5, NEVER], 'given up');

		// A post whose counts cannot be had today keeps those that it had.
		sandbox.configure({ balance: 0 });
		rows = await nextRun(texts.good);
		sandbox.configure({ balance: null });
		const poor = only(texts.good);
		assert.deepEqual([poor.status, poor.reason, fromNow(poor)], ['failed', 'insufficient_balance', 60]);
		assert.equal(poor.post_id, contentId('video-sched'));
		assert.equal(typeof poor.like_count, 'number');
		await rest.call('POST', `/rest/workflows/${id}/deactivate`, {});
		return counts(6, 4, 3, ['a refresh of a known post is one call; a failed row is given up after five tries']);
	},
};
