import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
	Icon,
} from 'n8n-workflow';

import { failureKinds } from '../nodes/JustOneApi/failure/failureTable';
import { BALANCE_REQUEST, readAccount } from '../nodes/JustOneApi/call/account';

/** One rule per business code, as number and as the text that the API sent until 2026-07. */
const codeRules = failureKinds.flatMap(({ code, title, advice }) =>
	code === null
		? []
		: [code, String(code)].map((value) => ({
				type: 'responseSuccessBody' as const,
				properties: { key: 'code', value, message: `${title}. ${advice}` },
			})),
);

/** An address with a scheme or a host of its own, as lenient as URL parsers are about what stands before it. */
const LEADS_ELSEWHERE = /^\s*(?:[a-z][\w+.-]*:|[\\/]\s*[\\/])/i;

export class JustOneApi implements ICredentialType {
	name = 'justOneApi';

	displayName = 'Just One API';

	documentationUrl = 'https://github.com/n8n-nodes-justoneapi/n8n-nodes-justoneapi#credentials';

	icon: Icon = {
		light: 'file:../nodes/JustOneApi/justOneApi.svg',
		dark: 'file:../nodes/JustOneApi/justOneApi.dark.svg',
	};

	properties: INodeProperties[] = [
		{
			displayName: 'Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'The access token from the Just One API dashboard: 8, 16 or 32 letters and digits. A key that begins with "joa_" belongs to another product of the vendor.',
		},
		{
			displayName: 'Region',
			name: 'region',
			type: 'options',
			options: [
				{
					name: 'Global',
					value: 'global',
					description: 'Encrypted: https://api.justoneapi.com',
				},
				{
					name: 'Mainland China',
					value: 'cn',
					description: 'Not encrypted: http://47.117.133.51:30015',
				},
				{
					name: 'Custom',
					value: 'custom',
					description: 'Another address, such as a proxy of your own',
				},
			],
			default: 'global',
		},
		{
			displayName:
				'This route is plain HTTP: everyone on the way between n8n and the API can read the token. Choose Global unless you must call from Mainland China.',
			name: 'plainHttpNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { region: ['cn'] } },
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://api.example.com',
			description:
				'Begins with http:// or https:// and has no query. With http the token can be read on the way.',
			displayOptions: { show: { region: ['custom'] } },
		},
	];

	/**
	 * Sets the base URL of the region and adds the token to the query. A function, because an expression
	 * would cost about a millisecond a call.
	 *
	 * @throws Error where the token or the base URL is not usable, or the request goes elsewhere
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const account = readAccount(credentials);
		if ('title' in account) throw new Error(`${account.title}. ${account.advice}`);
		const { baseUrl: baseURL, token } = account;
		// Another node may use this credential too: the token goes to the API and nowhere else. n8n's older request
		// helper, and with it the HTTP Request node, has the address in `uri`.
		const { url, uri } = requestOptions as { url?: unknown; uri?: unknown };
		for (const address of [url, uri].map((value) => String(value ?? ''))) {
			if (LEADS_ELSEWHERE.test(address) && !address.startsWith(`${baseURL}/`)) {
				throw new Error(`This credential is only for ${baseURL}`);
			}
		}
		return { ...requestOptions, baseURL, qs: { ...requestOptions.qs, token } };
	}

	/**
	 * Asks for the balance: free, read-only, and needs only the token. n8n's rules name what must not be, so
	 * the last one makes them a white list: without a balance the test does not pass.
	 */
	test: ICredentialTestRequest = {
		request: { url: BALANCE_REQUEST.url, ignoreHttpStatusErrors: true, disableFollowRedirect: true },
		rules: [
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'code',
					value: undefined,
					message: 'This address does not answer like the Just One API. Check the region and the base URL.',
				},
			},
			...codeRules,
			...[undefined, null, ''].map((value) => ({
				type: 'responseSuccessBody' as const,
				properties: {
					key: 'data.balance',
					value,
					message:
						'The API answered with a code that is not documented, or no balance. The token could not be checked.',
				},
			})),
		],
	};
}
