/** `npm run sandbox`: starts the sandbox and says how to use it. Ctrl-C ends it. */
import { parseArgs } from 'node:util';
import { DETAILS } from './details.mts';
import { authorId, NAMES, postId } from './ids.mts';
import { shortLink } from './links.mts';
import { LISTS } from './lists.mts';
import { SCENARIOS } from './scenarios.mts';
import { startSandbox, TOKENS, type SandboxOptions } from './server.mts';
import { sisterLink, SISTERS, type Sister } from './sisters.mts';

/** Reads the command line; an option that makes no sense throws. */
function readOptions(): SandboxOptions {
	const text = { type: 'string' } as const;
	const { values } = parseArgs({
		options: { port: text, host: text, rate: text, latency: text, balance: text },
	});
	const whole = (name: 'port' | 'rate' | 'balance', fallback: number) => {
		const value = Number(values[name] ?? fallback);
		if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} takes a whole number`);
		return value;
	};
	const latency = /^(\d+)(?:-(\d+))?$/.exec(values.latency ?? '0');
	if (!latency) throw new Error('--latency takes ms, as 300 or 300-500');
	return {
		port: whole('port', 4040),
		host: values.host ?? '127.0.0.1',
		latencyMs: [Number(latency[1]), Number(latency[2] ?? latency[1])],
		ratePerSecond: whole('rate', 0),
		balance: values.balance === undefined ? null : whole('balance', 0),
	};
}

try {
	const { url } = await startSandbox(readOptions());
	console.log(`The sandbox answers at ${url}. Ctrl-C ends it.

In n8n, make a credential for Just One API:
  Region    Custom
  Base URL  ${url}
  Token     ${TOKENS.accepted}

Links to try. What stands before the dash chooses the answer; any other link is an ordinary video.
Add x2 to a name (c301x2) and only the first two calls answer so; add h to a code (c302h) for its HTTP status.
`);
	for (const { example, about } of SCENARIOS) {
		console.log(`  ${shortLink(example).padEnd(44)}${about}`);
	}
	const known = new Set(SCENARIOS.map(({ name }) => name));
	console.log('\nThe other platforms fail by the same names, and have pages of their own:\n');
	for (const sister of Object.keys(SISTERS) as Sister[]) {
		for (const { example, about } of SISTERS[sister].scenarios.filter(
			({ name, expect }) => 'content_type' in expect || !known.has(name),
		)) {
			console.log(`  ${sisterLink(sister, example).padEnd(44)}${about}`);
		}
	}
	console.log(`
Details of posts: the ID chooses. A short link leads to such an ID by the same name (gone-Ab12), and by d and the
name of a failure (dc404-Ab12).
`);
	const endpoint = DETAILS['/api/douyin/get-video-detail/v2'];
	for (const { name, about } of endpoint?.scenarios ?? []) {
		if (NAMES.includes(name)) console.log(`  ${postId('douyin', name).padEnd(24)}${name.padEnd(10)}${about}`);
	}
	console.log(`
Lists: the ID of the author or of the post chooses, or a word and a dash before the words of a search (repeats-noodles).
`);
	const seen = new Set(endpoint?.scenarios.map(({ name }) => name));
	for (const { name, about } of LISTS[0]?.scenarios ?? []) {
		if (!NAMES.includes(name) || (seen.has(name) && name !== 'private')) continue;
		console.log(
			`  ${postId('bilibili', name).padEnd(14)}${authorId('bilibili', name).padEnd(16)}${name.padEnd(11)}${about}`,
		);
	}
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
