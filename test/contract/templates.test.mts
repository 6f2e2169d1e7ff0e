/** What every template keeps, read from its file. That each of them runs is shown end to end. */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { EXAMPLES, readExample } from '../../tools/n8n/examples.mts';
import { PROJECT } from '../../tools/n8n/install.mts';
import type { WorkflowNode } from '../../tools/n8n/rest.mts';

/** Nodes beside triggers and notes. */
const MOST_NODES = 5;
/** A loop of batches that are executions of their own has more to do. */
const LARGE_SHEET_NODES = 9;
/** IDs have up to 24 characters or digits; a number keeps 15. */
const ID_COLUMN = /(?:^|_)id$|^link$|^request_ref$/;
/** Sections of the gallery's description. */
const DESCRIPTION = /\*\*Who it is for:\*\*[^]*\*\*How it works:\*\*/;

const isNote = ({ type }: WorkflowNode) => type === 'n8n-nodes-base.stickyNote';
const isTrigger = ({ type }: WorkflowNode) => /trigger$|\.webhook$/i.test(type);
const isOurs = ({ type }: WorkflowNode) => type.startsWith('n8n-nodes-justoneapi.');
const isPostgres = ({ type }: WorkflowNode) => type === 'n8n-nodes-base.postgres';

interface MadeColumn {
	name: string;
	type: string;
}
/** Columns that a template makes a data table of. */
const madeColumns = ({ parameters }: WorkflowNode): MadeColumn[] =>
	(parameters.columns as { column?: MadeColumn[] } | undefined)?.column ?? [];

/** What a Data Table node maps to each column. */
const mapped = ({ parameters }: WorkflowNode): Record<string, string> =>
	(parameters.columns as { value?: Record<string, string> } | undefined)?.value ?? {};

it('Every file is a template that is tested, and there are at most nine', () => {
	const files = globSync(join(PROJECT, 'examples/*.json')).map((file) => basename(file, '.json'));
	expect(files.sort()).toEqual([...EXAMPLES].sort());
	expect(files.length).toBeLessThanOrEqual(9);
});

it('The README lists them in the order in which they are shown', () => {
	const readme = readFileSync(join(PROJECT, 'examples/README.md'), 'utf8');
	const listed = [...readme.matchAll(/^\| \[([\w-]+)\.json\]/gm)].map(([, name]) => name);
	expect(listed).toEqual([...EXAMPLES]);
});

it('All data tables of one name have the same columns', () => {
	const made = EXAMPLES.flatMap((name) => readExample(name).nodes)
		.filter(({ parameters }) => parameters.operation === 'create')
		.map((node) => JSON.stringify([node.parameters.tableName, madeColumns(node)]));
	expect(new Set(made).size).toBe(1);
});

it('The CSV that makes the table by import has its columns, and values by which n8n tells their types', () => {
	const lines = readFileSync(join(PROJECT, 'examples/social-posts.csv'), 'utf8').trim().split('\n');
	const [names = [], values = []] = lines.map((line) => line.split(','));
	const make = readExample('form-to-table').nodes.find(({ name }) => name === 'Make the table');
	const shown: Record<string, RegExp> = {
		number: /^\d+$/,
		boolean: /^(?:true|false)$/,
		date: /^\d{4}-\d\d-\d\dT/,
		string: /^(?:[A-Z][\w ]+:[\w ]+|example|)$/,
	};
	expect(lines).toHaveLength(2);
	const columns = make === undefined ? [] : madeColumns(make);
	expect(names).toEqual(columns.map(({ name }) => name));
	columns.forEach(({ type }, index) => expect(values[index]).toMatch(shown[type] ?? /never/));
});

describe.each(EXAMPLES)('%s', (name) => {
	const template = readExample(name);
	const nodes = template.nodes.filter((node) => !isNote(node));
	const work = nodes.filter((node) => !isTrigger(node));

	it('has few nodes, none of them Code, and each is where n8n finds it', () => {
		expect(work.length).toBeLessThanOrEqual(name === 'large-sheet' ? LARGE_SHEET_NODES : MOST_NODES);
		expect(nodes.filter(({ type }) => /\.(?:code|function|functionItem)$/.test(type))).toEqual([]);
		const names = template.nodes.map((node) => node.name);
		expect(new Set(names).size).toBe(names.length);
		const ids = template.nodes.map((node) => node.id);
		expect(new Set(ids).size).toBe(ids.length);
	});

	it('names no credential, and has no field of an instance', () => {
		expect(Object.keys(template).sort()).toEqual(['connections', 'description', 'name', 'nodes', 'settings']);
		expect(template.nodes.filter((node) => 'credentials' in node)).toEqual([]);
		expect(JSON.stringify(template)).not.toMatch(
			/[?&]token=|joa_|sk-[A-Za-z0-9]{8}|Bearer [A-Za-z0-9]{9}|"pinData"/,
		);
	});

	it('has a note of three steps, and a name and a description for the gallery', () => {
		const note = template.nodes.find(isNote)?.parameters.content;
		expect(String(note).match(/^\d\./gm)).toEqual(['1.', '2.', '3.']);
		expect(template.name.length).toBeGreaterThan(20);
		expect(template.name.length).toBeLessThan(80);
		expect(template.description).toMatch(DESCRIPTION);
		expect(String(template.description)).toMatch(/needs? /);
	});

	it('goes on after a failed row, by every one of our nodes', () => {
		for (const node of nodes.filter(isOurs)) expect(node.onError).toMatch(/^continue/);
	});

	it('maps columns by name: no object reaches a data table, and IDs are text', () => {
		for (const node of nodes.filter(({ type }) => type === 'n8n-nodes-base.dataTable')) {
			for (const { name: column, type } of madeColumns(node))
				if (ID_COLUMN.test(column)) expect([column, type]).toEqual([column, 'string']);
			const { mappingMode } = (node.parameters.columns ?? {}) as { mappingMode?: string };
			if (mappingMode !== undefined) expect(mappingMode).toBe('defineBelow');
			for (const value of Object.values(mapped(node))) expect(value).not.toMatch(/\.details ?(?:\}\}|\?\?)/);
		}
		for (const { parameters } of nodes.filter(isPostgres))
			expect(String(parameters.query)).not.toMatch(
				/(?:post_id|video_id|content_id) (?:bigint|integer|numeric)/,
			);
	});

	it('is one piece: connections lead to nodes that are there', () => {
		const names = new Set(template.nodes.map((node) => node.name));
		const ends = Object.entries(template.connections).flatMap(([from, outputs]) => [
			from,
			...Object.values(outputs as Record<string, Array<Array<{ node: string }> | null>>)
				.flat(2)
				.flatMap((end) => end?.node ?? []),
		]);
		expect(ends.filter((end) => !names.has(end))).toEqual([]);
		const alone = nodes.filter((node) => !ends.includes(node.name)).map((node) => node.name);
		expect(alone).toEqual([]);
	});
});
