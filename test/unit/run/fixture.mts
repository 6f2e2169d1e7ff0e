/** Plans of words: a word says what becomes of it. The API answers each call with its word. */
import type { HttpAnswer } from '../../../nodes/JustOneApi/call/response.ts';
import { failureOf } from '../../../nodes/JustOneApi/failure/failure.ts';
import type { Failure } from '../../../nodes/JustOneApi/failure/failure.ts';
import type { Clean } from '../../../nodes/JustOneApi/failure/redact.ts';
import { callStep } from '../../../nodes/JustOneApi/run/plan.ts';
import type { Call, Plan } from '../../../nodes/JustOneApi/run/plan.ts';
import type { RunResult } from '../../../nodes/JustOneApi/run/runInput.ts';
import type { Outcome } from '../../../nodes/JustOneApi/run/job.ts';
import { FakeExecution, operationOfWords, TOKEN } from '../../../tools/simulate/rows.mts';
import { VirtualClock } from '../../../tools/simulate/virtualClock.mts';

export interface Word {
	ok: true;
	body: string;
}

/** A body that begins with one of these is a failure: billed, not billed, perhaps billed, or one that ends more. */
const FAILURES: Readonly<Record<string, Failure>> = {
	billed: failureOf('no_content'),
	unbilled: failureOf('invalid_parameters'),
	unknown: failureOf('bad_response'),
	denied: failureOf('permission_denied'),
	broke: failureOf('insufficient_balance'),
};

export function readWord({ body }: HttpAnswer, clean: Clean): Word | Failure {
	if (body?.startsWith('unread')) throw new Error(`${TOKEN} in the reader`);
	return FAILURES[String(body).split('-')[0] ?? ''] ?? { ok: true, body: clean(String(body)) };
}

/** A call for a word. */
export function callFor(word: string, more: Partial<Call<Word>> = {}): Call {
	return callStep<Word>({
		request: { method: 'GET', url: '/x', qs: { word } },
		cost: 1,
		read: readWord,
		next: ({ body }) => ({ ok: true, items: [{ word: body }] }),
		...more,
	});
}

/**
 * The plan of a word: `bad`, `none` and `free` need no call; `late…` ends in a defect behind its call; `get-a` takes a
 * call for `/share` and one for `/post`, `balance…` a free one, anything else one.
 */
export function planOf(word: string): Plan {
	if (word === 'bad') throw new Error(`${TOKEN} in a defect`);
	if (word === 'none') return { link: null, step: failureOf('no_link') };
	if (word === 'free') return { link: word, step: { ok: true, items: [{ word }] } };
	if (word.startsWith('late')) {
		const next = () => {
			throw new Error(`${TOKEN} in a later defect`);
		};
		return { link: word, step: callFor(word, { next }) };
	}
	if (word.startsWith('get-')) return { link: word, platform: 'p', step: getCall(word.slice(4)) };
	if (word.startsWith('balance')) return { link: null, step: callFor(word, { cost: 0 }) };
	return { link: word, step: callFor(word) };
}

function getCall(name: string): Call {
	const post = callFor(name, { request: { method: 'GET', url: '/post', qs: { word: name } } });
	return callFor(name, {
		request: { method: 'GET', url: '/share', qs: { word: name } },
		cost: 2,
		needs: ['/post'],
		next: () => post,
	});
}

export const operation = operationOfWords(planOf);

/** An execution whose API answers with the word that it is asked for. */
export const newExecution = (answer?: (word: string, url: string) => Promise<string | Error>) =>
	new FakeExecution(
		new VirtualClock(1),
		async ({ qs, url }) => await (answer?.(qs.word ?? '', url) ?? Promise.resolve(qs.word ?? '')),
	);

/** What was sent, as words; `/x` is left out of them. */
export const wordsOf = ({ sent }: Pick<FakeExecution, 'sent'>): string[] =>
	sent.map(({ request: { url, qs } }) => `${url === '/x' ? '' : `${url} `}${qs.word}`);

/** What an outcome came to: its items, and the reason of its failure. */
export function resultOf({ result }: Outcome): Array<object | string> {
	if (!result.ok) return [result.kind.reason];
	return [...result.items, ...(result.brokenOffBy ? [result.brokenOffBy.kind.reason] : [])];
}

/** By row. */
export const resultsOf = ({ outcomes }: RunResult) => outcomes.map((row) => row.flatMap(resultOf));

export const costsOf = ({ outcomes }: RunResult) =>
	outcomes.map((row) => row.map(({ attempts, isReused }) => ({ attempts, isReused })));
