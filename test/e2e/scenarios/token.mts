/** The token stands in no database, log or file, in clear. Runs last: it looks at what all other scenarios left behind. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startedServers } from '../../../tools/n8n/n8n.mts';
import type { Scenario } from '../../../tools/n8n/report.mts';
import type { Database } from '../../../tools/n8n/services.mts';

/** In clear, in a URL, and in the encodings that a column, a file or a header may have it in. */
function forms(secret: string): string[] {
	const bytes = Buffer.from(secret);
	// At any offset in a base64 text: without the characters that depend on its neighbours.
	const base64 = [0, 1, 2].map((shift) =>
		Buffer.concat([Buffer.alloc(shift), bytes])
			.toString('base64')
			.slice(4, -4),
	);
	return [...new Set([secret, encodeURIComponent(secret), bytes.toString('hex'), ...base64])];
}

/** Tables with a row that has one of these texts in any column; bytes are searched as hex. */
async function tablesWith(database: Database, texts: string[]): Promise<string[]> {
	const tables = await database.query<{ name: string }>(
		`SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
		 WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
	);
	const found: string[] = [];
	for (const { name } of tables) {
		const any = texts.map((_, index) => `strpos(t::text, $${index + 1}) > 0`).join(' OR ');
		const [row] = await database.query<{ hits: string }>(
			`SELECT count(*) AS hits FROM ${name} t WHERE ${any}`,
			texts,
		);
		if (Number(row?.hits) > 0) found.push(name);
	}
	return found;
}

/** Files below a folder, without installed packages. */
async function* filesBelow(folder: string): AsyncGenerator<string> {
	for (const entry of await readdir(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) {
			if (entry.name !== 'node_modules') yield* filesBelow(path);
		} else if (entry.isFile()) yield path;
	}
}

export const token: Scenario = {
	name: 'token nowhere in clear',
	async run({ n8n, install, postgres, token: secret, counts }) {
		// Something that was handled beside the token, in every call: if it were not found, the search would prove nothing.
		const control = 'v.douyin.com';
		assert(
			(await tablesWith(n8n.database, [control])).some((table) => /execution_data/.test(table)),
			'the search finds nothing',
		);

		const searched = forms(secret);
		const servers = startedServers().filter(({ version }) => version === install.version);
		let [databases, files] = [0, 0];
		for (const database of postgres.databases()) {
			assert.deepEqual(await tablesWith(database, searched), [], `database ${database.name}`);
			databases += 1;
		}
		for (const { name, logs } of servers) {
			const log = logs();
			assert(log.length > 1000, `${name} has no log`);
			assert(/\bdebug\b|DEBUG|Executing|Start executing/.test(log), `${name} does not log at level debug`);
			for (const text of searched) {
				const at = log.indexOf(text);
				assert.equal(at, -1, `log of ${name}: ${log.slice(Math.max(0, at - 300), at + 100)}`);
			}
		}
		for (const folder of new Set(servers.map(({ userFolder }) => userFolder))) {
			for await (const file of filesBelow(folder)) {
				const content = await readFile(file, 'latin1');
				files += 1;
				for (const text of searched) assert(!content.includes(text), file);
			}
		}
		return counts(0, 0, 0, [
			`searched ${databases} databases, ${servers.length} logs at level debug, ${files} files`,
		]);
	},
};
