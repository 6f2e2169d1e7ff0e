/** Waiting for what a user can read. */
import type { Locator } from 'playwright-core';
import { until } from '../wait.mts';

const SECONDS = 15;

const flat = (text: string) => text.replaceAll(/\s+/g, ' ');

/** Passes when all texts are to be read there, hidden ones do not count; throws with what is there instead. */
export async function sees(where: Locator, ...texts: string[]): Promise<void> {
	let there = '';
	const isMissing = (text: string) => !there.includes(flat(text));
	await until(
		() => `"${texts.filter(isMissing).join('", "')}" is to be seen. There is: ${there}`,
		async () => {
			there = flat((await where.filter({ visible: true }).allInnerTexts()).join(' '));
			return !texts.some(isMissing);
		},
		{ seconds: SECONDS, pauseMs: 100 },
	);
}
