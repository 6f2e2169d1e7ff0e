import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { ShareLink } from '../../link/shareLink';
import type { Operation, Plan } from '../../run/plan';
import { isCall, priceOf } from '../../run/plan';
import { freeOptions, shareUrlField } from '../fields';
import { linkPlans, unsentLink } from '../linkPlans';
import { ALL_FIELDS } from '../output';
import { getStep } from '../post/get';
import { postPlan } from '../post/postPlans';
import { extractedItem } from './extractedItem';
import { resolvePlan } from './resolve';

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

/** The price of a link is that of the plans which Resolve and Get would carry out. What both refuse fails here too. */
function extractPlan(link: ShareLink): Plan {
	if (!link.target && !link.apiAccepts) return unsentLink(link);
	const toGet = postPlan(link, getStep(ALL_FIELDS));
	const item = extractedItem(link, {
		toResolve: priceOf(resolvePlan(link, ALL_FIELDS)),
		toGet: isCall(toGet.step) ? priceOf(toGet) : null,
	});
	return { link: link.url, platform: link.platform.name, step: { ok: true, items: [item] } };
}

/** Extract From Text: text → link → item, without a call. */
export const extract: Operation = {
	parameters: [{ name: 'shareUrl', label: 'Share URL', unreadable: 'no_link' }],
	supportsReuseResults: false,
	plans: ({ shareUrl }) => linkPlans(shareUrl, extractPlan),
};
