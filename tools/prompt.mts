/** Questions in the terminal. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Why nothing was sent: the message is for the person at the terminal. */
export class NotStarted extends Error {}

const NOWHERE = new Writable({ write: (_chunk, _encoding, done) => done() });

/**
 * Asks for a line.
 *
 * @param hidden what is typed is not shown, as for a token
 * @returns the line without spaces around it
 * @throws NotStarted on Ctrl-C and at the end of the input: whoever asks has sent nothing yet
 */
export async function prompt(text: string, hidden = false): Promise<string> {
	const output = hidden ? NOWHERE : process.stdout;
	const terminal = createInterface({ input: process.stdin, output, terminal: true });
	// Not before: the interface is what keeps the terminal from showing what is typed.
	if (hidden) process.stdout.write(text);
	const closed = new AbortController();
	terminal.once('close', () => closed.abort());
	try {
		return (await terminal.question(hidden ? '' : text, { signal: closed.signal })).trim();
	} catch {
		throw new NotStarted('\nNothing was sent.');
	} finally {
		terminal.close();
		if (hidden) process.stdout.write('\n');
	}
}

/**
 * Asks for consent to calls that may be billed.
 *
 * @throws NotStarted without it, and where there is nobody to ask
 */
export async function confirm(): Promise<void> {
	if (!process.stdin.isTTY) {
		throw new NotStarted(
			'Nothing was sent: there is no terminal to ask for your consent. Give --yes to send without asking.',
		);
	}
	if (!/^y(?:es)?$/i.test(await prompt('\nSend them? y/N '))) throw new NotStarted('Nothing was sent.');
}
