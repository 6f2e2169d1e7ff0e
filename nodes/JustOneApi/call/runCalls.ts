import type { HttpAnswer, OpenAnswer } from '../answer/answer';
import { failureOf } from '../failure/failure';
import type { Failure } from '../failure/failure';
import { boundedCall } from './boundedCall';
import type { Clock } from './clock';
import { LONGEST_RETRY_AFTER, onDelivered, onRateLimited, onRetryAfter, paceGateOf } from './pace';
import type { PaceGate } from './pace';
import { Slots } from './slots';
import { backoff, waitUntil } from './wait';

/** The user's choices for the calls of one run of the node. */
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

export interface ApiCall<T extends { ok: true }> {
	/** Names the account without its token. */
	accountKey: string;
	/** Path of the endpoint. */
	endpoint: string;
	/** For one attempt, to the last byte of its answer, in ms. */
	timeout: number;
	/** Makes one attempt; may reject with anything. */
	send(signal: AbortSignal): Promise<OpenAnswer>;
	/** Judges the response. */
	read(response: HttpAnswer): T | Failure;
}

/** What a call came to. */
export interface Called<T extends { ok: true }> {
	answer: T | Failure;
	/** One for each attempt, with whether it was billed; null where nobody can know. */
	bills: ReadonlyArray<boolean | null>;
}

/** The calls of one account in a run. */
class AccountCalls {
	readonly slots: Slots;

	ending: Failure | null = null;

	readonly gate: PaceGate;

	constructor(limit: number, gate: PaceGate) {
		this.slots = new Slots(limit);
		this.gate = gate;
	}

	end(failure: Failure): void {
		this.ending ??= failure;
		this.slots.close();
	}
}

/** The calls of one run of the node. */
export class RunCalls {
	private readonly accounts = new Map<string, AccountCalls>();

	private readonly settings: CallSettings;

	private readonly clock: Clock;

	private readonly signal: AbortSignal;

	constructor(settings: CallSettings, clock: Clock, signal: AbortSignal) {
		this.settings = settings;
		this.clock = clock;
		this.signal = signal;
		signal.addEventListener('abort', () => this.endAll(signal.reason as Failure), { once: true });
	}

	private endAll(failure: Failure): void {
		for (const account of this.accounts.values()) account.end(failure);
	}

	/** Makes a call and repeats it as the settings allow. Never rejects. */
	async call<T extends { ok: true }>(call: ApiCall<T>): Promise<Called<T>> {
		const account =
			this.accounts.get(call.accountKey) ??
			new AccountCalls(this.settings.maxConcurrentRequests, paceGateOf(call.accountKey));
		this.accounts.set(call.accountKey, account);
		if (this.signal.aborted) account.end(this.signal.reason as Failure);
		const bills: Array<boolean | null> = [];
		let last: Failure | null = null;
		for (;;) {
			const made = await this.attempt(call, account, bills.length + 1);
			if (made === null) return { answer: failureAtEnd(account.ending, last), bills };
			const { answer, pause } = made;
			bills.push(answer.ok ? true : answer.billed);
			if (answer.ok || pause === null) return { answer, bills };
			last = answer;
			const dueAt = Date.now() + pause;
			await waitUntil(
				() => dueAt,
				() => account.ending !== null,
			);
		}
	}

	private async attempt<T extends { ok: true }>(
		call: ApiCall<T>,
		account: AccountCalls,
		attempts: number,
	): Promise<{ answer: T | Failure; pause: number | null } | null> {
		if (!(await account.slots.take())) return null;
		try {
			if (!(await account.gate.pass(() => account.ending !== null)) || account.ending) return null;
			const leftAt = Date.now();
			const response = await boundedCall(call.timeout, this.signal, call.send);
			const answer = 'ok' in response ? response : call.read(response);
			this.learnPace(account.gate, answer, leftAt);
			if (answer.ok) return { answer, pause: null };
			const pause = this.pauseBeforeRepeat(answer, attempts);
			if (answer.kind.concern === 'account') account.end(answer);
			if (pause === null && this.settings.stopOnFailure) this.endAll(answer);
			return { answer, pause };
		} finally {
			account.slots.giveBack();
		}
	}

	private learnPace({ pace }: PaceGate, answer: { ok: true } | Failure, leftAt: number): void {
		const now = Date.now();
		if (!answer.ok && answer.kind.concern === 'pace') onRateLimited(pace, leftAt, now);
		else if (answer.ok || answer.httpStatus !== null) onDelivered(pace, now);
		if (!answer.ok && answer.retryAfterMs !== null && answer.retryAfterMs <= LONGEST_RETRY_AFTER) {
			onRetryAfter(pace, now, answer.retryAfterMs);
		}
	}

	private pauseBeforeRepeat(failure: Failure, attempts: number): number | null {
		if (attempts > this.settings.maxRetries || !failure.retryable) return null;
		if (failure.unanswered && !this.settings.retryUnanswered) return null;
		const asked = failure.retryAfterMs ?? 0;
		return asked > LONGEST_RETRY_AFTER ? null : Math.max(asked, backoff(attempts, this.clock.random()));
	}
}

/** Why a row stays without a result: the account or a cancel ends it for all, otherwise its own failure counts. */
function failureAtEnd(ended: Failure | null, last: Failure | null): Failure {
	const ending = ended ?? failureOf('cancelled');
	const endsAll = ending.kind.concern === 'account' || ending.kind.reason === 'cancelled';
	// What the API said of another row's call is not said of this one.
	return endsAll || !last ? { ...ending, httpStatus: null, requestId: null, apiMessage: '' } : last;
}
