/** Pictures of the examples for their README. */
import { basename } from 'node:path';
import { EXAMPLES, readExample } from '../../../tools/n8n/examples.mts';
import type { Desk } from './index.mts';
import { screenshot } from '../../../tools/browser/screenshots.mts';

/** Opens every example in the editor and takes its picture, where pictures are asked for. */
export async function examplePictures({ editor, rest }: Desk): Promise<void> {
	if (!process.env.JUSTONEAPI_E2E_SCREENSHOTS) return;
	const { page } = editor;
	for (const name of EXAMPLES) {
		await editor.openWorkflow(await rest.importWorkflow(readExample(name)));
		await page.getByTestId('canvas-node').first().waitFor();
		await page.keyboard.press('1'); // zoom to fit
		await page.waitForTimeout(1500); // the canvas glides there
		await screenshot(page, `example-${basename(name, '.json')}`, { show: [page.getByTestId('canvas')] });
	}
}
