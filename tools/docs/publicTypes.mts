/** What an item and a failed row look like, as TypeScript to copy: printed from the sources, so that it stays true. */
import { readFileSync } from 'node:fs';

import ts from 'typescript';

const NODE = 'nodes/JustOneApi';
const PUBLIC = [
	['PlatformName', `${NODE}/platforms/platform.ts`],
	['ContentType', `${NODE}/platforms/target.ts`],
	['Step', `${NODE}/failure/failureTable.ts`],
	['Reason', `${NODE}/failure/failureTable.ts`],
	['Bill', `${NODE}/run/bill.ts`],
	['Cost', `${NODE}/run/bill.ts`],
	['ResolvedItem', `${NODE}/resources/shareLink/resolvedItem.ts`],
	['PostItem', `${NODE}/resources/post/postItem.ts`],
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
	return found.getFullText(source).trim();
}

export function publicTypes(): string {
	const code = PUBLIC.map(([name, path]) => declarationOf(name, path)).join('\n\n');
	return `\`\`\`ts\n${code}\n\`\`\``;
}
