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
import type { CallApi, Found, Job } from '../../run/operation';
import { askForTarget, MOST_LINKS, textJobs, tooManyLinks, unsentLink } from '../linkJobs';
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
	envelope: Record<string, unknown> | null;
}

/** A post that is asked for. */
interface Asked {
	platform: Platform;
	id: string;
	origin: PostOrigin;
}

/** The last call: the post itself. */
async function fetchPost(asked: Asked, simplify: boolean, call: CallApi): Promise<Found | Failure> {
	const { platform, id, origin } = asked;
	const { request, idParameter } = platform.details.endpointFor(origin.contentType);
	// A node with Simplify on keeps no envelope: one with Simplify off asks again.
	const isEnough = simplify ? undefined : (known: object) => (known as Post).envelope !== null;
	const post = await call<Post>({ ...request, qs: { [idParameter]: id }, isEnough }, (response, clean) => {
		const answer = readPostAnswer(response, platform.details, id);
		if (!answer.ok) return redactFailure(answer, clean);
		// What was asked for holds no token.
		const fields = { ...clean(answer.fields), post_id: id };
		const envelope = simplify ? null : clean(answer.envelope.raw);
		return { ok: true, fields, fetchedAt: Date.now(), envelope };
	});
	if (!post.ok) return { ...post, step: 'details', platform: platform.name };
	const item = postItem(platform.name, post.fields, origin, post.fetchedAt);
	return { ok: true, item, envelope: post.envelope };
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
function linkJob(link: ShareLink, simplify: boolean): Job {
	const { url, target } = link;
	const platform = link.platform.name;
	if (target) {
		const asked = askedBy(link, target, false);
		return 'ok' in asked
			? { link: url, known: asked }
			: { link: url, platform, perform: async (call) => await fetchPost(asked, simplify, call) };
	}
	if (!link.apiAccepts) return unsentLink(link);
	return {
		link: url,
		platform,
		calls: 2,
		async perform(call) {
			const answer = await askForTarget(link, call);
			if (!answer.ok) return answer;
			const asked = askedBy(link, withPart(answer.target, link.part), true);
			return 'ok' in asked ? asked : await fetchPost(asked, simplify, call);
		},
	};
}

const ROUNDED_TOO = ' The ID ends like one that was rounded: store IDs as text.';

/** A failure that names its ID, since there is no link to name. */
function namingId(failure: Failure, id: PostId): Failure {
	const title = `${failure.title ?? failure.kind.title}: ${id.id}`;
	if (failure.kind.reason !== 'no_content' || !looksRounded(id)) return { ...failure, title };
	return { ...failure, title, advice: `${failure.advice ?? failure.kind.advice}${ROUNDED_TOO}` };
}

function idJob(id: PostId, simplify: boolean): Job {
	const platform = platformNamed(id.platform);
	const { partUrl } = platform;
	const canonicalUrl = partUrl && id.part !== undefined ? partUrl(id.id, id.part) : null;
	const origin = { shareUrl: null, contentType: null, canonicalUrl };
	return {
		link: null,
		platform: id.platform,
		async perform(call) {
			const found = await fetchPost({ platform, id: id.id, origin }, simplify, call);
			return found.ok ? found : namingId(found, id);
		},
	};
}

/**
 * The jobs of a row: one for each ID and each link in it.
 *
 * @param value a share text, a link, an ID, or a list of them
 * @param simplify whether the API's whole answer is dropped
 */
export function postJobs(value: unknown, simplify: boolean): Job[] {
	const jobs = readPostCell(value).flatMap((entry) => {
		if ('text' in entry) return textJobs(entry.text, (link) => linkJob(link, simplify));
		return ['ok' in entry ? { link: null, known: entry } : idJob(entry, simplify)];
	});
	return jobs.length > MOST_LINKS ? [tooManyLinks()] : jobs;
}
