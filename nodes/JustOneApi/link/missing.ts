import { platforms } from '../platforms';

/** Why a text gives no link. */
export interface Missing {
	/**
	 * `no_post`: a link of the platform that names nothing. `pass_phrase`: the app's phrase without a link. `no_link`:
	 * neither, or only damaged links. Null where there are links.
	 */
	missing: 'no_link' | 'no_post' | 'pass_phrase' | null;
	/** What to say, where the failure table's words do not fit. */
	detail?: { title: string; advice: string };
}

/** For a damaged link, alone in its row or beside others. */
export const DAMAGED_LINK = {
	title: 'The link in this text is damaged',
	advice:
		'No call was made: half a link leads elsewhere. Copy the link again from the app, and paste it without its format.',
};

/** For a short link that was recognised, but on a host that the API does not document (`apiAccepts` is false). */
export const UNDOCUMENTED_HOST = {
	title: 'The API does not document short links of this host',
	advice:
		'No call was made. Share the post again from the app with Copy link, or paste the long link of the post.',
};

const URL_IN_TEXT = /https?:\/\//i;

/**
 * Why a text gives no link.
 *
 * @param text as `undoEncodings` gives it
 * @param held how many links and damaged links it holds, and whether a page of the platform
 */
export function missingIn(
	text: string,
	held: { found: number; unreadable: number; hasPage: boolean },
): Missing {
	if (held.found > 0) return { missing: null };
	if (held.unreadable > 0) return { missing: 'no_link', detail: DAMAGED_LINK };
	if (held.hasPage) return { missing: 'no_post' };
	// Another platform's share text has a link, of that platform.
	const isPhrase = !URL_IN_TEXT.test(text) && platforms.some(({ passPhrase }) => passPhrase.test(text));
	return { missing: isPhrase ? 'pass_phrase' : 'no_link' };
}
