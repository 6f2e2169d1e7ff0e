import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { failureOf } from '../failure/failure';
import type { Failure } from '../failure/failure';
import { platforms } from '../platforms';
import type { Platform } from '../platforms/platform';
import type { RowParameter } from '../run/plan';

/** In place of a platform: the value itself tells. */
const DETECT = 'detect';

/** The parameter that names a platform, read for each row. */
export const PLATFORM_PARAMETER: RowParameter = { name: 'platform', label: 'Platform', byDefault: DETECT };

/**
 * The parameter that names a platform.
 *
 * @param detects whether the value beside it may tell instead
 * @param displayOptions where it is shown
 */
export function platformField(
	description: string,
	detects: boolean,
	displayOptions: IDisplayOptions,
): INodeProperties {
	const options = platforms
		.map(({ label, name }) => ({ name: label, value: name }))
		.sort((one, other) => one.name.localeCompare(other.name));
	const byDefault = detects ? DETECT : options[0].value;
	return {
		displayName: 'Platform',
		name: 'platform',
		type: 'options',
		options: detects ? [{ name: 'Auto-Detect', value: DETECT }, ...options] : options,
		default: byDefault,
		description,
		displayOptions,
	};
}

/** The platform of a row: null where the value beside it is to tell, a failure for any other name. */
export function readPlatform(value: unknown): Platform | null | Failure {
	const name = String(value ?? '')
		.trim()
		.toLowerCase();
	if (name === '' || name === DETECT) return null;
	const named = platforms.find((platform) => platform.name === name);
	return (
		named ??
		failureOf('invalid_settings', {
			title: `There is no platform called '${name.slice(0, 40)}'`,
			advice: `No call was made. Set 'Platform' to ${platforms.map((one) => one.name).join(', ')}.`,
		})
	);
}
