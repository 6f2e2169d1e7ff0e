import { failureOf } from '../failure/failure';
import { DAMAGED_LINK, UNDOCUMENTED_HOST } from '../link/missing';
import { readShareText } from '../link/shareLink';
import type { ShareLink } from '../link/shareLink';
import type { Job } from '../run/operation';
import { textOf } from '../text/shareText';

/** Links in one row, at most: n8n cannot take more than some 100,000 items from a row, and somebody has to pay for them. */
const MOST_LINKS = 10_000;

const TOO_MANY_LINKS = {
	code: null,
	title: 'The text holds more than 10,000 links',
	advice: 'No call was made. Split the text into several rows.',
};

/** A short link on a host that is recognised and not sent. */
export function unsentLink({ url }: ShareLink): Job {
	return { link: url, known: failureOf('invalid_parameters', { code: null, ...UNDOCUMENTED_HOST }) };
}

/**
 * The jobs of a row with a text: one for each link, and one failure for each damaged link, so that none is lost.
 *
 * @param value the parameter's value, whatever a person mapped to it
 * @param jobOf what a link needs
 */
export function linkJobs(value: unknown, jobOf: (link: ShareLink) => Job): Job[] {
	const { links, unreadable, missing, detail } = readShareText(textOf(value));
	if (links.length + unreadable.length > MOST_LINKS) {
		return [{ link: null, known: failureOf('invalid_parameters', TOO_MANY_LINKS) }];
	}
	if (missing !== null && unreadable.length === 0) return [{ link: null, known: failureOf(missing, detail) }];
	const damaged = unreadable.map((half) => ({ link: half, known: failureOf('no_link', DAMAGED_LINK) }));
	return [...links.map(jobOf), ...damaged];
}
