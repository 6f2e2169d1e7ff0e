import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Writable } from 'node:stream';
import { inspect } from 'node:util';

import type * as Core from 'n8n-core';
import type { IDataObject } from 'n8n-workflow';
import type * as N8nWorkflow from 'n8n-workflow';

/** The parts of n8n a run needs, all taken from one and the same copy of n8n-core. */
export interface Runtime {
	readonly core: typeof Core;
	readonly workflow: typeof N8nWorkflow;
	readonly container: ServiceContainer;
	/** Every line n8n logged so far, down to level debug, with its metadata as JSON. */
	readonly logs: string[];
	/** What langchain hands to a model as the parameters of a tool. */
	readonly toJsonSchema: (schema: unknown) => IDataObject;
	/** Starts the evaluator that n8n is configured for (`vm`, isolated-vm, unless N8N_EXPRESSION_ENGINE says otherwise). */
	startExpressionEngine(): Promise<void>;
	/** Frees the isolates of the `vm` evaluator and stops collecting logs; a process can also just end without it. */
	close(): Promise<void>;
}

// The little that is used of packages which only n8n-core depends on.
type Service<T> = abstract new (...args: never[]) => T;
interface ServiceContainer {
	get<T>(service: Service<T>): T;
}
interface Logger {
	getInternalLogger(): { silent: boolean; add(transport: Writable): void; remove(transport: Writable): void };
}
interface GlobalConfig {
	expressionEngine: Parameters<typeof N8nWorkflow.Expression.initExpressionEngine>[0] & {
		idleTimeout?: number;
	};
}

/** What the jest environment of this folder hands into the sandbox of a test file. */
export interface OutsideOfJest {
	createRequire: typeof createRequire;
	env: NodeJS.ProcessEnv;
}

const outsideOfJest = (globalThis as { outsideOfJest?: OutsideOfJest }).outsideOfJest;
const host: OutsideOfJest = outsideOfJest ?? { createRequire, env: process.env };

const runtimes = new Map<string, Runtime>();

/**
 * Loads n8n-core as it is found from the folder `resolveFrom`, once per process.
 *
 * Everything else is resolved from n8n-core's own location: a plain `import 'n8n-workflow'` would bring its
 * ES module build, and a plain `import '@n8n/di'` may bring another version than n8n-core uses. Either one is a
 * second copy with its own expression engine, logger and service container.
 */
export function loadRuntime(resolveFrom: string): Runtime {
	const requireFromProject = host.createRequire(join(resolve(resolveFrom), 'package.json'));
	const corePath = requireFromProject.resolve('n8n-core');
	let runtime = runtimes.get(corePath);
	if (!runtime) {
		runtime = createRuntime(corePath);
		runtimes.set(corePath, runtime);
	}
	return runtime;
}

function createRuntime(corePath: string): Runtime {
	const requireFromCore = host.createRequire(corePath);
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-engine-'));
	const logs: string[] = [];

	// n8n reads its settings when a service is first asked for, so the services that hold them are created here,
	// and the caller (and the programs it starts) gets its own environment back afterwards.
	const restoreEnvironment = setEnvironment({
		NODE_ENV: 'production',
		N8N_USER_FOLDER: userFolder,
		N8N_LOG_LEVEL: 'debug',
		N8N_LOG_OUTPUT: 'none',
		N8N_DIAGNOSTICS_ENABLED: 'false',
	});
	try {
		const core = requireFromCore(corePath) as typeof Core;
		const workflow = requireFromCore('n8n-workflow') as typeof N8nWorkflow;
		const { Container } = requireFromCore('@n8n/di') as { Container: ServiceContainer };
		const { Logger } = requireFromCore('@n8n/backend-common') as { Logger: Service<Logger> };
		const { GlobalConfig } = requireFromCore('@n8n/config') as { GlobalConfig: Service<GlobalConfig> };
		const { toJsonSchema } = requireFromCore('@langchain/core/utils/json_schema') as Pick<
			Runtime,
			'toJsonSchema'
		>;

		const stopCapture = captureLogs(Container.get(Logger), logs);
		Container.get(core.InstanceSettings);
		const { expressionEngine } = Container.get(GlobalConfig);
		const { Expression } = workflow;

		return {
			core,
			workflow,
			container: Container,
			logs,
			toJsonSchema,
			// Mirrors n8n/dist/commands/base-command.js; the metrics it also wires up are left out.
			async startExpressionEngine() {
				const { engine, idleTimeout, ...settings } = expressionEngine;
				const idleTimeoutMs = idleTimeout === undefined ? undefined : idleTimeout * 1000;
				Expression.setExpressionEngine(engine);
				await Expression.initExpressionEngine({ ...settings, engine, idleTimeoutMs });
			},
			async close() {
				await Expression.disposeExpressionEngine();
				stopCapture();
				runtimes.delete(corePath);
			},
		};
	} finally {
		restoreEnvironment();
		// InstanceSettings keeps in memory what it wrote there; no later step of a run needs the folder.
		rmSync(userFolder, { recursive: true, force: true });
	}
}

function setEnvironment(values: Record<string, string>): () => void {
	const previous = Object.keys(values).map((name) => [name, host.env[name]] as const);
	Object.assign(host.env, values);
	return () => {
		for (const [name, value] of previous) {
			if (value === undefined) delete host.env[name];
			else host.env[name] = value;
		}
	};
}

/** Adds a winston transport to n8n's own logger, so that lines hold what n8n would print, not what it was given. */
function captureLogs(logger: Logger, lines: string[]): () => void {
	const sink = new Writable({
		objectMode: true,
		write({ level, message, ...metadata }: Record<string, unknown>, _encoding, done) {
			lines.push(`${String(level)} ${String(message)} ${serialise(metadata)}`);
			done();
		},
	});
	// winston takes an object stream for a transport if it has a `log` method.
	const transport = Object.assign(sink, { log: () => undefined });
	const winston = logger.getInternalLogger();
	winston.silent = false;
	winston.add(transport);
	return () => {
		winston.silent = true;
		winston.remove(transport);
	};
}

function serialise(value: unknown): string {
	try {
		return JSON.stringify(value);
	} catch {
		return inspect(value, { depth: 12, maxStringLength: null });
	}
}
