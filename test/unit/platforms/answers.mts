/** The sandbox's answers, read as the node reads them. */
import { readFileSync } from 'node:fs';

import { readEnvelope } from '../../../nodes/JustOneApi/call/envelope.ts';
import type { AuthorFields } from '../../../nodes/JustOneApi/platforms/author.ts';
import type { CommentFields } from '../../../nodes/JustOneApi/platforms/comment.ts';
import { platformNamed } from '../../../nodes/JustOneApi/platforms/index.ts';
import type {
	Cursor,
	ListedPost,
	NoPage,
	Page,
	PlatformLists,
} from '../../../nodes/JustOneApi/platforms/list.ts';
import type { PostFields } from '../../../nodes/JustOneApi/platforms/post.ts';
import type { PlatformName } from '../../../nodes/JustOneApi/platforms/platform.ts';

const SEC_UID = 'MS4wLjABAAAAinventedOne0000000000000000000000000000000000aA1';

/** Each answer about a post, with its platform and the post's ID. */
export const ANSWERS: ReadonlyArray<readonly [name: string, platform: PlatformName, id: string]> = [
	['douyin-video-detail', 'douyin', '7641186371542041559'],
	['douyin-image-post-detail', 'douyin', '7668669253520763673'],
	['kuaishou-video-detail', 'kuaishou', '3xq7mdwz5kfuhe4'],
	['kuaishou-image-post-detail', 'kuaishou', '3xm4c8tyw2kdb6e'],
	['bilibili-video-detail', 'bilibili', 'BV1UQQgBFEub'],
	['xiaohongshu-note-detail', 'xiaohongshu', '69c349b70000000022019c3e'],
	['xiaohongshu-image-note-detail', 'xiaohongshu', '6a916774000000001e014a48'],
	['xiaohongshu-video-note-detail-v6', 'xiaohongshu', '6a511e8200000000210231d7'],
];

/** JSON data that a test may change at will. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- parsed JSON of a known shape
export type Data = any;

/** The data of an answer, newly read each time. */
export function dataOf(name: string): Data {
	return readEnvelope(readFileSync(`tools/sandbox/answers/${name}.json`, 'utf8'))?.data;
}

/** The fields of an answer after a change; fails where no post is found. */
export function fieldsAfter(name: string, change: (data: Data) => void = () => {}): PostFields {
	const [, platform, id] = ANSWERS.find(([answer]) => answer === name) ?? ['', 'douyin', ''];
	const data = dataOf(name);
	change(data);
	const reading = platformNamed(platform).details.readPost(data, id);
	if (!reading.found) throw new Error(`${name}: ${reading.why}`);
	return reading.fields;
}

/** Each answer that is a page of a list, with the subject that it is about. */
export const PAGES: ReadonlyArray<
	readonly [name: string, platform: PlatformName, list: keyof PlatformLists, subject: string]
> = [
	['douyin-user-posts-v1', 'douyin', 'authorPosts', SEC_UID],
	['douyin-video-comments', 'douyin', 'comments', '7641186371542041559'],
	['douyin-search-videos-v4', 'douyin', 'search', '样例'],
	['kuaishou-user-posts-v2', 'kuaishou', 'authorPosts', '1052000368'],
	['kuaishou-video-comments', 'kuaishou', 'comments', '3xq7mdwz5kfuhe4'],
	['kuaishou-search-videos-v2', 'kuaishou', 'search', '样例'],
	['bilibili-user-posts-v2', 'bilibili', 'authorPosts', '472700194'],
	['bilibili-video-comments', 'bilibili', 'comments', 'BV1UQQgBFEub'],
	['bilibili-search-videos-v2', 'bilibili', 'search', '样例'],
	['xiaohongshu-user-notes-v4', 'xiaohongshu', 'authorPosts', '5d1778df00000000160339d1'],
	['xiaohongshu-note-comments-v2', 'xiaohongshu', 'comments', '69c349b70000000022019c3e'],
	['xiaohongshu-search-notes-v4', 'xiaohongshu', 'search', '样例'],
];

/** Each answer about an author, with their ID. */
export const AUTHORS: ReadonlyArray<readonly [name: string, platform: PlatformName, id: string]> = [
	['douyin-user-v3', 'douyin', SEC_UID],
	['kuaishou-user-v1', 'kuaishou', '1052000368'],
	['bilibili-user-v2', 'bilibili', '472700194'],
	['xiaohongshu-user-v3', 'xiaohongshu', '5d1778df00000000160339d1'],
];

/** What the reader of a list makes of data. */
export function readPage(
	platform: PlatformName,
	list: keyof PlatformLists,
	data: unknown,
	subject: string,
	cursor: Cursor | null = null,
): Page<ListedPost | CommentFields> | NoPage {
	return platformNamed(platform).lists[list].readPage(data, { subject }, cursor);
}

/** The page of an answer after a change; fails where there is none. */
export function pageAfter(
	name: string,
	change: (data: Data) => void = () => {},
	cursor: Cursor | null = null,
): Page<ListedPost | CommentFields> {
	const data = dataOf(name);
	change(data);
	const [, platform, list, subject] = PAGES.find(([answer]) => answer === name) ?? PAGES[0];
	const page = readPage(platform, list, data, subject, cursor);
	if (!page.ok) throw new Error(`${name}: ${page.why} ${page.said}`);
	return page;
}

/** The fields of the author in an answer after a change; fails where there is none. */
export function authorAfter(name: string, change: (data: Data) => void = () => {}): AuthorFields {
	const data = dataOf(name);
	change(data);
	const [, platform, id] = AUTHORS.find(([answer]) => answer === name) ?? AUTHORS[0];
	const reading = platformNamed(platform).author.readAuthor(data, id);
	if (!reading.ok) throw new Error(`${name}: ${reading.why}`);
	return reading.fields;
}
