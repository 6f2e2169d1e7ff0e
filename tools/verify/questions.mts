/** The questions that only the real API can answer, as data. They are asked in this order. */
import { shortLink } from '../sandbox/links.mts';

/** What the user gives links for. */
export const LINK_KINDS = ['video', 'note', 'user', 'live', 'deleted', 'nonsense'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** One short link for each kind, as the API documents it; what is missing is skipped. */
export type Links = Partial<Record<LinkKind, string>>;

/** How the user is asked for a link. */
export const LINK_PROMPTS: Readonly<Record<LinkKind, string>> = {
	video: 'A video',
	note: 'An image post',
	user: 'A user profile',
	live: 'A live room that is on air',
	deleted: 'A post that has been deleted',
	nonsense: 'A code that was never issued',
};

/** A code that no app has issued, as far as anybody knows. */
export const NONSENSE_LINK = 'https://v.douyin.com/zzzzzzzzzzz/';

/** Nobody's token. Fixed, so that it can never be somebody's by chance. */
export const MADE_UP_TOKEN = 'made-up-by-verify-live-0000';

/** What the sandbox is asked instead of the user's links. For the last two it can only guess. */
export const SANDBOX_LINKS: Readonly<Record<LinkKind, string>> = {
	video: shortLink('video'),
	note: shortLink('note'),
	user: shortLink('user'),
	live: shortLink('live'),
	deleted: shortLink('c201'),
	nonsense: shortLink('c400'),
};

export interface Question {
	id: 'balance' | 'wrongTokenBalance' | 'wrongToken' | LinkKind | 'longLink';
	/** Who answers, in the plural: it begins sentences of the report. */
	subject: string;
	/** What stays unknown as long as this is not asked. */
	open: string;
	route: 'balance' | 'link';
	token: 'own' | 'madeUp';
	/** The user's link of a kind, the long link of the video that was found, the nonsense link, or none. */
	sends: LinkKind | 'longLink' | 'anything' | 'nothing';
	/** What is known before. */
	cost: 'free' | 'presumably free' | 'may be billed';
	/** What the node must make of the answer; empty where nobody knows yet. */
	expects: readonly string[];
}

const aboutLink = (id: LinkKind, subject: string, open: string, ...expects: string[]): Question => ({
	id,
	subject,
	open,
	route: 'link',
	token: 'own',
	sends: id,
	cost: 'may be billed',
	expects,
});

export const QUESTIONS: readonly Question[] = [
	{
		id: 'balance',
		subject: 'Balance checks',
		open: 'the shape of the balance, which the credential test reads',
		route: 'balance',
		token: 'own',
		sends: 'nothing',
		cost: 'free',
		expects: ['balance'],
	},
	{
		id: 'wrongTokenBalance',
		subject: 'Balance checks with a wrong token',
		open: 'whether the credential test recognises a wrong token',
		route: 'balance',
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
		token: 'madeUp',
		sends: 'anything',
		cost: 'presumably free',
		expects: ['invalid_token'],
	},
	aboutLink('video', 'Videos', 'the shape of a success, its price and its time', 'video'),
	aboutLink(
		'note',
		'Image posts',
		'whether image posts give a URL, the home page or an error',
		'note',
		'slides',
	),
	aboutLink('user', 'Profiles', 'whether profiles are resolved', 'user'),
	aboutLink('live', 'Live rooms', 'whether live rooms are resolved', 'live'),
	aboutLink('deleted', 'Deleted posts', 'the answer for deleted posts, and whether it is billed'),
	aboutLink(
		'nonsense',
		'Codes that were never issued',
		'the answer for a dead code, and whether it is billed',
	),
	{
		id: 'longLink',
		subject: 'Long links',
		open: 'whether the API refuses a long link (400), and whether that is free',
		route: 'link',
		token: 'own',
		sends: 'longLink',
		cost: 'may be billed',
		expects: ['invalid_parameters'],
	},
];

/** Never asked, because each would cost a call and the node does not depend on it. */
export const NOT_ASKED: readonly string[] = [
	'`http://` links and links without the slash at the end: the node always sends the documented form',
	'what the codes 101, 202, 300, 404, 503 and 602 mean: they cannot be provoked',
	'the rate limit: finding it would cost many calls',
];
