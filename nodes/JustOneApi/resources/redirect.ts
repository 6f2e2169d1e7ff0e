import type { Envelope } from '../call/envelope';
import { readResponse } from '../call/response';
import type { HttpAnswer } from '../call/response';
import { failureOf } from '../failure/failure';
import type { Failure } from '../failure/failure';
import { redactFailure } from '../failure/redact';
import type { Clean } from '../failure/redact';
import { readLanding } from '../link/landing';
import type { Platform } from '../platforms/platform';
import type { Target } from '../platforms/target';

/** A link resolved by the API. */
export interface Success {
	ok: true;
	/** Exactly as the API returned it. */
	redirectUrl: string;
	target: Target;
	/** The data of the answer. */
	raw: unknown;
}

export type Answer = Success | Failure;

/**
 * The redirect URL in the envelope's data. Documented is `data.redirect_url`; clients also report the URL
 * itself and the keys `redirectUrl` and `url`.
 *
 * @returns the URL exactly as it came, or null
 */
export function redirectUrlIn(data: unknown): string | null {
	const candidates =
		typeof data === 'object' && data !== null
			? ['redirect_url', 'redirectUrl', 'url'].map((key) => (data as Record<string, unknown>)[key])
			: [data];
	const url = candidates.find((candidate) => typeof candidate === 'string' && candidate.trim() !== '');
	return (url as string | undefined) ?? null;
}

const NO_TARGET_TITLE = {
	foreign: 'The link leads to another site',
	short: 'The API returned the short link instead of its target',
	nowhere: 'The link leads to no post, user or page',
} as const;

/** Success is only what leads somewhere: a redirect to a home page or another site is a failure, and billed. */
function readRedirect(envelope: Envelope, httpStatus: number, platform: Platform): Answer {
	const { code, requestId } = envelope;
	const redirectUrl = redirectUrlIn(envelope.data);
	if (redirectUrl === null) {
		const title = 'The API returned no redirect URL';
		return failureOf('no_target', { title, code, httpStatus, requestId });
	}
	const landing = readLanding(platform, redirectUrl);
	if (landing.found !== 'target') {
		const title = NO_TARGET_TITLE[landing.found];
		return failureOf('no_target', { title, code, httpStatus, requestId });
	}
	return { ok: true, redirectUrl, target: landing.target, raw: envelope.data };
}

/**
 * Judges the response to a short link.
 *
 * @param platform whose link was sent
 * @param now current time, ms since 1970, for `Retry-After`
 */
export function readAnswer(response: HttpAnswer, platform: Platform, now = Date.now()): Answer {
	const answered = readResponse(response, undefined, now);
	return answered.ok ? readRedirect(answered.envelope, answered.httpStatus, platform) : answered;
}

/** An ID of digits may hold those of a short token by chance, and stays as it is; one with letters never does. */
function cleanId(id: string | null, clean: Clean): string | null {
	return id !== null && /^\d+$/.test(id) ? id : clean(id);
}

/**
 * Takes the token out of everything that the API sent, as soon as it was read: it may echo the token in any
 * field. What the node itself says holds none.
 *
 * @param clean takes the token out of a value
 */
export function redactAnswer(answer: Answer, clean: Clean): Answer {
	if (!answer.ok) return redactFailure(answer, clean);
	const { redirectUrl, target, raw } = answer;
	return {
		...answer,
		redirectUrl: clean(redirectUrl),
		target: {
			...target,
			contentId: cleanId(target.contentId, clean),
			canonicalUrl: clean(target.canonicalUrl),
		},
		raw: clean(raw),
	};
}
