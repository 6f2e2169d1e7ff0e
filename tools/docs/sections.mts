/** The generated parts of the documentation: what the table of failures says, and the public types. */
import { failureKinds, inWordsOf } from '../../nodes/JustOneApi/failure/failureTable.ts';
import type {
	ErrorClass,
	FailureKind,
	OperationMessages,
} from '../../nodes/JustOneApi/failure/failureTable.ts';

import { platforms } from '../../dist/nodes/JustOneApi/platforms/index.js';
import { AUTHOR_FIELDS } from '../../dist/nodes/JustOneApi/resources/author/authorItem.js';
import {
	AUTHOR_MESSAGES,
	AUTHOR_POSTS_MESSAGES,
} from '../../dist/nodes/JustOneApi/resources/author/authorMessages.js';
import { COMMENT_FIELDS } from '../../dist/nodes/JustOneApi/resources/post/commentItem.js';
import {
	COMMENTS_MESSAGES,
	SEARCH_MESSAGES,
} from '../../dist/nodes/JustOneApi/resources/post/listMessages.js';
import { POST_FIELDS } from '../../dist/nodes/JustOneApi/resources/post/postItem.js';
import { POST_MESSAGES } from '../../dist/nodes/JustOneApi/resources/post/postMessages.js';
import { SCENARIOS } from '../sandbox/scenarios.mts';
import { table } from '../table.mts';
import { emptyFields } from './emptyFields.mts';
import type { Source } from './emptyFields.mts';
import { publicTypes } from './publicTypes.mts';

const markdown = (head: string[], rows: string[][]) => table({ head, rows }, 'markdown');

const inWords = (value: boolean | null, yes: string, no: string, unknown: string) =>
	value === null ? unknown : value ? yes : no;

const ENGLISH = ['yes', 'no', 'unknown'] as const;

/** What calls read otherwise than the table, by what they ask for. */
const MESSAGES: ReadonlyArray<[what: string, messages: OperationMessages]> = [
	['a post', POST_MESSAGES],
	['an author', AUTHOR_MESSAGES],
	["an author's posts", AUTHOR_POSTS_MESSAGES],
	['comments', COMMENTS_MESSAGES],
	['a search', SEARCH_MESSAGES],
];

/** What the calls of an operation read as a failure that the table has, in their own words. */
function rowOf(kind: FailureKind, what: string, messages: OperationMessages): string[][] {
	const { reason, retryable } = kind;
	const codes = Object.entries(messages.codes ?? {}).filter(([, own]) => own.reason === reason);
	if (codes.length === 0) return [];
	const { title, advice } = inWordsOf(messages, kind);
	const billed = codes.map(([code, own]) => `${code}: ${inWords(own.billed, ...ENGLISH)}`).join(', ');
	const names = codes.map(([code]) => code).join(', ');
	return [[`${names}, for ${what}`, `\`${reason}\``, title, billed, inWords(retryable, ...ENGLISH), advice]];
}

function failures(): string {
	const rows = failureKinds.flatMap((kind) => {
		const { code, reason, title, billed, retryable, advice } = kind;
		const row = [
			String(code ?? ''),
			`\`${reason}\``,
			title,
			inWords(billed, ...ENGLISH),
			inWords(retryable, ...ENGLISH),
			advice,
		];
		return [row, ...MESSAGES.flatMap(([what, messages]) => rowOf(kind, what, messages))];
	});
	return markdown(['code', 'reason', 'what happened', 'billed', 'retryable', 'what to do'], rows);
}

/** The links of the sandbox: what each is answered, and what a caller makes of it. */
function scenarios(): string {
	const rows = SCENARIOS.map(({ name, about, expect, billed }) => [
		`\`${name}\``,
		about,
		'content_type' in expect
			? `\`content_type\` ${expect.content_type}`
			: `\`${expect.reason}\`${expect.retryable ? ', retryable' : ''}`,
		inWords(billed, ...ENGLISH),
	]);
	return markdown(['name', 'answer', 'what a caller should make of it', 'billed'], rows);
}

/** Names the kinds for which something holds: `201 no_content`, `timeout`, … */
function named(holds: (kind: FailureKind) => boolean): string {
	const names = failureKinds
		.filter(holds)
		.map(({ code, reason }) => `${code === null ? '' : `${code} `}\`${reason}\``);
	return names.join(', ');
}

function bills(): string {
	return markdown(
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
		(...classes: ErrorClass[]) =>
		({ errorClass }: FailureKind) =>
			classes.includes(errorClass);
	return markdown(
		['what helps', '`details.reason`'],
		[
			['**Run the row again later** (`retryable` is true)', named(({ retryable }) => retryable)],
			['**Fix the account.** The run makes no more calls', named(of('account', 'endpoint'))],
			['**Look at the row, or at the node**', named(of('link', 'input'))],
			['**Look at the answer:** its meaning is not documented', named(of('unknown'))],
		],
	);
}

const SOURCES: ReadonlyArray<[source: Source, what: string]> = [
	['post', 'Post → Get'],
	['authorPosts', 'Author → Get Posts'],
	['search', 'Post → Search'],
	['comments', 'Post → Get Comments'],
	['author', 'Author → Get'],
];

const code = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');

/** Which fields no answer fills, by operation and platform. */
function empty(): string {
	const rows = SOURCES.map(([source, what]) => [
		what,
		...platforms.map((platform) => code(emptyFields(source, platform)) || 'none'),
	]);
	return markdown(['operation', ...platforms.map(({ label }) => label)], rows);
}

/** The fields of the simplified form. */
function simplified(): string {
	return markdown(
		['item', 'Simplified'],
		[
			['a post, by itself or in a list', code(POST_FIELDS.simplified)],
			['a comment', code(COMMENT_FIELDS.simplified)],
			['an author', code(AUTHOR_FIELDS.simplified)],
		],
	);
}

/** By the name in the markers `<!-- name:begin … -->` and `<!-- name:end -->`. */
export const SECTIONS: Readonly<Record<string, () => string>> = {
	failures,
	branches,
	bills,
	scenarios,
	types: publicTypes,
	empty,
	simplified,
};

/** Parts that a command of their own writes: they take minutes. */
const WRITTEN_ELSEWHERE = new Set(['simulated']);

const MARKED = /(<!-- ([\w-]+):begin[^\n]*-->\n)[\s\S]*?(<!-- \2:end -->)/g;

/** A page with its generated parts as the table says; names them. Throws where a name is unknown. */
export function generate(page: string): { page: string; sections: string[] } {
	const sections: string[] = [];
	const written = page.replace(MARKED, (part, begin: string, name: string, end: string) => {
		if (WRITTEN_ELSEWHERE.has(name)) return part;
		const section = SECTIONS[name];
		if (!section) throw new Error(`There is no generated part called ${name}`);
		sections.push(name);
		return `${begin}\n${section()}\n\n${end}`;
	});
	return { page: written, sections };
}
