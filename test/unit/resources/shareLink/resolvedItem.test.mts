import { resolvedItem } from '../../../../nodes/JustOneApi/resources/shareLink/resolvedItem.ts';
import { readLanding } from '../../../../nodes/JustOneApi/link/landing.ts';
import { findShareLinks } from '../../../../nodes/JustOneApi/link/shareLink.ts';
import { douyin } from '../../../../nodes/JustOneApi/platforms/douyin/index.ts';

const ID = '7579132723441323298';
const SEC_UID = 'MS4wLjABAAAAwz8foi5PgE-vZ3gLx2DcqAcmry_Hv5TCjmL11BXEFdc';
const SHORT = 'https://v.douyin.com/AbC12/';

function itemOf(text: string, redirectUrl?: string) {
	const [link] = findShareLinks(text);
	if (redirectUrl === undefined) {
		if (!link.target) throw new Error('A short link says nothing by itself');
		return resolvedItem(link, link.target, link.url, 'link');
	}
	const landing = readLanding(douyin, redirectUrl);
	if (landing.found !== 'target') throw new Error(landing.found);
	return resolvedItem(link, landing.target, redirectUrl, 'api');
}

it.each<[string, string, string | null, string | null, string]>([
	[
		`https://www.iesdouyin.com/share/video/${ID}/?u=1®ion=CN`,
		'video',
		ID,
		ID,
		`https://www.douyin.com/video/${ID}`,
	],
	[`https://www.iesdouyin.com/share/note/${ID}/`, 'note', ID, ID, `https://www.douyin.com/note/${ID}`],
	[`https://www.iesdouyin.com/share/slides/${ID}/`, 'slides', ID, ID, `https://www.douyin.com/note/${ID}`],
	[
		`https://www.iesdouyin.com/share/user/${SEC_UID}?did=x`,
		'user',
		null,
		SEC_UID,
		`https://www.douyin.com/user/${SEC_UID}`,
	],
	[
		`https://webcast.amemv.com/douyin/webcast/reflow/${ID}`,
		'live',
		null,
		ID,
		`https://webcast.amemv.com/douyin/webcast/reflow/${ID}`,
	],
	[
		`https://www.iesdouyin.com/share/mix/detail/${ID}/`,
		'mix',
		null,
		ID,
		`https://www.douyin.com/collection/${ID}`,
	],
	[`https://www.iesdouyin.com/share/music/${ID}`, 'music', null, ID, `https://www.douyin.com/music/${ID}`],
	[
		'https://www.douyin.com/hashtag/1593608573838339?u=1',
		'other',
		null,
		null,
		'https://www.douyin.com/hashtag/1593608573838339',
	],
])(
	'A short link that leads to %s is an item: only posts have a video ID',
	(redirectUrl, contentType, videoId, contentId, canonicalUrl) => {
		expect(itemOf(`看 ${SHORT} 好`, redirectUrl)).toEqual({
			share_url: SHORT,
			redirect_url: redirectUrl,
			video_id: videoId,
			content_type: contentType,
			content_id: contentId,
			canonical_url: canonicalUrl,
			resolved_by: 'api',
			platform: 'douyin',
			created_at: videoId === null ? null : '2025-12-02T05:45:50.000Z',
		});
	},
);

it('A long link is an item without a call, and is its own redirect URL', () => {
	const url = `https://www.douyin.com/jingxuan?modal_id=${ID}&did=x`;
	expect(itemOf(`看 ${url}。`)).toEqual({
		share_url: url,
		redirect_url: url,
		video_id: ID,
		content_type: 'video',
		content_id: ID,
		canonical_url: `https://www.douyin.com/video/${ID}`,
		resolved_by: 'link',
		platform: 'douyin',
		created_at: '2025-12-02T05:45:50.000Z',
	});
});
