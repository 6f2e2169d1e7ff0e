import { isRunList, joinRuns } from './richText';

type Pending = Array<{ value: unknown; key: string }>;

/** The text of one that holds no other values: a text, a number, the runs of a rich text. Else null, and what it holds is pending. */
function readEntry({ value, key }: Pending[number], pending: Pending, seen: Set<unknown>): string | null {
	if (typeof value !== 'object') return value === undefined ? null : String(value);
	if (value === null || seen.has(value)) return null;
	seen.add(value);
	if (isRunList(value)) return joinRuns(value, key);
	for (const [name, inner] of Object.entries(value).reverse()) pending.push({ value: inner, key: name });
	return null;
}

/**
 * The text in a parameter's value. People map whole cells, lists and rows: of a list or an object, every
 * text inside is read; nothing (an empty cell) is an empty text. The runs of a rich text are one text and are joined
 * without a break; separate values (the entries of a list, the columns of a row) stand on lines of their own.
 */
export function textOf(value: unknown): string {
	const texts: string[] = [];
	const pending: Pending = [{ value, key: '' }];
	const seen = new Set<unknown>();
	for (let next = pending.pop(); next; next = pending.pop()) {
		const text = readEntry(next, pending, seen);
		if (text !== null) texts.push(text);
	}
	return texts.join('\n');
}

/** What a JSON text of rich text holds; other JSON reads as it stands, the names of its fields too. */
const JSON_OF_RUNS = /^\s*[[{][^]*"(?:text|plain_text|content|insert)"\s*:/;

/** A text; where it is the JSON of a rich text, the text of its runs, since a link may be cut between two. */
export function readRichJson(text: string): string {
	if (!JSON_OF_RUNS.test(text)) return text;
	try {
		return textOf(JSON.parse(text));
	} catch {
		// No JSON after all.
		return text;
	}
}
