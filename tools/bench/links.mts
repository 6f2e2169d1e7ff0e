/** The links of a run: which of them each row holds. */
import { contentId, fraction, shortLink } from '../sandbox/links.mts';
import { code } from '../n8n/workflow.mts';

export interface Links {
	/** Tells the links of one execution from those of another. */
	prefix: string;
	/** By row: equal numbers are the same link. */
	numbers: number[];
}

/** Rows of which the given share repeats the link of another row, well mixed, the same on every run. */
export function links(rows: number, repeats = 0, prefix = 'r'): Links {
	const distinct = Math.round(rows * (1 - repeats));
	const chance = (row: number, what: string) => fraction(`${what} ${row}`);
	const mixed = Array.from({ length: rows }, (_, row) => ({
		number: row < distinct ? row : Math.floor(chance(row, 'repeat') * distinct),
		place: chance(row, 'place'),
	})).sort((one, other) => one.place - other.place);
	return { prefix, numbers: mixed.map(({ number }) => number) };
}

export const distinctLinks = ({ numbers }: Links): number => new Set(numbers).size;

/** The ID that a row's link leads to. */
export const expectedId = ({ prefix, numbers }: Links, row: number): string =>
	contentId(`video-${prefix}${numbers[row]}`);

/** Whether a link that was called is one of these. */
export const isOneOf = ({ prefix }: Links, shareUrl: string): boolean =>
	shareUrl.startsWith(shortLink('video', prefix).replace(/\/$/, ''));

/** A Code node that gives the rows, with the columns `row`, `share_text` and, for expressions that join two, `a` and `b`. */
export const linksNode = ({ prefix, numbers }: Links) =>
	code(
		'Rows',
		`const link = ${JSON.stringify(shortLink('video', `${prefix}NUMBER`))};
return ${JSON.stringify(numbers)}.map((number, row) => {
	const share_text = link.replace('NUMBER', number);
	return { json: { row, share_text, a: share_text, b: '复制打开抖音' } };
});`,
	);
