import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { platforms } from '../platforms';
import type { PlatformLists } from '../platforms/list';
import { commonFields } from './fields';
import { outputProperties } from './output';
import type { ItemFields } from './output';

const START_FROM_CURSOR: INodeProperties = {
	displayName: 'Start From Cursor',
	name: 'startFromCursor',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.details.next_cursor }}',
	description:
		"Where to go on in a list that broke off: 'details.next_cursor' of its failed row. Pages before it are not paid for again. Empty begins at the first page.",
};

/** `20` or `7 to 10`. */
const sizeOf = ([fewest, most]: readonly [number, number]) =>
	fewest === most ? String(most) : `${fewest} to ${most}`;

/** What a page of each platform brings, as words. */
export function pageSizes(kind: keyof PlatformLists): string {
	return platforms.map(({ label, lists }) => `${label} ${sizeOf(lists[kind].pageSize)}`).join(', ');
}

/**
 * The fields that every list has.
 *
 * @param what its items are, such as `posts`
 * @param own options that not every list has
 */
export function listFields(
	kind: keyof PlatformLists,
	what: string,
	fields: ItemFields,
	displayOptions: IDisplayOptions,
	own: readonly INodeProperties[] = [],
): INodeProperties[] {
	return [
		{
			displayName: `A page is one call and is billed. It brings this many ${what}: ${pageSizes(kind)}.`,
			name: 'pageNotice',
			type: 'notice',
			default: '',
			displayOptions,
		},
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
			displayOptions,
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Max number of results to return',
			displayOptions: { ...displayOptions, show: { ...displayOptions.show, returnAll: [false] } },
		},
		...outputProperties(displayOptions, fields),
		...commonFields(displayOptions, [START_FROM_CURSOR, ...own]),
	];
}

/**
 * An option whose values are what the platforms' lists offer; none is offered by all of them.
 *
 * @param labels all values, as they are named in the node
 * @param offered the values of one platform
 */
export function choiceOption<Value extends string>(
	about: Pick<INodeProperties, 'displayName' | 'name' | 'description'> & { default: Value },
	labels: Readonly<Record<Value, string>>,
	offered: (lists: PlatformLists) => object | undefined,
): INodeProperties {
	const options = (Object.entries(labels) as Array<[Value, string]>).flatMap(([value, name]) => {
		const having = platforms.filter(({ lists }) => Object.hasOwn(offered(lists) ?? {}, value));
		if (having.length === 0) return [];
		return [{ name, value, description: having.map(({ label }) => label).join(', ') }];
	});
	return {
		...about,
		type: 'options',
		options: options.sort((one, other) => one.name.localeCompare(other.name)),
	};
}

/** The value of such an option: undefined where it is empty. One that is unknown stays, and no list offers it. */
export function readChoice<Value extends string>(written: unknown): Value | undefined {
	const value = String(written ?? '').trim();
	return value === '' ? undefined : (value as Value);
}
