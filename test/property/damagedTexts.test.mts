/** What leaves the node is what PostgreSQL stores (`npm run test:postgres` tries it), whatever texts came in. */
import fc from 'fast-check';

import { NODE, startBench, type HostileBench } from '../../tools/hostile/bench.mts';
import { OPERATIONS, runDamaged } from '../../tools/hostile/damaged.mts';

const RUNS = { numRuns: 8 };

let bench: HostileBench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());

const texts = fc.array(
	fc.string({ unit: fc.constantFrom('a', '<', '\\', '\0', '\ud83d', '\udc49', '👉', '看'), maxLength: 12 }),
	{ minLength: 7, maxLength: 7 },
);

/** Each in turn, for ever. */
function inTurn(values: readonly string[]): () => string {
	let next = 0;
	return () => values[(next += 1) % values.length];
}

const unstorable = (value: unknown) => /\\u0000|\\ud[89a-f]../i.exec(JSON.stringify(value))?.[0];
const readable = (value: string) => value.replaceAll('\\', '');

describe.each(OPERATIONS)('$resource: $operation', (parameters) => {
	it('gives items and failures without damage, and one at least for each row', async () => {
		await fc.assert(
			fc.asyncProperty(texts, async (values) => {
				// A backslash in a text would read as an escape of its own.
				const result = await runDamaged(bench, parameters, 10, inTurn(values.map(readable)));
				const items = result.json(NODE);
				expect(items.length).toBeGreaterThanOrEqual(10);
				for (const item of items) expect(unstorable(item)).toBeUndefined();
			}),
			RUNS,
		);
	});

	it('stops with words without damage', async () => {
		await fc.assert(
			fc.asyncProperty(texts, async (values) => {
				const result = await runDamaged(bench, parameters, 10, inTurn(values.map(readable)), {});
				expect(
					unstorable(result.error ? [result.error.message, result.error.description] : null),
				).toBeUndefined();
				const outcome = [result.status, result.error === undefined];
				expect([
					['success', true],
					['error', false],
				]).toContainEqual(outcome);
			}),
			RUNS,
		);
	});
});
