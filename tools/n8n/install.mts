/** n8n itself, and this package in it. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { npm, pack } from '../npm.mts';
import { tempFolder } from './processes.mts';

const run = promisify(execFile);

export const PROJECT = resolve(import.meta.dirname, '../..');
export const PACKAGE = 'n8n-nodes-justoneapi';

export interface Install {
	version: string;
	/** The folder that n8n was installed in. */
	folder: string;
	/** The Node that runs it. */
	node: string;
	/** n8n's own start script. */
	bin: string;
}

const cacheFolder = () => process.env.JUSTONEAPI_E2E_CACHE ?? join(homedir(), '.cache', PACKAGE);

/**
 * Installs n8n into the cache, once for each version: some minutes and up to 3 GB. Install scripts do not run, so SQLite
 * is not there: PostgreSQL is used for everything.
 */
export async function installN8n(version: string): Promise<Install> {
	if (!process.version.startsWith('v24.')) {
		throw new Error(`n8n needs Node 24, this is ${process.version}: start it with "npm run test:e2e"`);
	}
	const folder = join(cacheFolder(), `n8n-${version}`);
	const install = {
		version,
		folder,
		node: process.execPath,
		bin: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
	};
	const complete = join(folder, 'complete');
	if (existsSync(complete)) return install;

	console.log(`Installing n8n ${version} into ${folder}: this takes some minutes.`);
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	const manifest = {
		private: true,
		dependencies: { n8n: version },
		// The last 1.x takes xlsx from an address outside the registry, which many networks do not reach.
		...(version.startsWith('1.') ? { overrides: { xlsx: '0.18.5' } } : {}),
	};
	await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
	const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
	await npm(args, folder);
	const { version: installed } = await readJson(join(folder, 'node_modules', 'n8n', 'package.json'));
	if (installed !== version) throw new Error(`npm installed n8n ${installed} instead of ${version}`);
	await writeFile(complete, '');
	return install;
}

/** Builds this package and packs what `npm publish` would send. */
export async function packNode(): Promise<string> {
	await npm(['run', 'build'], PROJECT);
	return (await pack(PROJECT, tempFolder('tarball'))).file;
}

/** Unpacks the tarball to where n8n's own Settings → Community nodes → Install puts it. */
export async function installPackage(tarball: string, userFolder: string): Promise<void> {
	const nodes = join(userFolder, '.n8n', 'nodes');
	const folder = join(nodes, 'node_modules', PACKAGE);
	await mkdir(folder, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
	const { version } = await readJson(join(folder, 'package.json'));
	const manifest = { name: 'installed-nodes', private: true, dependencies: { [PACKAGE]: version } };
	await writeFile(join(nodes, 'package.json'), JSON.stringify(manifest, null, 2));
}

async function readJson(file: string): Promise<{ version: string }> {
	return JSON.parse(await readFile(file, 'utf8')) as { version: string };
}
