import type { IExecutePaginationFunctions, INode } from 'n8n-workflow';

import { failureOf } from '../../failure/failure';
import type { Failure } from '../../failure/failure';
import { textOf } from '../../text/shareText';

/** `={{ $json.column }}` or `={{ $json["column"] }}`, the way a sheet is mapped. */
const COLUMN = /^=\{\{\s*\$json(?:\.([A-Za-z_]\w*)|\[\s*(["'])([^"'\\]+)\2\s*\])\s*\}\}$/;

/** The column that 'Share URL' is mapped to; null where it holds anything else. */
export function columnOf(node: INode): string | null {
	const match = COLUMN.exec(String(node.parameters.shareUrl ?? ''));
	return match ? (match[1] ?? match[3]) : null;
}

/**
 * The text in 'Share URL' for this row, or the failure of its expression. A text in a column of its own is read
 * without n8n's expression engine, which takes about a millisecond a row (docs/decisions/no-expressions.md).
 *
 * @param column from `columnOf`
 */
export function readRowText(context: IExecutePaginationFunctions, column: string | null): string | Failure {
	const cell = column === null ? undefined : context.getInputData().json[column];
	if (typeof cell === 'string') return cell;
	try {
		return textOf(context.getNodeParameter('shareUrl', ''));
	} catch {
		return failureOf('no_link', {
			title: "The expression in 'Share URL' could not be evaluated",
			advice: "Open the node and check the expression in 'Share URL' for this row.",
		});
	}
}
