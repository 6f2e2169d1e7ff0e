import { Concurrency } from './concurrency';
import { Endpoint } from './endpoint';
import type { AccountShare } from './endpoint';
import { Registry } from './registry';
import { Semaphore } from './semaphore';

/** What all runs of a process share for one account. */
export class AccountState implements AccountShare {
	readonly concurrency = new Concurrency();

	readonly inFlight = new Semaphore(0);

	private readonly endpoints = new Map<string, Endpoint>();

	/** The limits of runs with calls, by the number of their calls. */
	private readonly callsByLimit = new Map<number, number>();

	endpoint(path: string): Endpoint {
		const state = this.endpoints.get(path) ?? new Endpoint(this);
		this.endpoints.set(path, state);
		return state;
	}

	/** A run has one call more (`1`) or one less (`-1`) under way or waiting. All runs together keep to the largest limit. */
	countCall(limit: number, change: 1 | -1): void {
		const calls = (this.callsByLimit.get(limit) ?? 0) + change;
		if (calls > 0) this.callsByLimit.set(limit, calls);
		else this.callsByLimit.delete(limit);
		if (calls === 0 || (calls === 1 && change === 1)) this.applyLimit();
	}

	/** To be called after each change of `concurrency`. */
	applyLimit(): void {
		this.inFlight.setLimit(Math.min(this.concurrency.limit, Math.max(0, ...this.callsByLimit.keys())));
	}
}

/** Accounts that are remembered without a call under way or waiting. */
const MOST_IDLE_ACCOUNTS = 100;

/** What the runs of a process share, by the key of the account. */
export class Accounts extends Registry<AccountState> {
	constructor() {
		super(() => new AccountState(), MOST_IDLE_ACCOUNTS);
	}
}

/** Those of this process. */
export const accounts = new Accounts();
