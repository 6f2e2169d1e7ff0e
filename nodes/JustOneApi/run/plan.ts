import type { HttpAnswer } from '../call/response';
import type { Billed } from '../call/runCalls';
import type { Failure } from '../failure/failure';
import type { Reason } from '../failure/failureTable';
import type { Clean } from '../failure/redact';

/** One request to the API, without token and base URL: these are the credential's. */
export interface ApiRequest {
	method: 'GET';
	/** Path below the base URL. Rate limiter and breaker belong to it. */
	url: string;
	qs: Readonly<Record<string, string>>;
}

/** What is kept of an answer for the execution. */
export interface Answer {
	ok: true;
}

/** A call, and what its answer leads to. */
export interface Call<T extends Answer = Answer> {
	request: ApiRequest;
	/** Billed calls that must fit under "Max Billed Calls" before this one leaves; 0 for one that is never billed. */
	cost: number;
	/** What is paid for once in an execution; the request, where left out. */
	identity?: string;
	/** Paths of further endpoints that must still be open for the answer to be of use. */
	needs?: readonly string[];
	/** How old an answer of another run of the execution may be, in ms; any age, where left out. */
	maxAge?: number;
	/** Judges the response. `clean` takes the token out of what the API sent. */
	read(response: HttpAnswer, clean: Clean): T | Failure;
	/** Whether an answer that another request brought has all that is needed here; any has, where left out. */
	accepts?(known: T): boolean;
	next(answer: T): Step;
	/**
	 * What a failure of this call leads to: the operation's own words, or what was found so far.
	 *
	 * @param billed whether earlier calls of the plan were billed
	 */
	onFailure?(failure: Failure, billed: Billed): Step;
}

/** What an operation found. */
export interface Found {
	ok: true;
	/** The items for the success branch. */
	items: readonly object[];
	/** Why the items are not all that there are. */
	brokenOffBy?: Failure;
	/** The API promised more than it brought. */
	endsEarly?: true;
}

export type Step = Found | Failure | Call;

/** The calls for one outcome of a row, as data: it can be read, priced and compared before any call is made. */
export interface Plan {
	/** The link that it is about; null where the row held none. */
	link: string | null;
	/** Whose link or post it is, for a failure that no call tells of. */
	platform?: string;
	step: Step;
}

/** A parameter of the node that has a value of its own in each row. */
export interface RowParameter {
	/** One in a collection has its name before it: `options.startFromCursor`. */
	name: string;
	/** What the editor calls it. */
	label: string;
	/** What a row has where the node holds none, as with an option that was not added; an empty text, where left out. */
	byDefault?: unknown;
	/** How a row fails whose expression fails; `invalid_settings`, where left out. */
	unreadable?: Reason;
}

/** An operation of the node: what it reads from a row, and what it does with it. Knows nothing of n8n. */
export interface Operation {
	parameters: readonly RowParameter[];
	/** Whether later executions may reuse what its calls brought, with "Reuse Results". */
	supportsReuseResults: boolean;
	/**
	 * The plans of a row, in the order of its items; at least one.
	 *
	 * @param values of the parameters, whatever was mapped to them
	 */
	plans(values: Readonly<Record<string, unknown>>): readonly Plan[];
}

/** By resource and operation; neither has a prototype, so that no word finds more than is in them. */
export type Operations = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** A call, with the type of its answer hidden. */
export function callStep<T extends Answer>(call: Call<T>): Call {
	return call as unknown as Call;
}

export function isCall(step: Step): step is Call {
	return 'request' in step;
}

/** Billed calls of a plan: exactly, or for pages at least. */
export function priceOf({ step }: Plan): number {
	return isCall(step) ? step.cost : 0;
}

/** The failure in a result, also where items were found before it; null where there is none. */
export function failureIn(result: Found | Failure): Failure | null {
	return result.ok ? (result.brokenOffBy ?? null) : result;
}
