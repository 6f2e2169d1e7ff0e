/** One call, and the facts of its answer that may stand in a report. */
import axios, { type AxiosResponse } from 'axios';

import { readEnvelope } from '../../dist/nodes/JustOneApi/call/envelope.js';
import { redirectUrlIn } from '../../dist/nodes/JustOneApi/resources/redirect.js';
import { readTransportFailure } from '../../dist/nodes/JustOneApi/failure/transportFailure.js';
import type { Account } from '../../dist/nodes/JustOneApi/call/account.js';
import { plainText } from '../../dist/nodes/JustOneApi/failure/plainText.js';
import { redact } from '../../dist/nodes/JustOneApi/failure/redact.js';
import { readUrl } from '../../dist/nodes/JustOneApi/link/url.js';
import { platformNamed } from '../../dist/nodes/JustOneApi/platforms/index.js';
import { judgeBalance, judgeLink, judgePost, readBalance, type Verdict } from './judge.mts';
import { MADE_UP_TOKEN, type Question } from './questions.mts';

const BALANCE_PATH = '/user/get-balance';
/** ms. The longest that the vendor advises. */
const TIMEOUT = 120_000;

/** A redirect URL without what tells who shared the link: the values of its query. */
export interface Redirect {
	host: string;
	path: string;
	/** The path with `<19 digits>` and `<sec_uid>` in place of ids, so that two can be compared. */
	pathForm: string;
	queryNames: string[];
	/** `&region` or `&timestamp` arrived as `®ion` or `×tamp`. */
	damaged: boolean;
}

/** What an answer says. Holds no token, no balance and no short code. */
export interface Facts {
	/** From sending the call to the last byte of the answer. */
	ms: number;
	httpStatus: number;
	mediaType: string;
	/** null: the body is no envelope. */
	code: number | null;
	message: string;
	/** JSON types by key, those in `data` as `data.<key>`; `(body)` where the body is no JSON object. */
	shape: Record<string, string>;
	redirect: Redirect | null;
	/** What the node makes of it: a content type, `balance`, or the reason of a failure. */
	outcome: string;
	/** Why it failed, in the node's words; empty where it did not. */
	title: string;
	contentId: string | null;
	/** The id that the node found is the value of `mid`, which is the music's. */
	idIsMid: boolean;
	/** What the node would tell its user about the bill; null: unknown. */
	nodeBilled: boolean | null;
	/** The node would repeat the call. */
	retryable: boolean;
	/** No later call with this token can succeed either. */
	endsAll: boolean;
}

export interface Answered {
	answered: true;
	facts: Facts;
	/** On the balance route; null elsewhere, and where it is not there. */
	balance: number | null;
	currency: string | null;
	/** The 19-digit id of a post. */
	postId: string | null;
}

/** No answer that could be read. */
export interface Unanswered {
	answered: false;
	ms: number;
	/** In the node's words. */
	title: string;
	/** False: the API saw nothing of the call. */
	sent: boolean;
}

export type Reply = Answered | Unanswered;

/** Whether the base URL is on this machine: no proxy in between, and no need for pauses. */
export const isLocal = (baseUrl: string): boolean =>
	['127.0.0.1', 'localhost', '[::1]'].includes(new URL(baseUrl).hostname);

/** The code of a short link: whoever knows it can open the link, and with it see who shared it. */
const shortCodeOf = (shareUrl: string | null): string | undefined =>
	/^https:\/\/(?:v\.douyin\.com|v\.kuaishou\.com|b23\.tv|xhslink\.c(?:om|n))\/(?:[a-z]\/)?([\w-]+)\/?$/.exec(
		shareUrl ?? '',
	)?.[1];

/** The link as the report may name it. */
export function linkForm(shareUrl: string | null): string {
	const code = shortCodeOf(shareUrl);
	if (shareUrl === null) return 'no link';
	return code === undefined ? shareUrl : shareUrl.replace(code, `<code of ${code.length} characters>`);
}

type Clean = (text: string) => string;

/** Takes out the token, the short code, the queries of URLs, and whatever could act as markup. */
function cleaner(token: string, shareUrl: string | null): Clean {
	const code = shortCodeOf(shareUrl);
	return (text) => {
		const hidden = redact(text, token).replace(/(https?:\/\/[^\s?]*\?)\S*/gi, '$1…');
		return plainText(code === undefined ? hidden : hidden.replaceAll(code, '<code>'));
	};
}

function typeOf(value: unknown): string {
	if (value === null) return 'null';
	return Array.isArray(value) ? 'array' : typeof value;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeOf(value) === 'object';

/** Parsed with JSON.parse: our own parser makes strings of long numbers, and here the type is the question. */
function shapeOf(body: string, clean: Clean): Facts['shape'] {
	let parsed: unknown;
	try {
		parsed = JSON.parse(body);
	} catch {
		return { '(body)': body === '' ? 'empty' : 'no JSON' };
	}
	if (!isObject(parsed)) return { '(body)': typeOf(parsed) };
	const inData = isObject(parsed.data) ? Object.entries(parsed.data) : [];
	const entries = [
		...Object.entries(parsed),
		...inData.map(([key, value]) => [`data.${key}`, value] as const),
	];
	return Object.fromEntries(entries.map(([key, value]) => [clean(key), typeOf(value)]));
}

function redirectOf(redirectUrl: string, clean: Clean): Redirect {
	const damaged = /[®×]/.test(redirectUrl);
	const url = readUrl(redirectUrl.trim().replace(/^["']+/, ''));
	if (!url) {
		const scheme = /^[a-z][\w+.-]*:/i.exec(redirectUrl)?.[0];
		return { host: clean(scheme ?? 'no URL'), path: '', pathForm: '', queryNames: [], damaged };
	}
	// Where the `?` was lost, the query stands in the path.
	const path = clean(url.path.split(/[&=;]|%3f|%26|%3d/i, 1)[0] ?? '');
	// Only what is certainly a name: raw JSON in a value may hold `&`.
	const query = redirectUrl.split('#', 1)[0]?.split('?').slice(1).join('&') ?? '';
	const names = query.split('&').flatMap((part) => /^([\w.-]{1,40})=/.exec(part)?.[1] ?? []);
	return {
		host: clean(url.host),
		path,
		pathForm: path
			.replace(/MS4wLjAB[\w-]+/g, '‹sec_uid›')
			.replace(/3x[0-9a-z]{13}/g, '‹3x ID›')
			.replace(/BV1\w{9}/g, '‹BV ID›')
			.replace(/[\da-f]{24}/g, '‹24 hex digits›')
			.replace(/\d{5,}/g, (digits) => `‹${digits.length} digits›`),
		queryNames: [...new Set(names.map(clean))],
		damaged,
	};
}

const isPost = (outcome: string) => ['video', 'note', 'slides'].includes(outcome);

/** What of a question says how it is asked. */
export type Asking = Pick<Question, 'route' | 'token' | 'platform' | 'asVideo' | 'inHeader'>;

function endpointOf({ route, platform, asVideo }: Asking): { url: string; parameter: string } {
	if (route === 'balance') return { url: BALANCE_PATH, parameter: '' };
	const { shareEndpoint, details } = platformNamed(platform);
	if (route === 'link') return { url: shareEndpoint.request.url, parameter: shareEndpoint.linkParameter };
	const { request, idParameter } = details.endpointFor(asVideo ? 'video' : null);
	return { url: request.url, parameter: idParameter };
}

/** Sends one call. What is thrown holds the token in its request: nobody may print it. */
async function send(
	{ baseUrl, token }: Account,
	question: Asking,
	shareUrl: string | null,
): Promise<AxiosResponse<string>> {
	const { url, parameter } = endpointOf(question);
	const value = shareUrl === null ? {} : { [parameter]: shareUrl };
	return await axios.get<string>(url, {
		baseURL: baseUrl,
		params: question.inHeader ? value : { token, ...value },
		// A kept connection that the server has just closed would look like a lost answer.
		headers: { Connection: 'close', ...(question.inHeader ? { Authorization: `Bearer ${token}` } : {}) },
		responseType: 'text',
		validateStatus: () => true,
		maxRedirects: 0,
		timeout: TIMEOUT,
		...(isLocal(baseUrl) ? { proxy: false } : {}),
	});
}

/** The facts of an answer, and what the run needs of it besides. */
function readReply(
	{ status: httpStatus, data: body, headers }: AxiosResponse<string>,
	{ route, platform }: Asking,
	shareUrl: string | null,
	clean: Clean,
	ms: number,
): Answered {
	const envelope = readEnvelope(body);
	const redirectUrl = route === 'link' && envelope ? redirectUrlIn(envelope.data) : null;
	const { balance, currency } = readBalance(route === 'balance' ? envelope?.data : null);
	const judge: Readonly<Record<Question['route'], () => Verdict>> = {
		balance: () => judgeBalance(envelope?.code ?? null, balance !== null),
		link: () => judgeLink(httpStatus, body, platform),
		post: () => judgePost(httpStatus, body, platform, shareUrl ?? ''),
	};
	const verdict = judge[route]();
	const { contentId, outcome } = verdict;
	return {
		answered: true,
		balance,
		currency: currency === null ? null : clean(currency),
		postId: isPost(outcome) ? contentId : null,
		facts: {
			...verdict,
			ms,
			httpStatus,
			mediaType: clean(String(headers['content-type'] ?? '').split(';', 1)[0] ?? ''),
			code: envelope?.code ?? null,
			message: clean(envelope?.message ?? ''),
			shape: shapeOf(body, clean),
			redirect: redirectUrl === null ? null : redirectOf(redirectUrl, clean),
			idIsMid: contentId !== null && new RegExp(`[?&]mid=${contentId}(?!\\d)`).test(redirectUrl ?? ''),
		},
	};
}

/**
 * Makes one call. Never throws: what went wrong on the way is a reply too.
 *
 * @param account the user's; its token is taken out of everything that comes back
 * @param shareUrl null on the balance route
 */
export async function ask(account: Account, question: Asking, shareUrl: string | null): Promise<Reply> {
	const sentAt = performance.now();
	const msSince = () => Math.round(performance.now() - sentAt);
	const caller = question.token === 'own' ? account : { ...account, token: MADE_UP_TOKEN };
	let response: AxiosResponse<string>;
	try {
		response = await send(caller, question, shareUrl);
	} catch (error) {
		const { kind, title, unanswered } = readTransportFailure(error);
		return {
			answered: false,
			ms: msSince(),
			title: title ?? kind.title,
			sent: unanswered || kind.reason !== 'network',
		};
	}
	return readReply(response, question, shareUrl, cleaner(account.token, shareUrl), msSince());
}
