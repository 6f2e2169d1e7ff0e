/**
 * Mutation tests: is there a test that notices when a line of the pure modules is wrong? `npm run mutation`.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
	mutate: [
		'nodes/JustOneApi/{text,link,platforms,failure,call,run}/**/*.ts',
		// Reads a stream of n8n's helper: test/hostile checks it.
		'!nodes/JustOneApi/call/boundedCall.ts',
		'credentials/**/*.ts',
	],
	testRunner: 'jest',
	coverageAnalysis: 'perTest',
	jest: {
		configFile: 'jest.config.cjs',
		// The engine is not needed here, and its environment is what makes the other rings slow.
		config: {
			testMatch: ['<rootDir>/test/unit/**/*.test.mts', '!<rootDir>/test/unit/tools/**'],
			testEnvironment: 'node',
			testTimeout: 5000,
		},
	},
	concurrency: 2,
	// A slow machine must not pass for an endless loop: that would count as noticed.
	timeoutMS: 10_000,
	thresholds: { high: 95, low: 90, break: 85 },
	reporters: ['clear-text', 'html', 'json'],
	clearTextReporter: { allowColor: false, reportTests: false },
	cleanTempDir: 'always',
	ignorePatterns: ['dist', 'docs', 'examples', 'reports'],
};
