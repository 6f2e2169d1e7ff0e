import type { NoPage } from './list';

/** What an answer says of an author. The same fields on every platform; null where the answer does not say. */
export interface AuthorFields {
	/** As the endpoints for authors take it, and as the author's posts have it. */
	author_id: string;
	author_name: string | null;
	/** The name that the author chose for finding them. */
	author_handle: string | null;
	bio: string | null;
	/** Where the author is, in Chinese, as the platform shows it. */
	location: string | null;
	/** Null on Bilibili: another endpoint has it. */
	follower_count: number | null;
	following_count: number | null;
	/** Likes that the author's posts got, in all. */
	like_count: number | null;
	post_count: number | null;
	avatar_url: string | null;
	/** The author's page. */
	canonical_url: string;
}

/**
 * What the data of an answer came to: the author who was asked for, or why not. `absent`: no author in it. `other`:
 * another one. `refused`: the platform's own code says so.
 */
export type AuthorReading =
	| { ok: true; fields: AuthorFields; raw: unknown }
	| NoPage
	| { ok: false; why: 'other'; code: null; said: '' };

/** An endpoint that takes an author's ID. */
interface AuthorRequest {
	request: { method: 'GET'; url: string };
	/** The query parameter that takes the author's ID. */
	idParameter: string;
}

/** How the authors of one platform are asked for and read. */
export interface AuthorDetails extends AuthorRequest {
	/**
	 * Reads the `data` of an answer with code 0. Never throws: a field that is missing or of another type is null.
	 *
	 * @param askedId the ID that was sent
	 */
	readAuthor(data: unknown, askedId: string): AuthorReading;
	/** The endpoint that has the counts of followers, where they are not in the first answer: a second billed call. */
	followers?: AuthorRequest & {
		/** Reads the `data` of an answer with code 0. Never throws. */
		readFollowers(
			data: unknown,
		): { ok: true; fields: Pick<AuthorFields, 'follower_count' | 'following_count'>; raw: unknown } | NoPage;
	};
}

/**
 * The author who was asked for, if it is the one in the answer.
 *
 * @param raw whatever stands in the author's place
 * @param id the ID in it; null where there is none
 * @param isAsked whether that is the asked one
 * @param refused what the platform's own code says
 */
export function readOneAuthor(
	raw: unknown,
	id: string | null,
	isAsked: boolean,
	fieldsOf: (id: string) => AuthorFields,
	refused: NoPage | null = null,
): AuthorReading {
	if (id === null) return refused ?? { ok: false, why: 'absent', code: null, said: '' };
	if (!isAsked) return { ok: false, why: 'other', code: null, said: '' };
	return { ok: true, fields: fieldsOf(id), raw };
}
