import { CUT } from './cut';

type Fields = Record<string, unknown>;

/** Where the text of a run stands: Notion (read, written), Google Docs, Feishu documents, Quill, and all others. */
const TEXT_PATHS = [
	['plain_text'],
	['text', 'content'],
	['textRun', 'content'],
	['text_run', 'content'],
	['insert'],
	['text'],
] as const;

/** What else a run may hold: its kind, its style, its link. An object with any other field is a row. */
const RUN_FIELDS = new Set([
	...TEXT_PATHS.map(([field]) => field),
	...[
		'type',
		'tag',
		'_type',
		'_key',
		'mode',
		'format',
		'detail',
		'version',
		'startIndex',
		'endIndex',
		'lang',
	],
	...['font', 'style', 'styles', 'segmentStyle', 'annotations', 'attributes', 'attrs', 'marks', 'un_escape'],
	...['bold', 'italic', 'underline', 'strikethrough', 'strike', 'code', 'color', 'highlight', 'unsafe'],
	...['link', 'url', 'href', 'hyperlink', 'mention', 'equation'],
]);

/** Lists of these names hold runs even where a run has no style: exceljs, Notion, Slack and Google Docs, Quill, Slate. */
const RUN_LISTS = new Set(['richText', 'rich_text', 'elements', 'ops', 'children', 'text_entities']);

/** Slack's text objects: each is a whole text. */
const WHOLE_TEXTS: readonly unknown[] = ['mrkdwn', 'plain_text'];

const isObject = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function runText(entry: Fields): string | undefined {
	for (const [field, inner] of TEXT_PATHS) {
		const outer = entry[field];
		const text = inner === undefined ? outer : isObject(outer) ? outer[inner] : undefined;
		if (typeof text === 'string') return text;
	}
	return undefined;
}

function isTextRun(entry: unknown): entry is Fields {
	if (!isObject(entry) || runText(entry) === undefined || WHOLE_TEXTS.includes(entry.type)) return false;
	return Object.keys(entry).every((field) => RUN_FIELDS.has(field));
}

/** What stands in a line without a text of its own: an emoji, a person, a link shown as its address. */
function isInline(entry: unknown): entry is Fields {
	if (!isObject(entry) || Object.values(entry).some((value) => Array.isArray(value))) return false;
	return (
		runText(entry) === undefined &&
		[entry.type, entry.tag, entry.insert, entry.textRun].some((kind) => kind !== undefined)
	);
}

/** Whether a value is the list of a rich text's runs. A list of plain texts is none: it is a list of links, say. */
export function isRunList(value: object): value is unknown[] {
	return (
		Array.isArray(value) &&
		value.some(isTextRun) &&
		value.every((entry) => typeof entry === 'string' || isTextRun(entry) || isInline(entry))
	);
}

const isBreak = (entry: Fields) =>
	/^(?:br|hardBreak|hard_break|linebreak)$/.test(String(entry.type ?? entry.tag));

/** The addresses within a run, beside its text: words like `default` or `Calibri` are none. */
function addressesIn(value: unknown, depth = 0): string[] {
	if (typeof value === 'string') return /[./]/.test(value) ? [value] : [];
	if (typeof value !== 'object' || value === null || depth > 4) return [];
	return Object.values(value).flatMap((inner) => addressesIn(inner, depth + 1));
}

const LINK_FIELDS: readonly string[] = ['link', 'url', 'href', 'hyperlink'];

/** Whether a run is linked, as text or as an object with the address within. */
function holdsLink(value: unknown, depth = 0): boolean {
	if (typeof value !== 'object' || value === null || depth > 4) return false;
	return Object.entries(value).some(
		([field, inner]) =>
			(LINK_FIELDS.includes(field) && typeof inner === 'string' && inner !== '') ||
			holdsLink(inner, depth + 1),
	);
}

const bare = (url: string) =>
	url
		.trim()
		.replace(/^https?:\/\//i, '')
		.replace(/\/$/, '');

interface Run {
	text: string;
	/** Addresses that are not the run's text. */
	addresses: string[];
	/** Editors take a URL that they link for whole, and of a link that is cut that is only its first half. */
	isLink: boolean;
}

function readRun(entry: unknown): Run {
	if (typeof entry === 'string') return { text: entry, addresses: [], isLink: false };
	const fields = entry as Fields;
	const text = runText(fields);
	if (text === undefined) {
		return { text: isBreak(fields) ? '\n' : CUT, addresses: addressesIn(fields), isLink: false };
	}
	const bareText = bare(text);
	const addresses = addressesIn(fields).filter((address) => bare(address) !== bareText);
	// A text that is the beginning of its own link is its label.
	const isLabel = text.includes('/') && addresses.some((address) => bare(address).startsWith(bareText));
	const isLink = holdsLink(fields);
	return { text: isLabel ? '\n' : text, addresses, isLink };
}

/**
 * One text of a rich text's runs: a link that is cut goes on from one run to the next. Where it is not sure that two
 * texts are one, `CUT` stands between, so that no link is put together of two: at the ends of what an editor has linked,
 * and in a list of nothing but `{ text }`, which may as well be rows. Addresses behind a label stand on lines of their own.
 *
 * @param entries as `isRunList` knows them
 * @param key the name of the field that holds the list
 */
export function joinRuns(entries: readonly unknown[], key: string): string {
	const hasStyle = entries.some((entry) => isObject(entry) && Object.keys(entry).length > 1);
	const isSure = RUN_LISTS.has(key) || hasStyle;
	const runs = entries.map(readRun);
	const texts = runs.map(({ text, isLink }, position) => {
		const mayBeTwo = !isSure || isLink || runs[position + 1]?.isLink;
		return mayBeTwo ? text + CUT : text;
	});
	return [texts.join(''), ...runs.flatMap(({ addresses }) => addresses)].join('\n');
}
