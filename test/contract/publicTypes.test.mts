/** The types that docs/types.md gives to copy are those of the code, and stand on their own. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

const NAMES = [
	'PlatformName',
	'ContentType',
	'Step',
	'Reason',
	'RunTotals',
	'RowCost',
	'ResolvedItem',
	'PostItem',
	'ListedPostItem',
	'CommentItem',
	'AuthorItem',
	'ExtractedItem',
	'BalanceItem',
	'FailureDetails',
	'FailureRecord',
];
const block =
	/<!-- types:begin[^\n]*\n+```ts\n([\s\S]*?)```/.exec(readFileSync('docs/types.md', 'utf8'))?.[1] ?? '';

let folder: string;
// Inside the project, where n8n-workflow is found.
beforeAll(() => {
	folder = mkdtempSync('test/types-');
});
afterAll(() => rmSync(folder, { recursive: true }));

function problemsOf(checks: string): string[] {
	writeFileSync(join(folder, 'copied.ts'), block);
	writeFileSync(join(folder, 'checks.ts'), checks);
	const program = ts.createProgram([join(folder, 'checks.ts')], {
		strict: true,
		noEmit: true,
		skipLibCheck: true,
		types: [],
		target: ts.ScriptTarget.ES2022,
		module: ts.ModuleKind.CommonJS,
	});
	return ts
		.getPreEmitDiagnostics(program)
		.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

const same = (name: string, type = `copied.${name}`) => `
	export const there${name} = (value: ${type}): real.${name} => value;
	export const back${name} = (value: real.${name}): ${type} => value;`;
const IMPORTS = "import type * as copied from './copied';\nimport type * as real from '../../index';\n";

it('Each copied type is the one that the package exports', () => {
	expect(problemsOf(IMPORTS + NAMES.map((name) => same(name)).join(''))).toEqual([]);
});

it('A type that differs would be noticed', () => {
	const changed = "Omit<copied.ResolvedItem, 'video_id'> & { video_id: number }";
	expect(problemsOf(IMPORTS + same('ResolvedItem', changed))).not.toEqual([]);
});

it('What the package says that it exports is what it exports', () => {
	const file = join(process.cwd(), 'index.d.ts');
	const program = ts.createProgram([file], { skipLibCheck: true, types: [] });
	const checker = program.getTypeChecker();
	const module = checker.getSymbolAtLocation(program.getSourceFile(file) as ts.SourceFile);
	const valueOf = (symbol: ts.Symbol) =>
		symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
	const values = checker
		.getExportsOfModule(module as ts.Symbol)
		.filter((symbol) => valueOf(symbol).flags & ts.SymbolFlags.Value)
		.map(({ name }) => name);
	const real = require('../../index.js') as Record<string, object>;
	expect(values.sort()).toEqual(Object.keys(real).sort());
	expect(
		problemsOf(
			"import { credentials } from '../../index';\nexport const name: string = new credentials.JustOneApi().name;",
		),
	).toEqual([]);
	expect(Object.keys(real.credentials)).toEqual(['JustOneApi']);
});
