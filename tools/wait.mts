/** Waiting for what happens elsewhere: one way to poll, one way to try again. */

/** Waits for a number of milliseconds. */
export const sleep = async (ms: number): Promise<void> =>
	await new Promise((resolve) => setTimeout(resolve, ms));

export interface Patience {
	/** Seconds until it gives up. */
	seconds?: number;
	/** ms between two looks. */
	pauseMs?: number;
}

/**
 * Looks again and again until there is something to see.
 *
 * @param what what is waited for, as the error says it; a function is asked at the end, so it may tell what is there instead
 * @param look gives what was waited for, or undefined, null or false while it is not there; what it throws ends the wait
 * @returns what `look` gave
 * @throws Error where it does not come in time
 */
export async function until<T>(
	what: string | (() => string),
	look: () => Promise<T | undefined | null | false> | T | undefined | null | false,
	{ seconds = 60, pauseMs = 250 }: Patience = {},
): Promise<T> {
	const end = performance.now() + seconds * 1000;
	for (;;) {
		const seen = await look();
		if (seen !== undefined && seen !== null && seen !== false) return seen;
		if (performance.now() > end) {
			throw new Error(`Not after ${seconds} s: ${typeof what === 'string' ? what : what()}`);
		}
		await sleep(pauseMs);
	}
}

/**
 * Does something again while it throws.
 *
 * @param attempts how often at most
 * @param pauseMs ms between two attempts
 * @throws what the last attempt threw
 */
export async function retry<T>(attempt: () => Promise<T>, attempts = 40, pauseMs = 250): Promise<T> {
	for (let left = attempts - 1; ; left -= 1) {
		try {
			return await attempt();
		} catch (error) {
			if (left <= 0) throw error;
			await sleep(pauseMs);
		}
	}
}

/**
 * Sends a request again while the answer is 404: n8n serves an address a moment after its workflow was activated.
 *
 * @throws Error where it is still 404 at the end
 */
export async function fetchWhenThere(request: () => Promise<Response>): Promise<Response> {
	return await retry(async () => {
		const response = await request();
		if (response.status !== 404) return response;
		await response.body?.cancel();
		throw new Error(`${response.url}: HTTP 404`);
	});
}
