import type { Failure } from '../failure/failure';
import { Breaker } from './breaker';
import { Concurrency } from './concurrency';
import { setLru } from './lruMap';
import { RateLimiter } from './rateLimiter';
import { Semaphore } from './semaphore';

/** What all runs of a process share for one endpoint of an account. */
export class EndpointState {
	readonly pace = new RateLimiter();

	readonly breaker = new Breaker();

	/** The one call that is next to leave. The others wait in the order in which they came. */
	readonly line = new Semaphore(1);

	/** Runs with calls under way or waiting, by what ends those calls. */
	readonly runs = new Set<(failure: Failure) => void>();
}

/** What all runs of a process share for one account. */
export class AccountState {
	readonly concurrency = new Concurrency();

	readonly inFlight = new Semaphore(0);

	private readonly endpoints = new Map<string, EndpointState>();

	/** The ceilings of runs with calls, one for each call. */
	private readonly ceilings = new Map<number, number>();

	endpoint(path: string): EndpointState {
		const state = this.endpoints.get(path) ?? new EndpointState();
		this.endpoints.set(path, state);
		return state;
	}

	/** A run has one call more (`1`) or one less (`-1`) under way or waiting. All runs together keep to the largest ceiling. */
	countCall(ceiling: number, change: 1 | -1): void {
		const calls = (this.ceilings.get(ceiling) ?? 0) + change;
		if (calls > 0) this.ceilings.set(ceiling, calls);
		else this.ceilings.delete(ceiling);
		if (calls === 0 || (calls === 1 && change === 1)) this.applyLimit();
	}

	/** To be called after each change of `concurrency`. */
	applyLimit(): void {
		this.inFlight.setLimit(Math.min(this.concurrency.limit, Math.max(0, ...this.ceilings.keys())));
	}
}

/** Accounts remembered at once. */
const MOST_ACCOUNTS = 100;

/** Accounts by their key, the one used last at the end. */
export class Accounts {
	private readonly states = new Map<string, AccountState>();

	of(accountKey: string): AccountState {
		const state = this.states.get(accountKey) ?? new AccountState();
		setLru(this.states, accountKey, state, MOST_ACCOUNTS);
		return state;
	}
}

/** Those of this process. */
export const accounts = new Accounts();
