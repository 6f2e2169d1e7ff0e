import type { IExecuteFunctions } from 'n8n-workflow';

import { BAD, GOOD, link, MODES, RESOLVE, startBench, type Bench } from './bench.mts';

/** Counts every call of what n8n gives the node, and makes one of them fail. */
class Faults {
	/** The calls so far, by name. */
	readonly calls: string[] = [];
	private readonly failing: number;
	private readonly permanent: boolean;

	/** @param permanent whether all further calls of that name fail too */
	constructor(failing: number, permanent = false) {
		this.failing = failing;
		this.permanent = permanent;
	}

	private call(name: string): void {
		this.calls.push(name);
		const isIt = this.calls.length - 1 === this.failing;
		const isAgain = this.permanent && name === this.calls[this.failing];
		if (isIt || isAgain) throw new Error(`Fault in ${name}`);
	}

	/** The object, faults included; so are the objects in it. */
	in<T extends object>(target: T, path = ''): T {
		return new Proxy(target, {
			get: (_, key) => {
				const name = `${path}${String(key)}`;
				const value: unknown = Reflect.get(target, key, target);
				if (typeof value === 'function') {
					return (...args: unknown[]) => {
						this.call(name);
						return value.apply(target, args) as unknown;
					};
				}
				if (typeof value !== 'object' || value === null || value instanceof EventTarget) return value;
				if (name === 'customData') this.call(name);
				return ['helpers', 'customData', 'logger'].includes(name) ? this.in(value, `${name}.`) : value;
			},
		});
	}
}

type Hook = (this: IExecuteFunctions, ...args: unknown[]) => Promise<unknown>;

let bench: Bench;
let ways: Record<'custom operation' | 'routing', { install(faults: Faults): () => void }>;
/** Each call to n8n fails in a run of its own: hundreds of runs. */
jest.setTimeout(600_000);

beforeAll(async () => {
	bench = await startBench();
	const { nodeType } = bench;
	const [resource] = nodeType.description.properties;
	const hooks = resource.routing?.operations as unknown as { pagination: Hook };
	const withFaults = (hook: Hook, faults: Faults): Hook =>
		async function (this: IExecuteFunctions, ...args) {
			return await hook.apply(faults.in(this), args);
		};
	ways = {
		'custom operation': {
			install(faults) {
				const operations = nodeType.customOperations?.shareLink as unknown as Record<string, Hook>;
				const { resolve } = operations;
				operations.resolve = withFaults(resolve, faults);
				return () => Object.assign(operations, { resolve });
			},
		},
		routing: {
			install(faults) {
				const { customOperations } = nodeType;
				const { pagination } = hooks;
				nodeType.customOperations = undefined;
				hooks.pagination = withFaults(pagination, faults);
				return () => {
					nodeType.customOperations = customOperations;
					hooks.pagination = pagination;
				};
			},
		},
	};
});
afterAll(async () => await bench.close());

/** Every way through the node: called and free links, several in a row, none, an expression, an option. */
const rows = () =>
	bench.texts(
		link('faultA'),
		`${link('faultB')} https://www.douyin.com/video/7458784447774619122`,
		'no link',
		link('c201-fault'),
	);
const parameters = { shareUrl: "={{ $json.text + '' }}", requestOptions: { timeout: '={{ 5000 + 0 }}' } };

const runWith = async (
	way: keyof typeof ways,
	mode: (typeof MODES)[number],
	faults: Faults,
	good = false,
) => {
	const uninstall = ways[way].install(faults);
	try {
		const texts = good ? rows().slice(0, 2) : rows();
		return await bench.run(mode, texts, { parameters, options: { addCost: true } });
	} finally {
		uninstall();
	}
};

/** Enough for every call of a run, found by running it once. */
const callsOf = async (way: keyof typeof ways, mode: (typeof MODES)[number], good = false) => {
	const faults = new Faults(Infinity);
	await runWith(way, mode, faults, good);
	return faults.calls;
};

describe.each(['custom operation', 'routing'] as const)(
	'A fault in whatever n8n gives the node (%s)',
	(way) => {
		it.each(['continue', 'error-output'] as const)(
			'leaves no row unresolved as a result: %s',
			async (mode) => {
				const calls = await callsOf(way, mode);
				expect(calls.length).toBeGreaterThan(20);
				// Routing runs the pagination hook once a row: there are many more calls, and none that the other way does not make.
				for (const permanent of way === 'routing' ? [false] : [false, true]) {
					for (const [failing, name] of calls.entries()) {
						const result = await runWith(way, mode, new Faults(failing, permanent));
						const where = `${name}, call ${failing}, permanent: ${permanent}`;
						expect(`${where}: ${result.status}`).toBe(`${where}: success`);
						const good = result.json(RESOLVE, GOOD).filter((json) => !('error' in json));
						for (const json of good) expect([where, typeof json.resolved_by]).toEqual([where, 'string']);
						const found = new Set([GOOD, BAD].flatMap((branch) => result.pairedInputs(RESOLVE, branch)));
						// Where n8n gives no rows, one record says so.
						const expected = name === 'getInputData' || name === 'getItemIndex' ? 1 : 4;
						expect([where, found.size >= expected]).toEqual([where, true]);
					}
				}
			},
		);

		it('ends the run in "Stop" mode, or changes nothing', async () => {
			const calls = await callsOf(way, 'stop', true);
			let ended = 0;
			for (const [failing, name] of calls.entries()) {
				const result = await runWith(way, 'stop', new Faults(failing), true);
				const resolved = result.json(RESOLVE).filter(({ resolved_by }) => typeof resolved_by === 'string');
				const where = `${name}, call ${failing}`;
				if (result.status === 'error') ended += 1;
				else expect([where, result.json(RESOLVE).length, resolved.length]).toEqual([where, 3, 3]);
			}
			expect(ended).toBeGreaterThan(calls.length / 3);
		});
	},
);
