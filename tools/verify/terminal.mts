/** What the program says in the terminal. */
import type { Account } from '../../dist/nodes/JustOneApi/call/account.js';
import { REPORTED_PRICE } from '../account.mts';
import { isLocal, linkForm } from './ask.mts';
import { amount } from './meaning.mts';
import type { Links } from './questions.mts';
import { mostCalls, questionsFor, type Entry } from './run.mts';

/** Says what will be sent, and what it may cost. */
export function printPlan(account: Account, links: Links): void {
	const questions = questionsFor(links);
	const paid = questions.filter(({ cost }) => cost === 'may be billed').length;
	const pace = isLocal(account.baseUrl) ? '' : ', one after the other, 1 s apart';
	console.log(`\nTo ${account.baseUrl}, ${mostCalls(questions.length)} calls at most${pace}:\n`);
	for (const { subject, sends, cost } of questions) {
		const link =
			typeof sends === 'object'
				? sends.id
				: sends === 'nothing' || sends === 'anything'
					? null
					: (links[sends === 'longLink' ? 'video' : sends] ?? null);
		const form = sends === 'longLink' ? 'https://www.douyin.com/video/<ID of the video>' : linkForm(link);
		console.log(`  ${subject.padEnd(36)}${cost.padEnd(17)}${link === null ? '' : form}`);
	}
	console.log(`  ${'The balance after each, and at the end'.padEnd(36)} free

Calls that may be billed: ${paid}. The price is not published; one client reports about ¥${REPORTED_PRICE} for each
billed call, which makes about ¥${(paid * REPORTED_PRICE).toFixed(1)}. What it really costs will stand in the report. Let nothing else
use the account meanwhile: the cost is read from its balance.`);
	if (account.baseUrl.startsWith('http:') && !isLocal(account.baseUrl)) {
		console.log('\nThis address is plain HTTP: everyone on the way can read the token.');
	}
}

/** One line for a question. */
export function printEntry(entry: Entry, currency: string): void {
	if (entry.state === 'skipped') return;
	const subject = `  ${entry.question.subject.padEnd(36)}`;
	if (entry.state === 'impossible') return console.log(`${subject}not asked: ${entry.why}`);
	const said =
		entry.state === 'answered'
			? `HTTP ${entry.facts.httpStatus}, code ${entry.facts.code ?? '(none)'}, ${entry.facts.outcome}, ${entry.facts.ms} ms`
			: `${entry.title}, ${entry.ms} ms`;
	const bill =
		entry.charge === null
			? 'bill unknown'
			: entry.charge > 0
				? `billed ${amount(entry.charge, currency)}`
				: 'not billed';
	console.log(`${subject}${said}, ${bill}`);
}

/** The first Ctrl-C lets the call under way end, for it may be billed, and writes what is known; a second one quits. */
export function stopOnInterrupt(): AbortSignal {
	const stop = new AbortController();
	process.once('SIGINT', () => {
		console.error('\nStopping after this call. The report will hold what was asked.');
		stop.abort();
	});
	return stop.signal;
}
