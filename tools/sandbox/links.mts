/** What a short code leads to. All of it is made from a hash, so that the same code always gives the same ids. */
import { createHash } from 'node:crypto';
import { createdAt, postIdBehind, snowflake } from './ids.mts';

const hash = (text: string): Buffer => createHash('sha512').update(text).digest();

/** An even spread of numbers in [0, 1), always the same for the same text: chance that can be repeated. */
export const fraction = (text: string): number => hash(text).readUInt32BE(0) / 2 ** 32;

/** The 19-digit id of the video, post, room, collection or music behind a short code. */
export const contentId = (code: string): string => postIdBehind('douyin', code);

/** The `mid` (music) of the post: like its id to the eye, created 2 s earlier, never the right answer. */
export const musicId = (code: string): string => snowflake(createdAt(code) - 2, `mid ${code}`);

/** The author's sec_uid. Device ids (`did`, `iid`) have the same shape. */
export const secUid = (code: string): string => opaqueId(`sec_uid ${code}`);
const opaqueId = (salt: string) => 'MS4wLjABAAAA' + hash(salt).toString('base64url').slice(0, 64);

/** The link that plays a scenario: `shortLink('c301', 'Ab12')` is `https://v.douyin.com/c301-Ab12/`. */
export const shortLink = (name: string, tail = 'Ab12'): string => `https://v.douyin.com/${name}-${tail}/`;

/** The query of a share page, in the order of the vendor's example. */
function shareQuery(code: string, ...more: string[]): string {
	const seconds = createdAt(code) + 3600;
	return [
		'from_ssr=1',
		'video_share_track_ver=',
		`did=${opaqueId(`did ${code}`)}`,
		`mid=${musicId(code)}`,
		`ts=${seconds}`,
		'share_track_info=%7B%22link_description_type%22:%22%22%7D',
		'region=CN',
		`share_sign=${hash(`sign ${code}`).toString('base64url').slice(0, 40)}.Y-`,
		'with_sec_did=1',
		'titleType=title',
		`activity_info=%7B%22social_share_time%22:%22${seconds}%22,%22social_author_id%22:%22111005484618%22%7D`,
		`timestamp=${seconds + 1}`,
		`u_code=${hash(`u_code ${code}`).toString('hex').slice(0, 12)}`,
		`iid=${opaqueId(`iid ${code}`)}`,
		...more,
		'utm_campaign=client_share',
		'app=aweme',
	].join('&');
}

const sharePage = (kind: string, code: string, ...more: string[]) =>
	`https://www.iesdouyin.com/share/${kind}/${contentId(code)}/?${shareQuery(code, ...more)}`;

/** The page behind a short code, as the API names it in redirect_url, for each type of content. */
export const PAGES = {
	video: (code: string) => sharePage('video', code),
	desktop: (code: string) => `https://www.douyin.com/video/${contentId(code)}?previous_page=app_code_link`,
	/** What an HTML decoder makes of `&region` and `&timestamp`. */
	mangled: (code: string) => sharePage('video', code).replace('&reg', '®').replace('&times', '×'),
	note: (code: string) => sharePage('note', code, 'schema_type=37'),
	slides: (code: string) => sharePage('slides', code, 'is_slides=1', 'schema_type=37'),
	mix: (code: string) => sharePage('mix/detail', code, `object_id=${contentId(code)}`),
	music: (code: string) => sharePage('music', code),
	hashtag: (code: string) =>
		`https://www.iesdouyin.com/share/challenge/${contentId(code).slice(0, 16)}?${shareQuery(code)}`,
	/** did and iid, which look like a sec_uid, stand before it in the query. */
	user: (code: string) =>
		`https://www.iesdouyin.com/share/user/${secUid(code)}?` + shareQuery(code, `sec_uid=${secUid(code)}`),
	/** With raw JSON in the query, as live share pages have it. */
	live: (code: string) =>
		`https://webcast.amemv.com/douyin/webcast/reflow/${contentId(code)}?` +
		shareQuery(code, 'extra_params={"channel":"0"}', `roomId=${contentId(code)}`),
	foreign: (code: string) => `https://evil.example/share/video/${contentId(code)}/`,
};
