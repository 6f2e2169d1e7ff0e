/** The questions that only the real API can answer, as data. They are asked in this order. */
import type { PlatformName } from '../../nodes/JustOneApi/platforms/platform.ts';
import { postId } from '../sandbox/ids.mts';
import { shortLink } from '../sandbox/links.mts';
import { sisterLink } from '../sandbox/sisters.mts';

/** What the user gives links for. */
export const LINK_KINDS = [
	...(['imageNote', 'video', 'note', 'user', 'live', 'deleted', 'nonsense'] as const),
	...(['kuaishou', 'bilibili', 'xiaohongshu', 'xhslinkCn'] as const),
] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** One short link for each kind, as the API documents it, and the ID of the image note; what is missing is skipped. */
export type Links = Partial<Record<LinkKind, string>>;

/** How the user is asked for a link. */
export const LINK_PROMPTS: Readonly<Record<LinkKind, string>> = {
	imageNote: 'The long link or the ID of a Xiaohongshu image note',
	video: 'A Douyin video',
	note: 'An image post',
	user: 'A user profile',
	live: 'A live room that is on air',
	deleted: 'A post that has been deleted',
	nonsense: 'A code that was never issued',
	kuaishou: 'A Kuaishou video',
	bilibili: 'A Bilibili video',
	xiaohongshu: 'A Xiaohongshu note, shared as xhslink.com',
	xhslinkCn: 'A Xiaohongshu note, shared as xhslink.cn',
};

/** A code that no app has issued, as far as anybody knows. */
export const NONSENSE_LINK = 'https://v.douyin.com/zzzzzzzzzzz/';

/** Nobody's token. Fixed, so that it can never be somebody's by chance. */
export const MADE_UP_TOKEN = 'made-up-by-verify-live-0000';

/** What the sandbox is asked instead of the user's links. Where nobody has seen an answer, it can only guess. */
export const SANDBOX_LINKS: Readonly<Record<LinkKind, string>> = {
	imageNote: postId('xiaohongshu', 'note'),
	video: shortLink('video'),
	note: shortLink('note'),
	user: shortLink('user'),
	live: shortLink('live'),
	deleted: shortLink('c201'),
	nonsense: shortLink('c400'),
	kuaishou: sisterLink('kuaishou', 'video'),
	bilibili: sisterLink('bilibili', 'video'),
	xiaohongshu: sisterLink('xiaohongshu', 'note'),
	xhslinkCn: 'https://xhslink.cn/o/AbC12dE',
};

export interface Question {
	id:
		| 'balance'
		| 'bearer'
		| 'wrongTokenBalance'
		| 'wrongToken'
		| LinkKind
		| 'longLink'
		| `${PlatformName}Gone`;
	/** Who answers, in the plural: it begins sentences of the report. */
	subject: string;
	/** What stays unknown as long as this is not asked. */
	open: string;
	route: 'balance' | 'link' | 'post';
	/** Whose endpoint is asked; the balance route has none. */
	platform: PlatformName;
	/** For the endpoint of a post: asked for as what a link calls it. */
	asVideo?: boolean;
	token: 'own' | 'madeUp';
	/** The token stands in a header, as with other APIs, instead of the URL. */
	inHeader?: boolean;
	/** The user's link of a kind, the long link of the video that was found, the nonsense link, or none. */
	sends: LinkKind | 'longLink' | 'anything' | 'nothing' | { id: string };
	/** What is known before. */
	cost: 'free' | 'presumably free' | 'may be billed';
	/** What the node must make of the answer; empty where nobody knows yet. */
	expects: readonly string[];
}

const aboutLink = (
	id: LinkKind,
	subject: string,
	open: string,
	platform: PlatformName,
	...expects: string[]
): Question => ({
	id,
	subject,
	open,
	route: 'link',
	platform,
	token: 'own',
	sends: id,
	cost: 'may be billed',
	expects,
});

/** An ID that nobody was given, as far as anybody knows. In the sandbox it names a post that is gone. */
const aboutGone = (platform: PlatformName): Question => ({
	id: `${platform}Gone`,
	subject: `Made-up IDs of ${platform}`,
	open: 'the answer for a post that is not there, and whether it is billed',
	route: 'post',
	platform,
	token: 'own',
	sends: { id: postId(platform, 'gone') },
	cost: 'may be billed',
	expects: ['no_content'],
});

export const QUESTIONS: readonly Question[] = [
	{
		id: 'balance',
		subject: 'Balance checks',
		open: 'the shape of the balance, which the credential test reads',
		route: 'balance',
		platform: 'douyin',
		token: 'own',
		sends: 'nothing',
		cost: 'free',
		expects: ['balance'],
	},
	{
		id: 'imageNote',
		subject: 'Image notes at v6',
		open: "whether Xiaohongshu's v6 takes image notes, so that one endpoint is enough",
		route: 'post',
		platform: 'xiaohongshu',
		asVideo: true,
		token: 'own',
		sends: 'imageNote',
		cost: 'may be billed',
		expects: [],
	},
	{
		id: 'bearer',
		subject: 'Balance checks with a header',
		open: 'whether `Authorization: Bearer` is taken instead of the token in the URL',
		route: 'balance',
		platform: 'douyin',
		token: 'own',
		inHeader: true,
		sends: 'nothing',
		cost: 'free',
		expects: [],
	},
	{
		id: 'wrongTokenBalance',
		subject: 'Balance checks with a wrong token',
		open: 'whether the credential test recognises a wrong token',
		route: 'balance',
		platform: 'douyin',
		token: 'madeUp',
		sends: 'nothing',
		cost: 'free',
		expects: ['invalid_token'],
	},
	{
		id: 'wrongToken',
		subject: 'Calls with a wrong token',
		open: 'code and HTTP status of a wrong token',
		route: 'link',
		platform: 'douyin',
		token: 'madeUp',
		sends: 'anything',
		cost: 'presumably free',
		expects: ['invalid_token'],
	},
	aboutLink('video', 'Videos', 'the shape of a success, its price and its time', 'douyin', 'video'),
	aboutLink(
		'note',
		'Image posts',
		'whether image posts give a URL, the home page or an error',
		'douyin',
		'note',
		'slides',
	),
	aboutLink('user', 'Profiles', 'whether profiles are resolved', 'douyin', 'user'),
	aboutLink('live', 'Live rooms', 'whether live rooms are resolved', 'douyin', 'live'),
	aboutLink('deleted', 'Deleted posts', 'the answer for deleted posts, and whether it is billed', 'douyin'),
	aboutLink(
		'nonsense',
		'Codes that were never issued',
		'the answer for a dead code, and whether it is billed',
		'douyin',
	),
	{
		id: 'longLink',
		subject: 'Long links',
		open: 'whether the API refuses a long link (400), and whether that is free',
		route: 'link',
		platform: 'douyin',
		token: 'own',
		sends: 'longLink',
		cost: 'may be billed',
		expects: ['invalid_parameters'],
	},
	aboutLink('kuaishou', 'Kuaishou links', "the form of Kuaishou's redirects", 'kuaishou', 'video', 'note'),
	aboutLink('bilibili', 'Bilibili links', "the form of Bilibili's redirects", 'bilibili', 'video'),
	aboutLink(
		'xiaohongshu',
		'Xiaohongshu links',
		'whether the redirect keeps its token',
		'xiaohongshu',
		'video',
		'note',
	),
	aboutLink('xhslinkCn', 'Links of xhslink.cn', 'whether xhslink.cn is taken', 'xiaohongshu'),
	aboutGone('douyin'),
	aboutGone('kuaishou'),
	aboutGone('bilibili'),
	aboutGone('xiaohongshu'),
];

/** Never asked, because each would cost a call and the node does not depend on it. */
export const NOT_ASKED: readonly string[] = [
	'`http://` links and links without the slash at the end: the node always sends the documented form',
	'what the codes 101, 202, 300, 404, 503 and 602 mean: they cannot be provoked',
	"Kuaishou's image posts and Douyin's live photos: their details, and how long links to media live",
	'the rate limit: finding it would cost many calls',
];
