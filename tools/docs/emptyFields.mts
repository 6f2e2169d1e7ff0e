/** Which field of a post, a comment or an author stays empty on which platform: read from the sample answers. */
import { globSync, readFileSync } from 'node:fs';

import { parseJson } from '../../nodes/JustOneApi/call/envelope.ts';
import type { Platform } from '../../nodes/JustOneApi/platforms/platform.ts';

/** What gives items of its own: Get of a post, three lists, Get of an author. */
export const SOURCES = ['post', 'authorPosts', 'search', 'comments', 'author'] as const;
export type Source = (typeof SOURCES)[number];

type Fields = Readonly<Record<string, unknown>>;

/** Whatever may be the ID that a sample is about. */
const idsIn = (data: unknown): string[] => [
	...new Set(JSON.stringify(data).match(/(?<=")[\w-]{6,90}(?=")|(?<=:)\d{6,18}(?=[,}])|3x[0-9a-z]{13}/g)),
];

/** What a platform's reader makes of data. */
function itemsIn(
	{ details, lists, author }: Platform,
	source: Source,
	data: unknown,
	ids: string[],
): Fields[] {
	if (source === 'post') {
		const readings = ids.map((id) => details.readPost(data, id));
		return readings.flatMap((reading) => (reading.found ? [{ ...reading.fields }] : []));
	}
	if (source === 'author') {
		const readings = ids.map((id) => author.readAuthor(data, id));
		return readings.flatMap((reading) => (reading.ok ? [{ ...reading.fields }] : []));
	}
	const page = lists[source].readPage(data, { subject: 'asked' }, null);
	return page.ok ? page.items.map(({ fields }) => ({ ...fields })) : [];
}

/** What may stand where a sample has nothing: a text, an address, an image or a reply in the words of any platform. */
const FILLERS: readonly unknown[] = [
	'x',
	'https://x.example/y',
	[{ url_list: ['https://x.example/y'], cid: '1', rpid_str: '1', id: '1' }],
];

/** The data as they are, and with each place that holds nothing filled. 0 stays: it stands for "not given". */
function* filled(data: unknown): Generator<unknown> {
	yield data;
	const text = JSON.stringify(data);
	for (const { index } of text.matchAll(/(?<=:)(?:""|null|\[\])(?=[,}])/g)) {
		const rest = text.slice(index).replace(/^(?:""|null|\[\])/, '');
		for (const filler of FILLERS) yield JSON.parse(text.slice(0, index) + JSON.stringify(filler) + rest);
	}
}

/**
 * The fields that no answer of a platform can fill: they are null in each item of its samples, also where a place in them
 * that happens to be empty is filled.
 *
 * @throws Error where a platform has no sample of a source
 */
export function emptyFields(source: Source, platform: Platform): string[] {
	const items = globSync(`tools/sandbox/answers/${platform.name}-*.json`).flatMap((file) => {
		const { data } = parseJson(readFileSync(file, 'utf8')) as { data: unknown };
		const ids = idsIn(data).filter((id) => itemsIn(platform, source, data, [id]).length > 0);
		return ids.length === 0 ? [] : [...filled(data)].flatMap((full) => itemsIn(platform, source, full, ids));
	});
	const [first] = items;
	if (!first) throw new Error(`No sample answer of ${platform.label} has a ${source}`);
	return Object.keys(first)
		.filter((field) => items.every((item) => item[field] === null))
		.sort();
}
