import { failureOf } from '../failure/failure';
import { undocumentedHost } from '../link/missing';
import { readShareText } from '../link/shareLink';
import type { ShareLink } from '../link/shareLink';
import type { CallApi, Job } from '../run/operation';
import { textOf } from '../text/shareText';
import { readPostCell } from './post/postCell';
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
	const known = { code: null, platform: platform.name, ...undocumentedHost(url) };
	return { link: url, known: failureOf('invalid_parameters', known) };
}

/**
 * The jobs of a text: one for each link, and one failure for each that is no link and must not be lost.
 *
 * @param value the parameter's value, whatever a person mapped to it
 * @param jobOf what a link needs
 */
export function textJobs(value: unknown, jobOf: (link: ShareLink) => Job): Job[] {
	const { links, others } = readShareText(textOf(value));
	if (links.length + others.length > MOST_LINKS) return [tooManyLinks()];
	const failed = others.map(({ reason, link, ...known }) => ({ link, known: failureOf(reason, known) }));
	return [...links.map(jobOf), ...failed];
}

/** The jobs of a row where only links are taken: an ID fails by its name. */
export function linkJobs(value: unknown, jobOf: (link: ShareLink) => Job): Job[] {
	return readPostCell(value).flatMap((entry) => {
		if ('text' in entry) return textJobs(entry.text, jobOf);
		if ('ok' in entry) return [{ link: null, known: entry }];
		const { id, platform } = entry;
		const known = failureOf('only_id', { title: `${id} is an ID, and no link`, platform });
		return [{ link: null, known }];
	});
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
