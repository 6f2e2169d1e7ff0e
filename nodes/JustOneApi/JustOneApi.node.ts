import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { shareLinkProperties } from './resources/shareLink';

export class JustOneApi implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Just One API',
		name: 'justOneApi',
		icon: { light: 'file:justOneApi.svg', dark: 'file:justOneApi.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Resolve Douyin share links to the real link and the video ID',
		defaults: { name: 'Just One API' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		// Not required, so that a missing credential fails row by row instead of passing rows on unresolved.
		credentials: [{ name: 'justOneApi', required: false }],
		// Base URL and token come from the credential. Redirects are not followed: the token stands in the URL.
		// The body comes as a stream, so that what is read of it can be bounded.
		requestDefaults: {
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			encoding: 'stream',
			json: false,
		},
		properties: [
			// These two make the editor warn of a missing credential although it is not declared as required.
			{
				displayName: 'Authentication',
				name: 'authentication',
				type: 'hidden',
				default: 'predefinedCredentialType',
			},
			{
				displayName: 'Node Credential Type',
				name: 'nodeCredentialType',
				type: 'hidden',
				default: 'justOneApi',
			},
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [{ name: 'Share Link', value: 'shareLink' }],
				default: 'shareLink',
			},
			...shareLinkProperties,
		],
	};
}
