/** A platform as it is named in the output: douyin, kuaishou, bilibili or xiaohongshu. */
export type PlatformName = string;

/** What a link or a redirect URL leads to. The first four are posts and carry a video ID. */
export type ContentType =
	| 'video'
	| 'note'
	| 'slides'
	| 'article'
	| 'user'
	| 'live'
	| 'mix'
	| 'music'
	| 'other';

/** The call that a failure is about: for a short link, a post, an author, or a page of a list. */
export type Step = 'resolve' | 'details' | 'author' | 'list';

/** Why a row has no result. Public: users branch on these words. */
export type Reason =
	| 'invalid_token'
	| 'no_content'
	| 'collection_failed'
	| 'rate_limited'
	| 'daily_quota_exceeded'
	| 'invalid_parameters'
	| 'server_error'
	| 'service_unavailable'
	| 'endpoint_disabled'
	| 'permission_denied'
	| 'insufficient_balance'
	| 'token_limit_reached'
	| 'unknown_code'
	| 'timeout'
	| 'network'
	| 'bad_response'
	| 'no_text'
	| 'no_link'
	| 'damaged_link'
	| 'other_site'
	| 'rounded_id'
	| 'only_id'
	| 'no_author'
	| 'ambiguous_id'
	| 'no_keyword'
	| 'author_not_found'
	| 'no_post'
	| 'pass_phrase'
	| 'no_target'
	| 'credential_missing'
	| 'invalid_settings'
	| 'max_calls_reached'
	| 'cancelled'
	| 'node_fault';

/** What a run came to, and below that each reason for which rows failed. Public: it stands in the output as `cost.run`. */
export interface RunTotals extends Partial<Record<Reason, number>> {
	/** Rows that came in. */
	rows: number;
	/** Different links in them. */
	links: number;
	/** Calls made, repeats included. */
	calls: number;
	billed: number;
	/** Calls of which it is unknown whether they were billed. */
	billed_unknown: number;
	retries: number;
	/** Results and failures that another row, or an earlier run, had called for. */
	reused: number;
	/** Links that carry their ID: resolved without a call. */
	free: number;
	/** Links, and texts without one, that have no result. */
	failed: number;
	/** Lists without an item. Left out where it is 0, as the next two are. */
	empty?: number;
	/** Lists that ended although the API promised more. */
	ended_early?: number;
	/** Lists that "Max Billed Calls", or 100 calls without it, ended in "Stop" mode. */
	cut?: number;
}

/** What a row came to. Public: with the option "Add Cost" it stands in each item. */
export interface RowCost {
	/** Calls made for this row; they stand on its first item. */
	attempts: number;
	/** Whether this row was billed; null where that is unknown. */
	billed: boolean | null;
	/** How many of the calls were billed. */
	billed_calls: number;
	/** Of how many it is unknown whether they were billed. */
	billed_unknown: number;
	/** Another row, or an earlier run, paid for the result. */
	reused: boolean;
	/** The whole run of the node, the same on all its items. */
	run: RunTotals;
}

/** A resolved link, as a row of the output. Public: users map these fields. */
export interface ResolvedItem {
	/** The link that was resolved: a short link in its documented form, or the long link as pasted. */
	share_url: string;
	/** Exactly as the API returned it; for a link that was read without a call, that link. */
	redirect_url: string;
	/** The post's ID on its platform, as text; null where the link leads to no post. */
	video_id: string | null;
	content_type: ContentType;
	/** The ID of whatever the link leads to; equals `video_id` for posts. */
	content_id: string | null;
	/** The address without whoever shared it. */
	canonical_url: string;
	/** `api` cost a call, made for this row, for another one or in an earlier run; `link` was free. */
	resolved_by: 'api' | 'link';
	platform: PlatformName;
	/** The moment that the post's ID names, usually minutes before publication: ISO 8601, UTC. Null where it names none. */
	created_at: string | null;
	/** Only with Output set to Raw: the data of the API's answer; null where no call was made. */
	raw?: unknown;
	/** Only with the option "Add Cost". */
	cost?: RowCost;
}

/**
 * A post, as a row of the output. Public: users map these fields. Every one is text, number or null, so that a Data
 * Table, a sheet and a database take the item as it is.
 */
export interface PostItem {
	platform: PlatformName;
	/** The post's ID on its platform, as text. */
	post_id: string;
	/** `video`, `note` or `slides`; null where neither the answer nor the link says. */
	content_type: ContentType | null;
	title: string | null;
	text: string | null;
	author_name: string | null;
	author_id: string | null;
	author_handle: string | null;
	/** ISO 8601, UTC. */
	published_at: string | null;
	duration_seconds: number | null;
	like_count: number | null;
	comment_count: number | null;
	share_count: number | null;
	collect_count: number | null;
	play_count: number | null;
	/** `#a #b`. */
	hashtags: string | null;
	cover_url: string | null;
	/** Some live one hour. */
	video_url: string | null;
	/** One URL a line. */
	image_urls: string | null;
	music_title: string | null;
	canonical_url: string;
	/** The link that led to the post; null for a bare ID. */
	share_url: string | null;
	/** When the post was asked for: ISO 8601, UTC. */
	fetched_at: string;
	/** The moment that the post's ID names, usually minutes before publication: ISO 8601, UTC. Null where it names none. */
	created_at: string | null;
	/** Only with Output set to Raw: the API's own object. */
	raw?: unknown;
}

/** A post in a list, as a row of the output. Public: users map these fields. */
export interface ListedPostItem extends PostItem {
	/** Whether the author pinned it in front of the list; null where the list does not say. */
	is_pinned: boolean | null;
	/** Whether the API cut the text, or may have; null where that is not known. */
	is_text_cut: boolean | null;
}

/** A comment, as a row of the output. Public: users map these fields. */
export interface CommentItem {
	platform: PlatformName;
	post_id: string;
	comment_id: string;
	/** The comment that this one is a reply to; null for one of the first level. */
	parent_comment_id: string | null;
	text: string | null;
	author_name: string | null;
	/** Null on Xiaohongshu, whose answers have a pseudonym in its place. */
	author_id: string | null;
	author_handle: string | null;
	like_count: number | null;
	reply_count: number | null;
	/** ISO 8601, UTC. */
	published_at: string | null;
	/** Where its author was, in Chinese, as the platform shows it. */
	location: string | null;
	/** One URL a line. */
	image_urls: string | null;
	/** Null where the platform does not say. */
	is_pinned: boolean | null;
	/** The post's page. */
	canonical_url: string;
	/** When the comment was asked for: ISO 8601, UTC. */
	fetched_at: string;
	/** Only with Output set to Raw: the API's own object. */
	raw?: unknown;
}

/** An author, as a row of the output. Public: users map these fields. */
export interface AuthorItem {
	platform: PlatformName;
	/** As every operation takes it, and as the author's posts have it. */
	author_id: string;
	author_name: string | null;
	/** The name that the author chose for finding them; null on Kuaishou and Bilibili. */
	author_handle: string | null;
	bio: string | null;
	/** Where the author is, in Chinese, as the platform shows it. */
	location: string | null;
	/** On Bilibili only with the option "Include Follower Count". So is `following_count`. */
	follower_count: number | null;
	following_count: number | null;
	/** Likes that the author's posts got, in all. */
	like_count: number | null;
	post_count: number | null;
	avatar_url: string | null;
	canonical_url: string;
	/** When the author was asked for: ISO 8601, UTC. */
	fetched_at: string;
	/** Only with Output set to Raw: the API's own object. */
	raw?: unknown;
}

/** A link that was found in a text, as a row of the output. Public: users map these fields. */
export interface ExtractedItem {
	/** The link: a short link in its documented form, or the long link as pasted. */
	share_url: string;
	platform: PlatformName;
	/** Null for a short link: only the API knows where it leads. So are the next three. */
	content_type: ContentType | null;
	/** The post's ID as text; null also where the link leads to no post. */
	video_id: string | null;
	/** The ID of whatever the link leads to; equals `video_id` for posts. */
	content_id: string | null;
	/** The address without the sharer's device and user IDs. */
	canonical_url: string | null;
	/** Billed calls to resolve the link: 0 where it carries the ID, else 1. */
	calls_to_resolve: number;
	/** Billed calls to get the post, at most; null where the link names something else. */
	calls_to_get: number | null;
	/** The moment that the post's ID names, usually minutes before publication: ISO 8601, UTC. Null where it names none. */
	created_at: string | null;
}

/** The balance of an account, as a row of the output. Public: users map these fields. */
export interface BalanceItem {
	balance: number;
	/** As the API names it, such as CNY; null where it names none. */
	currency: string | null;
}

/** What a failed row says about itself. Public: users branch on these fields. */
export interface FailureDetails {
	reason: Reason;
	/** The API's business code; null where it gave none. */
	code: number | null;
	http_status: number | null;
	/** Whether trying again may help. */
	retryable: boolean;
	/** Whether this row was billed; null where nobody can know. */
	billed: boolean | null;
	/** Calls made for this row; 0 where it failed without one or shares another row's call. */
	attempts: number;
	/** The link; null where the text held none. */
	share_url: string | null;
	/** The API's ID of the call, for asking its support. */
	request_id: string | null;
	/** The call that failed: `resolve` for a short link, `details` for a post; null where the row never came to a call. */
	step: Step | null;
	/** Whose link or post it is; null where nobody knows. */
	platform: string | null;
	/** Only where a list broke off: put into "Start From Cursor", it goes on behind what was paid for. */
	next_cursor?: string;
	/** Only with the option "Add Cost": what the row and the run came to. */
	cost?: object;
}

/**
 * A failed row. n8n sends an item to the error branch, with its row merged in, only if its keys are
 * exactly these three.
 */
export interface FailureRecord {
	/** What happened, and to which link. */
	error: string;
	/** What to do. */
	message: string;
	details: FailureDetails;
}
