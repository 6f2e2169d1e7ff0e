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

/** What a scene sets otherwise, for both nodes alike. */
export interface Changes {
	/** The expression that gives the text of a row. */
	text?: string;
	/** In ms. */
	timeout?: number;
}

const COLUMN = '={{ $json.share_text }}';

function thisNode({ text = COLUMN, timeout }: Changes): Contender {
	return {
		name: 'This node',
		settings: 'as it comes',
		credential: async (rest, token, baseUrl) =>
			await rest.createCredential(CREDENTIAL_TYPE, { token, region: 'custom', baseUrl }),
		node: (credential) => {
			const made = resolve('continueErrorOutput', {}, { credentials: { [CREDENTIAL_TYPE]: credential } });
			const requestOptions = timeout === undefined ? {} : { timeout };
			return { ...made, parameters: { ...made.parameters, shareUrl: text, requestOptions } };
		},
		address: ({ redirect_url }) => (typeof redirect_url === 'string' ? redirect_url : undefined),
	};
}

function httpRequest(
	{ text = COLUMN, timeout }: Changes,
	name = 'HTTP Request',
	settings = 'as it comes, the token as Query Auth credential',
	options: Json = {},
): Contender {
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
					queryParameters: { parameters: [{ name: 'shareUrl', value: text }] },
					options: timeout === undefined ? options : { ...options, timeout },
				},
				{ onError: 'continueErrorOutput', credentials: { httpQueryAuth: credential } },
			),
		// It passes on whatever came with HTTP 200; only code 0 is a resolved link.
		address: ({ code, data }) => (code === 0 ? (data as { redirect_url?: string }).redirect_url : undefined),
	};
}

/** Both nodes, save for the changes as they come. */
export const bothWith = (changes: Changes = {}): [ours: Contender, http: Contender] => [
	thisNode(changes),
	httpRequest(changes),
];

export const [OURS, HTTP] = bothWith();

export const HTTP_TUNED = httpRequest(
	{},
	'HTTP Request, tuned',
	'Batching: 20 items every 1,200 ms; Timeout 120,000 ms',
	{
		batching: { batch: { batchSize: 20, batchInterval: 1200 } },
		timeout: 120_000,
	},
);
