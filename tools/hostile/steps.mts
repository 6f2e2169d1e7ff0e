/**
 * Counts the work that reading a text takes, in steps instead of time: V8 counts the backtracks of a pattern, and each
 * method that goes over a text or a list is charged with what it goes over. A loop that calls none of these goes uncounted.
 */
import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';

// V8's own function for a pattern that gives up, as if it did not match, after so many backtracks.
setFlagsFromString('--allow-natives-syntax');
type LimitedPattern = (source: string, flags: string, limit: number) => RegExp;
const limited = runInThisContext('(s, f, l) => %NewRegExpWithBacktrackLimit(s, f, l)') as LimitedPattern;

/** Escapes, classes, the beginnings of groups, quantifiers, and single characters. */
const TOKEN =
	/\\(?:[pPu]\{[^}]*\}|u[\da-f]{4}|x[\da-f]{2}|k<[^>]*>|[^])|\[(?:\\[^]|[^\]\\])*\]|\((?:\?(?:<?[=!]|:|<[^>]*>))?|[*+?]\??|\{\d+(?:,\d*)?\}\??|[^]/giu;
const QUANTIFIER = /^(?:[*+?]|\{\d)/;
/** Takes a backtrack, since the first choice fails, and matches nothing. It adds no group, so that numbers of groups stay. */
const STEP = '(?:(?!)|)';

/** The pattern in another form, in which each turn of a loop is counted: for its shortest loops V8 counts nothing. */
export function countable(source: string): string {
	const pieces: string[] = [];
	const open: number[] = [];
	let atom = 0;
	for (const [token] of source.matchAll(TOKEN)) {
		if (QUANTIFIER.test(token)) {
			pieces[atom] = `(?:${pieces[atom]}`;
			pieces.push(`${STEP})${token}`);
			continue;
		}
		if (token.startsWith('(')) open.push(pieces.length);
		atom = token === ')' ? (open.pop() ?? 0) : pieces.length;
		pieces.push(token);
	}
	return pieces.join('');
}

const forms = new Map<string, RegExp>();

/** A form of the pattern that always matches, at the latest behind the text, unless it takes more backtracks than that. */
function countableForm({ source, flags, sticky }: RegExp, limit: number): RegExp {
	const key = `${limit} ${flags} ${source}`;
	let form = forms.get(key);
	if (!form) {
		const behind = sticky ? '(?:)' : '$(?![^])';
		form = limited(`(?:${countable(source)})|${behind}`, flags.replace('d', ''), limit);
		forms.set(key, form);
	}
	return form;
}

/** More steps than were allowed. */
export class TooManySteps extends Error {}

const FIRST_LIMIT = 16;

/** How many backtracks a pattern takes, at most twice the number. */
function backtracksOf(pattern: RegExp, text: string, most: number): number {
	for (let limit = FIRST_LIMIT; limit < most * 2; limit *= 2) {
		const counted = countableForm(pattern, limit);
		counted.lastIndex = pattern.lastIndex;
		if (realExec.call(counted, text) !== null) return limit;
	}
	throw new TooManySteps(`${pattern} took more than ${most} steps from ${pattern.lastIndex} on`);
}

const realExec = RegExp.prototype.exec;

type Method = (this: unknown, ...values: unknown[]) => unknown;
const lengthOf = (value: unknown): number =>
	typeof value === 'string' || Array.isArray(value) ? value.length : 0;
const whole = (self: unknown) => lengthOf(self);
const argument = (_: unknown, [first]: unknown[]) => lengthOf(first);
const result = (_: unknown, __: unknown[], made: unknown) => lengthOf(made);

/** What goes over texts and lists, and over how much of them. */
const CHARGES: ReadonlyArray<[object, string, (self: unknown, values: unknown[], made: unknown) => number]> =
	[
		...['replaceAll', 'split', 'trim', 'trimStart', 'trimEnd', 'toLowerCase', 'toUpperCase', 'includes'].map(
			(name) => [String.prototype, name, whole] as [object, string, typeof whole],
		),
		...['indexOf', 'lastIndexOf', 'normalize', 'replace', 'search', 'match'].map(
			(name) => [String.prototype, name, whole] as [object, string, typeof whole],
		),
		...['slice', 'substring', 'repeat', 'concat', 'padStart', 'padEnd'].map(
			(name) => [String.prototype, name, result] as [object, string, typeof result],
		),
		...['startsWith', 'endsWith'].map(
			(name) => [String.prototype, name, argument] as [object, string, typeof argument],
		),
		...['map', 'flatMap', 'filter', 'some', 'every', 'find', 'findIndex', 'includes', 'indexOf'].map(
			(name) => [Array.prototype, name, whole] as [object, string, typeof whole],
		),
		...['join', 'reverse', 'sort', 'forEach', 'reduce', 'slice'].map(
			(name) => [Array.prototype, name, whole] as [object, string, typeof whole],
		),
		...['keys', 'values', 'entries', 'fromEntries'].map(
			(name) => [Object, name, result] as [object, string, typeof result],
		),
		[JSON, 'parse', argument],
		[JSON, 'stringify', result],
	];

/**
 * Does some work and counts its steps.
 *
 * @param most allowed; a form that is not linear is stopped there, and need not be waited for
 * @throws TooManySteps
 */
export function countSteps(most: number, work: () => unknown): number {
	let steps = 0;
	const add = (more: number, what: string) => {
		steps += more;
		if (steps > most) throw new TooManySteps(`${what} and all before it took more than ${most} steps`);
	};
	const undo: Array<() => void> = [];
	const put = (owner: object, name: string, method: Method) => {
		const before = Object.getOwnPropertyDescriptor(owner, name) as PropertyDescriptor;
		undo.push(() => Object.defineProperty(owner, name, before));
		Object.defineProperty(owner, name, { ...before, value: method });
	};
	let isCounting = false;
	// Everything that searches by a pattern goes through it, also what counts.
	put(RegExp.prototype, 'exec', function (this: unknown, value: unknown) {
		const pattern = this as RegExp;
		const text = String(value);
		if (isCounting) return realExec.call(pattern, text);
		isCounting = true;
		try {
			const from = pattern.global || pattern.sticky ? pattern.lastIndex : 0;
			add(backtracksOf(pattern, text, most - steps), String(pattern));
			const match = realExec.call(pattern, text);
			const end = match ? match.index + match[0].length : pattern.sticky ? from : text.length;
			add(1 + end - from, String(pattern));
			return match;
		} finally {
			isCounting = false;
		}
	});
	for (const [owner, name, charge] of CHARGES) {
		const real = (owner as Record<string, Method>)[name];
		put(owner, name, function (this: unknown, ...values: unknown[]) {
			let made: unknown;
			try {
				made = real.apply(this, values);
				return made;
			} finally {
				add(1 + charge(this, values, made), name);
			}
		});
	}
	try {
		work();
	} finally {
		// By no method that is charged.
		for (const restore of undo) restore();
	}
	if (steps > most) throw new TooManySteps(`${steps} steps, ${most} are allowed`);
	return steps;
}
