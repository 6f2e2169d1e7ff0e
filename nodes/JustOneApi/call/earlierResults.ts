import type { Success } from '../answer/answer';
import { setNewest } from './newest';

/** Results kept at once in a process, and the largest one, in characters: some 25 MB at most, less than 10 MB with real ones. */
const MOST_RESULTS = 5_000;
const LARGEST_RESULT = 5_000;
const HOUR = 3_600_000;

interface Kept {
	at: number;
	answer: Success;
}

/** By account and link, the oldest first. Lives as long as the process: n8n's workers have one each. */
const kept = new Map<string, Kept>();

/** Results of earlier runs of one account in this process. */
export class EarlierResults {
	private readonly accountKey: string;

	private readonly hours: number;

	private readonly needsEnvelope: boolean;

	/**
	 * @param accountKey from `accountKey`, so that no token is held
	 * @param hours how old a result may be
	 * @param needsEnvelope whether results without the API's whole answer are of no use
	 */
	constructor(accountKey: string, hours: number, needsEnvelope: boolean) {
		this.accountKey = accountKey;
		this.hours = hours;
		this.needsEnvelope = needsEnvelope;
	}

	/** @param now ms since 1970 */
	find(url: string, now: number): Success | undefined {
		const result = kept.get(`${this.accountKey} ${url}`);
		if (!result || now - result.at > this.hours * HOUR) return undefined;
		return this.needsEnvelope && !result.answer.envelope ? undefined : result.answer;
	}

	/** Failures are not kept: a post may come back, and a limit pass. */
	keep(url: string, answer: Success, now: number): void {
		if (answer.redirectUrl.length + JSON.stringify(answer.envelope?.raw ?? null).length > LARGEST_RESULT)
			return;
		setNewest(kept, `${this.accountKey} ${url}`, { at: now, answer }, MOST_RESULTS);
	}
}
