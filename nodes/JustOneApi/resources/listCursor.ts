import { isCursorOf, notOffered } from '../platforms/list';
import type { Cursor, ListEndpoint, ListQuery } from '../platforms/list';
import type { PlatformName } from '../platforms/platform';

/** A place in a list at which a further run goes on: all that the call for its next page sends, but the token. */
export interface ListPlace {
	platform: PlatformName;
	/** As in `author.getPosts`. */
	operation: string;
	query: ListQuery;
	cursor: Cursor;
}

/** Begins the text, so that a cursor of the API itself is not taken for one of ours. */
const MARK = 'list1.';

/** A place as one word without blanks, quotes or braces: it passes sheets, expressions and addresses unchanged. */
export function encodePlace({ platform, operation, query, cursor }: ListPlace): string {
	const json = JSON.stringify({ platform, operation, query, cursor });
	return MARK + Buffer.from(json).toString('base64url');
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether each value is a text: then nothing else is sent than what came. */
const isTexts = (value: unknown): value is Record<string, string> =>
	isRecord(value) && Object.values(value).every((entry) => typeof entry === 'string');

function placeIn(json: string): ListPlace | null {
	const { platform, operation, query, cursor } = JSON.parse(json) as Record<string, unknown>;
	if (typeof platform !== 'string' || typeof operation !== 'string') return null;
	if (!isTexts(query) || typeof query.subject !== 'string' || !isTexts(cursor)) return null;
	return { platform, operation, query: query as unknown as ListQuery, cursor };
}

/**
 * Reads a place from the text that `encodePlace` made of it.
 *
 * @param written blanks around it do not matter
 * @returns null for any other text
 */
export function decodePlace(written: string): ListPlace | null {
	const word = written.trim();
	if (!word.startsWith(MARK)) return null;
	try {
		return placeIn(Buffer.from(word.slice(MARK.length), 'base64url').toString());
	} catch {
		return null;
	}
}

/**
 * What of a place does not belong to the list that is asked for; null where all does. `parameters`: what it would send is
 * none of the endpoint's.
 */
export function foreignPart(
	place: ListPlace,
	asked: Pick<ListPlace, 'platform' | 'operation'> & { subject: string; endpoint: ListEndpoint<unknown> },
): 'platform' | 'operation' | 'subject' | 'parameters' | null {
	if (place.operation !== asked.operation) return 'operation';
	if (place.platform !== asked.platform) return 'platform';
	if (place.query.subject !== asked.subject) return 'subject';
	const isSendable =
		isCursorOf(asked.endpoint, place.cursor) && notOffered(asked.endpoint, place.query) === null;
	return isSendable ? null : 'parameters';
}
