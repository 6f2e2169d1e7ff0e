/**
 * `npm run test:postgres`: a thousand items of every operation, made of texts with half characters and NUL in them, are
 * written to a real PostgreSQL as `jsonb` and read back. With JUSTONEAPI_E2E_POSTGRES=postgres://… it takes that one.
 */
import assert from 'node:assert/strict';

import fc from 'fast-check';

import { NODE, startBench } from '../../tools/hostile/bench.mts';
import { OPERATIONS, runDamaged } from '../../tools/hostile/damaged.mts';
import { startPostgres } from '../../tools/n8n/services.mts';

const ITEMS = 1000;
const ROWS = 50;
/** The same texts each time. */
const SEED = 20;

/** No backslash: where two keys differ in `\\` and `\"` alone, JSON.parse of Node 24 takes the second for the first. */
const unit = fc.constantFrom('a', '"', '\0', '\ud83d', '\udc49', '👉', '看', '\u0001');
const texts = fc.sample(fc.string({ unit, maxLength: 8 }), { seed: SEED, numRuns: 997 });
let next = 0;
const damage = () => texts[(next += 1) % texts.length];

const bench = await startBench();
const postgres = await startPostgres();
try {
	const database = await postgres.createDatabase('damaged_texts');
	await database.query('CREATE TABLE items (id serial PRIMARY KEY, item jsonb NOT NULL)');
	const store = async (values: unknown[]) =>
		await database.query('INSERT INTO items (item) SELECT item::jsonb FROM unnest($1::text[]) AS item', [
			values.map((value) => JSON.stringify(value)),
		]);
	for (const text of ['\ud83d', '\udc49', '\0']) {
		await assert.rejects(store([{ whole: 1 }, { text }]), 'PostgreSQL takes what it is known to refuse');
	}
	const written: unknown[] = [];
	while (written.length < ITEMS) {
		for (const parameters of OPERATIONS) {
			const items = (await runDamaged(bench, parameters, ROWS, damage)).json(NODE);
			assert.ok(items.length >= ROWS, `${parameters.operation} lost a row`);
			await store(items);
			written.push(...items);
		}
	}
	const stored = await database.query<{ item: unknown }>('SELECT item FROM items ORDER BY id');
	assert.equal(stored.length, written.length);
	for (const [index, item] of written.entries()) {
		assert.deepEqual(stored[index].item, JSON.parse(JSON.stringify(item)));
	}
	console.log(
		`PostgreSQL stored ${written.length} items with damaged texts, and gave back what was written.`,
	);
} finally {
	await postgres.stop();
	await bench.close();
}
