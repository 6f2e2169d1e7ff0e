import type {
	DeclarativeRestApiSettings,
	IExecutePaginationFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { readAnswer } from '../../answer/answer';
import type { Answer } from '../../answer/answer';
import { redactAnswer } from '../../failure/redact';
import type { Account } from '../../call/account';
import { boundedCall, withSignal } from '../../call/boundedCall';
import type { ShareLink } from '../../link/shareLink';
import type { Run } from './run';

/** A request as n8n prepared it from the node's description and the user's Request Options. */
export type RequestData = DeclarativeRestApiSettings.ResultOptions;

/**
 * Makes one call for a link. Never throws: what went wrong on the way is an answer too.
 *
 * n8n's `makeRoutingRequest` would read the credential from its database a second time for every call; its request
 * helper takes the one that this row has read.
 *
 * @param run its timeout, in ms (null where n8n's own value counts), and whether the API's whole answer is wanted
 * @returns the answer without the token, wherever the API may have echoed it
 */
export async function callApi(
	context: IExecutePaginationFunctions,
	requestData: RequestData,
	account: Account,
	link: ShareLink,
	{ timeout, simplify }: Pick<Run, 'timeout' | 'simplify'>,
): Promise<Answer> {
	const options = {
		...(requestData.options as IHttpRequestOptions),
		url: link.platform.endpointPath,
		qs: { shareUrl: link.url },
		timeout: timeout ?? requestData.options.timeout,
		returnFullResponse: true,
	};
	const data = { ...account, region: 'custom' };
	const credentialsDecrypted = { id: '', name: '', type: 'justOneApi', data };
	const response = await boundedCall(
		Number.parseInt(String(options.timeout), 10),
		context.getExecutionCancelSignal(),
		async (signal) =>
			await context.helpers.httpRequestWithAuthentication.call(
				context,
				'justOneApi',
				withSignal(options, signal),
				{ credentialsDecrypted },
			),
	);
	const answer = 'ok' in response ? response : readAnswer(response, link.platform, Date.now());
	return redactAnswer(answer.ok && simplify ? { ...answer, envelope: null } : answer, account.token);
}
