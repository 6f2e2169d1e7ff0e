/** Issue forms and dependabot.yml: what GitHub would refuse is found. */
import { chooserProblems, dependabotProblems, formProblems } from '../../tools/release/formRules.mts';

const input = (id: unknown = 'one', label: unknown = 'One') => ({ type: 'input', id, attributes: { label } });
const choice = (type: string, options: unknown) => ({
	type,
	id: 'two',
	attributes: { label: 'Two', options },
});
const form = (...body: unknown[]) => ({ name: 'Form', description: 'About it', body });
const note = { type: 'markdown', attributes: { value: 'Text' } };

it('A form as it should be has no problems', () => {
	const good = form(note, input(), choice('dropdown', ['A', 'B']));
	expect(formProblems(good)).toEqual([]);
	expect(formProblems(form(choice('checkboxes', [{ label: 'A', required: true }])))).toEqual([]);
});

it.each([
	['nothing', null],
	['no name', { ...form(input()), name: undefined }],
	['a description that is no text', { ...form(input()), description: true }],
	['no field', form(note)],
	['an unknown type', form(input(), { ...input('x', 'X'), type: 'text' })],
	['no id', form(input(null))],
	['an id with a space', form(input('an id'))],
	['no label', form(input('one', ''))],
	['an id twice', form(input('one', 'A'), input('one', 'B'))],
	['a label twice', form(input('a', 'One'), input('b', 'One'))],
	['an id on markdown', form(input(), { ...note, id: 'x' })],
	['no options', form(choice('dropdown', undefined))],
	['an option that is no text', form(choice('dropdown', [true]))],
	['an option twice', form(choice('dropdown', ['A', 'A']))],
	['the option None', form(choice('dropdown', ['A', 'none']))],
	['a checkbox without label', form(choice('checkboxes', [{ required: true }]))],
])('A form with %s has one', (_what, bad) => {
	expect(formProblems(bad)).toHaveLength(1);
});

it('A link needs an address', () => {
	const link = { name: 'A', about: 'B', url: 'https://example.com' };
	expect(chooserProblems({ contact_links: [link] })).toEqual([]);
	expect(chooserProblems({ contact_links: [{ ...link, url: 'example.com' }] })).toHaveLength(1);
});

it('Dependabot needs to know what, where and when', () => {
	const update = { 'package-ecosystem': 'npm', directory: '/', schedule: { interval: 'weekly' } };
	const problems = (changes: object) =>
		dependabotProblems({ version: 2, updates: [{ ...update, ...changes }] });
	expect(problems({})).toEqual([]);
	expect(problems({ 'package-ecosystem': 'npn' })).toHaveLength(1);
	expect(problems({ directory: undefined })).toHaveLength(1);
	expect(problems({ schedule: { interval: 'often' } })).toHaveLength(1);
	expect(dependabotProblems({ updates: [update] })).toHaveLength(1);
	expect(dependabotProblems({ version: 2, updates: [] })).toHaveLength(1);
});
