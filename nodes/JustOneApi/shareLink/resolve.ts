import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type {
	DeclarativeRestApiSettings,
	IDataObject,
	IExecutePaginationFunctions,
	IExecuteSingleFunctions,
	IN8nHttpFullResponse,
	INodeExecutionData,
} from 'n8n-workflow';

import { failureOf, readAnswer } from '../answer/answer';
import { redactAnswer } from '../answer/redact';
import type { Answer, Failure, HttpAnswer } from '../answer/answer';
import { readTransportFailure } from '../answer/transportFailure';
import { failureRecord, withoutDetails } from '../item/failureRecord';
import type { FailureRecord, Spent } from '../item/failureRecord';
import { resolvedItem, withEnvelope } from '../item/resolvedItem';
import type { ResolvedItem } from '../item/resolvedItem';
import { findShareLinks } from '../link/shareLink';
import type { ShareLink } from '../link/shareLink';
import { textOf } from '../text/shareText';
import { accountOf, runOf } from './run';
import type { Run } from './run';

type RequestData = DeclarativeRestApiSettings.ResultOptions;

/**
 * One link's outcome: a row for the success branch, or one for the error branch with its cause. `ended` tells
 * that another row ended the run.
 */
type Outcome = { json: ResolvedItem } | { json: FailureRecord; failure: Failure; ended: boolean };

const NO_CALL: Spent = { attempts: 0, billed: false };

function failed(failure: Failure, shareUrl: string | null, spent = NO_CALL, ended = false): Outcome {
	return { failure, ended, json: failureRecord(failure, shareUrl, spent) };
}

/**
 * Keeps the whole response: n8n would pass on only the body, and code, status and headers are judged
 * together. Stands in the operation's `postReceive`.
 */
export async function keepResponse(
	this: IExecuteSingleFunctions,
	_items: INodeExecutionData[],
	response: IN8nHttpFullResponse,
): Promise<INodeExecutionData[]> {
	const { statusCode, headers, body } = response;
	return [{ json: { statusCode, headers, body: typeof body === 'string' ? body : '' } }];
}

/** Makes one call. Never throws: what went wrong on the way is an answer too. */
async function callApi(
	context: IExecutePaginationFunctions,
	requestData: RequestData,
	link: ShareLink,
	timeout: number | null,
): Promise<Answer> {
	// Fresh options for each call: the credential writes the token into them.
	const options = {
		...requestData.options,
		url: link.platform.endpointPath,
		qs: { shareUrl: link.url },
		timeout: timeout ?? requestData.options.timeout,
	};
	try {
		const [response] = await context.makeRoutingRequest({ ...requestData, options });
		return readAnswer(response.json as unknown as HttpAnswer, link.platform, Date.now());
	} catch (error) {
		return readTransportFailure(error);
	}
}

async function resolveShortLink(
	context: IExecutePaginationFunctions,
	requestData: RequestData,
	run: Run,
	link: ShareLink,
): Promise<Outcome> {
	const account = await accountOf(context, run.node);
	if ('ok' in account) return failed(account, link.url);
	const calls = await run.callsOf(account);
	const { answer, ended, ...spent } = await calls.resolve(link.url, async () =>
		redactAnswer(await callApi(context, requestData, link, run.timeout), account.token),
	);
	if (!answer.ok) return failed(answer, link.url, spent, ended);
	const item = resolvedItem(link, answer.target, answer.redirectUrl, 'api');
	return { json: run.simplify ? item : withEnvelope(item, answer.envelope) };
}

async function resolveLink(
	context: IExecutePaginationFunctions,
	requestData: RequestData,
	run: Run,
	link: ShareLink,
): Promise<Outcome> {
	if (link.target) {
		const item = resolvedItem(link, link.target, link.url, 'link');
		return { json: run.simplify ? item : withEnvelope(item, null) };
	}
	if (!link.apiAccepts) {
		return failed(failureOf('invalid_parameters', { code: null }), link.url);
	}
	return await resolveShortLink(context, requestData, run, link);
}

/** The text in 'Share URL' for this row, or the failure of its expression. */
function readShareText(context: IExecutePaginationFunctions): string | Failure {
	try {
		return textOf(context.getNodeParameter('shareUrl', ''));
	} catch {
		return failureOf('no_link', {
			title: "The expression in 'Share URL' could not be evaluated",
			advice: "Open the node and check the expression in 'Share URL' for this row.",
		});
	}
}

/** Ends the run in "Stop" mode, with the words that the error branch would have carried. */
function stop(run: Run, { error, message: advice, details }: FailureRecord, itemIndex: number): never {
	const message = run.isTool ? `${error}. ${advice}` : `${error} [item ${itemIndex}]`;
	const options = { message, description: advice, itemIndex };
	if (details.attempts === 0) throw new NodeOperationError(run.node, message, options);
	const httpCode = String(details.http_status ?? 'none');
	throw new NodeApiError(run.node, { ...details }, { ...options, httpCode });
}

/** The JSON of a failed row, in the form that this n8n sends to the error branch. */
function failureJson(run: Run, record: FailureRecord, row: IDataObject): IDataObject {
	// With an error output n8n merges the row in by itself, and only into a record without other keys.
	if (run.node.onError !== 'continueErrorOutput') return { ...row, ...record };
	return { ...(run.takesDetails ? record : withoutDetails(record)) };
}

/**
 * Resolves one row: text → link → call → answer → item. n8n runs it as the operation's pagination
 * function, the one declarative hook that wraps request and answer: only it can look at the text before
 * a call, repeat a call, and give a failure its row.
 *
 * @returns one item per link in the row's text, each linked to the row
 * @throws NodeApiError | NodeOperationError in "Stop" mode, for the row that ended the run
 */
export async function resolveShareUrl(
	this: IExecutePaginationFunctions,
	requestData: RequestData,
): Promise<INodeExecutionData[]> {
	const itemIndex = this.getItemIndex();
	const run = await runOf(this);
	const text = readShareText(this);
	const links = typeof text === 'string' ? findShareLinks(text) : [];
	const outcomes =
		links.length === 0
			? [failed(typeof text === 'string' ? failureOf('no_link') : text, null)]
			: await Promise.all(links.map(async (link) => await resolveLink(this, requestData, run, link)));

	if (!this.continueOnFail()) {
		const failures = outcomes.flatMap((outcome) => ('failure' in outcome ? [outcome] : []));
		const own = failures.find(({ ended }) => !ended);
		if (own) {
			run.end(own.failure);
			stop(run, own.json, itemIndex);
		}
		// Another row ended the run, and it alone says why: n8n reports the first row that throws.
		if (failures.length > 0) return [];
	}
	const row = this.getInputData().json;
	return outcomes.map((outcome) => ({
		json:
			'failure' in outcome
				? failureJson(run, outcome.json, row)
				: { ...(run.includeInputFields ? row : {}), ...outcome.json },
		pairedItem: { item: itemIndex },
	}));
}
