/**
 * The scenarios of the sandbox, in ONE table. The short code in the shareUrl chooses: it begins with a name from the
 * table, followed by `-` or by nothing (`https://v.douyin.com/c301x2-Ab12/`). Any other code is an ordinary video.
 */
import { failureKindOfCode, type Reason } from '../../nodes/JustOneApi/failure/failureTable.ts';
import { contentId, PAGES } from './links.mts';
import type { ListSettings } from './lists.mts';

/** One call that has passed the door (token, pace, quota, balance). */
export interface Call {
	code: string;
	shareUrl: string;
	token: string;
	/** The number in the scenario's name: 5000 in `slow5000`, otherwise 0. */
	value: number;
	/** The whole query. */
	params: URLSearchParams;
	/** From 1 on: which call for this link, post or list this is. */
	nth: number;
	/** The setting of that name. */
	lists: ListSettings;
}

/** What is sent back: an envelope around `code` and `data`, or `body` as it stands, or a mishap on the socket. */
export interface Answer {
	/** Left out (undefined): the envelope has no `code`. */
	code?: unknown;
	data?: unknown;
	/** JSON text for `data`, for what JSON.stringify cannot write (19-digit numbers). */
	dataText?: string;
	message?: string | null;
	body?: string;
	contentType?: string;
	httpStatus?: number;
	headers?: Record<string, string>;
	/** ms before the answer, instead of the sandbox's latency. */
	delayMs?: number;
	socket?: 'hang' | 'cut' | 'cutbody';
}

/**
 * What a caller should make of the answer: the type of content, a list, or why there is none and whether the same call may
 * succeed later. (A call without an answer may be billed twice if it is repeated: that needs the user's consent.)
 */
export type Expectation =
	| {
			content_type:
				| 'video'
				| 'note'
				| 'slides'
				| 'user'
				| 'live'
				| 'mix'
				| 'music'
				| 'other'
				| 'list'
				| 'author';
	  }
	| { reason: Reason; retryable: boolean };

/** What a caller can know about the price; null: nothing. The sandbox itself bills the codes 0 and 201, nothing else. */
export type Billed = boolean | null;

export interface Scenario {
	/** As in the short code; `<…>` stands for digits. */
	name: string;
	/** The same with digits filled in, so that it can be used in a link. */
	example: string;
	/** Matches a name; the group, if there is one, holds the digits. */
	pattern: RegExp;
	about: string;
	expect: Expectation;
	billed: Billed;
	/** How many calls of one link answer so before it succeeds as an ordinary video (default: all of them). */
	times?: number;
	answer: (call: Call) => Answer;
}

interface Code {
	message: string;
	/** What the OpenAPI pairs with the code; 200 where it pairs nothing. */
	httpStatus: number;
}

const says = (message: string, httpStatus = 200): Code => ({ message, httpStatus });
const unexplained = says('Request Not Completed');

/** The business codes other than 0, in the vendor's words. What they mean is the node's table's business. */
export const CODES: Readonly<Record<number, Code>> = {
	100: says('Invalid or Inactive Token', 401),
	201: says('No Content'),
	301: says('Collection Failed. Please Retry.'),
	302: says('Rate Limit Exceeded', 429),
	303: says('Daily Quota Exceeded'),
	400: says('Invalid Parameters', 400),
	500: says('Internal Server Error', 500),
	503: says('Service Unavailable', 503),
	600: says('Permission Denied', 403),
	601: says('Insufficient Balance'),
	// In the vendor's list, and nowhere explained.
	101: unexplained,
	202: unexplained,
	300: says('API Invalid'),
	404: unexplained,
	602: says('Token Budget Exceeded'),
};

// --- Answers ---

/** A success that leads to this URL. */
export const redirect = (url: string): Answer => ({ code: 0, data: { redirect_url: url } });

/** The ordinary success: a video. */
export const ordinaryVideo = ({ code }: Pick<Call, 'code'>): Answer => redirect(PAGES.video(code));

/** An envelope with this business code and the vendor's message. */
export const codeAnswer = (code: number): Answer => ({
	code,
	message: CODES[code]?.message ?? `Code ${code}`,
});

/** A gateway's HTML page. */
export const page = (httpStatus: number): Answer => ({
	httpStatus,
	contentType: 'text/html',
	body: `<html><head><title>${httpStatus}</title></head><body><h1>${httpStatus}</h1><hr>gateway</body></html>\n`,
});

const json = (body: string): Answer => ({ body, contentType: 'application/json' });

const to = (kind: keyof typeof PAGES) => (call: Call) => redirect(PAGES[kind](call.code));

/** The ordinary video under another key, or with another `code`. */
const keyed = (key: string) => (call: Call) => ({
	code: 0,
	data: { [key]: PAGES.video(call.code) },
});
const coded = (code: unknown) => (call: Call) => ({ ...ordinaryVideo(call), code });

const retryAfter = ({ value }: Call): Answer => ({
	...codeAnswer(302),
	httpStatus: 429,
	headers: { 'Retry-After': String(value) },
});

// --- The table ---

/** Digits for the placeholders, so that every row has a link that works. */
const SAMPLES: Record<string, string> = { '<ms>': '5000', '<s>': '2', '<code>': '777' };

/** A row of a table; its example has digits for its placeholder. */
export const row = (
	name: string,
	about: string,
	expect: Expectation,
	billed: Billed,
	answer: Scenario['answer'],
): Scenario => ({
	name,
	example: name.replace(/<\w+>/, (placeholder) => SAMPLES[placeholder] ?? '0'),
	pattern: new RegExp(`^${name.replace(/<\w+>/, '(\\d+)')}$`),
	about,
	expect,
	billed,
	answer,
});
const BAD_LINK: Expectation = { reason: 'invalid_parameters', retryable: false };
type ContentType = Extract<Expectation, { content_type: string }>['content_type'];
/** A row that succeeds. */
export const leads = (name: string, about: string, content_type: ContentType, answer: Scenario['answer']) =>
	row(name, about, { content_type }, true, answer);
const astray = (name: string, about: string, answer: Scenario['answer']) =>
	row(name, about, { reason: 'no_target', retryable: false }, true, answer);
const strange = (name: string, about: string, answer: Scenario['answer']) =>
	row(name, about, { reason: 'bad_response', retryable: false }, null, answer);
const silent = (name: string, about: string, reason: Reason, answer: Scenario['answer']) =>
	row(name, about, { reason, retryable: true }, null, answer);

const VIDEO = leads('video', 'ordinary video; so is any code that names nothing', 'video', ordinaryVideo);
const gateway = (status: number, reason: Reason, retryable: boolean) =>
	row(
		`http${status}`,
		`HTTP ${status}, an HTML page`,
		{ reason, retryable },
		// A 429 was turned away before any work.
		status === 429 ? false : null,
		() => page(status),
	);

/** Every scenario. Where two names fit, the earlier one counts. No name may end in `h` or `x<digit>`: see findScenario. */
export const SCENARIOS: readonly Scenario[] = [
	VIDEO,
	// Other content
	leads('note', 'image post', 'note', to('note')),
	leads('slides', 'post with live photos', 'slides', to('slides')),
	leads('user', 'profile', 'user', to('user')),
	leads('live', 'live room (its id is not the id of a video)', 'live', to('live')),
	leads('mix', 'collection', 'mix', to('mix')),
	leads('music', 'music', 'music', to('music')),
	leads('hashtag', 'hashtag (16 digits)', 'other', to('hashtag')),
	// The same video, in other shapes
	leads('webvideo', 'desktop address, no slash after the id', 'video', to('desktop')),
	leads('mangled', '&region and &timestamp damaged to ®ion and ×tamp', 'video', to('mangled')),
	leads('dataurl', 'data is the URL itself', 'video', ({ code }) => ({
		code: 0,
		data: PAGES.video(code),
	})),
	leads('keyurl', 'the URL is in data.url', 'video', keyed('url')),
	leads('keyredirecturl', 'the URL is in data.redirectUrl', 'video', keyed('redirectUrl')),
	leads('strcode', 'code is the string "0"', 'video', coded('0')),
	leads('idnumber', 'data also has aweme_id as a 19-digit JSON number', 'video', ({ code }) => ({
		code: 0,
		dataText: `{"aweme_id":${contentId(code)},"redirect_url":${JSON.stringify(PAGES.video(code))}}`,
	})),
	leads('echotoken', "redirect_url and message contain the caller's token", 'video', ({ code, token }) => ({
		...redirect(`${PAGES.video(code)}&token=${encodeURIComponent(token)}`),
		message: `success for token ${token}`,
	})),
	leads('slow<ms>', 'success after that many ms', 'video', (call) => ({
		...ordinaryVideo(call),
		delayMs: call.value,
	})),
	// Success that leads nowhere
	astray('home', 'redirect to the home page', () => redirect('https://www.douyin.com/')),
	astray('foreign', 'redirect to a host that is not Douyin', to('foreign')),
	astray('echo', 'redirect to the short link itself', ({ shareUrl }) => redirect(shareUrl)),
	astray('nulldata', 'data is null', () => ({ code: 0, data: null })),
	astray('emptydata', 'data is {}', () => ({ code: 0, data: {} })),
	astray('emptyurl', 'redirect_url is empty', () => redirect('')),
	// The token in an answer that fails
	row('echotokenfail', "code 400, the message contains the caller's token", BAD_LINK, false, ({ token }) => ({
		code: 400,
		message: `Invalid Parameters: token=${token} (${encodeURIComponent(token)})`,
	})),
	// Business codes
	...Object.entries(CODES).map(([code, { message }]) => {
		const { reason, retryable, billed } = failureKindOfCode(Number(code));
		const about = `code ${code}, "${message}"`;
		return row(`c${code}`, about, { reason, retryable }, billed, () => codeAnswer(Number(code)));
	}),
	row('c<code>', 'any other code', { reason: 'unknown_code', retryable: false }, null, (call) =>
		call.value === 0 ? ordinaryVideo(call) : codeAnswer(call.value),
	),
	{
		...leads('retryafter<s>', 'code 302, HTTP 429 and Retry-After: <s>, then success', 'video', retryAfter),
		times: 1,
	},
	// Answers that are no envelope
	gateway(500, 'server_error', true),
	...[502, 503, 504].map((status) => gateway(status, 'service_unavailable', true)),
	gateway(429, 'rate_limited', true),
	...[401, 403, 404].map((status) => gateway(status, 'bad_response', false)),
	strange('html', 'HTTP 200, an HTML page', () => page(200)),
	strange('halfjson', 'JSON that stops in the middle', () =>
		json('{"code":0,"data":{"redirect_url":"https://www.iesdouy'),
	),
	strange('array', 'a JSON array', () => json('[{"code":0,"data":null}]')),
	strange('emptybody', 'HTTP 200, no body', () => json('')),
	strange('text', 'plain text', () => ({ body: 'OK', contentType: 'text/plain' })),
	// Everything but a whole number is no code, though Number() would make 0 or 1 of most of these.
	strange('nocode', 'no code', coded(undefined)),
	strange('badcode', 'code is "abc"', coded('abc')),
	strange('emptycode', 'code is ""', coded('')),
	strange('nullcode', 'code is null', coded(null)),
	strange('truecode', 'code is true', coded(true)),
	// No complete answer
	silent('hang', 'the request is never answered', 'timeout', () => ({ socket: 'hang' })),
	silent('cut', 'the connection is cut before the answer', 'network', () => ({ socket: 'cut' })),
	// The work was done, so the sandbox bills it. The caller cannot know.
	silent('cutbody', 'the connection is cut in the middle of the body', 'network', (call) => ({
		...ordinaryVideo(call),
		socket: 'cutbody',
	})),
];

/** Whether a scenario has nothing of Douyin in it, so that every endpoint can play it. */
export const isEverywhere = ({ name, expect }: Scenario): boolean =>
	('reason' in expect && expect.reason !== 'no_target') || /^(?:null|empty)(?:data|url)$/.test(name);

/** What a short code asks for. */
export interface Choice {
	scenario: Scenario;
	value: number;
	/** Answer with the HTTP status that the OpenAPI pairs with the code. */
	paired: boolean;
	/** How many calls of this link play the scenario before it succeeds as an ordinary video. */
	times: number;
}

/**
 * The scenario of a short code. Two endings may follow a name: `h` (paired HTTP status) and `x<n>` (only the first
 * n = 1-9 calls of the link, then success), as in `c301h`, `http502x2`, `c302hx1`.
 *
 * @param scenarios the endpoint's; the first one is that of codes that name nothing
 */
export function findScenario(code: string, scenarios: readonly Scenario[] = SCENARIOS): Choice {
	const name = code.split('-', 1)[0] ?? '';
	const [, base = '', h, n] = /^(.*?)(h?)(?:x([1-9]))?$/.exec(name) ?? [];
	for (const scenario of scenarios) {
		const match = scenario.pattern.exec(base);
		if (match) {
			const times = n ? Number(n) : (scenario.times ?? Infinity);
			return { scenario, value: Number(match[1] ?? 0), paired: h === 'h', times };
		}
	}
	return { scenario: scenarios[0] ?? VIDEO, value: 0, paired: false, times: Infinity };
}
