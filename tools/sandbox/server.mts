/** A local stand-in of the Just One API that keeps its contract: its links are listed in docs/maintain/testing.md. */
import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ENDPOINTS, type Endpoint } from './endpoints.mts';
import { fraction } from './links.mts';
import type { ListSettings } from './lists.mts';
import { CODES, codeAnswer, findScenario, page, type Answer } from './scenarios.mts';

/** The tokens that the sandbox knows. Any other token is answered with code 100. */
export const TOKENS = {
	accepted: 'sandbox-token-5f2c9a',
	/** 100 on every route. */
	inactive: 'sandbox-token-inactive',
	/** 600 on every route. */
	forbidden: 'sandbox-token-forbidden',
	/** 601 for a link; the balance route answers 0.00. */
	poor: 'sandbox-token-poor',
	/** 303 for a link; the balance route answers as usual. */
	quota: 'sandbox-token-quota',
	/** An HTML page on every route. */
	html: 'sandbox-token-html',
	/** Code 777 on every route. */
	strange: 'sandbox-token-strange',
} as const;

/** What can be changed while the sandbox runs. */
export interface SandboxSettings {
	/** Tokens that are accepted. */
	tokens: string[];
	/** ms before a link is answered, fixed or [from, to]. What is refused at the door is answered at once. */
	latencyMs: number | [number, number];
	/** Calls per second; the calls beyond get code 302. 0: no limit. */
	ratePerSecond: number;
	/** `bucket`: evenly, with a burst of a quarter second. `window`: that many in each whole second. */
	rateStyle: 'bucket' | 'window';
	/** Billed calls until code 601, counted from the moment it is set. null: no limit. */
	balance: number | null;
	/**
	 * Share of calls for ordinary videos that fail with a code, e.g. { 301: 0.02 }: for each link the same ones. `hang`
	 * are never answered, `cut` lose their connection instead of the answer.
	 */
	faultRate: Record<string, number>;
	/** What all calls of an endpoint are answered with, by its path: a code, or `hang`. */
	atEndpoint: Record<string, number | 'hang'>;
	/** `openapi`: codes come with the HTTP status that the OpenAPI pairs with them. */
	httpStatusStyle: 'always200' | 'openapi';
	/** How lists are that no ID names: all of them, or each by its subject. */
	lists: ListSettings;
}

export interface SandboxOptions extends Partial<SandboxSettings> {
	/** 0: any free port. */
	port?: number;
	host?: string;
}

/** One call for a link, a post, an author or a list, as it was answered. The token is never kept. */
export interface SandboxCall {
	/** ms since 1970, when the call arrived. */
	at: number;
	/** The endpoint. */
	path: string;
	/** The link; of another endpoint the ID, or the words of a search. */
	shareUrl: string;
	/** All parameters but the token. */
	query: Record<string, string>;
	/** null: no answer, or one without a whole number as code. */
	code: number | null;
	/** null: no answer. */
	httpStatus: number | null;
	billed: boolean;
}

/** Counts of calls for links since the start or the last reset. A code is a key as text; `none` stands for no code. */
export interface SandboxStats {
	calls: number;
	/** Answered with 0 or 201, also if the caller had given up by then. */
	billed: number;
	byCode: Record<string, number>;
	/** byCodeAfterFirst['601']: codes of the calls that arrived after the first answer 601 had been sent. */
	byCodeAfterFirst: Record<string, Record<string, number>>;
	/** The most calls at the same time so far, refused calls included. */
	maxInFlight: number;
	distinctLinks: number;
	/** Calls that the client gave up. */
	unanswered: number;
}

export interface Sandbox {
	/** The base URL, without a slash at the end. */
	url: string;
	stats(): SandboxStats;
	calls(): SandboxCall[];
	/** Forgets all calls and starts balance, quota and pace again. Settings stay. */
	reset(): void;
	/** Changes settings from the next call on. An unknown name throws. */
	configure(changes: Partial<SandboxSettings>): void;
	/** Ends at once, open connections included. */
	close(): Promise<void>;
}

const DEFAULTS: SandboxSettings = {
	tokens: [TOKENS.accepted],
	latencyMs: 0,
	ratePerSecond: 0,
	rateStyle: 'bucket',
	balance: null,
	faultRate: {},
	atEndpoint: {},
	httpStatusStyle: 'always200',
	lists: {},
};

const NAMES = Object.keys(DEFAULTS);

/** The price of a call, in the currency of the balance route. */
const PRICE = 0.1;

const ANYWHERE = new Map<string, Answer>([
	[TOKENS.inactive, codeAnswer(100)],
	[TOKENS.forbidden, codeAnswer(600)],
	[TOKENS.html, page(200)],
	[TOKENS.strange, codeAnswer(777)],
]);
const FOR_LINKS = new Map<string, Answer>([
	[TOKENS.poor, codeAnswer(601)],
	[TOKENS.quota, codeAnswer(303)],
]);

/** Starts a sandbox; resolves when it listens. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const { port = 0, host = '127.0.0.1', ...given } = options;
	const settings = { ...DEFAULTS };
	let left = Infinity;
	let inFlight = 0;
	let run = newRun();

	function configure(changes: Partial<SandboxSettings>): void {
		for (const [name, value] of Object.entries(changes)) {
			if (!NAMES.includes(name)) throw new Error(`There is no setting named ${name}`);
			if (value !== undefined) Object.assign(settings, { [name]: value });
		}
		if (changes.balance !== undefined) left = changes.balance ?? Infinity;
	}

	function reset(): void {
		run = newRun();
		run.maxInFlight = inFlight;
		configure({ balance: settings.balance });
	}

	/** The answer to a call that is refused at the door, before anybody looks behind the link. */
	function refusal(path: string, token: string, shareCode: string | undefined): Answer | undefined {
		const atEndpoint = settings.atEndpoint[path];
		if (atEndpoint === 'hang') return { code: 0, socket: 'hang' };
		if (atEndpoint !== undefined) return codeAnswer(atEndpoint);
		const special = ANYWHERE.get(token) ?? FOR_LINKS.get(token);
		if (special) return special;
		if (!settings.tokens.includes(token)) return codeAnswer(100);
		if (!admit(run.pace, settings)) return codeAnswer(302);
		if (shareCode === undefined) return codeAnswer(400);
		if (left <= 0) return codeAnswer(601);
		return undefined;
	}

	/** What to answer to a call, and after how many ms. */
	function decide(endpoint: Endpoint, params: URLSearchParams): { answer: Answer; delayMs: number } {
		const token = params.get('token') ?? '';
		const shareUrl = params.get(endpoint.parameter) ?? '';
		const shareCode = endpoint.codeIn(shareUrl);
		const openapi = settings.httpStatusStyle === 'openapi';
		const refused = refusal(endpoint.path, token, shareCode);
		if (refused || shareCode === undefined) {
			return { answer: withStatus(refused ?? codeAnswer(400), openapi), delayMs: 0 };
		}
		const asked = `${endpoint.path} ${shareCode}`;
		const nth = (run.seen.get(asked) ?? 0) + 1;
		run.seen.set(asked, nth);
		const chance = (what: string) => fraction(`1 ${what} ${shareCode} ${nth}`);
		const { scenario, value, times, paired } = findScenario(shareCode, endpoint.scenarios);
		const call = { code: shareCode, shareUrl, token, value, params, nth, lists: settings.lists };
		const fault = scenario.name === 'video' ? pickFault(settings.faultRate, chance('fault')) : undefined;
		const played = nth <= times ? scenario : (endpoint.scenarios[0] ?? scenario);
		const answer = fault ?? played.answer(call);
		const { latencyMs } = settings;
		const [from, to] = Array.isArray(latencyMs) ? latencyMs : [latencyMs, latencyMs];
		const delayMs = answer.delayMs ?? from + (to - from) * chance('latency');
		return { answer: withStatus(answer, openapi || paired), delayMs };
	}

	/** Answers a call and books it. All is decided, and billed, on arrival; latency comes after. */
	function answerCall(res: ServerResponse, endpoint: Endpoint, params: URLSearchParams): void {
		const thisRun = run; // what ends after a reset must not be booked in the new run
		inFlight += 1;
		thisRun.maxInFlight = Math.max(thisRun.maxInFlight, inFlight);
		res.on('close', () => {
			inFlight -= 1;
			if (!res.writableFinished) thisRun.unanswered += 1;
		});

		const { answer, delayMs } = decide(endpoint, params);
		const code = wholeNumber(answer.code);
		const billed = code === 0 || code === 201;
		if (billed) left -= 1;
		const unspoken = answer.socket === 'hang' || answer.socket === 'cut';
		const httpStatus = unspoken ? null : (answer.httpStatus ?? 200);
		const { token: _token, ...query } = Object.fromEntries(params);
		const shareUrl = query[endpoint.parameter] ?? '';
		thisRun.calls.push({ at: Date.now(), path: endpoint.path, shareUrl, query, code, httpStatus, billed });
		for (const first of thisRun.codesSent) {
			count((thisRun.byCodeAfterFirst[first] ??= {}), String(code ?? 'none'));
		}

		const finish = () => {
			if (code !== null) thisRun.codesSent.add(String(code));
			send(res, answer);
		};
		// Unref'd, so that a slow answer does not keep the process alive after close().
		if (delayMs > 0) setTimeout(finish, delayMs).unref();
		else finish();
	}

	function balanceAnswer(token: string): Answer {
		const known = settings.tokens.includes(token) || FOR_LINKS.has(token);
		if (!known) return codeAnswer(100);
		const calls = token === TOKENS.poor ? 0 : Math.max(0, left);
		const balance = calls === Infinity ? 12.34 : Number((calls * PRICE).toFixed(2));
		return { code: 0, data: { balance, currency: 'CNY' } };
	}

	function stats(): SandboxStats {
		const { calls, byCodeAfterFirst, maxInFlight, unanswered } = run;
		const byCode: Record<string, number> = {};
		for (const { code } of calls) count(byCode, String(code ?? 'none'));
		return {
			calls: calls.length,
			billed: calls.filter(({ billed }) => billed).length,
			byCode,
			byCodeAfterFirst: structuredClone(byCodeAfterFirst),
			maxInFlight,
			unanswered,
			distinctLinks: new Set(calls.map(({ shareUrl }) => shareUrl)).size,
		};
	}

	const server = createServer((req, res) => {
		const [, path = '', query = ''] = /^([^?]*)\??(.*)$/.exec(req.url ?? '/') ?? [];
		const params = new URLSearchParams(query);
		const token = params.get('token') ?? '';
		const route = `${req.method} ${path}`;
		const endpoint = ENDPOINTS.get(route);
		if (endpoint) {
			answerCall(res, endpoint, params);
		} else if (route === 'GET /user/get-balance') {
			const answer = ANYWHERE.get(token) ?? balanceAnswer(token);
			send(res, withStatus(answer, settings.httpStatusStyle === 'openapi'));
		} else {
			send(res, page(404));
		}
	});
	// Longer than a client's pauses: an idle connection that closes just as it is used again would look like a cut one.
	server.keepAliveTimeout = 60_000;

	configure(given);
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject).listen(port, host, resolve);
	});
	const name = host.includes(':') ? `[${host}]` : host;
	return {
		url: `http://${name}:${(server.address() as AddressInfo).port}`,
		stats,
		calls: () => run.calls.map((call) => ({ ...call })),
		reset,
		configure,
		close: async () => {
			server.close();
			server.closeAllConnections();
			// The connections end a moment later.
			while (inFlight > 0) await new Promise((resolve) => setImmediate(resolve));
		},
	};
}

/** What belongs to the time between two resets. */
const newRun = () => ({
	calls: [] as SandboxCall[],
	/** Calls so far for each path and short code. */
	seen: new Map<string, number>(),
	codesSent: new Set<string>(),
	byCodeAfterFirst: {} as Record<string, Record<string, number>>,
	maxInFlight: 0,
	unanswered: 0,
	pace: { level: Infinity, at: 0, second: 0, used: 0 },
});

/** Whether the pace allows one more call now. A refused call does not count against it. */
function admit(
	pace: ReturnType<typeof newRun>['pace'],
	{ ratePerSecond, rateStyle }: SandboxSettings,
): boolean {
	if (ratePerSecond <= 0) return true;
	const now = performance.now() / 1000;
	if (rateStyle === 'window') {
		if (pace.second !== Math.floor(now)) Object.assign(pace, { second: Math.floor(now), used: 0 });
		if (pace.used >= ratePerSecond) return false;
		pace.used += 1;
		return true;
	}
	const burst = Math.max(1, Math.ceil(ratePerSecond / 4));
	pace.level = Math.min(burst, pace.level + (now - pace.at) * ratePerSecond);
	pace.at = now;
	if (pace.level < 1) return false;
	pace.level -= 1;
	return true;
}

function pickFault(faultRate: Record<string, number>, chance: number): Answer | undefined {
	let sum = 0;
	const hit = Object.entries(faultRate).find(([, share]) => chance < (sum += share));
	if (!hit) return undefined;
	const [name] = hit;
	return name === 'hang' || name === 'cut' ? { socket: name } : codeAnswer(Number(name));
}

/** The code of an envelope as a number, if it is a whole number or the text of one (both occur). */
const wholeNumber = (code: unknown): number | null =>
	Number.isInteger(code) || (typeof code === 'string' && /^\d+$/.test(code)) ? Number(code) : null;

/** The answer with the HTTP status that the OpenAPI pairs with its code, if that is wanted and it has none of its own. */
function withStatus(answer: Answer, paired: boolean): Answer {
	const code = wholeNumber(answer.code);
	return paired && code !== null ? { httpStatus: CODES[code]?.httpStatus, ...answer } : answer;
}

function count(counts: Record<string, number>, key: string): void {
	counts[key] = (counts[key] ?? 0) + 1;
}

/** The JSON text of an envelope, by hand: `dataText` may hold what JSON.stringify cannot write. */
function envelope({ code, message = null, data = null, dataText = JSON.stringify(data) }: Answer): string {
	const head = code === undefined ? '' : `"code":${JSON.stringify(code)},`;
	const recordTime = new Date().toISOString().replace(/\.\d+/, '');
	return `{${head}"message":${JSON.stringify(message)},"data":${dataText},"recordTime":"${recordTime}","requestId":"${randomUUID()}"}`;
}

function send(res: ServerResponse, answer: Answer): void {
	if (answer.socket === 'hang' || res.destroyed) return;
	if (answer.socket === 'cut') return void res.destroy();
	const body = answer.body ?? envelope(answer);
	res.writeHead(answer.httpStatus ?? 200, {
		'Content-Type': `${answer.contentType ?? 'application/json'};charset=UTF-8`,
		'Content-Length': Buffer.byteLength(body),
		...answer.headers,
	});
	if (answer.socket === 'cutbody') res.write(body.slice(0, body.length / 2), () => res.destroy());
	else res.end(body);
}
