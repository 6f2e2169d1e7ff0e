import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { ShareLink } from '../../link/shareLink';
import type { Job, Operation } from '../../run/operation';
import { freeOptions, shareUrlField } from '../fields';
import { linkJobs, unsentLink } from '../linkJobs';
import { extractedItem } from './extractedItem';

const displayOptions = { show: { resource: ['shareLink'], operation: ['extract'] } };

/** The operation in the editor's list. It makes no request, so none is declared. */
export const extractOption: INodePropertyOptions = {
	name: 'Extract From Text',
	value: 'extract',
	action: 'Extract share links from text',
	description:
		'Find the share links in a text and what each costs to resolve, without a call or a credential',
};

export const extractFields: INodeProperties[] = [
	shareUrlField(
		'Free: no call is made. "created_at" is the moment that the ID names, usually minutes before publication.',
		displayOptions,
	),
	freeOptions(displayOptions),
];

/** What Resolve refuses without a call fails here too, with the same words. */
function jobOf(link: ShareLink): Job {
	if (!link.target && !link.apiAccepts) return unsentLink(link);
	return { link: link.url, known: { ok: true, item: extractedItem(link), envelope: null } };
}

/** Extract From Text: text → link → item, without a call. */
export const extract: Operation = {
	parameter: 'shareUrl',
	parameterLabel: 'Share URL',
	mayReuse: false,
	read: (value) => linkJobs(value, jobOf),
};
