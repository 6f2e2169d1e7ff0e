import { Semaphore } from './semaphore';

/** Repeats that a run has before anything succeeded. */
const RESERVE = 10;
/** Repeats that each success adds. */
const SHARE = 0.5;

const NOBODY_LEFT = Symbol('nobody is left who could succeed');

/**
 * The repeats of one run: never more than a share of its successes and a small reserve (Google's SRE book, chapter 22;
 * smithy's token bucket), so that a storm of failures does not become several times as many calls.
 */
export class RetryBudget {
	private allowed = RESERVE;

	private readonly tokens = new Semaphore(RESERVE);

	/** Calls of the run that have not settled. */
	private unsettled = 0;

	/** A call begins. */
	onBegin(): void {
		this.unsettled += 1;
	}

	/** A call has settled. */
	onSettled(): void {
		this.unsettled -= 1;
		this.giveUpIfNobodyIsLeft();
	}

	onSuccess(): void {
		this.allowed += SHARE;
		this.tokens.setLimit(Math.floor(this.allowed));
	}

	/**
	 * Takes leave for a repeat. Where none is left it waits as long as others may still succeed.
	 *
	 * @returns whether the call may be repeated
	 * @throws the signal's reason, once it is aborted
	 */
	async take(signal: AbortSignal): Promise<boolean> {
		const taken = this.tokens.acquire(signal);
		this.giveUpIfNobodyIsLeft();
		return await taken.then(
			() => true,
			async (reason) => (reason === NOBODY_LEFT ? false : await Promise.reject(reason)),
		);
	}

	private giveUpIfNobodyIsLeft(): void {
		if (this.tokens.waiting >= this.unsettled) this.tokens.rejectAll(NOBODY_LEFT);
	}
}
