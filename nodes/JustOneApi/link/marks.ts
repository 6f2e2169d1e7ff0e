/** Markdown's marks right before a link. */
const MARKS_BEFORE = /[_*~=]+$/;
/** An underscore that opens a phrase earlier in the line and is not closed. */
const PHRASE_BEFORE = /(?<![\w/])(_{1,3})[^\s_][^\n_]*$/;
/** Longest phrase that is looked at, in characters. */
const LONGEST_PHRASE = 120;
/** A path's characters and what may close behind it. */
const RUN = /^[\w\-.~:/?#@!$&*+,;=%]*/;
const PUNCTUATION = '.,:;!?';

/**
 * What stands behind a host, without the marks with which Markdown closes what it opened before the link:
 * `_https://…/AbC_`, `**_…_**`, `==…==`. An underscore that nothing opened belongs to the code.
 *
 * @param start where the link begins in the text
 * @param behind the text from the host's end on
 */
export function withoutClosingMarks(text: string, start: number, behind: string): string {
	const run = RUN.exec(behind)?.[0] ?? '';
	let end = run.length;
	while (PUNCTUATION.includes(run[end - 1])) end -= 1;
	if (!'_*~='.includes(run[end - 1])) return behind;
	const before = text.slice(Math.max(0, start - LONGEST_PHRASE), start);
	const opening = MARKS_BEFORE.exec(before)?.[0] ?? PHRASE_BEFORE.exec(before)?.[1] ?? '';
	const closing = [...opening].reverse().join('');
	return closing !== '' && run.slice(0, end).endsWith(closing) ? run.slice(0, end - closing.length) : behind;
}
