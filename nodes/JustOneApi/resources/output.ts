import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { failureOf } from '../failure/failure';
import type { Failure } from '../failure/failure';
import type { RowParameter } from '../run/plan';
import { isEmpty } from '../run/settings';

/** The fields of a kind of item. */
export interface ItemFields {
	/** In the order of the columns. */
	all: readonly string[];
	/** Ten at most, as n8n's guideline has it. */
	simplified: readonly string[];
}

/** Which fields of an item are wanted. */
export interface OutputChoice {
	/** Null for all. */
	names: readonly string[] | null;
	/** Whether the API's own object comes along. */
	isRaw: boolean;
}

export const ALL_FIELDS: OutputChoice = { names: null, isRaw: false };

/** The parameters that say it, read for each row. */
export const OUTPUT_PARAMETERS: readonly RowParameter[] = [
	{ name: 'output', label: 'Output', byDefault: 'simplified' },
	{ name: 'outputFields', label: 'Output Fields', byDefault: [] },
];

const invalid = (title: string): Failure =>
	failureOf('invalid_settings', {
		title,
		advice: "No call was made. Open the node and correct 'Output'.",
	});

function selected(written: unknown, all: readonly string[]): OutputChoice | Failure {
	const names = Array.isArray(written)
		? written.map(String)
		: String(written)
				.split(/[\s,]+/)
				.filter(Boolean);
	if (names.length === 0) return invalid("No field is ticked in 'Output Fields'");
	const unknown = names.find((name) => !all.includes(name));
	return unknown === undefined
		? { names, isRaw: false }
		: invalid(`There is no field called '${unknown.slice(0, 40)}'`);
}

/**
 * The choice of a row; a failure where it is none of those that are offered.
 *
 * @param fields of the items; left out where they are so few that there is nothing to choose
 */
export function readOutput(
	{ output, outputFields }: Readonly<Record<string, unknown>>,
	fields?: ItemFields,
): OutputChoice | Failure {
	const names = fields?.simplified ?? null;
	const form = isEmpty(output) ? 'simplified' : output;
	if (form === 'simplified' || form === 'raw') return { names, isRaw: form === 'raw' };
	if (fields && form === 'all') return ALL_FIELDS;
	if (fields && form === 'selected') return selected(outputFields ?? [], fields.all);
	return invalid(`'Output' must be simplified${fields ? ', all, selected' : ''} or raw`);
}

/**
 * An item as it is wanted.
 *
 * @param item all fields, in the order of the columns
 * @param raw the API's own object; null where no call was made
 */
export function shaped({ names, isRaw }: OutputChoice, item: object, raw: unknown): object {
	const chosen =
		names === null ? item : Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
	return isRaw ? { ...chosen, raw: raw ?? null } : chosen;
}

/** `post_id` as `Post ID`. */
function labelOf(name: string): string {
	const words = name.split('_').map((word) => `${word[0].toUpperCase()}${word.slice(1)}`);
	return words
		.join(' ')
		.replace(/\bId\b/g, 'ID')
		.replace(/\bUrl(s?)\b/g, 'URL$1');
}

const ALL = { name: 'All Fields', value: 'all', description: 'Every field, some of them empty' };
const RAW = {
	name: 'Raw',
	value: 'raw',
	description: "The simplified fields, and the API's own object as 'raw'. Takes up more memory.",
};
const SELECTED = { name: 'Selected Fields', value: 'selected', description: 'The fields that you tick' };
const SIMPLIFIED = {
	name: 'Simplified',
	value: 'simplified',
	description: 'The fields that are needed most',
};

/**
 * The parameters Output and Output Fields.
 *
 * @param fields of the items; left out where they are so few that there is nothing to choose
 */
export function outputProperties(displayOptions: IDisplayOptions, fields?: ItemFields): INodeProperties[] {
	const output: INodeProperties = {
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: fields ? [ALL, RAW, SELECTED, SIMPLIFIED] : [RAW, SIMPLIFIED],
		default: 'simplified',
		description: 'Which fields each item has',
		displayOptions,
	};
	if (!fields) return [output];
	const choice: INodeProperties = {
		displayName: 'Output Fields',
		name: 'outputFields',
		type: 'multiOptions',
		options: fields.all
			.map((name) => ({ name: labelOf(name), value: name }))
			.sort((one, other) => one.name.localeCompare(other.name)),
		default: [],
		description: 'The fields of each item',
		displayOptions: { ...displayOptions, show: { ...displayOptions.show, output: ['selected'] } },
	};
	return [output, choice];
}
