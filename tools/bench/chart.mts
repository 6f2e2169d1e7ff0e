/** Charts as SVG, for light and dark pages. */

/** Colours that can be told apart on both, also by people who see red and green alike. */
export type Colour = 1 | 2 | 3 | 4;

const STYLE = `
:root { --ink: #1f2328; --faint: #d1d9e0; --paper: #ffffff; --c1: #0969da; --c2: #bc4c00; --c3: #6e7781; --c4: #8250df; }
@media (prefers-color-scheme: dark) {
:root { --ink: #e6edf3; --faint: #3d444d; --paper: #0d1117; --c1: #58a6ff; --c2: #f0883e; --c3: #9198a1; --c4: #bc8cff; }
}
text { font: 13px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: var(--ink); }
.title { font-weight: 600; font-size: 15px; }
.paper { fill: var(--paper); }
.grid { stroke: var(--faint); }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; }
.dashed { stroke-dasharray: 6 4; }
.end { text-anchor: end; }
.middle { text-anchor: middle; }
`;

const WIDTH = 860;
const LEFT = 70;
const RIGHT = 24;

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const text = (x: number, y: number, words: string, kind = '', more = '') =>
	`<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" class="${kind}"${more}>${escape(words)}</text>`;
const rule = (x1: number, y1: number, x2: number, y2: number) =>
	`<path class="grid" d="M${x1.toFixed(1)} ${y1.toFixed(1)}L${x2.toFixed(1)} ${y2.toFixed(1)}"/>`;

function svg(title: string, height: number, parts: string[]): string {
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escape(title).replaceAll('"', '&quot;')}">`,
		`<style>${STYLE}</style>`,
		`<rect class="paper" width="${WIDTH}" height="${height}"/>`,
		text(16, 26, title, 'title'),
		...parts,
		'</svg>\n',
	].join('\n');
}

/** Round steps from 0 that cover a value, about `count` of them. */
function steps(most: number, count: number): number[] {
	const rough = Math.max(most, 1e-9) / count;
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough;
	return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, index) => index * step);
}

export interface Line {
	name: string;
	colour: Colour;
	points: Array<[x: number, y: number]>;
	dashed?: boolean;
}

export interface LineChart {
	title: string;
	/** With units. */
	x: string;
	y: string;
	/** One below the other, all to the same scale. */
	panels: Array<{ name?: string; lines: Line[] }>;
}

/** Lines over a common axis. */
export function lineChart({ title, x, y, panels }: LineChart): string {
	const lines = panels.flatMap((panel) => panel.lines);
	const points = lines.flatMap((line) => line.points);
	const xSteps = steps(Math.max(...points.map((point) => point[0])), 8);
	const ySteps = steps(Math.max(...points.map((point) => point[1])), panels.length > 1 ? 4 : 5);
	const xMost = xSteps.at(-1) ?? 1;
	const yMost = ySteps.at(-1) ?? 1;
	const high = panels.length > 1 ? 150 : 260;
	const top = 70;
	const gap = 46;
	const height = top + panels.length * (high + gap) + 24;
	const right = (value: number) => LEFT + (value / xMost) * (WIDTH - LEFT - RIGHT);

	const parts: string[] = [];
	let legendAt = LEFT;
	for (const { name, colour, dashed } of uniqueNames(lines)) {
		parts.push(
			`<path class="line${dashed ? ' dashed' : ''}" style="stroke: var(--c${colour})" d="M${legendAt} 46h28"/>`,
			text(legendAt + 36, 50, name),
		);
		legendAt += 66 + name.length * 7.2;
	}
	panels.forEach((panel, index) => {
		const bottom = top + index * (high + gap) + high + (panel.name ? 18 : 0);
		const up = (value: number) => bottom - (value / yMost) * high;
		if (panel.name) parts.push(text(LEFT, bottom - high - 8, panel.name));
		for (const step of ySteps) {
			parts.push(
				rule(LEFT, up(step), WIDTH - RIGHT, up(step)),
				text(LEFT - 8, up(step) + 4, label(step), 'end'),
			);
		}
		for (const step of xSteps) parts.push(text(right(step), bottom + 18, label(step), 'middle'));
		parts.push(text(20, bottom - high / 2, y, 'middle', ` transform="rotate(-90 20 ${bottom - high / 2})"`));
		for (const { colour, points: own, dashed } of panel.lines) {
			const path = own.map(([at, value]) => `${right(at).toFixed(1)} ${up(value).toFixed(1)}`).join('L');
			parts.push(
				`<path class="line${dashed ? ' dashed' : ''}" style="stroke: var(--c${colour})" d="M${path}"/>`,
			);
		}
	});
	parts.push(text((LEFT + WIDTH - RIGHT) / 2, height - 10, x, 'middle'));
	return svg(title, height, parts);
}

const label = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 2 });

const uniqueNames = (lines: Line[]): Line[] => [...new Map(lines.map((line) => [line.name, line])).values()];

export interface BarChart {
	title: string;
	/** With units. */
	x: string;
	groups: Array<{ name: string; bars: Array<{ name: string; value: number; colour: Colour }> }>;
	/** A line across all groups. */
	mark?: { name: string; value: number };
}

/** Groups of horizontal bars with their values. */
export function barChart({ title, x, groups, mark }: BarChart): string {
	const left = 270;
	const row = 22;
	const bars = groups.flatMap((group) => group.bars);
	const xSteps = steps(Math.max(mark?.value ?? 0, ...bars.map(({ value }) => value)), 6);
	const most = xSteps.at(-1) ?? 1;
	const right = (value: number) => left + (value / most) * (WIDTH - left - 60);
	const top = 62;
	const parts: string[] = [];
	let at = top;
	const drawn: string[] = [];
	for (const group of groups) {
		drawn.push(text(16, at + 16, group.name, 'title'));
		at += 26;
		for (const { name, value, colour } of group.bars) {
			drawn.push(
				text(left - 10, at + 14, name, 'end'),
				`<rect x="${left}" y="${at + 2}" width="${(right(value) - left).toFixed(1)}" height="${row - 6}" style="fill: var(--c${colour})"/>`,
				text(right(value) + 6, at + 14, label(value)),
			);
			at += row;
		}
		at += 8;
	}
	for (const step of xSteps) {
		parts.push(rule(right(step), top, right(step), at), text(right(step), at + 18, label(step), 'middle'));
	}
	parts.push(...drawn);
	if (mark) {
		const place = right(mark.value);
		parts.push(
			`<path class="line dashed" style="stroke: var(--ink)" d="M${place.toFixed(1)} ${top - 6}V${at}"/>`,
			text(place, top - 12, mark.name, 'middle'),
		);
	}
	parts.push(text((left + WIDTH - 60) / 2, at + 40, x, 'middle'));
	return svg(title, at + 52, parts);
}
