/** Waiting for what a user can read. */
import type { Locator } from 'playwright-core';
import { sleep } from '../n8n/processes.mts';

const SECONDS = 15;

const flat = (text: string) => text.replaceAll(/\s+/g, ' ');

/** Passes when all texts are to be read there, hidden ones do not count; throws with what is there instead. */
export async function sees(where: Locator, ...texts: string[]): Promise<void> {
	const until = Date.now() + SECONDS * 1000;
	for (;;) {
		const visible = await where.filter({ visible: true }).allInnerTexts();
		const there = flat(visible.join(' '));
		const missing = texts.filter((text) => !there.includes(flat(text)));
		if (missing.length === 0) return;
		if (Date.now() > until) throw new Error(`Not to be seen: "${missing.join('", "')}". There is: ${there}`);
		await sleep(100);
	}
}
