/** The error branch: nothing is lost, nothing is where it does not belong, and later nodes can go back to the row. */
import assert from 'node:assert/strict';
import { contentId, shortLink } from '../../../tools/sandbox/links.mts';
import { failureOf, REASON } from '../../../tools/n8n/failure.mts';
import type { Scenario } from '../../../tools/n8n/report.mts';
import {
	code,
	editFields,
	manualTrigger,
	resolve,
	RESOLVE,
	rowsNode,
	workflow,
} from '../../../tools/n8n/workflow.mts';

const LONG_ID = '7412345678901234567';

/** A row and what must come of it: the reason, or the IDs of its items. */
const CASES: Array<{ share_text: string; ids?: string[]; reason?: string; billed?: boolean | null }> = [
	{
		share_text: `7.43 复制打开抖音，看看【…】 ${shortLink('video', 'a1')} 02/14`,
		ids: [contentId('video-a1')],
	},
	{ share_text: shortLink('c301', 'a2'), reason: 'collection_failed', billed: false },
	{ share_text: shortLink('c201', 'a3'), reason: 'no_content', billed: true },
	{ share_text: 'no link in here', reason: 'no_link', billed: false },
	{ share_text: `https://www.douyin.com/video/${LONG_ID}`, ids: [LONG_ID] },
	{ share_text: shortLink('home', 'a4'), reason: 'no_target', billed: true },
	{
		share_text: `${shortLink('video', 'a5')} and ${shortLink('video', 'a6')}`,
		ids: [contentId('video-a5'), contentId('video-a6')],
	},
	{ share_text: shortLink('html', 'a7'), reason: 'bad_response', billed: null },
	{ share_text: shortLink('c301x1', 'a8'), ids: [contentId('c301x1-a8')] },
	{ share_text: shortLink('c999', 'a9'), reason: 'unknown_code', billed: null },
	{ share_text: shortLink('c400', 'b1'), reason: 'invalid_parameters', billed: false },
	{ share_text: shortLink('video', 'a1'), ids: [contentId('video-a1')] }, // paid for once
];

const ROWS = CASES.map(({ share_text }, index) => ({
	row: index + 1,
	note: `备注 ${index + 1}`,
	share_text,
}));

export const branches: Scenario = {
	name: 'error branch',
	async run({ runWorkflow, sandbox, counts }) {
		const back = {
			row: "={{ $('Rows').item.json.row }}",
			note: "={{ $('Rows').item.json.note }}",
			own: `={{ $json.video_id ?? ${REASON} }}`,
		};
		const execution = await runWorkflow(
			workflow(
				'Error branch',
				[
					manualTrigger(),
					rowsNode(ROWS),
					resolve('continueErrorOutput', { maxRetries: 1 }),
					editFields('Good', back),
					editFields('Failed', back),
					code(
						'Good all',
						'return $input.all().map(({ json }) => ({ json: { id: json.video_id, seen: $input.first() !== undefined } }));',
					),
					code(
						'Failed all',
						'return $input.all().map(({ json }) => ({ json: { ...json, seen: $input.first() !== undefined } }));',
					),
					code(
						'Good each',
						"return { json: { row: $('Rows').item.json.row, id: $json.video_id } };",
						'runOnceForEachItem',
					),
					code(
						'Failed each',
						`return { json: { row: $('Rows').item.json.row, why: ${REASON} } };`,
						'runOnceForEachItem',
					),
				],
				[
					['Start', 'Rows'],
					['Rows', RESOLVE],
					...['Good', 'Good all', 'Good each'].map((to): [string, string, number] => [RESOLVE, to, 0]),
					...['Failed', 'Failed all', 'Failed each'].map((to): [string, string, number] => [RESOLVE, to, 1]),
				],
			),
		);
		assert.equal(execution.status, 'success');

		const numbered = CASES.map((one, index) => ({ ...one, row: index + 1, note: `备注 ${index + 1}` }));
		const good = numbered.flatMap(({ row, note, ids = [] }) => ids.map((id) => ({ row, note, id })));
		const failed = numbered.filter(({ reason }) => reason !== undefined);

		// The branches themselves, item links included.
		const link = (item: { pairedItem?: unknown }) => {
			const paired = Array.isArray(item.pairedItem) ? (item.pairedItem[0] as unknown) : item.pairedItem;
			return typeof paired === 'number' ? paired : (paired as { item: number } | undefined)?.item;
		};
		const goodItems = execution.items(RESOLVE, 0);
		assert.deepEqual(
			goodItems.map((item) => [link(item), item.json.video_id]),
			good.map(({ row, id }) => [row - 1, id]),
		);
		const failedItems = execution.items(RESOLVE, 1);
		assert.deepEqual(
			failedItems.map((item) => {
				const { billed, reason } = failureOf(item.json);
				return [link(item), item.json.row, item.json.note, item.json.share_text, reason, billed];
			}),
			failed.map(({ row, note, share_text, reason, billed }) => [
				row - 1,
				row,
				note,
				share_text,
				reason,
				billed,
			]),
		);
		for (const { json } of failedItems) {
			assert(typeof json.error === 'string' && json.error !== '', 'a failed row says what happened');
			assert(typeof json.message === 'string' && json.message !== '', 'a failed row says what to do');
		}

		// Later nodes find the row of each item.
		const text = (value: unknown) => String(value);
		assert.deepEqual(
			execution.rows('Good'),
			good.map(({ row, note, id }) => ({ row: text(row), note, own: id })),
		);
		assert.deepEqual(
			execution.rows('Failed'),
			failed.map(({ row, note, reason }) => ({ row: text(row), note, own: reason })),
		);
		assert.deepEqual(
			execution.rows('Good all'),
			good.map(({ id }) => ({ id, seen: true })),
		);
		assert.deepEqual(
			execution.rows('Failed all'),
			failedItems.map(({ json }) => ({ ...json, seen: true })),
		);
		assert.deepEqual(
			execution.rows('Good each'),
			good.map(({ row, id }) => ({ row, id })),
		);
		assert.deepEqual(
			execution.rows('Failed each'),
			failed.map(({ row, reason }) => ({ row, why: reason })),
		);

		// Every short link once, and once more where the API asked for it.
		const calls = sandbox.calls().map(({ shareUrl }) => shareUrl);
		assert.equal(calls.length - new Set(calls).size, 2, 'only the two 301 were repeated');
		return counts(ROWS.length, new Set(good.map(({ row }) => row)).size, failedItems.length);
	},
};
