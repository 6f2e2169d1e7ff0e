import type { Billed } from '../../call/runCalls';
import { readPostAnswer } from './postAnswer';
import { failureOf } from '../../failure/failure';
import type { Failure } from '../../failure/failure';
import { redactFailure } from '../../failure/redact';
import { withPart } from '../../link/landing';
import type { ShareLink } from '../../link/shareLink';
import { platformNamed } from '../../platforms';
import type { PostFields } from '../../platforms/post';
import { isPost } from '../../platforms/target';
import type { Platform } from '../../platforms/platform';
import type { Target } from '../../platforms/target';
import { callStep } from '../../run/plan';
import type { Call, Plan } from '../../run/plan';
import { MOST_LINKS, targetCall, textPlans, tooManyLinks, unsentLink } from '../linkPlans';
import { readPostCell } from './postCell';
import { looksRounded } from './postId';
import type { PostId } from './postId';
import { postItem } from './postItem';
import type { PostOrigin } from './postItem';

/** What is kept of an answer for the execution: Bilibili's have 426 kB, so with Simplify on the rest is dropped. */
interface Post {
	ok: true;
	fields: PostFields;
	/** ms since 1970. */
	fetchedAt: number;
	/** The endpoint gives no video. */
	lacksVideo: boolean;
	envelope: Record<string, unknown> | null;
}

/** A post that is asked for. */
interface Asked {
	platform: Platform;
	id: string;
	origin: PostOrigin;
}

/** Counts change: a loop that asks again later gets new ones. In ms. */
const FRESH = 5 * 60_000;

/** What a post that could not be asked for says where its link was resolved before. */
function afterResolve(failure: Failure, billed: Billed): Failure {
	if (!failure.uncalled || billed === false) return failure;
	const bill = billed ? 'and billed' : 'and may have been billed';
	const words = `The link was resolved ${bill}; the post was not asked for.`;
	return { ...failure, advice: `${failure.advice ?? failure.kind.advice} ${words}` };
}

/** The call for the post itself. */
function postCall({ platform, id, origin }: Asked, simplify: boolean): Call {
	const { request, idParameter, lacksVideo = false } = platform.details.endpointFor(origin.contentType);
	return callStep<Post>({
		request: { ...request, qs: { [idParameter]: id } },
		cost: 1,
		identity: `post ${platform.name} ${id}`,
		maxAge: FRESH,
		read(response, clean) {
			const answer = readPostAnswer(response, platform.details, id);
			if (!answer.ok) return redactFailure(answer, clean);
			// What was asked for holds no token.
			const fields = { ...clean(answer.fields), post_id: id };
			const envelope = simplify ? null : clean(answer.envelope.raw);
			return { ok: true, fields, fetchedAt: Date.now(), lacksVideo, envelope };
		},
		// A node with Simplify on keeps no envelope: one with Simplify off asks again.
		accepts: (known) => (simplify || known.envelope !== null) && (lacksVideo || !known.lacksVideo),
		next({ fields, fetchedAt, envelope }) {
			const item = postItem(platform.name, fields, origin, fetchedAt);
			return { ok: true, items: [simplify ? item : { ...item, envelope }] };
		},
		onFailure: (failure, billed) => ({
			...afterResolve(failure, billed),
			step: 'details',
			platform: platform.name,
		}),
	});
}

const WHAT_IT_IS: Readonly<Record<string, string>> = {
	user: 'a profile',
	live: 'a live room',
	mix: 'a collection',
	music: 'a piece of music',
	other: 'another page',
};

function noPost({ platform }: ShareLink, { contentType }: Target, wasResolved: boolean): Failure {
	return failureOf('no_post', {
		title: `The link leads to ${WHAT_IT_IS[contentType]}, not to a post`,
		advice: 'Open the post itself, share it, and paste that link.',
		step: wasResolved ? 'resolve' : null,
		platform: platform.name,
	});
}

/** The post that a link leads to; a failure where it leads to something else. */
function askedBy(link: ShareLink, target: Target, wasResolved: boolean): Asked | Failure {
	const { contentType, contentId, canonicalUrl } = target;
	if (!isPost(contentType) || contentId === null) return noPost(link, target, wasResolved);
	return {
		platform: link.platform,
		id: contentId,
		origin: { shareUrl: link.url, contentType, canonicalUrl },
	};
}

/** What a link needs: one call where it carries the ID, two where it is short. */
export function postPlan(link: ShareLink, simplify: boolean): Plan {
	const { url, target, platform } = link;
	if (!target && !link.apiAccepts) return unsentLink(link);
	const stepFor = (known: Target, wasResolved: boolean) => {
		const asked = askedBy(link, known, wasResolved);
		return 'ok' in asked ? asked : postCall(asked, simplify);
	};
	// The endpoint that is needed next depends on where the link leads; all are one platform's.
	const needs = [platform.details.endpointFor(null).request.url];
	const step = target
		? stepFor(target, false)
		: targetCall(link, (answer) => stepFor(withPart(answer.target, link.part), true), { cost: 2, needs });
	return { link: url, platform: platform.name, step };
}

const ROUNDED_TOO = ' The ID ends like one that was rounded: store IDs as text.';

/** A failure that names its ID, since there is no link to name. */
function namingId(failure: Failure, id: PostId): Failure {
	const title = `${failure.title ?? failure.kind.title}: ${id.id}`;
	if (failure.kind.reason !== 'no_content' || !looksRounded(id)) return { ...failure, title };
	return { ...failure, title, advice: `${failure.advice ?? failure.kind.advice}${ROUNDED_TOO}` };
}

function idPlan(id: PostId, simplify: boolean): Plan {
	const platform = platformNamed(id.platform);
	const { partUrl } = platform;
	const canonicalUrl = partUrl && id.part !== undefined ? partUrl(id.id, id.part) : null;
	const origin = { shareUrl: null, contentType: null, canonicalUrl };
	const call = postCall({ platform, id: id.id, origin }, simplify);
	const onFailure: Call['onFailure'] = (failure, billed) => {
		const step = call.onFailure?.(failure, billed) ?? failure;
		return 'kind' in step ? namingId(step, id) : step;
	};
	return { link: null, platform: id.platform, step: { ...call, onFailure } };
}

/**
 * The plans of a row: one for each ID and each link in it.
 *
 * @param value a share text, a link, an ID, or a list of them
 * @param simplify whether the API's whole answer is dropped
 */
export function postPlans(value: unknown, simplify: boolean): Plan[] {
	const plans = readPostCell(value).flatMap((entry) => {
		if ('text' in entry) return textPlans(entry.text, (link) => postPlan(link, simplify));
		return ['ok' in entry ? { link: null, step: entry } : idPlan(entry, simplify)];
	});
	return plans.length > MOST_LINKS ? [tooManyLinks()] : plans;
}
