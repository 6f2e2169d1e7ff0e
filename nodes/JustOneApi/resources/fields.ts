import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { platformLabels } from '../platforms';

/** For operations whose results stay true. */
export const REUSE_RESULTS: INodeProperties = {
	displayName: 'Reuse Results (Hours)',
	name: 'reuseHours',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description:
		'How many hours a result may be reused by later runs, without a call. 0 reuses none. Results live in the memory of the n8n process: they end with it, and each worker has its own.',
};

const OPTIONS_NOTE = "The first row's values hold for all rows";

const INCLUDE_INPUT_FIELDS: INodeProperties = {
	displayName: 'Include Input Fields',
	name: 'includeInputFields',
	type: 'boolean',
	default: false,
	description:
		"Whether to keep the row's own columns in the output. A column that the item has too, and one called 'error', is kept with 'input_' before its name.",
};

/**
 * The parameter that takes a share link or a text with links.
 *
 * @param what becomes of each link, in sentences
 * @param displayOptions where it is shown
 */
export function shareUrlField(what: string, displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Share URL',
		name: 'shareUrl',
		type: 'string',
		typeOptions: { rows: 3 },
		required: true,
		default: '',
		placeholder: 'e.g. 7.43 pda:/ 复制打开抖音 https://v.douyin.com/kTZRspBf/',
		description: `The link of a ${platformLabels('or')} post, or the whole text that the app copies. Each link in it gives one item. ${what}`,
		displayOptions,
	};
}

/**
 * The options of an operation that costs nothing.
 *
 * @param displayOptions where they are shown
 */
export function freeOptions(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		description: OPTIONS_NOTE,
		displayOptions,
		options: [INCLUDE_INPUT_FIELDS],
	};
}

/** The options that every operation with a price has. */
const COMMON_OPTIONS: INodeProperties[] = [
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
		default: 100,
		description:
			"How many calls of this node may be billed in an execution, at most. Rows beyond leave by the error branch without a call. 0 makes only what is free; anything that is no whole number fails all rows without a call. The first row's value holds for all rows. Without this option only lists have a limit: 100 calls a row.",
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
];

/**
 * The options of an operation with a price, in the order of the alphabet.
 *
 * @param displayOptions where they are shown
 * @param own options that not every such operation has
 */
export function commonFields(
	displayOptions: IDisplayOptions,
	own: readonly INodeProperties[] = [],
): INodeProperties[] {
	const options = [...COMMON_OPTIONS, ...own];
	return [
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			description: OPTIONS_NOTE,
			displayOptions,
			options: options.sort((one, other) => one.displayName.localeCompare(other.displayName)),
		},
	];
}
