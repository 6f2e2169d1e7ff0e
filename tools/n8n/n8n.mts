/** A running n8n: the main instance or a worker. */
import { randomBytes } from 'node:crypto';
import type { Install } from './install.mts';
import { freePort, startProcess } from './processes.mts';
import type { Database, Redis } from './services.mts';

export interface N8nOptions {
	install: Install;
	/** Holds .n8n; the package is installed below it. */
	userFolder: string;
	database: Database;
	/** Any free one if not given. */
	port?: number;
	mode?: 'regular' | 'queue';
	role?: 'main' | 'worker';
	/** Needed for queue mode. */
	redis?: Redis;
	/** Executions that a worker takes at a time. */
	concurrency?: number;
	/** For Node itself, besides its memory. */
	nodeOptions?: string;
	/** On top of everything else. */
	env?: Record<string, string>;
	/** In logs and messages. */
	name?: string;
}

export interface N8n {
	name: string;
	version: string;
	/** http://127.0.0.1:<port>; a worker has none worth calling. */
	url: string;
	userFolder: string;
	database: Database;
	pid: number;
	/** stdout and stderr, at level debug. */
	logs(): string;
	running(): boolean;
	stop(): Promise<void>;
	kill(signal: NodeJS.Signals): Promise<void>;
}

/** One key for a run: main and workers must share it. */
const ENCRYPTION_KEY = randomBytes(24).toString('hex');

const started: N8n[] = [];

/** Every n8n of this run, ended ones included: their logs can still be read. */
export const startedServers = (): N8n[] => [...started];

/** Starts n8n and waits until it serves, or works. */
export async function startN8n(options: N8nOptions): Promise<N8n> {
	const { install, userFolder, database, mode = 'regular', role = 'main', redis, concurrency = 5 } = options;
	if (mode === 'queue' && !redis) throw new Error('Queue mode needs Redis');
	const port = options.port ?? (await freePort());
	const url = `http://127.0.0.1:${port}`;
	const name = options.name ?? `n8n-${install.version}-${role}`;
	const child = startProcess({
		name,
		command: install.node,
		args: [install.bin, ...(role === 'worker' ? ['worker', `--concurrency=${concurrency}`] : ['start'])],
		cwd: userFolder,
		env: {
			PATH: process.env.PATH,
			HOME: userFolder,
			LANG: 'C.UTF-8',
			TZ: 'UTC',
			NODE_OPTIONS: `--max-old-space-size=2048 ${WITHOUT_SQLITE} ${options.nodeOptions ?? ''}`.trim(),
			...databaseEnv(database),
			...QUIET,
			// Asks n8n's servers for a list; 1.x does not know it, and does not start with a name that it does not know.
			...(install.version.startsWith('1.') ? {} : { N8N_DISABLED_MODULES: 'mcp-registry' }),
			N8N_USER_FOLDER: userFolder,
			N8N_ENCRYPTION_KEY: ENCRYPTION_KEY,
			N8N_PORT: String(port),
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_HOST: '127.0.0.1',
			N8N_PROTOCOL: 'http',
			WEBHOOK_URL: `${url}/`,
			N8N_EDITOR_BASE_URL: url,
			N8N_SECURE_COOKIE: 'false',
			N8N_LOG_LEVEL: 'debug',
			N8N_LOG_OUTPUT: 'console',
			N8N_RUNNERS_ENABLED: 'true',
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			N8N_COMMUNITY_PACKAGES_ALLOW_TOOL_USAGE: 'true',
			...(mode === 'queue' && redis ? await queue(redis) : {}),
			...options.env,
		},
	});
	const n8n: N8n = {
		name,
		version: install.version,
		url,
		userFolder,
		database,
		pid: child.pid,
		logs: child.logs,
		running: child.running,
		stop: async () => await child.stop(),
		kill: child.kill,
	};
	started.push(n8n);
	// /healthz answers long before the routes exist.
	await child.waitForLog(role === 'worker' ? 'n8n worker is now ready' : 'Editor is now accessible', 180);
	return n8n;
}

/**
 * The AI Agent loads sqlite3 for an agent that nobody uses here, and cannot be activated without its binary, which the
 * installation leaves out.
 */
const WITHOUT_SQLITE = `--import data:text/javascript,${encodeURIComponent(
	"import Module from 'node:module';const load=Module._load;" +
		"Module._load=function(name,...rest){return name==='sqlite3'?{}:load.call(this,name,...rest)}",
).replaceAll("'", '%27')}`;

const databaseEnv = ({ host, port, user, password, name }: Database) => ({
	DB_TYPE: 'postgresdb',
	DB_POSTGRESDB_HOST: host,
	DB_POSTGRESDB_PORT: String(port),
	DB_POSTGRESDB_USER: user,
	DB_POSTGRESDB_PASSWORD: password,
	DB_POSTGRESDB_DATABASE: name,
});

const queue = async (redis: Redis) => ({
	EXECUTIONS_MODE: 'queue',
	QUEUE_BULL_REDIS_HOST: redis.host,
	QUEUE_BULL_REDIS_PORT: String(redis.port),
	QUEUE_HEALTH_CHECK_PORT: String(await freePort()),
});

/** Nothing leaves the machine, and no window stands in the way. */
const QUIET = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
	EXTERNAL_FRONTEND_HOOKS_URLS: '',
};
