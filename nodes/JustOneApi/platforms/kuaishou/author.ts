import { readOneAuthor } from '../author';
import type { AuthorDetails, AuthorFields } from '../author';
import { at, count, countAboveZero, id, text, webUrl } from '../json';
import { refusal } from '../list';
import { urlsIn } from './posts';

function fieldsOf(owner: unknown, userId: string): AuthorFields {
	const profile = at(owner, 'profile');
	const counts = at(owner, 'ownerCount');
	return {
		author_id: userId,
		author_name: text(at(profile, 'user_name')),
		author_handle: null,
		bio: text(at(profile, 'user_text')),
		location: null,
		follower_count: count(at(counts, 'fan')),
		// Always 0, as likes are.
		following_count: countAboveZero(at(counts, 'follow')),
		like_count: countAboveZero(at(counts, 'like')),
		post_count: count(at(counts, 'photo_public')) ?? count(at(counts, 'photo')),
		avatar_url: urlsIn(at(profile, 'bigHeadUrls'))[0] ?? webUrl(at(profile, 'headurl')),
		canonical_url: `https://www.kuaishou.com/profile/${userId}`,
	};
}

/** The answer names an author by the number alone, so another form of ID cannot be compared. */
const isAsked = (userId: string | null, askedId: string) => userId === askedId || !/^\d+$/.test(askedId);

/** Authors of Kuaishou (快手): `data.userProfile`. */
export const kuaishouAuthor: AuthorDetails = {
	request: { method: 'GET', url: '/api/kuaishou/get-user-detail/v1' },
	idParameter: 'userId',
	readAuthor(data, askedId) {
		const owner = at(data, 'userProfile');
		const userId = id(at(owner, 'profile', 'user_id'));
		const refused = refusal(at(data, 'result'), 1, at(data, 'error_msg'));
		return readOneAuthor(owner, userId, isAsked(userId, askedId), (found) => fieldsOf(owner, found), refused);
	},
};
