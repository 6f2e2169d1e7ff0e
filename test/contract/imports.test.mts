/** Arrows go test → tools → nodes, never back, and the folders of tools/ make no circle. Read from the imports. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Where a file's relative imports lead; `dist/` is what nodes/ and credentials/ are built to. */
function importsOf(file: string, source: string): string[] {
	const found = source.matchAll(/\b(?:from|import|import\()\s*['"](\.[^'"]+)['"]/g);
	return [...found].map(([, path = '']) => normalize(join(dirname(file), path)).replace(/^dist\//, ''));
}

const files = globSync('{nodes,credentials,tools,test}/**/*.{ts,mts}');
const imports = files.flatMap((from) =>
	importsOf(from, readFileSync(from, 'utf8')).map((to) => ({ from, to })),
);

/** What a folder at the top may import besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
	nodes: [],
	credentials: ['nodes'],
	tools: ['nodes', 'credentials'],
	test: ['nodes', 'credentials', 'tools', 'index'],
};

const top = (path: string) => path.split('/')[0] ?? '';
/** A folder of tools/, or a file beside them. */
const part = (path: string) => path.split('/').slice(0, 2).join('/');

/** The first circle of arrows, as its stations; undefined where there is none. */
function circleIn(arrows: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
	const done = new Set<string>();
	const visit = (station: string, path: string[]): string[] | undefined => {
		if (path.includes(station)) return [...path.slice(path.indexOf(station)), station];
		if (done.has(station)) return undefined;
		for (const next of arrows.get(station) ?? []) {
			const circle = visit(next, [...path, station]);
			if (circle) return circle;
		}
		done.add(station);
		return undefined;
	};
	for (const station of arrows.keys()) {
		const circle = visit(station, []);
		if (circle) return circle;
	}
	return undefined;
}

it('Imports are found in each form', () => {
	const source =
		"import a from './a.mts';\nexport * from '../b.ts';\nimport '../../dist/nodes/c.js';\nawait import('./d');";
	expect(importsOf('tools/x/y.mts', source)).toEqual([
		'tools/x/a.mts',
		'tools/b.ts',
		'nodes/c.js',
		'tools/x/d',
	]);
});

it('A circle is found', () => {
	const arrows = (text: string) =>
		new Map(text.split(' ').map((arrow) => [arrow[0] ?? '', new Set(arrow.slice(1))] as const));
	expect(circleIn(arrows('abc bd cd d'))).toBeUndefined();
	expect(circleIn(arrows('ab bc cda d'))).toEqual(['a', 'b', 'c', 'a']);
});

/** The layers of nodes/, from what knows most to what knows least: the table of CONTRIBUTING. */
const LAYERS = ['resources', 'n8n', 'run', 'call', 'link', 'platforms', 'failure', 'text'];
const ROOT = 'nodes/JustOneApi/';
/** A place in the layers; the node's own file is on top. */
const layer = (path: string) => LAYERS.indexOf(path.slice(ROOT.length).split('/')[0] ?? '');

it('CONTRIBUTING names the layers of nodes/ in the order that is held here', () => {
	const page = readFileSync('CONTRIBUTING.md', 'utf8');
	const rows = [...page.matchAll(/^\| `(\w+)\//gm)].map(([, name = '']) => name);
	expect(rows.filter((name) => LAYERS.includes(name))).toEqual(LAYERS);
});

it('Imports in nodes/ go down only', () => {
	const within = imports.filter(({ from, to }) => from.startsWith(ROOT) && to.startsWith(ROOT));
	expect(within.length).toBeGreaterThan(150);
	const folders = new Set(within.map(({ from }) => from.slice(ROOT.length).split('/')[0] ?? ''));
	expect([...folders].filter((name) => !name.endsWith('.ts')).sort()).toEqual([...LAYERS].sort());
	expect(within.filter(({ from, to }) => layer(to) < layer(from))).toEqual([]);
});

it('No arrow goes back', () => {
	expect(imports.length).toBeGreaterThan(200);
	const back = imports.filter(
		({ from, to }) => top(from) !== top(to) && !MAY_IMPORT[top(from)]?.includes(top(to)),
	);
	expect(back).toEqual([]);
});

it('The folders of tools/ make no circle', () => {
	const arrows = new Map<string, Set<string>>();
	for (const { from, to } of imports) {
		if (top(from) !== 'tools' || top(to) !== 'tools' || part(from) === part(to)) continue;
		arrows.set(part(from), (arrows.get(part(from)) ?? new Set()).add(part(to)));
	}
	expect(arrows.size).toBeGreaterThan(5);
	expect(circleIn(arrows)).toBeUndefined();
});
