/** A Chromium with an empty profile and a window of fixed size. */
import { existsSync } from 'node:fs';
import { chromium, selectors, type Page } from 'playwright-core';
import { tempFolder } from '../n8n/processes.mts';

const FLAGS = [
	'--headless',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	// n8n is on this machine, whatever proxy the environment names.
	'--no-proxy-server',
];

function findChromium(): string {
	const path = process.env.JUSTONEAPI_E2E_CHROMIUM ?? '/usr/bin/chromium';
	if (existsSync(path)) return path;
	throw new Error(`${path} is not there. Install Chromium, or set JUSTONEAPI_E2E_CHROMIUM to its path`);
}

/** Opens an empty page, and closes the browser afterwards, whatever happened. */
export async function withPage(work: (page: Page) => Promise<void>): Promise<void> {
	selectors.setTestIdAttribute('data-test-id'); // as n8n calls it
	const context = await chromium.launchPersistentContext(tempFolder('chromium'), {
		executablePath: findChromium(),
		args: FLAGS,
		viewport: { width: 1400, height: 900 },
		deviceScaleFactor: 1,
		locale: 'en-GB',
		timezoneId: 'UTC',
		colorScheme: 'light',
		reducedMotion: 'reduce',
	});
	try {
		const page = context.pages()[0] ?? (await context.newPage());
		page.setDefaultTimeout(60_000);
		await work(page);
	} finally {
		await context.close();
	}
}
