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
import type { Answer, Failure, HttpAnswer } from '../answer/answer';
import { readTransportFailure } from '../answer/transportFailure';
import { NodeRun } from '../call/nodeRun';
import { failureRecord } from '../item/failureRecord';
import type { FailureRecord, Spent } from '../item/failureRecord';
import { redact } from '../item/redact';
import { resolvedItem, withEnvelope } from '../item/resolvedItem';
import type { ResolvedItem } from '../item/resolvedItem';
import { findShareLinks } from '../link/shareLink';
import type { ShareLink } from '../link/shareLink';
import { textOf } from '../text/shareText';
import { runOf } from './run';
import type { Run } from './run';

type RequestData = DeclarativeRestApiSettings.ResultOptions;

/** One link's outcome: a row for the success branch, or one for the error branch with its cause. */
type Outcome = { json: ResolvedItem } | { json: FailureRecord; failure: Failure };

const NO_CALL: Spent = { attempts: 0, billed: false };

function failed(failure: Failure, shareUrl: string | null, spent: Spent = NO_CALL): Outcome {
	return { failure, json: failureRecord(failure, shareUrl, spent) };
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
	const { calls } = run;
	if (!(calls instanceof NodeRun)) return failed(calls, link.url);
	const { answer, ...spent } = await calls.resolve(
		link.url,
		async () => await callApi(context, requestData, link, run.timeout),
	);
	if (!answer.ok) return failed(answer, link.url, spent);
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
function stop(run: Run, record: FailureRecord, itemIndex: number): never {
	// Of a tool's error the model reads only the message; it has no rows to name.
	const isTool = run.node.type.endsWith('Tool');
	const message = isTool ? `${record.error}. ${record.message}` : `${record.error} [item ${itemIndex}]`;
	const options = { message, description: record.message, itemIndex };
	if (record.details.attempts === 0) throw new NodeOperationError(run.node, message, options);
	throw new NodeApiError(run.node, { ...record.details }, options);
}

/**
 * Resolves one row: text → link → call → answer → item. n8n runs it as the operation's pagination
 * function, the one declarative hook that wraps request and answer: only it can look at the text before
 * a call, repeat a call, and give a failure its row.
 *
 * @returns one item per link in the row's text, each linked to the row
 * @throws NodeApiError | NodeOperationError in "Stop" mode, for the first link that failed
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

	const row = this.getInputData().json;
	return outcomes.map((outcome) => {
		const json = redact({ ...outcome.json } as IDataObject, run.token);
		let besides: IDataObject = run.includeInputFields ? row : {};
		if ('failure' in outcome) {
			if (!this.continueOnFail()) {
				if (run.calls instanceof NodeRun) run.calls.end(outcome.failure);
				stop(run, json as unknown as FailureRecord, itemIndex);
			}
			// With an error output n8n merges the row in by itself, and only into exactly three keys.
			besides = run.node.onError === 'continueErrorOutput' ? {} : row;
		}
		return { json: { ...besides, ...json }, pairedItem: { item: itemIndex } };
	});
}
