/** `npm run verify:live`: puts the open questions to the real API and writes down what it answers. */
import { accessSync, constants, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { readAccount, REGION_BASE_URL, type Account } from '../../dist/nodes/JustOneApi/call/account.js';
import { redact } from '../../dist/nodes/JustOneApi/failure/redact.js';
import { startSandbox, TOKENS, type Sandbox } from '../sandbox/server.mts';
import { askForLinks, readLinks, readTextsFile } from './links.mts';
import { LINK_KINDS, SANDBOX_LINKS, type Links } from './questions.mts';
import { report, resultLine, type About } from './report.mts';
import { askAll, type Entry, type Run } from './run.mts';
import { confirm, NotStarted, printEntry, printPlan, prompt, stopOnInterrupt } from './terminal.mts';

const HELP = `npm run verify:live -- [options]

Asks the real Just One API what its documentation leaves open, compares the answers with the sandbox's, and writes a
report. Some calls are billed; it says how many and asks before anything is sent.

  JUSTONEAPI_TOKEN    the token (environment only: a command line is kept in the shell's history)
  JUSTONEAPI_REGION   global (default), cn, or a base URL

  --video, --note, --user, --live, --deleted, --nonsense <text>
                      a short link, or the whole text that the app copies; '' skips. Without any of them, and
                      without --links, each is asked for
  --links <file>      the same as JSON: { "video": "…", "note": "…" }
  --out <file>        the report (default verify-report.md); the facts as JSON go beside it
  --yes               do not ask before sending
  --sandbox           rehearse against a sandbox instead of the real API: no token, no cost
  --help              this text

Exit code: 0 all was asked, 1 something could not be asked, 2 not started.
`;

/** The shortest token that can be taken out of texts: see the node's redact. */
const SHORTEST_TOKEN = 4;
/** Billed calls until the sandbox's balance is used up: with a limit its balance goes down, as a real one does. */
const SANDBOX_BALANCE = 1000;

const TOKEN = process.env.JUSTONEAPI_TOKEN?.trim() ?? '';

function readFlags() {
	const text = { type: 'string' } as const;
	const flag = { type: 'boolean', default: false } as const;
	try {
		return parseArgs({
			options: {
				video: text,
				note: text,
				user: text,
				live: text,
				deleted: text,
				nonsense: text,
				links: text,
				out: { type: 'string', default: 'verify-report.md' },
				yes: flag,
				sandbox: flag,
				help: flag,
			},
		}).values;
	} catch (error) {
		throw new NotStarted(`${messageOf(error)}\n\n${HELP}`);
	}
}
type Flags = ReturnType<typeof readFlags>;

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Throws before money is spent on a report that has no place. */
function checkPlace(out: string): void {
	try {
		if (existsSync(out) && statSync(out).isDirectory()) throw new Error('a directory');
		accessSync(existsSync(out) ? out : dirname(resolve(out)), constants.W_OK);
	} catch {
		throw new NotStarted(`The report cannot be written to ${out}.`);
	}
}

/** The user's account from the environment, and how the report names its region. */
function accountFromEnvironment(): { account: Account; region: string } {
	const region = process.env.JUSTONEAPI_REGION?.trim() || 'global';
	const isKnown = Object.hasOwn(REGION_BASE_URL, region);
	if (TOKEN.length < SHORTEST_TOKEN) {
		throw new NotStarted('Put the token into the environment variable JUSTONEAPI_TOKEN.');
	}
	const account = readAccount(
		isKnown ? { token: TOKEN, region } : { token: TOKEN, region: 'custom', baseUrl: region },
	);
	if (!('token' in account)) {
		throw new NotStarted(
			'JUSTONEAPI_REGION must be global, cn, or a URL without a query, like https://api.example.com.',
		);
	}
	return { account, region: isKnown ? region : 'custom' };
}

async function linksOf(flags: Flags): Promise<Links> {
	const given = Object.fromEntries(
		LINK_KINDS.flatMap((kind) => (flags[kind] === undefined ? [] : [[kind, flags[kind]]])),
	);
	const nothingGiven = Object.keys(given).length === 0 && flags.links === undefined;
	if (nothingGiven && !flags.sandbox && process.stdin.isTTY) {
		console.log('Paste a short link, or the text that the app copies, as one line.\n');
		return await askForLinks(prompt);
	}
	try {
		const inFile = flags.links === undefined ? {} : readTextsFile(flags.links);
		return readLinks({ ...inFile, ...given }, flags.sandbox ? SANDBOX_LINKS : undefined);
	} catch (error) {
		throw new NotStarted(messageOf(error));
	}
}

const jsonBeside = (out: string) => `${out.replace(/\.md$/, '')}.json`;

/** Every fact is clean already; here and below, redact is the last net. */
function writeFacts(path: string, about: About, { entries, ...rest }: Run, token: string): void {
	const facts = entries.map(({ question, ...fact }) => ({ question: question.id, ...fact }));
	const text = JSON.stringify(redact({ ...about, ...rest, entries: facts }, token), null, '\t');
	writeFileSync(path, `${text}\n`);
}

async function main(): Promise<void> {
	const flags = readFlags();
	if (flags.help) return console.log(HELP);
	const { out } = flags;
	checkPlace(out);
	checkPlace(jsonBeside(out));
	const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
		version: string;
	};
	const sandboxes: Sandbox[] = [];
	/** A sandbox of its own for each run: calls and balance must not mix. */
	const openSandbox = async (): Promise<Account> => {
		const sandbox = await startSandbox({ balance: SANDBOX_BALANCE });
		sandboxes.push(sandbox);
		return { baseUrl: sandbox.url, token: TOKENS.accepted };
	};
	try {
		const { account, region } = flags.sandbox
			? { account: await openSandbox(), region: 'sandbox' }
			: accountFromEnvironment();
		const links = await linksOf(flags);
		printPlan(account, links);
		if (!flags.yes) await confirm();

		console.log('');
		const about: About = { region, startedAt: new Date().toISOString(), version };
		const api = await askAll(account, links, { onEntry: printEntry, signal: stopOnInterrupt() });
		// At once: it was paid for.
		writeFacts(jsonBeside(out), about, api, account.token);
		const findings = { ...about, api, sandbox: await askAll(await openSandbox(), SANDBOX_LINKS) };
		writeFileSync(out, redact(report(findings), account.token));
		console.log(`
${resultLine(findings)}
The report is in ${out}; read it before you send it on.`);
		const isMissing = ({ state }: Entry) => state === 'impossible' || state === 'unanswered';
		if (api.entries.some(isMissing)) process.exitCode = 1;
	} finally {
		await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
	}
}

try {
	await main();
} catch (error) {
	if (!(error instanceof NotStarted)) throw error;
	console.error(redact(error.message, TOKEN));
	process.exitCode = 2;
}
