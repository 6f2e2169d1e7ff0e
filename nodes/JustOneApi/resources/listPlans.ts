import { readResponse } from '../call/response';
import { failureOf } from '../failure/failure';
import type { Failure } from '../failure/failure';
import { failureKindOfCode, SUCCESS_CODE } from '../failure/failureTable';
import type { OperationMessages } from '../failure/failureTable';
import { redactFailure } from '../failure/redact';
import { notOffered, pageRequest } from '../platforms/list';
import type { Cursor, Listed, ListEndpoint, ListQuery, Page } from '../platforms/list';
import { addPage, NOTHING_READ, upToLimit } from '../platforms/listProgress';
import type { ListProgress } from '../platforms/listProgress';
import type { Platform } from '../platforms/platform';
import { callStep } from '../run/plan';
import type { RowParameter, Step } from '../run/plan';
import { isEmpty, readBoolean } from '../run/settings';
import { decodePlace, encodePlace, foreignPart } from './listCursor';
import { OUTPUT_PARAMETERS, readOutput, shaped } from './output';
import type { ItemFields, OutputChoice } from './output';
import { afterResolve, FRESH } from './post/detailsCall';

/** Pages of a list without "Max Billed Calls", at most: no click costs a fortune. */
export const MOST_PAGES = 100;

/** Items, at most, where nothing else is said. */
const LIMIT = 50;

/** The parameters of every list, read for each row. */
export const LIST_PARAMETERS: readonly RowParameter[] = [
	...OUTPUT_PARAMETERS,
	{ name: 'returnAll', label: 'Return All', byDefault: false },
	{ name: 'limit', label: 'Limit', byDefault: LIMIT },
	{ name: 'options.startFromCursor', label: 'Start From Cursor' },
	{ name: 'options.maxBilledCalls', label: 'Max Billed Calls', byDefault: null },
];

/** A list operation, whatever the row. */
export interface ListKind<Fields> {
	/** As in `author.getPosts`. */
	operation: string;
	messages: OperationMessages;
	fields: ItemFields;
	endpointOf(platform: Platform): ListEndpoint<Fields>;
	/** @param fetchedAt ms since 1970 */
	item(platform: Platform, fields: Fields, fetchedAt: number): object;
	/** Whether an item counts for the limit; all do, where left out. */
	counts?(fields: Fields): boolean;
}

/** How much of a list a row wants, and from where on. */
export interface ListChoice {
	output: OutputChoice;
	/** Infinity for all. */
	limit: number;
	/** What stands in "Start From Cursor". */
	place: string;
	/** Pages, at most; Infinity where "Max Billed Calls" bounds them. */
	mostPages: number;
}

const invalid = (title: string, advice: string): Failure =>
	failureOf('invalid_settings', { title, advice: `No call was made. ${advice}` });

/** Reads what a row wants of a list; a failure where that cannot be understood. */
export function readListChoice(
	values: Readonly<Record<string, unknown>>,
	fields: ItemFields,
): ListChoice | Failure {
	const output = readOutput(values, fields);
	if ('ok' in output) return output;
	const returnsAll = readBoolean('Return All', false, values.returnAll);
	if (typeof returnsAll !== 'boolean') return returnsAll;
	const limit = isEmpty(values.limit) ? LIMIT : Number(values.limit);
	if (!returnsAll && !(limit >= 1))
		return invalid("'Limit' must be a number from 1 on", "Correct 'Limit' for this row.");
	return {
		output,
		limit: returnsAll ? Infinity : Math.floor(limit),
		place: String(values['options.startFromCursor'] ?? '').trim(),
		mostPages: (values['options.maxBilledCalls'] ?? null) === null ? MOST_PAGES : Infinity,
	};
}

/** What is kept of a page for the execution. */
interface PageAnswer<Fields> {
	ok: true;
	page: Page<Fields>;
	/** ms since 1970. */
	fetchedAt: number;
	hasRaw: boolean;
}

/** How far a plan has read its list. */
interface Reading {
	pages: number;
	items: readonly object[];
	/** Items that count and are still wanted. */
	left: number;
	progress: ListProgress;
	/** Asks for the next page; null for the first. */
	cursor: Cursor | null;
}

const FOREIGN = {
	platform: 'another platform',
	operation: 'another operation',
	subject: 'another list',
	parameters: 'another version of the node',
} as const;

/** Where a row begins to read; a failure for a cursor that belongs elsewhere. */
function startOf<Fields>(
	{ operation, endpointOf }: ListKind<Fields>,
	platform: Platform,
	query: ListQuery,
	written: string,
): { query: ListQuery; cursor: Cursor | null } | Failure {
	if (written === '') return { query, cursor: null };
	const place = decodePlace(written);
	const asked = {
		platform: platform.name,
		operation,
		subject: query.subject,
		endpoint: endpointOf(platform),
	};
	const foreign = place && foreignPart(place, asked);
	if (place && foreign === null) return place;
	return invalid(
		foreign ? `The cursor is one of ${FOREIGN[foreign]}` : "'Start From Cursor' holds no cursor of this node",
		"Take 'details.next_cursor' of the failed row of this list, or leave 'Start From Cursor' empty.",
	);
}

const LABELS = { sortBy: 'Sort By', publishedWithin: 'Published Within' } as const;

const GO_ON =
	"Behind the pages before it, the list can be read on with 'details.next_cursor' in 'Start From Cursor'.";

/** What breaks a list off, in words that fit a list. */
function inListWords(failure: Failure): Failure {
	const words =
		failure.kind.reason === 'max_calls_reached' && failure.title === undefined
			? {
					title: "The list goes on, and 'Max Billed Calls' leaves no call for it",
					advice: "Raise 'Max Billed Calls'.",
				}
			: {};
	const advice = words.advice ?? failure.advice ?? failure.kind.advice;
	return { ...failure, ...words, advice: `${advice} ${GO_ON}` };
}

/**
 * The step that reads a list: a call a page, until the list or the limit ends.
 *
 * @returns a failure, without a call, where the platform lacks what is asked for
 */
export function listStep<Fields>(
	kind: ListKind<Fields>,
	platform: Platform,
	asked: ListQuery,
	choice: ListChoice,
): Step {
	const endpoint = kind.endpointOf(platform);
	const lacking = notOffered(endpoint, asked);
	if (lacking !== null) {
		const label = LABELS[lacking];
		return invalid(
			`${platform.label} does not offer this '${label}'`,
			`Choose another '${label}' for this platform.`,
		);
	}
	const start = startOf(kind, platform, asked, choice.place);
	if ('ok' in start) return start;
	const { query } = start;
	const { isRaw } = choice.output;

	const brokenOff = ({ items, pages, cursor }: Reading, failure: Failure): Step => {
		const place = { platform: platform.name, operation: kind.operation, query };
		const nextCursor = cursor === null ? undefined : encodePlace({ ...place, cursor });
		const known = { ...failure, platform: platform.name, ...(nextCursor && { nextCursor }) };
		return pages === 0 ? known : { ok: true, items, brokenOffBy: inListWords(known) };
	};

	const after = (before: Reading, { page, fetchedAt }: PageAnswer<Fields>): Step => {
		const sent = before.cursor ?? endpoint.firstPage ?? null;
		const { items, progress, next, end } = addPage(before.progress, page, sent);
		const counts = ({ fields }: Listed<Fields>) => kind.counts?.(fields) ?? true;
		const wanted = upToLimit(items, before.left, counts);
		const added = wanted.items.map(({ fields, raw }) =>
			shaped(choice.output, kind.item(platform, fields, fetchedAt), raw),
		);
		const reading = {
			pages: before.pages + 1,
			items: [...before.items, ...added],
			left: wanted.left,
			progress,
			cursor: next,
		};
		if (next !== null && reading.left > 0) return pageStep(reading);
		const endsEarly = reading.left > 0 && end !== 'complete';
		return { ok: true, items: reading.items, ...(endsEarly && { endsEarly }) };
	};

	const pageStep = (reading: Reading): Step => {
		if (reading.pages >= choice.mostPages) {
			const title = `The list goes on after ${MOST_PAGES} calls`;
			const advice = "Set 'Max Billed Calls' to read more of it at once.";
			return brokenOff(reading, failureOf('max_calls_reached', { title, advice }));
		}
		return callStep<PageAnswer<Fields>>({
			request: pageRequest(endpoint, query, reading.cursor),
			cost: 1,
			maxAge: FRESH,
			read(response, clean) {
				const answered = readResponse(response, kind.messages);
				if (!answered.ok) return redactFailure(answered, clean);
				const { envelope, httpStatus } = answered;
				const page = endpoint.readPage(envelope.data, query, reading.cursor);
				if (!page.ok) {
					const known = { httpStatus, requestId: envelope.requestId, apiMessage: page.said };
					const kindOfFailure = failureKindOfCode(SUCCESS_CODE, kind.messages);
					return redactFailure(failureOf(kindOfFailure, known), clean);
				}
				const items = page.items.map(({ raw, ...item }) => ({
					...clean(item),
					raw: isRaw ? clean(raw) : null,
				}));
				const next = clean(page.next);
				return { ok: true, page: { ...page, items, next }, fetchedAt: Date.now(), hasRaw: isRaw };
			},
			accepts: ({ hasRaw }) => hasRaw || !isRaw,
			next: (answer) => after(reading, answer),
			onFailure: (failure, billed) =>
				brokenOff(reading, {
					...(reading.pages === 0 ? afterResolve(failure, billed, 'the list was') : failure),
					step: 'list',
				}),
		});
	};

	return pageStep({
		pages: 0,
		items: [],
		left: choice.limit,
		progress: NOTHING_READ,
		cursor: start.cursor,
	});
}
