/** `npm run verify:live`: puts the open questions to the real API and writes down what it answers. */
import { accessSync, constants, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import type { Account } from '../../dist/nodes/JustOneApi/call/account.js';
import { redact } from '../../dist/nodes/JustOneApi/failure/redact.js';
import { accountOf, readToken } from '../account.mts';
import { confirm, NotStarted, prompt } from '../prompt.mts';
import { startSandbox, TOKENS } from '../sandbox/server.mts';
import { readLinks, variableOf } from './links.mts';
import { LINK_KINDS, SANDBOX_LINKS } from './questions.mts';
import { report, resultLine } from './report.mts';
import { askAll, type Entry, type Run } from './run.mts';
import { printEntry, printPlan, stopOnInterrupt } from './terminal.mts';

const HELP = `npm run verify:live -- [--out <file>] [--yes] [--sandbox]

Asks the real Just One API what its documentation leaves open, compares the answers with the sandbox's, and writes a
report. Some calls are billed; it says how many and asks before anything is sent.

It asks for a token and for one link of each kind, unless the environment has them:
  JUSTONEAPI_TOKEN    the token
  JUSTONEAPI_REGION   global (default), cn, or a base URL
  ${LINK_KINDS.map(variableOf).join(', ')}
                      a short link, or the whole text that the app copies; empty: the question is skipped

  --out <file>        the report (default verify-report.md)
  --yes               do not ask before sending
  --sandbox           rehearse against a sandbox instead of the real API: no token, no cost

Exit code: 0 all was asked, 1 something could not be asked, 2 not started.
`;

/** Billed calls until the sandbox's balance is used up: with a limit its balance goes down, as a real one does. */
const SANDBOX_BALANCE = 1000;

function readFlags() {
	const flag = { type: 'boolean', default: false } as const;
	try {
		return parseArgs({
			options: { out: { type: 'string', default: 'verify-report.md' }, yes: flag, sandbox: flag, help: flag },
		}).values;
	} catch (error) {
		throw new NotStarted(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
	}
}

/** Throws before money is spent on a report that has no place. */
function checkPlace(out: string): void {
	try {
		if (existsSync(out) && statSync(out).isDirectory()) throw new Error('a directory');
		accessSync(existsSync(out) ? out : dirname(resolve(out)), constants.W_OK);
	} catch {
		throw new NotStarted(`The report cannot be written to ${out}.`);
	}
}

/** Runs something against a sandbox of its own: calls and balance of two runs must not mix. */
async function withSandbox<T>(run: (account: Account) => Promise<T>): Promise<T> {
	const sandbox = await startSandbox({ balance: SANDBOX_BALANCE });
	try {
		return await run({ baseUrl: sandbox.url, token: TOKENS.accepted });
	} finally {
		await sandbox.close();
	}
}

async function main(): Promise<void> {
	const { out, yes, sandbox: rehearsal, help } = readFlags();
	if (help) return console.log(HELP);
	checkPlace(out);
	const ask = process.stdin.isTTY ? prompt : undefined;
	const given = rehearsal ? null : accountOf(await readToken('Token of Just One API: '));
	const links = rehearsal ? SANDBOX_LINKS : await readLinks(process.env, ask);

	// Before the real API: what was paid for must not be lost because the sandbox could not be asked.
	const sandbox = await withSandbox(async (account) => await askAll(account, SANDBOX_LINKS));
	const askApi = async (account: Account): Promise<Run> => {
		printPlan(account, links);
		if (!yes) await confirm();
		console.log('');
		return await askAll(account, links, { onEntry: printEntry, signal: stopOnInterrupt() });
	};
	const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
		version: string;
	};
	const about = { region: given?.region ?? 'sandbox', startedAt: new Date().toISOString(), version };
	const api = given ? await askApi(given.account) : await withSandbox(askApi);
	const findings = { ...about, api, sandbox };
	// Every fact is clean already; here and below, redact is the last net.
	writeFileSync(out, redact(report(findings), given?.account.token ?? TOKENS.accepted));
	console.log(`\n${resultLine(findings)}\nThe report is in ${out}; read it before you send it on.`);
	const isMissing = ({ state }: Entry) => state === 'impossible' || state === 'unanswered';
	if (api.entries.some(isMissing)) process.exitCode = 1;
}

try {
	await main();
} catch (error) {
	if (!(error instanceof NotStarted)) throw error;
	console.error(redact(error.message, process.env.JUSTONEAPI_TOKEN?.trim() ?? ''));
	process.exitCode = 2;
}
