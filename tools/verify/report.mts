/** The report of a run, as Markdown. Pure: facts in, text out. */
import { table } from '../table.mts';
import { differencesOf, type Difference } from './compare.mts';
import { amount, meaningOf } from './meaning.mts';
import { NOT_ASKED } from './questions.mts';
import type { Answered, Entry, Run } from './run.mts';

/** Which run it was. */
export interface About {
	/** `global`, `cn`, `custom` or `sandbox`; a custom address is not named. */
	region: string;
	/** ISO 8601, UTC. */
	startedAt: string;
	/** Of the package. */
	version: string;
}

export interface Findings extends About {
	api: Run;
	sandbox: Run;
}

/** Text of the API as code. */
const code = (text: string): string => `\`${text.replace(/`/g, "'")}\``;

const markdown = (head: string[], rows: string[][]) => table({ head, rows }, 'markdown');

const bill = (charge: number | null, currency: string) =>
	charge === null ? 'could not be seen' : charge > 0 ? amount(charge, currency) : 'no';

/** The differences of every question that was asked. */
export function compareRuns({ api, sandbox }: Pick<Findings, 'api' | 'sandbox'>): Array<{
	entry: Entry;
	differences: Difference[];
}> {
	return api.entries.flatMap((entry) => {
		const differences = differencesOf(entry, sandbox);
		return differences ? [{ entry, differences }] : [];
	});
}

/** The result in one line, for the report and for the terminal. */
export function resultLine(findings: Pick<Findings, 'api' | 'sandbox'>): string {
	const compared = compareRuns(findings);
	const differing = compared.filter(({ differences }) => differences.length > 0).length;
	const missing = findings.api.entries.filter(({ state }) => state !== 'answered').length;
	const rest = missing === 0 ? '' : `; ${missing} remain unknown`;
	const asked = `${compared.length} of ${findings.api.entries.length} questions asked`;
	if (compared.length === 0) return `${asked}: nothing could be compared.`;
	return differing === 0
		? `${asked}, no differences from the sandbox${rest}.`
		: `${asked}, ${differing} answered otherwise than by the sandbox${rest}.`;
}

function summary(findings: Findings): string[] {
	const { api, sandbox } = findings;
	const rows = api.entries.map((entry) => {
		const { subject } = entry.question;
		if (entry.state === 'skipped' || entry.state === 'impossible') {
			return [subject, 'not asked', '', '', '', '', ''];
		}
		const differences = differencesOf(entry, sandbox) ?? [];
		const same = differences.length === 0 ? 'same' : 'different';
		const charge = bill(entry.charge, api.currency);
		if (entry.state === 'unanswered') return [subject, 'no answer', '', '', String(entry.ms), charge, same];
		const { httpStatus, outcome, ms } = entry.facts;
		const answer = entry.facts.code === null ? 'no envelope' : String(entry.facts.code);
		return [subject, String(httpStatus), answer, code(outcome), String(ms), charge, same];
	});
	return [
		'## Summary',
		'',
		markdown(['asked', 'HTTP', 'code', 'the node makes of it', 'ms', 'billed', 'sandbox'], rows),
	];
}

function money({ total, late, currency }: Run): string[] {
	const all =
		total === null
			? 'What all calls cost could not be seen: the balance could not be read.'
			: `All calls together took ${amount(total, currency)} from the balance.`;
	const lateness =
		late !== null && late > 0
			? ` ${amount(late, currency)} of it was booked only some seconds after the last call, so what is said of single calls may be one call off.`
			: '';
	return ['', all + lateness];
}

function meanings({ api }: Findings): string[] {
	const points = api.entries.flatMap((entry) => {
		const sentences = meaningOf(entry, api.currency);
		return sentences.length === 0 ? [] : [`- ${sentences.join(' ')}`];
	});
	return ['## What it means for the node', '', 'Each is one sample.', '', ...points];
}

function differencesSection(findings: Findings): string[] {
	const sections = compareRuns(findings).flatMap(({ entry, differences }) =>
		differences.length === 0
			? []
			: [
					`### ${entry.question.subject}`,
					'',
					markdown(
						['', 'API', 'sandbox'],
						differences.map(({ what, api, sandbox }) => [code(what), code(api), code(sandbox)]),
					),
					'',
				],
	);
	return ['## What differs from the sandbox', '', ...(sections.length === 0 ? ['Nothing.', ''] : sections)];
}

function unknowns({ api }: Findings): string[] {
	const points = api.entries.flatMap((entry) => {
		const { subject, open } = entry.question;
		if (entry.state === 'answered') return [];
		if (entry.state === 'unanswered') return [`- ${subject}: ${open}. No answer came: ${entry.title}.`];
		const why = entry.state === 'skipped' ? 'Skipped' : 'Could not be asked';
		return [`- ${subject}: ${open}. ${why}: ${entry.why}.`];
	});
	const never = NOT_ASKED.map((what) => `- Not asked on purpose: ${what}.`);
	return ['## What remains unknown', '', ...points, ...never];
}

function details(entry: Answered, currency: string): string[] {
	const { facts, link, charge } = entry;
	const { redirect } = facts;
	const shape = Object.entries(facts.shape).map(([key, type]) => `${key}: ${type}`);
	const redirected = redirect
		? [
				`- redirect: host ${code(redirect.host)}, path ${code(redirect.path)}, query ${code(redirect.queryNames.join(', ') || '(none)')}`,
				`- music ID (${code('mid')}) in the query: ${redirect.queryNames.includes('mid') ? 'yes' : 'no'}; taken for the ID: ${facts.idIsMid ? 'YES' : 'no'}`,
				`- ${code('®ion')} or ${code('×tamp')} in the URL: ${redirect.damaged ? 'yes' : 'no'}`,
			]
		: [];
	return [
		`- asked with: ${code(link)}`,
		`- answer: HTTP ${facts.httpStatus}, ${code(facts.mediaType || 'no content type')}, ${facts.ms} ms`,
		`- code: ${facts.code === null ? 'no envelope' : `${facts.code} (JSON ${facts.shape.code ?? 'type unknown'})`}`,
		`- message: ${facts.message === '' ? '(none)' : code(facts.message)}`,
		`- keys: ${code(shape.join(', '))}`,
		...redirected,
		`- the node makes of it: ${code(facts.outcome)}${facts.title === '' ? '' : `, "${facts.title}"`}, ID ${code(facts.contentId ?? '(none)')}`,
		`- billed: ${bill(charge, currency)}`,
	];
}

function detailsSection({ api }: Findings): string[] {
	const sections = api.entries.flatMap((entry) =>
		entry.state === 'answered'
			? [`### ${entry.question.subject}`, '', ...details(entry, api.currency), '']
			: [],
	);
	return sections.length === 0 ? [] : ['## What came', '', ...sections];
}

/**
 * Writes the report.
 *
 * @returns Markdown, ending in a line break
 */
export function report(findings: Findings): string {
	const { region, startedAt, version } = findings;
	return [
		'# Just One API: what the real API answers',
		'',
		`**Result: ${resultLine(findings)}**`,
		'',
		`Region ${region}, ${startedAt}, n8n-nodes-justoneapi ${version}. The sandbox is this package's stand-in of the API; for deleted posts and codes that were never issued it only guesses.`,
		'',
		'This report holds no token and no balance. Short codes and the values in redirect URLs are left out: they tell who shared a link. IDs of posts, rooms and profiles are in it.',
		'',
		...summary(findings),
		...money(findings.api),
		'',
		...meanings(findings),
		'',
		...differencesSection(findings),
		...unknowns(findings),
		'',
		...detailsSection(findings),
	]
		.join('\n')
		.trimEnd()
		.concat('\n');
}
