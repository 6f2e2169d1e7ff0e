import { sliceWhole } from '../text/wellFormed';

const MARKUP: Record<string, string> = { '<': '‹', '>': '›', '&': '＆' };
/** Longest quotation of the API's words in a failed row, in characters. */
const LONGEST = 300;

/**
 * The API's own words as harmless text: n8n shows messages as HTML, so markup is put out of action, control
 * characters become spaces, and only the beginning of a long text is kept.
 */
export function plainText(text: string, longest = LONGEST): string {
	const short = text.length > longest ? `${sliceWhole(text, 0, longest)}…` : text;
	return short
		.replace(/\p{C}/gu, ' ')
		.replace(/[<>&]/g, (character) => MARKUP[character])
		.replace(/\s+/g, ' ')
		.trim();
}
