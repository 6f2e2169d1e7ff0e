/** Asks all questions, one call after the other, and reads the balance between them. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Account } from '../../dist/nodes/JustOneApi/call/account.js';
import { ask, isLocal, linkForm, type Facts, type Reply } from './ask.mts';
import { NONSENSE_LINK, QUESTIONS, type Links, type Question } from './questions.mts';

/** ms between two calls. A server on this machine needs none. */
const PAUSE = 1000;
/** Pauses before the balance is read a last time: what is booked late shows then. */
const LAST_PAUSES = 5;

/** What became of a question. */
export type Entry = { question: Question } & (
	| {
			state: 'answered';
			/** What was sent, as the report may name it. */
			link: string;
			facts: Facts;
			/** What the call took from the balance, in the account's currency; null: could not be seen. */
			charge: number | null;
	  }
	/** It was sent, and may be billed. */
	| { state: 'unanswered'; link: string; ms: number; title: string; charge: number | null }
	/** The user gave no link. */
	| { state: 'skipped'; why: string }
	/** It was to be asked, and could not be. */
	| { state: 'impossible'; why: string }
);

export type Answered = Extract<Entry, { state: 'answered' }>;

/** What came of all questions. */
export interface Run {
	entries: Entry[];
	/** As the balance route names it; empty where it names none. */
	currency: string;
	/** What all calls together took from the balance; null: could not be seen. */
	total: number | null;
	/** How much of it was booked only some seconds after the last call; null: could not be seen. */
	late: number | null;
}

export interface RunOptions {
	/** Called after each question that was asked, or at which the API could not be reached. */
	onEntry?: (entry: Entry, currency: string) => void;
	/** When aborted, no further call leaves. */
	signal?: AbortSignal;
}

/** The most calls that a run makes: each question, the balance after each, and the balance at the end. */
export const mostCalls = (questions: number): number => 2 * questions + 1;

/** The questions that a run with these links asks, if all goes well. */
export function questionsFor(links: Links): Question[] {
	return QUESTIONS.filter((question) => !('why' in whatToSend(question, links, 'some id')));
}

type ToSend =
	| { shareUrl: string | null }
	| { state: 'skipped'; why: string }
	| { state: 'impossible'; why: string };

function whatToSend({ sends }: Question, links: Links, videoId: string | null): ToSend {
	if (sends === 'nothing') return { shareUrl: null };
	if (sends === 'anything') return { shareUrl: NONSENSE_LINK };
	if (typeof sends === 'object') return { shareUrl: sends.id };
	const link = links[sends === 'longLink' ? 'video' : sends];
	if (link === undefined) {
		const whose = sends === 'longLink' ? 'to a video ' : '';
		return { state: 'skipped', why: `no link ${whose}was given` };
	}
	if (sends !== 'longLink') return { shareUrl: link };
	return videoId === null
		? {
				state: 'impossible',
				why: 'the answer for the video held no ID to build the long link from',
			}
		: { shareUrl: `https://www.douyin.com/video/${videoId}` };
}

/** The difference of two balances; null where one is missing, or where money came in meanwhile. */
function difference(before: number | null, after: number | null): number | null {
	if (before === null || after === null) return null;
	const charge = Number((before - after).toFixed(6)); // 12.34 - 12.24 is 0.09999999999999964
	return charge < 0 ? null : charge;
}

/** Why nothing more can be asked after a reply; null where more can. */
function endingOf(reply: Reply, { token, inHeader }: Question): string | null {
	if (!reply.answered) return reply.sent ? null : reply.title;
	return token === 'own' && !inHeader && reply.facts.endsAll ? reply.facts.title : null;
}

/**
 * Asks everything that the links allow. Never throws.
 *
 * @param links short links in the documented form
 */
export async function askAll(
	account: Account,
	links: Links,
	{ onEntry, signal }: RunOptions = {},
): Promise<Run> {
	const pause = isLocal(account.baseUrl) ? 0 : PAUSE;
	const entries: Entry[] = [];
	let currency = '';
	let ending: string | null = null;
	let videoId: string | null = null;
	let calls = 0;
	let first: number | null = null;
	let balance: number | null = null;

	async function waitForTurn(pauses = 1): Promise<void> {
		calls += 1;
		// An abort ends the pause, and is seen by whoever waited.
		if (calls > 1) await sleep(pauses * pause, undefined, { signal }).catch(() => undefined);
	}

	async function readBalance(pauses = 1): Promise<number | null> {
		if (first === null) return null; // the route gives none, so there is nothing to measure with
		await waitForTurn(pauses);
		if (signal?.aborted) return null;
		const reply = await ask(account, { route: 'balance', platform: 'douyin', token: 'own' }, null);
		return reply.answered ? reply.balance : null;
	}

	for (const question of QUESTIONS) {
		const toSend = whatToSend(question, links, videoId);
		if ('why' in toSend) {
			entries.push({ question, ...toSend });
			continue;
		}
		if (ending === null) await waitForTurn();
		if (signal?.aborted) ending ??= 'stopped by the user';
		if (ending !== null) {
			entries.push({ question, state: 'impossible', why: ending });
			continue;
		}
		const reply = await ask(account, question, toSend.shareUrl);
		if (question.id === 'balance' && reply.answered) {
			first = balance = reply.balance;
			currency = reply.currency ?? '';
		}
		if (question.id === 'video' && reply.answered) videoId = reply.postId;
		ending = endingOf(reply, question);
		if (!reply.answered && !reply.sent) {
			const lost: Entry = { question, state: 'impossible', why: reply.title };
			entries.push(lost);
			onEntry?.(lost, currency);
			continue;
		}
		const before = balance;
		balance = await readBalance();
		const charge = difference(before, balance);
		const link = linkForm(toSend.shareUrl);
		const entry: Entry = reply.answered
			? { question, state: 'answered', link, facts: reply.facts, charge }
			: { question, state: 'unanswered', link, ms: reply.ms, title: reply.title, charge };
		entries.push(entry);
		onEntry?.(entry, currency);
	}
	const last = await readBalance(LAST_PAUSES);
	const total = difference(first, last ?? balance);
	return { entries, currency, total, late: difference(balance, last) };
}
