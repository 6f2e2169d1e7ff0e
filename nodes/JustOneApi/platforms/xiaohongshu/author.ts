import { readOneAuthor } from '../author';
import type { AuthorDetails, AuthorFields } from '../author';
import { at, count, id, text, webUrl } from '../json';
import { place, refusal } from '../list';
import { pageUrl } from './posts';

function fieldsOf(user: unknown, userId: string): AuthorFields {
	return {
		author_id: userId,
		author_name: text(at(user, 'nickname')),
		author_handle: id(at(user, 'red_id')),
		bio: text(at(user, 'desc')),
		location: place(at(user, 'ip_location')),
		follower_count: count(at(user, 'fans')),
		following_count: count(at(user, 'follows')),
		like_count: count(at(user, 'liked')),
		post_count: count(at(user, 'ndiscovery')) ?? count(at(user, 'note_num_stat', 'posted')),
		avatar_url: webUrl(at(user, 'imageb')) ?? webUrl(at(user, 'images')),
		canonical_url: pageUrl(`user/profile/${userId}`, at(user, 'share_link')),
	};
}

/** Authors of Xiaohongshu (小红书): the data themselves. */
export const xiaohongshuAuthor: AuthorDetails = {
	request: { method: 'GET', url: '/api/xiaohongshu/get-user/v3' },
	idParameter: 'userId',
	readAuthor(data, askedId) {
		const userId = id(at(data, 'userid'));
		const refused = refusal(at(data, 'result', 'code'), 0, at(data, 'result', 'message'));
		return readOneAuthor(data, userId, userId === askedId, (found) => fieldsOf(data, found), refused);
	},
};
