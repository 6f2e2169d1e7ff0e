import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { withPart } from '../../link/landing';
import type { ShareLink } from '../../link/shareLink';
import { douyin } from '../../platforms/douyin';
import type { Operation, Plan } from '../../run/plan';
import { commonFields, REUSE_RESULTS, shareUrlField } from '../fields';
import { linkPlans, targetCall, unsentLink } from '../linkPlans';
import { OUTPUT_PARAMETERS, outputProperties, readOutput, shaped } from '../output';
import type { OutputChoice } from '../output';
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
	...outputProperties(displayOptions),
	...commonFields(displayOptions, [REUSE_RESULTS]),
];

/** What a link needs: nothing where it carries the ID, one call where it is short. */
export function resolvePlan(link: ShareLink, output: OutputChoice): Plan {
	const { url, target, platform } = link;
	if (!target && !link.apiAccepts) return unsentLink(link);
	const found = (item: object, raw: unknown) => ({ ok: true, items: [shaped(output, item, raw)] }) as const;
	const step = target
		? found(resolvedItem(link, target, url, 'link'), null)
		: targetCall(link, (answer) =>
				found(resolvedItem(link, withPart(answer.target, link.part), answer.redirectUrl, 'api'), answer.raw),
			);
	return { link: url, platform: platform.name, step };
}

/** Resolve Share URL: text → link → call → answer → item. */
export const resolve: Operation = {
	parameters: [
		{ name: 'shareUrl', label: 'Share URL', unreadable: 'no_link' },
		...OUTPUT_PARAMETERS.slice(0, 1),
	],
	supportsReuseResults: true,
	plans({ shareUrl, ...values }) {
		const output = readOutput(values);
		if ('ok' in output) return [{ link: null, step: output }];
		return linkPlans(shareUrl, (link) => resolvePlan(link, output));
	},
};
