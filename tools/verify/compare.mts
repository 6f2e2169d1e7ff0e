/** What the real API does otherwise than the sandbox. */
import type { Facts } from './ask.mts';
import type { Answered, Entry, Run } from './run.mts';

export interface Difference {
	what: string;
	api: string;
	sandbox: string;
}

const bill = (charge: number) => (charge > 0 ? 'yes' : 'no');
const orNone = (value: string | number | null) => String(value ?? '(none)') || '(empty)';

/** What is compared. Times, ids and amounts differ by nature; the names in a query are not the node's business. */
const FIELDS: ReadonlyArray<[what: string, of: (facts: Facts) => string]> = [
	['HTTP status', ({ httpStatus }) => String(httpStatus)],
	['code', ({ code }) => orNone(code)],
	['message', ({ message }) => orNone(message)],
	['what the node makes of it', ({ outcome }) => outcome],
	['ID found', ({ contentId }) => (contentId === null ? 'no' : 'yes')],
	['redirect host', ({ redirect }) => orNone(redirect?.host ?? null)],
	['redirect path', ({ redirect }) => orNone(redirect?.pathForm ?? null)],
];

function differencesOfFacts(api: Answered, sandbox: Answered): Difference[] {
	const keys = [...new Set([...Object.keys(api.facts.shape), ...Object.keys(sandbox.facts.shape)])];
	const all = [
		...FIELDS.map(([what, of]) => ({ what, api: of(api.facts), sandbox: of(sandbox.facts) })),
		...keys.map((key) => ({
			what: `type of ${key}`,
			api: orNone(api.facts.shape[key] ?? null),
			sandbox: orNone(sandbox.facts.shape[key] ?? null),
		})),
	];
	if (api.charge !== null && sandbox.charge !== null) {
		all.push({ what: 'billed', api: bill(api.charge), sandbox: bill(sandbox.charge) });
	}
	return all.filter((difference) => difference.api !== difference.sandbox);
}

/**
 * Compares one question's answers.
 *
 * @param api what the real API did
 * @returns null where the real API was not asked
 */
export function differencesOf(api: Entry, sandbox: Run): Difference[] | null {
	if (api.state === 'skipped' || api.state === 'impossible') return null;
	const counterpart = sandbox.entries.find(({ question }) => question.id === api.question.id);
	if (counterpart?.state !== 'answered') throw new Error('The sandbox answers every question');
	if (api.state === 'answered') return differencesOfFacts(api, counterpart);
	const answer = `HTTP ${counterpart.facts.httpStatus}, code ${orNone(counterpart.facts.code)}`;
	return [{ what: 'answer', api: `none: ${api.title}`, sandbox: answer }];
}
