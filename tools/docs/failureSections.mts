/** The generated parts of the documentation: what the table of failures says, and the public types. */
import { failureTable } from '../../nodes/JustOneApi/failure/failureTable.ts';
import type { Concern, FailureKind } from '../../nodes/JustOneApi/failure/failureTable.ts';
import { CHINESE } from './failureTable.zh.mts';
import { publicTypes } from './publicTypes.mts';

function table(head: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

const inWords = (value: boolean | null, yes: string, no: string, unknown: string) =>
	value === null ? unknown : value ? yes : no;

const ENGLISH = ['yes', 'no', 'unknown'] as const;
const ZH = ['是', '否', '未知'] as const;

function failures(): string {
	const rows = failureTable.map(({ code, reason, title, billed, retryable, advice }) => [
		String(code ?? ''),
		`\`${reason}\``,
		title,
		inWords(billed, ...ENGLISH),
		inWords(retryable, ...ENGLISH),
		advice,
	]);
	return table(['code', 'reason', 'what happened', 'billed', 'retryable', 'what to do'], rows);
}

function failuresInChinese(): string {
	const rows = failureTable.map(({ code, reason, billed, retryable }) => [
		String(code ?? ''),
		`\`${reason}\``,
		CHINESE[reason].title,
		inWords(billed, ...ZH),
		inWords(retryable, ...ZH),
		CHINESE[reason].advice,
	]);
	return table(['code', 'reason', '发生了什么', '计费', '可重试', '怎么办'], rows);
}

/** Names the kinds for which something holds: `201 no_content`, `timeout`, … */
function named(holds: (kind: FailureKind) => boolean): string {
	const names = failureTable
		.filter(holds)
		.map(({ code, reason }) => `${code === null ? '' : `${code} `}\`${reason}\``);
	return names.join(', ');
}

function bills(): string {
	return table(
		['billed?', 'what'],
		[
			['**yes**', `each result (code 0), ${named(({ billed }) => billed === true)}`],
			['**unknown**', named(({ billed }) => billed === null)],
			['**no**', named(({ billed }) => billed === false)],
		],
	);
}

/** What a workflow does with a failed row, by whose business it is. */
function branches(): string {
	const of =
		(...concerns: Concern[]) =>
		({ concern }: FailureKind) =>
			concerns.includes(concern);
	return table(
		['what helps', '`details.reason`'],
		[
			['**Run the row again later** (`retryable` is true)', named(({ retryable }) => retryable)],
			['**Put the account right.** No further call leaves in this run', named(of('account'))],
			['**Look at the row, or at the node**', named(of('link', 'input'))],
			['**Look at the answer:** nobody knows what it means', named(of('unknown'))],
		],
	);
}

/** By the name in the markers `<!-- name:begin … -->` and `<!-- name:end -->`. */
export const SECTIONS: Readonly<Record<string, () => string>> = {
	failures,
	branches,
	bills,
	'failures-zh': failuresInChinese,
	types: publicTypes,
};

const MARKED = /(<!-- ([\w-]+):begin[^\n]*-->\n)[\s\S]*?(<!-- \2:end -->)/g;

/** A page with its generated parts as the table says; names them. Throws where a name is unknown. */
export function generate(page: string): { page: string; sections: string[] } {
	const sections: string[] = [];
	const written = page.replace(MARKED, (_, begin: string, name: string, end: string) => {
		const section = SECTIONS[name];
		if (!section) throw new Error(`There is no generated part called ${name}`);
		sections.push(name);
		return `${begin}\n${section()}\n\n${end}`;
	});
	return { page: written, sections };
}
