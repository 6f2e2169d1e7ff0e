import type { HttpAnswer } from '../call/response';
import type { Failure } from '../failure/failure';
import type { Clean } from '../failure/redact';

/** One request to the API, without token and base URL: these are the credential's. */
export interface ApiRequest {
	method: 'GET';
	/** Path below the base URL. Pace and breaker belong to it. */
	url: string;
	qs: Readonly<Record<string, string>>;
	/** Never billed, and asked anew in each run. */
	isFree?: boolean;
	/** Whether an answer that the execution remembers has all that is needed here; any has, where left out. */
	isEnough?(answer: { ok: true }): boolean;
}

/** What an operation found. */
export interface Found {
	ok: true;
	/** The item for the success branch. */
	item: object;
	/** The API's whole answer, for the item with Simplify off; null where no call was made. */
	envelope: Record<string, unknown> | null;
}

/**
 * Makes a call, unless the execution has paid for it already.
 *
 * @param read judges the response; what it returns is kept for the execution. `clean` takes the token out of what
 * the API sent
 */
export type CallApi = <T extends { ok: true }>(
	request: ApiRequest,
	read: (response: HttpAnswer, clean: Clean) => T | Failure,
) => Promise<T | Failure>;

/** What one item of the output needs: it is known already, or calls have to be made for it. */
export type Job = {
	/** The link that the item is about; null where the row held none. */
	link: string | null;
	/** Whose link or post it is, for a failure that no call tells of. */
	platform?: Failure['platform'];
} & (
	| { known: Found | Failure }
	| {
			perform(call: CallApi): Promise<Found | Failure>;
			/** Billed calls that it may make, without repeats; one where left out, 0 where all are free. */
			calls?: number;
	  }
);

/** An operation of the node: what it reads from a row, and what it does with it. Knows nothing of n8n. */
export type Operation = {
	/** Whether later executions may reuse what its calls brought, where the user wants it. */
	mayReuse: boolean;
	/**
	 * The jobs of a row, in the order of its items; at least one.
	 *
	 * @param value the parameter's value, whatever a person mapped to it
	 * @param settings whether items leave out the API's whole answer, so that it need not be kept
	 */
	read(value: unknown, settings: { simplify: boolean }): Job[];
} & (
	| {
			/** The parameter that holds what a row brings. */
			parameter: string;
			/** What the editor calls it. */
			parameterLabel: string;
	  }
	/** Nothing of the row is needed. */
	| { parameter: null }
);

/** By resource and operation; neither has a prototype, so that no word finds more than is in them. */
export type Operations = Readonly<Record<string, Readonly<Record<string, Operation>>>>;
