import type { ContentType, Target, UrlParts } from './target';

/** A kind of page of a platform. */
export interface PageRule {
	contentType: ContentType;
	/** On which hosts the page stands; on all of the platform's where there is none. */
	host?: RegExp;
	/** Matches the path; its first group is the ID, if the page has one. Any page where there is none. */
	path?: RegExp;
	/** Parameters that hold the ID instead, in this order. */
	parameters?: readonly string[];
	/** What such a parameter begins with; its first group is the ID. */
	value?: RegExp;
	/** The ID as the API takes it; null where nothing can have it. */
	idOf?: (found: string) => string | null;
	/** The page's address without the sharer; where left out, the part of the path that `path` matches. */
	canonicalUrl?: (id: string, url: UrlParts) => string;
}

/** Pages that stand in the way of another one: whatever ID their address holds, they show nothing. */
const OBSTACLE = /\/(?:404|[\w-]*login|[\w-]*captcha|passport)(?![\w-])/i;
/** The one parameter that names a place, a product or an article; all others may tell who shared the link. */
const OTHER_ID = /^\d{5,20}(?!\d)/;

/**
 * A path that names an ID: the ID stands directly behind one of the words, at any depth of the path.
 *
 * @param words segments, as the source of a pattern
 * @param id the ID's form, with one group
 */
export const behind = (words: string, id: string): RegExp => new RegExp(`/(?:${words})/${id}`);

type More = Partial<PageRule>;

/** A page whose path names an ID, in its first group, or which has none. */
export const page = (
	contentType: ContentType,
	path: RegExp,
	canonicalUrl?: PageRule['canonicalUrl'],
	more: More = {},
): PageRule => ({ contentType, path, canonicalUrl, ...more });

/** A page of which a parameter names the ID: any page, or one that a path in `more` describes. */
export const pageWith = (
	contentType: ContentType,
	parameters: readonly string[],
	id: string,
	canonicalUrl?: PageRule['canonicalUrl'],
	more: More = {},
): PageRule => ({ contentType, parameters, value: new RegExp(`^${id}`), canonicalUrl, ...more });

function writtenId(rule: PageRule, onPath: RegExpExecArray | null, url: UrlParts): string | undefined {
	if (!rule.value) return onPath?.[1] ?? '';
	const values = rule.parameters?.map((name) => rule.value?.exec(url.parameters.get(name) ?? '')?.[1]);
	return values?.find((id) => id !== undefined);
}

function readPage(rule: PageRule, url: UrlParts, siteHosts: readonly string[]): Target | null {
	if (rule.host && !rule.host.test(url.host)) return null;
	const onPath = rule.path?.exec(url.path) ?? null;
	const written = rule.path && !onPath ? undefined : writtenId(rule, onPath, url);
	if (written === undefined) return null;
	const id = rule.idOf ? rule.idOf(written) : written;
	if (id === null) return null;
	const { contentType, canonicalUrl } = rule;
	const contentId = contentType === 'other' ? null : id;
	if (canonicalUrl) return { contentType, contentId, canonicalUrl: canonicalUrl(id, url) };
	const host = siteHosts.includes(url.host) ? url.host : siteHosts[0];
	const number = OTHER_ID.exec(url.parameters.get('id') ?? '')?.[0];
	const page = `https://${host}${onPath?.[0] ?? ''}${number ? `?id=${number}` : ''}`;
	return { contentType, contentId, canonicalUrl: page };
}

/**
 * Reads long URLs by rules: where one leads by the first rule that fits; null where none does.
 *
 * @param siteHosts the hosts that an address of ours may have; the first where a URL has another
 */
export function pageReader(siteHosts: readonly string[], rules: readonly PageRule[]) {
	return (url: UrlParts): Target | null => {
		if (OBSTACLE.test(url.path)) return null;
		for (const rule of rules) {
			const target = readPage(rule, url, siteHosts);
			if (target) return target;
		}
		return null;
	};
}
