/** Questions in the terminal. */
import { createInterface } from 'node:readline/promises';

/** Why nothing was sent: the message is for the person at the terminal. */
export class NotStarted extends Error {}

/**
 * Asks for a line.
 *
 * @throws NotStarted on Ctrl-C and at the end of the input: whoever asks has sent nothing yet
 */
export async function prompt(text: string): Promise<string> {
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	const closed = new AbortController();
	terminal.once('close', () => closed.abort());
	try {
		return (await terminal.question(text, { signal: closed.signal })).trim();
	} catch {
		throw new NotStarted('\nNothing was sent.');
	} finally {
		terminal.close();
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
