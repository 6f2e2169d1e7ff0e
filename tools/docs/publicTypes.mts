/** What an item and a failed row look like, as TypeScript to copy: printed from the sources, so that it stays true. */
import { readFileSync } from 'node:fs';

import ts from 'typescript';

const NODE = 'nodes/JustOneApi';
const PUBLIC = [
	['PlatformName', `${NODE}/platforms/platform.ts`],
	['ContentType', `${NODE}/platforms/target.ts`],
	['Step', `${NODE}/failure/failureTable.ts`],
	['Reason', `${NODE}/failure/failureTable.ts`],
	['RunTotals', `${NODE}/run/totals.ts`],
	['RowCost', `${NODE}/run/totals.ts`],
	['ResolvedItem', `${NODE}/resources/shareLink/resolvedItem.ts`],
	['PostItem', `${NODE}/resources/post/postItem.ts`],
	['ListedPostItem', `${NODE}/resources/post/postItem.ts`],
	['CommentItem', `${NODE}/resources/post/commentItem.ts`],
	['AuthorItem', `${NODE}/resources/author/authorItem.ts`],
	['ExtractedItem', `${NODE}/resources/shareLink/extractedItem.ts`],
	['BalanceItem', `${NODE}/resources/account/getBalance.ts`],
	['FailureDetails', `${NODE}/failure/failureRecord.ts`],
	['FailureRecord', `${NODE}/failure/failureRecord.ts`],
] as const;

/** The declaration of a type with its comment. Throws where the file has none of this name. */
function declarationOf(name: string, path: string): string {
	const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
	const found = source.statements.find(
		(one) => (ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one)) && one.name.text === name,
	);
	if (!found) throw new Error(`${path} has no type ${name}`);
	const text = found.getFullText(source).trim();
	const table = /= keyof typeof (\w+);$/.exec(text)?.[1];
	return table === undefined ? text : text.replace(/ keyof typeof \w+;$/, unionOf(table, source));
}

/** The keys of a table as a union. */
function unionOf(table: string, source: ts.SourceFile): string {
	const keys: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isVariableDeclaration(node) && node.name.getText(source) === table && node.initializer) {
			const value = ts.isSatisfiesExpression(node.initializer)
				? node.initializer.expression
				: node.initializer;
			if (!ts.isObjectLiteralExpression(value)) return;
			keys.push(...value.properties.map(({ name }) => name?.getText(source) ?? ''));
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	if (keys.length === 0) throw new Error(`There is no table called ${table}`);
	return `${keys.map((key) => `\n\t| '${key}'`).join('')};`;
}

export function publicTypes(): string {
	const code = PUBLIC.map(([name, path]) => declarationOf(name, path)).join('\n\n');
	return `\`\`\`ts\n${code}\n\`\`\``;
}
