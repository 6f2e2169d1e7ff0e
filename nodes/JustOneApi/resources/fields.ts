import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

export const INCLUDE_INPUT_FIELDS: INodeProperties = {
	displayName: 'Include Input Fields',
	name: 'includeInputFields',
	type: 'boolean',
	default: false,
	description: "Whether to keep the row's own columns in the output",
};

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
		displayOptions,
		options: [INCLUDE_INPUT_FIELDS],
	};
}

/**
 * The parameter that takes a share link or a text with links.
 *
 * @param description what becomes of each link
 * @param displayOptions where it is shown
 */
export function shareUrlField(description: string, displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Share URL',
		name: 'shareUrl',
		type: 'string',
		typeOptions: { rows: 3 },
		required: true,
		default: '',
		placeholder: 'e.g. 7.43 pda:/ 复制打开抖音 https://v.douyin.com/kTZRspBf/',
		description,
		displayOptions,
	};
}
