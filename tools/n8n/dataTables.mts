/** n8n's own data tables, as its editor reads and empties them. */
import type { Json, Rest } from './rest.mts';

interface DataTable {
	id: string;
	name: string;
	projectId: string;
	columns: Array<{ name: string; type: string }>;
}

/** n8n gives at most this many rows at once. */
const PAGE = 250;

const pathOf = ({ projectId, id }: DataTable) => `/rest/projects/${projectId}/data-tables/${id}`;

/** The table of exactly this name, if there is one. */
export async function findTable(rest: Rest, name: string): Promise<DataTable | undefined> {
	const filter = encodeURIComponent(JSON.stringify({ name }));
	const { data } = await rest.call<{ data: DataTable[] }>('GET', `/rest/data-tables-global?filter=${filter}`);
	return data.find((table) => table.name === name);
}

async function tableNamed(rest: Rest, name: string): Promise<DataTable> {
	const table = await findTable(rest, name);
	if (!table) throw new Error(`There is no data table ${name}`);
	return table;
}

/** Removes a table with all its rows, if there is one. */
export async function dropTable(rest: Rest, name: string): Promise<void> {
	const table = await findTable(rest, name);
	if (table) await rest.call('DELETE', pathOf(table));
}

/** All rows, in the order in which they were put in. */
export async function tableRows(rest: Rest, name: string): Promise<Json[]> {
	const path = pathOf(await tableNamed(rest, name));
	const rows: Json[] = [];
	for (;;) {
		const page = await rest.call<{ count: number; data: Json[] }>(
			'GET',
			`${path}/rows?sortBy=id:asc&take=${PAGE}&skip=${rows.length}`,
		);
		rows.push(...page.data);
		if (rows.length >= page.count || page.data.length === 0) return rows;
	}
}

/** Puts rows in, as a person types them. */
export async function insertRows(rest: Rest, name: string, rows: Json[]): Promise<void> {
	const path = pathOf(await tableNamed(rest, name));
	await rest.call('POST', `${path}/insert`, { data: rows, returnType: 'count' });
}

/** Changes the rows whose column has this value. */
export async function updateRows(
	rest: Rest,
	name: string,
	[columnName, value]: [string, unknown],
	data: Json,
): Promise<void> {
	const path = pathOf(await tableNamed(rest, name));
	const filter = { type: 'and', filters: [{ columnName, condition: 'eq', value }] };
	await rest.call('PATCH', `${path}/rows`, { filter, data, returnData: false });
}

/**
 * Makes a table of a CSV, as the editor's dialog does with the types that n8n proposes.
 *
 * @returns these types by column
 */
export async function importCsv(rest: Rest, name: string, csv: string): Promise<Record<string, string>> {
	const form = new FormData();
	form.append('file', new File([csv], 'table.csv', { type: 'text/csv' }));
	form.append('hasHeaders', 'true');
	const upload = await rest.upload<{ id: string; columns: Array<{ name: string; type: string }> }>(
		'/rest/data-tables/uploads',
		form,
	);
	const { id: projectId } = await rest.call<{ id: string }>('GET', '/rest/projects/personal');
	const columns = upload.columns.map(({ name: column, type }) => ({ name: column, type }));
	await rest.call('POST', `/rest/projects/${projectId}/data-tables`, {
		name,
		columns,
		fileId: upload.id,
		hasHeaders: true,
	});
	return Object.fromEntries(columns.map(({ name: column, type }) => [column, type]));
}
