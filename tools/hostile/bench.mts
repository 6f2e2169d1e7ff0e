import { setTimeout } from 'node:timers/promises';
import { inspect } from 'node:util';
import { createRequire as createRequireHere } from 'node:module';

import type { ICredentialDataDecryptedObject, IDataObject, INodeType } from 'n8n-workflow';

import { failureKinds } from '../../nodes/JustOneApi/failure/failureTable.ts';
import { loadEngine, type Engine, type RunResult } from '../engine/engine.mts';
import type { OutsideOfJest } from '../engine/runtime.mts';
import { addresses, TIMEOUT } from './answers.mts';
import { startHostile, type HostileServer, type Reply } from './server.mts';

/** Never part of an answer, so that wherever it turns up it leaked. */
export const TOKEN = 'tok-hostile-5f2c9a7b';
export const NODE = 'Resolve';

export interface HostileBench {
	engine: Engine;
	api: HostileServer;
	/** Nothing may ever call it. */
	evil: HostileServer;
	/** Resolves so many links, each with a call that is answered like this. */
	ask(reply: Reply, options?: AskOptions): Promise<RunResult>;
	close(): Promise<void>;
}

export interface AskOptions {
	rows?: number;
	/** In ms. */
	timeout?: number;
	output?: 'simplified' | 'raw';
	credential?: Partial<ICredentialDataDecryptedObject>;
	/** Rows go to the error branch unless the run is to stop. */
	stops?: boolean;
	signal?: AbortSignal;
}

/** The real process: jest hands its tests a copy, whose events never come. */
const { createRequire } = (globalThis as unknown as { outsideOfJest: OutsideOfJest }).outsideOfJest ?? {
	createRequire: createRequireHere,
};
const requireOutside = createRequire(`${process.cwd()}/package.json`);
export const realProcess = requireOutside('node:process') as NodeJS.Process;

/** Collects rejections that nobody handles, from now until `stop`. */
export function watchStrays() {
	const strays: unknown[] = [];
	const note = (reason: unknown) => strays.push(reason);
	realProcess.on('unhandledRejection', note);
	return { strays, stop: () => realProcess.off('unhandledRejection', note) };
}

let accounts = 0;
let links = 0;
/** A link that no earlier run has asked for. */
const nextLink = () => `https://v.douyin.com/H${(links += 1).toString(36).padStart(6, '0')}/`;

/** n8n's setting N8N_SSRF_PROTECTION_ENABLED, which it reads at each request. */
export function protectInside({ engine }: HostileBench, enabled: boolean): void {
	const require = createRequire(requireOutside.resolve('n8n-core'));
	const { SsrfProtectionConfig } = require('@n8n/config') as {
		SsrfProtectionConfig: abstract new () => { enabled: boolean };
	};
	engine.runtime.container.get(SsrfProtectionConfig).enabled = enabled;
}

/** n8n's engine, an API that answers what a test says, and a server that must stay alone. */
export async function startBench(
	resolveFrom?: string,
	nodes?: Record<string, INodeType>,
): Promise<HostileBench> {
	const [api, evil] = [await startHostile(), await startHostile()];
	addresses.evilPort = evil.port;
	const engine = await loadEngine({ packageDir: '.', resolveFrom, nodes });
	return {
		engine,
		api,
		evil,
		async ask(reply, { rows = 1, timeout = TIMEOUT, output = 'raw', credential, stops, signal } = {}) {
			api.reply = reply;
			// An account of its own: a Retry-After or a 302 slows down all calls of one.
			const baseUrl = `${api.url}/${(accounts += 1)}`;
			const account = { token: TOKEN, region: 'custom', baseUrl, ...credential };
			return await engine.run(
				{
					nodes: [
						{ name: 'Rows', type: 'n8n-nodes-base.manualTrigger' },
						{
							name: NODE,
							type: 'n8n-nodes-justoneapi.justOneApi',
							...(stops ? {} : { onError: 'continueErrorOutput' }),
							parameters: {
								shareUrl: '={{ $json.link }}',
								output,
								options: { maxRetries: 0 },
								requestOptions: { timeout },
							},
							credentials: { justOneApi: { id: 'c1', name: 'Just One API' } },
						},
					],
					connections: { Rows: { main: [[{ node: 'Resolve', type: 'main', index: 0 }]] } },
				},
				{
					items: Array.from({ length: rows }, () => ({ json: { link: nextLink() } })),
					credentials: { c1: { type: 'justOneApi', data: account as ICredentialDataDecryptedObject } },
					signal,
				},
			);
		},
		async close() {
			await engine.close();
			await api.close();
			await evil.close();
		},
	};
}

export const good = (result: RunResult): IDataObject[] => result.json(NODE, 0);
export const bad = (result: RunResult): IDataObject[] => result.json(NODE, 1);

const CONTROL_OR_MARKUP = /[\p{Cc}<>]/u;
const KNOWN_REASONS = new Set<unknown>(failureKinds.map(({ reason }) => reason));
const CANONICAL =
	/^https:\/\/(?:[\w-]+\.)*(?:(?:douyin|iesdouyin|amemv)\.com|haohuo\.jinritemai\.com)\/\P{Cc}*$/u;

/** What holds whatever the API answered. */
export function expectSound({ engine, evil }: HostileBench, result: RunResult, rows = 1): void {
	const [items, failures] = [good(result), bad(result)];
	expect(result.status).toBe('success');
	expect(items.length + failures.length).toBe(rows);
	for (const { error, message, details } of failures) {
		for (const text of [error, message]) {
			expect(typeof text).toBe('string');
			expect(text).not.toMatch(CONTROL_OR_MARKUP);
			expect(String(text).length).toBeLessThan(1000);
		}
		const { reason, request_id: requestId, billed } = details as IDataObject;
		expect(KNOWN_REASONS).toContain(reason);
		expect(String(requestId)).not.toMatch(CONTROL_OR_MARKUP);
		expect(String(requestId).length).toBeLessThan(400);
		expect([true, false, null]).toContain(billed);
	}
	for (const item of items) {
		expect(item.redirect_url).toMatch(/^\s*["']*(?:https?:)?\/\/[\w.-]+(?:[:/?#]|$)/i);
		expect(String(item.redirect_url).trim()).not.toMatch(/\p{Cc}/u);
		expect(item.canonical_url).toMatch(CANONICAL);
		expect(item.video_id === null || /^\d{19}$/.test(String(item.video_id))).toBe(true);
	}
	const stored = inspect(result.data, { depth: Infinity, maxStringLength: null, maxArrayLength: null });
	expect(stored).not.toContain(TOKEN);
	expect(engine.logs.splice(0).join('\n')).not.toContain(TOKEN);
	expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	expect(evil.requests).toEqual([]);
}

/** Waits until the API has no connection left; fails where one stays. */
export async function expectNoConnection({ api }: HostileBench): Promise<void> {
	for (let tries = 0; api.open() > 0 && tries < 100; tries += 1) await setTimeout(20);
	expect(api.open()).toBe(0);
}
