import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { withPart } from '../../link/landing';
import type { ShareLink } from '../../link/shareLink';
import { douyin } from '../../platforms/douyin';
import type { Operation, Plan } from '../../run/plan';
import { commonFields, shareUrlField } from '../fields';
import { linkPlans, targetCall, unsentLink } from '../linkPlans';
import { resolvedItem } from './resolvedItem';

const displayOptions = { show: { resource: ['shareLink'], operation: ['resolve'] } };

/** The operation in the editor's list. What is declared here is what is sent: the platform's entry holds it. */
export const resolveOption: INodePropertyOptions = {
	name: 'Resolve Share URL',
	value: 'resolve',
	action: 'Resolve share URL',
	description: 'Get the redirect URL and the post ID behind a share link',
	routing: { request: douyin.shareEndpoint.request },
};

export const resolveFields: INodeProperties[] = [
	shareUrlField('A link that already carries the ID costs no call.', displayOptions),
	...commonFields(displayOptions, true),
];

/** What a link needs: nothing where it carries the ID, one call where it is short. */
export function resolvePlan(link: ShareLink, simplify: boolean): Plan {
	const { url, target, platform } = link;
	if (!target && !link.apiAccepts) return unsentLink(link);
	const found = (item: object, envelope: object | null) =>
		({ ok: true, items: [simplify ? item : { ...item, envelope }] }) as const;
	const step = target
		? found(resolvedItem(link, target, url, 'link'), null)
		: targetCall(link, (answer) =>
				found(
					resolvedItem(link, withPart(answer.target, link.part), answer.redirectUrl, 'api'),
					answer.envelope.raw,
				),
			);
	return { link: url, platform: platform.name, step };
}

/** Resolve Share URL: text → link → call → answer → item. */
export const resolve: Operation = {
	parameters: [{ name: 'shareUrl', label: 'Share URL' }],
	supportsReuseResults: true,
	plans: ({ shareUrl }, { simplify }) => linkPlans(shareUrl, (link) => resolvePlan(link, simplify)),
};
