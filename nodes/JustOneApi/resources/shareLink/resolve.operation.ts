import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { resolveShareUrl } from './resolve';

const displayOptions = { show: { resource: ['shareLink'], operation: ['resolve'] } };

/**
 * The operation. Its routing holds no expressions: each costs about a millisecond a row, and everything
 * that depends on the row is read in the hook.
 */
export const resolveOperation: INodePropertyOptions = {
	name: 'Resolve Share URL',
	value: 'resolve',
	action: 'Resolve share URL',
	description: 'Get the redirect URL and the video ID behind a Douyin share link',
	routing: {
		request: { method: 'GET', url: '/api/douyin/share-url-transfer/v1' },
		send: { paginate: true },
		operations: { pagination: resolveShareUrl },
	},
};

export const resolveFields: INodeProperties[] = [
	{
		displayName: 'Share URL',
		name: 'shareUrl',
		type: 'string',
		typeOptions: { rows: 3 },
		required: true,
		default: '',
		placeholder: 'e.g. 7.43 pda:/ 复制打开抖音 https://v.douyin.com/kTZRspBf/',
		description:
			'The Douyin link, or the whole text that the app copies. Each link in it gives one item. A link that already carries the video ID costs no call.',
		displayOptions,
	},
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
			{
				displayName: 'Include Input Fields',
				name: 'includeInputFields',
				type: 'boolean',
				default: false,
				description: "Whether to keep the row's own columns in the output",
			},
			{
				displayName: 'Max Concurrent Requests',
				name: 'maxConcurrentRequests',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 100 },
				default: 10,
				description: 'How many calls may be under way at once',
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
