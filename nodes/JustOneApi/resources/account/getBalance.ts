import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { readResponse } from '../../call/response';
import type { HttpAnswer } from '../../call/response';
import { BALANCE_REQUEST } from '../../call/account';
import { failureOf } from '../../failure/failure';
import type { Failure } from '../../failure/failure';
import { inWordsOf } from '../../failure/failureTable';
import type { OperationMessages } from '../../failure/failureTable';
import { redactFailure } from '../../failure/redact';
import type { Clean } from '../../failure/redact';
import { at, text } from '../../platforms/json';
import { callStep } from '../../run/plan';
import type { Operation, Plan } from '../../run/plan';
import { freeOptions } from '../fields';

const displayOptions = { show: { resource: ['account'], operation: ['getBalance'] } };

/** The operation in the editor's list. What is declared here is what is sent. */
export const getBalanceOption: INodePropertyOptions = {
	name: 'Get Balance',
	value: 'getBalance',
	action: 'Get balance',
	description: 'Get what is left on the account, without cost',
	routing: { request: BALANCE_REQUEST },
};

export const getBalanceFields: INodeProperties[] = [freeOptions(displayOptions)];

/** The balance of an account, as a row of the output. Public: users map these fields. */
export interface BalanceItem {
	balance: number;
	/** As the API names it, such as CNY; null where it names none. */
	currency: string | null;
}

type Balance = BalanceItem & { ok: true };

/** The table's words are about links, and about what a call costs; this one costs nothing. */
const BALANCE_MESSAGES: OperationMessages = {
	words: {
		no_content: {
			title: 'The API has no balance for this account',
			advice: 'Look at the account in the Just One API dashboard.',
		},
		collection_failed: {
			title: 'The API could not tell the balance just now',
			advice: 'Run this row again later.',
		},
		invalid_parameters: {
			title: 'The API does not accept the question for the balance',
			advice: 'Check the region and the base URL in the credential.',
		},
		service_unavailable: { advice: 'Run this row again later.' },
		permission_denied: {
			title: 'The token may not ask for the balance',
			advice: 'Check the token in the Just One API dashboard.',
		},
		unknown_code: { advice: 'Look at the code and ask Just One API what it means.' },
		timeout: { advice: 'Run this row again later.' },
		cancelled: { title: 'The execution was cancelled before the balance was there' },
	},
};

/** The balance as a number. The API sends a number, or a text such as "123.4500". */
function amount(value: unknown): number | null {
	const figure = typeof value === 'string' && /^\s*-?\d+(?:\.\d+)?\s*$/.test(value) ? Number(value) : value;
	return typeof figure === 'number' && Number.isFinite(figure) ? figure : null;
}

/**
 * Judges the answer to the question for the balance.
 *
 * @param clean takes the token out of what the API sent
 */
export function readBalance(response: HttpAnswer, clean: Clean): Balance | Failure {
	const answered = readResponse(response);
	if (!answered.ok) return redactFailure(answered, clean);
	const { data, code, requestId } = answered.envelope;
	const balance = amount(at(data, 'balance'));
	if (balance === null) {
		return failureOf('bad_response', {
			title: 'The API answered without a balance',
			code,
			httpStatus: answered.httpStatus,
			requestId: clean(requestId),
		});
	}
	return { ok: true, balance, currency: clean(text(at(data, 'currency'))) };
}

const balancePlan = (): Plan => ({
	link: null,
	step: callStep<Balance>({
		request: { ...BALANCE_REQUEST, qs: {} },
		cost: 0,
		read: readBalance,
		next({ balance, currency }) {
			const item: BalanceItem = { balance, currency };
			return { ok: true, items: [item] };
		},
		onFailure: (failure) => ({ ...failure, kind: inWordsOf(BALANCE_MESSAGES, failure.kind) }),
	}),
});

/** Get Balance: call → item. All rows of a run on one account share the call. */
export const getBalance: Operation = {
	parameters: [],
	supportsReuseResults: false,
	plans: () => [balancePlan()],
};
