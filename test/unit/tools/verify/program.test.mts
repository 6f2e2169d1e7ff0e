/** The program as a user or CI starts it. Its standard input is never a terminal here. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { shortLink } from '../../../../tools/sandbox/links.mts';
import { startSandbox, TOKENS, type Sandbox } from '../../../../tools/sandbox/server.mts';

let sandbox: Sandbox;
let folder: string;
beforeEach(async () => {
	sandbox = await startSandbox({ balance: 1000 });
	folder = mkdtempSync(join(tmpdir(), 'verify-'));
});
afterEach(async () => await sandbox.close());

interface Ended {
	code: number;
	output: string;
	/** Empty where there is none. */
	report: string;
}

/** Runs the program with a report in a folder of its own. */
async function start(args: string[], env: Record<string, string> = {}): Promise<Ended> {
	const out = join(folder, 'report.md');
	const rest = Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !name.startsWith('JUSTONEAPI_')),
	);
	const flags = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', 'tools/verify/main.mts'];
	return await new Promise((resolve) => {
		const child = execFile(
			process.execPath,
			[...flags, '--out', out, ...args],
			{ env: { ...rest, ...env } },
			(error, stdout, stderr) => {
				resolve({
					code: error === null ? 0 : Number(error.code),
					output: stdout + stderr,
					report: existsSync(out) ? readFileSync(out, 'utf8') : '',
				});
			},
		);
		child.stdin?.end();
	});
}

const realEnv = (links: Record<string, string>) => ({
	JUSTONEAPI_TOKEN: TOKENS.accepted,
	JUSTONEAPI_REGION: sandbox.url,
	...links,
});

test('--sandbox: no differences', async () => {
	const { code, output, report } = await start(['--sandbox', '--yes']);
	expect(output).toContain('no differences');
	expect(report).toContain('no differences');
	expect(report).toContain('Region sandbox');
	expect(report).toContain('took 1.3 CNY from the balance');
	expect(report + output).not.toContain(TOKENS.accepted);
	expect(code).toBe(0);
}, 30_000);

test('without a terminal and without --yes nothing is sent', async () => {
	const { code, output, report } = await start([], realEnv({ JUSTONEAPI_VIDEO: shortLink('video') }));
	expect(sandbox.stats().calls).toBe(0);
	expect(output).toContain('Calls that may be billed: 7');
	expect(output).toContain('Nothing was sent');
	expect(report).toBe('');
	expect(code).toBe(2);
}, 30_000);

test('with --yes the same command asks, and neither files nor terminal show the token', async () => {
	const links = { JUSTONEAPI_VIDEO: shortLink('echotoken'), JUSTONEAPI_NOTE: shortLink('echotokenfail') };
	const { code, output, report } = await start(['--yes'], realEnv(links));
	// Wrong token, video, image post, nonsense, the long link, and a made-up ID of each platform.
	expect(sandbox.stats().calls).toBe(9);
	expect(report).toContain('Region custom');
	expect(report).toContain('[token]');
	expect(report + output).not.toContain(TOKENS.accepted);
	expect(code).toBe(0);
}, 30_000);

test('what could not be asked gives exit code 1, and the report says so', async () => {
	const { code, report } = await start(['--yes'], realEnv({ JUSTONEAPI_VIDEO: shortLink('home') }));
	expect(report).toContain('Could not be asked');
	expect(code).toBe(1);
}, 30_000);

test.each<[string, string[], Record<string, string>, string]>([
	['no token', ['--yes'], {}, 'JUSTONEAPI_TOKEN'],
	['the token as an argument', ['--yes', '--token=x'], {}, "Unknown option '--token'"],
	[
		'a region that is none',
		['--yes'],
		{ JUSTONEAPI_TOKEN: 'abcdef', JUSTONEAPI_REGION: 'mars' },
		'JUSTONEAPI_REGION',
	],
	['a text without a link', ['--yes'], { JUSTONEAPI_TOKEN: 'abcdef', JUSTONEAPI_USER: 'x' }, 'user: '],
	['no place for the report', ['--yes', '--sandbox', '--out', '.'], {}, 'cannot be written'],
])(
	'not started: %s',
	async (_what, args, env, said) => {
		const { code, output } = await start(args, env);
		expect(output).toContain(said);
		expect(code).toBe(2);
	},
	30_000,
);
