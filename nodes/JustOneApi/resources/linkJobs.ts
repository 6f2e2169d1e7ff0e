import { failureOf } from '../failure/failure';
import { DAMAGED_LINK, UNDOCUMENTED_HOST } from '../link/missing';
import { readShareText } from '../link/shareLink';
import type { ShareLink } from '../link/shareLink';
import type { CallApi, Job } from '../run/operation';
import { textOf } from '../text/shareText';
import { readAnswer, redactAnswer } from './redirect';
import type { Answer } from './redirect';

/** Links in one row, at most: n8n cannot take more than some 100,000 items from a row, and somebody has to pay for them. */
export const MOST_LINKS = 10_000;

/** For a row with more than that. */
export function tooManyLinks(): Job {
	const known = failureOf('invalid_parameters', {
		code: null,
		title: 'The text holds more than 10,000 links',
		advice: 'No call was made. Split the text into several rows.',
	});
	return { link: null, known };
}

/** A short link on a host that is recognised and not sent. */
export function unsentLink({ url, platform }: ShareLink): Job {
	const known = { code: null, platform: platform.name, ...UNDOCUMENTED_HOST };
	return { link: url, known: failureOf('invalid_parameters', known) };
}

/**
 * The jobs of a row with a text: one for each link, and one failure for each damaged link, so that none is lost.
 *
 * @param value the parameter's value, whatever a person mapped to it
 * @param jobOf what a link needs
 */
export function linkJobs(value: unknown, jobOf: (link: ShareLink) => Job): Job[] {
	const { links, unreadable, missing, detail } = readShareText(textOf(value));
	if (links.length + unreadable.length > MOST_LINKS) return [tooManyLinks()];
	if (missing !== null && unreadable.length === 0) return [{ link: null, known: failureOf(missing, detail) }];
	const damaged = unreadable.map((half) => ({ link: half, known: failureOf('no_link', DAMAGED_LINK) }));
	return [...links.map(jobOf), ...damaged];
}

/**
 * Asks the API where a short link leads. The same request and reader for every operation, so that an execution pays once.
 *
 * @param link one that `apiAccepts`
 */
export async function askForTarget(link: ShareLink, call: CallApi): Promise<Answer> {
	const { platform, url } = link;
	const { request, linkParameter } = platform.shareEndpoint;
	const answer = await call({ ...request, qs: { [linkParameter]: url } }, (response, clean) =>
		redactAnswer(readAnswer(response, platform), clean),
	);
	return answer.ok ? answer : { ...answer, step: 'resolve', platform: platform.name };
}
