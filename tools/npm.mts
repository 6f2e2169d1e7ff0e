/** What `npm pack` and `npm publish` would make of this package. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What npm says about a tarball. Sizes in bytes. */
interface Packed {
	filename: string;
	size: number;
	unpackedSize: number;
	files: Array<{ path: string }>;
}

export interface Tarball {
	/** Its path. */
	file: string;
	/** Bytes. */
	size: number;
	sha256: string;
}

/** The runner's environment without what npm adds for its scripts: it would steer the npm that is started here. */
export function plainEnvironment(): Record<string, string | undefined> {
	return Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !/^npm_|^NODE_OPTIONS$/i.test(name)),
	);
}

type Environment = Record<string, string | undefined>;

/** Runs npm in a folder; gives what it printed. Throws where it ends with a code other than 0. */
export async function npm(args: string[], cwd: string, env: Environment = plainEnvironment()) {
	return await run('npm', args, { cwd, env, maxBuffer: 1e8 });
}

/**
 * What `npm publish` would send, without sending it: no account, no network. Provenance is off, because only a GitHub
 * action can give it. `warnings` is what npm corrects in package.json by itself.
 */
export async function dryRun(cwd: string, env?: Environment): Promise<Packed & { warnings: string[] }> {
	const args = ['publish', '--dry-run', '--json', '--ignore-scripts', '--provenance=false'];
	const { stdout, stderr } = await npm(args, cwd, env);
	const [packed] = Object.values(JSON.parse(stdout) as Record<string, Packed>);
	if (!packed) throw new Error('npm publish --dry-run printed nothing');
	const warnings = stderr
		.split('\n')
		.filter((line) => /auto-corrected|errors corrected|publishConfig/i.test(line));
	return { ...packed, warnings };
}

/**
 * Packs a built package into a folder. The same files give the same bytes everywhere: npm fixes owners, order and
 * dates, but takes the files' modes as the umask of the checkout left them, so these are set before.
 */
export async function pack(cwd: string, folder: string, env?: Environment): Promise<Tarball> {
	const { files, filename } = await dryRun(cwd, env);
	for (const { path } of files) await chmod(join(cwd, path), 0o644);
	await npm(['pack', '--ignore-scripts', '--pack-destination', folder], cwd, env);
	return await describe(join(folder, filename));
}

/** Size and hash of a tarball. */
export async function describe(file: string): Promise<Tarball> {
	const bytes = await readFile(file);
	return { file, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}
