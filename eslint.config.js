import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import { importX } from 'eslint-plugin-import-x';

/** Dependencies flow one way: routes → lib/<subject> → lib/server; rules and access do no I/O; ui knows no subject (ARCHITECTURE.md). */
const serverOnly = ['pg', 'kysely', 'node:*', '**/*.server.ts', '#lib/server/*', '**/server/*', '**/routes/*', '@sveltejs/kit'];
/** @param {string} [but] */
const subjects = (but) =>
	[
		'people',
		'frame',
		'companions',
		'interviews',
		'actions',
		'appointments',
		'memos',
		'needs',
		'goals',
		'paper',
		'caseload',
		'thread',
		'desk',
		'team',
		'organization',
		'front-desk',
		'accounts'
	]
		.filter((name) => name !== but)
		.flatMap((name) => [`#lib/${name}/*`, `**/${name}/*`]);

export default ts.config(
	{ ignores: ['build/', '.svelte-kit/', '.data/', 'src/lib/paraglide/', 'database/types.ts', 'node_modules/'] },
	js.configs.recommended,
	...ts.configs.strict,
	...svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.node } },
		plugins: { 'import-x': importX },
		rules: {
			'no-undef': 'off',
			'import-x/no-self-import': 'error',
			'import-x/no-duplicates': 'error',
			'@typescript-eslint/no-non-null-assertion': 'off',
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			'svelte/no-navigation-without-resolve': 'off',
			'svelte/require-each-key': 'off'
		}
	},
	{ files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
	{
		files: ['src/lib/ui/enhance.js', 'src/lib/space/listen.js', 'src/lib/space/offline/*.js'],
		languageOptions: { globals: { ...globals.browser } }
	},
	{
		files: ['src/lib/**/*.ts', 'src/lib/**/*.svelte'],
		ignores: ['**/*.test.ts'],
		rules: { 'no-restricted-imports': ['error', { patterns: [{ group: ['**/routes/*'], message: 'A subject knows no page.' }] }] }
	},
	{
		files: [
			'src/lib/*/rules.ts',
			'src/lib/access/access.ts',
			'src/lib/access/{line,matrix}.ts',
			'src/lib/access/lines/*.ts',
			'src/lib/ui/dates.ts'
		],
		rules: { 'no-restricted-imports': ['error', { patterns: [{ group: serverOnly, message: 'Rules are pure: nothing here does I/O.' }] }] }
	},
	{
		files: ['src/lib/server/**/*.ts', 'src/lib/web/**/*.ts'],
		ignores: ['**/*.test.ts'],
		rules: {
			'no-restricted-imports': [
				'error',
				{ patterns: [{ group: ['**/routes/*', '#lib/ui/*', ...subjects()], message: 'The ground floor does not look up.' }] }
			]
		}
	},
	{
		files: ['src/lib/ui/**/*.svelte', 'src/lib/ui/**/*.ts'],
		rules: { 'no-restricted-imports': ['error', { patterns: [{ group: subjects(), message: 'ui knows no subject.' }] }] }
	}
);
