import { failureOf } from '../failure/failure';
import type { Failure } from '../failure/failure';
import { undocumentedHost } from '../link/missing';
import { readShareText } from '../link/shareLink';
import type { ShareLink } from '../link/shareLink';
import { callStep, isCall } from '../run/plan';
import type { Call, Plan, Step } from '../run/plan';
import { textOf } from '../text/shareText';
import { readPostCell } from './post/postCell';
import { readAnswer, redactAnswer } from './redirect';
import type { Success } from './redirect';

/** Links in one row, at most: n8n cannot take more than some 100,000 items from a row, and somebody has to pay for them. */
export const MOST_LINKS = 10_000;

/** For a row with more than that. */
export function tooManyLinks(): Plan {
	const step = failureOf('invalid_parameters', {
		code: null,
		title: 'The text holds more than 10,000 links',
		advice: 'No call was made. Split the text into several rows.',
	});
	return { link: null, step };
}

/** A short link on a host that is recognised and not sent. */
export function unsentLink({ url, platform }: ShareLink): Plan {
	const known = { code: null, platform: platform.name, ...undocumentedHost(url) };
	return { link: url, step: failureOf('invalid_parameters', known) };
}

/**
 * The plans of a text: one for each link, and one failure for each that is no link and must not be lost.
 *
 * @param value the parameter's value, whatever was mapped to it
 * @param planOf what a link needs
 */
export function textPlans(value: unknown, planOf: (link: ShareLink) => Plan): Plan[] {
	const { links, others } = readShareText(textOf(value));
	if (links.length + others.length > MOST_LINKS) return [tooManyLinks()];
	const failed = others.map(({ reason, link, ...known }) => ({ link, step: failureOf(reason, known) }));
	return [...links.map(planOf), ...failed];
}

/** A step whose failure before anything was found names what was asked for, since there is no link to name. */
export function naming(step: Step, id: string): Step {
	if ('kind' in step) return { ...step, title: `${step.title ?? step.kind.title}: ${id}` };
	if (!isCall(step)) return step;
	return {
		...step,
		onFailure: (failure, billed) => naming(step.onFailure?.(failure, billed) ?? failure, id),
	};
}

/** The plans of a row where only links are taken: an ID fails by its name. */
export function linkPlans(value: unknown, planOf: (link: ShareLink) => Plan): Plan[] {
	return readPostCell(value).flatMap((entry) => {
		if ('text' in entry) return textPlans(entry.text, planOf);
		if ('ok' in entry) return [{ link: null, step: entry }];
		const { id, platform } = entry;
		return [{ link: null, step: failureOf('only_id', { title: `${id} is an ID, and no link`, platform }) }];
	});
}

/**
 * The call that asks the API where a short link leads. The same request and reader for every operation, so that an
 * execution pays once.
 *
 * @param link one that `apiAccepts`
 * @param next what the answer leads to
 * @param further calls that may be billed behind it, and the endpoints that they need
 */
export function targetCall(
	{ platform, url }: ShareLink,
	next: (answer: Success) => Step,
	further: Partial<Pick<Call, 'cost' | 'needs'>> = {},
): Call {
	const { request, linkParameter } = platform.shareEndpoint;
	return callStep<Success>({
		cost: 1,
		...further,
		request: { ...request, qs: { [linkParameter]: url } },
		read: (response, clean) => redactAnswer(readAnswer(response, platform), clean),
		next,
		onFailure: (failure): Failure => ({ ...failure, step: 'resolve', platform: platform.name }),
	});
}
