import { failureOf } from '../../failure/failure';
import type { Failure } from '../../failure/failure';
import { platforms } from '../../platforms';
import type { PlatformName } from '../../platforms/platform';

/** A post named by its ID alone. */
export interface PostId {
	platform: PlatformName;
	/** As the detail endpoint takes it. */
	id: string;
}

/** `7.6E+18` or `7,58E+18` as a spreadsheet shows a long number, `7579132723441323008.0` as a data frame does. */
const ROUNDED = /^\d+(?:[.,]\d+)?e\+?\d+$|^\d{16,}[.,]0+$/i;
/** Around an ID in a cell: blanks, invisible characters, quotes, the apostrophe that marks text in a spreadsheet. */
const AROUND = /^[\s\p{Cf}'"’]+|[\s\p{Cf}'"]+$/gu;

function roundedId(): Failure {
	return failureOf('no_link', {
		title: 'The ID has been rounded and names no post any more',
		advice:
			'IDs have more digits than a number holds. Store them as text: in a spreadsheet, format the column as text before the IDs are put in.',
	});
}

/**
 * Reads a bare ID, as a person puts it in place of a link.
 *
 * @param value the parameter's value, of any type
 * @returns a failure for an ID that was rounded on its way; null for whatever is no ID, which may be a share text
 */
export function readPostId(value: unknown): PostId | Failure | null {
	if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) return roundedId();
	if (typeof value !== 'string' && typeof value !== 'bigint') return null;
	const text = String(value).replace(AROUND, '');
	for (const { name, postIds } of platforms) {
		for (const { form, idOf } of postIds) {
			const id = form.test(text) ? (idOf ? idOf(text) : text) : null;
			if (id !== null) return { platform: name, id };
		}
	}
	return ROUNDED.test(text) ? roundedId() : null;
}

/**
 * Whether an ID looks as if it had been rounded before it became text: spreadsheets keep 15 digits, JavaScript about
 * 17, and fill up with zeros. One real ID in a thousand looks the same, so this is for advice, not for refusing.
 */
export function looksRounded({ platform, id }: PostId): boolean {
	return platform === 'douyin' && (id.endsWith('0000') || String(Number(id)) === id);
}
