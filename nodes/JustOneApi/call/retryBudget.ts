import { Semaphore } from './semaphore';

/** Repeats that a run has before anything succeeded. */
const RESERVE = 10;
/** Repeats that each success adds. */
const SHARE = 0.5;

const NONE_LEFT = Symbol('no call is left that could succeed');

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
		this.giveUpIfNoneIsLeft();
	}

	onSuccess(): void {
		this.allowed += SHARE;
		this.tokens.setLimit(Math.floor(this.allowed));
	}

	/**
	 * Takes a retry token. Where none is left it waits as long as other calls may still succeed.
	 *
	 * @returns whether the call may be repeated
	 * @throws the signal's reason, once it is aborted
	 */
	async take(signal: AbortSignal): Promise<boolean> {
		const taken = this.tokens.acquire(signal);
		this.giveUpIfNoneIsLeft();
		return await taken.then(
			() => true,
			async (reason) => (reason === NONE_LEFT ? false : await Promise.reject(reason)),
		);
	}

	private giveUpIfNoneIsLeft(): void {
		if (this.tokens.waiting >= this.unsettled) this.tokens.rejectAll(NONE_LEFT);
	}
}
