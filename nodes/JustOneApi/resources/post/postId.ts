import { failureOf } from '../../failure/failure';
import type { Failure } from '../../failure/failure';
import { platforms } from '../../platforms';
import type { PlatformName } from '../../platforms/platform';

/** A post named by its ID alone. */
export interface PostId {
	platform: PlatformName;
	/** As the detail endpoint takes it. */
	id: string;
	/** The part of a video that stands beside the ID, from 2. */
	part?: number;
}

/** `7.6E+18` or `7,58E+18` as a spreadsheet shows a long number, `7579132723441323008.0` as a data frame does. */
const ROUNDED = /^\d+(?:[.,]\d+)?e\+?\d+$|^\d{16,}[.,]0+$/i;
/** The parameter with the part of a video. */
const PART = /^\/?\?p=(\d{1,5})$/;

/**
 * Reads a bare ID, as a person puts it in place of a link.
 *
 * @param word without what stands around it in a cell
 * @returns a failure for an ID that was rounded on its way, or that no post can have; null for whatever is no ID
 */
export function readPostId(word: string): PostId | Failure | null {
	const [written] = word.split(/\/?\?/, 1);
	const part = PART.exec(word.slice(written.length))?.[1];
	if (part === undefined && written !== word) return null;
	for (const { name, label, postIds } of platforms) {
		const known = postIds.find(({ form }) => form.test(written));
		if (!known) continue;
		const id = known.idOf ? known.idOf(written) : written;
		if (id === null) return failureOf('no_post', { title: `No post of ${label} has the ID ${written}` });
		return { platform: name, id, ...(Number(part) > 1 ? { part: Number(part) } : {}) };
	}
	return ROUNDED.test(word) ? failureOf('rounded_id', { title: `The ID ${word} has been rounded` }) : null;
}

/** Whether a word is read as an ID, be it one that fails. */
export const looksLikeId = (word: string): boolean => readPostId(word) !== null;

/**
 * Whether an ID looks as if it had been rounded before it became text: spreadsheets keep 15 digits, JavaScript about
 * 17, and fill up with zeros. One real ID in a thousand looks the same, so this is for advice, not for refusing.
 */
export function looksRounded({ platform, id }: PostId): boolean {
	return platform === 'douyin' && (id.endsWith('0000') || String(Number(id)) === id);
}
