/** What each kind of item offers in Output is what it has, and what the preview in the editor shows. */
import { readFileSync } from 'node:fs';

import type { AuthorFields } from '../../../nodes/JustOneApi/platforms/author.ts';
import type { CommentFields } from '../../../nodes/JustOneApi/platforms/comment.ts';
import type { ListedPost } from '../../../nodes/JustOneApi/platforms/list.ts';
import { AUTHOR_FIELDS, authorItem } from '../../../nodes/JustOneApi/resources/author/authorItem.ts';
import { readOutput, shaped } from '../../../nodes/JustOneApi/resources/output.ts';
import { COMMENT_FIELDS, commentItem } from '../../../nodes/JustOneApi/resources/post/commentItem.ts';
import { LISTED_POST_FIELDS, listedPostItem } from '../../../nodes/JustOneApi/resources/post/postItem.ts';

const NOTHING = {} as AuthorFields & CommentFields & ListedPost;

describe.each([
	['author/get', AUTHOR_FIELDS, authorItem('douyin', NOTHING, 0)],
	['author/getPosts', LISTED_POST_FIELDS, listedPostItem('douyin', { ...NOTHING, post_id: '1' }, 0)],
	['post/search', LISTED_POST_FIELDS, listedPostItem('douyin', { ...NOTHING, post_id: '1' }, 0)],
	['post/getComments', COMMENT_FIELDS, commentItem('douyin', NOTHING, 0)],
])('%s', (path, fields, item) => {
	it('offers the fields that its items have, ten of them as the simplified form', () => {
		expect(Object.keys(item)).toEqual(fields.all);
		expect(fields.simplified).toHaveLength(10);
		expect(fields.all.filter((name) => fields.simplified.includes(name))).toEqual(fields.simplified);
	});

	it('shows the simplified form in the preview, counts as numbers', () => {
		const file = `nodes/JustOneApi/__schema__/v1.0.0/${path}.json`;
		const { properties } = JSON.parse(readFileSync(file, 'utf8')) as {
			properties: Record<string, { type: string }>;
		};
		expect(Object.keys(properties)).toEqual(fields.simplified);
		for (const [name, { type }] of Object.entries(properties)) {
			expect([name, type]).toEqual([name, name.endsWith('_count') ? 'number' : 'string']);
		}
	});
});

describe('The choice of a row', () => {
	const FIELDS = { all: ['a', 'b', 'c'], simplified: ['a', 'c'] };
	const ITEM = { a: 1, b: null, c: 'x' };
	const outputOf = (values: Record<string, unknown>, raw: unknown = { id: 1 }) => {
		const choice = readOutput(values, FIELDS);
		return 'ok' in choice ? choice.title : shaped(choice, ITEM, raw);
	};

	it.each<[string, Record<string, unknown>, unknown]>([
		['simplified', { output: 'simplified' }, { a: 1, c: 'x' }],
		['nothing', {}, { a: 1, c: 'x' }],
		['an empty text', { output: '' }, { a: 1, c: 'x' }],
		['all', { output: 'all' }, ITEM],
		[
			'selected, in the order of the columns',
			{ output: 'selected', outputFields: ['c', 'b'] },
			{ b: null, c: 'x' },
		],
		['selected as text', { output: 'selected', outputFields: 'c, b' }, { b: null, c: 'x' }],
		['raw', { output: 'raw' }, { a: 1, c: 'x', raw: { id: 1 } }],
		['none ticked', { output: 'selected', outputFields: [] }, "No field is ticked in 'Output Fields'"],
		['an unknown field', { output: 'selected', outputFields: ['d'] }, "There is no field called 'd'"],
		['another word', { output: 'Raw' }, "'Output' must be simplified, all, selected or raw"],
		['a boolean', { output: true }, "'Output' must be simplified, all, selected or raw"],
	])('%s', (_, values, expected) => {
		expect(outputOf(values)).toEqual(expected);
	});

	it('has null as raw where no call was made', () => {
		expect(outputOf({ output: 'raw' }, null)).toMatchObject({ raw: null });
	});

	it('of few fields is simplified or raw', () => {
		expect(readOutput({ output: 'all' })).toMatchObject({ title: "'Output' must be simplified or raw" });
		expect(readOutput({ output: 'simplified' })).toEqual({ names: null, isRaw: false });
	});
});
