/** What an answer of the real API means for the node, in sentences for its maintainers. */
import type { Answered, Entry } from './run.mts';

/** Begins every sentence that asks for a change. */
const CHANGE = '**To be changed:**';

/** An amount in the account's currency. */
export const amount = (value: number, currency: string): string => `${value} ${currency}`.trim();

function billing({ charge }: Answered, currency: string): string {
	if (charge === null) return '; whether they are billed could not be seen';
	return charge > 0 ? ` and are billed (${amount(charge, currency)})` : ' and are not billed';
}

function aboutOutcome({ question, facts }: Answered): string[] {
	const { outcome, contentId, title, retryable, idIsMid } = facts;
	const isFailure = title !== '';
	const id = question.route === 'balance' ? '' : contentId === null ? ' without an ID' : ' with an ID';
	const made = isFailure ? `the failure \`${outcome}\` (${title})` : `\`${outcome}\`${id}`;
	const isExpected = question.expects.length === 0 || question.expects.includes(outcome);
	const sentences = [
		isExpected
			? `The node makes of it: ${made}.`
			: `${CHANGE} the node makes of it ${made}; ${question.expects.map((word) => `\`${word}\``).join(' or ')} was expected.`,
	];
	if (idIsMid) sentences.push(`${CHANGE} the ID is the music's (\`mid\`), not the post's.`);
	if (outcome === 'unknown_code') {
		sentences.push(`${CHANGE} code ${facts.code} is missing in the node's table.`);
	}
	if (question.id === 'deleted' && !isFailure) {
		sentences.push(
			'So a deleted post is resolved like any other: only a later call for its details can tell.',
		);
	}
	if ((question.id === 'deleted' || question.id === 'nonsense') && retryable) {
		sentences.push('The node repeats such calls, here in vain.');
	}
	return sentences;
}

function aboutBill({ facts, charge, question }: Answered): string[] {
	// Nobody's token is nobody's bill.
	if (charge === null || question.token === 'madeUp') return [];
	const { nodeBilled } = facts;
	if (nodeBilled === null) {
		return [`${CHANGE} the node calls the bill unknown; here it was ${charge > 0 ? 'billed' : 'free'}.`];
	}
	if (nodeBilled === charge > 0) return [];
	return nodeBilled
		? ['The node calls this billed, and nothing was taken from the balance: free, or booked later.']
		: [`${CHANGE} the node calls this free.`];
}

/**
 * What the answer to one question means.
 *
 * @returns one sentence or more; none where nothing was asked
 */
export function meaningOf(entry: Entry, currency: string): string[] {
	const { subject } = entry.question;
	if (entry.state === 'unanswered') {
		const { charge, title } = entry;
		const bill = charge === null ? 'unknown' : charge > 0 ? `yes, ${amount(charge, currency)}` : 'no';
		return [`${subject} get no answer (${title}). Billed all the same: ${bill}.`];
	}
	if (entry.state !== 'answered') return [];
	const { code, httpStatus } = entry.facts;
	const answer = code === null ? 'no envelope' : `code ${code}`;
	return [
		`${subject} answer ${answer} with HTTP ${httpStatus}${billing(entry, currency)}.`,
		...aboutOutcome(entry),
		...aboutBill(entry),
	];
}
