import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { failureOf } from '../../failure/failure';
import { withPart } from '../../link/landing';
import { readShareText } from '../../link/shareLink';
import type { ShareLink } from '../../link/shareLink';
import { platformLabels, platformNamed } from '../../platforms';
import { readAuthorId } from '../../platforms/authorId';
import type { Platform } from '../../platforms/platform';
import { isPost } from '../../platforms/target';
import type { Target } from '../../platforms/target';
import type { Plan, RowParameter, Step } from '../../run/plan';
import { textOf } from '../../text/shareText';
import { MOST_LINKS, naming, targetCall, tooManyLinks, unsentLink } from '../linkPlans';
import { PLATFORM_PARAMETER, platformField, readPlatform } from '../platformField';
import { detailsCall } from '../post/detailsCall';

/** The parameters that name an author, read for each row. */
export const AUTHOR_PARAMETERS: readonly RowParameter[] = [
	{ name: 'author', label: 'Author', unreadable: 'no_author' },
	PLATFORM_PARAMETER,
];

/**
 * The parameters that take an author.
 *
 * @param what becomes of each author, in sentences
 * @param displayOptions where they are shown
 */
export function authorFields(what: string, displayOptions: IDisplayOptions): INodeProperties[] {
	return [
		{
			displayName: 'Author',
			name: 'author',
			type: 'string',
			typeOptions: { rows: 3 },
			required: true,
			default: '',
			placeholder: 'e.g. https://space.bilibili.com/946974',
			description: `The link of a ${platformLabels('or')} profile, the text that the app copies, or the author's ID as text. ${what} A short link costs one call more, and so does the link of a post, whose author is then looked up.`,
			displayOptions,
		},
		platformField(
			"Whose ID it is, where digits alone don't tell. Links tell by themselves.",
			true,
			displayOptions,
		),
	];
}

/** What is asked of an author once the ID is known. */
export interface AuthorStep {
	/** Billed calls that must fit before its first one leaves. */
	costOf(platform: Platform): number;
	/** The endpoint of its first call. */
	endpointOf(platform: Platform): string;
	stepOf(platform: Platform, id: string): Step;
}

/** The author of a post, by the answer for the post. */
function stepByPost(platform: Platform, target: Target, id: string, then: AuthorStep): Step {
	const further = { cost: 1 + then.costOf(platform), needs: [then.endpointOf(platform)] };
	const post = { platform, id, contentType: target.contentType };
	const unnamed = failureOf('no_author', {
		title: 'The answer for the post names no author',
		advice: "Give the link of the author's profile.",
		step: 'details',
		platform: platform.name,
	});
	return detailsCall(
		post,
		false,
		({ fields }) => (fields.author_id === null ? unnamed : then.stepOf(platform, fields.author_id)),
		further,
	);
}

function linkPlan(link: ShareLink, then: AuthorStep): Plan {
	const { url, platform, target } = link;
	if (!target && !link.apiAccepts) return unsentLink(link);
	const stepFor = (known: Target): Step => {
		const { contentType, contentId } = known;
		if (contentType === 'user' && contentId !== null) return then.stepOf(platform, contentId);
		if (isPost(contentType) && contentId !== null) return stepByPost(platform, known, contentId, then);
		const title = 'The link leads to no author and to no post';
		return failureOf('no_author', { title, step: target ? null : 'resolve', platform: platform.name });
	};
	const step = target
		? stepFor(target)
		: targetCall(link, (answer) => stepFor(withPart(answer.target, link.part)), {
				cost: 1 + then.costOf(platform),
				needs: [then.endpointOf(platform)],
			});
	return { link: url, platform: platform.name, step };
}

/** The plan of a bare ID; null where it is none. */
function idPlan(word: string, named: Platform | null, then: AuthorStep): Plan | null {
	const [known, ...others] = readAuthorId(word, named?.name ?? null);
	if (known === undefined) return null;
	if (others.length > 0) return { link: null, step: naming(failureOf('ambiguous_id'), word) };
	const step = naming(then.stepOf(platformNamed(known.platform), known.id), word);
	return { link: null, platform: known.platform, step };
}

/** Longest text that may be nothing but IDs, in characters. */
const LONGEST_IDS = 1_000_000;

/** The plans of a text that holds nothing but IDs; null for any other text. */
function idPlans(text: string, named: Platform | null, then: AuthorStep): Plan[] | null {
	if (text.length > LONGEST_IDS) return null;
	const plans: Plan[] = [];
	for (const word of new Set(text.split(/[\s,，;；、]+/).filter(Boolean))) {
		const plan = idPlan(word, named, then);
		if (plan === null) return null;
		plans.push(plan);
	}
	return plans.length === 0 ? null : plans;
}

function textPlans(text: string, then: AuthorStep): Plan[] {
	const { links, others } = readShareText(text);
	const failed = others.map(({ reason, link, ...known }): Plan => {
		return { link, step: reason === 'no_link' ? failureOf('no_author') : failureOf(reason, known) };
	});
	return [...links.map((link) => linkPlan(link, then)), ...failed];
}

/**
 * The plans of a row with authors: one for each ID, or for each link.
 *
 * @param author the link of a profile or of a post, a share text, or IDs
 * @param platform decides for digits, which more than one platform uses
 * @param then what is asked of each author
 */
export function authorPlans(author: unknown, platform: unknown, then: AuthorStep): Plan[] {
	const named = readPlatform(platform);
	if (named && 'ok' in named) return [{ link: null, step: named }];
	if (typeof author === 'number' && !Number.isSafeInteger(author)) {
		return [{ link: null, step: failureOf('rounded_id') }];
	}
	const text = textOf(author);
	const plans = idPlans(text, named, then) ?? textPlans(text, then);
	return plans.length > MOST_LINKS ? [tooManyLinks()] : plans;
}
