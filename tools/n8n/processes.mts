/** Child processes, temporary folders and free ports. Whatever happens to the runner, nothing of it stays behind. */
import { spawn } from 'node:child_process';
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../wait.mts';

export interface ProcessOptions {
	/** Used for the log file and in messages. */
	name: string;
	command: string;
	args: string[];
	/** The whole environment: nothing of the runner's leaks into it. */
	env: Record<string, string | undefined>;
	cwd: string;
	uid?: number;
	gid?: number;
	/** What ends it in an orderly way. */
	stopSignal?: NodeJS.Signals;
	/** What ends it at once, when the runner itself ends. */
	lastSignal?: NodeJS.Signals;
}

export interface Child {
	name: string;
	pid: number;
	/** Everything that it wrote, stdout and stderr together. */
	logs(): string;
	/** Waits until the log contains the text; throws with the end of the log if the process ends or takes too long. */
	waitForLog(text: string, seconds: number): Promise<void>;
	/** Resolves with the exit code, or with null after a signal. */
	exited: Promise<number | null>;
	running(): boolean;
	/** Ends the process and its children in an orderly way, with force after `seconds`. */
	stop(seconds?: number): Promise<void>;
	/** Sends a signal to the process and its children, and waits until the process is gone. */
	kill(signal: NodeJS.Signals): Promise<void>;
}

const groups = new Map<number, NodeJS.Signals>();
/** Of this run. */
let root: string | undefined;
let keepFolders = false;

/** With --keep: logs and user folders stay for a look. */
export function keepTempFolders(): void {
	keepFolders = true;
}

/** A new folder below the run's own temporary folder, which is removed at the end. */
export function tempFolder(purpose: string): string {
	if (root === undefined) {
		root = mkdtempSync(join(tmpdir(), 'n8n-nodes-justoneapi-'));
		chmodSync(root, 0o711); // PostgreSQL may run as another user, and must get through
		if (keepFolders) console.log(`Kept afterwards: ${root}`);
	}
	return mkdtempSync(join(root, `${purpose}-`));
}

/** A port on 127.0.0.1 that nobody listens on, and that was not handed out before. */
export async function freePort(): Promise<number> {
	for (;;) {
		const port = await new Promise<number>((resolve, reject) => {
			const server = createServer();
			server.once('error', reject).listen(0, '127.0.0.1', () => {
				const { port: free } = server.address() as AddressInfo;
				server.close(() => resolve(free));
			});
		});
		if (!ports.has(port)) {
			ports.add(port);
			return port;
		}
	}
}
const ports = new Set<number>();

/** Signals a whole process group; false if there is none any more. */
function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
	try {
		return process.kill(-pid, signal);
	} catch {
		return false;
	}
}

const logFolder = (() => {
	let folder: string | undefined;
	return () => (folder ??= tempFolder('logs'));
})();

/** Starts a process in a group of its own, its output in a file. */
export function startProcess(options: ProcessOptions): Child {
	const { name, command, args, env, cwd, uid, gid, stopSignal = 'SIGTERM', lastSignal = 'SIGKILL' } = options;
	mkdirSync(cwd, { recursive: true });
	const logFile = join(logFolder(), `${name.replaceAll(/[^\w.-]/g, '-')}-${Date.now()}.log`);
	const log = openSync(logFile, 'a');
	const child = spawn(command, args, { cwd, env, uid, gid, detached: true, stdio: ['ignore', log, log] });
	closeSync(log);
	const { pid } = child;
	if (pid === undefined) throw new Error(`${name} could not be started: ${command}`);
	groups.set(pid, lastSignal);

	let running = true;
	const exited = new Promise<number | null>((resolve) => {
		child.once('error', () => resolve(null));
		child.once('exit', (code) => resolve(code));
	}).then((code) => {
		running = false;
		// Children that outlived it, such as n8n's task runner.
		signalGroup(pid, 'SIGKILL');
		groups.delete(pid);
		return code;
	});
	const logs = () => readFileSync(logFile, 'utf8');

	return {
		name,
		pid,
		logs,
		exited,
		running: () => running,
		async waitForLog(text, seconds) {
			const end = () => `The end of its log:\n${logs().slice(-3000)}`;
			const look = () => {
				if (logs().includes(text)) return true;
				if (!running) throw new Error(`${name} ended. ${end()}`);
				return false;
			};
			await until(() => `${name} is ready. ${end()}`, look, { seconds, pauseMs: 150 });
		},
		async stop(seconds = 20) {
			if (running) signalGroup(pid, stopSignal);
			const late = setTimeout(() => signalGroup(pid, 'SIGKILL'), seconds * 1000);
			await exited;
			clearTimeout(late);
		},
		async kill(signal) {
			signalGroup(pid, signal);
			await exited;
		},
	};
}

process.on('exit', () => {
	for (const [pid, signal] of groups) signalGroup(pid, signal);
	if (keepFolders || root === undefined) return;
	try {
		rmSync(root, { recursive: true, force: true, maxRetries: 3 });
	} catch {
		// A process that is just ending still writes: a temporary folder stays, no process does.
	}
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
