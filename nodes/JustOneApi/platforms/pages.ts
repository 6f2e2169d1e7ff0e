import type { ContentType, Target, UrlParts } from './target';

/** A kind of page of a platform. */
export interface PageRule {
	contentType: ContentType;
	/** On which hosts the page stands; on all of the platform's where there is none. */
	host?: RegExp;
	/** Matches the path; its first group is the ID, if the page has one. */
	path: RegExp;
	/** Where the ID stands instead, as a parameter: its first group. */
	query?: RegExp;
	/** The ID as the API takes it; null where nothing can have it. */
	idOf?: (found: string) => string | null;
	/** The page's address without the sharer. */
	canonicalUrl: (id: string, url: UrlParts) => string;
}

/** A page without an ID of ours: its address without the query, which may name the sharer. */
export const withoutQuery = (_: string, { host, path }: UrlParts): string => `https://${host}${path}`;

function readPage(rule: PageRule, url: UrlParts): Target | null {
	if (rule.host && !rule.host.test(url.host)) return null;
	const onPath = rule.path.exec(url.path);
	const found = onPath && rule.query ? rule.query.exec(url.query) : onPath;
	if (!found) return null;
	const written = found[1] ?? '';
	const id = rule.idOf ? rule.idOf(written) : written;
	if (id === null) return null;
	const { contentType } = rule;
	const contentId = contentType === 'other' || id === '' ? null : id;
	return { contentType, contentId, canonicalUrl: rule.canonicalUrl(id, url) };
}

/** Where a long URL leads by the first rule that fits; null where none does. */
export function readByPages(rules: readonly PageRule[], url: UrlParts): Target | null {
	for (const rule of rules) {
		const target = readPage(rule, url);
		if (target) return target;
	}
	return null;
}
