import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecutePaginationFunctions, INodeExecutionData, JsonObject } from 'n8n-workflow';

import { failureOf } from '../../failure/failure';
import type { Cost } from '../../call/bill';
import { spentOn } from '../../call/accountCalls';
import { withoutDetails } from '../../failure/failureRecord';
import type { FailureRecord } from '../../failure/failureRecord';
import { resolvedItem, withEnvelope } from './resolvedItem';
import { findShareLinks } from '../../link/shareLink';
import type { ShareLink } from '../../link/shareLink';
import { callApi } from './callApi';
import type { RequestData } from './callApi';
import { failed, NO_CALL } from './outcome';
import type { Failed, Outcome } from './outcome';
import { readRowText } from './rowText';
import { charge, runOf } from './run';
import type { Run } from './run';

async function resolveShortLink(
	context: IExecutePaginationFunctions,
	requestData: RequestData,
	run: Run,
	link: ShareLink,
): Promise<Outcome> {
	const account = await run.accountOf(context);
	if ('ok' in account) return failed(account, link.url);
	const accountCalls = await run.callsOf(account);
	const { answer, ended, ...calls } = await accountCalls.resolve(
		link.url,
		async () => await callApi(context, requestData, account, link, run),
	);
	if (!answer.ok) return failed(answer, link.url, calls, ended);
	const item = resolvedItem(link, answer.target, answer.redirectUrl, 'api');
	return { url: link.url, calls, json: run.simplify ? item : withEnvelope(item, answer.envelope) };
}

async function resolveLink(
	context: IExecutePaginationFunctions,
	requestData: RequestData,
	run: Run,
	link: ShareLink,
): Promise<Outcome> {
	if (link.target) {
		const item = resolvedItem(link, link.target, link.url, 'link');
		return { url: link.url, calls: NO_CALL, json: run.simplify ? item : withEnvelope(item, null) };
	}
	if (!link.apiAccepts) {
		return failed(failureOf('invalid_parameters', { code: null }), link.url);
	}
	return await resolveShortLink(context, requestData, run, link);
}

/** Ends the run in "Stop" mode, with the words that the error branch would have carried. */
function stop(run: Run, { error, message: advice, details }: FailureRecord, itemIndex: number): never {
	const message = run.isTool ? `${error}. ${advice}` : `${error} [item ${itemIndex}]`;
	const options = { message, description: advice, itemIndex };
	if (details.attempts === 0) throw new NodeOperationError(run.node, message, options);
	const httpCode = String(details.http_status ?? 'none');
	throw new NodeApiError(run.node, { ...details } as unknown as JsonObject, { ...options, httpCode });
}

/** The JSON of a failed row, in the form that this n8n sends to the error branch. */
function failureJson(run: Run, record: FailureRecord, row: IDataObject): IDataObject {
	// With an error output n8n merges the row in by itself, and only into a record without other keys.
	if (run.node.onError !== 'continueErrorOutput') return { ...row, ...record };
	return { ...(run.takesDetails ? record : withoutDetails(record)) };
}

function jsonOf(run: Run, { calls, ...outcome }: Outcome, row: IDataObject): IDataObject {
	// All items of a run hold the one bill, which is complete when the last row is done.
	const cost: Cost = { ...spentOn(calls.bills), reused: calls.reused, run: run.bill };
	const added = run.addCost ? { cost } : {};
	if (!('failure' in outcome)) {
		return { ...(run.includeInputFields ? row : {}), ...outcome.json, ...added } as unknown as IDataObject;
	}
	return failureJson(run, { ...outcome.json, details: { ...outcome.json.details, ...added } }, row);
}

/** Links in one row, at most: n8n cannot take more than some 100,000 items from a row, and somebody has to pay for them. */
const MOST_LINKS = 10_000;

const TOO_MANY_LINKS = {
	code: null,
	title: 'The text holds more than 10,000 links',
	advice: 'No call was made. Split the text into several rows.',
};

/** Reads a row's text and resolves every link in it. */
async function outcomesOf(
	context: IExecutePaginationFunctions,
	requestData: RequestData,
	run: Run,
): Promise<Outcome[]> {
	const text = readRowText(context, run.column);
	if (typeof text !== 'string') return [failed(text, null)];
	const links = findShareLinks(text);
	if (links.length === 0) return [failed(failureOf('no_link'), null)];
	if (links.length > MOST_LINKS) return [failed(failureOf('invalid_parameters', TOO_MANY_LINKS), null)];
	return await Promise.all(links.map(async (link) => await resolveLink(context, requestData, run, link)));
}

/** In "Stop" mode the row that failed by itself ends the run, and it alone says why. */
function stopOnFailure(run: Run, failures: Failed[], itemIndex: number): void {
	const own = failures.find(({ ended }) => !ended) ?? (run.isOver ? undefined : failures[0]);
	if (!own) return;
	run.end(own.failure);
	stop(run, own.json, itemIndex);
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
	const outcomes = await run.turns.give(async () => await outcomesOf(this, requestData, run));
	charge(this, run, outcomes);

	const failures = outcomes.filter((outcome): outcome is Failed => 'failure' in outcome);
	if (!this.continueOnFail() && failures.length > 0) {
		stopOnFailure(run, failures, itemIndex);
		return [];
	}
	const row = this.getInputData().json;
	return outcomes.map((outcome) => ({
		json: jsonOf(run, outcome, row),
		pairedItem: { item: itemIndex },
	}));
}
