import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { withPart } from '../../link/landing';
import type { ShareLink } from '../../link/shareLink';
import { douyin } from '../../platforms/douyin';
import type { CallApi, Found, Job, Operation } from '../../run/operation';
import type { Failure } from '../../failure/failure';
import { commonFields, shareUrlField } from '../fields';
import { askForTarget, linkJobs, unsentLink } from '../linkJobs';
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

async function perform(link: ShareLink, call: CallApi): Promise<Found | Failure> {
	const answer = await askForTarget(link, call);
	if (!answer.ok) return answer;
	const item = resolvedItem(link, withPart(answer.target, link.part), answer.redirectUrl, 'api');
	return { ok: true, item, envelope: answer.envelope.raw };
}

function jobOf(link: ShareLink): Job {
	if (link.target) {
		const item = resolvedItem(link, link.target, link.url, 'link');
		return { link: link.url, known: { ok: true, item, envelope: null } };
	}
	if (!link.apiAccepts) return unsentLink(link);
	return { link: link.url, platform: link.platform.name, perform: async (call) => await perform(link, call) };
}

/** Resolve Share URL: text → link → call → answer → item. */
export const resolve: Operation = {
	parameter: 'shareUrl',
	parameterLabel: 'Share URL',
	mayReuse: true,
	read: (value) => linkJobs(value, jobOf),
};
