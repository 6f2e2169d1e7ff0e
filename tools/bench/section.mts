/** What a scene found out, and how numbers are written. */
import { table, type Table } from '../table.mts';
import type { Stage } from './measure.mts';

export type { Table } from '../table.mts';

/** What was wanted, what was measured, and whether the one is the other. */
export interface Target {
	what: string;
	measured: string;
	met: boolean;
}

export interface Chart {
	/** Below docs/images. */
	file: string;
	alt: string;
	svg: string;
}

export interface Section {
	tables: Table[];
	targets: Target[];
	charts?: Chart[];
}

export interface Scene {
	name: string;
	/** What happens, and how it is counted: sentences of the page. */
	text: string;
	run(stage: Stage): Promise<Section>;
}

export const number = (value: number, digits = 0): string =>
	value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
export const ratio = (value: number): string => (Number.isFinite(value) ? `${number(value, 2)} ×` : '–');
export const percent = (share: number): string => `${number(share * 100, 1)} %`;

/** A target that a number must not exceed. */
export const atMost = (what: string, limit: number, value: number, show = ratio): Target => ({
	what: `${what}: at most ${show(limit)}`,
	measured: show(value),
	met: value <= limit,
});

/** A target that a number must reach. */
export const atLeast = (what: string, limit: number, value: number, show = ratio): Target => ({
	what: `${what}: at least ${show(limit)}`,
	measured: show(value),
	met: value >= limit,
});

/** A table of the page: names at the left, figures at the right. */
export const markdownTable = (rows: Table): string =>
	table({ ...rows, right: (column) => column > 0 }, 'markdown');

export const targetTable = (targets: Target[]): Table => ({
	head: ['target', 'measured', 'met'],
	rows: targets.map(({ what, measured, met }) => [what, measured, met ? 'yes' : '**no**']),
});
