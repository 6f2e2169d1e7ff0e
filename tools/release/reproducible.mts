/**
 * One commit gives one tarball, byte for byte: HEAD is built and packed twice, in folders, with umask, locale, time zone
 * and file dates that differ. `npm run check:reproducible`
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, symlinkSync, utimesSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { npm, pack, plainEnvironment, type Tarball } from '../npm.mts';

const PROJECT = resolve(import.meta.dirname, '../..');

const PLACES = [
	{ name: 'one', umask: 0o022, env: { LC_ALL: 'C', TZ: 'UTC' }, date: new Date('2001-02-03T04:05:06Z') },
	{
		name: 'another one, with a longer name',
		umask: 0o077,
		env: { LC_ALL: 'tr_TR.UTF-8', TZ: 'Asia/Shanghai' },
		date: new Date('2030-01-01T00:00:00Z'),
	},
	{ name: '三', umask: 0o002, env: { LC_ALL: 'zh_CN.UTF-8', TZ: 'America/St_Johns' }, date: new Date() },
];

/** Gives every file of a clone this date. */
function date(folder: string, when: Date): void {
	for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
		if (entry.isFile()) utimesSync(join(entry.parentPath, entry.name), when, when);
	}
}

/** Builds and packs HEAD in a folder of its own. */
async function build(root: string, place: (typeof PLACES)[number]): Promise<Tarball> {
	const folder = join(root, place.name);
	const env = { ...plainEnvironment(), ...place.env };
	const before = process.umask(place.umask);
	try {
		execFileSync('git', ['clone', '--quiet', '--no-hardlinks', PROJECT, folder], { env });
		symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
		await npm(['run', 'build'], folder, env);
		for (const part of ['dist', 'nodes', 'credentials']) date(join(folder, part), place.date);
		return await pack(folder, folder, env);
	} finally {
		process.umask(before);
	}
}

const root = await mkdtemp(join(tmpdir(), 'reproducible-'));
try {
	const tarballs: Tarball[] = [];
	for (const place of PLACES) tarballs.push(await build(root, place));
	const hashes = new Set(tarballs.map(({ sha256 }) => sha256));
	for (const { sha256, size } of tarballs) console.log(`${sha256}  ${size} bytes`);
	console.log(hashes.size === 1 ? `${tarballs.length} builds of HEAD, one tarball` : 'The builds differ');
	process.exitCode = hashes.size === 1 ? 0 : 1;
} finally {
	await rm(root, { recursive: true, force: true });
}
