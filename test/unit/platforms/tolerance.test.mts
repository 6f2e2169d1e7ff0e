/** Whatever stands anywhere in an answer: no throw, no other post, and nothing but text, numbers and nulls. */
import { platformNamed } from '../../../nodes/JustOneApi/platforms/index.ts';
import { ANSWERS, AUTHORS, dataOf, PAGES, readPage, type Data } from './answers.mts';

const ODD: readonly unknown[] = [
	undefined,
	null,
	'',
	'odd',
	0,
	-1,
	1.5,
	true,
	[],
	[null],
	[[]],
	{},
	{ url: {} },
	{ toString: 1, valueOf: 1 },
	'7641186371542041558',
];

/** Every place in the data, as a path of keys. */
function places(value: Data, path: readonly string[] = []): string[][] {
	if (typeof value !== 'object' || value === null) return [[...path]];
	return [[...path], ...Object.keys(value).flatMap((key) => places(value[key], [...path, key]))];
}

/** The data with another value at a place. */
function withOdd(value: Data, [key, ...rest]: readonly string[], odd: unknown): Data {
	if (key === undefined) return odd;
	const copy = Array.isArray(value) ? [...value] : { ...value };
	copy[key] = withOdd(value[key], rest, odd);
	return copy;
}

it.each(ANSWERS)('%s', (name, platform, id) => {
	const data = dataOf(name);
	let found = 0;
	for (const place of places(data)) {
		for (const odd of ODD) {
			const reading = platformNamed(platform).details.readPost(withOdd(data, place, odd), id);
			if (!reading.found) continue;
			found += 1;
			expect(reading.fields.post_id).toBe(id);
			for (const [field, value] of Object.entries(reading.fields)) {
				const allowed = value === null || typeof value === 'string' || Number.isFinite(value);
				if (!allowed) throw new Error(`${place.join('.')}: ${field} is ${JSON.stringify(value)}`);
			}
		}
	}
	expect(found).toBeGreaterThan(1000);
});

it.each(ANSWERS)('%s: of a post without anything but its ID, all fields are null', (name, platform, id) => {
	const bare: Record<string, Data> = {
		douyin: { aweme_detail: { aweme_id: id } },
		kuaishou: { photos: [{ share_info: `photoId=${id}` }] },
		bilibili: { videoData: { bvid: id } },
		xiaohongshu: name.endsWith('v6') ? [{ id }] : [{ note_list: [{ id }] }],
	};
	const reading = platformNamed(platform).details.readPost(bare[platform], id);
	if (!reading.found) throw new Error('not found');
	const { post_id, canonical_url, content_type, ...rest } = reading.fields;
	expect([post_id, content_type]).toEqual([id, platform === 'bilibili' ? 'video' : null]);
	expect(canonical_url).toContain(id);
	expect(new Set(Object.values(rest))).toEqual(new Set([null]));
});

it.each(PAGES)('%s', (name, platform, list, subject) => {
	const data = dataOf(name);
	const expected = readPage(platform, list, data, subject);
	let items = 0;
	for (const place of places(data)) {
		for (const odd of ODD) {
			const page = readPage(platform, list, withOdd(data, place, odd), subject);
			if (!page.ok) continue;
			items += page.items.length;
			if (page.items.length > (expected.ok ? expected.items.length : 0)) throw new Error(place.join('.'));
			for (const value of Object.values(page.next ?? {})) expect(value).toEqual(expect.any(String));
			for (const { id, fields } of page.items) {
				expect(id).toMatch(/./);
				for (const [field, value] of Object.entries(fields)) {
					const isFlat =
						value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);
					if (!isFlat) throw new Error(`${place.join('.')}: ${field} is ${JSON.stringify(value)}`);
				}
			}
		}
	}
	expect(items).toBeGreaterThan(500);
});

it.each(AUTHORS)('%s', (name, platform, id) => {
	const data = dataOf(name);
	let found = 0;
	for (const place of places(data)) {
		for (const odd of ODD) {
			const reading = platformNamed(platform).author.readAuthor(withOdd(data, place, odd), id);
			if (!reading.ok) continue;
			found += 1;
			expect(reading.fields.author_id).toBe(id);
			for (const [field, value] of Object.entries(reading.fields)) {
				const isFlat = value === null || typeof value === 'string' || Number.isFinite(value);
				if (!isFlat) throw new Error(`${place.join('.')}: ${field} is ${JSON.stringify(value)}`);
			}
		}
	}
	expect(found).toBeGreaterThan(100);
});
