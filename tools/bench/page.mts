/** Writes docs/benchmark.md and its pictures. */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from '../n8n/install.mts';
import { HTTP, HTTP_TUNED, OURS } from './contender.mts';
import { markdownTable, targetTable, type Scene, type Section } from './section.mts';

export interface Result {
	scene: Scene;
	section: Section;
}

/** Tables and targets of a scene. */
export const sectionText = ({ section: { tables, targets } }: Result): string =>
	[...tables, targetTable(targets)].map(markdownTable).join('\n\n');

/** Average over a minute: above zero others were at work on the machine. */
const [loadBefore = 0] = loadavg();

/** Where the figures come from. */
function machine(n8nVersion: string): string {
	const [{ model = 'unknown' } = {}] = cpus();
	const date = new Date().toISOString().slice(0, 10);
	const load = loadBefore.toFixed(1);
	const busy = loadBefore > 0.5 ? ': others were at work on it' : '';
	return `${cpus().length} cores (${model.trim()}), load ${load} before the start${busy}, Node ${process.versions.node}, n8n ${n8nVersion}, ${date}`;
}

export function writePage(results: Result[], n8nVersion: string): void {
	const targets = results.flatMap(({ section }) => section.targets);
	const met = targets.filter((target) => target.met).length;
	const parts = results.map((result, index) => {
		const charts = (result.section.charts ?? [])
			.map(({ file, alt }) => `\n\n![${alt}](images/${file})`)
			.join('');
		return `## ${index + 1}. ${result.scene.name}\n\n${result.scene.text.replaceAll('\n', ' ')}\n\n${sectionText(result)}${charts}`;
	});
	const contenders = [OURS, HTTP, HTTP_TUNED];
	const page = `# Benchmark

<!-- Written by npm run bench. -->

This node and n8n's HTTP Request node, in the same real n8n, against the same [stand-in of the API](maintain/testing.md#the-sandbox), in one run and in turns. The ratios are what
to compare. Seconds and megabytes are those of one machine: ${machine(n8nVersion)}. They promise nothing for another one.

**${met} of ${targets.length} targets met.** Which one is, is computed from the figures.

\`npm run bench\` runs it again and writes this page; see [how it is tested](maintain/testing.md).

## What is compared

${markdownTable({ head: ['node', 'settings'], rows: contenders.map(({ name, settings }) => [name, settings]) })}

All have On Error: Continue (using error output). Each run has a token of its own, so that nothing learned in one helps in the next.

${parts.join('\n\n')}
`;
	writeFileSync(join(PROJECT, 'docs', 'benchmark.md'), page);
	for (const { file, svg } of results.flatMap(({ section }) => section.charts ?? [])) {
		writeFileSync(join(PROJECT, 'docs', 'images', file), svg);
	}
}
