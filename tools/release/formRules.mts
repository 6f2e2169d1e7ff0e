/** GitHub's rules for issue forms and for dependabot.yml, as far as we use them. Source: docs.github.com. */

type Values = Record<string, unknown>;

const FIELDS = ['input', 'textarea', 'dropdown', 'checkboxes'];
const ECOSYSTEMS = ['npm', 'github-actions'];
const INTERVALS = ['daily', 'weekly', 'monthly', 'quarterly'];

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const isValues = (value: unknown): value is Values => typeof value === 'object' && value !== null;
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const repeated = (values: unknown[]): unknown[] =>
	values.filter((value, index) => values.indexOf(value) !== index);

function fieldProblems({ type, id, attributes, validations }: Values, place: string): string[] {
	const { label, value, options } = isValues(attributes) ? attributes : ({} as Values);
	if (type === 'markdown') {
		const extra = id !== undefined || validations !== undefined;
		return isText(value) && !extra ? [] : [`${place}: markdown has a text and nothing else`];
	}
	if (!FIELDS.includes(String(type))) return [`${place}: there is no type ${String(type)}`];
	const problems: string[] = [];
	if (!isText(id) || !/^[\w-]+$/.test(id)) problems.push(`${place}: an id has letters, digits, - and _`);
	if (!isText(label)) problems.push(`${place}: it needs a label`);
	if (type === 'dropdown' || type === 'checkboxes') {
		const names = list(options).map((option) =>
			type === 'checkboxes' && isValues(option) ? option.label : option,
		);
		if (names.length === 0 || !names.every(isText)) problems.push(`${place}: its options must be texts`);
		if (names.some((name) => String(name).toLowerCase() === 'none')) {
			problems.push(`${place}: GitHub adds the option None itself`);
		}
		for (const name of repeated(names)) problems.push(`${place}: ${String(name)} is there twice`);
	}
	return problems;
}

/** What GitHub would not accept in an issue form, in words. */
export function formProblems(form: unknown): string[] {
	if (!isValues(form)) return ['It is empty'];
	const body = list(form.body).filter(isValues);
	const problems = ['name', 'description'].flatMap((key) => (isText(form[key]) ? [] : [`It needs a ${key}`]));
	if (!body.some(({ type }) => FIELDS.includes(String(type)))) problems.push('It needs a field');
	problems.push(...body.flatMap((field, index) => fieldProblems(field, `Field ${index + 1}`)));
	const labels = body.map(({ attributes }) => isValues(attributes) && attributes.label).filter(isText);
	const ids = body.map(({ id }) => id).filter(isText);
	for (const twice of [...repeated(ids), ...repeated(labels)])
		problems.push(`${String(twice)} is there twice`);
	return problems;
}

/** The same for the page that offers the forms. */
export function chooserProblems(config: unknown): string[] {
	if (!isValues(config)) return ['It is empty'];
	const links = list(config.contact_links).filter(isValues);
	return links.flatMap(({ name, url, about }) =>
		isText(name) && isText(about) && isText(url) && url.startsWith('https://')
			? []
			: [`The link ${String(name)} needs name, about, and a url that begins with https://`],
	);
}

/** The same for dependabot.yml. */
export function dependabotProblems(config: unknown): string[] {
	if (!isValues(config) || config.version !== 2) return ['It needs version: 2'];
	const updates = list(config.updates).filter(isValues);
	if (updates.length === 0) return ['It updates nothing'];
	return updates.flatMap(({ 'package-ecosystem': ecosystem, directory, directories, schedule }) => {
		const problems: string[] = [];
		if (!ECOSYSTEMS.includes(String(ecosystem))) problems.push(`Not used here: ${String(ecosystem)}`);
		if (isText(directory) === Array.isArray(directories)) {
			problems.push(`${String(ecosystem)} needs a directory, or directories`);
		}
		if (!isValues(schedule) || !INTERVALS.includes(String(schedule.interval))) {
			problems.push(`${String(ecosystem)} needs an interval`);
		}
		return problems;
	});
}
