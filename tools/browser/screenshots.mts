/** Pictures for the README. They are taken only where JUSTONEAPI_E2E_SCREENSHOTS names a folder. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Locator, Page } from 'playwright-core';

const MOST_BYTES = 200_000;

/** What is about other things: passing messages, n8n's question to its users, neighbouring nodes, where a node could follow. */
const HIDE = `.el-notification, [data-test-id=node-feature-request], [data-test-id=floating-nodes] *,
	.canvas-node-handle-main-output:has(> [data-test-id=canvas-handle-plus-wrapper]) * { visibility: hidden !important }`;

export interface Crop {
	/** What must be in the picture. */
	show: Locator[];
	/** Pixels around it. */
	margin?: number;
	/** The picture ends here at the latest, counted from its top. */
	height?: number;
}

/** Takes a picture of the part of the window that matters. */
export async function screenshot(
	page: Page,
	name: string,
	{ show, margin = 0, height }: Crop,
): Promise<void> {
	const folder = process.env.JUSTONEAPI_E2E_SCREENSHOTS;
	if (!folder) return;
	await mkdir(folder, { recursive: true });
	const window = page.viewportSize();
	assert(window);
	const boxes = await Promise.all(show.map(async (locator) => await locator.boundingBox()));
	const edge = (pick: (box: { x: number; y: number; width: number; height: number }) => number) =>
		boxes.map((box) => {
			assert(box, `${name}: a part of the picture is not visible`);
			return pick(box);
		});
	const x = Math.max(0, Math.floor(Math.min(...edge((box) => box.x))) - margin);
	const y = Math.max(0, Math.floor(Math.min(...edge((box) => box.y))) - margin);
	const right = Math.min(window.width, Math.ceil(Math.max(...edge((box) => box.x + box.width))) + margin);
	const bottom = Math.min(window.height, Math.ceil(Math.max(...edge((box) => box.y + box.height))) + margin);
	const clip = { x, y, width: right - x, height: Math.min(bottom - y, height ?? Infinity) };
	const path = join(resolve(folder), `${name}.png`);
	const image = await page.screenshot({ path, clip, style: HIDE, animations: 'disabled', caret: 'hide' });
	assert(image.length < MOST_BYTES, `${name}.png has ${image.length} bytes`);
}
