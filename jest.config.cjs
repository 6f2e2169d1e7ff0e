/** nock and what it needs ship as ES modules only. */
const ES_MODULES = 'nock|@mswjs|@open-draft|outvariant|rettime|until-async|propagate';

/** Tests are .mts files, which Node itself could run; jest gets them as CommonJS. */
module.exports = {
	// What a mutation run has copied.
	modulePathIgnorePatterns: ['<rootDir>/.stryker-tmp/'],
	testMatch: ['<rootDir>/test/**/*.test.mts'],
	testEnvironment: '<rootDir>/tools/engine/jestEnvironment.mts',
	testTimeout: 60_000,
	moduleFileExtensions: ['mts', 'ts', 'js', 'mjs', 'json', 'node'],
	transform: {
		'\\.m?[tj]s$': [
			'@swc/jest',
			{
				jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
				module: { type: 'commonjs' },
			},
		],
	},
	transformIgnorePatterns: [`/node_modules/(?!(?:${ES_MODULES})/)`, '/dist/'],
};
