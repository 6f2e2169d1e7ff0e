import { failureOf } from '../failure/failure';
import type { Answer } from '../answer/answer';
import type { Failure } from '../failure/failure';
import type { EarlierResults } from './earlierResults';
import { LONGEST_RETRY_AFTER, onDelivered, onRateLimited, onRetryAfter } from './pace';
import type { PaceGate } from './pace';
import { Slots } from './slots';
import { backoff, waitUntil } from './wait';

/** The user's choices for one run of the node. */
export interface CallSettings {
	/** Repeats of one call, at most. */
	maxRetries: number;
	/** Calls in flight at once, at most. */
	maxConcurrentRequests: number;
	/** Whether to repeat a call whose answer was lost, at the risk of paying twice. */
	retryUnanswered: boolean;
	/** Whether the first row without a result ends the run ("Stop" mode). */
	stopOnFailure: boolean;
}

/** What the calls for one link came to. */
export interface Resolution {
	answer: Answer;
	/** Calls made for it, each with whether it was billed; null where nobody can know. */
	bills: Array<boolean | null>;
	/** Another row, or an earlier run, made the calls. */
	reused: boolean;
	/** Another row ended the run before this link was settled: in "Stop" mode that row speaks for all. */
	ended: boolean;
}

/** A link of this run. The first row that asks for it accounts for its calls. */
export interface KnownLink {
	resolution: Promise<Resolution>;
	isAccountedFor: boolean;
}

/** What calls came to: billed if one was, unknown if one may have been. */
export function spentOn(bills: ReadonlyArray<boolean | null>): { attempts: number; billed: boolean | null } {
	const billed = bills.includes(true) || (bills.includes(null) ? null : false);
	return { attempts: bills.length, billed };
}

/**
 * The calls of one account in a run of the node: all rows share the slots, the pace, the answers already paid
 * for, and the knowledge that the account cannot go on.
 */
export class AccountCalls {
	private readonly slots: Slots;

	private ending: Failure | null = null;

	private readonly settings: CallSettings;

	private readonly gate: PaceGate;

	/** By URL: what was resolved, or is being resolved. */
	private readonly links: Map<string, KnownLink>;

	/** Resolves when the run has ended, so that nobody waits on. */
	private readonly over: Promise<false>;

	private sayOver: (over: false) => void = () => {};

	private readonly earlier: EarlierResults | null;

	/**
	 * @param earlier results of earlier runs, where the user wants them reused
	 * @param paidFor links that an earlier try of the same run settled, from `paidLinks`
	 */
	constructor(
		settings: CallSettings,
		gate: PaceGate,
		earlier: EarlierResults | null = null,
		paidFor: Map<string, KnownLink> = new Map(),
	) {
		this.settings = settings;
		this.gate = gate;
		this.earlier = earlier;
		this.links = paidFor;
		this.slots = new Slots(settings.maxConcurrentRequests);
		this.over = new Promise((resolve) => {
			this.sayOver = resolve;
		});
	}

	/** No further call leaves; rows that still need one get this failure. */
	end(failure: Failure): void {
		if (this.ending) return;
		this.ending = failure;
		this.slots.close();
		this.sayOver(false);
	}

	/**
	 * Resolves a link, once in a run however many rows hold it. Rows that reuse an answer cost nothing:
	 * they report no attempts.
	 *
	 * @param send makes one call
	 */
	async resolve(url: string, send: () => Promise<Answer>): Promise<Resolution> {
		const link = this.links.get(url) ?? this.startLink(url, send);
		this.links.set(url, link);
		const { isAccountedFor } = link;
		link.isAccountedFor = true;
		const resolution = await link.resolution;
		return isAccountedFor ? { ...resolution, bills: [], reused: true } : resolution;
	}

	private startLink(url: string, send: () => Promise<Answer>): KnownLink {
		const answer = this.earlier?.find(url, Date.now());
		if (answer) {
			const resolution = { answer, bills: [], reused: true, ended: false };
			return { resolution: Promise.resolve(resolution), isAccountedFor: true };
		}
		return { resolution: this.callUntilSettled(url, send), isAccountedFor: false };
	}

	/**
	 * What must not be paid for again when n8n's own Retry On Fail runs the whole node once more: successes, and
	 * failures that were or may have been billed. Not what the end of the run kept from being repeated.
	 *
	 * @param isAccountedFor whether somebody has been told already what these calls came to
	 */
	async paidLinks(isAccountedFor = false): Promise<Map<string, KnownLink>> {
		const paid = new Map<string, KnownLink>();
		for (const [url, { resolution }] of this.links) {
			const { answer, bills, ended } = await resolution;
			const mayRepeat = !answer.ok && answer.unanswered && this.settings.retryUnanswered;
			if (spentOn(bills).billed !== false && !mayRepeat && !ended)
				paid.set(url, { resolution, isAccountedFor });
		}
		return paid;
	}

	private async callUntilSettled(url: string, send: () => Promise<Answer>): Promise<Resolution> {
		const bills: Array<boolean | null> = [];
		let last: Failure | null = null;
		for (;;) {
			const call = await this.callOnce(send, bills.length + 1);
			if (call === null) return { answer: this.failureAtEnd(last), bills, reused: false, ended: true };
			const { answer, pause } = call;
			bills.push(answer.ok ? true : answer.billed);
			if (answer.ok) this.earlier?.keep(url, answer, Date.now());
			if (answer.ok || pause === null) return { answer, bills, reused: false, ended: false };
			last = answer;
			const dueAt = Date.now() + pause;
			await waitUntil(
				() => dueAt,
				() => this.ending !== null,
			);
		}
	}

	/** Why a row stays without a result: the account or a cancel ends it for all, otherwise its own failure counts. */
	private failureAtEnd(last: Failure | null): Failure {
		const ending = this.ending ?? failureOf('cancelled');
		const endsAll = ending.kind.concern === 'account' || ending.kind.reason === 'cancelled';
		// What the API said of another row's call is not said of this one.
		return endsAll ? { ...ending, httpStatus: null, requestId: null, apiMessage: '' } : (last ?? ending);
	}

	/**
	 * Makes one call, and judges it before its slot goes to the next row: after an answer that ends the run,
	 * none may leave.
	 *
	 * @returns the answer and the pause before its repeat in ms (null for none); null where the run ended first
	 */
	private async callOnce(
		send: () => Promise<Answer>,
		attempts: number,
	): Promise<{ answer: Answer; pause: number | null } | null> {
		if (!(await this.slots.take())) return null;
		try {
			const turn = this.gate.pass(() => this.ending !== null);
			// The run may end between the gate's word and this line.
			if (!(await Promise.race([turn, this.over])) || this.ending) return null;
			const leftAt = Date.now();
			const answer = await send();
			this.learnPace(answer, leftAt);
			if (answer.ok) return { answer, pause: null };
			const pause = this.pauseBeforeRepeat(answer, attempts);
			const ends = answer.kind.concern === 'account' || (pause === null && this.settings.stopOnFailure);
			if (ends) this.end(answer);
			return { answer, pause };
		} finally {
			this.slots.giveBack();
		}
	}

	private learnPace(answer: Answer, leftAt: number): void {
		const now = Date.now();
		const { pace } = this.gate;
		if (!answer.ok && answer.kind.concern === 'throttling') onRateLimited(pace, leftAt, now);
		else if (answer.ok || answer.httpStatus !== null) onDelivered(pace, now);
		if (!answer.ok && answer.retryAfterMs !== null && answer.retryAfterMs <= LONGEST_RETRY_AFTER) {
			onRetryAfter(pace, now, answer.retryAfterMs);
		}
	}

	/** @returns ms, or null where the call must not be repeated */
	private pauseBeforeRepeat(failure: Failure, attempts: number): number | null {
		if (attempts > this.settings.maxRetries || !failure.retryable) return null;
		if (failure.unanswered && !this.settings.retryUnanswered) return null;
		const asked = failure.retryAfterMs ?? 0;
		return asked > LONGEST_RETRY_AFTER ? null : Math.max(asked, backoff(attempts, Math.random()));
	}
}
