/** What the node, or its credential test, makes of an answer. */
import { readAnswer } from '../../dist/nodes/JustOneApi/resources/redirect.js';
import type { Failure } from '../../dist/nodes/JustOneApi/failure/failure.js';
import { failureKind, failureKindOfCode } from '../../dist/nodes/JustOneApi/failure/failureTable.js';
import { readPostAnswer } from '../../dist/nodes/JustOneApi/resources/post/postAnswer.js';
import { platformNamed } from '../../dist/nodes/JustOneApi/platforms/index.js';
import type { PlatformName } from '../../dist/nodes/JustOneApi/platforms/platform.js';
import type { Facts } from './ask.mts';

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export type Verdict = Pick<Facts, 'outcome' | 'title' | 'contentId' | 'nodeBilled' | 'retryable' | 'endsAll'>;

const failed = ({ kind, title, billed, retryable }: Failure): Verdict => ({
	outcome: kind.reason,
	title: title ?? kind.title,
	contentId: null,
	nodeBilled: billed,
	retryable,
	endsAll: kind.errorClass === 'account',
});
const found = (outcome: string, contentId: string | null): Verdict => ({
	outcome,
	title: '',
	contentId,
	nodeBilled: true,
	retryable: false,
	endsAll: false,
});

/** What the node makes of an answer for a link. */
export function judgeLink(statusCode: number, body: string, platform: PlatformName): Verdict {
	const answer = readAnswer({ statusCode, headers: {}, body }, platformNamed(platform), Date.now());
	return answer.ok ? found(answer.target.contentType, answer.target.contentId) : failed(answer);
}

/** What the node makes of an answer for a post. */
export function judgePost(statusCode: number, body: string, platform: PlatformName, id: string): Verdict {
	const { details } = platformNamed(platform);
	const answer = readPostAnswer({ statusCode, headers: {}, body }, details, id, Date.now());
	return answer.ok ? found(answer.fields.content_type ?? 'post', id) : failed(answer);
}

/** What the credential test makes of an answer of the balance route. */
export function judgeBalance(code: number | null, hasBalance: boolean): Verdict {
	const free = { contentId: null, nodeBilled: false };
	if (code === 0 && hasBalance) {
		return { ...free, outcome: 'balance', title: '', retryable: false, endsAll: false };
	}
	const kind = code === null || code === 0 ? failureKind('bad_response') : failureKindOfCode(code);
	// Only a wrong token is wrong on every route; a permission or a quota may be this route's alone.
	const endsAll = kind.reason === 'invalid_token';
	return { ...free, outcome: kind.reason, title: kind.title, retryable: kind.retryable, endsAll };
}

/** The balance in an answer of the balance route; null where it is not there. */
export function readBalance(data: unknown): { balance: number | null; currency: string | null } {
	const { balance, currency } = isObject(data) ? data : {};
	const isNumber = typeof balance === 'number' || (typeof balance === 'string' && balance.trim() !== '');
	return {
		balance: isNumber && Number.isFinite(Number(balance)) ? Number(balance) : null,
		currency: typeof currency === 'string' ? currency : null,
	};
}
