/** Writes docs/benchmark.md and its pictures. */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from '../n8n/install.mts';
import { HTTP, HTTP_TUNED, OURS } from './contender.mts';
import { scenes } from './scenes/index.mts';
import { markdownTable, targetTable, type Scene, type Section } from './section.mts';

export interface Result {
	scene: Scene;
	section: Section;
}

const PAGE = join(PROJECT, 'docs', 'benchmark.md');

/** Tables and targets of a scene. */
export const sectionText = ({ section: { tables, targets } }: Result): string =>
	[...tables, targetTable(targets)].map(markdownTable).join('\n\n');

/** Average over the minute before the benchmark: above zero others were at work on the machine. */
const [loadBefore = 0] = loadavg();
const BUSY = 0.5;

/** Where the figures of a section come from. */
function measured(n8nVersion: string): string {
	const [{ model = 'unknown' } = {}] = cpus();
	const date = new Date().toISOString().slice(0, 10);
	const load = `load ${loadBefore.toFixed(1)} before the start`;
	const busy = loadBefore > BUSY ? `; **the machine was busy with other work** (${load})` : `, ${load}`;
	return `Measured on ${date}, ${cpus().length} cores (${model.trim()}), Node ${process.versions.node}, n8n ${n8nVersion}${busy}.`;
}

const heading = (scene: Scene): string => `## ${scenes.indexOf(scene) + 1}. ${scene.name}`;

function sectionOf(result: Result, n8nVersion: string): string {
	const { scene, section } = result;
	const charts = (section.charts ?? []).map(({ file, alt }) => `![${alt}](images/${file})`);
	const text = `${scene.text.replaceAll('\n', ' ')} ${measured(n8nVersion)}`;
	return [heading(scene), text, sectionText(result), ...charts].join('\n\n');
}

/** Writes the sections of these scenes anew; those of other scenes stay as they are. */
export function writePage(results: Result[], n8nVersion: string): void {
	const before = readFileSync(PAGE, 'utf8').split(/^(?=## \d+\. )/m);
	const sections = scenes.flatMap((scene) => {
		const result = results.find((one) => one.scene === scene);
		if (result) return sectionOf(result, n8nVersion);
		return before
			.filter((section) => section.startsWith(`${heading(scene)}\n`))
			.map((section) => section.trim());
	});
	const verdicts = sections.flatMap((section) => section.match(/\| (?:yes|\*\*no\*\*) \|$/gm) ?? []);
	const met = verdicts.filter((verdict) => verdict.includes('yes')).length;
	const contenders = [OURS, HTTP, HTTP_TUNED];
	const page = `# Benchmark

<!-- Written by npm run bench. -->

This node and n8n's HTTP Request node, in the same real n8n, against the same [stand-in of the API](maintain/testing.md#the-sandbox), each scene in one go and in turns. The ratios are what
to compare. Seconds and megabytes are those of one machine and promise nothing for another one.

**${met} of ${verdicts.length} targets met.** Which one is, is computed from the figures.

\`npm run bench\` runs it again and writes this page; see [how it is tested](maintain/testing.md).

## What is compared

${markdownTable({ head: ['node', 'settings'], rows: contenders.map(({ name, settings }) => [name, settings]) })}

All have On Error: Continue (using error output).
Each run has a token of its own, so that nothing learned in one helps in the next.

${sections.join('\n\n')}
`;
	writeFileSync(PAGE, page);
	for (const { file, svg } of results.flatMap(({ section }) => section.charts ?? [])) {
		writeFileSync(join(PROJECT, 'docs', 'images', file), svg);
	}
}
