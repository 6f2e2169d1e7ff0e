import { createRequire } from 'node:module';

import { TestEnvironment } from 'jest-environment-node';

import type { OutsideOfJest } from './runtime.mts';

/**
 * jest's node environment, with a way out of its module registry for n8n-core. Inside of it, n8n-core takes twenty
 * seconds to load in every test file (one second in all outside), and the `vm` evaluator cannot be loaded at all.
 */
export default class EngineEnvironment extends TestEnvironment {
	override async setup(): Promise<void> {
		await super.setup();
		const outsideOfJest: OutsideOfJest = { createRequire, env: process.env };
		Object.assign(this.global, { outsideOfJest });
	}
}
