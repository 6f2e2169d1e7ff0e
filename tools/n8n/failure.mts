/** What a failed row says, in either form. */
import type { Json } from './rest.mts';

export interface Failure {
	reason?: string;
	billed?: boolean | null;
}

const BILLED: Record<string, boolean | null> = { yes: true, no: false, unknown: null };

/** From `details`, or from the end of `message`: the error output of older n8n takes no details. */
export function failureOf({ details, message }: Json): Failure {
	if (details) return details as Failure;
	const [, reason, billed] = /\(reason: (\w+),.* billed: (\w+)/.exec(String(message)) ?? [];
	return billed === undefined ? {} : { reason, billed: BILLED[billed] };
}

/** The same as an expression for $json in a workflow. */
export const REASON = '($json.details?.reason ?? $json.message.match(/reason: (\\w+)/)[1])';
