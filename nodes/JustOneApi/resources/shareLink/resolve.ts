import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { readAnswer } from '../../answer/answer';
import type { Failure } from '../../failure/failure';
import { redactAnswer } from '../../failure/redact';
import type { ShareLink } from '../../link/shareLink';
import { douyin } from '../../platforms/douyin';
import type { CallApi, Found, Job, Operation } from '../../run/operation';
import { INCLUDE_INPUT_FIELDS, shareUrlField } from '../fields';
import { linkJobs, unsentLink } from '../linkJobs';
import { resolvedItem } from './resolvedItem';

const displayOptions = { show: { resource: ['shareLink'], operation: ['resolve'] } };

/** The operation in the editor's list. What is declared here is what is sent: the platform's entry holds it. */
export const resolveOption: INodePropertyOptions = {
	name: 'Resolve Share URL',
	value: 'resolve',
	action: 'Resolve share URL',
	description: 'Get the redirect URL and the video ID behind a Douyin share link',
	routing: { request: douyin.shareEndpoint.request },
};

export const resolveFields: INodeProperties[] = [
	shareUrlField(
		'The Douyin link, or the whole text that the app copies. Each link in it gives one item. A link that already carries the video ID costs no call.',
		displayOptions,
	),
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
		displayOptions,
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions,
		options: [
			{
				displayName: 'Add Cost',
				name: 'addCost',
				type: 'boolean',
				default: false,
				description:
					'Whether to add what the row cost, and what the whole run cost, to each item as "cost" (failed rows: in "details")',
			},
			INCLUDE_INPUT_FIELDS,
			{
				displayName: 'Max Billed Calls',
				name: 'maxBilledCalls',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description:
					'How many calls of this node may be billed in an execution, at most. Rows beyond leave by the error branch without a call. 0 sets no limit.',
			},
			{
				displayName: 'Max Concurrent Requests',
				name: 'maxConcurrentRequests',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 100 },
				default: 100,
				description:
					'How many calls may be under way at once, at most. The node finds by itself how many are of use.',
			},
			{
				displayName: 'Max Retries',
				name: 'maxRetries',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 10 },
				default: 3,
				description:
					'How often to repeat a call that may succeed later. Leave Retry On Fail in the node settings off: it runs every row again.',
			},
			{
				displayName: 'Retry Unanswered Calls',
				name: 'retryUnanswered',
				type: 'boolean',
				default: false,
				description:
					'Whether to repeat a call whose answer was lost by a timeout or a cut connection. It may have been billed, and the repeat may be billed again.',
			},
			{
				displayName: 'Reuse Results (Hours)',
				name: 'reuseHours',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description:
					'How many hours a result may be reused by later runs, without a call. 0 reuses none. Results live in the memory of the n8n process: they end with it, and each worker has its own.',
			},
		],
	},
];

/** Asks the API where a short link leads. */
async function callFor(link: ShareLink, call: CallApi): Promise<Found | Failure> {
	const { request, linkParameter } = link.platform.shareEndpoint;
	const answer = await call({ ...request, qs: { [linkParameter]: link.url } }, (response, clean) =>
		redactAnswer(readAnswer(response, link.platform), clean),
	);
	if (!answer.ok) return answer;
	const item = resolvedItem(link, answer.target, answer.redirectUrl, 'api');
	return { ok: true, item, envelope: answer.envelope.raw };
}

function jobOf(link: ShareLink): Job {
	if (link.target) {
		const item = resolvedItem(link, link.target, link.url, 'link');
		return { link: link.url, known: { ok: true, item, envelope: null } };
	}
	if (!link.apiAccepts) return unsentLink(link);
	return { link: link.url, perform: async (call) => await callFor(link, call) };
}

/** Resolve Share URL: text → link → call → answer → item. */
export const resolve: Operation = {
	parameter: 'shareUrl',
	parameterLabel: 'Share URL',
	read: (value) => linkJobs(value, jobOf),
};
