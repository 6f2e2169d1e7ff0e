import { readOneAuthor } from '../author';
import type { AuthorDetails, AuthorFields } from '../author';
import { at, count, id, text } from '../json';
import { place, refusal } from '../list';
import { handleOf, lastUrl } from './posts';

function fieldsOf(user: unknown, secUid: string): AuthorFields {
	return {
		author_id: secUid,
		author_name: text(at(user, 'nickname')),
		author_handle: handleOf(user),
		bio: text(at(user, 'signature')),
		location: place(at(user, 'ip_location')),
		follower_count: count(at(user, 'follower_count')),
		following_count: count(at(user, 'following_count')),
		like_count: count(at(user, 'total_favorited')),
		post_count: count(at(user, 'aweme_count')),
		avatar_url: lastUrl(at(user, 'avatar_larger', 'url_list')),
		canonical_url: `https://www.douyin.com/user/${secUid}`,
	};
}

/** Authors of Douyin (抖音): `data.user`. */
export const douyinAuthor: AuthorDetails = {
	request: { method: 'GET', url: '/api/douyin/get-user-detail/v3' },
	idParameter: 'secUid',
	readAuthor(data, askedId) {
		const user = at(data, 'user');
		const secUid = id(at(user, 'sec_uid'));
		const refused = refusal(at(data, 'status_code'), 0, at(data, 'status_msg'));
		return readOneAuthor(user, secUid, secUid === askedId, (found) => fieldsOf(user, found), refused);
	},
};
