import fc from 'fast-check';

import { bilibiliLists } from '../../../nodes/JustOneApi/platforms/bilibili/lists.ts';
import { douyinLists } from '../../../nodes/JustOneApi/platforms/douyin/lists.ts';
import { decodePlace, encodePlace, foreignPart } from '../../../nodes/JustOneApi/resources/listCursor.ts';
import type { ListPlace } from '../../../nodes/JustOneApi/resources/listCursor.ts';

const PLACE: ListPlace = {
	platform: 'douyin',
	operation: 'post.search',
	query: { subject: '小炒 #1', sortBy: 'likes', publishedWithin: 'week' },
	cursor: { page: '3', searchId: '20260908070006INVENTED' },
};

it('A place passes through its text unchanged, which is one word', () => {
	const value = fc.string({ unit: 'binary' });
	fc.assert(
		fc.property(
			fc.record({
				platform: value,
				operation: value,
				query: fc.record({ subject: value, sortBy: value }, { requiredKeys: ['subject'] }),
				cursor: fc.dictionary(value, value),
			}),
			(place) => {
				const text = encodePlace(place as ListPlace);
				expect(text).toMatch(/^list1\.[\w-]+$/);
				expect(decodePlace(` \n${text}\t`)).toEqual(place);
			},
		),
	);
});

it.each([
	'1.785234151251E12',
	'V2#00000000-0000-0000-0000-000000000000#dph#30#1119000568422_42',
	'{"contextId":"0","cursor":"65c19952000000001003eacb","index":2,"pageArea":"ALL"}',
	'CAESEDAwMDAwMDAwMDAwMDAwMDAaADIDCKMC+/=',
	'7641186371542041559',
	'%7B%22a%22%3A1%7D {{ $json }} \ud83d',
])('The cursor %j comes back to the last character', (pcursor) => {
	const place = { ...PLACE, cursor: { pcursor } };
	expect(decodePlace(encodePlace(place))?.cursor.pcursor).toBe(pcursor);
});

it('No other text is a place', () => {
	const text = encodePlace(PLACE);
	const others = [
		'',
		'2',
		'1.785234151251E12',
		'{"platform":"douyin"}',
		'list1.',
		'list1.!!!!',
		text.slice(0, -9),
		text.slice(6),
		text.replace('list1', 'list2'),
	];
	expect(others.map(decodePlace)).toEqual(others.map(() => null));
	const parts: object[] = [
		{ platform: 7 },
		{ operation: null },
		{ query: {} },
		{ query: { subject: 7 } },
		{ query: { subject: 'x', sortBy: 1 } },
		{ query: ['x'] },
		{ cursor: { page: 2 } },
		{ cursor: null },
		{ cursor: ['2'] },
	];
	for (const part of parts) expect(decodePlace(encodePlace({ ...PLACE, ...part }))).toBeNull();
	expect(decodePlace(`list1.${Buffer.from('null').toString('base64url')}`)).toBeNull();
});

describe('A place of another list is told', () => {
	const asked = {
		platform: 'douyin',
		operation: 'post.search',
		subject: '小炒 #1',
		endpoint: douyinLists.search,
	};

	it.each<[string | null, object, object]>([
		[null, {}, {}],
		['operation', {}, { operation: 'author.getPosts' }],
		['platform', {}, { platform: 'bilibili' }],
		['subject', {}, { subject: '小炒' }],
		['parameters', {}, { endpoint: bilibiliLists.search }],
		['parameters', { cursor: { page: '3' } }, {}],
		['parameters', { cursor: { ...PLACE.cursor, token: 'x' } }, {}],
		['parameters', { query: { ...PLACE.query, sortBy: 'danmaku' } }, {}],
	])('%s', (part, changes, ask) => {
		expect(foreignPart({ ...PLACE, ...changes }, { ...asked, ...ask })).toBe(part);
	});
});
