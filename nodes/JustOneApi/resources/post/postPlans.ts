import { failureOf } from '../../failure/failure';
import type { Failure } from '../../failure/failure';
import { withPart } from '../../link/landing';
import type { ShareLink } from '../../link/shareLink';
import { platformNamed } from '../../platforms';
import type { Platform } from '../../platforms/platform';
import { isPost } from '../../platforms/target';
import type { Target } from '../../platforms/target';
import { isCall } from '../../run/plan';
import type { Plan, Step } from '../../run/plan';
import { MOST_LINKS, naming, targetCall, textPlans, tooManyLinks, unsentLink } from '../linkPlans';
import { readPostCell } from './postCell';
import { looksRounded } from './postId';
import type { PostId } from './postId';
import type { PostOrigin } from './postItem';

/** A post whose ID is known. */
export interface KnownPost {
	platform: Platform;
	id: string;
	origin: PostOrigin;
}

/** What is asked of a post once its ID is known. */
export interface PostStep {
	/** The endpoint that is needed next; where the link decides between several, one of them. */
	endpointOf(platform: Platform): string;
	stepOf(post: KnownPost): Step;
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

/** What a link needs: nothing more where it carries the ID, one call before where it is short. */
export function postPlan(link: ShareLink, then: PostStep): Plan {
	const { url, target, platform } = link;
	if (!target && !link.apiAccepts) return unsentLink(link);
	const stepFor = (known: Target, wasResolved: boolean): Step => {
		const { contentType, contentId, canonicalUrl } = known;
		if (!isPost(contentType) || contentId === null) return noPost(link, known, wasResolved);
		return then.stepOf({ platform, id: contentId, origin: { shareUrl: url, contentType, canonicalUrl } });
	};
	const step = target
		? stepFor(target, false)
		: targetCall(link, (answer) => stepFor(withPart(answer.target, link.part), true), {
				cost: 2,
				needs: [then.endpointOf(platform)],
			});
	return { link: url, platform: platform.name, step };
}

const ROUNDED_TOO = ' The ID ends like one that was rounded: store IDs as text.';

/** Where nothing is found, the advice says of an ID that looks rounded why that may be. */
function namingRounded(step: Step, id: PostId): Step {
	if (!isCall(step) || !looksRounded(id)) return step;
	return {
		...step,
		onFailure(failure, billed) {
			const after = step.onFailure?.(failure, billed) ?? failure;
			if (!('kind' in after) || after.kind.reason !== 'no_content') return after;
			return { ...after, advice: `${after.advice ?? after.kind.advice}${ROUNDED_TOO}` };
		},
	};
}

function idPlan(id: PostId, then: PostStep): Plan {
	const platform = platformNamed(id.platform);
	const { partUrl } = platform;
	const canonicalUrl = partUrl && id.part !== undefined ? partUrl(id.id, id.part) : null;
	const origin = { shareUrl: null, contentType: null, canonicalUrl };
	const step = then.stepOf({ platform, id: id.id, origin });
	return { link: null, platform: id.platform, step: naming(namingRounded(step, id), id.id) };
}

/**
 * The plans of a row: one for each ID and each link in it.
 *
 * @param value a share text, a link, an ID, or a list of them
 * @param then what is asked of each post
 */
export function postPlans(value: unknown, then: PostStep): Plan[] {
	const plans = readPostCell(value).flatMap((entry) => {
		if ('text' in entry) return textPlans(entry.text, (link) => postPlan(link, then));
		return ['ok' in entry ? { link: null, step: entry } : idPlan(entry, then)];
	});
	return plans.length > MOST_LINKS ? [tooManyLinks()] : plans;
}
