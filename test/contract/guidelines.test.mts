/** n8n's guidelines for nodes, where no lint looks. */
import { existsSync, readFileSync } from 'node:fs';

import type { INodeProperties } from 'n8n-workflow';

import { JustOneApi as Credential } from '../../credentials/JustOneApi.credentials.ts';
import { JustOneApi } from '../../nodes/JustOneApi/JustOneApi.node.ts';

const { description } = new JustOneApi();
const readJson = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;

/** Parameters, and those in collections. */
function all(properties: readonly INodeProperties[]): INodeProperties[] {
	return properties.flatMap((property) => [
		property,
		...all((property.options ?? []).filter((option): option is INodeProperties => 'type' in option)),
	]);
}

const parameters = all(description.properties);
const visible = parameters.filter(({ type }) => type !== 'hidden');
const operations = parameters.filter(({ name }) => name === 'operation');
const named = (name: string) => parameters.find((parameter) => parameter.name === name);

it('it is published in public, with provenance, from the repository that it names', () => {
	const { publishConfig, repository, bugs, homepage, name } = readJson('package.json');
	expect(publishConfig).toEqual({ access: 'public', provenance: true });
	const { url } = repository as { url: string };
	const address = url.replace(/^git\+/, '').replace(/\.git$/, '');
	expect(address).toMatch(new RegExp(`^https://github\\.com/[\\w-]+/${String(name)}$`));
	expect(bugs).toEqual({ url: `${address}/issues` });
	expect(homepage).toBe(`${address}#readme`);
});

it('what a user reads in the editor is English; other writing stands in examples and search words only', () => {
	const shareUrls = parameters
		.filter(({ name }) => name === 'shareUrl')
		.map(({ placeholder: _, ...rest }) => rest);
	const texts = JSON.stringify([
		...visible.filter(({ name }) => name !== 'shareUrl'),
		...shareUrls,
		new Credential().properties,
	]);
	expect(texts).not.toMatch(/\p{Script=Han}/u);
});

it('resource comes first of what is visible, then operation, and neither takes an expression', () => {
	expect(visible.slice(0, 2).map(({ name, noDataExpression }) => [name, noDataExpression])).toEqual([
		['resource', true],
		['operation', true],
	]);
	const resources = operations.map(({ displayOptions }) => displayOptions?.show);
	expect(resources).toEqual(
		['account', 'author', 'post', 'shareLink'].map((resource) => ({ resource: [resource] })),
	);
});

it('resources and operations stand in the order of the alphabet', () => {
	for (const { options } of [named('resource'), ...operations].filter((one) => one !== undefined)) {
		const names = (options ?? []).map(({ name }) => name);
		expect(names).toEqual([...names].sort());
	}
});

it('each action is a sentence without articles', () => {
	const actions = operations.flatMap(({ options }) =>
		(options ?? []).map((option) => ('action' in option ? String(option.action) : '')),
	);
	expect(actions).toEqual([
		'Get balance',
		'Get author',
		'Get posts of author',
		'Get post',
		'Get comments of post',
		'Search posts',
		'Extract share links from text',
		'Resolve share URL',
	]);
});

it('placeholders give an example', () => {
	const placeholders = [...visible, ...all(new Credential().properties)]
		.filter(({ type }) => type === 'string' || type === 'number')
		.flatMap(({ placeholder }) => (placeholder === undefined ? [] : [placeholder]));
	expect(placeholders.length).toBeGreaterThan(0);
	for (const placeholder of placeholders) expect(placeholder).toMatch(/^e\.g\. /);
});

it('the form has a notice for what costs by the page, and for nothing else', () => {
	const notices = parameters.filter(({ type }) => type === 'notice');
	expect(notices.map(({ displayOptions }) => displayOptions?.show?.operation)).toEqual([
		['getPosts'],
		['getComments'],
		['search'],
	]);
	for (const { displayName } of notices) expect(displayName).toMatch(/is billed.*Douyin \d+/);
});

it('choices stand in the order of the alphabet, and Auto-Detect is the first platform', () => {
	for (const { type, options, name } of parameters) {
		if (type !== 'options' && type !== 'multiOptions') continue;
		const names = (options ?? []).map((option) => option.name);
		expect([name, names]).toEqual([name, [...names].sort((one, other) => one.localeCompare(other))]);
	}
});

it('the codex file has what n8n reads of it', () => {
	const { categories, resources } = readJson('nodes/JustOneApi/JustOneApi.node.json');
	expect(categories).not.toEqual([]);
	expect(resources).toEqual({
		credentialDocumentation: [{ url: new Credential().documentationUrl }],
		primaryDocumentation: [{ url: expect.stringMatching(/^https:/) }],
	});
});

it('each operation has an output schema for each version of the node', () => {
	const folder = `nodes/JustOneApi/__schema__/v${String(description.version)}.0.0`;
	for (const { displayOptions, options } of operations) {
		for (const option of options ?? []) {
			const operation = 'value' in option ? String(option.value) : '';
			const file = `${folder}/${String(displayOptions?.show?.resource?.[0])}/${operation}.json`;
			expect([file, existsSync(file)]).toEqual([file, true]);
		}
	}
});
