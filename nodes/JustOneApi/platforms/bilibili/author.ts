import { readOneAuthor } from '../author';
import type { AuthorDetails, AuthorFields } from '../author';
import { at, count, id, text, webUrl } from '../json';
import { inner } from './lists';

function fieldsOf(info: unknown, mid: string): AuthorFields {
	return {
		author_id: mid,
		author_name: text(at(info, 'name')),
		author_handle: null,
		bio: text(at(info, 'sign')),
		location: null,
		follower_count: null,
		following_count: null,
		like_count: null,
		post_count: null,
		avatar_url: webUrl(at(info, 'face')),
		canonical_url: `https://space.bilibili.com/${mid}`,
	};
}

/** Authors of Bilibili (哔哩哔哩): the state of their page, `data.space.info`, and two counts by another call. */
export const bilibiliAuthor: AuthorDetails = {
	request: { method: 'GET', url: '/api/bilibili/get-user-detail/v2' },
	idParameter: 'uid',
	readAuthor(data, askedId) {
		const info = at(data, 'space', 'info');
		const mid = id(at(info, 'mid'));
		return readOneAuthor(info, mid, mid === askedId, (found) => fieldsOf(info, found));
	},
	followers: {
		request: { method: 'GET', url: '/api/bilibili/get-user-relation-stat/v1' },
		idParameter: 'wmid',
		readFollowers(data) {
			const { refused, data: raw } = inner(data);
			const follower_count = count(at(raw, 'follower'));
			const following_count = count(at(raw, 'following'));
			if (refused) return refused;
			if (follower_count === null) return { ok: false, why: 'absent', code: null, said: '' };
			return { ok: true, fields: { follower_count, following_count }, raw };
		},
	},
};
