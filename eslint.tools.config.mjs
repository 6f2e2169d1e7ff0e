// For tests and tools (.mts). eslint.config.mjs is for what ships, and must stay as n8n's own linter expects it.
import tseslint from 'typescript-eslint';

export default tseslint.config(
	{ ignores: ['**/*', '!tools/', '!test/', '!tools/**', '!test/**'] },
	{
		files: ['**/*.mts'],
		extends: [tseslint.configs.base],
		languageOptions: { parserOptions: { project: 'tsconfig.dev.json' } },
		rules: {
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ ignoreRestSiblings: true, argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
			],
			'@typescript-eslint/only-throw-error': 'error',
			'@typescript-eslint/switch-exhaustiveness-check': 'error',
			eqeqeq: 'error',
			'prefer-const': 'error',
			'no-empty': 'error',
		},
	},
);
