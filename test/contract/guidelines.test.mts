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
const operationFields = description.properties.filter(({ name }) => name === 'operation');
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
	const { placeholder: _, ...shareUrl } = named('shareUrl') ?? {};
	const texts = JSON.stringify([
		...visible.filter(({ name }) => name !== 'shareUrl'),
		shareUrl,
		new Credential().properties,
	]);
	expect(texts).not.toMatch(/\p{Script=Han}/u);
});

it('resource comes first of what is visible, then operation, and neither takes an expression', () => {
	expect(visible.slice(0, 2).map(({ name, noDataExpression }) => [name, noDataExpression])).toEqual([
		['resource', true],
		['operation', true],
	]);
	expect(operationFields.map(({ displayOptions }) => displayOptions?.show)).toEqual([
		{ resource: ['post'] },
		{ resource: ['shareLink'] },
	]);
});

it('the action names its resource, without articles', () => {
	for (const option of operationFields.flatMap(({ options }) => options ?? [])) {
		const action = 'action' in option ? String(option.action) : '';
		expect(action).toMatch(/^[A-Z][a-z]+ (?:share URL|post)$/);
		expect(action).not.toMatch(/\b(?:a|an|the)\b/i);
	}
});

it('placeholders give an example', () => {
	const placeholders = [...visible, ...all(new Credential().properties)]
		.filter(({ type }) => type === 'string' || type === 'number')
		.flatMap(({ placeholder }) => (placeholder === undefined ? [] : [placeholder]));
	expect(placeholders.length).toBeGreaterThan(0);
	for (const placeholder of placeholders) expect(placeholder).toMatch(/^e\.g\. /);
});

it('the form of the node has no notice', () => {
	expect(parameters.filter(({ type }) => type === 'notice')).toEqual([]);
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
	for (const { displayOptions, options } of operationFields) {
		const resource = String(displayOptions?.show?.resource?.[0]);
		for (const option of options ?? []) {
			const file = `${folder}/${resource}/${'value' in option ? String(option.value) : ''}.json`;
			expect([file, existsSync(file)]).toEqual([file, true]);
		}
	}
});
