/** What is compared: this node and n8n's HTTP Request node, each as a user would set it up. */
import { CREDENTIAL_TYPE } from '../n8n/bench.mts';
import type { CredentialRef, Json, Rest, WorkflowNode } from '../n8n/rest.mts';
import { node, resolve, RESOLVE } from '../n8n/workflow.mts';

export interface Contender {
	name: string;
	/** How it is set, in a few words. */
	settings: string;
	/** Stores a credential with this token. */
	credential(rest: Rest, token: string, baseUrl: string): Promise<CredentialRef>;
	/** The node, called RESOLVE, reading the column share_text. */
	node(credential: CredentialRef, baseUrl: string): WorkflowNode;
	/** The address that an item of the success branch names, if it is one that was resolved. */
	address(json: Json): string | undefined;
}

function thisNode(name: string, settings: string, options: Json): Contender {
	return {
		name,
		settings,
		credential: async (rest, token, baseUrl) =>
			await rest.createCredential(CREDENTIAL_TYPE, { token, region: 'custom', baseUrl }),
		node: (credential) =>
			resolve('continueErrorOutput', options, { credentials: { [CREDENTIAL_TYPE]: credential } }),
		address: ({ redirect_url }) => (typeof redirect_url === 'string' ? redirect_url : undefined),
	};
}

function httpRequest(name: string, settings: string, options: Json): Contender {
	return {
		name,
		settings,
		credential: async (rest, token) =>
			await rest.createCredential('httpQueryAuth', { name: 'token', value: token }),
		node: (credential, baseUrl) =>
			node(
				RESOLVE,
				'n8n-nodes-base.httpRequest',
				4.5,
				{
					url: `${baseUrl}/api/douyin/share-url-transfer/v1`,
					authentication: 'genericCredentialType',
					genericAuthType: 'httpQueryAuth',
					sendQuery: true,
					queryParameters: { parameters: [{ name: 'shareUrl', value: '={{ $json.share_text }}' }] },
					options,
				},
				{ onError: 'continueErrorOutput', credentials: { httpQueryAuth: credential } },
			),
		// It passes on whatever came with HTTP 200; only code 0 is a resolved link.
		address: ({ code, data }) => (code === 0 ? (data as { redirect_url?: string }).redirect_url : undefined),
	};
}

export const OURS = thisNode('This node', 'as it comes', {});

/** This node with another limit on calls under way. */
export const oursWith = (maxConcurrentRequests: number): Contender =>
	thisNode(
		`This node, ${maxConcurrentRequests} at once`,
		`Max Concurrent Requests ${maxConcurrentRequests}`,
		{
			maxConcurrentRequests,
		},
	);

export const HTTP = httpRequest('HTTP Request', 'as it comes, the token as Query Auth credential', {});

export const HTTP_TUNED = httpRequest(
	'HTTP Request, tuned',
	'Batching: 20 items every 1,200 ms; Timeout 120,000 ms',
	{
		batching: { batch: { batchSize: 20, batchInterval: 1200 } },
		timeout: 120_000,
	},
);
